//! Wide tables in sheets: one organization a row. They are read as such tables in CSV are.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{Finding, Forms, Notation, Place, Written, fold};

use super::labels::Index;
use super::{is_number, titles, values};
use crate::grids::{Cell, Content, Grid, Row, Trouble};
use crate::request::Request;
use crate::sheet::{Certainty, Entries};
use crate::sheet_csv::read_sheet_csv;
use crate::source::Source;

/// The header stands within so many rows.
const MOST_TITLES: usize = 20;

/// No table has more fields, with the blank ones.
const MOST_FIELDS: usize = 20_000_000;

/// Reads a grid as a wide table, or as a tidy one; whether it is one.
pub(super) fn read(
    grid: &Grid,
    forms: &Forms,
    index: &Index,
    request: &Request,
    read: &mut Entries,
) -> bool {
    let header = grid.rows.iter().take(MOST_TITLES).position(|row| is_header(row, index));
    let Some((header, rows)) = header.and_then(|at| Some((at, grid.rows.get(at..)?))) else {
        return false;
    };
    let mut request = request.clone();
    for cell in grid.rows.iter().take(header).flat_map(|row| &row.cells) {
        if let Some(period) = titles::period_in(&cell.text) {
            request.period = Some(Written::new(period, cell.place.clone()));
        }
        let form = titles::form_in(&cell.text, index).and_then(|form| index.forms.get(form));
        if let Some(form) = form {
            request.form = Some(form.id.clone());
        }
    }
    // What stands behind the last heading belongs to no column.
    let width = rows.first().and_then(|row| row.cells.last()).map_or(0, |cell| cell.column);
    let fields = usize::try_from(width).ok().and_then(|width| width.checked_mul(rows.len()));
    if fields.is_none_or(|fields| fields > MOST_FIELDS) {
        read.findings.push(Trouble::TooLarge.finding(grid.whole()));
        return true;
    }
    let table = Table::new(grid, rows, width);
    let mut found = read_sheet_csv(&table.source, forms, &request);
    if found.entries.is_empty() {
        return false;
    }
    let mut moved = Moved::default();
    for entry in &mut found.entries {
        // A share or a bound stands there as it is shown.
        let is_number = |cell: &Cell| {
            matches!(cell.content, Content::Number(_)) && !values::says_more(&cell.text)
        };
        if table.cell(&entry.value.place).is_some_and(is_number) {
            entry.notation = Notation::Machine;
        }
        table.locate(&mut entry.value.place);
        let shared =
            [&mut entry.organization, &mut entry.period, &mut entry.form, &mut entry.column];
        let shared = shared.into_iter().flatten().chain([&mut entry.line]);
        shared.for_each(|written| moved.locate(written, &table));
    }
    for row in &mut found.structure {
        table.locate(&mut row.place);
        table.locate(&mut row.code.place);
        row.parent.iter_mut().for_each(|parent| table.locate(&mut parent.place));
    }
    found.findings.iter_mut().for_each(|finding| table.locate_finding(finding));
    read.certainties.extend(found.entries.iter().map(|_| Certainty::Certain));
    read.entries.append(&mut found.entries);
    read.structure.append(&mut found.structure);
    read.findings.append(&mut found.findings);
    true
}

/// Whether a row has two headings that are lines of a form, or those of a tidy table.
fn is_header(row: &Row, index: &Index) -> bool {
    let words = row.cells.iter().filter(|cell| !is_number(cell));
    let lines = words.clone().filter(|cell| {
        let line = cell.text.split_once('[').map_or(&*cell.text, |(line, _)| line);
        !index.exactly(line).is_empty()
    });
    lines.count() >= 2 || is_tidy(row)
}

/// Whether a row is the header of a tidy table: one figure a row.
pub(super) fn is_tidy(row: &Row) -> bool {
    let has = |names: [&str; 3]| {
        row.cells.iter().any(|cell| names.iter().any(|name| fold(name) == fold(&cell.text)))
    };
    has(["line", "жол", "строка"]) && has(["value", "мәні", "значение"])
}

/// A grid as a text of CSV, and where each of its cells stands.
struct Table<'a> {
    grid: &'a Grid,
    source: Source,
    /// For each line of the text the row, and the column in characters at which each cell begins.
    lines: Vec<(&'a Row, Vec<u32>)>,
}

impl<'a> Table<'a> {
    fn new(grid: &'a Grid, rows: &'a [Row], width: u32) -> Self {
        let mut text = String::from("sep=\t\n");
        let mut lines = Vec::new();
        for row in rows {
            let mut starts = Vec::new();
            let mut at = 1_u32;
            for column in 1..=width {
                starts.push(at);
                if column > 1 {
                    text.push('\t');
                }
                if let Some(cell) = row.cell(column) {
                    let field = one_line(cell);
                    let letters = u32::try_from(field.chars().count()).unwrap_or(u32::MAX);
                    at = at.saturating_add(letters);
                    text.push_str(&field);
                }
                at = at.saturating_add(1);
            }
            text.push('\n');
            lines.push((row, starts));
        }
        let source = Source { name: Arc::clone(&grid.file), text };
        Self { grid, source, lines }
    }

    /// The row and the column of a place in the text.
    fn position(&self, place: &Place) -> Option<(&'a Row, u32)> {
        if place.part.is_some() || place.line < 2 {
            return None;
        }
        let at = usize::try_from(place.line - 2).ok()?;
        let (row, starts) = self.lines.get(at)?;
        let column = starts.partition_point(|start| *start <= place.column);
        Some((row, u32::try_from(column).ok().filter(|column| *column > 0)?))
    }

    fn cell(&self, place: &Place) -> Option<&'a Cell> {
        let (row, column) = self.position(place)?;
        row.cell(column)
    }

    fn locate(&self, place: &mut Place) {
        if let Some((row, column)) = self.position(place) {
            *place = match row.cell(column) {
                Some(cell) => cell.place.clone(),
                None => self.grid.place(row, column),
            };
        } else if place.part.is_none() && place.file == self.grid.file {
            *place = self.grid.whole();
        }
    }

    fn locate_finding(&self, finding: &mut Finding) {
        if let Some(place) = &mut finding.place {
            self.locate(place);
        }
    }
}

/// Texts that many entries share, as they stood in the text and as they stand in the grid.
#[derive(Default)]
struct Moved(BTreeMap<(u32, u32), (Arc<Written>, Arc<Written>)>);

impl Moved {
    /// So many texts are kept: those of a header and of the row that is being read are among them.
    const MOST: usize = 4_096;

    /// Gives a text its place in the grid, so that what was shared stays so.
    fn locate(&mut self, written: &mut Arc<Written>, table: &Table<'_>) {
        let at = (written.place.line, written.place.column);
        if let Some((before, after)) = self.0.get(&at)
            && Arc::ptr_eq(before, written)
        {
            *written = Arc::clone(after);
            return;
        }
        let mut after = Written::clone(written);
        table.locate(&mut after.place);
        let after = Arc::new(after);
        let before = std::mem::replace(written, Arc::clone(&after));
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        self.0.insert(at, (before, after));
    }
}

/// A cell as one field of the text; bare numbers as precise as they are.
fn one_line(cell: &Cell) -> String {
    let text = match &cell.content {
        Content::Number(exact) if !values::says_more(&cell.text) => exact,
        _ => &cell.text,
    };
    text.replace(['\t', '\n', '\r', '"'], " ").trim().to_owned()
}
