//! `parts-exceed-whole`: the parts of a whole, complete or not, give more than it.

use super::evaluation::{Evaluation, Verdict};
use crate::finding::{Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    evaluation
        .splits(Verdict::Exceed)
        .map(|split| split.finding(evaluation.book, Code::PartsExceedWhole))
        .collect()
}
