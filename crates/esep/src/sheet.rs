//! Sheets: what an organization stated on a form for a period. A sheet may be wrong.

mod entry;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use entry::{Entry, Notation};

use crate::figure::{Content, Figure};
use crate::form::Form;
use crate::id::OrganizationId;
use crate::period::Period;
use crate::place::Place;

/// A form filled by an organization for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    form: Arc<Form>,
    organization: OrganizationId,
    period: Period,
    cells: BTreeMap<CellIndex, Stated>,
}

/// Which cell of a form: the line and the column by their order on it; column 0 where a form has
/// none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIndex {
    /// The line, from 0.
    pub line: usize,
    /// The column, from 0.
    pub column: usize,
}

/// What one cell of a sheet says, and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What it says.
    pub content: Content,
    /// The text as written; empty where the figure was computed.
    pub text: Arc<str>,
    /// A footnote or remark.
    pub note: Option<Arc<str>>,
    /// Where it stands; `None` where it was computed.
    pub place: Option<Place>,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(form: Arc<Form>, organization: OrganizationId, period: Period) -> Self {
        Self { form, organization, period, cells: BTreeMap::new() }
    }

    /// The form it fills.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Whose it is.
    pub fn organization(&self) -> &OrganizationId {
        &self.organization
    }

    /// Of which period.
    pub fn period(&self) -> Period {
        self.period
    }

    /// The cells that say something, in the order of the form.
    pub fn cells(&self) -> impl Iterator<Item = (CellIndex, &Stated)> {
        self.cells.iter().map(|(index, stated)| (*index, stated))
    }

    /// What a cell says; `None` where nothing was written at all.
    pub fn cell(&self, index: CellIndex) -> Option<&Stated> {
        self.cells.get(&index)
    }

    /// The figure of a cell, where it states one.
    pub fn figure(&self, index: CellIndex) -> Option<&Figure> {
        match &self.cells.get(&index)?.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// Writes a cell and returns what stood there before.
    pub fn set(&mut self, index: CellIndex, stated: Stated) -> Option<Stated> {
        self.cells.insert(index, stated)
    }
}
