//! Comparisons of two periods as bytes: for people, for spreadsheets, for other programs.
//!
//! The headings of CSV and the keys of JSON are described in `docs/compare.md`.

mod csv;
mod json;
mod notes;
mod people;
mod request;
mod words;

use std::collections::BTreeSet;

use esep::{
    Banding, Book, CellIndex, Change, Ground, GroundChanges, Language, OrganizationId,
    PeriodComparison, Ranking,
};

pub use notes::comparison_notes;
pub use request::{ComparisonRequest, compare_book};

use crate::table::TableFormat;

/// What is written: comparisons of one book, in which language.
#[derive(Clone, Copy)]
pub struct ComparisonReport<'a> {
    /// The book, for the names of its organizations.
    pub book: &'a Book,
    /// The forms compared, all between the same two periods.
    pub forms: &'a [ComparedForm],
    /// The language of words and figures for people.
    pub language: Language,
}

/// A form compared, and what of it is shown.
#[derive(Debug, Clone)]
pub struct ComparedForm {
    /// The comparison.
    pub comparison: PeriodComparison,
    /// The lines shown, each as a table of all organizations; `None`: all lines, in a table for each
    /// organization.
    pub lines: Option<Vec<usize>>,
    /// The rankings shown.
    pub rankings: Vec<Ranking>,
}

/// Which tables of a comparison are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparisonTable {
    /// The change of every line.
    Changes,
    /// Who gained and who lost.
    Ranking,
    /// Who lies in which band.
    Bands,
}

impl ComparisonTable {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Changes, Self::Ranking, Self::Bands];
}

/// Writes comparisons: one table, or all of them where none is named. CSV holds one table, the
/// changes unless another is named.
pub fn write_comparison(
    report: &ComparisonReport<'_>,
    format: TableFormat,
    only: Option<ComparisonTable>,
) -> String {
    let tables = only.map_or(ComparisonTable::ALL.to_vec(), |table| vec![table]);
    match format {
        TableFormat::Text => people::write(report, &tables, people::Look::Text),
        TableFormat::Markdown => people::write(report, &tables, people::Look::Markdown),
        TableFormat::Html(extent) => {
            let html = people::write(report, &tables, people::Look::Html);
            extent.finish(&title(report), report.language, html)
        }
        TableFormat::Csv => csv::write(report, only.unwrap_or(ComparisonTable::Changes)),
        TableFormat::Json => json::write(report, &tables),
    }
}

/// What is compared: the forms, or the periods.
fn title(report: &ComparisonReport<'_>) -> String {
    let titles = report.forms.iter().map(|form| &form.comparison.form.title);
    titles.map(|title| title.in_language(report.language)).collect::<Vec<_>>().join("; ")
}

impl ComparedForm {
    /// Whether a cell is among those shown.
    fn shows(&self, index: CellIndex) -> bool {
        self.lines.as_ref().is_none_or(|lines| lines.contains(&index.line))
    }

    /// Who lies in which band of the lines shown.
    fn bandings(&self) -> impl Iterator<Item = Banding> {
        self.comparison.bandings().into_iter().filter(|banding| self.shows(banding.index))
    }

    /// The changes shown of a ground.
    fn changes<'a>(
        &'a self,
        compared: &'a GroundChanges,
    ) -> impl Iterator<Item = (CellIndex, &'a Change)> {
        let changes = compared.changes.iter().map(|(index, change)| (*index, change));
        changes.filter(|(index, _)| self.shows(*index))
    }

    /// The changes shown of all grounds together: of those cells to which several grounds add.
    fn total(&self) -> impl Iterator<Item = (CellIndex, &esep::Shift, usize)> {
        let total = &self.comparison.total;
        total.changes.iter().filter_map(|(index, shift)| {
            let n_grounds = total.over.get(index).map_or(0, BTreeSet::len);
            (n_grounds > 1 && self.shows(*index)).then_some((*index, shift, n_grounds))
        })
    }
}

/// The id of a line, and of its column where the form has any.
fn ids(comparison: &PeriodComparison, index: CellIndex) -> (&str, Option<&str>) {
    let form = &comparison.form;
    let line = form.lines().get(index.line).map_or("", |line| line.id.as_str());
    (line, form.columns().get(index.column).map(|column| column.id.as_str()))
}

/// `members`, or `members[women]`.
fn heading(comparison: &PeriodComparison, index: CellIndex) -> String {
    match ids(comparison, index) {
        (line, None) => line.to_owned(),
        (line, Some(column)) => format!("{line}[{column}]"),
    }
}

/// Codes, separated as in `structure.csv`.
fn codes(organizations: &[OrganizationId]) -> String {
    let codes: Vec<&str> = organizations.iter().map(OrganizationId::as_str).collect();
    codes.join("|")
}

/// What a ground is: one organization in both periods, or several.
fn scope(ground: &Ground) -> &'static str {
    let is_one = ground.before.len() <= 1 && ground.after.len() <= 1;
    if is_one { "organization" } else { "ground" }
}
