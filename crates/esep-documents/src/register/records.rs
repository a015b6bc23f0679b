//! Rows that are not plain: found as any other CSV, and read as the rules plainly say.

use std::borrow::Cow;

use esep::{Fault, FaultKind, Row, Rules};

use crate::csv::{Mistake, Record, Records};
use crate::source::with_line_feeds;

/// The first row of some bytes, as far as it is there.
#[derive(Debug)]
pub(super) struct FirstRow {
    /// How many bytes it takes, with blank lines before it.
    pub(super) length: usize,
    /// How many lines end in these.
    pub(super) lines: u64,
}

/// Where a row or a field of it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// How many lines stand before its own, among those that are read together.
    pub(super) line: u64,
    /// The column in characters, from 1.
    pub(super) column: u32,
    /// How many characters it takes.
    pub(super) length: u32,
}

/// A row that may have anything in it.
pub(super) enum AnyRow<'r> {
    Record(Record<'r>),
    /// It is no text.
    NoText,
    /// There is none.
    Nothing,
}

/// Looks at the first row of some bytes. `None` where it does not end in them and `is_all` says that
/// more may follow.
pub(super) fn first_row(
    bytes: &[u8],
    separator: u8,
    is_all: bool,
    look: impl FnOnce(AnyRow<'_>),
) -> Option<FirstRow> {
    let mut lines = 1;
    loop {
        let ends = memchr::memchr_iter(b'\n', bytes);
        let length = ends.map(|end| end + 1).nth(lines - 1).unwrap_or(bytes.len());
        let some = bytes.get(..length).unwrap_or_default();
        let Ok(text) = std::str::from_utf8(some) else {
            let length = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
            look(AnyRow::NoText);
            return Some(FirstRow { length, lines: line_ends(bytes.get(..length)?) });
        };
        let text = if text.contains('\r') {
            Cow::Owned(with_line_feeds(text.to_owned()))
        } else {
            Cow::Borrowed(text)
        };
        let mut records = Records::separated(&text, char::from(separator));
        let record = records.next();
        let is_open = record.as_ref().is_some_and(is_open);
        if is_open && length < bytes.len() {
            lines *= 4;
            continue;
        }
        if is_open && !is_all {
            return None;
        }
        let length = text.len() - records.rest().len();
        let row = FirstRow { length, lines: line_ends(bytes.get(..length)?) };
        look(record.map_or(AnyRow::Nothing, AnyRow::Record));
        return Some(row);
    }
}

/// How many lines end in some bytes: a carriage return ends one, too, unless a line feed follows.
fn line_ends(bytes: &[u8]) -> u64 {
    let is_end = |(at, byte): &(usize, &u8)| {
        **byte == b'\n' || **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')
    };
    u64::try_from(bytes.iter().enumerate().filter(is_end).count()).unwrap_or(u64::MAX)
}

fn is_open(record: &Record<'_>) -> bool {
    record.cells.iter().any(|cell| cell.mistake == Some(Mistake::UnclosedQuote))
}

/// Reads a row plainly: what everything faster is held to. `None` where all is blank.
///
/// # Errors
/// - the first thing for which the row cannot be counted, and where that is.
pub(super) fn read(
    row: &AnyRow<'_>,
    rules: &Rules,
    count: impl FnOnce(Row<'_>) -> Result<(), Fault>,
) -> Result<bool, (Fault, Spot)> {
    let record = match row {
        AnyRow::Record(record) => record,
        AnyRow::Nothing => return Ok(false),
        AnyRow::NoText => {
            let start = Spot { line: 0, column: 1, length: 1 };
            return Err((Fault::of_row(FaultKind::NoText), start));
        }
    };
    let spot = |fault: Fault| {
        let cell = record.cells.get(fault.column.unwrap_or(0)).or(record.cells.first());
        cell.map_or(Spot { line: 0, column: 1, length: 1 }, |cell| Spot {
            line: u64::from(cell.line.saturating_sub(1)),
            column: cell.column,
            length: cell.length,
        })
    };
    let is_unreadable =
        || record.cells.iter().any(|cell| cell.text.contains(char::REPLACEMENT_CHARACTER));
    let fields: Vec<&str> = record.cells.iter().map(|cell| &*cell.text).collect();
    let read = if is_open(record) {
        Err(Fault::of_row(FaultKind::OpenQuote))
    } else if is_unreadable() {
        Err(Fault::of_row(FaultKind::NoText))
    } else {
        rules.read(&fields)
    };
    let counted = read.and_then(|row| row.map_or(Ok(false), |row| count(row).map(|()| true)));
    counted.map_err(|fault| (fault, spot(fault)))
}
