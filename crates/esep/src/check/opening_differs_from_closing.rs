//! `opening-differs-from-closing`: an opening figure that is not the closing one of the period
//! before; a form names its rule.
//!
//! An organization to which others have been added, or from which some have gone, opens on another
//! ground than it closed on, so it is not asked.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};
use crate::structure::Grounds;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut grounds = Grounds::of(&evaluation.book.structure);
    let mut has_same_ground = |sheet: &crate::sheet::Sheet| {
        let (own, period) = (sheet.organization(), sheet.period());
        period.previous().is_none_or(|previous| grounds.is_same(own, previous, period))
    };
    evaluation
        .failed(Code::OpeningDiffersFromClosing)
        .filter(|(failed, _)| has_same_ground(failed.sheet))
        .map(|(_, finding)| finding)
        .collect()
}
