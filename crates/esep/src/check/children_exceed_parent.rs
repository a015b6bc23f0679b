//! `children-exceed-parent`: children that give more than their parent states although some of
//! them are missing.

use super::evaluation::Evaluation;
use super::rollup_mismatch::against_children;
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    against_children(evaluation, Code::ChildrenExceedParent)
}
