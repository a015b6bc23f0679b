//! `rollup-mismatch`: a parent whose figure is not the sum of its children's, all of which
//! reported.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.parents(Code::RollupMismatch).collect()
}
