//! Where a figure stands.

mod line_index;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use line_index::LineIndex;

/// Where something stands in a file. Lines and columns count from 1, columns in characters.
///
/// A place with line 0 is the file as a whole.
/// Places sort by file, then line, then column: the order in which findings are reported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's name as the user gave it, with `/` between folders.
    pub file: Arc<str>,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// The column in characters, from 1; 0 where the whole file is meant.
    pub column: u32,
    /// How many characters are meant, from `column` on.
    pub length: u32,
}

impl Place {
    /// A place of `length` characters at `line` and `column`, both from 1.
    pub fn new(file: &Arc<str>, line: u32, column: u32, length: u32) -> Self {
        Self { file: Arc::clone(file), line, column, length }
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
        if self.line == 0 {
            write!(f, "{}", self.file)
        } else {
            write!(f, "{}:{}:{}", self.file, self.line, self.column)
        }
    }
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
