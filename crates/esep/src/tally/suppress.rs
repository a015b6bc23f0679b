//! Leaving out figures of few persons, and what they could be computed back from.

use std::collections::BTreeMap;

use super::counting::Counting;
use super::table::{TotalColumn, TotalValue};
use super::totals::Totals;
use crate::form::{Expression, Form, Operator, Reference, Scope, Sign};
use crate::structure::Structure;

/// How many cells were left blank.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Suppressed {
    /// Those of few persons.
    pub few: usize,
    /// More persons, but a cell of few could be computed back from them.
    pub complementary: usize,
}

/// A cell of the table: its row and column.
type Cell = (usize, usize);

/// Cells that add up, the first being the sum of the others or the like: whoever knows all but one
/// knows that one, too.
struct Equation {
    cells: Vec<Cell>,
    /// What is missing to the sum and stands nowhere in the table: the rows of a parent itself, or
    /// the men beside the women.
    rest: i128,
}

/// The equations of a table.
struct Equations<'t> {
    totals: &'t Totals,
    /// For each column whether it counts persons.
    persons: Vec<bool>,
    children: BTreeMap<usize, Vec<usize>>,
    parent: Vec<Option<usize>>,
    /// Columns of a row that add up, with their signs.
    within: Vec<Vec<(usize, i128)>>,
}

/// An equation by what it is about, to be looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// A parent and its children, in a column.
    Family(usize, usize),
    /// A row, and the number of columns that add up.
    Row(usize, usize),
}

impl Totals {
    /// Leaves blank what is counted of fewer than `least` persons, but of some; and where a single
    /// blank could be computed back from what it adds up with, the smallest figure beside it as
    /// well. What adds up: a parent with its children, a whole with its parts, and what a rule of
    /// the form says. A measure of which a figure is blank is blank, too. The total shows what all
    /// show that it adds up.
    ///
    /// What is blank is not to be computed from any one sum; several sums together, or what is
    /// known from elsewhere, may still narrow it down.
    pub fn suppress(
        &mut self,
        least: u64,
        counting: &Counting,
        structure: &Structure,
    ) -> Suppressed {
        let mut hidden: BTreeMap<Cell, bool> = BTreeMap::new();
        let equations = Equations::new(self, counting, structure);
        let is_few = |number: i128| 0 < number && number < i128::from(least);
        let mut waiting: Vec<About> = Vec::new();
        for (row, cells) in self.rows.iter().enumerate() {
            for (column, number) in cells.cells.iter().enumerate() {
                if equations.counts_persons(column) && number.is_some_and(is_few) {
                    hidden.insert((row, column), true);
                    waiting.extend(equations.of((row, column)));
                }
            }
        }
        // What stands nowhere may be few as well.
        waiting.extend(
            equations.all().filter(|about| {
                equations.get(*about).is_some_and(|equation| is_few(equation.rest))
            }),
        );
        waiting.sort_unstable();
        waiting.dedup();
        while let Some(about) = waiting.pop() {
            let Some(equation) = equations.get(about) else { continue };
            let is_hidden = |cell: &&Cell| hidden.contains_key(*cell);
            let unknown = equation.cells.iter().filter(is_hidden).count();
            // What stands nowhere protects others where it is not nought.
            let is_safe = match (unknown, is_few(equation.rest)) {
                (0, false) => true,
                (1, _) => equation.rest != 0,
                (unknown, _) => unknown > 1,
            };
            if is_safe {
                continue;
            }
            let shown = equation.cells.iter().filter(|cell| !hidden.contains_key(*cell));
            let size = |cell: &&Cell| {
                let number = equations.number(**cell).unwrap_or_default().abs();
                (number == 0, number, **cell)
            };
            if let Some(cell) = shown.min_by_key(size).copied() {
                hidden.insert(cell, false);
                waiting.extend(equations.of(cell));
                waiting.push(about);
            }
        }
        let few = hidden.values().filter(|is_few| **is_few).count();
        let suppressed = Suppressed { few, complementary: hidden.len() - few };
        let parents = equations.parent.clone();
        self.leave_out(hidden.keys().copied(), &parents);
        suppressed
    }

    /// Leaves cells blank, and the measures that are computed from them; where they belong to no
    /// other, in the total as well.
    fn leave_out(&mut self, cells: impl Iterator<Item = Cell>, parents: &[Option<usize>]) {
        for (at, column) in cells {
            let row = self.rows.get_mut(at).map(|row| &mut row.cells);
            let is_highest = parents.get(at) == Some(&None);
            for cells in row.into_iter().chain(is_highest.then_some(&mut self.total)) {
                leave_out(&self.columns, cells, column);
            }
        }
    }
}

/// Leaves a column blank, and the measures that are computed from it.
fn leave_out(columns: &[TotalColumn], cells: &mut [Option<i128>], column: usize) {
    for (place, of) in columns.iter().enumerate() {
        let is_of = match of.value {
            TotalValue::Quotient(quotient) => [quotient.part, quotient.base].contains(&column),
            _ => place == column,
        };
        if is_of && let Some(cell) = cells.get_mut(place) {
            *cell = None;
        }
    }
}

