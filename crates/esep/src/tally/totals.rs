//! What every organization and all below it have, as a table and as sheets.

use std::collections::BTreeMap;
use std::sync::Arc;

use time::Date;

use super::counting::Counting;
use super::counts::Tally;
use super::table::{TotalColumn, TotalValue};
use crate::figure::{Content, Figure, Rational};
use crate::fill::{as_shown, compute_formulas};
use crate::id::OrganizationId;
use crate::period::Period;
use crate::sheet::{CellIndex, Sheet, Stated};
use crate::structure::{OrganizationKind, Structure};

/// The table that a tally gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// The columns.
    pub columns: Vec<TotalColumn>,
    /// The organizations, sorted by code.
    pub rows: Vec<TotalRow>,
    /// What those have together that belong to no other, by column as in [`TotalRow::cells`].
    pub total: Vec<Option<i128>>,
}

/// An organization of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalRow {
    /// The code.
    pub organization: OrganizationId,
    /// The kind, where the structure gives it.
    pub kind: Option<OrganizationKind>,
    /// What it has, by column, in the smallest unit of its decimals; `None` where that is not
    /// known.
    pub cells: Vec<Option<i128>>,
}

impl Totals {
    /// Adds up the tree: each organization has its own rows and those of all below it on the last
    /// day. Its employees are those of the organizations right below, where any of these states
    /// some, and otherwise its own.
    ///
    /// There is a row for each organization that exists on the last day or has rows of the
    /// register; those beside the tree, such as federations, only where they have.
    pub fn new(tally: &Tally, counting: &Counting, structure: &Structure) -> Self {
        let day = counting.when().last_day();
        let nothing = vec![0_i128; counting.counters().len()];
        let mut sums: BTreeMap<OrganizationId, Vec<i128>> = BTreeMap::new();
        for organization in structure.iter() {
            let is_beside = organization.kind.is_some_and(OrganizationKind::is_beside_the_tree);
            if !is_beside && organization.affiliation_on(day).is_some() {
                sums.insert(organization.id.clone(), nothing.clone());
            }
        }
        for (organization, counters) in tally.iter() {
            let mut above = Some(OrganizationId::from(organization));
            while let Some(id) = above {
                above = structure.parent_on(&id, day).cloned();
                add(sums.entry(id).or_insert_with(|| nothing.clone()), counters);
            }
        }
        let employees = employees(structure, day);
        let columns = counting.table();
        let mut total = (nothing, None);
        for (id, sum) in &sums {
            if structure.parent_on(id, day).is_none() {
                add(&mut total.0, sum);
                total.1 = [total.1, employees.get(id).copied()].into_iter().flatten().reduce(plus);
            }
        }
        let total = cells(&columns, &total.0, total.1);
        let rows = sums.into_iter().map(|(id, sum)| {
            let cells = cells(&columns, &sum, employees.get(&id).copied());
            let kind = structure.get(id.as_str()).and_then(|it| it.kind);
            TotalRow { organization: id, kind, cells }
        });
        Self { rows: rows.collect(), total, columns }
    }

    /// The sheets of a period that the table gives, one for each organization, with all that the
    /// form defines from them. What is no line of the form stands in none.
    pub fn sheets(&self, counting: &Counting, period: Period) -> Vec<Sheet> {
        let Some(form) = counting.form() else { return Vec::new() };
        let lines: Vec<Option<usize>> = self
            .columns
            .iter()
            .map(|column| match column.value {
                TotalValue::Quotient(_) | TotalValue::Unknown => None,
                TotalValue::Counter(_) | TotalValue::Employees => form.line_position(&column.id),
            })
            .collect();
        let sheet = |row: &TotalRow| {
            let mut sheet = Sheet::new(Arc::clone(form), row.organization.clone(), period);
            for ((column, line), cell) in self.columns.iter().zip(&lines).zip(&row.cells) {
                let (Some(line), Some(number)) = (line, cell) else { continue };
                let number =
                    Rational::from(*number) * Rational::power_of_ten(-i32::from(column.decimals));
                let decimals = number.decimals_needed(2).and_then(|it| i32::try_from(it).ok());
                let figure = Figure::exact(number, decimals.unwrap_or_default());
                let index = CellIndex { line: *line, column: 0 };
                sheet.set(index, Stated::computed(Content::Figure(figure)));
            }
            compute_formulas(&mut sheet, as_shown);
            sheet
        };
        self.rows.iter().map(sheet).collect()
    }
}

fn plus(a: i128, b: i128) -> i128 {
    a.saturating_add(b)
}

fn add(sums: &mut [i128], numbers: &[i128]) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum = plus(*sum, *number);
    }
}

/// What stands in each column.
fn cells(columns: &[TotalColumn], sums: &[i128], employees: Option<i128>) -> Vec<Option<i128>> {
    let own = |column: &TotalColumn| match column.value {
        TotalValue::Counter(place) => sums.get(place).copied(),
        TotalValue::Employees => employees,
        TotalValue::Quotient(_) | TotalValue::Unknown => None,
    };
    let known: Vec<Option<i128>> = columns.iter().map(own).collect();
    let cell = |place: usize| known.get(place).copied().flatten();
    let quotients = columns.iter().enumerate().map(|(place, column)| match column.value {
        TotalValue::Quotient(it) => it.of(cell(it.part)?, cell(it.base)?),
        _ => cell(place),
    });
    quotients.collect()
}

/// The employees of every organization for which they are known.
fn employees(structure: &Structure, day: Date) -> BTreeMap<OrganizationId, i128> {
    let own = structure.iter().filter_map(|it| Some((it.id.clone(), i128::from(it.employees?))));
    let mut known: BTreeMap<OrganizationId, i128> = own.collect();
    for parent in structure.parents_upwards_on(day) {
        let below = structure.children_on(parent, day);
        let below = below.into_iter().filter_map(|child| known.get(child));
        if let Some(sum) = below.copied().reduce(plus) {
            known.insert(parent.clone(), sum);
        }
    }
    known
}
