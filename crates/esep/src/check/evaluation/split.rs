//! A whole and its parts, weighed against each other, and the finding they make.

use super::cells::{address_of, bound, cell, compare, label_at};
use crate::binding::{Value, is_open, possible};
use crate::book::Book;
use crate::figure::{Content, Rational, UnitKind};
use crate::finding::{Argument, BoundKind, BoundRelation, Cell, Code, Finding, Message};
use crate::form::{Breakdown, Item, Line, Missing, Sign};
use crate::language::Text;
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// A whole and its parts, as stated.
pub(in crate::check) struct Split<'a> {
    pub(in crate::check) sheet: &'a Sheet,
    pub(in crate::check) breakdown: &'a Breakdown,
    pub(in crate::check) column: usize,
    pub(in crate::check) whole: usize,
    pub(in crate::check) whole_value: Value,
    /// The reported parts, and those that are blank.
    pub(in crate::check) parts: Vec<usize>,
    pub(in crate::check) blank: Vec<usize>,
    /// Whether some part exists but is not available.
    unavailable: bool,
    pub(in crate::check) sum: Value,
    /// Whether the parts add up to the whole in this column: so the form says, and asks for all.
    pub(in crate::check) complete: bool,
    pub(in crate::check) verdict: Verdict,
}

/// What a whole and its parts are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Verdict {
    /// They agree, as far as they are reported.
    Agree,
    /// The parts give another sum: less, or other where parts may be negative.
    DoNotAddUp,
    /// The parts give more than the whole.
    Exceed,
    /// Some parts are blank, and those reported leave a remainder.
    Missing,
    /// So much is blank that nothing follows.
    Undecided,
}

impl<'a> Split<'a> {
    /// A breakdown of a sheet in one column; `None` where whole or parts are not reported.
    pub(super) fn of(sheet: &'a Sheet, breakdown: &'a Breakdown, column: usize) -> Option<Self> {
        let form = sheet.form();
        let whole = form.line_position(breakdown.of.as_str())?;
        let content = |line| sheet.cell(CellIndex { line, column }).map(|stated| &stated.content);
        let fills_gaps = form.missing.is_some_and(Missing::left_out_is_nought);
        let nought = || Value::exact(Rational::ZERO);
        let mut sum: Option<Value> = fills_gaps.then(nought);
        let (mut parts, mut blank) = (Vec::new(), Vec::new());
        let (mut signed, mut unavailable) = (false, false);
        let mut complete = breakdown.complete;
        for part in &breakdown.parts {
            let line = form.line_position(part.as_str())?;
            if !is_open(form, CellIndex { line, column }) {
                complete = false;
                continue;
            }
            signed |= form.lines().get(line).is_none_or(Line::can_be_negative);
            match content(line) {
                Some(Content::NotApplicable) => {}
                Some(Content::NotAvailable) => unavailable = true,
                content => match content.and_then(Value::of) {
                    Some(value) => {
                        sum = Some(sum.map_or_else(|| value.clone(), |sum| sum.plus(&value)));
                        parts.push(line);
                    }
                    None => blank.push(line),
                },
            }
        }
        let whole_value = match content(whole) {
            None if fills_gaps => nought(),
            content => content.and_then(Value::of)?,
        };
        let is_null = |line: &usize| !fills_gaps || content(*line).is_some();
        if form.missing.is_some() && (unavailable || blank.iter().any(is_null)) {
            return None;
        }
        let sum = sum?;
        let mut split = Self {
            sheet,
            breakdown,
            column,
            whole,
            whole_value,
            parts,
            blank,
            unavailable,
            sum,
            complete,
            verdict: Verdict::Agree,
        };
        split.verdict = split.weigh(signed);
        Some(split)
    }

    /// Whether the form asks whether whole and parts agree where so much of them is there.
    pub(super) fn is_asked(sheet: &Sheet, breakdown: &Breakdown, column: usize) -> bool {
        let form = sheet.form();
        let Some(missing) = form.missing else { return true };
        let lines = [&breakdown.of].into_iter().chain(&breakdown.parts);
        let indices = lines.filter_map(|line| form.line_position(line.as_str()));
        let open = indices.map(|line| CellIndex { line, column }).filter(|at| is_open(form, *at));
        let item = |index| match sheet.cell(index) {
            Some(stated) => Item::of(&stated.content),
            None => Some(Item::LeftOut),
        };
        missing.asks(&open.filter_map(item).collect::<Vec<_>>())
    }

