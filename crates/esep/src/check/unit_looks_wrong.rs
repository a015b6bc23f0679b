//! `unit-looks-wrong`: a figure a thousand or a million times what is usual, or a thousandth of
//! it, as where one organization writes persons among others that write thousands. Of money also
//! a hundred times, for the minor unit. Tenfold figures are no matter of units.
//!
//! What is usual is asked of three things, and the first that answers is told:
//!
//! - the same figure in the period before;
//! - the other figures of the sheet: in what proportion the organizations side by side have them.
//!   A sheet of at least three figures has a size, the middle of how far its figures are from
//!   those usual on their lines; what is left of a figure without it must be beyond the fences;
//! - the size of the other sheets, where the whole sheet is far from them: beyond the fences, a
//!   hundred times from its nearest neighbor, and among the middle half with the unit changed.
//!   A capital is a thousand times a village, but there are towns between them.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluation::{Evaluation, about_figure, address_of};
use super::family::{ENOUGH, TENFOLD, Usual, is_amount, middle, power_of_unit, size};
use super::unusual_change::{Change, about_change, unusual_changes};
use crate::book::Book;
use crate::figure::{Amount, Rational, UnitKind};
use crate::finding::{Code, Finding, Message};
use crate::form::Form;
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// A sheet of fewer figures has no proportions.
const FIGURES: usize = 3;
/// How far a sheet must be from the nearest one.
const GAP: i64 = 2 * TENFOLD;
/// What is compared with the other figures of the sheet.
const PROPORTION: &str = "unit-looks-wrong.proportion";
/// What is compared with the size of other sheets.
const SIZE: &str = "unit-looks-wrong.size";

/// A figure of a sheet beside others.
struct Suspect<'a> {
    sheet: &'a Sheet,
    index: CellIndex,
    power: i32,
    key: &'static str,
}

/// A sheet among others, measured by what is usual on each line.
struct Measured<'a> {
    sheet: &'a Sheet,
    /// How far each figure is from the middle of its line.
    distances: BTreeMap<CellIndex, i64>,
    /// The middle of these distances.
    size: i64,
}

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let book = evaluation.book;
    let changes = unusual_changes(evaluation);
    let told: BTreeSet<CellAddress> =
        changes.iter().map(|change| address_of(change.sheet, change.index)).collect();
    let mut groups: BTreeMap<_, Vec<Finding>> = BTreeMap::new();
    for change in &changes {
        let Some(power) = change.power else { continue };
        let key = (sheet_key(change.sheet), power, "");
        groups.entry(key).or_default().extend(changed(book, change, power));
    }
    for family in evaluation.families.iter().filter(|family| family.len() >= ENOUGH) {
        let Some(form) = family.first().map(|sheet| sheet.form()) else { continue };
        let measured = measure(family);
        let mut suspects = disproportionate(form, &measured);
        suspects.extend(outsized(form, &measured));
        suspects.retain(|suspect| !told.contains(&address_of(suspect.sheet, suspect.index)));
        for suspect in suspects {
            let key = (sheet_key(suspect.sheet), suspect.power, suspect.key);
            groups.entry(key).or_default().extend(besides(book, &suspect));
        }
    }
    groups.into_values().filter_map(joined).collect()
}

fn sheet_key(sheet: &Sheet) -> (String, String, String) {
    let (form, period) = (sheet.form().id.to_string(), sheet.period().to_string());
    (form, period, sheet.organization().to_string())
}

/// The sheets of a family that state amounts, measured.
fn measure<'a>(family: &[&'a Sheet]) -> Vec<Measured<'a>> {
    let mut sizes: BTreeMap<CellIndex, Vec<i64>> = BTreeMap::new();
    for sheet in family {
        for (index, size) in amounts(sheet) {
            sizes.entry(index).or_default().push(size);
        }
    }
    let usual: BTreeMap<CellIndex, i64> = sizes
        .into_iter()
        .filter_map(|(index, sizes)| Some((index, Usual::among(sizes)?.middle)))
        .collect();
    let measured = family.iter().filter_map(|sheet| {
        let distances: BTreeMap<CellIndex, i64> = amounts(sheet)
            .filter_map(|(index, size)| Some((index, size - usual.get(&index)?)))
            .collect();
        let size = middle(distances.values().copied().collect())?;
        Some(Measured { sheet, distances, size })
    });
    measured.collect()
}

