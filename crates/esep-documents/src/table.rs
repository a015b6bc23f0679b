//! Tables: rows of text and numbers, written for a terminal, a spreadsheet, a program or a page.

mod csv;
mod html;
mod json;
pub(crate) mod markdown;
mod text;

use crate::html::HtmlExtent;

/// A table. Every row has as many cells as there are columns.
///
/// ```
/// use esep_documents::{Column, Table};
/// let mut table = Table::new([Column::text("organization"), Column::number("members")]);
/// table.push(["aktobe", "1200"]);
/// table.push(["akmola", "85"]);
/// assert_eq!(table.to_text(), "organization  members\naktobe           1200\nakmola             85\n");
/// assert_eq!(table.to_csv(), "organization,members\naktobe,1200\nakmola,85\n");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    title: Option<String>,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// For people at a terminal.
    Text,
    /// Tables of Markdown, for minutes and mail.
    Markdown,
    /// Tables of HTML.
    Html(HtmlExtent),
    /// Comma-separated: one table.
    Csv,
    /// JSON.
    Json,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub heading: String,
    /// What its cells hold.
    pub kind: ColumnKind,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, aligned to the left.
    Text,
    /// Figures, aligned to the right.
    Number,
}

impl Column {
    /// A column of words.
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), kind: ColumnKind::Text }
    }

    /// A column of figures. They are written as they are given; an empty one is not reported.
    pub fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), kind: ColumnKind::Number }
    }
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { title: None, columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// The same table with a title, which text, Markdown and HTML show above it.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Adds a row. Cells that are missing are blank, those beyond the last column are left out.
    pub fn push(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        let mut row: Vec<String> = cells.into_iter().map(Into::into).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
    }

    /// The title, if there is one.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// For a terminal: aligned, two spaces between columns.
    pub fn to_text(&self) -> String {
        text::write(self)
    }

    /// Comma-separated, with a header.
    pub fn to_csv(&self) -> String {
        csv::write(self)
    }

    /// An array of objects, one for each row, by heading; figures as strings, blanks as `null`.
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// A table of HTML, as a part of a page.
    pub fn to_html(&self) -> String {
        html::write(self)
    }

    /// A table of Markdown.
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }
}

/// A table for the tests of all writers.
#[cfg(test)]
fn sample() -> Table {
    let mut table = Table::new([
        Column::text("organization"),
        Column::number("members"),
        Column::text("note, if any"),
    ]);
    table.push(["Ұстаз", "12\u{a0}200", "joined | in 2020"]);
    table.push(["ақмола", "", "\"new\"\nline"]);
    table.push(["x"]);
    table
}