    fn weigh(&self, signed: bool) -> Verdict {
        let (whole, sum) = (&self.whole_value.interval, &self.sum.interval);
        // Where the form fills gaps, none is left.
        let is_filled = self.sheet.form().missing.is_some();
        let blank = if is_filled { 0 } else { self.blank.len() };
        let reported = self.parts.len();
        if signed && (blank > 0 || self.unavailable || !self.complete) {
            return Verdict::Undecided;
        }
        if !signed && !possible(Sign::LessOrEqual, sum, whole) {
            return Verdict::Exceed;
        }
        if !self.complete || whole.meet(sum).is_some() {
            return Verdict::Agree;
        }
        match blank {
            // What is not available may well make up the rest.
            _ if self.unavailable => Verdict::Undecided,
            0 => Verdict::DoNotAddUp,
            // Where little of the whole is broken down, the blank parts may well make up the rest.
            _ if reported < 2 || reported < blank => Verdict::Undecided,
            1 => Verdict::DoNotAddUp,
            _ => Verdict::Missing,
        }
    }

    /// The finding that whole and parts do not agree.
    pub(in crate::check) fn finding(&self, book: &Book, code: Code) -> Finding {
        let lines = [self.whole].into_iter().chain(self.parts.iter().copied());
        let lines = lines.chain(self.blank.iter().copied());
        let cells: Vec<Cell> = lines.filter_map(|line| cell(book, &self.address(line))).collect();
        let shown = cells.first().and_then(|cell| cell.stated.clone());
        let (decimals, kind) =
            shown.map_or((0, UnitKind::Number), |amount| (amount.decimals, amount.kind));
        let comparison = compare(&self.whole_value, &self.sum, decimals, kind);
        let message = Message::new(code.name())
            .with("line", self.label(book, self.whole))
            .with("stated", comparison.stated.clone())
            .with("computed", comparison.computed.clone())
            .with("difference", Argument::Difference(comparison.difference.clone()));
        let place = cells.first().and_then(|cell| cell.place.clone());
        let mut finding = Finding::new(code, place, message);
        finding.severity = self.breakdown.severity.unwrap_or(finding.severity);
        finding.rule = Some(format!("{}/{}", self.sheet.form().id, self.breakdown.of));
        finding.organization = Some(self.sheet.organization().clone());
        finding.period = Some(self.sheet.period());
        finding.cells = cells;
        finding.relations.extend(self.bound());
        finding.comparing(comparison)
    }

    /// The relation, as it is asked of the sheet.
    pub(in crate::check) fn bound(&self) -> Option<BoundRelation> {
        let mut breakdowns = self.sheet.form().breakdowns().iter();
        let number = breakdowns.position(|it| std::ptr::eq(it, self.breakdown))?;
        Some(bound(self.sheet, BoundKind::Breakdown(number), None, self.column))
    }

    /// Whether no part is blank or not available.
    pub(in crate::check) fn is_reported_in_full(&self) -> bool {
        self.blank.is_empty() && !self.unavailable
    }

    /// Whether the sheet has nothing for its blank parts, not even a blank.
    pub(in crate::check) fn says_nothing_of_blank(&self) -> bool {
        let at = |line: &usize| CellIndex { line: *line, column: self.column };
        self.blank.iter().all(|line| self.sheet.cell(at(line)).is_none())
    }

    /// The label of one of its lines.
    pub(in crate::check) fn label(&self, book: &Book, line: usize) -> Text {
        label_at(book, &self.address(line))
            .unwrap_or_else(|| Text::same(self.breakdown.of.as_str()))
    }

    /// The values of the reported parts.
    pub(in crate::check) fn part_values(&self) -> impl Iterator<Item = (usize, Value)> {
        self.parts.iter().filter_map(|line| {
            let index = CellIndex { line: *line, column: self.column };
            Some((*line, Value::of(&self.sheet.cell(index)?.content)?))
        })
    }

    fn address(&self, line: usize) -> CellAddress {
        address_of(self.sheet, CellIndex { line, column: self.column })
    }
}
