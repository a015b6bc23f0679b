//! `cumulative-figure-falls`: a figure counted from the start of the year that is smaller than it
//! was earlier in the same year.
//!
//! An organization from which others have gone takes their figures out of its own, so it is not
//! asked.

use super::evaluation::{Evaluation, about_figure, address_of, cell};
use crate::binding::possible;
use crate::figure::Figure;
use crate::finding::{Code, Finding};
use crate::form::{Line, OverTime, Sign};
use crate::sheet::{CellIndex, Sheet};
use crate::structure::Grounds;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut grounds = Grounds::of(&evaluation.book.structure);
    for sheet in evaluation.book.sheets.iter() {
        if !sheet.form().lines().iter().any(is_cumulative) {
            continue;
        }
        let earlier = earlier_sheets(evaluation, sheet);
        for (index, figure) in sheet.figures() {
            let line = sheet.form().lines().get(index.line);
            let stated = earlier.iter().find_map(|sheet| Some((*sheet, sheet.figure(index)?)));
            let stated = stated.filter(|_| line.is_some_and(is_cumulative));
            let Some((earlier, before)) = stated else { continue };
            if falls(before, figure)
                && grounds.is_same(sheet.organization(), earlier.period(), sheet.period())
            {
                findings.extend(finding(evaluation, sheet, index, earlier));
            }
        }
    }
    findings
}

fn is_cumulative(line: &Line) -> bool {
    line.over_time == Some(OverTime::Cumulative)
}

fn falls(before: &Figure, now: &Figure) -> bool {
    !possible(Sign::GreaterOrEqual, now.interval(), before.interval())
}

/// The organization's sheets of the same form and year whose periods end before this one ends; the
/// last one first.
fn earlier_sheets<'a>(evaluation: &Evaluation<'a>, sheet: &Sheet) -> Vec<&'a Sheet> {
    let sheets = &evaluation.book.sheets;
    let (form, period) = (&sheet.form().id, sheet.period());
    let ends_before = sheets.periods_within(form, period.year()).filter_map(|earlier| {
        let is_earlier = earlier.last_day() < period.last_day();
        is_earlier.then(|| sheets.get(form, earlier, sheet.organization())).flatten()
    });
    let mut earlier: Vec<&Sheet> = ends_before.collect();
    earlier.sort_by_key(|sheet| std::cmp::Reverse(sheet.period().last_day()));
    earlier
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
    Some(finding)
}
