//! `unit-looks-wrong`: a figure a thousand or a million times what is usual, or a thousandth or a
//! millionth of it, up to a factor of two: as where one organization writes persons among others
//! that write thousands. Nobody counts in tens or hundreds, so these are no matter of units.
//!
//! What is usual is asked of three things:
//!
//! - the same figure in the period before, where the change is unusual;
//! - the other figures of the sheet: in what proportion the organizations side by side have them. A
//!   sheet of at least three figures has a size, the middle of how far its figures are from those
//!   usual on their lines; what is left of a figure of ten or more without it must be beyond the fences,
//!   and ten times from what is left of any other organization's;
//! - the size of the sheets side by side with it, where the whole sheet is far from them: beyond
//!   the fences and three hundred times from its nearest neighbor. A capital is a thousand times a village, but there are towns between them.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluation::{Evaluation, about_figure, address_of};
use super::family::{TENFOLD, Usual, is_amount, middle, power_of_unit, size, size_of_whole};
use super::unusual_change::{Change, about_change};
use crate::book::Book;
use crate::figure::{Amount, Rational};
use crate::finding::{Code, Finding, Message};
use crate::sheet::{CellAddress, CellIndex, Sheet};
use crate::sorted::SortedMap;

/// A sheet of fewer figures has no proportions.
const FIGURES: usize = 3;
/// How far a sheet must be from the nearest one: three hundred times.
const GAP: i64 = 2 * TENFOLD + 406;
/// What is compared with the other figures of the sheet.
const PROPORTION: &str = "unit-looks-wrong.proportion";
/// What is compared with the size of other sheets.
const SIZE: &str = "unit-looks-wrong.size";

/// A figure of a sheet beside others; `S` says which sheet.
pub(super) struct Suspect<S> {
    sheet: S,
    index: CellIndex,
    power: i32,
    key: &'static str,
}

/// A sheet among others, measured by what is usual on each line.
struct Measured<S> {
    sheet: S,
    figures: Vec<Extent>,
    /// The middle of the distances.
    size: i64,
}

/// How large a figure is, and how far that is from the middle of its line.
struct Extent {
    index: CellIndex,
    size: i64,
    distance: i64,
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
    for suspect in &evaluation.suspects {
        if !told.contains(&address_of(suspect.sheet, suspect.index)) {
            let key = (sheet_key(suspect.sheet), suspect.power, suspect.key);
            groups.entry(key).or_default().extend(besides(book, suspect));
        }
    }
    groups.into_values().filter_map(joined).collect()
}

/// The figures of sheets side by side that are out of proportion.
pub(super) fn suspects_of<'a>(family: &[&'a Sheet]) -> Vec<Suspect<&'a Sheet>> {
    let amounts = family.iter().map(|sheet| (*sheet, amounts(sheet).collect()));
    suspects(&amounts.collect::<Vec<_>>())
}

fn sheet_key(sheet: &Sheet) -> (String, String, String) {
    let (form, period) = (sheet.form().id.to_string(), sheet.period().to_string());
    (form, period, sheet.organization().to_string())
}

/// Whether any of the whole amounts of organizations side by side looks like another unit, each
/// given with its column.
pub(super) fn is_suspected(rows: &[Vec<(usize, i64)>]) -> bool {
    let amount = |(column, amount): &(usize, i64)| {
        let index = CellIndex { line: *column, column: 0 };
        Some((index, size_of_whole(u128::try_from(*amount).ok()?)?))
    };
    let rows = rows.iter().map(|row| ((), row.iter().filter_map(amount).collect()));
    !suspects(&rows.collect::<Vec<_>>()).is_empty()
}

/// The figures out of proportion to the others of their sheets, and those of sheets out of
/// proportion to the others. Given are the amounts that each sheet states.
fn suspects<S: Copy>(sheets: &[(S, Vec<(CellIndex, i64)>)]) -> Vec<Suspect<S>> {
    let measured = measure(sheets);
    let mut suspects = disproportionate(&measured);
    suspects.extend(outsized(&measured));
    suspects
}

