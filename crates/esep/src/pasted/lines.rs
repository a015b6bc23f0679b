//! Lines without separators: where the label ends and where each figure begins.
//!
//! Digits stand in groups of three behind spaces, so that `516 600 84` may be several figures or
//! none. All lines decide together: one figure a line where every line can be read so; or as many
//! as the headings are, or as there are words of digits if these cannot be groups. What is then left
//! open is tried in turn, and the way in which the table adds up is taken.

use std::ops::Range;

use super::equation::Equation;
use super::marks::Marks;
use super::words::is_year;
use super::{Pasted, PastedRow};
use crate::figure::{Content, Misreading, Rational, Unit, UnitKind};
use crate::place::Written;

/// A row once lines are split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<Written>,
    pub(super) indent: u32,
    /// The line of the text it stands on.
    pub(super) line: u32,
    pub(super) equation: Option<Equation>,
}

/// The line of words, and the digits at its end.
struct Words {
    /// The label and what separates it, in bytes.
    label: Range<usize>,
    /// The words that are figures or parts of them.
    figures: Vec<Range<usize>>,
}

/// More figures on a line than this are not tried in turn.
const MOST_CHOICES: usize = 8;

/// More words than this at the end of a line are no figures.
const MOST_WORDS: usize = 60;

/// Lines that are split.
pub(super) struct Lines {
    pub(super) rows: Vec<Row>,
    /// Into how many figures each line may fall, where that is open.
    pub(super) choices: Vec<usize>,
}

/// Splits the lines that are not split yet, where that is open into so many figures.
pub(super) fn split(pasted: &Pasted, marks: Marks, choice: Option<usize>) -> Lines {
    let mut rows: Vec<Row> = Vec::with_capacity(pasted.rows.len());
    let mut open = Vec::new();
    let mut choices = Vec::new();
    for row in &pasted.rows {
        let line = row.cells.first().map_or(0, |cell| cell.place.line);
        let mut split = Row { cells: row.cells.clone(), indent: row.indent, line, equation: None };
        if let ([text], false) = (row.cells.as_slice(), row.is_split) {
            split.equation = Equation::read(text, marks);
            match &split.equation {
                Some(equation) => split.cells.clone_from(&equation.figures),
                None => open.push(rows.len()),
            }
        }
        rows.push(split);
    }
    // Beside lines that are split, a line without separators is a title.
    let is_open = |row: &PastedRow| !row.is_split;
    if pasted.rows.iter().all(is_open) {
        let texts: Vec<Written> =
            open.iter().filter_map(|row| rows.get(*row)?.cells.first().cloned()).collect();
        let (split, open_choices) = split_lines(&texts, marks, choice);
        choices = open_choices;
        for (row, cells) in open.iter().zip(split) {
            if let Some(row) = rows.get_mut(*row) {
                row.cells = cells;
            }
        }
    }
    Lines { rows, choices }
}

fn split_lines(
    lines: &[Written],
    marks: Marks,
    choice: Option<usize>,
) -> (Vec<Vec<Written>>, Vec<usize>) {
    let words: Vec<Words> = lines.iter().map(|line| Words::of(&line.text, marks)).collect();
    if let ([line], [only]) = (lines, words.as_slice())
        && only.label.is_empty()
        && let Some(cells) = share_of_two(line, only, marks)
    {
        return (vec![cells], Vec::new());
    }
    let with_figures = || lines.iter().zip(&words).filter(|(_, words)| !words.figures.is_empty());
    let ways = |line: &Written, words: &Words, n: usize| ways(&line.text, &words.figures, n, marks);
    let is_one_each = with_figures().all(|(line, words)| !ways(line, words, 1).is_empty());
    let years = lines.iter().map(|line| {
        let found: Vec<&str> = line.text.split_whitespace().filter(|word| is_year(word)).collect();
        let is_heading = found.len() > 1
            && line
                .text
                .split_whitespace()
                .all(|word| is_year(word) || !word.contains(char::is_numeric));
        if is_heading { found.len() } else { 0 }
    });
    let headings = years.max().unwrap_or(0);
    let is_year_line = |words: &Words, line: &Written| {
        words.figures.iter().all(|word| line.text.get(word.clone()).is_some_and(is_year))
    };
    let fits = |n: usize| {
        with_figures()
            .all(|(line, words)| is_year_line(words, line) || ways(line, words, n).len() == 1)
    };
    let apart = with_figures().map(|(_, words)| words.figures.len()).max().unwrap_or(0);
    let cannot_group = with_figures().any(|(line, words)| {
        words.figures.iter().any(|word| line.text.get(word.clone()).is_some_and(stands_alone))
    });
    let mut choices: Vec<usize> = Vec::new();
    let number = if headings > 1 && fits(headings) {
        headings
    } else if cannot_group && fits(apart) {
        apart
    } else {
        choices = (2..=apart.min(MOST_CHOICES)).filter(|n| fits(*n)).collect();
        if is_one_each {
            choices.insert(0, 1);
        }
        choice.or(choices.first().copied()).unwrap_or(1)
    };
    if choices.len() < 2 {
        choices.clear();
    }
    let split = lines.iter().zip(&words).map(|(line, words)| cells(line, words, number, marks));
    (split.collect(), choices)
}

