//! `opening-differs-from-closing`: an opening figure that is not the closing one of the period
//! before; a form names its rule.
//!
//! An organization to which others have been added, or from which some have gone, opens on another
//! ground than it closed on, so it is not asked.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};
use crate::sheet::Sheet;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation
        .failed(Code::OpeningDiffersFromClosing)
        .filter(|(failed, _)| has_same_ground(evaluation, failed.sheet))
        .map(|(_, finding)| finding)
        .collect()
}

fn has_same_ground(evaluation: &Evaluation<'_>, sheet: &Sheet) -> bool {
    let structure = &evaluation.book.structure;
    let Some(previous) = sheet.period().previous() else { return true };
    structure.children(sheet.organization(), sheet.period())
        == structure.children(sheet.organization(), previous)
}
