//! `opening-differs-from-closing`: an opening figure that is not the closing one of the period before; a form names its rule.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.failed(Code::OpeningDiffersFromClosing).map(|(_, finding)| finding).collect()
}
