//! `share-does-not-match`: a share or rate that its own figures do not give.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.failed(Code::ShareDoesNotMatch).map(|(_, finding)| finding).collect()
}
