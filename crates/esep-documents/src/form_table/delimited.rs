//! Forms in CSV: one line of the form a row.

use std::sync::Arc;

use esep::{Forms, Structure};

use super::labels::Index;
use super::{LONGEST_FORM, read_form_tables, segments, wide};
use crate::csv::{Record, Records};
use crate::grids::{Cell, Content, Grid, Row};
use crate::request::Request;
use crate::sheet::Entries;
use crate::source::Source;

/// Whether a file holds a form is seen in so many rows.
const MOST_TRIED: usize = 60;

/// Reads a form in a text of CSV; `None` where the text is a table of another kind.
pub(crate) fn read_form_csv(
    source: &Source,
    forms: &Forms,
    index: &Index,
    structure: &Structure,
    request: &Request,
) -> Option<Entries> {
    let records = Records::new(&source.text);
    // Who writes comments for us knows the other shapes.
    if !records.comments().is_empty() {
        return None;
    }
    let mut grid = Grid {
        file: Arc::clone(&source.name),
        part: None,
        name: None,
        hidden: false,
        rows: rows(records.clone().take(MOST_TRIED), source),
    };
    if grid.rows.first().is_some_and(wide::is_tidy)
        || segments::of(&grid, index, request).0.is_empty()
    {
        return None;
    }
    grid.rows = rows(records.take(LONGEST_FORM), source);
    Some(read_form_tables(&[grid], forms, index, structure, request))
}

fn rows<'a>(records: impl Iterator<Item = Record<'a>>, source: &Source) -> Vec<Row> {
    let row = |(record, number): (Record<'a>, u32)| {
        let cells = record.cells.iter().zip(1..).filter(|(cell, _)| !cell.text.is_empty());
        let cells = cells.map(|(cell, column)| Cell {
            column,
            width: 1,
            hidden: false,
            text: (&*cell.text).into(),
            content: Content::Text,
            place: cell.place(&source.name),
        });
        Row { number, hidden: false, cells: cells.collect() }
    };
    records.zip(1..).map(row).filter(|row| !row.cells.is_empty()).collect()
}
