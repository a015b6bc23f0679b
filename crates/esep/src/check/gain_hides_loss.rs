//! `gain-hides-loss`: a gain is stated although the parts reported are a loss, as where only the
//! growth of one group is told.

use super::evaluation::{Evaluation, Verdict};
use crate::binding::possible;
use crate::figure::{Interval, Rational};
use crate::finding::{Code, Finding};
use crate::form::Sign;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let nought = Interval::point(Rational::ZERO);
    let mut findings = Vec::new();
    for split in evaluation.splits(Verdict::Undecided) {
        let is_gain = !possible(Sign::LessOrEqual, &split.whole_value.interval, &nought);
        let is_loss = !possible(Sign::GreaterOrEqual, &split.sum.interval, &nought);
        if !split.complete || !is_gain || !is_loss {
            continue;
        }
        let largest = split.part_values().min_by(|(_, a), (_, b)| a.number.cmp(&b.number));
        let Some((line, _)) = largest else { continue };
        let mut finding = split.finding(evaluation.book, Code::GainHidesLoss);
        finding.message = finding.message.with("part", split.label(evaluation.book, line));
        findings.push(finding);
    }
    findings
}
