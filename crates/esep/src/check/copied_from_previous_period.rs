//! `copied-from-previous-period`: a sheet, or a column of it, whose figures are all those of an
//! earlier period, as where the old report was sent again.
//!
//! Figures of 100 and more seldom stay the same by chance, so six different ones must agree, and
//! none may differ. Where more than half of the others side by side show no change either, nothing
//! is unusual. Compared are the period just before and the same period of the year before.

use super::evaluation::{Evaluation, address_of, cell};
use crate::book::Book;
use crate::figure::{Figure, Rational};
use crate::finding::{Cell, Code, Finding, Message};
use crate::form::Rollup;
use crate::period::Period;
use crate::sheet::{CellIndex, Sheet};
use crate::sorted::SortedSet;

/// So many different figures must agree.
const FIGURES: usize = 6;
/// Figures below this are small.
const LARGE: i32 = 100;

/// A sheet compared with an earlier one.
struct Compared<'a> {
    sheet: &'a Sheet,
    earlier: &'a Sheet,
    same: Vec<CellIndex>,
    changed: bool,
}

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let book = evaluation.book;
    let mut findings = Vec::new();
    for family in &evaluation.families {
        let Some(form) = family.first().map(|sheet| sheet.form()) else { continue };
        let columns: Vec<Option<usize>> =
            [None].into_iter().chain((0..form.columns().len()).map(Some)).collect();
        let mut told: SortedSet<_> = SortedSet::new();
        for back in [Period::previous, Period::year_ago] {
            for column in &columns {
                for copied in copied(book, family, back, *column) {
                    // What is told of a sheet need not be told of its columns.
                    if told.insert(copied.sheet.organization()) {
                        findings.extend(finding(book, &copied, *column));
                    }
                }
            }
        }
    }
    findings
}

/// The sheets that say what an earlier one said, in a column or in all, while others changed.
fn copied<'a>(
    book: &'a Book,
    family: &[&'a Sheet],
    back: fn(Period) -> Option<Period>,
    column: Option<usize>,
) -> Vec<Compared<'a>> {
    let compared: Vec<Compared<'a>> =
        family.iter().filter_map(|sheet| Compared::of(book, sheet, back, column)).collect();
    let n_changed = compared.iter().filter(|one| one.changed).count();
    let others_changed = n_changed.saturating_mul(2) >= compared.len().saturating_sub(1);
    let is_copied = |one: &Compared<'_>| !one.changed && one.different_figures() >= FIGURES;
    compared.into_iter().filter(|one| others_changed && is_copied(one)).collect()
}

impl<'a> Compared<'a> {
    fn of(
        book: &'a Book,
        sheet: &'a Sheet,
        back: fn(Period) -> Option<Period>,
        column: Option<usize>,
    ) -> Option<Self> {
        let (form, period) = (&sheet.form().id, back(sheet.period())?);
        let earlier = book.sheets.get(form, period, sheet.organization())?;
        let (mut same, mut changed) = (Vec::new(), false);
        for (index, figure) in sheet.figures() {
            let is_summed = sheet.form().lines().get(index.line)?.rollup == Rollup::Sum;
            if !is_summed || column.is_some_and(|column| column != index.column) {
                continue;
            }
            match earlier.figure(index).map(Figure::value) {
                Some(before) if before == figure.value() => same.push(index),
                _ => changed = true,
            }
        }
        (changed || !same.is_empty()).then_some(Self { sheet, earlier, same, changed })
    }

    /// How many different figures of some size agree.
    fn different_figures(&self) -> usize {
        let large = Rational::from(LARGE);
        let figures = self.same.iter().filter_map(|index| self.sheet.figure(*index));
        let figures = figures.map(Figure::value).filter(|value| **value >= large);
        figures.collect::<SortedSet<_>>().len()
    }
}

fn finding(book: &Book, copied: &Compared<'_>, column: Option<usize>) -> Option<Finding> {
    let of = |sheet: &Sheet, index| cell(book, &address_of(sheet, index));
    let cells: Vec<Cell> =
        copied.same.iter().filter_map(|index| of(copied.sheet, *index)).collect();
    let first = cells.first()?;
    let column = column.and_then(|column| copied.sheet.form().columns().get(column));
    let message = match column {
        None => Message::new(Code::CopiedFromPreviousPeriod.name()),
        Some(column) => {
            Message::new("copied-from-previous-period.column").with("column", column.label.clone())
        }
    };
    let message = message
        .with("form", copied.sheet.form().title.clone())
        .with("count", copied.same.len())
        .with("period", copied.earlier.period());
    let place = first.place.clone();
    let mut finding = Finding::new(Code::CopiedFromPreviousPeriod, place, message);
    finding.organization = Some(copied.sheet.organization().clone());
    finding.period = Some(copied.sheet.period());
    finding.cells = cells;
    Some(finding.with_hint(Message::new("hint.sent-again")))
}
