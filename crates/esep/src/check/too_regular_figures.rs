//! `too-regular-figures`: figures of a sheet that are more regular than counting makes them.
//!
//! Two things are asked:
//!
//! - How do the figures end? The last digit of an honest count of three digits or more is any of
//!   ten, the last two of one of four digits any of a hundred. So many figures end in the same
//!   digit, or in two noughts, with a chance that the binomial law gives exactly; it must be below
//!   one in a million for all eleven endings together. Every figure counts once, however often it
//!   is stated, and what follows from others (wholes, what a rule defines) does not count. Nor does
//!   money, which is round by nature, nor what was rounded where it was printed.
//! - Do two columns say the same, or two lines? In at least six different figures of 100 or more,
//!   and differing in none.

use super::evaluation::{Evaluation, address_of, cell};
use crate::book::Book;
use crate::figure::{Rational, UnitKind};
use crate::finding::{Cell, Code, Finding, Message};
use crate::form::{Form, Line, Rollup};
use crate::language::Text;
use crate::sheet::{CellIndex, Sheet};
use crate::sorted::{SortedMap, SortedSet};

/// Figures below this are small.
pub(super) const LARGE: i128 = 100;
/// The endings asked about: each of ten digits, and two noughts.
const ENDINGS: i32 = 11;
/// One in so many: how rare an ending must be by chance.
const RARE: i32 = 1_000_000;
/// So many different figures must agree.
pub(super) const FIGURES: usize = 6;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let book = evaluation.book;
    let mut derived: SortedMap<_, SortedSet<usize>> = SortedMap::new();
    let mut findings = Vec::new();
    for sheet in book.sheets.iter() {
        let form = sheet.form();
        let derived = derived.or_insert_with(&form.id, || derived_lines(form));
        findings.extend(same_endings(book, sheet, derived));
        findings.extend(same_columns(book, sheet));
        findings.extend(same_lines(book, sheet, derived));
    }
    findings
}

/// The lines whose figures follow from others.
pub(super) fn derived_lines(form: &Form) -> SortedSet<usize> {
    let wholes = form.breakdowns().iter().filter(|breakdown| breakdown.complete);
    let wholes = wholes.filter_map(|breakdown| form.line_position(breakdown.of.as_str()));
    let defined = form.rules().iter().filter_map(|rule| rule.relation.defines());
    let defined = defined.filter_map(|line| form.line_position(line.as_str()));
    wholes.chain(defined).collect()
}

/// The finding that so many figures of a sheet end alike.
fn same_endings(book: &Book, sheet: &Sheet, derived: &SortedSet<usize>) -> Option<Finding> {
    let (mut cells, all, ending) = rare_ending(&counts(sheet, derived))?;
    cells.sort_unstable();
    let message = Message::new(Code::TooRegularFigures.name())
        .with("count", cells.len())
        .with("all", all)
        .with("ending", ending);
    Some(finding(book, sheet, &cells, message)?.with_hint(Message::new("hint.chance")))
}

/// The figures that share an ending that is rare among so many, of how many, and the ending.
pub(super) fn rare_ending<T: Copy>(
    figures: &SortedMap<i128, T>,
) -> Option<(Vec<T>, usize, String)> {
    let alike = |ending: i128, base: i32| {
        let modulus = i128::from(base);
        let large = figures.iter().filter(|(number, _)| **number >= modulus * 10);
        let (all, ends_so) = large.fold((0, Vec::new()), |(all, mut ends_so), (number, which)| {
            if number % modulus == ending {
                ends_so.push(*which);
            }
            (all + 1, ends_so)
        });
        is_rare(ends_so.len(), all, base).then_some((ends_so, all))
    };
    let digits = (0..10).map(|digit| (digit, 10, digit.to_string()));
    let mut endings = [(0, 100, "00".to_owned())].into_iter().chain(digits);
    endings.find_map(|(ending, base, text)| {
        alike(ending, base).map(|(ends_so, all)| (ends_so, all, text))
    })
}

/// The different counts of three digits or more that follow from no others, and where they stand.
fn counts(sheet: &Sheet, derived: &SortedSet<usize>) -> SortedMap<i128, CellIndex> {
    let mut counts = SortedMap::new();
    for (index, figure) in sheet.figures() {
        let counted = sheet.form().lines().get(index.line).is_some_and(is_count);
        let number = figure.interval().as_point().and_then(Rational::to_i128).map(i128::abs);
        if let Some(number) = number.filter(|number| *number >= LARGE)
            && counted
            && !derived.contains(&index.line)
        {
            counts.or_insert_with(number, || index);
        }
    }
    counts
}

/// Whether the figures of a line are counted.
pub(super) fn is_count(line: &Line) -> bool {
    line.unit.kind() == UnitKind::Count && line.rollup == Rollup::Sum
}

