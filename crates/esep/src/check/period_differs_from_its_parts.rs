//! `period-differs-from-its-parts`: a figure that differs from those which the same organization
//! states for the periods within its own: a year from its half-years, a half-year from its
//! quarters.
//!
//! What happened within a period is the sum over its parts; where some of them are not reported, it
//! is at least the sum of the others. What there is at the end is what there is at the end of the
//! last part. Lines of which the form does not say which of these they are, are not asked; nor is
//! an organization to which others have been added, or from which some have gone.

use super::evaluation::{Evaluation, about_figure, address_of, cell, compare};
use crate::binding::{Value, possible};
use crate::book::Book;
use crate::finding::{Argument, Code, Finding, Message};
use crate::form::{Line, OverTime, Sign};
use crate::period::PeriodLength;
use crate::sheet::{CellIndex, Sheet};
use crate::structure::Grounds;

/// What the parts of a period say of one cell.
struct Parts<'a> {
    /// The sheets whose figures are taken.
    sheets: Vec<&'a Sheet>,
    value: Value,
    /// Whether more could come to it from parts that are not reported.
    is_partial: bool,
}

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let book = evaluation.book;
    let mut findings = Vec::new();
    let mut grounds = Grounds::of(&book.structure);
    for sheet in book.sheets.iter() {
        for (index, figure) in sheet.figures() {
            let Some(line) = sheet.form().lines().get(index.line) else { continue };
            let Some(over_time) = line.over_time else { continue };
            let stated = Value::of_figure(figure);
            for length in PeriodLength::ALL {
                let Some(parts) = parts(book, sheet, index, over_time, length) else { continue };
                let on_same_ground = |part: &&Sheet| {
                    grounds.is_same(sheet.organization(), part.period(), sheet.period())
                };
                if !agree(&stated, &parts, line) && parts.sheets.iter().all(on_same_ground) {
                    findings.extend(finding(book, sheet, index, over_time, &parts));
                }
                // Shorter periods are compared with the parts themselves.
                if !parts.is_partial {
                    break;
                }
            }
        }
    }
    findings
}

/// What the periods of a length within that of a sheet say; `None` where they say nothing.
fn parts<'a>(
    book: &'a Book,
    sheet: &Sheet,
    index: CellIndex,
    over_time: OverTime,
    length: PeriodLength,
) -> Option<Parts<'a>> {
    let of = |period| book.sheets.get(&sheet.form().id, period, sheet.organization());
    let said = |sheet: &Sheet| Value::of(&sheet.cell(index)?.content);
    let periods: Vec<_> = sheet.period().parts(length).collect();
    if over_time != OverTime::Flow {
        let last = of(*periods.last()?)?;
        return Some(Parts { sheets: vec![last], value: said(last)?, is_partial: false });
    }
    let n_periods = periods.len();
    let told = periods.into_iter().filter_map(of).filter_map(|part| Some((part, said(part)?)));
    let (sheets, values): (Vec<_>, Vec<_>) = told.unzip();
    let is_partial = sheets.len() < n_periods;
    let value = values.into_iter().reduce(|sum, value| sum.plus(&value))?;
    Some(Parts { sheets, value, is_partial })
}

fn agree(stated: &Value, parts: &Parts<'_>, line: &Line) -> bool {
    if !parts.is_partial {
        return stated.interval.meet(&parts.value.interval).is_some();
    }
    line.can_be_negative() || possible(Sign::LessOrEqual, &parts.value.interval, &stated.interval)
}

fn finding(
    book: &Book,
    sheet: &Sheet,
    index: CellIndex,
    over_time: OverTime,
    parts: &Parts<'_>,
) -> Option<Finding> {
    let code = Code::PeriodDiffersFromItsParts;
    let mut finding = about_figure(book, sheet, index, code)?;
    let amount = finding.cells.first()?.stated.clone()?;
    let stated = Value::of_figure(sheet.figure(index)?);
    let comparison = compare(&stated, &parts.value, amount.decimals, amount.kind);
    let key = match over_time {
        OverTime::Flow if parts.is_partial => "period-differs-from-its-parts.more",
        OverTime::Flow => code.name(),
        OverTime::Stock | OverTime::Cumulative => "period-differs-from-its-parts.last",
    };
    finding.message = Message { key, ..finding.message }
        .with("computed", comparison.computed.clone())
        .with("difference", Argument::Difference(comparison.difference.clone()));
    let of_parts = parts.sheets.iter();
    finding.cells.extend(of_parts.filter_map(|part| cell(book, &address_of(part, index))));
    Some(finding.comparing(comparison))
}
