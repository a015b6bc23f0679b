//! `cumulative-figure-falls`: a figure counted from the start of the year that is smaller than it
//! was earlier in the same year.
//!
//! An organization from which others have gone takes their figures out of its own, so it is not
//! asked.

use super::evaluation::{Evaluation, about_figure, address_of, bound, cell};
use crate::binding::{earlier_sheets, is_cumulative, not_below, possible};
use crate::figure::Figure;
use crate::finding::{BoundKind, Code, Finding};
use crate::form::Sign;
use crate::sheet::{CellIndex, Sheet};
use crate::structure::Grounds;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut grounds = Grounds::of(&evaluation.book.structure);
    for sheet in evaluation.book.sheets.iter() {
        if !sheet.form().lines().iter().any(is_cumulative) {
            continue;
        }
        let sheets = earlier_sheets(evaluation.book, sheet);
        for (index, figure) in sheet.figures() {
            let Some(earlier) = not_below(sheet, &sheets, index) else { continue };
            let does_fall = earlier.figure(index).is_some_and(|before| falls(before, figure));
            if does_fall && grounds.is_same(sheet.organization(), earlier.period(), sheet.period())
            {
                findings.extend(finding(evaluation, sheet, index, earlier));
            }
        }
    }
    findings
}

fn falls(before: &Figure, now: &Figure) -> bool {
    !possible(Sign::GreaterOrEqual, now.interval(), before.interval())
}

fn finding(
    evaluation: &Evaluation<'_>,
    sheet: &Sheet,
    index: CellIndex,
    earlier: &Sheet,
) -> Option<Finding> {
    let mut finding = about_figure(evaluation.book, sheet, index, Code::CumulativeFigureFalls)?;
    let before = cell(evaluation.book, &address_of(earlier, index))?;
    let stated = before.stated.clone()?;
    finding.message = finding.message.with("period", earlier.period()).with("before", stated);
    finding.cells.push(before);
    let kind = BoundKind::NotBelow(earlier.period());
    finding.relations.push(bound(sheet, kind, Some(index.line), index.column));
    Some(finding)
}
