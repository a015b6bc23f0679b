//! Rows that are not plain: found as any other CSV, and read as the rules plainly say.

use std::borrow::Cow;

use esep::{Fault, FaultKind, Field, Row, Rules};

use crate::csv::{Mistake, Record, Records};
use crate::grids::NO_RESULT;
use crate::source::with_line_feeds;

/// No row has more bytes: a quote that is still open then is one that never closes, and what stands
/// behind them on the same line is a row of its own.
pub(super) const LONGEST: usize = 1 << 20;

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

/// Looks at the first row of some bytes, if there is one, and how many it takes. `None` where it does not end in them and
/// `is_all` says that more may follow.
pub(super) fn first_row(
    bytes: &[u8],
    separator: char,
    is_all: bool,
    look: impl FnOnce(Option<&Record<'_>>, usize),
) -> Option<FirstRow> {
    let is_all = is_all || bytes.len() >= LONGEST;
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    let mut lines = 1;
    loop {
        let ends = memchr::memchr_iter(b'\n', bytes);
        let length = ends.map(|end| end + 1).nth(lines - 1).unwrap_or(bytes.len());
        let some = bytes.get(..length)?;
        let text = text_of(some);
        let mut records = Records::separated(&text, separator);
        let record = records.next();
        let is_open = record.as_ref().is_some_and(is_open);
        if is_open && length < bytes.len() {
            lines *= 4;
            continue;
        }
        if is_open && !is_all {
            return None;
        }
        let length = bytes_of(some, text.len() - records.rest().len());
        let row = FirstRow { length, lines: line_ends(some.get(..length)?) };
        look(record.as_ref(), length);
        return Some(row);
    }
}

/// What bytes say; what stands for no character is `U+FFFD`, as where a whole file is read.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if !bytes.contains(&0) => Cow::Borrowed(text),
        _ => Cow::Owned(String::from_utf8_lossy(bytes).replace('\0', REPLACEMENT)),
    };
    if text.contains('\r') { Cow::Owned(with_line_feeds(text.into_owned())) } else { text }
}

const REPLACEMENT: &str = "\u{FFFD}";

/// How many bytes so many bytes of the text are made of.
fn bytes_of(bytes: &[u8], of_text: usize) -> usize {
    let (mut length, mut of_its_text) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        let letters = chunk.valid().chars().map(|letter| {
            let length = letter.len_utf8();
            (length, if letter == '\0' { REPLACEMENT.len() } else { length })
        });
        let broken = Some((chunk.invalid().len(), REPLACEMENT.len()));
        for (own, of_text_of_it) in letters.chain(broken.filter(|(length, _)| *length > 0)) {
            if of_its_text >= of_text {
                return length;
            }
            length += own;
            of_its_text += of_text_of_it;
        }
    }
    length
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

/// What keeps a row from being read: it is no text, or a formula in a column that is read gives no
/// value.
fn unreadable(record: &Record<'_>, rules: &Rules) -> Option<Fault> {
    let is_read = |column: usize| !matches!(rules.fields().get(column), None | Some(Field::Skip));
    record.cells.iter().enumerate().find_map(|(column, cell)| {
        if cell.text == NO_RESULT {
            let kind = FaultKind::NoResult;
            return is_read(column).then_some(Fault { kind, column: Some(column) });
        }
        let is_text = !cell.text.contains(char::REPLACEMENT_CHARACTER);
        (!is_text).then(|| Fault::of_row(FaultKind::NoText))
    })
}

/// Reads a row plainly: what everything faster is held to; whether it says anything at all.
///
/// # Errors
/// - the first thing for which the row cannot be counted, and where that is.
pub(super) fn read(
    record: &Record<'_>,
    rules: &Rules,
    count: impl FnOnce(Row<'_>) -> Result<(), Fault>,
) -> Result<bool, (Fault, Spot)> {
    let fields: Vec<&str> = record.cells.iter().map(|cell| &*cell.text).collect();
    let read = if is_open(record) {
        Err(Fault::of_row(FaultKind::OpenQuote))
    } else if let Some(fault) = unreadable(record, rules) {
        Err(fault)
    } else {
        rules.read(&fields)
    };
    let counted = read.and_then(|row| row.map_or(Ok(false), |row| count(row).map(|()| true)));
    counted.map_err(|fault| {
        let cell = record.cells.get(fault.column.unwrap_or(0)).or(record.cells.first());
        let spot = cell.map_or(Spot { line: 0, column: 1, length: 1 }, |cell| Spot {
            line: u64::from(cell.line.saturating_sub(1)),
            column: cell.column,
            length: cell.length,
        });
        (fault, spot)
    })
}
