//! What stands where in a pasted table: headings, labels, rows and columns of figures.

use super::CellRole;
use super::grid::{Grid, Look, look};
use super::lines::Row;
use super::marks::Marks;
use super::words::Words;
use crate::figure::{Misreading, Reading, Unit};
use crate::finding::Message;
use crate::language::Text;
use crate::place::{Place, Written};

/// A table understood: rows and columns of figures, each with its label.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) rows: Vec<Series>,
    pub(super) columns: Vec<Series>,
    /// Where the label of each row stands.
    pub(super) places: Vec<Place>,
    /// The figures, by row and column.
    pub(super) figures: Vec<Vec<Option<Stated>>>,
    /// What every cell of the table is, by row and column of the table.
    pub(super) roles: Vec<Vec<CellRole>>,
    /// What could not be read.
    pub(super) unread: Vec<Unread>,
    /// How it was understood.
    pub(super) reading: Vec<Message>,
}

/// A row or a column of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Series {
    /// Which row or column of the table it is.
    pub(super) at: usize,
    /// What it is called.
    pub(super) label: Text,
    /// The number before it, such as 4.1.
    pub(super) number: Vec<u32>,
    /// How deep it is indented.
    pub(super) depth: u32,
    /// What its label says.
    pub(super) words: Words,
    /// Rows with the same number stand together, between headings or blank lines.
    pub(super) section: usize,
    /// Whether a row such as `of which:` stands between it and the last row with another mark.
    pub(super) below_parts: bool,
    /// Whether its label is its own, not made up.
    pub(super) is_named: bool,
}

/// A figure, or what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) reading: Reading,
    pub(super) unit: Unit,
    pub(super) written: Written,
}

/// A cell that is no figure although it should be one.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) unit: Unit,
    pub(super) written: Written,
    pub(super) misreading: Misreading,
}

/// Finds out what stands where.
pub(super) fn of(rows: &[Row], marks: Marks) -> Layout {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let number = Unit::new("number");
    let look = |cell: &Written| look(&cell.text, marks, &number);
    let looks: Vec<Vec<Look>> =
        rows.iter()
            .map(|row| {
                if row.equation.is_some() {
                    Vec::new()
                } else {
                    row.cells.iter().map(look).collect()
                }
            })
            .collect();
    let grid = Grid { rows, looks, width };
    let mut layout = Layout {
        roles: rows.iter().map(|row| vec![CellRole::Other; row.cells.len()]).collect(),
        ..Layout::default()
    };
    let header = grid.header();
    let (label, numbers) = grid.label_columns(header);
    let is_figures = |column: &usize| {
        Some(*column) != label
            && Some(*column) != numbers
            && grid
                .body(header)
                .any(|row| matches!(grid.look(row, *column), Look::Figure | Look::Year))
            && !grid.names_years(header, *column)
    };
    let columns: Vec<usize> = (0..width).filter(is_figures).collect();
    grid.place_columns(&mut layout, header, &columns);
    grid.place_rows(&mut layout, header, label, numbers, &columns);
    grid.read(&mut layout, header, &columns, marks);
    layout.name_by_figures();
    if header > 0 && columns.len() > 1 {
        layout.reading.push(Message::new("add-up.reading.headings").with("n", header));
    }
    if let Some(mark) = marks.grouping_by_count() {
        let mark = mark.to_string();
        layout.reading.push(Message::new("add-up.reading.grouping").with("mark", mark));
    }
    layout
}

impl Layout {
    /// Where nothing has a name, a figure alone in its row or column is called as it is written.
    fn name_by_figures(&mut self) {
        let text =
            |stated: Option<&Option<Stated>>| Some(Text::same(&stated?.as_ref()?.written.text));
        if let ([row], [figures]) = (self.rows.as_slice(), self.figures.as_slice())
            && !row.is_named
        {
            for (at, column) in self.columns.iter_mut().enumerate().filter(|(_, it)| !it.is_named) {
                column.label = text(figures.get(at)).unwrap_or_else(|| column.label.clone());
                column.is_named = true;
            }
        }
        if self.columns.len() == 1 {
            for (row, figures) in
                self.rows.iter_mut().zip(&self.figures).filter(|(it, _)| !it.is_named)
            {
                row.label = text(figures.first()).unwrap_or_else(|| row.label.clone());
                row.is_named = true;
            }
        }
    }
}
