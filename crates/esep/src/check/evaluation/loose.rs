//! The relations that hold but touch rounded figures, as linear requirements, to be solved together.

use super::cells::{address_of, bound};
use super::split::Split;
use crate::binding::Standpoint;
use crate::book::Book;
use crate::figure::{Content, Interval, Rational};
use crate::finding::{BoundKind, BoundRelation};
use crate::form::{Linear, Meaning, Reference, Requirement, Rule, Sign};
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// The relations that hold but touch rounded figures.
#[derive(Default)]
pub(in crate::check) struct Loose<'a> {
    pub(in crate::check) rows: Vec<Row<'a>>,
}

/// What a relation requires of rounded figures, given the exact ones.
pub(in crate::check) struct Row<'a> {
    pub(in crate::check) sheet: &'a Sheet,
    pub(in crate::check) rule: String,
    pub(in crate::check) bound: BoundRelation,
    pub(in crate::check) requirement: Requirement<CellAddress>,
}

impl<'a> Loose<'a> {
    /// Keeps a rule that holds, if it touches rounded figures.
    pub(super) fn add_rule(&mut self, book: &'a Book, standpoint: &Standpoint<'a>, rule: &'a Rule) {
        let meaning = Stated { book, standpoint };
        let mut alternatives = rule.relation.alternatives(&meaning).unwrap_or_default();
        // What the figures rule out, such as that a condition is not met, is no alternative.
        let is_possible = |requirement: &Requirement<_>| requirement.is_possible(&meaning);
        alternatives.retain(|requirements| requirements.iter().all(is_possible));
        // Where either of two things may be so, nothing is required.
        let [requirements] = alternatives.as_slice() else { return };
        let Some(sheet) = standpoint.sheet(book) else { return };
        let mut rules = sheet.form().rules().iter();
        let Some(number) = rules.position(|other| std::ptr::eq(other, rule)) else { return };
        let Standpoint { line, column, .. } = *standpoint;
        let bound = bound(sheet, BoundKind::Rule(number), line, column);
        for requirement in requirements {
            self.keep(sheet, &rule.id, &bound, requirement.clone());
        }
    }

    /// Keeps a breakdown that holds, if it touches rounded figures and no part of it is blank.
    pub(super) fn add_breakdown(&mut self, split: &Split<'a>) {
        if !split.is_reported_in_full() {
            return;
        }
        let (sheet, column) = (split.sheet, split.column);
        let value = |line: usize| cell_value(sheet, CellIndex { line, column });
        let Some(mut difference) = value(split.whole) else { return };
        for part in &split.parts {
            let Some(part) = value(*part) else { return };
            difference = difference.plus(part.times(&-Rational::ONE));
        }
        let sign = if split.complete { Sign::Equal } else { Sign::GreaterOrEqual };
        let Some(bound) = split.bound() else { return };
        for requirement in difference.compared(sign).into_iter().flatten() {
            self.keep(sheet, split.breakdown.of.as_str(), &bound, requirement);
        }
    }

    /// Keeps that a parent's figure is the sum of its children's, if it touches rounded figures and
    /// every child states its own.
    pub(super) fn add_parent(&mut self, book: &Book, stated: &'a Sheet, index: CellIndex) {
        let form = stated.form();
        let Some(line) = form.lines().get(index.line) else { return };
        let Some(mut difference) = cell_value(stated, index) else { return };
        for child in book.structure.children(stated.organization(), stated.period()) {
            let sheet = book.sheets.get(&form.id, stated.period(), child);
            let Some(value) = sheet.and_then(|sheet| cell_value(sheet, index)) else { return };
            difference = difference.plus(value.times(&-Rational::ONE));
        }
        let bound = bound(stated, BoundKind::Parent, Some(index.line), index.column);
        for requirement in difference.compared(Sign::Equal).into_iter().flatten() {
            self.keep(stated, line.id.as_str(), &bound, requirement);
        }
    }

    fn keep(
        &mut self,
        sheet: &'a Sheet,
        rule: &str,
        bound: &BoundRelation,
        requirement: Requirement<CellAddress>,
    ) {
        if !requirement.terms.is_empty() {
            let (rule, bound) = (rule.to_owned(), bound.clone());
            self.rows.push(Row { sheet, rule, bound, requirement });
        }
    }
}

/// What references mean in a book: rounded figures are variables, exact ones numbers.
struct Stated<'a, 'b> {
    book: &'a Book,
    standpoint: &'b Standpoint<'a>,
}

impl Meaning for Stated<'_, '_> {
    type Variable = CellAddress;

    fn of(&self, reference: &Reference) -> Option<Linear<CellAddress>> {
        let addresses = self.standpoint.resolve(reference, self.book);
        if addresses.is_empty() {
            return None;
        }
        let mut sum = Linear::number(Rational::ZERO);
        for address in addresses {
            let sheet =
                self.book.sheets.get(&address.form, address.period, &address.organization)?;
            match sheet.cell(address.index).map(|stated| &stated.content) {
                Some(Content::NotApplicable) => {}
                _ => sum = sum.plus(cell_value(sheet, address.index)?),
            }
        }
        Some(sum)
    }

    fn interval(&self, variable: &CellAddress) -> Interval {
        interval_of(self.book, variable)
    }
}

/// All that a figure may be.
pub(in crate::check) fn interval_of(book: &Book, address: &CellAddress) -> Interval {
    let sheet = book.sheets.get(&address.form, address.period, &address.organization);
    let figure = sheet.and_then(|sheet| sheet.figure(address.index));
    figure.map_or(Interval::EVERYTHING, |figure| figure.interval().clone())
}

fn cell_value(sheet: &Sheet, index: CellIndex) -> Option<Linear<CellAddress>> {
    match &sheet.cell(index)?.content {
        Content::Figure(figure) => Some(match figure.interval().as_point() {
            Some(number) => Linear::number(number.clone()),
            None => Linear::variable(address_of(sheet, index)),
        }),
        Content::Nil => Some(Linear::number(Rational::ZERO)),
        _ => None,
    }
}
