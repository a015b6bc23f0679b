//! `figure-out-of-bounds`: a figure below the least or above the most that its line can be.
//! Below nought is `negative-count`.

use super::evaluation::{Evaluation, about_figure, in_full};
use crate::binding::possible;
use crate::figure::{Interval, Rational};
use crate::finding::{Code, Finding};
use crate::form::Sign;

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
            let bound = in_full(bound, line.unit.kind());
            if let Some(mut finding) =
                about_figure(evaluation.book, sheet, index, Code::FigureOutOfBounds)
            {
                finding.message = finding.message.with("bound", bound);
                findings.push(finding);
            }
        }
    }
    findings
}
