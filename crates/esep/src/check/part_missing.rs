//! `part-missing`: several parts of a whole are blank, and what is reported leaves a remainder.

use super::evaluation::{Evaluation, Verdict};
use crate::finding::{Argument, Code, Finding};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for split in evaluation.splits(Verdict::Missing) {
        let mut finding = split.finding(evaluation.book, Code::PartMissing);
        let blank = split.blank.iter();
        let parts: Vec<Argument> =
            blank.map(|line| Argument::Label(split.label(evaluation.book, *line))).collect();
        finding.message = finding.message.with("parts", parts);
        findings.push(finding);
    }
    findings
}
