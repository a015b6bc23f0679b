//! The columns of the table that a register gives, and the measures among them.

use super::counting::{Counter, Counting};
use crate::figure::{Rational, UnitKind};
use crate::form::{Expression, Form, Operator, Reference, Scope};
use crate::language::Text;
use crate::register::{At, Register};

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalColumn {
    /// The line of the form, its measure, or the name of an aside.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// How many decimals its numbers have; of a share, in percent.
    pub decimals: u8,
    /// What they count.
    pub unit: UnitKind,
    /// Where the numbers come from.
    pub value: TotalValue,
}

/// Where the numbers of a column come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalValue {
    /// A counter, by its place in [`Counting::counters`].
    Counter(usize),
    /// The structure: the employees of the organizations.
    Employees,
    /// A number times one column over another.
    Quotient(Quotient),
    /// Nowhere: the register has no column that tells.
    Unknown,
}

/// A number times one column over another, such as density.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotient {
    /// The place of the part among the columns.
    pub part: usize,
    /// The place of the base among the columns.
    pub base: usize,
    /// `part` is multiplied by it: all that turns the smallest units of both columns into that of
    /// the quotient, and 100 for percent.
    pub times: i128,
    /// `base` is multiplied by it.
    pub over: i128,
}

impl Quotient {
    /// The quotient in its smallest unit, half up; `None` where the base is 0.
    ///
    /// ```
    /// let density = esep::Quotient { part: 0, base: 1, times: 10_000, over: 1 };
    /// assert_eq!(density.of(2, 3), Some(6_667));
    /// assert_eq!(density.of(2, 0), None);
    /// ```
    pub fn of(&self, part: i128, base: i128) -> Option<i128> {
        let base = base.checked_mul(self.over)?;
        let part = part.checked_mul(self.times)?;
        // Half up: a half is added, and what remains is cut off.
        let doubled = part.checked_mul(2)?.checked_add(base)?;
        (base > 0).then(|| doubled.div_euclid(base.saturating_mul(2)))
    }
}

impl Counting {
    /// The columns of the table: those of [`Register::table`] that a day or a period has.
    pub fn table(&self) -> Vec<TotalColumn> {
        let is_asked = |id: &&String| {
            let mut counted = self.register().counts.iter().filter(|it| it.line == **id);
            self.when().is_period() || counted.all(|it| it.at == At::End)
        };
        let shown: Vec<&String> = self.register().table.iter().filter(is_asked).collect();
        let mut columns: Vec<TotalColumn> = shown.iter().map(|id| self.column(id)).collect();
        let quotients: Vec<Option<Quotient>> =
            columns.iter().map(|column| self.quotient(column, &columns)).collect();
        for (column, quotient) in columns.iter_mut().zip(quotients) {
            if let Some(quotient) = quotient {
                column.value = TotalValue::Quotient(quotient);
            }
        }
        columns
    }

    /// Whether a line or an aside counts persons.
    pub fn counts_persons(&self, id: &str) -> bool {
        let line = self.form().and_then(|form| form.line(id));
        let aside = || self.register().counts.iter().any(|it| it.line == id && it.of_persons);
        line.map_or_else(aside, |line| line.unit.name() == "persons")
    }

    fn column(&self, id: &str) -> TotalColumn {
        let register: &Register = self.register();
        let counted = register.counts.iter().find(|it| it.line == id);
        let aside = counted.and_then(|it| it.aside.clone());
        let form = self.form();
        let line = form.and_then(|form| form.line(id));
        let measure = form.and_then(|form| form.measures().iter().find(|it| it.id == id));
        let label = aside
            .or_else(|| line.map(|line| line.label.clone()))
            .or_else(|| measure.map(|measure| measure.label.clone()));
        let counter = |counter: &Counter| counter.line == id;
        let (value, decimals) = match self.counters().iter().position(counter) {
            Some(place) => {
                let decimals = self.counters().get(place).map_or(0, |counter| counter.decimals);
                (TotalValue::Counter(place), decimals)
            }
            None if register.employees.iter().any(|line| line == id) => (TotalValue::Employees, 0),
            None => {
                let shown = line.map(|line| line.decimals);
                let shown = shown.or(measure.map(|measure| measure.decimals));
                (TotalValue::Unknown, u8::try_from(shown.unwrap_or_default()).unwrap_or_default())
            }
        };
        let unit = line.map(|line| line.unit.kind());
        let unit = unit.or_else(|| measure.map(|measure| measure.unit.kind()));
        TotalColumn {
            id: id.to_owned(),
            label: label.unwrap_or(Text::same(id)),
            decimals,
            // An aside adds up what a column of the register says.
            unit: unit.unwrap_or(if decimals == 2 { UnitKind::Money } else { UnitKind::Count }),
            value,
        }
    }

    /// The measure that a column is, of two others.
    fn quotient(&self, column: &TotalColumn, columns: &[TotalColumn]) -> Option<Quotient> {
        if column.value != TotalValue::Unknown {
            return None;
        }
        let form = self.form()?;
        let (expression, unit) = definition(form, &column.id)?;
        let Expression::Binary(part, Operator::Over, base) = expression else { return None };
        let (factor, part) = match &**part {
            Expression::Binary(factor, Operator::Times, part) => (factor.as_number()?, &**part),
            part => (Rational::ONE, part),
        };
        let place = |expression| {
            let line = own_line(expression)?;
            let place = columns.iter().position(|column| column.id == line)?;
            let column = columns.get(place).filter(|it| it.value != TotalValue::Unknown)?;
            Some((place, u32::from(column.decimals)))
        };
        let ((part, part_decimals), (base, base_decimals)) = (place(part)?, place(base)?);
        let percent = if unit == UnitKind::Share { 100 } else { 1 };
        let power = |decimals: u32| 10_i128.checked_pow(decimals);
        let times = factor.to_i128()?.checked_mul(percent)?;
        let times = times.checked_mul(power(u32::from(column.decimals) + base_decimals)?)?;
        Some(Quotient { part, base, times, over: power(part_decimals)? })
    }
}

/// The expression that defines a line or a measure, and what it counts.
fn definition<'form>(form: &'form Form, id: &str) -> Option<(&'form Expression, UnitKind)> {
    match form.line(id) {
        Some(line) => Some((&form.definition_of(id)?.relation.holds.right, line.unit.kind())),
        None => {
            let measure = form.measures().iter().find(|measure| measure.id == id)?;
            Some((&measure.is, measure.unit.kind()))
        }
    }
}

/// The line of the form's own that an expression is.
fn own_line(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Cell(Reference {
            form: None,
            line: Some(line),
            column: None,
            scope: Scope::Own,
            ..
        }) => Some(line.as_str()),
        _ => None,
    }
}
