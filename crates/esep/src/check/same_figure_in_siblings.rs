//! `same-figure-in-siblings`: the same large figure in organizations side by side, as where a row
//! was copied.
//!
//! Equal figures occur by chance, the more often the more organizations there are and the smaller
//! the figures. So a figure is worth a look only where the chance that any two of the organizations
//! side by side agree in it is below one in a hundred.

use std::collections::BTreeMap;

use super::evaluation::{Evaluation, address_of, cell, label_at, name_of};
use crate::figure::{Rational, UnitKind};
use crate::finding::{Argument, Code, Finding, Message};
use crate::form::Rollup;
use crate::id::OrganizationId;
use crate::sheet::{CellIndex, Sheet};

/// Figures below this are small.
const LARGE: i128 = 1_000;
/// One in so many: how rare a coincidence must be.
const RARE: i128 = 100;
/// No figure has digits of its own further behind the point.
const MOST_DECIMALS: u32 = 6;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for family in &evaluation.families {
        // Where a row was copied, the same organizations agree in one figure after another.
        let mut agreeing: BTreeMap<Vec<&OrganizationId>, Vec<(CellIndex, Vec<&Sheet>)>> =
            BTreeMap::new();
        for (index, sheets) in coincidences(family) {
            let organizations = sheets.iter().map(|sheet| sheet.organization()).collect();
            agreeing.entry(organizations).or_default().push((index, sheets));
        }
        for same in agreeing.values() {
            findings.extend(finding(evaluation, same));
        }
    }
    findings
}

/// The cells in which siblings state the same large figure, and who does.
fn coincidences<'a>(siblings: &[&'a Sheet]) -> Vec<(CellIndex, Vec<&'a Sheet>)> {
    let mut by_cell: BTreeMap<CellIndex, BTreeMap<Rational, Vec<&'a Sheet>>> = BTreeMap::new();
    for sheet in siblings {
        for (index, figure) in sheet.figures() {
            let Some(line) = sheet.form().lines().get(index.line) else { continue };
            let is_amount = matches!(line.unit.kind(), UnitKind::Count | UnitKind::Money)
                && line.rollup == Rollup::Sum;
            if is_amount && figure.interval().as_point().is_some() {
                let by_figure = by_cell.entry(index).or_default();
                by_figure.entry(figure.value().clone()).or_default().push(sheet);
            }
        }
    }
    let mut found = Vec::new();
    for (index, by_figure) in by_cell {
        let reporting: usize = by_figure.values().map(Vec::len).sum();
        for (figure, sheets) in by_figure {
            if sheets.len() > 1 && is_rare(&figure, reporting) {
                found.push((index, sheets));
            }
        }
    }
    found
}

/// Whether it is rare that any two of so many honest figures of this size agree. Figures can
/// differ in every digit, cents included; a round figure has fewer of them.
fn is_rare(figure: &Rational, reporting: usize) -> bool {
    let figure = figure.abs();
    if figure < Rational::from(LARGE) {
        return false;
    }
    let decimals = figure.decimals_needed(MOST_DECIMALS).unwrap_or(MOST_DECIMALS);
    let shift = Rational::power_of_ten(i32::try_from(decimals).unwrap_or_default());
    let Some(mut digits) = (figure * shift).floor().to_i128() else { return true };
    while digits % 10 == 0 {
        digits /= 10;
    }
    let reporting = i128::try_from(reporting).unwrap_or(i128::MAX);
    let pairs = reporting.saturating_mul(reporting - 1) / 2;
    pairs.saturating_mul(RARE) < digits
}

/// The finding that organizations agree in one figure or several.
fn finding(evaluation: &Evaluation<'_>, same: &[(CellIndex, Vec<&Sheet>)]) -> Option<Finding> {
    let book = evaluation.book;
    let mut cells = Vec::new();
    for (index, sheets) in same {
        let mut of_line: Vec<_> =
            sheets.iter().filter_map(|sheet| cell(book, &address_of(sheet, *index))).collect();
        of_line.sort_by(|a, b| a.place.cmp(&b.place));
        cells.extend(of_line);
    }
    let (index, sheets) = same.first()?;
    let name = |sheet: &&Sheet| Argument::Label(name_of(book, sheet.organization()));
    let label = |index: CellIndex| label_at(book, &address_of(sheets.first()?, index));
    let names: Vec<Argument> = sheets.iter().map(name).collect();
    let first = cells.first()?;
    let message = if let [_] = same {
        Message::new(Code::SameFigureInSiblings.name())
            .with("line", label(*index)?)
            .with("stated", first.stated.clone()?)
    } else {
        let lines = same.iter().filter_map(|(index, _)| label(*index)).map(Argument::Label);
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

    #[track_caller]
    fn check(whole: i128, cents: i128, reporting: usize, expected: bool) {
        let figure = Rational::new(whole * 100 + cents, 100).unwrap();
        assert_eq!(is_rare(&figure, reporting), expected, "{figure} among {reporting}");
    }

    #[test]
    fn figures_differ_in_every_digit_but_final_noughts() {
        check(11_059, 0, 2, true);
        check(999, 99, 2, false);
        check(35_000, 0, 2, false);
        check(-11_059, 0, 2, true);
        // A hundred times 435 pairs of thirty organizations.
        check(43_501, 0, 30, true);
        check(43_499, 0, 30, false);
        check(43_499, 25, 30, true);
        check(14_464, 32, 230, false);
        check(79_464, 32, 230, true);
    }
}
