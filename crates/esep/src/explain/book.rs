//! The findings of a book, explained: in groups that share figures, each with all smallest sets of
//! cells that settle it.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Cause, cause};
use super::net::Net;
use super::part::Part;
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
struct Group {
    findings: Vec<usize>,
    relations: BTreeSet<usize>,
}

/// The groups, in the order of their first findings.
fn groups(net: &Net<'_>, findings: &[Finding]) -> Vec<Group> {
    let mut groups: Vec<Option<Group>> = Vec::new();
    let mut group_of: BTreeMap<CellAddress, usize> = BTreeMap::new();
    for (number, finding) in findings.iter().enumerate() {
        let relations: Option<BTreeSet<usize>> =
            finding.relations.iter().map(|bound| net.number(bound)).collect();
        let Some(relations) = relations.filter(|relations| !relations.is_empty()) else { continue };
        let bound = relations.iter().filter_map(|relation| net.relation(*relation));
        let cells: BTreeSet<CellAddress> =
            bound.filter_map(|bound| net.cells_of(bound)).flatten().collect();
        let known: BTreeSet<usize> =
            cells.iter().filter_map(|cell| group_of.get(cell)).copied().collect();
        let mut joined = Group { findings: vec![number], relations };
        for other in known.iter().filter_map(|group| groups.get_mut(*group)?.take()) {
            joined.findings.extend(other.findings);
            joined.relations.extend(other.relations);
        }
        joined.findings.sort_unstable();
        let place = groups.len();
        for group in group_of.values_mut().filter(|group| known.contains(group)) {
            *group = place;
        }
        group_of.extend(cells.into_iter().map(|cell| (cell, place)));
        groups.push(Some(joined));
    }
    let mut groups: Vec<Group> = groups.into_iter().flatten().collect();
    groups.sort_by(|a, b| a.findings.cmp(&b.findings));
    groups
}

impl Group {
    fn explained(self, net: &Net<'_>, findings: &[Finding], limits: &Limits) -> Explained {
        let first = self.findings.first().and_then(|first| findings.get(*first)?.cells.first());
        let outcome = self.outcome(net, &Teller { book: net.book(), first }, limits);
        Explained { findings: self.findings, outcome }
    }

    fn outcome(&self, net: &Net<'_>, teller: &Teller<'_>, limits: &Limits) -> Outcome {
        let mut part = Part::around(net, &self.relations);
        if part.opaque.iter().any(|relation| self.relations.contains(relation)) {
            return Outcome::NotLinear;
        }
        for _ in 0..MOST_ROUNDS {
            match part.problem.smallest(limits) {
                Answer::Consistent | Answer::Contradictory => return Outcome::Contradictory,
                Answer::OutOfBudget { at_least } => return Outcome::OutOfBudget { at_least },
                Answer::Explained(explanation) => {
                    let cells: Vec<CellAddress> = changed(&part, &explanation).collect();
                    if !part.include_around(&cells) {
                        return solved(&part, &explanation, teller);
                    }
                }
            }
        }
        Outcome::OutOfBudget { at_least: 1 }
    }
}

/// Where the cells stand that some repair changes.
fn changed<'p>(
    part: &'p Part<'_>,
    explanation: &'p Explanation,
) -> impl Iterator<Item = CellAddress> + 'p {
    let ids = explanation.repairs.iter().flat_map(|repair| repair.changes.keys());
    let ids: BTreeSet<&CellId> = ids.collect();
    ids.into_iter().filter_map(|id| part.address(*id).cloned())
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
