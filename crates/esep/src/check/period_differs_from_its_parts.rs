//! `period-differs-from-its-parts`: a figure that differs from those which the same organization
//! states for the periods within its own: a year from its half-years, a half-year from its
//! quarters.
//!
//! What happened within a period is the sum over its parts; where some of them are not reported, it
//! is at least the sum of the others. What there is at the end is what there is at the end of the
//! last part. Lines of which the form does not say which of these they are, are not asked; nor is
//! an organization to which others have been added, or from which some have gone.

use super::evaluation::{Evaluation, about_figure, address_of, bound, cell, compare};
use crate::binding::{PeriodParts, Value, possible};
use crate::book::Book;
use crate::finding::{Argument, Code, Finding, Message};
use crate::form::{OverTime, Sign};
use crate::sheet::{CellIndex, Sheet};
use crate::structure::Grounds;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let book = evaluation.book;
    let mut findings = Vec::new();
    let mut grounds = Grounds::of(&book.structure);
    for sheet in sheets_with_parts(book) {
        for (index, figure) in sheet.figures() {
            let stated = Value::of_figure(figure);
            for parts in PeriodParts::all(book, sheet, index) {
                let on_same_ground = |part: &&Sheet| {
                    grounds.is_same(sheet.organization(), part.period(), sheet.period())
                };
                let holds = |sign| possible(sign, &stated.interval, &parts.value.interval);
                if !parts.sign.is_none_or(holds) && parts.sheets.iter().all(on_same_ground) {
                    findings.extend(finding(book, sheet, index, &parts));
                }
            }
        }
    }
    findings
}

/// The sheets of those periods within which there are others of the same form.
fn sheets_with_parts(book: &Book) -> impl Iterator<Item = &Sheet> {
    let sheets = &book.sheets;
    let whole = sheets.forms_and_periods().filter(|(form, period)| {
        let mut others = sheets.periods_within(form, period.year());
        others.any(|other| other != *period && period.contains(other))
    });
    whole.flat_map(|(form, period)| sheets.of(form, period))
}

fn finding(
    book: &Book,
    sheet: &Sheet,
    index: CellIndex,
    parts: &PeriodParts<'_>,
) -> Option<Finding> {
    let code = Code::PeriodDiffersFromItsParts;
    let over_time = sheet.form().lines().get(index.line)?.over_time?;
    let mut finding = about_figure(book, sheet, index, code)?;
    let amount = finding.cells.first()?.stated.clone()?;
    let stated = Value::of_figure(sheet.figure(index)?);
    let comparison = compare(&stated, &parts.value, amount.decimals, amount.kind);
    let key = match over_time {
        OverTime::Flow if parts.sign != Some(Sign::Equal) => "period-differs-from-its-parts.more",
        OverTime::Flow => code.name(),
        OverTime::Stock | OverTime::Cumulative => "period-differs-from-its-parts.last",
    };
    finding.message = Message { key, ..finding.message }
        .with("computed", comparison.computed.clone())
        .with("difference", Argument::Difference(comparison.difference.clone()));
    let of_parts = parts.sheets.iter();
    finding.cells.extend(of_parts.filter_map(|part| cell(book, &address_of(part, index))));
    finding.relations.push(bound(sheet, parts.kind(), Some(index.line), index.column));
    Some(finding.comparing(comparison))
}
