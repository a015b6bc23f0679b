//! Findings that share figures, and what of them does not hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::explain::net::Net;
use crate::explain::part::Relations;
use crate::finding::{Code, Finding};
use crate::sheet::{CellAddress, CellIndex};

/// Findings that share figures, with what is wrong.
#[derive(Clone, Default)]
pub(super) struct Group {
    pub(super) findings: Vec<usize>,
    /// The relations that do not hold.
    pub(super) relations: Relations,
    /// The cells that state what cannot be, whatever the others are.
    pub(super) cells: BTreeSet<CellAddress>,
}

/// The groups of findings that share figures.
pub(super) fn groups(net: &Net<'_>, findings: &[Finding]) -> Vec<Group> {
    let asked = |finding: &Finding| -> Option<Relations> {
        let bound = finding.relations.iter();
        bound.map(|bound| Some((bound.clone(), net.asked(bound)?))).collect()
    };
    let mut leaders: Vec<usize> = (0..findings.len()).collect();
    let mut first_with: BTreeMap<CellAddress, usize> = BTreeMap::new();
    let mut alone: Vec<Group> = Vec::new();
    for (number, finding) in findings.iter().enumerate() {
        let Some(relations) = asked(finding) else { continue };
        let cells: BTreeSet<CellAddress> = impossible(net, finding).into_iter().collect();
        for cell in relations.values().flatten().chain(&cells) {
            match first_with.get(cell) {
                Some(other) => join(&mut leaders, number, *other),
                None => {
                    first_with.insert(cell.clone(), number);
                }
            }
        }
        if !relations.is_empty() || !cells.is_empty() {
            alone.push(Group { findings: vec![number], relations, cells });
        }
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for group in alone {
        let first = group.findings.first().map_or(0, |number| leader(&mut leaders, *number));
        groups.entry(first).or_default().add(group);
    }
    groups.into_values().collect()
}

/// The first of those that are one with this; halves the way there for those who ask next.
pub(super) fn leader(leaders: &mut [usize], mut number: usize) -> usize {
    while let Some(other) = leaders.get(number).copied().filter(|other| *other != number) {
        let next = leaders.get(other).copied().unwrap_or(other);
        if let Some(leader) = leaders.get_mut(number) {
            *leader = next;
        }
        number = next;
    }
    number
}

/// Makes those that two are one with one.
pub(super) fn join(leaders: &mut [usize], a: usize, b: usize) {
    let (a, b) = (leader(leaders, a), leader(leaders, b));
    if let Some(leader) = leaders.get_mut(a.max(b)) {
        *leader = a.min(b);
    }
}

impl Group {
    pub(super) fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.findings.sort_unstable();
        self.relations.extend(other.relations);
        self.cells.extend(other.cells);
    }
}

/// The cell of a finding that its figure cannot be, where others depend on it.
fn impossible(net: &Net<'_>, finding: &Finding) -> Option<CellAddress> {
    if !matches!(finding.code, Code::NegativeCount | Code::FigureOutOfBounds) {
        return None;
    }
    let cell = finding.cells.first()?;
    let form = net.book().forms.get(cell.form.as_str())?;
    let column = match &cell.column {
        Some(column) => form.column_position(column.as_str())?,
        None => 0,
    };
    let index = CellIndex { line: form.line_position(cell.line.as_str())?, column };
    let (form, period) = (cell.form.clone(), cell.period);
    let address = CellAddress { form, period, organization: cell.organization.clone(), index };
    net.is_touched(&address).then_some(address)
}
