//! Reading pasted text: whatever separates its cells.
//!
//! Tried in this order: tabs, as a spreadsheet copies them; bars, as Markdown has them; semicolons;
//! commas, where they cannot be marks within figures; several spaces, as terminals and plain text
//! align columns. A text without any of these is delivered line by line.

mod aligned;
mod bars;

use std::sync::Arc;

use esep::{Pasted, PastedRow, Place, Written};

use crate::csv::Records;
use crate::source::Source;

/// Reads a pasted text. Every text can be read; what its cells say, the core finds out.
///
/// ```
/// use esep_documents::{Source, read_pasted};
/// let text = "| | 2020 |\n|---|---:|\n| women | 60 |\n".to_owned();
/// let pasted = read_pasted(&Source { name: "pasted".into(), text });
/// let cell = &pasted.rows[1].cells[1];
/// assert_eq!((&*cell.text, cell.place.to_string()), ("60", "pasted:3:11".to_owned()));
/// ```
pub fn read_pasted(source: &Source) -> Pasted {
    let text = cut(&source.text);
    let mut rows = match Separator::of(text) {
        Separator::Character(separator) => records(&source.name, text, separator),
        Separator::Bar => bars::rows(&source.name, text),
        Separator::Spaces => aligned::rows(&source.name, text),
        Separator::None => lines(&source.name, text),
    };
    rows.retain(|row| row.cells.iter().any(|cell| !cell.text.is_empty()));
    let mut is_cut = text.len() < source.text.len() || rows.len() > Pasted::MOST_ROWS;
    rows.truncate(Pasted::MOST_ROWS);
    for row in &mut rows {
        is_cut |= row.cells.len() > Pasted::MOST_COLUMNS;
        row.cells.truncate(Pasted::MOST_COLUMNS);
    }
    let mut cells = 0;
    let fits = |row: &PastedRow| {
        cells += row.cells.len();
        cells <= Pasted::MOST_CELLS
    };
    let whole = rows.len();
    let rows: Vec<PastedRow> = rows.into_iter().take_while(fits).collect();
    is_cut |= rows.len() < whole;
    Pasted { rows, is_cut }
}

/// A longer text is cut.
const MOST_BYTES: usize = 1_000_000;

/// The beginning of a text that is read: whole lines.
fn cut(text: &str) -> &str {
    if text.len() <= MOST_BYTES {
        return text;
    }
    let end = (0..=MOST_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let text = text.get(..end).unwrap_or_default();
    text.rsplit_once('\n').map_or(text, |(whole, _)| whole)
}

/// What stands between the cells of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Character(char),
    Bar,
    Spaces,
    None,
}

impl Separator {
    fn of(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let with = |is_so: &dyn Fn(&str) -> bool| lines.iter().filter(|line| is_so(line)).count();
        let most = |count: usize| count > 0 && count * 2 >= lines.len();
        if most(with(&|line| line.trim_end().contains('\t'))) {
            Self::Character('\t')
        } else if most(with(&|line| line.contains('|'))) {
            Self::Bar
        } else if most(with(&|line| line.contains(';'))) {
            Self::Character(';')
        } else if are_commas(&lines) {
            Self::Character(',')
        } else if most(with(&aligned::is_aligned)) {
            Self::Spaces
        } else {
            Self::None
        }
    }
}

/// Whether commas separate: nearly all lines have as many outside quotes, and some stand where no
/// figure has one.
fn are_commas(lines: &[&str]) -> bool {
    let commas = |line: &str| {
        let (mut count, mut apart, mut is_quoted) = (0_usize, 0_usize, false);
        let letters: Vec<char> = line.chars().collect();
        for (at, letter) in letters.iter().enumerate() {
            match letter {
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => {
                    let is_digit = |at: Option<usize>| {
                        at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit)
                    };
                    count += 1;
                    apart += usize::from(!is_digit(at.checked_sub(1)) || !is_digit(Some(at + 1)));
                }
                _ => {}
            }
        }
        (count, apart)
    };
    let counted: Vec<(usize, usize)> = lines.iter().map(|line| commas(line)).collect();
    let Some((usual, _)) = counted.iter().max() else { return false };
    let alike = counted.iter().filter(|(count, _)| count == usual).count();
    let apart = counted.iter().filter(|(_, apart)| *apart > 0).count();
    let has_words = lines.iter().any(|line| line.contains(", ") && !line.contains('"'));
    *usual > 0
        && lines.len() > 1
        && alike * 5 >= lines.len() * 4
        && apart * 5 >= lines.len() * 4
        && (!has_words || *usual > 1)
}

fn records(name: &Arc<str>, text: &str, separator: char) -> Vec<PastedRow> {
    let records = Records::separated(text, separator);
    let rows = records.map(|record| PastedRow {
        indent: record
            .cells
            .first()
            .map_or(0, |cell| if cell.text.is_empty() { 0 } else { cell.column.saturating_sub(1) }),
        cells: record.cells.iter().map(|cell| cell.written(name)).collect(),
        is_split: true,
    });
    rows.take(Pasted::MOST_ROWS + 1).collect()
}

fn lines(name: &Arc<str>, text: &str) -> Vec<PastedRow> {
    let rows = (1..).zip(text.lines()).map(|(number, line)| {
        let indent = indent(line);
        let text = line.trim();
        let cell = Written::new(text, Place::new(name, number, indent + 1, characters(text)));
        PastedRow { cells: vec![cell], indent, is_split: false }
    });
    let said = rows.filter(|row| row.cells.iter().any(|cell| !cell.text.is_empty()));
    said.take(Pasted::MOST_ROWS + 1).collect()
}

/// How many characters stand before the first that is no space.
fn indent(line: &str) -> u32 {
    characters(line.get(..line.len() - line.trim_start().len()).unwrap_or_default())
}

fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
