//! The changes of all grounds together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::GroundChanges;
use super::change::Shift;
use super::figures::{exactly, figure_at, plus};
use crate::figure::{Content, Figure};
use crate::fill::compute_formulas;
use crate::form::{Form, Rollup};
use crate::id::OrganizationId;
use crate::period::Period;
use crate::sheet::{CellIndex, Sheet, Stated};

/// The changes of all grounds together, over those of which the change is known.
///
/// What lies below another ground that has the figure is in it already and is not counted again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Total {
    /// The change of every cell that can be added, or computed from what was added.
    pub changes: BTreeMap<CellIndex, Shift>,
    /// For each cell, which grounds were added, by their places among all.
    pub over: BTreeMap<CellIndex, BTreeSet<usize>>,
}

pub(super) fn of(
    form: &Arc<Form>,
    cells: &[CellIndex],
    grounds: &[GroundChanges],
    above: &[Option<usize>],
    (from, to): (Period, Period),
) -> Total {
    let mut total = Total::default();
    for index in cells {
        let line = form.lines().get(index.line);
        if line.is_none_or(|line| line.rollup != Rollup::Sum) {
            continue;
        }
        let shift = |ground: usize| grounds.get(ground)?.changes.get(index)?.shift();
        let is_counted = |ground: &usize| {
            shift(*ground).is_some() && !ancestors(above, *ground).any(|up| shift(up).is_some())
        };
        let over: BTreeSet<usize> = (0..grounds.len()).filter(is_counted).collect();
        let shifts = || over.iter().filter_map(|ground| shift(*ground));
        let add = |figures: &mut dyn Iterator<Item = &Figure>| {
            figures.cloned().reduce(|sum, figure| plus(&sum, &figure))
        };
        let before = add(&mut shifts().map(|shift| &shift.before));
        let after = add(&mut shifts().map(|shift| &shift.after));
        if let (Some(before), Some(after), Some(line)) = (before, after, line) {
            let shift = Shift::new(before, after, line.unit.kind(), from == to);
            total.changes.insert(*index, shift);
            total.over.insert(*index, over);
        }
    }
    compute(form, cells, &mut total, (from, to));
    total
}

/// The grounds above one, the nearest first. Two grounds may each lie above the other where
/// organizations changed places, so that no one is visited twice.
fn ancestors(above: &[Option<usize>], ground: usize) -> impl Iterator<Item = usize> {
    let mut seen = BTreeSet::from([ground]);
    let up = move |ground: usize| above.get(ground).copied().flatten();
    std::iter::successors(up(ground), move |ground| up(*ground))
        .take_while(move |ground| seen.insert(*ground))
}

/// Computes the lines that a formula defines from sums over the same grounds: the most that there
/// are.
fn compute(form: &Arc<Form>, cells: &[CellIndex], total: &mut Total, (from, to): (Period, Period)) {
    let Some(widest) = total.over.values().max_by_key(|over| over.len()).cloned() else { return };
    let sheet = |period: Period, side: fn(&Shift) -> &Figure| {
        let mut sheet = Sheet::new(Arc::clone(form), OrganizationId::new(""), period);
        for (index, shift) in &total.changes {
            if total.over.get(index) == Some(&widest) {
                sheet.set(*index, Stated::computed(Content::Figure(side(shift).clone())));
            }
        }
        compute_formulas(&mut sheet, exactly);
        sheet
    };
    let (before, after) = (sheet(from, |shift| &shift.before), sheet(to, |shift| &shift.after));
    for index in cells {
        let Some(line) = form.lines().get(index.line) else { continue };
        let figures = (figure_at(&before, *index), figure_at(&after, *index));
        if let (Rollup::Formula, (Some(before), Some(after))) = (line.rollup, figures) {
            let shift = Shift::new(before, after, line.unit.kind(), from == to);
            total.changes.insert(*index, shift);
            total.over.insert(*index, widest.clone());
        }
    }
}
