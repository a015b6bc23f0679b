//! All sheets of a book, for other programs.

mod sdmx;

use esep::{Book, Sheet, Sheets, rollup};

use crate::sheet_writing::{write_sheets_json, write_sheets_tidy_csv};

pub use sdmx::ExportedFile;

/// How sheets are written for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One figure a row; see [`write_sheets_tidy_csv`].
    Csv,
    /// JSON of the schema `esep/sheets/1`; see [`write_sheets_json`].
    Json,
}

/// The sheets of a book, as stated: what is read of them says the same.
#[derive(Debug, Clone)]
pub struct Exported<'a> {
    book: &'a Book,
    /// What was added up for organizations that stated nothing.
    rolled: Sheets,
}

impl<'a> Exported<'a> {
    /// The sheets that were stated.
    pub fn new(book: &'a Book) -> Self {
        Self { book, rolled: Sheets::default() }
    }

    /// With what adds up for each organization that has others below it and stated nothing of the
    /// form and period itself.
    #[must_use]
    pub fn with_rolled_up(mut self) -> Self {
        for (form, period) in self.book.sheets.forms_and_periods() {
            let Some(form) = self.book.forms.get(form.as_str()) else { continue };
            for (organization, sheet) in rollup(self.book, form, period).sheets {
                if self.book.sheets.get(&form.id, period, &organization).is_none() {
                    self.rolled.insert(sheet);
                }
            }
        }
        self
    }

    /// The sheets in a format.
    pub fn write(&self, format: ExportFormat) -> String {
        let sheets = self.sheets();
        match format {
            ExportFormat::Csv => write_sheets_tidy_csv(&sheets),
            ExportFormat::Json => write_sheets_json(&sheets),
        }
    }

    /// The sheets as SDMX 3.0: files that belong together.
    pub fn sdmx(&self) -> Vec<ExportedFile> {
        sdmx::write(self.book, &self.sheets())
    }

    fn sheets(&self) -> Vec<&Sheet> {
        self.book.sheets.iter().chain(self.rolled.iter()).collect()
    }
}
