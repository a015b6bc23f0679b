//! `mean-of-ratios`: a share or rate of an organization that is the mean of those of the
//! organizations below it, and not the quotient of its own figures.
//!
//! The mean counts a small organization as much as a large one. It is told only where it explains
//! the figure: within rounding the quotient, of the organization's own figures or of the summed
//! ones, gives neither what is stated nor the mean, and the mean is what is stated.

use super::evaluation::{Evaluation, about_figure, address_of, cell, compare};
use crate::binding::{Standpoint, Value};
use crate::book::Book;
use crate::figure::{Rational, UnitKind};
use crate::finding::{Cell, Code, Finding, Message};
use crate::form::{Line, Rule};
use crate::rollup::RolledUp;
use crate::sheet::{CellIndex, Sheet};

/// The figures of a line of an organization and of those below it.
struct Below {
    sum: Value,
    cells: Vec<Cell>,
}

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let book = evaluation.book;
    let mut findings = Vec::new();
    for rolled in evaluation.rolled.values() {
        for (parent, computed) in &rolled.sheets {
            let form = computed.form();
            let Some(sheet) = book.sheets.get(&form.id, computed.period(), parent) else {
                continue;
            };
            for (index, _) in sheet.figures() {
                let Some(line) = form.lines().get(index.line).filter(|line| is_quotient(line))
                else {
                    continue;
                };
                if let Some(rule) = form.definition_of(line.id.as_str()) {
                    findings.extend(finding(book, rolled, sheet, index, rule));
                }
            }
        }
    }
    findings
}

fn is_quotient(line: &Line) -> bool {
    matches!(line.unit.kind(), UnitKind::Share | UnitKind::Rate)
}

/// What a rule gives for a column of a sheet.
fn quotient(
    book: &Book,
    rolled: &RolledUp,
    sheet: &Sheet,
    column: usize,
    rule: &Rule,
) -> Option<Value> {
    let standpoint = Standpoint {
        form: sheet.form(),
        organization: sheet.organization(),
        period: sheet.period(),
        line: None,
        column,
    };
    let expression = &rule.relation.holds.right;
    let own = standpoint.evaluate(expression, book);
    own.or_else(|| standpoint.evaluate(expression, rolled.sheets.get(sheet.organization())?))
}

/// The figures of the organizations below one, as they state them.
fn below(book: &Book, sheet: &Sheet, index: CellIndex) -> Option<Below> {
    let mut below = Below { sum: Value::exact(Rational::ZERO), cells: Vec::new() };
    for child in book.structure.children(sheet.organization(), sheet.period()) {
        let child = book.sheets.get(&sheet.form().id, sheet.period(), child);
        let stated = child.and_then(|child| Some((child, child.cell(index)?)));
        let Some((child, stated)) = stated else { continue };
        if let Some(value) = Value::of(&stated.content) {
            below.sum = below.sum.plus(&value);
            below.cells.extend(cell(book, &address_of(child, index)));
        }
    }
    (below.cells.len() > 1).then_some(below)
}

fn finding(
    book: &Book,
    rolled: &RolledUp,
    sheet: &Sheet,
    index: CellIndex,
    rule: &Rule,
) -> Option<Finding> {
    let stated = Value::of_figure(sheet.figure(index)?);
    let computed = quotient(book, rolled, sheet, index.column, rule)?;
    if stated.interval.meet(&computed.interval).is_some() {
        return None;
    }
    let Below { sum, cells } = below(book, sheet, index)?;
    let share = Rational::ONE.checked_div(&Rational::from(u64::try_from(cells.len()).ok()?))?;
    let mean = sum.interval.scaled(&share);
    stated.interval.meet(&mean)?;
    if mean.meet(&computed.interval).is_some() {
        return None;
    }
    let mut finding = about_figure(book, sheet, index, Code::MeanOfRatios)?;
    let amount = finding.cells.first()?.stated.clone()?;
    let comparison = compare(&stated, &computed, amount.decimals, amount.kind);
    finding.message =
        finding.message.with("computed", comparison.computed.clone()).with("count", cells.len());
    finding.rule = Some(format!("{}/{}", sheet.form().id, rule.id));
    finding.cells.extend(cells);
    finding.comparison = Some(comparison);
    Some(finding.with_hint(Message::new("hint.divide-sums")))
}
