//! `missing-report`: organizations that did not report although others of their kind beside them
//! did.

use std::collections::BTreeSet;

use super::evaluation::{Evaluation, name_of};
use crate::finding::{Argument, Code, Finding, Message};
use crate::structure::Organization;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let book = evaluation.book;
    let mut findings = Vec::new();
    for ((form_id, period), rolled) in &evaluation.rolled {
        let Some(form) = book.forms.get(form_id.as_str()) else { continue };
        if book.partial.contains(form_id) {
            continue;
        }
        for parent in rolled.sheets.keys() {
            let children: Vec<&Organization> = book
                .structure
                .children(parent, *period)
                .into_iter()
                .filter_map(|child| book.structure.get(child.as_str()))
                .collect();
            let reported = |child: &&&Organization| {
                rolled.sheets.contains_key(&child.id)
                    || book.sheets.get(form_id, *period, &child.id).is_some()
            };
            let kinds: BTreeSet<_> = children.iter().filter(reported).map(|c| c.kind).collect();
            let missing: Vec<&&Organization> = children
                .iter()
                .filter(|child| !reported(child) && kinds.contains(&child.kind))
                .collect();
            let Some(first) = missing.first() else { continue };
            let names: Vec<Argument> =
                missing.iter().map(|child| Argument::Label(child.name.clone())).collect();
            let message = Message::new(Code::MissingReport.name())
                .with("form", form.title.clone())
                .with("parent", name_of(book, parent))
                .with("missing", names)
                .with("period", *period);
            let mut finding = Finding::new(Code::MissingReport, Some(first.place.clone()), message);
            finding.organization = Some(parent.clone());
            finding.period = Some(*period);
            findings.push(
                finding.with_hint(Message::new("hint.partial").with("form", form_id.as_str())),
            );
        }
    }
    findings
}
