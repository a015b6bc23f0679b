//! Pasted tables: does it add up?
//!
//! Nobody says what a pasted table means, so it is understood first, step by step:
//!
//! 1. `lines`: what has no separators falls into labels and figures, or is an equation;
//! 2. `marks`: the decimal mark, and the figures;
//! 3. `grid` and `layout`: headings, labels, rows and columns of figures;
//! 4. `sums` and `ratios`: totals with their parts, changes and shares, by label and by arithmetic;
//! 5. `builder`: all of that as a form with breakdowns and rules, and a sheet that fills it.
//!
//! Then the form is checked as any other. What was understood is told in words, and what cannot be
//! told apart is left unsaid rather than guessed.

mod axis;
mod builder;
mod equation;
mod grid;
mod growth;
mod judge;
mod layout;
mod lines;
mod marks;
mod names;
mod outcome;
mod ratios;
mod statement;
mod sums;
mod telling;
mod words;

pub use growth::{Growth, GrowthName, growth};
pub use judge::add_up;

use crate::book::Book;
use crate::explain::{Explained, Limits, explain};
use crate::figure::Amount;
use crate::finding::{Cell, Finding, Message, Summary};
use crate::place::Written;

/// A pasted text, split as far as its own separators tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pasted {
    /// The rows that say anything, from the top.
    pub rows: Vec<PastedRow>,
    /// Whether the text was longer than is read: [`Pasted::MOST_ROWS`],
    /// [`Pasted::MOST_COLUMNS`], [`Pasted::MOST_CELLS`].
    pub is_cut: bool,
}

/// One row of a pasted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedRow {
    /// Its cells; a line without separators is one cell.
    pub cells: Vec<Written>,
    /// How far its first cell is indented, in characters.
    pub indent: u32,
    /// Whether separators split it.
    pub is_split: bool,
}

impl Pasted {
    /// So many rows are read at most.
    pub const MOST_ROWS: usize = 2_000;
    /// So many columns are read at most.
    pub const MOST_COLUMNS: usize = 60;
    /// So many cells are read at most, in whole rows.
    pub const MOST_CELLS: usize = 20_000;
}

/// Whether a pasted table adds up, and how we know.
#[derive(Debug, Clone)]
pub struct AddUp {
    /// The verdict on all of it.
    pub verdict: AddUpVerdict,
    /// The verdict in a sentence.
    pub sentence: Message,
    /// How the table was understood, a sentence each.
    pub reading: Vec<Message>,
    /// What to add where nothing can be told.
    pub hints: Vec<Message>,
    /// The rows as they were pasted, with the role of each cell.
    pub rows: Vec<Vec<AddUpCell>>,
    /// Every relation that was asked.
    pub relations: Vec<AddUpRelation>,
    /// What does not add up or cannot be read, sorted by place.
    pub findings: Vec<Finding>,
    /// How much was looked at.
    pub summary: Summary,
    /// What it was taken for.
    book: Book,
}

/// Less work than for a book: somebody waits.
const LIMITS: Limits = Limits { steps: 20_000, comparisons: 40_000, repairs: 50 };

impl AddUp {
    /// Which figures are probably wrong, for each group of the findings that share figures.
    pub fn explanations(&self) -> Vec<Explained> {
        explain(&self.book, &self.findings, &LIMITS)
    }

    /// Where a cell of a finding or an explanation stands: its row and column in the pasted rows.
    pub fn place_of(&self, cell: &Cell) -> Option<(usize, usize)> {
        statement::at(cell.line.as_str())
    }
}

/// The verdict on a pasted table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddUpVerdict {
    /// Every relation that could be asked holds, and there is one at least.
    AddsUp,
    /// Some relation does not hold.
    DoesNotAddUp,
    /// No relation could be asked.
    CannotTell,
}

impl AddUpVerdict {
    /// The name in data: `adds-up`, `does-not-add-up`, `cannot-tell`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AddsUp => "adds-up",
            Self::DoesNotAddUp => "does-not-add-up",
            Self::CannotTell => "cannot-tell",
        }
    }
}

/// A cell of a pasted table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddUpCell {
    /// The text and its place.
    pub written: Written,
    /// What it was taken for.
    pub role: CellRole,
    /// Which findings speak of it, by their position.
    pub findings: Vec<usize>,
}

/// What a cell was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellRole {
    /// A name of a row or column.
    Label,
    /// A figure.
    Figure,
    /// A figure that others add up to.
    Total,
    /// A share, or a change in percent.
    Share,
    /// Anything else, such as a title or the number of a row.
    Other,
}

impl CellRole {
    /// The name in data: `label`, `figure`, `total`, `share`, `other`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Figure => "figure",
            Self::Total => "total",
            Self::Share => "share",
            Self::Other => "other",
        }
    }
}

/// One relation between figures of a pasted table, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddUpRelation {
    /// What was found, in a sentence.
    pub sentence: Message,
    /// Whether it holds.
    pub verdict: RelationVerdict,
    /// The figure stated.
    pub stated: Option<Amount>,
    /// What the others give.
    pub computed: Option<Amount>,
    /// Stated less computed.
    pub difference: Option<Amount>,
    /// The cells it touches, the one stated first, by row and column of the pasted rows.
    pub cells: Vec<(usize, usize)>,
}

/// Whether a relation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationVerdict {
    /// It does, exactly or within rounding.
    Holds,
    /// It does not.
    Fails,
    /// A figure that it needs is missing, or it is not certain that it must hold.
    Unknown,
}

impl RelationVerdict {
    /// The name in data: `holds`, `fails`, `unknown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Unknown => "unknown",
        }
    }
}
