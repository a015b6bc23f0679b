//! A block of figures one line too low or too high, or one column too far to either side.

use std::collections::BTreeSet;

use super::{Court, Pivot, Suspect, beside};
use crate::binding::{Value, is_open};
use crate::explain::cause::Cause;
use crate::figure::{Content, Rational};
use crate::sheet::{CellAddress, CellIndex};

/// Longer blocks are not looked for.
const LONGEST: usize = 40;
/// A shift of fewer figures is an exchange.
const SHORTEST: usize = 3;

pub(super) fn try_all(court: &mut Court<'_, '_>, pivot: &Pivot) {
    let mut seen: BTreeSet<(bool, usize)> = BTreeSet::new();
    for suspect in &pivot.suspects {
        if pivot.on_sheet.is_none() && !has_fitting_neighbor(court, suspect) {
            continue;
        }
        let CellIndex { line, column } = suspect.address.index;
        for (is_line, number) in [(false, column), (true, line)] {
            // On one sheet every line and column is looked at once.
            let is_new = pivot.on_sheet.is_none() || seen.insert((is_line, number));
            if let Some(series) = Series::of(court, suspect, is_line).filter(|_| is_new) {
                series.try_blocks(court, pivot, suspect);
            }
        }
    }
}

fn has_fitting_neighbor(court: &Court<'_, '_>, suspect: &Suspect) -> bool {
    let Some(sheet) = court.sheet(&suspect.address) else { return false };
    beside(suspect.address.index).any(|index| {
        sheet.figure(index).is_some_and(|figure| suspect.can_be(&Value::of_figure(figure)))
    })
}

/// A line or column of a sheet, as far as it is filled with figures of one kind.
struct Series<'s> {
    on: &'s CellAddress,
    indices: Vec<CellIndex>,
    values: Vec<Value>,
}

impl<'s> Series<'s> {
    /// The line or column of a suspect; `None` where it is too short or not filled throughout.
    fn of(court: &Court<'_, '_>, suspect: &'s Suspect, is_line: bool) -> Option<Self> {
        let on = &suspect.address;
        let sheet = court.sheet(on)?;
        let form = sheet.form();
        let kind = |line: usize| form.lines().get(line).map(|line| line.unit.kind());
        let CellIndex { line, column } = on.index;
        let n_columns = form.columns().len().max(1);
        let all: Vec<CellIndex> = if is_line {
            (0..n_columns).map(|column| CellIndex { line, column }).collect()
        } else {
            (0..form.lines().len()).map(|line| CellIndex { line, column }).collect()
        };
        let is_like = |index: &CellIndex| kind(index.line) == kind(line) && is_open(form, *index);
        let indices: Vec<CellIndex> = all.into_iter().filter(is_like).collect();
        if indices.len() < SHORTEST {
            return None;
        }
        let content = |index| sheet.cell(index).map_or(&Content::Blank, |stated| &stated.content);
        let value = |index: &CellIndex| match content(*index) {
            Content::Blank => Some(Value::exact(Rational::ZERO)),
            content => Value::of(content),
        };
        let values = indices.iter().map(value).collect::<Option<Vec<Value>>>()?;
        Some(Self { on, indices, values })
    }

    fn is_nought(&self, at: usize) -> bool {
        self.values.get(at).is_none_or(|value| value.number.is_zero())
    }

    fn address(&self, at: usize) -> Option<CellAddress> {
        Some(CellAddress { index: *self.indices.get(at)?, ..self.on.clone() })
    }

    /// Cells that take the figures of others.
    fn moved(&self, moves: impl Iterator<Item = (usize, usize)>) -> Vec<(CellAddress, Value)> {
        let one =
            |(to, from): (usize, usize)| Some((self.address(to)?, self.values.get(from)?.clone()));
        moves.filter_map(one).collect()
    }

    /// Tries every block, moved by one either way; what was pushed out at one end stands at the
    /// other, or got lost.
    fn try_blocks(&self, court: &mut Court<'_, '_>, pivot: &Pivot, suspect: &Suspect) {
        // One relation alone is met by some block or other; a gap where the block began is a sign.
        let is_told = court.failed.len() > 1;
        if !is_told && !(0..self.indices.len()).any(|at| self.is_nought(at)) {
            return;
        }
        // What the sum of the pivot gains where a cell takes the figure of another.
        let gain = |to: usize, from: usize| {
            let by = self.indices.get(to).and_then(|index| pivot.factor(suspect, *index));
            let by = by.filter(|_| pivot.lack.is_some());
            by.and_then(|by| {
                Some((&self.values.get(from)?.number - &self.values.get(to)?.number) * by)
            })
        };
        let nought = || Rational::ZERO;
        // The same for each step from one cell to the next, either way.
        let steps = 1..self.indices.len();
        let steps: Vec<[Rational; 2]> = steps
            .map(|at| [gain(at - 1, at), gain(at, at - 1)].map(|gain| gain.unwrap_or_else(nought)))
            .collect();
        for first in 0..self.indices.len() {
            // What is gained by the moves within the block, all but that from end to end.
            let (mut up, mut down) = (nought(), nought());
            for last in first + 1..self.indices.len().min(first + LONGEST) {
                if let Some([step_up, step_down]) = steps.get(last - 1) {
                    (up, down) = (up + step_up, down + step_down);
                }
                if last + 1 - first < SHORTEST {
                    continue;
                }
                let up_too = (is_told || self.is_nought(first))
                    && pivot.can_gain(&(&up + &gain(last, first).unwrap_or_else(nought)));
                if up_too {
                    let moves = (first..last).map(|at| (at, at + 1)).chain([(last, first)]);
                    court.try_changes(Cause::Shifted, self.moved(moves));
                }
                let down_too = (is_told || self.is_nought(last))
                    && pivot.can_gain(&(&down + &gain(first, last).unwrap_or_else(nought)));
                if down_too {
                    let moves = (first..last).map(|at| (at + 1, at)).chain([(first, last)]);
                    court.try_changes(Cause::Shifted, self.moved(moves));
                }
            }
        }
        if is_told {
            self.try_with_lost(court);
        }
    }

    /// Where a block begins with a gap, the figure at its other end may have got lost.
    fn try_with_lost(&self, court: &mut Court<'_, '_>) {
        for gap in (0..self.indices.len()).filter(|at| self.is_nought(*at)) {
            if !self.is_nought(gap + 1) {
                for last in gap + SHORTEST - 1..self.indices.len().min(gap + LONGEST) {
                    let moves = self.moved((gap..last).map(|at| (at, at + 1)));
                    if let Some(end) = self.address(last) {
                        court.try_with_open(Cause::Shifted, moves, &end);
                    }
                }
            }
            if gap > 0 && !self.is_nought(gap - 1) {
                for first in gap.saturating_sub(LONGEST)..(gap + 2).saturating_sub(SHORTEST) {
                    let moves = self.moved((first..gap).map(|at| (at + 1, at)));
                    if let Some(end) = self.address(first) {
                        court.try_with_open(Cause::Shifted, moves, &end);
                    }
                }
            }
        }
    }
}
