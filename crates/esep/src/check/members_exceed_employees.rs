//! `members-exceed-employees`: more working members than employees; a form names its rule.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.failed(Code::MembersExceedEmployees).map(|(_, finding)| finding).collect()
}