impl<'t> Equations<'t> {
    fn new(totals: &'t Totals, counting: &Counting, structure: &Structure) -> Self {
        let day = counting.when().last_day();
        let places: BTreeMap<&str, usize> =
            (0..).zip(&totals.rows).map(|(at, row)| (row.organization.as_str(), at)).collect();
        let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut parent = vec![None; totals.rows.len()];
        for (at, row) in totals.rows.iter().enumerate() {
            let above = structure.parent_on(&row.organization, day);
            let above = above.and_then(|id| places.get(id.as_str()).copied());
            if let (Some(above), Some(place)) = (above, parent.get_mut(at)) {
                *place = Some(above);
                children.entry(above).or_default().push(at);
            }
        }
        let form = counting.form();
        let persons = totals.columns.iter().map(|column| {
            matches!(column.value, TotalValue::Counter(_)) && counting.counts_persons(&column.id)
        });
        let column = |line: &str| totals.columns.iter().position(|column| column.id == line);
        let within = form.map(|form| sums_within(form, column)).unwrap_or_default();
        Self { totals, persons: persons.collect(), children, parent, within }
    }

    fn counts_persons(&self, column: usize) -> bool {
        self.persons.get(column) == Some(&true)
    }

    fn number(&self, (row, column): Cell) -> Option<i128> {
        self.totals.rows.get(row)?.cells.get(column).copied().flatten()
    }

    /// The equations in which a cell stands.
    fn of(&self, (row, column): Cell) -> impl Iterator<Item = About> {
        let above = self.parent.get(row).copied().flatten();
        let families = above.into_iter().chain([row]).map(move |row| About::Family(row, column));
        let within = self
            .within
            .iter()
            .enumerate()
            .filter(move |(_, columns)| columns.iter().any(|(of, _)| *of == column));
        families.chain(within.map(move |(number, _)| About::Row(row, number)))
    }

    /// All equations.
    fn all(&self) -> impl Iterator<Item = About> {
        let columns = (0..self.persons.len()).filter(|column| self.counts_persons(*column));
        let families = columns
            .flat_map(|column| self.children.keys().map(move |row| About::Family(*row, column)));
        let rows = 0..self.totals.rows.len();
        let numbers = self.within.len();
        families.chain(rows.flat_map(move |row| (0..numbers).map(move |at| About::Row(row, at))))
    }

    /// An equation; `None` where there is none, or a figure of it is not known anyway.
    fn get(&self, about: About) -> Option<Equation> {
        let (cells, signs): (Vec<Cell>, Vec<i128>) = match about {
            About::Family(row, column) => {
                let children = self.children.get(&row)?.iter();
                let below = children.map(|child| ((*child, column), -1));
                [((row, column), 1)].into_iter().chain(below).unzip()
            }
            About::Row(row, number) => {
                let columns = self.within.get(number)?.iter();
                columns.map(|(column, sign)| ((row, *column), *sign)).unzip()
            }
        };
        let numbers = cells.iter().map(|cell| self.number(*cell));
        let numbers: Vec<i128> = numbers.collect::<Option<_>>()?;
        let rest = numbers.iter().zip(&signs).map(|(number, sign)| number * sign).sum();
        Some(Equation { cells, rest })
    }
}

/// The columns that add up in each row, with their signs, but for a rest where parts are not all.
fn sums_within(form: &Form, column: impl Fn(&str) -> Option<usize>) -> Vec<Vec<(usize, i128)>> {
    let mut sums = Vec::new();
    for breakdown in form.breakdowns() {
        let parts = breakdown.parts.iter().map(|part| Some((column(part.as_str())?, -1)));
        let whole = column(breakdown.of.as_str()).map(|column| (column, 1));
        if let Some(columns) = [whole].into_iter().chain(parts).collect::<Option<Vec<_>>>() {
            sums.push(columns);
        }
    }
    for rule in form.rules().iter().filter(|rule| rule.relation.conditions.is_empty()) {
        let holds = &rule.relation.holds;
        let mut columns = Vec::new();
        let is_sum = holds.sign == Sign::Equal
            && add_columns(&holds.left, 1, &column, &mut columns)
            && add_columns(&holds.right, -1, &column, &mut columns);
        if is_sum {
            sums.push(columns);
        }
    }
    sums
}

/// Adds the columns of an expression of plus and minus; whether it is one.
fn add_columns(
    expression: &Expression,
    sign: i128,
    column: &impl Fn(&str) -> Option<usize>,
    columns: &mut Vec<(usize, i128)>,
) -> bool {
    match expression {
        Expression::Cell(Reference {
            form: None,
            line: Some(line),
            column: None,
            scope: Scope::Own,
            ..
        }) => match column(line.as_str()) {
            Some(place) => {
                columns.push((place, sign));
                true
            }
            None => false,
        },
        Expression::Binary(left, operator @ (Operator::Plus | Operator::Minus), right) => {
            let behind = if *operator == Operator::Plus { sign } else { -sign };
            add_columns(left, sign, column, columns) && add_columns(right, behind, column, columns)
        }
        _ => false,
    }
}
