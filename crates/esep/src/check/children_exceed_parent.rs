//! `children-exceed-parent`: children that give more than their parent states although some of
//! them, or some of their figures, are missing.

use super::evaluation::Evaluation;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation.parents(Code::ChildrenExceedParent).collect()
}
