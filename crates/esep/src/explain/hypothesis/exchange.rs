//! Figures in each other's place: two of a sheet, two lines or columns of it, or the same line of
//! two organizations.

use std::collections::{BTreeMap, BTreeSet};

use super::{Court, LEAST, Pivot, Suspect, beside, is_same_sheet};
use crate::binding::Value;
use crate::explain::cause::Cause;
use crate::figure::{Content, Rational};
use crate::id::FormId;
use crate::sheet::{CellAddress, CellIndex, Sheet};

pub(super) fn try_all(court: &mut Court<'_, '_>, pivot: &Pivot, size: u64) {
    let elsewhere = Elsewhere::of(court, pivot);
    for suspect in &pivot.suspects {
        let address = &suspect.address;
        let Some(own) = court.value(address) else { continue };
        for index in on_sheet(court, pivot, suspect, &own) {
            let other = CellAddress { index, ..address.clone() };
            let Some(value) = court.value(&other) else { continue };
            if court.kind(address) != court.kind(&other) {
                continue;
            }
            let is_telling =
                is_large(&own) && is_large(&value) || beside(address.index).any(|at| at == index);
            let pair = [(address.clone(), value), (other.clone(), own.clone())];
            if is_telling {
                court.try_changes(Cause::Exchanged, pair);
                let all = all_like(court, address, index);
                court.try_changes(Cause::Exchanged, all);
            } else if size > 1 || pivot.factor(suspect, index).is_some() {
                // No other way to say it in one slip: no figure alone explains it, or both stand in
                // the sum, a part and its total.
                court.try_inexact(Cause::Exchanged, pair);
            }
        }
        for (other, value) in elsewhere.fitting(court, suspect) {
            let pair = [(address.clone(), value.clone()), (other.clone(), own.clone())];
            court.try_changes(Cause::Exchanged, pair);
        }
    }
}

/// Figures of one digit are met everywhere: they are taken for exchanged where they stand side by
/// side, or as the last of all slips.
fn is_large(value: &Value) -> bool {
    value.number.abs() >= Rational::from(LEAST)
}

/// The cells of the same sheet whose figure could stand in the suspect's place; one that is blank
/// only beside it.
fn on_sheet(
    court: &Court<'_, '_>,
    pivot: &Pivot,
    suspect: &Suspect,
    value: &Value,
) -> Vec<CellIndex> {
    let Some(sheet) = court.sheet(&suspect.address) else { return Vec::new() };
    let own = suspect.address.index;
    let gains = |index: CellIndex, other: &Value| match (&suspect.by, pivot.factor(suspect, index))
    {
        // Both stand in the sum, so that it is looked at only once.
        (Some(by), Some(other_by)) if pivot.lack.is_some() => {
            let gain = (&other.number - &value.number) * (by - other_by);
            own < index && pivot.can_gain(&gain)
        }
        _ => suspect.can_be(other),
    };
    let is_of_pivot = |index| {
        let mut places = pivot.on_sheet.iter();
        pivot.lack.is_none() && places.any(|places| places.contains_key(&index))
    };
    let is_blank =
        |index: CellIndex| sheet.cell(index).is_none_or(|stated| stated.content == Content::Blank);
    let blank = beside(own).filter(|index| is_blank(*index));
    let compared = court.compared.get();
    let Some(left) = compared.checked_sub(sheet.figures().count()) else { return Vec::new() };
    court.compared.set(left);
    let figures = sheet.figures().filter(|(index, figure)| {
        *index != own
            && (gains(*index, &Value::of_figure(figure)) || is_of_pivot(*index))
            && (!is_blank(own) || beside(own).any(|at| at == *index))
    });
    figures.map(|(index, _)| index).chain(blank).collect()
}

/// The cells of what does not hold, by where they stand on their sheets.
struct Elsewhere(BTreeMap<(FormId, CellIndex), ByFactor>);

/// Cells with what they state, by their factors in the pivot.
type ByFactor = BTreeMap<Option<Rational>, Vec<(CellAddress, Value)>>;

impl Elsewhere {
    fn of(court: &Court<'_, '_>, pivot: &Pivot) -> Self {
        let suspects = pivot.suspects.iter().filter(|_| pivot.lack.is_some());
        let factors: BTreeMap<&CellAddress, &Rational> =
            suspects.filter_map(|it| Some((&it.address, it.by.as_ref()?))).collect();
        let cells = court.failed_relations().flat_map(|(_, relation)| relation.cells());
        let cells: BTreeSet<&CellAddress> = cells.filter_map(|id| court.part.address(id)).collect();
        let mut all: BTreeMap<(FormId, CellIndex), ByFactor> = BTreeMap::new();
        for address in cells {
            let Some(value) = court.value(address) else { continue };
            let by = factors.get(address).map(|by| (*by).clone());
            let like = all.entry((address.form.clone(), address.index)).or_default();
            like.entry(by).or_default().push((address.clone(), value));
        }
        Self(all)
    }

    /// The same cell in other organizations or periods, where its figure fits. A sum that has both
    /// is not changed by their exchange where their factors are the same.
    fn fitting<'e>(
        &'e self,
        court: &Court<'_, '_>,
        suspect: &Suspect,
    ) -> Vec<&'e (CellAddress, Value)> {
        let on = (suspect.address.form.clone(), suspect.address.index);
        let like = self.0.get(&on).into_iter().flatten();
        let others = like.filter(|(by, _)| by.is_none() || **by != suspect.by);
        let others: Vec<_> = others.flat_map(|(_, cells)| cells).collect();
        let Some(left) = court.compared.get().checked_sub(others.len()) else { return Vec::new() };
        court.compared.set(left);
        let fits = |(address, value): &&(CellAddress, Value)| {
            suspect.can_be(value) && !is_same_sheet(address, &suspect.address)
        };
        others.into_iter().filter(fits).collect()
    }
}

/// The lines or columns of two cells of a sheet, exchanged as a whole.
fn all_like(
    court: &Court<'_, '_>,
    address: &CellAddress,
    other: CellIndex,
) -> Vec<(CellAddress, Value)> {
    let Some(form) = court.sheet(address).map(Sheet::form) else { return Vec::new() };
    let CellIndex { line, column } = address.index;
    let pairs: Vec<[CellIndex; 2]> = if line == other.line {
        let lines = 0..form.lines().len();
        lines.map(|line| [column, other.column].map(|column| CellIndex { line, column })).collect()
    } else if column == other.column {
        let columns = 0..form.columns().len();
        columns.map(|column| [line, other.line].map(|line| CellIndex { line, column })).collect()
    } else {
        Vec::new()
    };
    let mut all = Vec::new();
    for pair in pairs {
        let [first, second] = pair.map(|index| CellAddress { index, ..address.clone() });
        if let (Some(one), Some(other)) = (court.value(&first), court.value(&second)) {
            all.extend([(first, other), (second, one)]);
        }
    }
    all
}
