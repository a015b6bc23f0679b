//! `part-missing`: several parts of a whole are blank, and what is reported leaves a remainder.
//!
//! Where a document says nothing at all of these parts, as a table without columns for them, nobody
//! was asked for them: that is told once, and not for each organization.

use std::collections::BTreeMap;

use super::evaluation::{Evaluation, Split, Verdict};
use crate::finding::{Argument, Code, Finding, Message};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut unasked: BTreeMap<_, Vec<Finding>> = BTreeMap::new();
    for split in evaluation.splits(Verdict::Missing) {
        let finding = finding(evaluation, split);
        match finding.place.as_ref().filter(|_| split.says_nothing_of_blank()) {
            Some(place) => {
                let (form, period) = (&split.sheet.form().id, split.sheet.period());
                let document = (place.file.clone(), form.clone(), period);
                let key = (document, split.whole, split.column, split.blank.clone());
                unasked.entry(key).or_default().push(finding);
            }
            None => findings.push(finding),
        }
    }
    for mut alike in unasked.into_values() {
        Finding::sort(&mut alike);
        let others = alike.len().saturating_sub(1);
        let hint = Message::new("hint.others-left-out").with("count", others);
        let first = alike.into_iter().next();
        findings.extend(first.map(|first| if others > 0 { first.with_hint(hint) } else { first }));
    }
    findings
}

fn finding(evaluation: &Evaluation<'_>, split: &Split<'_>) -> Finding {
    let mut finding = split.finding(evaluation.book, Code::PartMissing);
    let label = |line: &usize| Argument::Label(split.label(evaluation.book, *line));
    let parts: Vec<Argument> = split.blank.iter().map(label).collect();
    finding.message = finding.message.with("parts", parts);
    finding
}
