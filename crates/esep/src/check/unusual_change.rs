//! `unusual-change`: a figure more than three times that of the period before, or less than a
//! third of it.
//!
//! An organization to which others have been added, or from which some have gone, changes by
//! nature, so it is not asked. Small figures jump by nature, so both the larger of the two and the
//! difference must reach 100.
//! Some lines jump whatever their size, such as money won back in court; so where enough
//! organizations state the line in both periods, a change must also be far from theirs, above all
//! from those of the hundred nearest in size; and where all tripled nothing is unusual.
//! Figures counted from the start of the year are compared with the same period of the year
//! before. A change by a thousand looks like another unit and is told as `unit-looks-wrong`.

use super::evaluation::{Evaluation, about_figure, address_of, cell};
use super::family::{DOUBLING, Usual, is_amount, power_of_unit, size};
use crate::book::Book;
use crate::figure::{Amount, Figure, Rational, UnitKind};
use crate::finding::{Argument, Cell, Code, Finding};
use crate::form::{Line, OverTime};
use crate::sheet::{CellIndex, Sheet};
use crate::structure::Grounds;

/// How many times larger or smaller is unusual.
const TIMES: i32 = 3;
/// Figures and differences below this are small.
const LARGE: i32 = 100;

/// Figures are of about the same size up to four times as much.
const ALIKE: i64 = 2 * DOUBLING;
/// So many smaller ones and larger ones are compared.
const NEAREST: usize = 50;

/// A figure and the one before, unusually far from each other.
pub(super) struct Change<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) index: CellIndex,
    pub(super) earlier: &'a Sheet,
    /// By which power of ten, where it looks as if one unit had been taken for another.
    pub(super) power: Option<i32>,
}

/// A sheet with those that it may be compared with.
struct Dated<'a> {
    sheet: &'a Sheet,
    previous: Option<&'a Sheet>,
    year_ago: Option<&'a Sheet>,
}

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let others = evaluation.changes.iter().filter(|change| change.power.is_none());
    others.filter_map(|change| finding(evaluation.book, change)).collect()
}

/// All unusual changes of a book.
pub(super) fn unusual_changes(book: &Book) -> Vec<Change<'_>> {
    let mut unusual = Vec::new();
    for (form, period) in book.sheets.forms_and_periods() {
        let dated = book.sheets.of(form, period).map(|sheet| Dated::of(book, sheet));
        let dated: Vec<Dated<'_>> =
            dated.filter(|one| one.previous.or(one.year_ago).is_some()).collect();
        let Some(form) = dated.first().map(|one| one.sheet.form()) else { continue };
        for (position, line) in (0..).zip(form.lines()).filter(|(_, line)| is_amount(line)) {
            for column in 0..form.columns().len().max(1) {
                unusual.extend(among(&dated, CellIndex { line: position, column }, line));
            }
        }
    }
    let mut grounds = Grounds::of(&book.structure);
    unusual.retain(|change| {
        let (sheet, earlier) = (change.sheet, change.earlier);
        grounds.is_same(sheet.organization(), earlier.period(), sheet.period())
    });
    unusual
}

impl<'a> Dated<'a> {
    fn of(book: &'a Book, sheet: &'a Sheet) -> Self {
        let (form, period) = (&sheet.form().id, sheet.period());
        let of = |period| book.sheets.get(form, period, sheet.organization());
        Self {
            sheet,
            previous: period.previous().and_then(of),
            year_ago: period.year_ago().and_then(of),
        }
    }

    /// The sheet to compare a line with.
    fn earlier(&self, line: &Line) -> Option<&'a Sheet> {
        match line.over_time {
            Some(OverTime::Cumulative) => self.year_ago,
            _ => self.previous,
        }
    }
}

/// The unusual changes of one figure among the sheets of a period.
fn among<'a>(dated: &[Dated<'a>], index: CellIndex, line: &Line) -> Vec<Change<'a>> {
    let mut jumps: Vec<(Change<'a>, i64, i64)> = Vec::new();
    let mut differences: Vec<(i64, i64)> = Vec::new();
    for one in dated {
        let Some(earlier) = one.earlier(line) else { continue };
        let (Some(before), Some(now)) = (earlier.figure(index), one.sheet.figure(index)) else {
            continue;
        };
        let (Some(size_before), Some(size_now)) = (size(before), size(now)) else { continue };
        if !is_large(before, now) {
            continue;
        }
        let difference = size_now - size_before;
        let size = size_before.max(size_now);
        differences.push((size, difference));
        if jumps_between(before.value(), now.value()) {
            let power = power_of_unit(difference, |rest| rest.abs() <= DOUBLING);
            jumps.push((Change { sheet: one.sheet, index, earlier, power }, size, difference));
        }
    }
    differences.sort_unstable();
    let usual = Usual::among(differences.iter().map(|(_, difference)| *difference).collect());
    jumps.retain(|(_, size, difference)| {
        let is_far = |usual: Usual| usual.is_far(*difference);
        usual.is_none_or(is_far) && near_in_size(&differences, *size).is_none_or(is_far)
    });
    jumps.into_iter().map(|(change, ..)| change).collect()
}

/// What is usual among the differences of figures of about the same size.
fn near_in_size(differences: &[(i64, i64)], size: i64) -> Option<Usual> {
    let (low, high) = (size - ALIKE, size + ALIKE);
    let at = differences.partition_point(|(other, _)| *other < size);
    let first = differences.partition_point(|(other, _)| *other < low);
    let end = differences.partition_point(|(other, _)| *other <= high);
    let nearest = first.max(at.saturating_sub(NEAREST))..end.min(at.saturating_add(NEAREST));
    Usual::among(differences.get(nearest)?.iter().map(|(_, difference)| *difference).collect())
}

fn is_large(before: &Figure, now: &Figure) -> bool {
    before.value().max(now.value()) >= &Rational::from(LARGE)
}

fn jumps_between(before: &Rational, now: &Rational) -> bool {
    let times = Rational::from(TIMES);
    let jumps = *now > before * &times || now * &times < *before;
    jumps && (now - before).abs() >= Rational::from(LARGE)
}

/// A changed figure, for a finding: the finding itself, and the cell before.
pub(super) fn about_change(
    book: &Book,
    change: &Change<'_>,
    code: Code,
) -> Option<(Finding, Cell)> {
    let mut finding = about_figure(book, change.sheet, change.index, code)?;
    let before = cell(book, &address_of(change.earlier, change.index))?;
    finding.message = finding
        .message
        .with("before", before.stated.clone()?)
        .with("period", change.earlier.period());
    Some((finding, before))
}

fn finding(book: &Book, change: &Change<'_>) -> Option<Finding> {
    let (mut finding, before) = about_change(book, change, Code::UnusualChange)?;
    let figure = |sheet: &Sheet| Some(sheet.figure(change.index)?.value().clone());
    let then = figure(change.earlier)?;
    let by = (figure(change.sheet)? - &then).checked_div(&then)?;
    let by = Argument::Change(Amount::new(by, 1, UnitKind::Share));
    finding.message = finding.message.with("change", by);
    finding.cells.push(before);
    Some(finding)
}
