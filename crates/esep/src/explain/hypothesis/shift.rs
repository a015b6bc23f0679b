//! A block of figures one line too low or too high, or one column too far to either side.

use std::collections::BTreeSet;

use super::{Court, Pivot, Sum, Suspect, beside};
use crate::binding::{Value, is_open};
use crate::explain::cause::Cause;
use crate::figure::{Content, Interval, Rational};
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
            if let Some(series) = Series::of(court, pivot, suspect, is_line).filter(|_| is_new) {
                series.try_blocks(court);
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
    /// Some sums that do not hold, each with the factor of every figure.
    sums: Vec<(&'s Sum, Vec<Rational>)>,
}

impl<'s> Series<'s> {
    /// The line or column of a suspect; `None` where it is too short or not filled throughout.
    fn of(
        court: &Court<'_, '_>,
        pivot: &'s Pivot,
        suspect: &'s Suspect,
        is_line: bool,
    ) -> Option<Self> {
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
        if all.len() < SHORTEST {
            return None;
        }
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
        // A rounded figure is more than its number.
        let is_exact = values.iter().all(|value| value.interval.as_point().is_some());
        let sums = pivot.sums.iter().filter(|_| is_exact);
        let sums = sums.map(|sum| (sum, sum.factors(on, &indices))).collect();
        Some(Self { on, indices, values, sums })
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

    /// What a sum gains where a cell takes the figure of another.
    fn gain(&self, factors: &[Rational], to: usize, from: usize) -> Rational {
        let by = factors.get(to).filter(|by| !by.is_zero());
        let gain = by.and_then(|by| {
            Some((&self.values.get(from)?.number - &self.values.get(to)?.number) * by)
        });
        gain.unwrap_or(Rational::ZERO)
    }

    /// Tries every block, moved by one either way; what was pushed out at one end stands at the
    /// other, or got lost.
    fn try_blocks(&self, court: &mut Court<'_, '_>) {
        // One relation alone is met by some block or other; a gap where the block began is a sign.
        let is_told = court.failed.len() > 1;
        let gaps: Vec<usize> = (0..self.indices.len()).filter(|at| self.is_nought(*at)).collect();
        if !is_told && gaps.is_empty() {
            return;
        }
        for is_up in [true, false] {
            let gains = Gains::of(self, is_up);
            let ends = if is_told { (0..self.indices.len()).collect() } else { gaps.clone() };
            for gap in ends {
                self.try_from(court, &gains, gap, is_told && self.is_nought(gap));
            }
        }
    }

    /// Tries the blocks that begin at a cell, which takes the figure of the next; where it is a
    /// gap, the figure at the other end may have got lost.
    fn try_from(&self, court: &mut Court<'_, '_>, gains: &Gains<'_>, gap: usize, has_lost: bool) {
        let is_up = gains.is_up;
        let room = if is_up { self.indices.len() - gap } else { gap + 1 };
        let at = |step: usize| if is_up { gap + step } else { gap.saturating_sub(step) };
        let has_lost = has_lost && room > 1 && !self.is_nought(at(1));
        let lengths = SHORTEST..=room.min(LONGEST);
        let Some(left) = court.compared.get().checked_sub(lengths.clone().count()) else { return };
        court.compared.set(left);
        for length in lengths {
            let last = at(length - 1);
            let moves = || (1..length).map(|step| (at(step - 1), at(step)));
            if gains.are_right(gap, last) {
                court.try_changes(Cause::Shifted, self.moved(moves().chain([(last, gap)])));
            }
            if has_lost
                && gains.can_be_right(gap, last)
                && let Some(end) = self.address(last)
            {
                court.try_with_open(Cause::Shifted, self.moved(moves()), &end);
            }
        }
    }
}

/// What some sums that do not hold gain where each cell of a block takes the figure of the next.
struct Gains<'s> {
    series: &'s Series<'s>,
    /// Whether figures move to the place before theirs, and not to that after.
    is_up: bool,
    /// For each sum what all cells up to one gain.
    all: Vec<Vec<Rational>>,
}

impl<'s> Gains<'s> {
    fn of(series: &'s Series<'s>, is_up: bool) -> Self {
        let all = series.sums.iter().map(|(_, factors)| {
            let mut sum = Rational::ZERO;
            let gains = (0..series.indices.len()).map(|at| {
                let next = if is_up { Some(at + 1) } else { at.checked_sub(1) };
                if let Some(next) = next {
                    sum += &series.gain(factors, at, next);
                }
                sum.clone()
            });
            gains.collect()
        });
        Self { series, is_up, all: all.collect() }
    }

    /// For each sum with its factors what it gains once a block has moved, but for the cell at its
    /// end.
    fn up_to(
        &self,
        gap: usize,
        last: usize,
    ) -> impl Iterator<Item = (&Sum, &[Rational], Rational)> {
        let (to, from) = if self.is_up {
            (last.checked_sub(1), gap.checked_sub(1))
        } else {
            (Some(gap), Some(last))
        };
        let sums = self.series.sums.iter().zip(&self.all);
        sums.map(move |((sum, factors), gains)| {
            let all = to.and_then(|to| gains.get(to)).unwrap_or(&Rational::ZERO);
            let gain = match from.and_then(|from| gains.get(from)) {
                Some(before) => all - before,
                None => all.clone(),
            };
            (*sum, factors.as_slice(), gain)
        })
    }

    /// Whether the sums hold where the cell at the end takes the figure of the gap.
    fn are_right(&self, gap: usize, last: usize) -> bool {
        self.up_to(gap, last).all(|(sum, factors, gain)| {
            sum.lack.contains(&(gain + self.series.gain(factors, last, gap)))
        })
    }

    /// Whether the sums hold with some figure in the cell at the end.
    fn can_be_right(&self, gap: usize, last: usize) -> bool {
        let mut change = Interval::EVERYTHING;
        self.up_to(gap, last).all(|(sum, factors, gain)| {
            let Some(inverse) = factors.get(last).and_then(|by| Rational::ONE.checked_div(by))
            else {
                return sum.lack.contains(&gain);
            };
            let left = sum.lack.plus(&Interval::point(-gain)).scaled(&inverse);
            let both = change.meet(&left);
            let can_be = both.is_some();
            change = both.unwrap_or(Interval::EVERYTHING);
            can_be
        })
    }
}
