//! `unit-looks-wrong`: a figure a thousand or a million times what is usual, or a thousandth or a
//! millionth of it, up to a factor of two: as where one organization writes persons among others
//! that write thousands. Nobody counts in tens or hundreds, so these are no matter of units.
//!
//! What is usual is asked of three things:
//!
//! - the same figure in the period before, where the change is unusual;
//! - the other figures of the sheet: in what proportion the organizations have them. A sheet of at
//!   least three figures has a size, the middle of how far its figures are from those usual on
//!   their lines; what is left of a figure of ten or more without it must be beyond the fences,
//!   and ten times from what is left of any other organization's;
//! - the size of the sheets side by side with it, where the whole sheet is far from them: beyond
//!   the fences and three hundred times from its nearest neighbor. A capital is a thousand times a village, but there are towns between them.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluation::{Evaluation, about_figure, address_of};
use super::family::{TENFOLD, Usual, is_amount, middle, power_of_unit, size};
use super::unusual_change::{Change, about_change};
use crate::book::Book;
use crate::figure::{Amount, Rational};
use crate::finding::{Code, Finding, Message};
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// A sheet of fewer figures has no proportions.
const FIGURES: usize = 3;
/// How far a sheet must be from the nearest one: three hundred times.
const GAP: i64 = 2 * TENFOLD + 406;
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
    let told: BTreeSet<CellAddress> =
        evaluation.changes.iter().map(|change| address_of(change.sheet, change.index)).collect();
    let mut groups: BTreeMap<_, Vec<Finding>> = BTreeMap::new();
    for change in &evaluation.changes {
        let Some(power) = change.power else { continue };
        let key = (sheet_key(change.sheet), power, "");
        groups.entry(key).or_default().extend(changed(book, change, power));
    }
    let of_period = book.sheets.forms_and_periods().flat_map(|(form, period)| {
        disproportionate(&measure(&book.sheets.of(form, period).collect::<Vec<_>>()))
    });
    let of_family = evaluation.families.iter().flat_map(|family| outsized(&measure(family)));
    for suspect in of_period.chain(of_family) {
        if !told.contains(&address_of(suspect.sheet, suspect.index)) {
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

/// The sheets that state amounts, each measured by all.
fn measure<'a>(sheets: &[&'a Sheet]) -> Vec<Measured<'a>> {
    let mut sizes: BTreeMap<CellIndex, Vec<i64>> = BTreeMap::new();
    for sheet in sheets {
        for (index, size) in amounts(sheet) {
            sizes.entry(index).or_default().push(size);
        }
    }
    let usual: BTreeMap<CellIndex, i64> = sizes
        .into_iter()
        .filter_map(|(index, sizes)| Some((index, Usual::among(sizes)?.middle)))
        .collect();
    let measured = sheets.iter().filter_map(|sheet| {
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
fn disproportionate<'a>(measured: &[Measured<'a>]) -> Vec<Suspect<'a>> {
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
        let far = far_by_a_unit(rests, TENFOLD, usual);
        // A few of something are what is left over, in whatever unit.
        let is_some = |sheet: &Sheet| sheet.figure(index).and_then(size) >= Some(TENFOLD);
        let far = far.into_iter().filter(|(sheet, _)| is_some(sheet));
        let suspect = |(sheet, power)| Suspect { sheet, index, power, key: PROPORTION };
        suspects.extend(far.map(suspect));
    }
    suspects
}

/// The figures of sheets that are far from all others.
fn outsized<'a>(measured: &[Measured<'a>]) -> Vec<Suspect<'a>> {
    let Some(usual) = Usual::among(measured.iter().map(|one| one.size).collect()) else {
        return Vec::new();
    };
    let sizes = measured.iter().map(|one| (one, one.size)).collect();
    let far = far_by_a_unit(sizes, GAP, usual);
    let all_figures = |(one, power): (&Measured<'a>, i32)| {
        let sheet = one.sheet;
        let cells: Vec<CellIndex> = one.distances.keys().copied().collect();
        cells.into_iter().map(move |index| Suspect { sheet, index, power, key: SIZE })
    };
    far.into_iter().flat_map(all_figures).collect()
}

/// Those far from what is usual by a power of ten, and by a gap from all that are not.
fn far_by_a_unit<T>(sizes: Vec<(T, i64)>, gap: i64, usual: Usual) -> Vec<(T, i32)> {
    let (mut far, mut near) = (Vec::new(), BTreeSet::new());
    for (what, size) in sizes {
        let power = power_of_unit(size, |size| usual.is_near(size));
        match power.filter(|_| usual.is_far(size)) {
            Some(power) => far.push((what, size, power)),
            None => {
                near.insert(size);
            }
        }
    }
    far.retain(|(_, size, _)| near.range(size - gap + 1..size + gap).next().is_none());
    far.into_iter().map(|(what, _, power)| (what, power)).collect()
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
