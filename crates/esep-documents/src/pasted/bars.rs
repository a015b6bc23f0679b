//! Cells between bars: tables of Markdown, and those that terminals draw.

use std::sync::Arc;

use esep::{PastedRow, Place, Written};

use super::characters;

pub(super) fn rows(name: &Arc<str>, text: &str) -> Vec<PastedRow> {
    let mut rows = Vec::new();
    for (number, line) in (1_u32..).zip(text.lines()) {
        let is_rule =
            line.chars().all(|letter| matches!(letter, '|' | '-' | ':' | '+' | '=' | ' ' | '\t'));
        if is_rule {
            continue;
        }
        rows.push(PastedRow {
            cells: cells(name, number, line),
            indent: 0,
            is_split: line.contains('|'),
        });
    }
    rows
}

fn cells(name: &Arc<str>, number: u32, line: &str) -> Vec<Written> {
    let mut cells = Vec::new();
    let mut column = 1;
    let begins = line.trim_start().starts_with('|');
    for part in parts(line) {
        let lead = part.len() - part.trim_start().len();
        let before = part.get(..lead).map_or(0, characters);
        let text = part.trim();
        let place = Place::new(name, number, column + before, characters(text));
        cells.push(Written::new(text.replace("\\|", "|").trim_matches('*').to_owned(), place));
        column += characters(part) + 1;
    }
    // The bars at both ends of a line have nothing outside.
    let is_blank = |cell: &Written| cell.text.is_empty();
    if begins && cells.first().is_some_and(is_blank) {
        cells.remove(0);
    }
    if line.trim_end().ends_with('|') && cells.last().is_some_and(is_blank) {
        cells.pop();
    }
    cells
}

/// What stands between bars that are not escaped.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (at, letter) in line.char_indices() {
        if letter == '|' && !is_escaped {
            parts.push(line.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    parts.push(line.get(start..).unwrap_or_default());
    parts
}
