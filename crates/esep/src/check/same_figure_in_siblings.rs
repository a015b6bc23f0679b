//! `same-figure-in-siblings`: the same large figures in organizations side by side, as where a row
//! was copied.
//!
//! Equal figures occur by chance, the more often the more organizations there are and the smaller
//! the figures. That two honest figures agree is about as rare as their digits make different
//! ones: one chance in 11 059 for a figure of 11 059, and one in 11 for 11 000; where enough
//! organizations state the line, as many as lie in twice the width of the middle half of their
//! figures, if that is fewer. Where the same organizations agree in several figures, these chances multiply, and every further figure may
//! have been found on any line. What is told has a chance below one in 300 among all pairs of
//! the organizations that state it.

use std::collections::BTreeMap;

use super::evaluation::{Evaluation, address_of, cell, label_at, name_of};
use super::family::ENOUGH;
use crate::book::Book;
use crate::figure::{Rational, UnitKind};
use crate::finding::{Argument, Code, Finding, Message};
use crate::form::Rollup;
use crate::id::OrganizationId;
use crate::sheet::{CellIndex, Sheet};

/// One in so many: how rare a coincidence must be.
pub(super) const RARE: i128 = 300;
/// Figures that make fewer different ones are small.
pub(super) const LARGE: i128 = 100;
/// No figure has digits of its own further behind the point.
const MOST_DECIMALS: u32 = 6;

/// A figure that organizations have in common.
struct Common<'a> {
    index: CellIndex,
    sheets: Vec<&'a Sheet>,
    /// One in so many: the chance that two agree in it.
    digits: i128,
    /// How many organizations state one.
    n_stated: usize,
    value: &'a Rational,
}

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for family in &evaluation.families {
        let (common, n_lines) = common_figures(family);
        let mut by_organizations: BTreeMap<Vec<&OrganizationId>, Vec<Common<'_>>> = BTreeMap::new();
        for one in common {
            let organizations = one.sheets.iter().map(|sheet| sheet.organization()).collect();
            by_organizations.entry(organizations).or_default().push(one);
        }
        for same in by_organizations.into_values() {
            let different: BTreeMap<&Rational, i128> =
                same.iter().map(|one| (one.value, one.digits)).collect();
            let digits: Vec<i128> = different.into_values().collect();
            let n_stated = same.iter().map(|one| one.n_stated).max().unwrap_or_default();
            if is_rare(&digits, n_stated, n_lines) {
                findings.extend(finding(evaluation.book, &same));
            }
        }
    }
    findings
}

/// The large figures that siblings have in common, and how many lines and columns they fill.
fn common_figures<'a>(siblings: &[&'a Sheet]) -> (Vec<Common<'a>>, usize) {
    let mut by_cell: BTreeMap<CellIndex, BTreeMap<&Rational, Vec<&'a Sheet>>> = BTreeMap::new();
    for sheet in siblings {
        for (index, figure) in sheet.figures() {
            let Some(line) = sheet.form().lines().get(index.line) else { continue };
            let is_amount = matches!(line.unit.kind(), UnitKind::Count | UnitKind::Money)
                && line.rollup == Rollup::Sum;
            if is_amount && figure.interval().as_point().is_some() {
                by_cell.entry(index).or_default().entry(figure.value()).or_default().push(sheet);
            }
        }
    }
    let n_lines = by_cell.len();
    let mut common = Vec::new();
    for (index, by_figure) in by_cell {
        let width = width(&by_figure);
        let n_stated = by_figure.values().map(Vec::len).sum();
        for (value, sheets) in by_figure.into_iter().filter(|(_, sheets)| sheets.len() > 1) {
            let digits = different_figures(value, width.as_ref());
            // A figure that is on some line of some other sheet anyway says nothing.
            if digits >= LARGE && digits > i128::try_from(n_lines).unwrap_or(i128::MAX) {
                common.push(Common { index, sheets, digits, n_stated, value });
            }
        }
    }
    (common, n_lines)
}

/// Twice the width of the middle half of some figures; `None` where they are too few to tell.
fn width(by_figure: &BTreeMap<&Rational, Vec<&Sheet>>) -> Option<Rational> {
    let figures: Vec<&Rational> =
        by_figure.iter().flat_map(|(value, sheets)| sheets.iter().map(|_| *value)).collect();
    let last = figures.len().checked_sub(1).filter(|_| figures.len() >= ENOUGH)?;
    let (low, high) = (figures.get(last / 4)?, figures.get(last - last / 4)?);
    Some((*high - *low) * Rational::from(2))
}

