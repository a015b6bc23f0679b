//! `density-out-of-range`: a density below 0 or above 100 %; a form names its rule.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.failed(Code::DensityOutOfRange).map(|(_, finding)| finding).collect()
}
