//! `remedied-exceeds-found`: more remedied than found; a form names its rule.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.failed(Code::RemediedExceedsFound).map(|(_, finding)| finding).collect()
}
