//! A parent's figure and the sum of its children's, and the finding they make.

use std::sync::Arc;

use super::cells::{about_figure, address_of, bound, cell, compare, name_of};
use crate::binding::{Value, possible};
use crate::book::Book;
use crate::figure::{End, UnitKind};
use crate::finding::{Argument, BoundKind, Code, Finding, Message};
use crate::form::{Line, Rollup, Sign};
use crate::id::OrganizationId;
use crate::rollup::RolledUp;
use crate::sheet::{CellIndex, Sheet};

/// A parent's stated figure and the sum of its children's.
pub(in crate::check) struct ParentSum<'a> {
    pub(in crate::check) defect: Code,
    stated: &'a Sheet,
    index: CellIndex,
    own: Value,
    sum: Value,
    missing: Arc<[OrganizationId]>,
}

/// What comparing all parents with their children gives.
#[derive(Default)]
pub(super) struct Compared<'a> {
    pub(super) defects: Vec<ParentSum<'a>>,
    /// The parents' cells that agree with all of their children's.
    pub(super) agreeing: Vec<(&'a Sheet, CellIndex)>,
    pub(super) evaluated: usize,
}

/// Compares the parents of a form and period, as far as they state figures, with the sums of their
/// children.
pub(super) fn compare_parents<'a>(book: &'a Book, rolled: &RolledUp) -> Compared<'a> {
    let mut compared = Compared::default();
    for (parent, computed) in &rolled.sheets {
        let (form, period) = (computed.form(), computed.period());
        let Some(stated) = book.sheets.get(&form.id, period, parent) else { continue };
        let missing: Arc<[OrganizationId]> = rolled.missing(parent).cloned().collect();
        for (index, figure) in computed.figures() {
            let line = form.lines().get(index.line).filter(|line| line.rollup == Rollup::Sum);
            let own = stated.cell(index).and_then(|cell| Value::of(&cell.content));
            let (Some(line), Some(own)) = (line, own) else { continue };
            compared.evaluated += 1;
            let sum = Value::of_figure(figure);
            match defect(line, &own, &sum, !missing.is_empty()) {
                Some(defect) => {
                    let missing = Arc::clone(&missing);
                    compared.defects.push(ParentSum { defect, stated, index, own, sum, missing });
                }
                None if missing.is_empty() => compared.agreeing.push((stated, index)),
                None => {}
            }
        }
    }
    compared
}

/// What is wrong between a parent's own figure and its children's sum.
fn defect(line: &Line, own: &Value, sum: &Value, some_missing: bool) -> Option<Code> {
    let is_open = *sum.interval.high() == End::Unbounded;
    if some_missing || is_open {
        // What is missing may be below nought, so that nothing follows.
        let exceeds = !possible(Sign::LessOrEqual, &sum.interval, &own.interval);
        return (exceeds && !line.can_be_negative()).then_some(Code::ChildrenExceedParent);
    }
    sum.interval.meet(&own.interval).is_none().then_some(Code::RollupMismatch)
}

impl ParentSum<'_> {
    /// The finding that parent and children do not agree.
    pub(super) fn finding(&self, book: &Book) -> Option<Finding> {
        let mut finding = about_figure(book, self.stated, self.index, self.defect)?;
        let amount = finding.cells.first()?.stated.clone();
        let (decimals, kind) =
            amount.map_or((0, UnitKind::Number), |amount| (amount.decimals, amount.kind));
        let comparison = compare(&self.own, &self.sum, decimals, kind);
        let name = |id: &OrganizationId| Argument::Label(name_of(book, id));
        finding.message = finding
            .message
            .with("computed", comparison.computed.clone())
            .with("difference", Argument::Difference(comparison.difference.clone()))
            .with("parent", name(self.stated.organization()));
        let form = self.stated.form();
        let line = form.lines().get(self.index.line);
        finding.rule = line.map(|line| format!("{}/{}", form.id, line.id));
        let CellIndex { line, column } = self.index;
        finding.relations = vec![bound(self.stated, BoundKind::Parent, Some(line), column)];
        let period = self.stated.period();
        for child in book.structure.children(self.stated.organization(), period) {
            let sheet = book.sheets.get(&form.id, period, child);
            let child = sheet.and_then(|sheet| cell(book, &address_of(sheet, self.index)));
            finding.cells.extend(child);
        }
        if !self.missing.is_empty() {
            let missing: Vec<Argument> = self.missing.iter().map(name).collect();
            let hint = Message::new("hint.missing-children").with("missing", missing);
            finding = finding.with_hint(hint);
        }
        finding.hints.extend(self.whose_figure(book));
        Some(finding.comparing(comparison))
    }

    /// The hint that the difference is just what one organization states: one below that was left
    /// out of the total, or one that was counted and does not belong here in this period.
    fn whose_figure(&self, book: &Book) -> Option<Message> {
        let (own, sum) = (self.own.interval.as_point()?, self.sum.interval.as_point()?);
        let (parent, period) = (self.stated.organization(), self.stated.period());
        let below = book.structure.children(parent, period);
        let (key, wanted, candidates) = if own < sum {
            ("hint.difference-is-left-out", sum - own, below)
        } else {
            let elsewhere = book.structure.once_below(parent);
            let elsewhere = elsewhere.filter(|id| !below.contains(id) && *id != parent);
            ("hint.difference-is-counted-in", own - sum, elsewhere.collect())
        };
        let mut found = candidates.into_iter().filter(|id| {
            let sheet = book.sheets.get(&self.stated.form().id, period, id);
            let stated = sheet.and_then(|sheet| sheet.cell(self.index));
            let value = stated.and_then(|stated| Value::of(&stated.content));
            value.is_some_and(|value| value.interval.as_point() == Some(&wanted))
        });
        let id = found.next()?;
        let message = Message::new(key).with("organization", name_of(book, id));
        found.next().is_none().then_some(message)
    }
}
