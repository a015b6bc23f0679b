//! A sheet as the generator describes it, and how it becomes a file.

use std::error::Error;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet,
};

/// What stands in a cell.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    /// A number and how it is shown.
    Number(String, &'static str),
    /// A formula and what it gave.
    Formula(String, String),
}

/// A sheet of a workbook, or a table of a document with the lines above it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) is_hidden: bool,
    /// By row and column, from 0.
    pub(crate) cells: Vec<((u32, u16), Value)>,
    /// Titles that stand over so many columns.
    pub(crate) merged: Vec<((u32, u16), u16)>,
    pub(crate) hidden_rows: Vec<u32>,
    pub(crate) widths: Vec<u8>,
    /// The rows of the table, its heading first.
    pub(crate) table: (u32, u32),
}

impl Sheet {
    pub(crate) fn put(&mut self, row: u32, column: u16, value: Value) {
        self.cells.retain(|(at, _)| *at != (row, column));
        self.cells.push(((row, column), value));
    }

    pub(crate) fn text(&mut self, row: u32, column: u16, text: &str) {
        self.put(row, column, Value::Text(text.to_owned()));
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), Box<dyn Error>> {
        sheet.set_name(&self.name)?;
        let framed = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
        let heading = framed
            .clone()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0x00DD_E6F0));
        let title = Format::new().set_bold().set_align(FormatAlign::Center);
        for (width, column) in self.widths.iter().zip(0..) {
            sheet.set_column_width(column, *width)?;
        }
        for ((row, column), value) in &self.cells {
            let (row, column) = (*row, *column);
            let plain = match row {
                _ if row < self.table.0 || row > self.table.1 => Format::new(),
                _ if row == self.table.0 => heading.clone(),
                _ => framed.clone(),
            };
            let over = self.merged.iter().find(|(at, _)| *at == (row, column));
            match value {
                Value::Text(text) => match over {
                    Some((_, last)) => {
                        sheet.merge_range(row, column, row, *last, text, &title)?;
                    }
                    None => {
                        sheet.write_string_with_format(row, column, text, &plain)?;
                    }
                },
                Value::Number(number, shown) => {
                    let format = plain.set_num_format(*shown);
                    sheet.write_number_with_format(row, column, number.parse::<f64>()?, &format)?;
                }
                Value::Formula(formula, result) => {
                    let formula = Formula::new(formula).set_result(result);
                    sheet.write_formula_with_format(row, column, formula, &plain)?;
                }
            }
        }
        // A label that takes several lines is seen whole.
        for ((row, column), value) in &self.cells {
            let width = self.widths.get(usize::from(*column)).copied().unwrap_or(u8::MAX);
            if let Value::Text(text) = value
                && (self.table.0..=self.table.1).contains(row)
                && text.chars().count() > usize::from(width)
            {
                let lines = u16::try_from(text.chars().count() * 8 / 7 / usize::from(width))?;
                sheet.set_row_height(*row, 15 * (lines + 1))?;
            }
        }
        for row in &self.hidden_rows {
            sheet.set_row_hidden(*row)?;
        }
        sheet.set_hidden(self.is_hidden);
        Ok(())
    }

    /// The sheet as a part of a page: what stands alone in a row is a paragraph.
    fn to_html(&self) -> String {
        let mut html = String::new();
        let mut rows: Vec<u32> = self.cells.iter().map(|((row, _), _)| *row).collect();
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            let text = |column| self.at(row, column);
            if row == self.table.0 {
                html.push_str("<table border=\"1\" cellspacing=\"0\">");
            }
            if row >= self.table.0 && row <= self.table.1 {
                html.push_str("<tr>");
                (0..3).for_each(|column| html.extend(["<td>", text(column), "</td>"]));
                html.push_str("</tr>");
            } else {
                html.extend(["<p>", text(0), "</p>"]);
            }
            if row == self.table.1 {
                html.push_str("</table>");
            }
        }
        html
    }

    /// What is shown in a cell.
    fn at(&self, row: u32, column: u16) -> &str {
        let found = self.cells.iter().find(|(at, _)| *at == (row, column));
        found.map_or("", |(_, value)| match value {
            Value::Text(text) | Value::Number(text, _) | Value::Formula(_, text) => text,
        })
    }

    /// The sheet as lines with semicolons between the cells.
    pub(crate) fn to_csv(&self) -> String {
        let last = self.cells.iter().map(|((row, _), _)| *row).max().unwrap_or_default();
        let cells = |row| (0..3).map(move |column| self.at(row, column));
        let line = |row| format!("{}\r\n", cells(row).collect::<Vec<_>>().join(";"));
        (0..=last).map(line).collect()
    }
}

/// A workbook of sheets.
pub(crate) fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    // The same figures give the same bytes, whenever they are written.
    let day = ExcelDateTime::from_ymd(2025, 7, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    for sheet in sheets {
        sheet.write(workbook.add_worksheet())?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// A page of sheets, from which a document is made.
pub(crate) fn page(sheets: &[Sheet]) -> String {
    let parts: String = sheets.iter().map(Sheet::to_html).collect();
    format!("<html><head><meta charset=\"utf-8\"></head><body>{parts}</body></html>")
}
