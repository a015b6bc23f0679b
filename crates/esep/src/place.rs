//! Where a figure stands.

mod line_index;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use line_index::LineIndex;

/// Where something stands in a file. Lines and columns count from 1, columns in characters.
///
/// A place with line 0 is the file, or its part, as a whole.
/// Places sort by file, then part, then line, then column: the order in which findings are reported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's name as the user gave it, with `/` between folders.
    pub file: Arc<str>,
    /// The part of a file that is no text of lines. Within it, `line` is the row and `column` the
    /// cell, and nothing has a length.
    pub part: Option<Arc<Part>>,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// The column in characters, from 1; 0 where the whole file is meant.
    pub column: u32,
    /// How many characters are meant, from `column` on.
    pub length: u32,
}

/// A part of a file that is no text of lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The text around the tables of a document: a paragraph is a row.
    Paragraphs,
    /// A table of a document, from 1.
    Table(u32),
    /// A sheet of a workbook: its place among the sheets, from 1, and its name.
    Sheet(u32, String),
}

impl Place {
    /// A place of `length` characters at `line` and `column`, both from 1.
    pub fn new(file: &Arc<str>, line: u32, column: u32, length: u32) -> Self {
        Self { file: Arc::clone(file), part: None, line, column, length }
    }

    /// A cell of a part of a file: its row and its column, both from 1; with neither, the part as a
    /// whole.
    pub fn in_part(file: &Arc<str>, part: &Arc<Part>, row: u32, column: u32) -> Self {
        Self { part: Some(Arc::clone(part)), ..Self::new(file, row, column, 0) }
    }

    /// What spreadsheet programs call the cell: `C14`. `None` where no cell of a workbook is meant.
    pub fn cell_name(&self) -> Option<String> {
        let is_sheet = matches!(self.part.as_deref(), Some(Part::Sheet(..)));
        (is_sheet && self.line > 0).then(|| format!("{}{}", column_letters(self.column), self.line))
    }

    /// The file as a whole.
    pub fn whole(file: &Arc<str>) -> Self {
        Self::new(file, 0, 0, 0)
    }

    /// Where a part of a text stands, given in bytes of `text`, when the text as a whole stands
    /// here. A text that does not stand here letter by letter, as with escapes or over several
    /// lines, has no parts: the place of the whole is given.
    #[must_use]
    pub fn of_part(&self, text: &str, part: Range<usize>) -> Self {
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        match (text.get(..part.start), text.get(part)) {
            (Some(before), Some(part)) if count(text) == self.length && !text.contains('\n') => {
                Self::new(
                    &self.file,
                    self.line,
                    self.column.saturating_add(count(before)),
                    count(part),
                )
            }
            _ => self.clone(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, .. } = self;
        match (self.part.as_deref(), self.line) {
            (None | Some(Part::Paragraphs), 0) => write!(f, "{file}"),
            (None, _) => write!(f, "{file}:{line}:{column}"),
            (Some(Part::Paragraphs), _) => write!(f, "{file}:{line}"),
            (Some(Part::Table(number)), 0) => write!(f, "{file}:#{number}"),
            (Some(Part::Table(number)), _) => write!(f, "{file}:#{number}:{line}:{column}"),
            (Some(Part::Sheet(_, name)), _) => {
                // As spreadsheet programs write it: in quotes where it is not one word.
                let is_word = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
                let quote = if is_word { "" } else { "'" };
                write!(f, "{file}:{quote}{name}{quote}")?;
                self.cell_name().map_or(Ok(()), |cell| write!(f, "!{cell}"))
            }
        }
    }
}

/// The letters of a column of a spreadsheet, counted from 1: `A` to `Z`, then `AA`.
fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while let Some(before) = rest.checked_sub(1) {
        letters.push(char::from(b'A' + u8::try_from(before % 26).unwrap_or_default()));
        rest = before / 26;
    }
    letters.iter().rev().collect()
}

/// A text with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Written {
    /// The text, as written.
    pub text: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

impl Written {
    /// A text and its place.
    pub fn new(text: impl Into<Arc<str>>, place: Place) -> Self {
        Self { text: text.into(), place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(part: Part, row: u32, column: u32, expected: &str) {
        let place = Place::in_part(&"a.xlsx".into(), &Arc::new(part), row, column);
        assert_eq!(place.to_string(), expected);
    }

    #[test]
    fn cells_are_named_as_programs_name_them() {
        let sheet = |name: &str| Part::Sheet(1, name.to_owned());
        check(sheet("Лист1"), 14, 3, "a.xlsx:Лист1!C14");
        check(sheet("Форма 7"), 1, 703, "a.xlsx:'Форма 7'!AAA1");
        check(sheet("Форма 7"), 0, 0, "a.xlsx:'Форма 7'");
        check(Part::Table(2), 5, 3, "a.xlsx:#2:5:3");
        check(Part::Paragraphs, 4, 1, "a.xlsx:4");
    }

    #[test]
    fn columns_have_letters() {
        for (column, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16_384, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
