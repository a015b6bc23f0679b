//! Grids: what sheets and tables have in common.

use std::sync::Arc;

use esep::{Part, Place, Written};

use super::trouble::Trouble;

/// No file has more cells that say something.
const MOST_CELLS: usize = 2_000_000;

/// All that the cells of a file show has no more bytes, each of them for itself.
const MOST_BYTES: usize = 128 * 1024 * 1024;

/// A sheet, or a table with the paragraphs above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) file: Arc<str>,
    /// Which part of the file; `None` where the file is a text of lines.
    pub(crate) part: Option<Arc<Part>>,
    /// What the sheet is called.
    pub(crate) name: Option<String>,
    /// Whether the sheet is hidden.
    pub(crate) hidden: bool,
    /// The rows that say something, from above.
    pub(crate) rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// From 1.
    pub(crate) number: u32,
    pub(crate) hidden: bool,
    /// The cells that say something, from the left.
    pub(crate) cells: Vec<Cell>,
}

/// A cell that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// From 1.
    pub(crate) column: u32,
    /// How many columns it stands over, for it may be merged of several.
    pub(crate) width: u32,
    /// Whether its column is hidden.
    pub(crate) hidden: bool,
    /// What it shows.
    pub(crate) text: Arc<str>,
    pub(crate) content: Content,
    pub(crate) place: Place,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// Words, or a number as people write it.
    Text,
    /// A number, and what it is before it is rounded for showing.
    Number(Arc<str>),
    /// A date.
    Date,
    /// An error of a formula.
    Error,
    /// A formula of which no value is kept.
    NoValue,
}

impl Cell {
    /// What it shows and where.
    pub(crate) fn written(&self) -> Written {
        Written::new(Arc::clone(&self.text), self.place.clone())
    }

    /// Whether it stands over a column.
    pub(crate) fn covers(&self, column: u32) -> bool {
        self.column <= column && column - self.column < self.width
    }
}

impl Row {
    /// The cell that begins in a column.
    pub(crate) fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(at)
    }
}

impl Grid {
    /// Where a cell stands that says nothing.
    pub(crate) fn place(&self, row: &Row, column: u32) -> Place {
        match &self.part {
            Some(part) => Place::in_part(&self.file, part, row.number, column),
            None => {
                let first = row.cells.first();
                first.map_or_else(|| Place::whole(&self.file), |cell| cell.place.clone())
            }
        }
    }

    /// The grid as a whole.
    pub(crate) fn whole(&self) -> Place {
        match &self.part {
            Some(part) => Place::in_part(&self.file, part, 0, 0),
            None => Place::whole(&self.file),
        }
    }
}

/// Counts the cells of a file and what they show, for there must not be too much of it.
#[derive(Debug, Default)]
pub(super) struct Count {
    cells: usize,
    bytes: usize,
}

impl Count {
    pub(super) fn one_more(&mut self) -> Result<(), Trouble> {
        self.cells += 1;
        if self.cells > MOST_CELLS { Err(Trouble::TooLarge) } else { Ok(()) }
    }

    /// One more cell that shows a text, which others may show as well.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Trouble> {
        self.bytes += text.len();
        if self.bytes > MOST_BYTES { Err(Trouble::TooLarge) } else { self.one_more() }
    }
}