/// Whether a word of digits can be no group of three behind a space, nor begin one.
fn stands_alone(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let has_mark = word.trim_end_matches([',', '.']).contains([',', '.']);
    digits > 3 || has_mark
}

/// The cells of a line that has so many figures.
fn cells(line: &Written, words: &Words, number: usize, marks: Marks) -> Vec<Written> {
    let part = |range: Range<usize>| {
        let text = line.text.get(range.clone()).unwrap_or_default();
        let lead = text.len() - text.trim_start().len();
        let trimmed = text.trim();
        let start = range.start + lead;
        Written::new(trimmed, line.place.of_part(&line.text, start..start + trimmed.len()))
    };
    let label = |end: usize| {
        let text = line.text.get(..end).unwrap_or_default();
        let ends = text.trim_end_matches([' ', '\u{a0}', ':', '-', '–', '—', '=', '.', '…']);
        part(0..ends.len())
    };
    let found = ways(&line.text, &words.figures, number, marks);
    if let Some(figures) = found.first() {
        let mut cells = vec![label(words.label.end)];
        cells.extend(figures.iter().cloned().map(part));
        return cells;
    }
    // The longest figure at the end, the rest is the label: `Form 7 1 191`.
    for first in 0..words.figures.len() {
        let figures = words.figures.get(first..).unwrap_or_default();
        if let ([figure], Some(word)) =
            (ways(&line.text, figures, 1, marks).as_slice(), figures.first())
            && let [figure] = figure.as_slice()
        {
            return vec![label(word.start), part(figure.clone())];
        }
    }
    if let Some(cells) = leading(line, marks) {
        return cells;
    }
    // A last word such as `6O` is meant as a figure, and told if it cannot be read.
    let last = line.text.trim_end().rfind(' ').map_or(0, |space| space + 1);
    let is_meant = line.text.get(last..).is_some_and(|word| {
        word.starts_with(|c: char| c.is_ascii_digit()) && !word.ends_with([':', ')'])
    });
    if number == 1 && last > 0 && is_meant {
        return vec![label(last), part(last..line.text.len())];
    }
    vec![part(0..line.text.len())]
}

/// A figure before its label: `17 270 preschool`.
fn leading(line: &Written, marks: Marks) -> Option<Vec<Written>> {
    let text = &*line.text;
    let end = text.find(char::is_alphabetic)?;
    let (before, after) = text.split_at_checked(end)?;
    let figure = before.trim_end().trim_end_matches(['-', '–', '—', ':']).trim_end();
    let is_numbering = figure.ends_with(['.', ')']);
    if is_numbering || !is_figure(figure, marks) {
        return None;
    }
    let place = |range| line.place.of_part(text, range);
    Some(vec![
        Written::new(after.trim_end(), place(end..end + after.trim_end().len())),
        Written::new(figure, place(0..figure.len())),
    ])
}

/// A share, a part and a whole on one line without any label: `14.4 % 101 242 703 070`.
/// The digits fall where the share comes nearest.
fn share_of_two(line: &Written, words: &Words, marks: Marks) -> Option<Vec<Written>> {
    let text = |range: &Range<usize>| line.text.get(range.clone()).unwrap_or_default();
    let percents = words.figures.iter().filter(|word| text(word).contains('%')).count();
    if percents != 1 {
        return None;
    }
    let numbers = ways(&line.text, &words.figures, 3, marks);
    let ratio = |way: &Vec<Range<usize>>| -> Option<Rational> {
        let mut share = None;
        let mut rest = Vec::new();
        for range in way {
            let (reading, unit) = marks.read(text(range), &Unit::new("number"), false).ok()?;
            let Content::Figure(figure) = reading.content else { return None };
            if unit.kind() == UnitKind::Share {
                share = Some(figure.value().clone());
            } else {
                rest.push(figure.value().clone());
            }
        }
        let [a, b] = rest.as_slice() else { return None };
        let (part, whole) = if a <= b { (a, b) } else { (b, a) };
        Some((part.checked_div(whole)? - share?).abs())
    };
    let nearest =
        numbers.iter().filter_map(|way| Some((ratio(way)?, way))).min_by(|a, b| a.0.cmp(&b.0));
    let (_, way) = nearest?;
    let empty = line.place.of_part(&line.text, 0..0);
    let mut cells = vec![Written::new("", empty)];
    cells.extend(
        way.iter()
            .map(|range| Written::new(text(range), line.place.of_part(&line.text, range.clone()))),
    );
    Some(cells)
}

