//! The findings of a book, explained: in groups that share figures, each with all smallest sets of
//! cells that settle it.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Cause, Evidence, Looks, Rank, looks};
use super::group::explained_groups;
use super::hypothesis::{Hypothesis, hypotheses};
use super::net::Net;
use super::part::{Part, Relations};
use super::telling::{CellChange, Teller};
use super::{Explanation, Limits, Repair};
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
        /// Slips of several figures that settle it, the likeliest first.
        solutions: Vec<Solution>,
    },
    /// A relation that does not hold is no linear one, so that no sets are looked for.
    NotLinear,
}

impl Outcome {
    /// The ways to settle it, the likeliest first.
    pub fn solutions(&self) -> &[Solution] {
        match self {
            Self::Solved { solutions, .. } | Self::OutOfBudget { solutions, .. } => solutions,
            Self::Contradictory | Self::NotLinear => &[],
        }
    }
}

/// One way to settle a group of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// What slip it looks like.
    pub cause: Cause,
    /// What each cell would say.
    pub changes: Vec<CellChange>,
    /// Whether it is one of the smallest sets. Where it is not, it changes more cells than there
    /// must be wrong, all of them by one slip.
    pub is_smallest: bool,
}

/// Explains the findings of a book, as [`check`](crate::check) gives them.
///
/// A figure that cannot be is explained together with what it stands in. Other findings about
/// figures by themselves, warnings, and what documents raise are left alone.
pub fn explain(book: &Book, findings: &[Finding], limits: &Limits) -> Vec<Explained> {
    explained_groups(&Net::of(book), findings, limits)
}

/// The same where the figures of some cells were computed from others: these are as right as what
/// they follow from, so that they are never what is wrong.
pub fn explain_filled(
    book: &Book,
    computed: &BTreeSet<CellAddress>,
    findings: &[Finding],
    limits: &Limits,
) -> Vec<Explained> {
    explained_groups(&Net::with(book, computed), findings, limits)
}

/// What explains a group: its smallest sets, and slips that change more figures at once.
pub(super) fn solved(
    part: &mut Part<'_>,
    failed: &Relations,
    explanation: &Explanation,
    teller: &Teller<'_>,
    limits: &Limits,
) -> Outcome {
    let addressed = |part: &Part<'_>, repair: &Repair| -> BTreeMap<CellAddress, Interval> {
        let changes = repair.changes.iter();
        changes.filter_map(|(id, to)| Some((part.address(*id)?.clone(), to.clone()))).collect()
    };
    let certain = explanation.certain();
    let certain = certain.iter().filter_map(|id| cell(teller.book, part.address(*id)?)).collect();
    let mut is_complete = explanation.is_complete;
    let mut hypotheses = hypotheses(part, failed, explanation.weight, limits);
    let mut ranked: Vec<(Rank, Solution)> = Vec::new();
    for repair in &explanation.repairs {
        let mut changes = addressed(part, repair);
        if part.touches_opaque(changes.keys()) {
            is_complete = false;
            continue;
        }
        let is_it = |hypothesis: &Hypothesis| hypothesis.is_of(&changes);
        let one_slip = hypotheses.iter().position(is_it).map(|at| hypotheses.remove(at));
        let (one_slip, is_exact) = match one_slip {
            Some(Hypothesis { cause, changes: told, is_exact }) => {
                changes = told;
                (Some(cause), is_exact)
            }
            None => (None, true),
        };
        let (each, told) = each(part, &changes, teller);
        let cause = one_slip.unwrap_or(each);
        let solution = Solution { cause, changes: told, is_smallest: true };
        ranked.push(solution.ranked(part, changes.keys(), is_exact));
    }
    ranked.extend(hypotheses.into_iter().map(|hypothesis| ranked_slip(part, hypothesis, teller)));
    let solutions = in_order(ranked);
    Outcome::Solved { size: explanation.weight, solutions, is_complete, certain }
}

/// Slips that change several figures of a group at once, the likeliest first.
pub(super) fn slips(
    part: &Part<'_>,
    accepted: Vec<Hypothesis>,
    teller: &Teller<'_>,
) -> Vec<Solution> {
    let accepted = accepted.into_iter();
    in_order(accepted.map(|hypothesis| ranked_slip(part, hypothesis, teller)).collect())
}

fn ranked_slip(
    part: &Part<'_>,
    Hypothesis { cause, changes, is_exact }: Hypothesis,
    teller: &Teller<'_>,
) -> (Rank, Solution) {
    let solution = Solution { cause, changes: teller.changes(&changes), is_smallest: false };
    solution.ranked(part, changes.keys(), is_exact)
}

fn in_order(mut ranked: Vec<(Rank, Solution)>) -> Vec<Solution> {
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, solution)| solution).collect()
}

/// What changes look like, each by itself.
fn each(
    part: &Part<'_>,
    changes: &BTreeMap<CellAddress, Interval>,
    teller: &Teller<'_>,
) -> (Cause, Vec<CellChange>) {
    let mut causes = Vec::new();
    let mut told = Vec::new();
    for (address, to) in changes {
        let Some(change) = teller.change(address, to) else { continue };
        let Looks { kinds, cause } = looks(part, address, to, teller);
        told.push(CellChange { kinds, ..change });
        causes.push(cause);
    }
    (if causes.len() == 1 { causes.remove(0) } else { Cause::Each(causes) }, told)
}

impl Solution {
    fn ranked<'c>(
        self,
        part: &Part<'_>,
        cells: impl Iterator<Item = &'c CellAddress>,
        is_exact: bool,
    ) -> (Rank, Self) {
        let ids = cells.filter_map(|at| part.id(at));
        let relations: BTreeSet<usize> =
            ids.flat_map(|id| part.problem.touching(id)).copied().collect();
        let evidence = Evidence {
            is_exact,
            is_smallest: self.is_smallest,
            relations: relations.len(),
            digits: self.changes.iter().map(CellChange::digits).sum(),
        };
        (self.cause.rank(&evidence), self)
    }
}
