//! Checks: what does not add up in a book. One file for each kind of defect.
//!
//! The relations of the forms are evaluated once, in `evaluation`; the files named after findings
//! turn what failed into findings, or look for what no relation can say.

mod change_does_not_match;
mod children_exceed_parent;
mod copied_from_previous_period;
mod cumulative_figure_falls;
mod density_out_of_range;
mod evaluation;
mod family;
mod figure_out_of_bounds;
mod fractional_count;
mod gain_hides_loss;
mod mean_of_ratios;
mod members_exceed_employees;
mod missing_report;
mod negative_count;
mod no_common_solution;
mod opening_differs_from_closing;
mod part_equals_whole;
mod part_missing;
mod parts_do_not_add_up;
mod parts_exceed_whole;
mod period_differs_from_its_parts;
mod register_differs;
mod remedied_exceeds_found;
mod rollup_mismatch;
mod rule_does_not_hold;
mod same_figure_in_siblings;
mod screen;
mod share_does_not_match;
mod too_regular_figures;
mod unit_looks_wrong;
mod unusual_change;

use std::collections::BTreeSet;

pub use register_differs::compare_with_register;
pub use screen::{Passed, Screen, Siblings, Suspicion};

use evaluation::Evaluation;
pub(crate) use evaluation::{cell, label_at, name_of};

use crate::book::Book;
use crate::finding::{Argument, Code, Finding, Message, Summary};

/// What a check gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Everything found, sorted by place and then by code.
    pub findings: Vec<Finding>,
    /// How much was looked at.
    pub summary: Summary,
}

/// A check: from the evaluated book to findings of one code.
type Check = fn(&Evaluation<'_>) -> Vec<Finding>;

/// The checks of what an organization states by itself, in the order of the catalog. Codes that
/// are neither here nor below are raised where documents, forms and the structure are read.
const OF_ONE: &[(Code, Check)] = &[
    (Code::PartsDoNotAddUp, parts_do_not_add_up::check),
    (Code::PartsExceedWhole, parts_exceed_whole::check),
    (Code::PartMissing, part_missing::check),
    (Code::RuleDoesNotHold, rule_does_not_hold::check),
    (Code::ShareDoesNotMatch, share_does_not_match::check),
    (Code::FractionalCount, fractional_count::check),
    (Code::NegativeCount, negative_count::check),
    (Code::FigureOutOfBounds, figure_out_of_bounds::check),
    (Code::NoCommonSolution, no_common_solution::check),
    (Code::ChangeDoesNotMatch, change_does_not_match::check),
    (Code::OpeningDiffersFromClosing, opening_differs_from_closing::check),
    (Code::CumulativeFigureFalls, cumulative_figure_falls::check),
    (Code::PeriodDiffersFromItsParts, period_differs_from_its_parts::check),
    (Code::MembersExceedEmployees, members_exceed_employees::check),
    (Code::DensityOutOfRange, density_out_of_range::check),
    (Code::GainHidesLoss, gain_hides_loss::check),
    (Code::RemediedExceedsFound, remedied_exceeds_found::check),
    (Code::UnusualChange, unusual_change::check),
    (Code::UnitLooksWrong, unit_looks_wrong::check),
    (Code::PartEqualsWhole, part_equals_whole::check),
    (Code::TooRegularFigures, too_regular_figures::check),
    (Code::CopiedFromPreviousPeriod, copied_from_previous_period::check),
];

/// The checks that find nothing unless there are organizations above or beside another.
const OF_SEVERAL: &[(Code, Check)] = &[
    (Code::MissingReport, missing_report::check),
    (Code::RollupMismatch, rollup_mismatch::check),
    (Code::ChildrenExceedParent, children_exceed_parent::check),
    (Code::SameFigureInSiblings, same_figure_in_siblings::check),
    (Code::MeanOfRatios, mean_of_ratios::check),
];

/// Checks everything that a book states, and reports all that does not add up.
///
/// Figures are compared as the intervals that their printing allows, so that rounding raises no
/// alarm. A relation that touches a figure that is not reported is not evaluated, and counted as
/// such.
pub fn check(book: &Book) -> Checked {
    check_for(book, |_| true)
}

/// The same for the findings that are asked for.
pub fn check_for(book: &Book, asks: impl Fn(Code) -> bool) -> Checked {
    let checks = OF_ONE.iter().chain(OF_SEVERAL);
    run(&Evaluation::of(book), &mut checks.filter(|(code, _)| asks(*code)))
}

/// The same as [`check`] of a book without structure, in a program that has no other: it need not
/// hold what compares organizations.
pub fn check_alone(book: &Book) -> Checked {
    run(&Evaluation::of_each(book), &mut OF_ONE.iter())
}

fn run(
    evaluation: &Evaluation<'_>,
    checks: &mut dyn Iterator<Item = &'static (Code, Check)>,
) -> Checked {
    let book = evaluation.book;
    let mut findings: Vec<Finding> = checks.flat_map(|(_, check)| check(evaluation)).collect();
    for finding in &mut findings {
        finding.hints.extend(notes(finding));
        finding.organization_name = finding
            .organization
            .as_ref()
            .and_then(|id| book.structure.get(id.as_str()))
            .map(|organization| organization.name.clone());
    }
    Finding::sort(&mut findings);
    let sheets = book.sheets.iter().count();
    let figures = book.sheets.iter().map(|sheet| sheet.figures().count()).sum();
    let summary = Summary {
        sheets,
        figures,
        relations_evaluated: evaluation.evaluated,
        relations_skipped: evaluation.skipped,
        ..Summary::default()
    };
    Checked { summary: summary.counting(&findings), findings }
}

/// The hint that footnotes stand beside the figures concerned: they often explain everything.
fn notes(finding: &Finding) -> Option<Message> {
    let notes: BTreeSet<&str> =
        finding.cells.iter().filter_map(|cell| cell.note.as_deref()).collect();
    let notes: Vec<Argument> = notes.into_iter().map(Argument::from).collect();
    (!notes.is_empty()).then(|| Message::new("hint.notes").with("notes", notes))
}

#[cfg(test)]
mod tests;