/// The ways in which words make so many figures, two at most where there are more.
fn ways(text: &str, words: &[Range<usize>], number: usize, marks: Marks) -> Vec<Vec<Range<usize>>> {
    let mut found = Vec::new();
    if words.len() >= number && words.len() <= MOST_WORDS {
        let most = if number == 3 { 8 } else { 2 };
        let mut steps = 2_000;
        extend(text, words, number, marks, &mut Vec::new(), &mut found, most, &mut steps);
    }
    found
}

#[expect(clippy::too_many_arguments, reason = "a search with its state")]
fn extend(
    text: &str,
    words: &[Range<usize>],
    number: usize,
    marks: Marks,
    taken: &mut Vec<Range<usize>>,
    found: &mut Vec<Vec<Range<usize>>>,
    most: usize,
    steps: &mut u32,
) {
    let Some((first, _)) = words.split_first() else {
        if number == 0 {
            found.push(taken.clone());
        }
        return;
    };
    if number == 0 || words.len() < number {
        return;
    }
    for count in 1..=(words.len() + 1 - number) {
        let Some(left) = steps.checked_sub(1) else { return };
        *steps = left;
        let Some(last) = words.get(count - 1) else { return };
        let range = first.start..last.end;
        if text.get(range.clone()).is_some_and(|piece| is_figure(piece, marks)) {
            taken.push(range);
            let rest = words.get(count..).unwrap_or_default();
            extend(text, rest, number - 1, marks, taken, found, most, steps);
            taken.pop();
            if found.len() >= most {
                return;
            }
        }
    }
}

fn is_figure(text: &str, marks: Marks) -> bool {
    let reading = marks.read(text, &Unit::new("number"), false);
    match reading {
        Ok((reading, _)) => reading.content != Content::Blank,
        Err(misreading) => matches!(misreading, Misreading::Ambiguous { .. }),
    }
}

impl Words {
    /// Splits a line into its label and the words that may be figures.
    fn of(text: &str, marks: Marks) -> Self {
        let mut words: Vec<Range<usize>> = Vec::new();
        let mut start = None;
        for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
            match (letter == ' ' || letter == '\t', start) {
                (true, Some(from)) => {
                    words.push(from..at);
                    start = None;
                }
                (false, None) => start = Some(at),
                _ => {}
            }
        }
        let word = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        let is_numeric = |range: &Range<usize>| is_numeric(word(range), marks);
        let n_label =
            words.len() - words.iter().rev().take_while(|range| is_numeric(range)).count();
        let mut figures = words.split_off(n_label);
        // A dash between label and figure is neither.
        let is_dash = |range: &Range<usize>| matches!(word(range), "-" | "–" | "—" | "=");
        if n_label > 0 && figures.len() > 1 && figures.first().is_some_and(is_dash) {
            figures.remove(0);
        }
        // A scale word alone belongs to the label.
        while figures.first().is_some_and(|range| {
            !word(range).contains(|c: char| c.is_ascii_digit())
                && !is_dash(range)
                && !matches!(word(range), "x" | "х" | "…" | "..." | "..")
        }) {
            figures.remove(0);
        }
        let end = figures.first().map_or(text.len(), |first| first.start);
        let label = 0..end;
        let label = if text.get(label.clone()).is_some_and(|label| label.trim().is_empty()) {
            0..0
        } else {
            label
        };
        Self { label, figures }
    }
}

/// Whether a word is a figure, a part of one, or stands in place of one.
fn is_numeric(word: &str, marks: Marks) -> bool {
    let begins = |letter: char| {
        letter.is_ascii_digit()
            || matches!(letter, '-' | '−' | '+' | '(' | '<' | '>' | '~' | '≈' | '$' | '€' | '₸')
    };
    if word.contains(|c: char| c.is_ascii_digit()) {
        return word.starts_with(begins) && !word.ends_with(':') && is_figure(word, marks);
    }
    matches!(word, "%" | "-" | "–" | "—" | "x" | "х" | "…" | "..." | ".." | "n/a" | "н/д" | "=")
        || is_figure(&format!("1 {word}"), marks)
}
