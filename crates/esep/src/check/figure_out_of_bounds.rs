//! `figure-out-of-bounds`: a figure below the least or above the most that its line can be.
//! Below nought is `negative-count`.

use super::evaluation::{Evaluation, address_of, cell, label_at};
use crate::binding::possible;
use crate::figure::{Amount, Interval, Rational};
use crate::finding::{Code, Finding, Message};
use crate::form::Sign;
use crate::sheet::{CellIndex, Sheet};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in evaluation.book.sheets.iter() {
        for (index, figure) in sheet.figures() {
            let Some(line) = sheet.form().lines().get(index.line) else { continue };
            let beyond = |bound: &Option<Rational>, sign: Sign| {
                let bound = bound.clone()?;
                let point = Interval::point(bound.clone());
                (!possible(sign, figure.interval(), &point)).then_some(bound)
            };
            let below = beyond(&line.min, Sign::GreaterOrEqual).filter(|min| !min.is_zero());
            let Some(bound) = below.or_else(|| beyond(&line.max, Sign::LessOrEqual)) else {
                continue;
            };
            let kind = line.unit.kind();
            let decimals = bound.decimals_needed(6).unwrap_or(6);
            let bound = Amount::new(bound, i32::try_from(decimals).unwrap_or(6), kind);
            if let Some(mut finding) =
                about_figure(evaluation, sheet, index, Code::FigureOutOfBounds)
            {
                finding.message = finding.message.with("bound", bound);
                findings.push(finding);
            }
        }
    }
    findings
}

/// A finding about one figure, whatever the others are.
pub(super) fn about_figure(
    evaluation: &Evaluation<'_>,
    sheet: &Sheet,
    index: CellIndex,
    code: Code,
) -> Option<Finding> {
    let address = address_of(sheet, index);
    let cell = cell(evaluation.book, &address)?;
    let message = Message::new(code.name())
        .with("line", label_at(evaluation.book, &address)?)
        .with("stated", cell.stated.clone()?);
    let mut finding = Finding::new(code, cell.place.clone(), message);
    finding.organization = Some(sheet.organization().clone());
    finding.period = Some(sheet.period());
    finding.cells = vec![cell];
    Some(finding)
}
