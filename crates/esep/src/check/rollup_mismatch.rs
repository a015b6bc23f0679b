//! `rollup-mismatch`: a parent whose figure is not the sum of its children's, all of which
//! reported.

use super::evaluation::{Evaluation, about_figure, address_of, cell, compare, name_of};
use crate::binding::{Value, possible};
use crate::figure::{End, UnitKind};
use crate::finding::{Argument, Code, Finding, Message};
use crate::form::{Line, Rollup, Sign};
use crate::id::OrganizationId;
use crate::sheet::{CellIndex, Sheet};

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    against_children(evaluation, Code::RollupMismatch)
}

/// The findings of one code about parents against the sums of their children.
pub(super) fn against_children(evaluation: &Evaluation<'_>, code: Code) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((form, period), rolled) in &evaluation.rolled {
        for (parent, computed) in &rolled.sheets {
            let Some(stated) = evaluation.book.sheets.get(form, *period, parent) else { continue };
            let missing = rolled.missing.get(parent).map_or(&[][..], Vec::as_slice);
            for (index, sum) in computed.figures() {
                let Some(line) = computed.form().lines().get(index.line) else { continue };
                let Some(own) = stated.cell(index).and_then(|cell| Value::of(&cell.content)) else {
                    continue;
                };
                let sum = Value { number: sum.value().clone(), interval: sum.interval().clone() };
                if line.rollup == Rollup::Sum
                    && defect(line, &own, &sum, !missing.is_empty()) == Some(code)
                {
                    let pair = Pair { stated, index, own, sum, missing };
                    findings.extend(pair.finding(evaluation, code));
                }
            }
        }
    }
    findings
}

/// What is wrong between a parent's own figure and its children's sum.
fn defect(line: &Line, own: &Value, sum: &Value, some_missing: bool) -> Option<Code> {
    let open = *sum.interval.high() == End::Unbounded;
    if some_missing || open {
        // What is missing may be below nought, so that nothing follows.
        if line.can_be_negative() {
            return None;
        }
        let fits = possible(Sign::LessOrEqual, &sum.interval, &own.interval);
        return (!fits).then_some(Code::ChildrenExceedParent);
    }
    sum.interval.meet(&own.interval).is_none().then_some(Code::RollupMismatch)
}

struct Pair<'a> {
    stated: &'a Sheet,
    index: CellIndex,
    own: Value,
    sum: Value,
    missing: &'a [OrganizationId],
}

impl Pair<'_> {
    fn finding(&self, evaluation: &Evaluation<'_>, code: Code) -> Option<Finding> {
        let book = evaluation.book;
        let mut finding = about_figure(book, self.stated, self.index, code)?;
        let amount = finding.cells.first()?.stated.clone();
        let (decimals, kind) =
            amount.map_or((0, UnitKind::Number), |amount| (amount.decimals, amount.kind));
        let comparison = compare(&self.own, &self.sum, decimals, kind);
        let name = |id: &OrganizationId| Argument::Label(name_of(book, id));
        let missing: Vec<Argument> = self.missing.iter().map(name).collect();
        finding.message = finding
            .message
            .with("computed", comparison.computed.clone())
            .with("difference", comparison.difference.clone())
            .with("parent", name(self.stated.organization()));
        if !missing.is_empty() {
            let hint = Message::new("hint.missing-children").with("missing", missing);
            finding = finding.with_hint(hint);
        }
        let form = self.stated.form();
        finding.rule =
            form.lines().get(self.index.line).map(|line| format!("{}/{}", form.id, line.id));
        let period = self.stated.period();
        for child in book.structure.children(self.stated.organization(), period) {
            let sheet = book.sheets.get(&form.id, period, child);
            finding
                .cells
                .extend(sheet.and_then(|sheet| cell(book, &address_of(sheet, self.index))));
        }
        Some(finding.comparing(comparison))
    }
}
