//! The findings of a book, explained: in groups that share figures, each with all smallest sets of
//! cells that settle it.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Cause, cause};
use super::net::Net;
use super::part::{Part, Relations};
use super::problem::CellId;
use super::telling::{CellChange, Teller};
use super::{Answer, Explanation, Limits, Repair};
use crate::book::Book;
use crate::check::cell;
use crate::figure::Interval;
use crate::finding::{Cell, Finding};
use crate::sheet::CellAddress;

/// What explains a group of findings that share figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Which findings, by their place in the list.
    pub findings: Vec<usize>,
    /// What is known of the smallest sets.
    pub outcome: Outcome,
}

/// What became of the search for a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// So many figures must be wrong, and these are the ways.
    Solved {
        /// How many figures.
        size: u64,
        /// The ways to settle it, the likeliest first.
        solutions: Vec<Solution>,
        /// Whether these are all of that size.
        is_complete: bool,
        /// The cells that are wrong in every one of them, where all are known.
        certain: Vec<Cell>,
    },
    /// The relations contradict each other whatever the figures are.
    Contradictory,
    /// The work allowed was done before a way was found: at least so many figures are wrong.
    OutOfBudget {
        /// How many, as far as is proven.
        at_least: u64,
    },
    /// A relation that does not hold is no linear one, so that no sets are looked for.
    NotLinear,
}

/// One way to settle a group of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// What slip it looks like.
    pub cause: Cause,
    /// What each cell would say.
    pub changes: Vec<CellChange>,
}

/// So often a problem is widened by the relations that touch what may be wrong.
const MOST_ROUNDS: usize = 8;

/// Explains the findings of a book, as [`check`](crate::check) gives them.
///
/// Findings about figures by themselves, warnings, and what documents raise are left alone.
pub fn explain(book: &Book, findings: &[Finding], limits: &Limits) -> Vec<Explained> {
    if findings.iter().all(|finding| finding.relations.is_empty()) {
        return Vec::new();
    }
    let net = Net::of(book);
    let groups = groups(&net, findings).into_iter();
    groups.map(|group| group.explained(&net, findings, limits)).collect()
}

/// Findings that share figures, and the relations that do not hold.
#[derive(Default)]
struct Group {
    findings: Vec<usize>,
    relations: Relations,
}

/// The groups, in the order of their first findings.
fn groups(net: &Net<'_>, findings: &[Finding]) -> Vec<Group> {
    let asked = |finding: &Finding| -> Option<Relations> {
        let bound = finding.relations.iter();
        bound.map(|bound| Some((bound.clone(), net.asked(bound)?))).collect()
    };
    let mut leaders: Vec<usize> = (0..findings.len()).collect();
    let mut first_with: BTreeMap<CellAddress, usize> = BTreeMap::new();
    let mut alone: Vec<(usize, Relations)> = Vec::new();
    for (number, finding) in findings.iter().enumerate() {
        let relations = asked(finding).filter(|relations| !relations.is_empty());
        let Some(relations) = relations else { continue };
        for cell in relations.values().flatten() {
            match first_with.get(cell) {
                Some(other) => join(&mut leaders, number, *other),
                None => {
                    first_with.insert(cell.clone(), number);
                }
            }
        }
        alone.push((number, relations));
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for (number, relations) in alone {
        let group = groups.entry(leader(&leaders, number)).or_default();
        group.findings.push(number);
        group.relations.extend(relations);
    }
    groups.into_values().collect()
}

/// The first finding of the group that a finding is in.
fn leader(leaders: &[usize], mut number: usize) -> usize {
    while let Some(other) = leaders.get(number).filter(|other| **other != number) {
        number = *other;
    }
    number
}

/// Makes one group of those that two findings are in.
fn join(leaders: &mut [usize], a: usize, b: usize) {
    let (a, b) = (leader(leaders, a), leader(leaders, b));
    if let Some(leader) = leaders.get_mut(a.max(b)) {
        *leader = a.min(b);
    }
}

impl Group {
    fn explained(self, net: &Net<'_>, findings: &[Finding], limits: &Limits) -> Explained {
        let first = self.findings.first().and_then(|first| findings.get(*first)?.cells.first());
        let outcome = self.outcome(net, &Teller { book: net.book(), first }, limits);
        Explained { findings: self.findings, outcome }
    }

    fn outcome(&self, net: &Net<'_>, teller: &Teller<'_>, limits: &Limits) -> Outcome {
        let mut part = Part::around(net, &self.relations);
        if part.opaque.iter().any(|relation| self.relations.contains_key(relation)) {
            return Outcome::NotLinear;
        }
        for _ in 0..MOST_ROUNDS {
            match part.problem.smallest(limits) {
                Answer::Consistent | Answer::Contradictory => return Outcome::Contradictory,
                Answer::OutOfBudget { at_least } => return Outcome::OutOfBudget { at_least },
                Answer::Explained(explanation) => {
                    if !part.include_around(changed(&explanation)) {
                        return solved(&part, &explanation, teller);
                    }
                }
            }
        }
        Outcome::OutOfBudget { at_least: 1 }
    }
}

/// The cells that some repair changes.
fn changed(explanation: &Explanation) -> BTreeSet<CellId> {
    explanation.repairs.iter().flat_map(|repair| repair.changes.keys()).copied().collect()
}

fn solved(part: &Part<'_>, explanation: &Explanation, teller: &Teller<'_>) -> Outcome {
    let addressed = |repair: &Repair| -> BTreeMap<CellAddress, Interval> {
        let changes = repair.changes.iter();
        changes.filter_map(|(id, to)| Some((part.address(*id)?.clone(), to.clone()))).collect()
    };
    let certain = explanation.certain();
    let certain = certain.iter().filter_map(|id| cell(teller.book, part.address(*id)?)).collect();
    let mut is_complete = explanation.is_complete;
    let mut solutions = Vec::new();
    for repair in &explanation.repairs {
        let changes = addressed(repair);
        if part.touches_opaque(changes.keys()) {
            is_complete = false;
            continue;
        }
        let cause = cause(part, &changes, teller);
        solutions.push(Solution { cause, changes: teller.changes(&changes) });
    }
    solutions.sort_by_key(|solution| solution.cause.rank());
    Outcome::Solved { size: explanation.weight, solutions, is_complete, certain }
}
