//! `cumulative-figure-falls`: a figure counted from the start of the year that is smaller than it
//! was earlier in the same year.

use super::evaluation::{Evaluation, about_figure, address_of, cell};
use crate::binding::possible;
use crate::finding::{Code, Finding};
use crate::form::{Line, OverTime, Sign};
use crate::period::Period;
use crate::sheet::Sheet;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in evaluation.book.sheets.iter() {
        if !sheet.form().lines().iter().any(is_cumulative) {
            continue;
        }
        let Some(earlier) = latest_before(evaluation, sheet) else { continue };
        for (index, figure) in sheet.figures() {
            let line = sheet.form().lines().get(index.line);
            let is_cumulative = line.is_some_and(is_cumulative);
            let Some(before) = earlier.figure(index).filter(|_| is_cumulative) else { continue };
            if possible(Sign::GreaterOrEqual, figure.interval(), before.interval()) {
                continue;
            }
            let before = cell(evaluation.book, &address_of(earlier, index));
            let stated = before.as_ref().and_then(|cell| cell.stated.clone());
            let finding = about_figure(evaluation.book, sheet, index, Code::CumulativeFigureFalls);
            if let (Some(mut finding), Some(before), Some(stated)) = (finding, before, stated) {
                finding.message =
                    finding.message.with("period", earlier.period()).with("before", stated);
                finding.cells.push(before);
                findings.push(finding);
            }
        }
    }
    findings
}

fn is_cumulative(line: &Line) -> bool {
    line.over_time == Some(OverTime::Cumulative)
}

/// The organization's sheet of the same form whose period ends last before this one ends, within
/// the same year.
fn latest_before<'a>(evaluation: &Evaluation<'a>, sheet: &Sheet) -> Option<&'a Sheet> {
    let book = evaluation.book;
    let form = &sheet.form().id;
    let ends_before = |period: &Period| {
        period.year() == sheet.period().year() && period.last_day() < sheet.period().last_day()
    };
    let periods = book.sheets.periods_of(form).filter(ends_before);
    let sheets = periods.filter_map(|period| book.sheets.get(form, period, sheet.organization()));
    sheets.max_by_key(|sheet| sheet.period().last_day())
}
