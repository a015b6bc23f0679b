//! `fractional-count`: persons, documents, cases are whole.

use super::evaluation::{Evaluation, about_figure};
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in evaluation.book.sheets.iter() {
        for (index, figure) in sheet.figures() {
            let Some(line) = sheet.form().lines().get(index.line) else { continue };
            let is_fractional = figure.interval().as_point().is_some_and(|n| !n.is_integer());
            if line.unit.kind().is_whole() && is_fractional {
                findings.extend(about_figure(evaluation.book, sheet, index, Code::FractionalCount));
            }
        }
    }
    findings
}
