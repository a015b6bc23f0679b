//! What stands on a form to be filled in, whatever the kind of file.

use esep::{CellIndex, Form, Line, Message, Wording};

use super::Template;
use crate::sheet_writing::written;

/// A line of the form as it is laid out.
pub(super) struct Field<'a> {
    pub(super) position: usize,
    pub(super) line: &'a Line,
    /// How many wholes it is a part of.
    pub(super) depth: u8,
    /// The number printed on the form.
    pub(super) number: &'a str,
    pub(super) label: &'a str,
    pub(super) unit: String,
}

/// The headings of the table.
pub(super) struct Headings {
    pub(super) number: &'static str,
    pub(super) label: &'static str,
    pub(super) unit: &'static str,
    pub(super) figures: Vec<String>,
}

impl<'a> Template<'a> {
    pub(super) fn wording(&self) -> Wording {
        Wording::in_language(self.language)
    }

    pub(super) fn title(&self) -> &'a str {
        self.form.title.in_language(self.language)
    }

    /// `Form No. 7`.
    pub(super) fn form_number(&self) -> Option<String> {
        let number = self.form.number.as_deref()?;
        Some(self.wording().sentence(&Message::new("template.form").with("number", number)))
    }

    /// The period in words; empty where it is to be filled in.
    pub(super) fn period_shown(&self) -> String {
        self.period.map(|period| self.wording().period(period)).unwrap_or_default()
    }

    pub(super) fn headings(&self) -> Headings {
        let word = |name: &'static str| self.wording().word(name);
        let columns = self.form.columns().iter();
        let mut figures: Vec<String> =
            columns.map(|column| column.label.in_language(self.language).to_owned()).collect();
        if figures.is_empty() {
            figures.push(word("template-figure").to_owned());
        }
        Headings {
            number: "№",
            label: word("template-label"),
            unit: word("template-unit"),
            figures,
        }
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = Field<'a>> {
        let (form, language, wording) = (self.form, self.language, self.wording());
        form.lines().iter().enumerate().map(move |(position, line)| Field {
            position,
            line,
            depth: depth(form, line),
            number: line.number.as_deref().unwrap_or_default(),
            label: line.label.in_language(language),
            unit: wording.unit(&line.unit),
        })
    }

    /// How many columns of figures there are.
    pub(super) fn n_columns(&self) -> usize {
        self.form.columns().len().max(1)
    }

    /// Whether the form asks for a cell.
    pub(super) fn asks_for(&self, index: CellIndex) -> bool {
        let line = self.form.lines().get(index.line);
        let column = self.form.columns().get(index.column);
        line.is_some_and(|line| column.is_none_or(|column| line.has_column(&column.id)))
    }

    /// What stands in a cell already, as text; empty where it is to be filled in.
    pub(super) fn filled(&self, index: CellIndex) -> String {
        let stated = self.figures.and_then(|sheet| sheet.cell(index));
        stated.and_then(|stated| written(self.form, index, stated)).unwrap_or_default().0
    }
}

/// How many lines of the form stand above one in the tree of their ids.
fn depth(form: &Form, line: &Line) -> u8 {
    let id = line.id.as_str();
    let wholes = id.match_indices('.').filter_map(|(at, _)| id.get(..at));
    let depth = wholes.filter(|whole| form.line(whole).is_some()).count();
    u8::try_from(depth).unwrap_or(u8::MAX).min(10)
}
