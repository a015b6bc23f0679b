//! `change-does-not-match`: a figure that disagrees with another period.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.failed(Code::ChangeDoesNotMatch).map(|(_, finding)| finding).collect()
}