/// The sheets that state amounts, each measured by all.
fn measure<S: Copy>(sheets: &[(S, Vec<(CellIndex, i64)>)]) -> Vec<Measured<S>> {
    let mut sizes: SortedMap<CellIndex, Vec<i64>> = SortedMap::new();
    for (index, size) in sheets.iter().flat_map(|(_, amounts)| amounts) {
        sizes.or_default(*index).push(*size);
    }
    let usual: SortedMap<CellIndex, i64> = sizes
        .into_iter()
        .filter_map(|(index, sizes)| Some((index, Usual::among(sizes)?.middle)))
        .collect();
    let measured = sheets.iter().filter_map(|(sheet, amounts)| {
        let distance = |(index, size): &(CellIndex, i64)| {
            Some(Extent { index: *index, size: *size, distance: size - usual.get(index)? })
        };
        let figures: Vec<Extent> = amounts.iter().filter_map(distance).collect();
        let size = middle(figures.iter().map(|figure| figure.distance).collect())?;
        Some(Measured { sheet: *sheet, figures, size })
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

/// Figures, each of a sheet and a size, and what is left of their distances without the size of
/// the sheet.
type Rests<S> = Vec<((S, i64), i64)>;

/// Figures that are out of proportion to the others of their sheets.
fn disproportionate<S: Copy>(measured: &[Measured<S>]) -> Vec<Suspect<S>> {
    let mut rests: SortedMap<CellIndex, Rests<S>> = SortedMap::new();
    for one in measured.iter().filter(|one| one.figures.len() >= FIGURES) {
        for figure in &one.figures {
            let rest = figure.distance - one.size;
            rests.or_default(figure.index).push(((one.sheet, figure.size), rest));
        }
    }
    let mut suspects = Vec::new();
    for (index, rests) in rests {
        let Some(usual) = Usual::among(rests.iter().map(|(_, rest)| *rest).collect()) else {
            continue;
        };
        let far = far_by_a_unit(rests, TENFOLD, usual);
        // A few of something are what is left over, in whatever unit.
        let far = far.into_iter().filter(|((_, size), _)| *size >= TENFOLD);
        let suspect = |((sheet, _), power)| Suspect { sheet, index, power, key: PROPORTION };
        suspects.extend(far.map(suspect));
    }
    suspects
}

/// The figures of sheets that are far from all others.
fn outsized<S: Copy>(measured: &[Measured<S>]) -> Vec<Suspect<S>> {
    let Some(usual) = Usual::among(measured.iter().map(|one| one.size).collect()) else {
        return Vec::new();
    };
    let sizes = measured.iter().map(|one| (one, one.size)).collect();
    let far = far_by_a_unit(sizes, GAP, usual);
    let all_figures = |(one, power): (&Measured<S>, i32)| {
        let sheet = one.sheet;
        let cells: Vec<CellIndex> = one.figures.iter().map(|figure| figure.index).collect();
        cells.into_iter().map(move |index| Suspect { sheet, index, power, key: SIZE })
    };
    far.into_iter().flat_map(all_figures).collect()
}

/// Those far from what is usual by a power of ten, and by a gap from all that are not.
fn far_by_a_unit<T>(sizes: Vec<(T, i64)>, gap: i64, usual: Usual) -> Vec<(T, i32)> {
    let (mut far, mut near) = (Vec::new(), Vec::new());
    for (what, size) in sizes {
        let power = power_of_unit(size, |size| usual.is_near(size));
        match power.filter(|_| usual.is_far(size)) {
            Some(power) => far.push((what, size, power)),
            None => near.push(size),
        }
    }
    near.sort_unstable();
    far.retain(|(_, size, _)| {
        let next = near.get(near.partition_point(|near| *near <= size - gap));
        next.is_none_or(|next| *next >= size + gap)
    });
    far.into_iter().map(|(what, _, power)| (what, power)).collect()
}

/// A finding about a figure and the one before.
fn changed(book: &Book, change: &Change<'_>, power: i32) -> Option<Finding> {
    let (mut finding, before) = about_change(book, change, Code::UnitLooksWrong)?;
    finding.cells.push(before);
    saying_usual(finding, power)
}

/// A finding about a figure beside others.
fn besides(book: &Book, suspect: &Suspect<&Sheet>) -> Option<Finding> {
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