/// How many different figures there can be like one: by its digits, cents included, of which final
/// noughts make none, and within a width.
fn different_figures(figure: &Rational, width: Option<&Rational>) -> i128 {
    let figure = figure.abs();
    let decimals = figure.decimals_needed(MOST_DECIMALS).unwrap_or(MOST_DECIMALS);
    let mut shift = Rational::power_of_ten(i32::try_from(decimals).unwrap_or_default());
    let Some(mut digits) = (&figure * &shift).floor().to_i128() else { return i128::MAX };
    while digits != 0 && digits % 10 == 0 {
        digits /= 10;
        shift = shift * Rational::power_of_ten(-1);
    }
    let within = width.and_then(|width| (width * &shift).floor().to_i128());
    within.map_or(digits, |within| digits.min(within))
}

/// Whether it is rare that any two of so many organizations agree in figures of so many different
/// ones each, found somewhere on so many lines.
fn is_rare(digits: &[i128], n_organizations: usize, n_lines: usize) -> bool {
    let whole = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
    let n_pairs = whole(n_organizations).saturating_mul(whole(n_organizations) - 1) / 2;
    let mut chances = Rational::from(RARE) * Rational::from(n_pairs);
    let mut figures = Rational::ONE;
    for (number, digits) in digits.iter().enumerate() {
        figures = figures * Rational::from(*digits);
        if number > 0 {
            chances = chances * Rational::from(whole(n_lines));
        }
    }
    figures > chances
}

/// The finding that organizations agree in one figure or several.
fn finding(book: &Book, same: &[Common<'_>]) -> Option<Finding> {
    let mut cells = Vec::new();
    for Common { index, sheets, .. } in same {
        let mut of_line: Vec<_> =
            sheets.iter().filter_map(|sheet| cell(book, &address_of(sheet, *index))).collect();
        of_line.sort_by(|a, b| a.place.cmp(&b.place));
        cells.extend(of_line);
    }
    let Common { index, sheets, .. } = same.first()?;
    let name = |sheet: &&Sheet| Argument::Label(name_of(book, sheet.organization()));
    let label = |index: CellIndex| label_at(book, &address_of(sheets.first()?, index));
    let names: Vec<Argument> = sheets.iter().map(name).collect();
    let first = cells.first()?;
    let message = if let [_] = same {
        Message::new(Code::SameFigureInSiblings.name())
            .with("line", label(*index)?)
            .with("stated", first.stated.clone()?)
    } else {
        let lines = same.iter().filter_map(|one| label(one.index)).map(Argument::Label);
        Message::new("same-figure-in-siblings.several").with("lines", lines.collect::<Vec<_>>())
    };
    let message = message.with("organizations", names);
    let place = first.place.clone();
    let mut finding = Finding::new(Code::SameFigureInSiblings, place, message);
    finding.organization = Some(first.organization.clone());
    finding.period = Some(first.period);
    finding.cells = cells;
    Some(finding.with_hint(Message::new("hint.looks-copied")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_differ_in_every_digit_but_final_noughts() {
        let check = |numerator, denominator, width: Option<i64>, expected| {
            let figure = Rational::new(numerator, denominator).unwrap();
            let width = width.map(Rational::from);
            assert_eq!(different_figures(&figure, width.as_ref()), expected, "{figure}");
        };
        check(11_059, 1, None, 11_059);
        check(-11_059, 1, None, 11_059);
        check(35_000, 1, None, 35);
        check(0, 1, None, 0);
        check(434_992, 10, None, 434_992);
        check(1_446_432, 100, None, 1_446_432);
        check(11_059, 1, Some(2_000), 2_000);
        check(35_000, 1, Some(2_000), 2);
        check(1_446_432, 100, Some(2_000), 200_000);
    }

    #[test]
    fn rare_among_all_pairs_and_on_all_lines() {
        let check = |digits: &[i128], n_organizations, n_lines, expected| {
            assert_eq!(is_rare(digits, n_organizations, n_lines), expected, "{digits:?}");
        };
        check(&[11_059], 2, 1, true);
        check(&[11_059], 4, 20, true);
        // Six pairs of four organizations, 300 times.
        check(&[1_801], 4, 1, true);
        check(&[1_800], 4, 1, false);
        check(&[11_059], 17, 20, false);
        check(&[11_059, 3_608], 17, 20, true);
        check(&[1_263, 412], 17, 20, false);
        check(&[1_263, 412, 357], 17, 20, true);
        check(&[1_263, 412, 357], 3_000, 20, false);
    }
}
