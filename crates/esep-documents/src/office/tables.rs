//! Tables of documents and pages, and the paragraphs above them.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{Part, Place};

use super::count::Count;
use crate::grids::Trouble;
use crate::grids::{Cell, Content, Grid, Row};

/// No table has more columns or rows; what says so wants to be large.
const MOST_ACROSS: u32 = 16_384;
const MOST_DOWN: u32 = 65_536;

/// Tables may stand in cells of others, but not deeper than this.
const DEEPEST: usize = 50;

/// Puts tables together as they are met.
pub(super) struct Tables {
    file: Arc<str>,
    grids: Vec<Grid>,
    /// The tables that are open, the inner ones last.
    open: Vec<Open>,
    /// The paragraphs since the last table.
    above: Vec<Row>,
    n_paragraphs: u32,
    n_opened: u32,
    count: Count,
}

struct Open {
    grid: Grid,
    row: u32,
    cells: Vec<Cell>,
    /// The column in which the next cell begins.
    column: u32,
    /// For each column the last row to which a cell from above reaches down.
    reaching: BTreeMap<u32, u32>,
}

impl Tables {
    pub(super) fn new(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            grids: Vec::new(),
            open: Vec::new(),
            above: Vec::new(),
            n_paragraphs: 0,
            n_opened: 0,
            count: Count::default(),
        }
    }

    pub(super) fn is_in_table(&self) -> bool {
        !self.open.is_empty()
    }

    /// Adds a paragraph between tables.
    pub(super) fn paragraph(&mut self, text: &str) -> Result<(), Trouble> {
        self.n_paragraphs += 1;
        if text.is_empty() {
            return Ok(());
        }
        self.count.one_more()?;
        let number = self.n_paragraphs;
        let place = Place::in_part(&self.file, &Arc::new(Part::Paragraphs), number, 1);
        let (text, content) = (text.into(), Content::Text);
        let cell = Cell { column: 1, width: 1, hidden: false, text, content, place };
        self.above.push(Row { number: 0, hidden: false, cells: vec![cell] });
        Ok(())
    }

    /// Adds what a table is called, above its first row.
    pub(super) fn caption(&mut self, text: &str) -> Result<(), Trouble> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        self.count.one_more()?;
        let place = match &open.grid.part {
            Some(part) => Place::in_part(&self.file, part, 0, 0),
            None => Place::whole(&self.file),
        };
        let (text, content) = (text.into(), Content::Text);
        let cell = Cell { column: 1, width: 1, hidden: false, text, content, place };
        open.grid.rows.push(Row { number: 0, hidden: false, cells: vec![cell] });
        Ok(())
    }

    pub(super) fn open_table(&mut self) -> Result<(), Trouble> {
        if self.open.len() >= DEEPEST {
            return Err(Trouble::Damaged);
        }
        self.n_opened += 1;
        let part = Some(Arc::new(Part::Table(self.n_opened)));
        let rows = std::mem::take(&mut self.above);
        let file = Arc::clone(&self.file);
        self.open.push(Open {
            grid: Grid { file, part, name: None, hidden: false, rows },
            row: 0,
            cells: Vec::new(),
            column: 1,
            reaching: BTreeMap::new(),
        });
        Ok(())
    }

    pub(super) fn open_row(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        open.row += 1;
        open.column = 1;
    }

    /// Adds a cell to the row, over so many columns and rows; what reaches down from above comes
    /// before it.
    pub(super) fn cell(&mut self, text: &str, width: u32, height: u32) -> Result<(), Trouble> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        while open.reaching.get(&open.column).is_some_and(|last| *last >= open.row) {
            open.column += 1;
        }
        let (width, height) = (width.clamp(1, MOST_ACROSS), height.clamp(1, MOST_DOWN));
        let column = open.column;
        open.column = column.saturating_add(width);
        if open.column > MOST_ACROSS + 1 {
            return Err(Trouble::TooLarge);
        }
        if height > 1 {
            for covered in column..open.column {
                self.count.one_more()?;
                open.reaching.insert(covered, open.row.saturating_add(height - 1));
            }
        }
        if text.is_empty() {
            return Ok(());
        }
        self.count.one_more()?;
        let place = match &open.grid.part {
            Some(part) => Place::in_part(&self.file, part, open.row, column),
            None => Place::whole(&self.file),
        };
        let (text, content) = (text.into(), Content::Text);
        open.cells.push(Cell { column, width, hidden: false, text, content, place });
        Ok(())
    }

    pub(super) fn close_row(&mut self, hidden: bool) {
        let Some(open) = self.open.last_mut() else { return };
        let cells = std::mem::take(&mut open.cells);
        if !cells.is_empty() {
            open.grid.rows.push(Row { number: open.row, hidden, cells });
        }
    }

    pub(super) fn close_table(&mut self) {
        self.grids.extend(self.open.pop().map(|open| open.grid));
    }

    /// The tables, in the order of the document.
    pub(super) fn finish(mut self) -> Vec<Grid> {
        while self.is_in_table() {
            self.close_row(false);
            self.close_table();
        }
        self.grids.sort_by(|a, b| a.part.cmp(&b.part));
        self.grids
    }
}
