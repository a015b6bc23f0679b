//! Workbooks, documents and pages as grids: cells as they are shown, each with its place.
//!
//! Grids are all that is known of such files beyond their readers, which may stand in another
//! module than what recognizes forms: `wire` carries grids from one to the other, `sheets_wire` registers as text.

mod notes;
mod said;
mod sheets;
mod sheets_wire;
mod trouble;
#[cfg(not(feature = "office"))]
mod unread;
mod wire;

use std::sync::Arc;

use esep::{Finding, Part, Place, Written};

pub use notes::Notes;
#[cfg(feature = "office")]
pub(crate) use notes::SheetNotes;
pub(crate) use notes::{Mark, Note};
pub use sheets::SheetTexts;
pub(crate) use sheets::{NO_RESULT, SheetText};
pub(crate) use trouble::Trouble;

#[cfg(feature = "office")]
pub(crate) use crate::office::read_grids;
#[cfg(not(feature = "office"))]
pub(crate) use unread::read_grids;

/// The endings of files that are grids to us.
const ENDINGS: [&str; 9] = ["xlsx", "xlsm", "xls", "ods", "fods", "odt", "docx", "html", "htm"];

/// Whether a file of this name is read as grids: a workbook, a document or a page.
///
/// ```
/// assert!(esep_documents::is_read_as_grids("reports/aktobe.XLSX"));
/// assert!(!esep_documents::is_read_as_grids("reports/aktobe.csv"));
/// ```
pub fn is_read_as_grids(name: &str) -> bool {
    has_ending(name, &ENDINGS)
}

/// Whether a file of this name is read as a workbook.
pub fn is_workbook(name: &str) -> bool {
    has_ending(name, &["xlsx", "xlsm", "xls", "ods", "fods"])
}

/// Whether a file of this name is a workbook that notes can be put on.
pub(crate) fn is_annotated(name: &str) -> bool {
    has_ending(name, &["xlsx", "xlsm"])
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// What a workbook, a document or a page holds, or why it is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grids {
    /// In the order of the file; `None` where it is not read.
    pub(crate) grids: Option<Vec<Grid>>,
    /// What is to be said of the file, without which nothing is left out.
    pub(crate) findings: Vec<Finding>,
}

impl Grids {
    /// Of a file that is not read.
    pub fn refused(finding: Finding) -> Self {
        Self { grids: None, findings: vec![finding] }
    }

    /// What is to be said of the file.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// Whether a sign before a number makes it a bound.
pub(crate) fn is_bound(sign: char) -> bool {
    "<>≤≥~≈".contains(sign)
}

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
