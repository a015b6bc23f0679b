//! `unusual-change`: a figure more than three times that of the period before, or less than a
//! third of it.
//!
//! An organization to which others have been added, or from which some have gone, changes by
//! nature, so it is not asked. Small figures jump by nature, so both the larger of the two and the
//! difference must reach 100.
//! Figures counted from the start of the year are compared with the same period of the year
//! before.

use super::evaluation::{Evaluation, about_figure, address_of, cell};
use crate::figure::{Amount, Rational, UnitKind};
use crate::finding::{Argument, Code, Finding};
use crate::form::{Line, OverTime, Rollup};
use crate::sheet::{CellIndex, Sheet};
use crate::structure::Grounds;

/// How many times larger or smaller is unusual.
const TIMES: i32 = 3;
/// Figures and differences below this are small.
const LARGE: i32 = 100;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut grounds = Grounds::of(&evaluation.book.structure);
    for sheet in evaluation.book.sheets.iter() {
        for (index, figure) in sheet.figures() {
            let Some(line) = sheet.form().lines().get(index.line) else { continue };
            let Some(earlier) = earlier(evaluation, sheet, line) else { continue };
            let Some(before) = earlier.figure(index) else { continue };
            let both_bounded = [before, figure].iter().all(|f| f.interval().radius().is_some());
            if both_bounded
                && is_unusual(before.value(), figure.value())
                && grounds.is_same(sheet.organization(), earlier.period(), sheet.period())
            {
                findings.extend(finding(evaluation, sheet, index, earlier));
            }
        }
    }
    findings
}

/// The sheet to compare a line with, where comparing makes sense.
fn earlier<'a>(evaluation: &Evaluation<'a>, sheet: &Sheet, line: &Line) -> Option<&'a Sheet> {
    let is_total = matches!(line.unit.kind(), UnitKind::Count | UnitKind::Money)
        && line.rollup == Rollup::Sum
        && !line.can_be_negative();
    if !is_total {
        return None;
    }
    let period = match line.over_time {
        Some(OverTime::Cumulative) => sheet.period().year_ago(),
        _ => sheet.period().previous(),
    };
    evaluation.book.sheets.get(&sheet.form().id, period?, sheet.organization())
}

fn is_unusual(before: &Rational, now: &Rational) -> bool {
    let times = Rational::from(TIMES);
    let large = Rational::from(LARGE);
    if before.is_zero() || before.is_negative() || now.is_negative() {
        return false;
    }
    let jumps = *now > before * &times || now * &times < *before;
    jumps && before.max(now) >= &large && (now - before).abs() >= large
}

fn finding(
    evaluation: &Evaluation<'_>,
    sheet: &Sheet,
    index: CellIndex,
    earlier: &Sheet,
) -> Option<Finding> {
    let mut finding = about_figure(evaluation.book, sheet, index, Code::UnusualChange)?;
    let before = cell(evaluation.book, &address_of(earlier, index))?;
    let (now, then) = (sheet.figure(index)?.value(), earlier.figure(index)?.value());
    let change = (now - then).checked_div(then)?;
    finding.message = finding
        .message
        .with("before", before.stated.clone()?)
        .with("period", earlier.period())
        .with("change", Argument::Change(Amount::new(change, 1, UnitKind::Share)));
    finding.cells.push(before);
    Some(finding)
}
