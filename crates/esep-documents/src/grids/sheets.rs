//! Sheets as text: a register in a workbook becomes lines with tabs between their cells.
//!
//! A line has the number of its row, and a cell that of its column, so that every place is kept,
//! and rows are counted as those of any other register.

use std::sync::Arc;

use esep::{Finding, Part, Place};

use super::{Cell, Content, Grid, Grids, Row, Trouble, read_grids};
use crate::source::File;

/// The sheets of a workbook as text, or why it is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetTexts {
    /// In the order of the file; `None` where it is not read.
    pub(crate) sheets: Option<Vec<SheetText>>,
    /// What is to be said of the file.
    pub(crate) findings: Vec<Finding>,
}

/// A sheet as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SheetText {
    pub(crate) part: Arc<Part>,
    /// Whether the sheet is hidden.
    pub(crate) hidden: bool,
    /// How many of its rows are hidden.
    pub(crate) hidden_rows: usize,
    /// The line of a row has its number.
    pub(crate) text: String,
}

/// What stands before the text of a cell whose formula gives no value.
pub(crate) const NO_RESULT: &str = "\u{FFFD}\u{FDD0}";
/// No text of a sheet is longer: a cell far to the right makes every row wide.
const LONGEST: usize = 256 << 20;
/// Rows are made as wide as the widest, up to so many columns.
const WIDEST: u32 = 1_000;

impl SheetTexts {
    /// Reads a workbook.
    pub fn read(file: File) -> Self {
        let name = Arc::clone(&file.name);
        let grids = match &file.grids {
            Some(grids) => Arc::clone(grids),
            None => Arc::new(read_grids(file)),
        };
        let Grids { grids, findings } = &*grids;
        let findings = findings.clone();
        let Some(grids) = grids else { return Self { sheets: None, findings } };
        let texts = (1..).zip(grids).map(|(number, grid)| sheet(number, grid));
        match texts.collect() {
            Some(texts) => Self { sheets: Some(texts), findings },
            None => Self::refused(Trouble::TooLarge, &name),
        }
    }

    /// Of a workbook that is not read.
    pub(crate) fn refused(trouble: Trouble, name: &Arc<str>) -> Self {
        Self { sheets: None, findings: vec![trouble.finding(Place::whole(name))] }
    }
}

/// A sheet as text; `None` where it is too long.
fn sheet(number: u32, grid: &Grid) -> Option<SheetText> {
    // A page that is named as a workbook has tables.
    let part = grid.part.clone().unwrap_or_else(|| Arc::new(Part::Table(number)));
    let ends = grid.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column);
    let width = ends.max().unwrap_or(0).min(WIDEST);
    let (mut text, mut line) = (String::new(), 1);
    // What stands above a table of a page has no row.
    for row in grid.rows.iter().filter(|row| row.number > 0) {
        while line < row.number {
            text.push('\n');
            line += 1;
        }
        write_row(&mut text, row, width);
        if text.len() > LONGEST {
            return None;
        }
    }
    let hidden_rows = grid.rows.iter().filter(|row| row.hidden).count();
    Some(SheetText { part, hidden: grid.hidden, hidden_rows, text })
}

fn write_row(text: &mut String, row: &Row, width: u32) {
    let mut column = 1;
    for cell in &row.cells {
        while column < cell.column {
            text.push('\t');
            column += 1;
        }
        write_cell(text, cell);
    }
    while column < width {
        text.push('\t');
        column += 1;
    }
}

/// Writes a cell: a date as a day, a number as it is before it is rounded for showing.
fn write_cell(text: &mut String, cell: &Cell) {
    let shown = match &cell.content {
        Content::Text => &*cell.text,
        Content::Number(exact) => exact,
        Content::Date => cell.text.split_once('T').map_or(&*cell.text, |(day, _)| day),
        Content::Error | Content::NoValue => return text.push_str(NO_RESULT),
    };
    let is_quoted = shown.contains(['"', '\t']);
    if is_quoted {
        text.push('"');
    }
    for letter in shown.chars() {
        match letter {
            '\n' | '\r' => text.push(' '),
            // It would end the text on its way to another module, and is read as this anyway.
            '\0' => text.push(char::REPLACEMENT_CHARACTER),
            '"' => text.push_str("\"\""),
            letter => text.push(letter),
        }
    }
    if is_quoted {
        text.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: u32, text: &str, content: Content) -> Cell {
        let place = Place::whole(&Arc::from("a.xlsx"));
        Cell { column, width: 1, hidden: false, text: text.into(), content, place }
    }

    #[test]
    fn a_line_has_the_number_of_its_row() {
        let rows = vec![
            Row {
                number: 2, hidden: false, cells: vec![cell(2, "ұйым\nкоды", Content::Text)]
            },
            Row {
                number: 4,
                hidden: true,
                cells: vec![
                    cell(1, "№ 7 \"Болашақ\"", Content::Text),
                    cell(2, "01.07.2020", Content::Date),
                    cell(3, "2020-07-01T12:00:00", Content::Date),
                    cell(4, "14.4 %", Content::Number("0.144".into())),
                    cell(5, "#REF!", Content::Error),
                ],
            },
        ];
        let part = Some(Arc::new(Part::Sheet(1, "Мүшелер".to_owned())));
        let file: Arc<str> = "a.xlsx".into();
        let grid = Grid { file, part, name: None, hidden: false, rows };
        let sheet = sheet(1, &grid).unwrap();
        assert_eq!(
            sheet.text,
            format!(
                "\n\tұйым коды\t\t\t\n\n\"№ 7 \"\"Болашақ\"\"\"\t01.07.2020\t2020-07-01\t0.144\t\
                 {NO_RESULT}"
            )
        );
        assert_eq!(sheet.hidden_rows, 1);
    }

    #[test]
    fn one_cell_far_away_does_not_make_all_rows_wide() {
        let cells = |column| vec![cell(1, "x", Content::Text), cell(column, "y", Content::Text)];
        let row = |number, column| Row { number, hidden: false, cells: cells(column) };
        let rows = (1..100_000).map(|number| row(number, 2));
        let rows = rows.chain([row(100_000, 16_384)]).collect();
        let grid = Grid { file: "a.xlsx".into(), part: None, name: None, hidden: false, rows };
        assert_eq!(sheet(1, &grid).unwrap().text.len(), 100_000 * 1_002 + 15_383);
        let wide = (1..1_048_576).map(|number| row(number, 1_000)).collect();
        assert_eq!(sheet(1, &Grid { rows: wide, ..grid }), None);
    }
}
