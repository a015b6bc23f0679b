//! Cells with several spaces between them, aligned below each other.
//!
//! Where every row has as many cells, they are those of the columns. Otherwise cells belong together
//! that stand below each other: a cell goes into the run of characters in which any row has letters.

use std::ops::Range;
use std::sync::Arc;

use esep::{PastedRow, Place, Written};

use super::{characters, indent};

/// The cell of a line: its text, and its characters from 0.
type Piece<'a> = (&'a str, Range<u32>);

/// Whether several spaces stand within a line.
pub(super) fn is_aligned(line: &str) -> bool {
    let line = line.trim();
    line.contains("  ") || line.contains("\u{a0}\u{a0}")
}

pub(super) fn rows(name: &Arc<str>, text: &str) -> Vec<PastedRow> {
    let lines: Vec<(u32, &str, Vec<Piece<'_>>)> =
        (1..).zip(text.lines()).map(|(number, line)| (number, line, pieces(line))).collect();
    let lengths = || lines.iter().map(|(.., pieces)| pieces.len()).filter(|length| *length > 1);
    let are_alike = lengths().min() == lengths().max();
    let columns = if are_alike { Vec::new() } else { columns(&lines) };
    let rows = lines.iter().map(|(number, line, pieces)| {
        let column = |(at, piece): (usize, &Piece<'_>)| {
            let found = columns.iter().position(|column| column.contains(&piece.1.start));
            found.unwrap_or(at)
        };
        let mut at: Vec<usize> = pieces.iter().enumerate().map(column).collect();
        let rises = at.iter().zip(at.iter().skip(1)).all(|(a, b)| a < b);
        if !rises || pieces.len() == 1 {
            at = (0..pieces.len()).collect();
        }
        let width = at.last().map_or(0, |last| last + 1);
        let blank = || Written::new("", Place::new(name, *number, 1, 0));
        let mut cells: Vec<Written> = (0..width).map(|_| blank()).collect();
        for (at, (text, range)) in at.iter().zip(pieces) {
            if let Some(cell) = cells.get_mut(*at) {
                *cell = Written::new(
                    *text,
                    Place::new(name, *number, range.start + 1, characters(text)),
                );
            }
        }
        PastedRow { cells, indent: indent(line), is_split: true }
    });
    rows.collect()
}

/// The texts between two or more spaces.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start: Option<(usize, u32)> = None;
    // Where the last letter that is no space ends.
    let mut end = (0, 0);
    let is_space = |letter: char| matches!(letter, ' ' | '\u{a0}' | '\r');
    for (column, (at, letter)) in (0_u32..).zip(line.char_indices()) {
        if is_space(letter) {
            continue;
        }
        if let Some((from, first)) = start
            && column > end.1 + 1
        {
            pieces.push((line.get(from..end.0).unwrap_or_default(), first..end.1));
            start = None;
        }
        start = start.or(Some((at, column)));
        end = (at + letter.len_utf8(), column + 1);
    }
    if let Some((from, first)) = start {
        pieces.push((line.get(from..end.0).unwrap_or_default(), first..end.1));
    }
    pieces
}

/// The runs of characters in which any row has letters.
fn columns(lines: &[(u32, &str, Vec<Piece<'_>>)]) -> Vec<Range<u32>> {
    let rows = lines.iter().filter(|(.., pieces)| pieces.len() > 1);
    let mut ranges: Vec<Range<u32>> =
        rows.flat_map(|(.., pieces)| pieces.iter().map(|piece| piece.1.clone())).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut columns: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match columns.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => columns.push(range),
        }
    }
    columns
}
