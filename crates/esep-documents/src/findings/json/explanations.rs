//! What explains findings, in the schemas `esep/findings/1` and `esep/add-up/1`; each has cells of
//! its own.

use esep::explain::{Cause, CellChange, Explained, Outcome, Settled, Solution};
use esep::{Amount, FindingCell, Message, Wording};
use serde::Serialize;

use super::{CellJson, FindingsReport};

/// Which figures of a group of findings are probably wrong.
#[derive(Serialize)]
pub(crate) struct ExplanationJson<'a, C> {
    /// The findings, by their places in the list, from 0.
    findings: &'a [usize],
    outcome: &'static str,
    /// How many figures are wrong; `null` where that is not known.
    size: Option<u64>,
    /// Whether the solutions are all of that size.
    complete: bool,
    message: String,
    remarks: Vec<String>,
    solutions: Vec<SolutionJson<C>>,
    /// The cells that are wrong in every solution.
    certain: Vec<C>,
}

#[derive(Serialize)]
struct SolutionJson<C> {
    rank: usize,
    kind: &'static str,
    /// Whether it is one of the smallest; if not, it is one slip in more figures.
    smallest: bool,
    message: String,
    changes: Vec<ChangeJson<C>>,
}

/// What a cell would say: `to`, or anything from `low` to `high` where `to` is `null`.
#[derive(Serialize)]
struct ChangeJson<C> {
    cell: C,
    from: Option<String>,
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<String>,
    /// The slips of one figure that it looks like, the likeliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kinds: Vec<&'static str>,
}

/// All explanations of a report.
pub(super) fn of<'a>(report: &FindingsReport<'a>) -> Vec<ExplanationJson<'a, CellJson<'a>>> {
    let wording = report.wording();
    let explanations = report.explanations.iter();
    explanations
        .map(|explained| ExplanationJson::new(explained, wording, &CellJson::from))
        .collect()
}

impl<'a, C> ExplanationJson<'a, C> {
    pub(crate) fn new(
        explained: &'a Explained,
        wording: Wording,
        cell: &impl Fn(&'a FindingCell) -> C,
    ) -> Self {
        let solutions = explained.outcome.solutions();
        let remarks = explained.remarks(solutions.len());
        let ways = explained.ways();
        let numbered = solutions.iter().zip(&ways).zip(1..);
        let (outcome, size, complete, certain) = match &explained.outcome {
            Outcome::Solved { size, is_complete, certain, .. } => {
                ("solved", Some(*size), *is_complete, certain.as_slice())
            }
            Outcome::Contradictory => ("contradictory", None, false, &[][..]),
            Outcome::OutOfBudget { at_least, .. } => {
                ("out-of-budget", Some(*at_least), false, &[][..])
            }
            Outcome::NotLinear => ("not-linear", None, false, &[][..]),
        };
        Self {
            findings: &explained.findings,
            outcome,
            size,
            complete,
            message: wording.sentence(&explained.sentence()),
            remarks: remarks.iter().map(|remark| wording.sentence(remark)).collect(),
            solutions: numbered
                .map(|((solution, way), rank)| {
                    SolutionJson::new(solution, way, rank, wording, cell)
                })
                .collect(),
            certain: certain.iter().map(cell).collect(),
        }
    }
}

impl<C> SolutionJson<C> {
    fn new<'a>(
        solution: &'a Solution,
        way: &Message,
        rank: usize,
        wording: Wording,
        cell: &impl Fn(&'a FindingCell) -> C,
    ) -> Self {
        Self {
            rank,
            kind: solution.cause.name(),
            smallest: solution.is_smallest,
            message: wording.sentence(way),
            changes: solution.changes.iter().map(|it| ChangeJson::new(it, cell)).collect(),
        }
    }
}

impl<C> ChangeJson<C> {
    fn new<'a>(change: &'a CellChange, cell: &impl Fn(&'a FindingCell) -> C) -> Self {
        let (to, low, high) = match &change.to {
            Settled::Figure(to) => (Some(to.plain()), None, None),
            Settled::Between { low, high } => {
                (None, low.as_ref().map(Amount::plain), high.as_ref().map(Amount::plain))
            }
        };
        let from = change.cell.stated.as_ref().map(Amount::plain);
        let kinds = change.kinds.iter().map(Cause::name).collect();
        Self { cell: cell(&change.cell), from, to, low, high, kinds }
    }
}
