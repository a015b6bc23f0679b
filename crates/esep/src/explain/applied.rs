//! A book with what a solution says.

use super::{Settled, Solution};
use crate::book::Book;
use crate::figure::{Amount, Content, Figure, Rational, Rounding, UnitKind};
use crate::sheet::{CellIndex, Stated};

impl Solution {
    /// The book as it would be with this solution; `None` where it leaves a figure open, so that
    /// there is no telling.
    ///
    /// Figures that are stated elsewhere stay as they are.
    pub fn applied(&self, book: &Book) -> Option<Book> {
        let mut applied = book.clone();
        for change in &self.changes {
            let Settled::Figure(amount) = &change.to else { return None };
            let cell = &change.cell;
            let form = book.forms.get(cell.form.as_str())?;
            let line = form.line_position(cell.line.as_str())?;
            let column = match &cell.column {
                Some(column) => form.column_position(column.as_str())?,
                None => 0,
            };
            let figure = as_printed(amount, form.lines().get(line)?.rounding);
            let sheet = applied.sheets.sheet_mut(form, cell.period, &cell.organization);
            sheet.set(CellIndex { line, column }, Stated::computed(Content::Figure(figure)));
        }
        Some(applied)
    }
}

/// The figure that stands there when an amount is printed.
fn as_printed(amount: &Amount, rounding: Rounding) -> Figure {
    let Amount { value, decimals, kind } = amount;
    match rounding {
        Rounding::Exact => Figure::exact(value.clone(), *decimals),
        Rounding::Printed => {
            let places = if *kind == UnitKind::Share { decimals + 2 } else { *decimals };
            Figure::rounded(value.round(places), &Rational::power_of_ten(-places), *decimals)
        }
    }
}
