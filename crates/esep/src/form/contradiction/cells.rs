//! The cells that the rules of a form speak of, and where their figures can lie.

use crate::figure::{End, Interval, Rational};
use crate::form::linearize::{Alternatives, Linear, Meaning};
use crate::form::{Breakdown, Form, Reference, Relation, Scope, Sign};
use crate::id::{ColumnId, FormId, LineId};

/// A cell of the sheet that a rule is asked of, or of a sheet that stands in a relation to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) line: LineId,
    column: Option<ColumnId>,
    scope: Scope,
    /// `None`: the rule's own form.
    form: Option<FormId>,
}

/// Which line and column stand in turn for those that a rule leaves open.
pub(super) struct Turn<'form> {
    form: &'form Form,
    line: Option<&'form LineId>,
    column: Option<&'form ColumnId>,
}

impl<'form> Turn<'form> {
    /// The turns in which a relation is asked: for each line and each column that it leaves open.
    pub(super) fn all(form: &'form Form, relation: &Relation) -> impl Iterator<Item = Self> {
        let references = relation.references();
        let mut own = references.iter().filter(|reference| is_own(form, reference));
        let lines: Vec<_> = if own.clone().any(|reference| reference.line.is_none()) {
            let lines = form.lines_in_turn().filter_map(|index| form.lines().get(index));
            lines.map(|line| Some(&line.id)).collect()
        } else {
            vec![None]
        };
        let in_columns = own.any(|reference| reference.column.is_none());
        lines.into_iter().flat_map(move |line| {
            let columns: Vec<_> = if in_columns { Self::columns(form).collect() } else { vec![] };
            let alone = (!in_columns).then_some(Self { form, line, column: None });
            columns.into_iter().map(move |turn| Self { line, ..turn }).chain(alone)
        })
    }

    /// A turn for each column, or one where the form has none.
    pub(super) fn columns(form: &'form Form) -> impl Iterator<Item = Self> {
        let alone = form.columns().is_empty().then_some(Self { form, line: None, column: None });
        let turn = move |column| Self { form, line: None, column: Some(column) };
        form.columns().iter().map(move |column| turn(&column.id)).chain(alone)
    }

    /// The sheet's own cell of a line; `None` where the form does not have it.
    pub(super) fn cell(&self, line: &LineId) -> Option<Cell> {
        self.own_cell(line, self.column, Scope::Own)
    }

    /// What a breakdown says in this turn; `None` where the whole or no part is filled.
    pub(super) fn breakdown(&self, breakdown: &Breakdown) -> Option<Alternatives<Cell>> {
        let linear = |line| self.cell(line).map(Linear::variable);
        let parts: Vec<Linear<Cell>> = breakdown.parts.iter().filter_map(linear).collect();
        let whole = linear(&breakdown.of).filter(|_| !parts.is_empty())?;
        let rest = parts.iter().cloned().fold(whole.clone(), Linear::minus);
        if breakdown.complete && parts.len() == breakdown.parts.len() {
            return Some(rest.compared(Sign::Equal));
        }
        let rests = parts.into_iter().map(|part| whole.clone().minus(part)).chain([rest]);
        let lists = rests.flat_map(|rest| rest.compared(Sign::GreaterOrEqual));
        Some(vec![lists.flatten().collect()])
    }

    fn own_cell(&self, line: &LineId, column: Option<&ColumnId>, scope: Scope) -> Option<Cell> {
        let known = self.form.line(line.as_str())?;
        match column {
            Some(column) => {
                self.form.column(column.as_str())?;
                known.has_column(column).then_some(())?;
            }
            None => self.form.columns().is_empty().then_some(())?,
        }
        Some(Cell { line: line.clone(), column: column.cloned(), scope, form: None })
    }
}

impl Meaning for Turn<'_> {
    type Variable = Cell;

    fn of(&self, reference: &Reference) -> Option<Linear<Cell>> {
        let column = reference.column.as_ref().or(self.column);
        if !is_own(self.form, reference) {
            return Some(Linear::variable(Cell {
                line: reference.line.as_ref().or(self.line)?.clone(),
                column: column.cloned(),
                scope: reference.scope,
                form: reference.form.clone(),
            }));
        }
        if reference.whole().is_some() {
            let parts = self.form.lines_of(reference).into_iter();
            let parts = parts.filter_map(|index| self.form.lines().get(index));
            let cells = parts.map(|line| self.own_cell(&line.id, column, reference.scope));
            // Where a part is not filled in this column, the sum is not asked for.
            let cells: Vec<Cell> = cells.collect::<Option<_>>()?;
            return cells.into_iter().map(Linear::variable).reduce(Linear::plus);
        }
        let line = reference.line.as_ref().or(self.line)?;
        Some(Linear::variable(self.own_cell(line, column, reference.scope)?))
    }

    fn interval(&self, cell: &Cell) -> Interval {
        cell.interval(self.form)
    }
}

impl Cell {
    /// Where the figure can lie; the lines of other forms are not known here.
    pub(super) fn interval(&self, form: &Form) -> Interval {
        let line = if self.form.is_none() { form.line(self.line.as_str()) } else { None };
        let Some(line) = line else { return Interval::EVERYTHING };
        let (mut min, mut max) = (line.min.clone(), line.max.clone());
        if self.scope == Scope::Children {
            // A sum over nobody knows how many keeps only its sign.
            min = min.filter(|min| !min.is_negative()).map(|_| Rational::ZERO);
            max = max.filter(|max| max.is_negative() || max.is_zero()).map(|_| Rational::ZERO);
        }
        let end = |bound: Option<_>| bound.map_or(End::Unbounded, End::Closed);
        Interval::new(end(min), end(max)).unwrap_or(Interval::EVERYTHING)
    }
}

fn is_own(form: &Form, reference: &Reference) -> bool {
    reference.form.as_ref().is_none_or(|other| *other == form.id)
}
