//! `negative-count`: a figure below nought where the form allows none.

use super::evaluation::{Evaluation, about_figure};
use crate::figure::{End, Rational};
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in evaluation.book.sheets.iter() {
        for (index, figure) in sheet.figures() {
            let Some(line) = sheet.form().lines().get(index.line) else { continue };
            let starts_at_nought = line.min.as_ref().is_some_and(Rational::is_zero);
            let is_below = match figure.interval().high() {
                End::Unbounded => false,
                End::Open(high) => high.is_negative() || high.is_zero(),
                End::Closed(high) => high.is_negative(),
            };
            if starts_at_nought && is_below {
                findings.extend(about_figure(evaluation.book, sheet, index, Code::NegativeCount));
            }
        }
    }
    findings
}
