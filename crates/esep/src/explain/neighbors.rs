//! Which relations touch a cell, found out when it is asked.
//!
//! What the rules and breakdowns of a form reach is worked out once for each form, not for each
//! sheet, so that an explanation costs what it looks at and not what the book holds.

use std::collections::BTreeMap;

use super::over_time;
use crate::binding::{Standpoint, instances, is_open};
use crate::book::Book;
use crate::finding::{BoundKind, BoundRelation, Severity};
use crate::form::{Form, Rollup, Scope};
use crate::id::{FormId, OrganizationId};
use crate::period::Period;
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// What the relations of a book reach.
pub(super) struct Neighbors<'a> {
    book: &'a Book,
    /// The periods for which there are sheets of each form.
    periods: BTreeMap<&'a FormId, Vec<Period>>,
    /// For each cell of a form the rules and breakdowns that name it.
    naming: BTreeMap<&'a FormId, BTreeMap<CellIndex, Vec<Naming<'a>>>>,
}

/// A rule or breakdown that names a cell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Naming<'a> {
    /// The form that states it.
    form: &'a FormId,
    kind: BoundKind,
    line: Option<usize>,
    column: usize,
    /// Where the cell stands, seen from the sheet of which it is asked.
    scope: Scope,
}

impl<'a> Neighbors<'a> {
    pub(super) fn of(book: &'a Book) -> Self {
        let mut periods: BTreeMap<&FormId, Vec<Period>> = BTreeMap::new();
        for (form, period) in book.sheets.forms_and_periods() {
            periods.entry(form).or_default().push(period);
        }
        let mut neighbors = Self { book, periods, naming: BTreeMap::new() };
        let forms: Vec<(&FormId, Period)> = neighbors
            .periods
            .iter()
            .filter_map(|(form, periods)| Some((*form, *periods.first()?)))
            .collect();
        for (form, period) in forms {
            if let Some(sheet) = book.sheets.of(form, period).next() {
                neighbors.add_breakdowns(form, sheet.form());
                neighbors.add_rules(form, sheet);
            }
        }
        for naming in neighbors.naming.values_mut().flat_map(BTreeMap::values_mut) {
            naming.sort_unstable();
            naming.dedup();
        }
        neighbors
    }

    fn add_breakdowns(&mut self, id: &'a FormId, form: &'a Form) {
        for (number, breakdown) in form.breakdowns().iter().enumerate() {
            if !is_error(breakdown.severity) {
                continue;
            }
            let kind = BoundKind::Breakdown(number);
            let lines = [&breakdown.of].into_iter().chain(&breakdown.parts);
            for line in lines.filter_map(|line| form.line_position(line.as_str())) {
                for column in columns(form) {
                    let index = CellIndex { line, column };
                    let naming = Naming { form: id, kind, line: None, column, scope: Scope::Own };
                    self.add(id, index, naming);
                }
            }
        }
    }

    fn add_rules(&mut self, id: &'a FormId, sheet: &'a Sheet) {
        let form = sheet.form();
        for (number, rule) in form.rules().iter().enumerate() {
            if !is_error(rule.severity) {
                continue;
            }
            for (line, column) in instances(&rule.relation, form) {
                let standpoint = Standpoint {
                    form,
                    organization: sheet.organization(),
                    period: sheet.period(),
                    line,
                    column,
                };
                for reference in rule.relation.references() {
                    let Some((named, cells)) = standpoint.named(reference, self.book) else {
                        continue;
                    };
                    let kind = BoundKind::Rule(number);
                    let naming = Naming { form: id, kind, line, column, scope: reference.scope };
                    for index in cells {
                        self.add(&named.id, index, naming);
                    }
                }
            }
        }
    }

    fn add(&mut self, form: &'a FormId, index: CellIndex, naming: Naming<'a>) {
        self.naming.entry(form).or_default().entry(index).or_default().push(naming);
    }

    /// The relations that may touch a cell, each once: all that do are among them.
    pub(super) fn of_cell(&self, address: &CellAddress) -> Vec<BoundRelation> {
        let naming = self.naming.get(&address.form).and_then(|form| form.get(&address.index));
        let mut relations = Vec::new();
        for naming in naming.into_iter().flatten() {
            for (period, organization) in self.standpoints(naming, address) {
                if self.book.sheets.get(naming.form, period, organization).is_some() {
                    relations.push(BoundRelation {
                        form: naming.form.clone(),
                        period,
                        organization: organization.clone(),
                        kind: naming.kind,
                        line: naming.line,
                        column: naming.column,
                    });
                }
            }
        }
        relations.extend(self.parents(address));
        relations.extend(self.over_time(address));
        relations.sort_unstable();
        relations.dedup();
        relations
    }

