//! `parts-do-not-add-up`: the parts of a whole give another sum. Where one part is blank, what
//! would settle it is said.

use super::evaluation::{Evaluation, Verdict};
use crate::figure::Amount;
use crate::finding::{Code, Finding, Message};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for split in evaluation.splits(Verdict::DoNotAddUp) {
        let mut finding = split.finding(evaluation.book, Code::PartsDoNotAddUp);
        if let ([blank], Some(comparison)) = (split.blank.as_slice(), &finding.comparison) {
            let remainder: Amount = comparison.difference.clone();
            let hint = Message::new("hint.blank-part")
                .with("line", split.label(evaluation.book, *blank))
                .with("figure", remainder);
            finding.hints.insert(0, hint);
        }
        findings.push(finding);
    }
    findings
}
