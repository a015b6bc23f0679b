//! What stands on a form to be filled in, whatever the kind of file.

use esep::{CellIndex, Form, Line, Message, Wording};

use super::Template;
use crate::sheet_writing::written;

/// A line of the form as it is laid out.
pub(crate) struct Field<'a> {
    pub(crate) position: usize,
    pub(crate) line: &'a Line,
    /// How many wholes it is a part of.
    pub(crate) depth: u8,
    /// The number printed on the form.
    pub(crate) number: &'a str,
    pub(crate) label: &'a str,
    pub(crate) unit: String,
}

/// The headings of the table.
pub(crate) struct Headings {
    pub(crate) number: &'static str,
    pub(crate) label: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) figures: Vec<String>,
}

impl<'a> Template<'a> {
    pub(crate) fn wording(&self) -> Wording {
        Wording::in_language(self.language)
    }

    pub(crate) fn title(&self) -> &'a str {
        self.form.title.in_language(self.language)
    }

    /// `Form No. 7`.
    pub(crate) fn form_number(&self) -> Option<String> {
        let number = self.form.number.as_deref()?;
        Some(self.wording().sentence(&Message::new("template.form").with("number", number)))
    }

    /// The period in words; empty where it is to be filled in.
    pub(crate) fn period_shown(&self) -> String {
        self.period.map(|period| self.wording().period(period)).unwrap_or_default()
    }

    pub(crate) fn headings(&self) -> Headings {
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

    pub(crate) fn fields(&self) -> impl Iterator<Item = Field<'a>> {
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
    pub(crate) fn n_columns(&self) -> usize {
        self.form.columns().len().max(1)
    }

    /// Whether the form asks for a cell.
    pub(crate) fn asks_for(&self, index: CellIndex) -> bool {
        let line = self.form.lines().get(index.line);
        let column = self.form.columns().get(index.column);
        line.is_some_and(|line| column.is_none_or(|column| line.has_column(&column.id)))
    }

    /// What stands in a cell already, as text; empty where it is to be filled in.
    pub(crate) fn filled(&self, index: CellIndex) -> String {
        let stated = self.figures.and_then(|sheet| sheet.cell(index));
        stated.and_then(|stated| written(self.form, index, stated)).unwrap_or_default().0
    }
}

/// How many lines of the form stand above one in the tree of their ids.
pub(crate) fn depth(form: &Form, line: &Line) -> u8 {
    let id = line.id.as_str();
    let wholes = id.match_indices('.').filter_map(|(at, _)| id.get(..at));
    let depth = wholes.filter(|whole| form.line(whole).is_some()).count();
    u8::try_from(depth).unwrap_or(u8::MAX).min(10)
}