/// Whether it is rare by chance that at least `alike` of `all` figures have one ending of `base`.
fn is_rare(alike: usize, all: usize, base: i32) -> bool {
    // Where less than a quarter ends alike, it takes more than a hundred figures to be rare.
    if alike < 4 || alike.saturating_mul(4) < all {
        return false;
    }
    let (Ok(alike), Ok(all)) = (i32::try_from(alike), i32::try_from(all)) else { return false };
    let (base, other) = (Rational::from(base), Rational::from(base - 1));
    // With k of n alike: n! / k! / (n - k)! * (base - 1)^(n - k) / base^n, from k = n downwards.
    let mut ways = Rational::ONE;
    let mut sum = Rational::ONE;
    for k in (alike..all).rev() {
        let Some(next) = (&ways * Rational::from(k + 1)).checked_div(&Rational::from(all - k))
        else {
            return false;
        };
        ways = next * &other;
        sum += &ways;
    }
    let possible: Rational = (0..all).fold(Rational::ONE, |product, _| product * &base);
    sum * Rational::from(ENDINGS) * Rational::from(RARE) < possible
}

/// The findings that a column says what one before it says.
fn same_columns(book: &Book, sheet: &Sheet) -> Vec<Finding> {
    let form = sheet.form();
    let mut findings = Vec::new();
    for (number, second) in form.columns().iter().enumerate() {
        let same = form.columns().iter().enumerate().take(number).find_map(|(earlier, first)| {
            let at = |column| move |line| CellIndex { line, column };
            let lines = 0..form.lines().len();
            let cells = same_figures(sheet, lines.clone().map(at(earlier)), lines.map(at(number)))?;
            Some((first, cells))
        });
        if let Some((first, cells)) = same {
            let labels = [first, second].map(|column| column.label.clone());
            findings.extend(said_twice(book, sheet, &cells, "too-regular-figures.columns", labels));
        }
    }
    findings
}

/// The findings that a line says what one before it says, in column after column.
fn same_lines(book: &Book, sheet: &Sheet, derived: &SortedSet<usize>) -> Vec<Finding> {
    let form = sheet.form();
    let columns = 0..form.columns().len();
    if columns.len() < FIGURES {
        return Vec::new();
    }
    let independent =
        || form.lines().iter().enumerate().filter(|(line, _)| !derived.contains(line));
    let mut findings = Vec::new();
    for (number, second) in independent() {
        let before = independent().take_while(|(line, _)| *line < number);
        let same = before.into_iter().find_map(|(earlier, first)| {
            let at = |line| move |column| CellIndex { line, column };
            let cells = same_figures(
                sheet,
                columns.clone().map(at(earlier)),
                columns.clone().map(at(number)),
            )?;
            Some((first, cells))
        });
        if let Some((first, cells)) = same {
            let labels = [first, second].map(|line| line.label.clone());
            findings.extend(said_twice(book, sheet, &cells, "too-regular-figures.lines", labels));
        }
    }
    findings
}

/// The second of two rows of cells, where they agree in enough figures and differ in none.
fn same_figures(
    sheet: &Sheet,
    first: impl Iterator<Item = CellIndex>,
    second: impl Iterator<Item = CellIndex>,
) -> Option<Vec<CellIndex>> {
    let mut cells = Vec::new();
    let mut different = SortedSet::new();
    for (first, second) in first.zip(second) {
        let (Some(a), Some(b)) = (sheet.figure(first), sheet.figure(second)) else { continue };
        if a.value() != b.value() {
            return None;
        }
        if a.value() >= &Rational::from(LARGE) {
            different.insert(a.value());
        }
        cells.push(second);
    }
    (different.len() >= FIGURES).then_some(cells)
}

fn said_twice(
    book: &Book,
    sheet: &Sheet,
    cells: &[CellIndex],
    key: &'static str,
    [first, second]: [Text; 2],
) -> Option<Finding> {
    let message =
        Message::new(key).with("first", first).with("second", second).with("count", cells.len());
    Some(finding(book, sheet, cells, message)?.with_hint(Message::new("hint.looks-copied")))
}

fn finding(book: &Book, sheet: &Sheet, cells: &[CellIndex], message: Message) -> Option<Finding> {
    let of = |index: &CellIndex| cell(book, &address_of(sheet, *index));
    let cells: Vec<Cell> = cells.iter().filter_map(of).collect();
    let place = cells.first()?.place.clone();
    let mut finding = Finding::new(Code::TooRegularFigures, place, message);
    finding.organization = Some(sheet.organization().clone());
    finding.period = Some(sheet.period());
    finding.cells = cells;
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(alike: usize, all: usize, base: i32, expected: bool) {
        assert_eq!(is_rare(alike, all, base), expected, "{alike} of {all}, one in {base}");
    }

    #[test]
    fn endings_are_rare_below_one_in_eleven_millions() {
        check(7, 7, 10, false);
        check(8, 8, 10, true);
        // By chance 1 in 6 million, 1 in 183 million.
        check(9, 12, 10, false);
        check(10, 12, 10, true);
        check(3, 3, 100, false);
        check(4, 4, 100, true);
        check(0, 0, 10, false);
        check(21, 60, 10, false);
        check(22, 60, 10, true);
    }
}