/// The amounts that a sheet states, and how large they are.
fn amounts(sheet: &Sheet) -> impl Iterator<Item = (CellIndex, i64)> {
    let lines = sheet.form().lines();
    let figures = sheet.figures();
    let amounts = figures.filter(|(index, _)| lines.get(index.line).is_some_and(is_amount));
    amounts.filter_map(|(index, figure)| Some((index, size(figure)?)))
}

/// Figures that are out of proportion to the others of their sheets.
fn disproportionate<'a>(form: &Form, measured: &[Measured<'a>]) -> Vec<Suspect<'a>> {
    let mut rests: BTreeMap<CellIndex, Vec<(&'a Sheet, i64)>> = BTreeMap::new();
    for one in measured.iter().filter(|one| one.distances.len() >= FIGURES) {
        for (index, distance) in &one.distances {
            rests.entry(*index).or_default().push((one.sheet, distance - one.size));
        }
    }
    let mut suspects = Vec::new();
    for (index, rests) in rests {
        let Some(usual) = Usual::among(rests.iter().map(|(_, rest)| *rest).collect()) else {
            continue;
        };
        for (sheet, rest) in rests.into_iter().filter(|(_, rest)| usual.is_far(*rest)) {
            let power = power_of_unit(rest - usual.middle, kind_at(form, index));
            suspects.extend(power.map(|power| Suspect { sheet, index, power, key: PROPORTION }));
        }
    }
    suspects
}

/// The figures of sheets that are far from all others.
fn outsized<'a>(form: &Form, measured: &[Measured<'a>]) -> Vec<Suspect<'a>> {
    let Some(usual) = Usual::among(measured.iter().map(|one| one.size).collect()) else {
        return Vec::new();
    };
    let power = |one: &Measured<'_>| {
        let is_money = |index: &CellIndex| kind_at(form, *index) == UnitKind::Money;
        let all_money = one.distances.keys().all(is_money);
        let kind = if all_money { UnitKind::Money } else { UnitKind::Count };
        let power = power_of_unit(one.size - usual.middle, kind)?;
        let with_unit_changed = one.size - i64::from(power) * TENFOLD;
        (usual.is_far(one.size) && usual.is_within(with_unit_changed)).then_some(power)
    };
    let (mut far, mut near) = (Vec::new(), BTreeSet::new());
    for one in measured {
        match power(one) {
            Some(power) => far.push((one, power)),
            None => {
                near.insert(one.size);
            }
        }
    }
    let is_isolated = |size: i64| near.range(size - GAP + 1..size + GAP).next().is_none();
    let isolated = far.into_iter().filter(|(one, _)| is_isolated(one.size));
    let all_figures = |(one, power): (&Measured<'a>, i32)| {
        let (sheet, key) = (one.sheet, SIZE);
        let cells: Vec<CellIndex> = one.distances.keys().copied().collect();
        cells.into_iter().map(move |index| Suspect { sheet, index, power, key })
    };
    isolated.flat_map(all_figures).collect()
}

fn kind_at(form: &Form, index: CellIndex) -> UnitKind {
    form.lines().get(index.line).map_or(UnitKind::Number, |line| line.unit.kind())
}

/// A finding about a figure and the one before.
fn changed(book: &Book, change: &Change<'_>, power: i32) -> Option<Finding> {
    let (mut finding, before) = about_change(book, change, Code::UnitLooksWrong)?;
    finding.cells.push(before);
    saying_usual(finding, power)
}

/// A finding about a figure beside others.
fn besides(book: &Book, suspect: &Suspect<'_>) -> Option<Finding> {
    let mut finding = about_figure(book, suspect.sheet, suspect.index, Code::UnitLooksWrong)?;
    finding.message.key = suspect.key;
    saying_usual(finding, suspect.power)
}

/// The finding with the figure that would be usual.
fn saying_usual(mut finding: Finding, power: i32) -> Option<Finding> {
    let stated = finding.cells.first()?.stated.clone()?;
    let usual = stated.value * Rational::power_of_ten(-power);
    let usual = Amount::new(usual, stated.decimals.max(0), stated.kind);
    finding.message = finding.message.with("usual", usual);
    Some(finding)
}

/// One finding for all figures of a sheet that look alike: the first is complained of.
fn joined(findings: Vec<Finding>) -> Option<Finding> {
    let others = findings.len().saturating_sub(1);
    let mut findings = findings.into_iter();
    let mut first = findings.next()?;
    first.cells.extend(findings.flat_map(|other| other.cells));
    if others > 0 {
        first = first.with_hint(Message::new("hint.others-likewise").with("count", others));
    }
    Some(first.with_hint(Message::new("hint.unit")))
}
