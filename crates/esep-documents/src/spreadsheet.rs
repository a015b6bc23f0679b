//! What workbooks share: where cells stand, how numbers are shown, and what a form says between its
//! figures, as formulas.

mod checks;
mod definitions;
mod formula;
mod numbers;

pub(crate) use checks::{Check, checks};
pub(crate) use definitions::{Definition, definition_by_rule, definitions};
pub(crate) use formula::{Formulas, Needs, joined, quoted, text_with};
pub(crate) use numbers::{Numeral, digits, exactly, number_format, numeral};

use esep::{Message, Refusal};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The paper.
pub(crate) const A4: u8 = 9;

/// Where a cell of a sheet stands: its row and its column, from 0.
pub(crate) type At = (u32, u16);

/// A workbook of one day, so that the same figures give the same bytes.
pub(crate) fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&day));
    Ok(workbook)
}

/// Why there is no workbook: it would have more rows, columns or letters than a workbook can.
pub(crate) fn too_large(_: XlsxError) -> Refusal {
    Refusal::new(Message::new("run.too-large-for-workbook"))
}

/// The number of something among others as a row or a column.
pub(crate) fn nth<T: TryFrom<usize>>(position: usize) -> Result<T, XlsxError> {
    T::try_from(position).map_err(|_| XlsxError::RowColumnLimitError)
}