    /// From where a cell is seen.
    fn standpoints(
        &self,
        naming: &Naming<'a>,
        address: &'a CellAddress,
    ) -> Vec<(Period, &OrganizationId)> {
        let (structure, own) = (&self.book.structure, &address.organization);
        let periods = self.periods.get(naming.form).into_iter().flatten().copied();
        let sees = |period: &Period| match naming.scope {
            Scope::Own | Scope::Parent | Scope::Children => Some(*period),
            Scope::Previous => period.previous(),
            Scope::YearAgo => period.year_ago(),
        };
        let periods = periods.filter(|period| sees(period) == Some(address.period));
        let all = |period| match naming.scope {
            Scope::Own | Scope::Previous | Scope::YearAgo => vec![own],
            Scope::Parent => structure.children(own, period),
            Scope::Children => structure.parent(own, period).into_iter().collect(),
        };
        periods.flat_map(|period| all(period).into_iter().map(move |at| (period, at))).collect()
    }

    /// What the cell has to do with other periods of the same ground.
    fn over_time(&self, address: &CellAddress) -> Vec<BoundRelation> {
        let form = self.book.forms.get(address.form.as_str());
        let line = form.and_then(|form| form.lines().get(address.index.line));
        if line.is_none_or(|line| line.over_time.is_none()) {
            return Vec::new();
        }
        let periods = self.periods.get(&address.form).into_iter().flatten();
        let periods = periods.filter(|period| period.year() == address.period.year());
        let sheets = periods.filter_map(|period| {
            self.book.sheets.get(&address.form, *period, &address.organization)
        });
        sheets.flat_map(|sheet| over_time::relations_of(self.book, sheet, address.index)).collect()
    }

    /// That the cell is the sum of those below it, and that it is part of such a sum: of the next
    /// organization above that has a sheet.
    fn parents(&self, address: &CellAddress) -> Vec<BoundRelation> {
        let structure = &self.book.structure;
        let above = |organization| structure.parent(organization, address.period);
        let has_sheet = |organization: &&OrganizationId| {
            self.book.sheets.get(&address.form, address.period, organization).is_some()
        };
        let own = &address.organization;
        let parent = std::iter::successors(above(own), |organization| above(organization));
        let both = [Some(own), parent.into_iter().find(has_sheet)].into_iter().flatten();
        let relations = both.map(|organization| parent_of(address, organization));
        relations.filter(|bound| is_summed(self.book, bound)).collect()
    }
}

/// The relation that a cell at this place is the sum of those below it.
fn parent_of(address: &CellAddress, organization: &OrganizationId) -> BoundRelation {
    BoundRelation {
        form: address.form.clone(),
        period: address.period,
        organization: organization.clone(),
        kind: BoundKind::Parent,
        line: Some(address.index.line),
        column: address.index.column,
    }
}

/// Whether the relation is one that is asked and an error where it does not hold.
pub(super) fn is_asked(book: &Book, bound: &BoundRelation) -> bool {
    let Some(form) = book.forms.get(bound.form.as_str()) else { return false };
    match bound.kind {
        BoundKind::Rule(number) => {
            form.rules().get(number).is_some_and(|rule| is_error(rule.severity))
        }
        BoundKind::Breakdown(number) => {
            let breakdown = form.breakdowns().get(number);
            breakdown.is_some_and(|breakdown| is_error(breakdown.severity))
        }
        BoundKind::Parent => is_summed(book, bound),
        BoundKind::PeriodParts(_) | BoundKind::NotBelow(_) => {
            over_time::compared(book, bound).is_some()
        }
    }
}

/// Whether the line is summed up the tree, and the parent says what its sum is.
fn is_summed(book: &Book, bound: &BoundRelation) -> bool {
    let Some(sheet) = book.sheets.get(&bound.form, bound.period, &bound.organization) else {
        return false;
    };
    let Some(line) = bound.line else { return false };
    let index = CellIndex { line, column: bound.column };
    sheet.form().lines().get(line).is_some_and(|line| line.rollup == Rollup::Sum)
        && is_open(sheet.form(), index)
        && sheet.cell(index).is_some()
}

fn is_error(severity: Option<Severity>) -> bool {
    severity != Some(Severity::Warning)
}

fn columns(form: &Form) -> std::ops::Range<usize> {
    0..form.columns().len().max(1)
}
