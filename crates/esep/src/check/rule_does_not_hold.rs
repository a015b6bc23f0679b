//! `rule-does-not-hold`: a rule of a form that does not hold and has no code of its own.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.failed(Code::RuleDoesNotHold).map(|(_, finding)| finding).collect()
}
