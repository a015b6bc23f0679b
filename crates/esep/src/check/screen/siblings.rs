//! Organizations side by side, and their parent, as rows of whole figures: whether any check that
//! compares them could find anything.
//!
//! Each question here is at least as wide as that of the check it stands for, and quick to answer
//! with no for figures in order.

use super::Screen;
use crate::check::family::{DOUBLING, ENOUGH, TENFOLD, size_of_whole};
use crate::check::{part_equals_whole, same_figure_in_siblings, unit_looks_wrong};

/// The rows of organizations side by side, one after the other.
#[derive(Debug, Default)]
pub struct Siblings {
    figures: Vec<i64>,
    rows: usize,
    scratch: Scratch,
}

/// What may be found in comparing organizations side by side, and with the one that they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suspicion {
    /// Nothing that is asked for.
    Nothing,
    /// Only that some figures of the parent are not the sums of the others'.
    Sums,
    /// Anything.
    Anything,
}

/// Memory that is used again for each family.
#[derive(Debug, Default)]
struct Scratch {
    sums: Vec<i64>,
    met: Vec<u64>,
    sorted: Vec<(i64, u32)>,
    agreeing: Vec<Agreement>,
    sizes: Vec<i16>,
    line: Vec<i16>,
    ordered: Vec<i16>,
    middles: Vec<i16>,
}

/// A figure that two rows have in common, and how many different ones there can be like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Agreement {
    rows: (u32, u32),
    digits: u64,
}

/// Sizes differ by so much at least where one looks like another unit: a thousandfold less what may
/// be usual.
const UNIT: i64 = 3 * TENFOLD - DOUBLING;

impl Siblings {
    /// Makes room for a family of so many rows; they are to be filled.
    pub fn rows_mut(&mut self, rows: usize, width: usize) -> &mut [i64] {
        self.figures.clear();
        self.figures.resize(rows.saturating_mul(width), 0);
        self.rows = rows;
        &mut self.figures
    }
}

impl Screen {
    /// What could be found in comparing organizations side by side with each other and with the one
    /// that they belong to.
    pub fn compare(&self, parent: &[i64], siblings: &mut Siblings) -> Suspicion {
        let Siblings { figures, rows, scratch } = siblings;
        let family = Family { screen: self, figures, rows: *rows };
        if family.may_share_figures(scratch)
            || family.may_have_equal_part()
            || family.may_differ_in_units(scratch)
        {
            Suspicion::Anything
        } else if !family.adds_up_to(parent, scratch) {
            Suspicion::Sums
        } else {
            Suspicion::Nothing
        }
    }

    /// The columns in which a parent's figures are not the sums of its children's.
    pub fn disagreeing(&self, parent: &[i64], children: &[Vec<i64>]) -> Vec<usize> {
        let differs = |column: &usize| {
            let figure = |row: &[i64]| row.get(*column).copied().map_or(0, i128::from);
            children.iter().map(|row| figure(row)).sum::<i128>() != figure(parent)
        };
        self.proven.iter().copied().filter(differs).collect()
    }
}

struct Family<'a> {
    screen: &'a Screen,
    figures: &'a [i64],
    rows: usize,
}

impl Family<'_> {
    fn each_row(&self) -> impl Iterator<Item = &[i64]> + Clone {
        self.figures.chunks_exact(self.screen.width.max(1))
    }

    fn column(&self, column: usize) -> impl Iterator<Item = i64> {
        self.each_row().map(move |row| row.get(column).copied().unwrap_or_default())
    }

    /// Whether the figures of the parent are the sums of these; not where sums could overflow.
    fn adds_up_to(&self, parent: &[i64], scratch: &mut Scratch) -> bool {
        let rows = i64::try_from(self.rows).unwrap_or(i64::MAX).max(1);
        if self.figures.iter().fold(0, |most, figure| most.max(*figure)) > i64::MAX / rows {
            return false;
        }
        let sums = &mut scratch.sums;
        sums.clear();
        sums.resize(self.screen.width, 0);
        for row in self.each_row() {
            sums.iter_mut().zip(row).for_each(|(sum, figure)| *sum += figure);
        }
        self.screen.proven.iter().all(|column| sums.get(*column) == parent.get(*column))
    }

    /// For `same-figure-in-siblings`: the first two rows of all that state a figure are taken for
    /// all of them.
    fn may_share_figures(&self, scratch: &mut Scratch) -> bool {
        let n_lines = self.screen.compared.len();
        let least = u64::try_from(n_lines).unwrap_or(u64::MAX).saturating_add(1);
        let least = least.max(u64::try_from(same_figure_in_siblings::LARGE).unwrap_or(u64::MAX));
        scratch.agreeing.clear();
        for column in &self.screen.compared {
            if self.may_meet(*column, least, &mut scratch.met) {
                self.agreements(*column, least, scratch);
            }
        }
        let rows = u128::try_from(self.rows).unwrap_or(u128::MAX);
        let n_pairs = rows.saturating_mul(rows.saturating_sub(1)) / 2;
        let rare = u128::try_from(same_figure_in_siblings::RARE).unwrap_or(u128::MAX);
        let least = rare.saturating_mul(n_pairs);
        let n_lines = u128::try_from(n_lines).unwrap_or(u128::MAX);
        scratch.agreeing.sort_unstable();
        let is_same = |a: &Agreement, b: &Agreement| a.rows == b.rows;
        scratch.agreeing.chunk_by(is_same).any(|agreements| {
            let (mut figures, mut chances) = (1_u128, least);
            for (number, agreement) in agreements.iter().enumerate() {
                figures = figures.saturating_mul(u128::from(agreement.digits));
                if number > 0 {
                    chances = chances.saturating_mul(n_lines);
                }
            }
            figures > chances || figures == u128::MAX
        })
    }

    /// Whether two figures of a column, at least so large, may be the same.
    fn may_meet(&self, column: usize, least: u64, met: &mut Vec<u64>) -> bool {
        let words = self.rows.next_power_of_two();
        met.clear();
        met.resize(words, 0);
        let mut meet = false;
        for figure in self.column(column).map(i64::unsigned_abs).filter(|figure| *figure >= least) {
            let mixed = figure.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let word = usize::try_from(mixed >> 38).unwrap_or_default() & (words - 1);
            let bit = 1 << (mixed >> 32 & 63);
            if let Some(word) = met.get_mut(word) {
                meet |= *word & bit != 0;
                *word |= bit;
            }
        }
        meet
    }

    fn agreements(&self, column: usize, least: u64, scratch: &mut Scratch) {
        let Scratch { sorted, agreeing, .. } = scratch;
        sorted.clear();
        sorted.extend(self.column(column).zip(0..));
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        let width = match (sorted.get(last / 4), sorted.get(last - last / 4)) {
            (Some((low, _)), Some((high, _))) if self.rows >= ENOUGH => high.abs_diff(*low) * 2,
            _ => u64::MAX,
        };
        for same in sorted.chunk_by(|(a, _), (b, _)| a == b) {
            if let [(figure, first), (_, second), ..] = same {
                let (mut digits, mut within) = (figure.unsigned_abs(), width);
                while digits != 0 && digits.is_multiple_of(10) {
                    (digits, within) = (digits / 10, within / 10);
                }
                let digits = digits.min(within);
                if digits >= least {
                    agreeing.push(Agreement { rows: (*first, *second), digits });
                }
            }
        }
    }

    /// For `part-equals-whole`, where one organization alone has a part as large as the whole. That
    /// other parts are stated beside it cannot be in rows that are right by themselves.
    fn may_have_equal_part(&self) -> bool {
        if self.rows <= ENOUGH {
            return false;
        }
        let (large, outside) =
            (i64::from(part_equals_whole::LARGE), i64::from(part_equals_whole::OUTSIDE));
        self.screen.parts.iter().any(|(whole, part)| {
            let (mut equal, mut others) = (0, 0);
            for (whole, part) in self.column(*whole).zip(self.column(*part)) {
                if whole < large {
                    continue;
                }
                if whole == part {
                    equal += 1;
                } else if (whole - part).saturating_mul(outside) < whole {
                    return false;
                } else {
                    others += 1;
                }
            }
            equal == 1 && others >= ENOUGH
        })
    }

    /// For `unit-looks-wrong`: whether any two figures of a column are so far from each other,
    /// beside the other figures of their rows, or any two rows.
    fn may_differ_in_units(&self, scratch: &mut Scratch) -> bool {
        if self.rows < ENOUGH || self.are_alike_in_size() {
            return false;
        }
        let widest = self.measure(scratch);
        let Scratch { sizes, line, middles, .. } = scratch;
        let width = self.screen.amounts.len().max(1);
        // Where the middles of all rows lie so near to nought, no two rests are a unit apart.
        let near = (UNIT - 1 - i64::from(widest)) / 2;
        let near = i16::try_from(near).unwrap_or_default();
        if near > 0 && sizes.chunks_exact(width).all(|row| is_middle_within(row, middles, near)) {
            return false;
        }
        let (mut smallest, mut largest) = (i16::MAX, i16::MIN);
        for row in sizes.chunks_exact_mut(width) {
            line.clear();
            for (size, middle) in row.iter_mut().zip(middles.iter()) {
                if *size != NO_SIZE && *middle != NO_SIZE {
                    *size -= middle;
                    line.push(*size);
                } else {
                    *size = NO_SIZE;
                }
            }
            let Some(middle) = middle(line) else { continue };
            (smallest, largest) = (smallest.min(middle), largest.max(middle));
            for size in row.iter_mut().filter(|size| **size != NO_SIZE) {
                *size -= middle;
            }
        }
        let is_wide = |low: i16, high: i16| low <= high && i64::from(high) - i64::from(low) >= UNIT;
        let has_wide_rests = |column: usize| {
            let rests = sizes.iter().skip(column).step_by(width).filter(|rest| **rest != NO_SIZE);
            let ends = |(low, high): (i16, i16), rest: &i16| (low.min(*rest), high.max(*rest));
            let (low, high) = rests.fold((i16::MAX, i16::MIN), ends);
            is_wide(low, high)
        };
        let may_be = is_wide(smallest, largest) || (0..width).any(has_wide_rests);
        may_be && self.differs_in_units()
    }

    /// Whether there is an amount in every cell and none is sixteen times another of its column: then
    /// the middles of two rows are no further from each other, and what is left of two figures
    /// without them no further than 256 times, where it takes nearly 500 to look like another unit.
    fn are_alike_in_size(&self) -> bool {
        const TIMES: i64 = 16;
        self.screen.amounts.iter().all(|column| {
            let ends =
                |(least, most): (i64, i64), figure: i64| (least.min(figure), most.max(figure));
            let (least, most) = self.column(*column).fold((i64::MAX, 0), ends);
            least > 0 && most / least < TIMES
        })
    }

    /// The size of every amount, and the middle of each column; says how far sizes of a column are
    /// from each other at most.
    fn measure(&self, scratch: &mut Scratch) -> i16 {
        let Scratch { sizes, line, ordered, middles, .. } = scratch;
        let width = self.screen.amounts.len().max(1);
        sizes.clear();
        for row in self.each_row() {
            let figure = |column: &usize| row.get(*column).copied().unwrap_or_default();
            sizes.extend(self.screen.amounts.iter().map(|column| size(figure(column))));
        }
        ordered.clear();
        ordered.extend_from_slice(sizes);
        if self.rows <= FEW {
            sort_columns(ordered, width);
        }
        middles.clear();
        let mut widest = 0;
        for column in 0..width {
            line.clear();
            let column = ordered.iter().skip(column).step_by(width);
            line.extend(column.copied().filter(|size| *size != NO_SIZE));
            let middle = if line.len() < ENOUGH { None } else { middle(line) };
            middles.push(middle.unwrap_or(NO_SIZE));
            let ends = line.iter().min().zip(line.iter().max());
            widest = ends.map_or(widest, |(low, high)| widest.max(high - low));
        }
        widest
    }

    fn differs_in_units(&self) -> bool {
        let rows = self.each_row().map(|row| {
            let amounts = self.screen.amounts.iter();
            amounts.filter_map(|column| Some((*column, *row.get(*column)?))).collect()
        });
        unit_looks_wrong::is_suspected(&rows.collect::<Vec<_>>())
    }
}

/// What stands for the size of nought.
const NO_SIZE: i16 = i16::MIN;

/// How large a figure is.
fn size(figure: i64) -> i16 {
    let size = u128::try_from(figure).ok().and_then(size_of_whole);
    size.and_then(|size| i16::try_from(size).ok()).unwrap_or(NO_SIZE)
}

/// So few rows are sorted by exchanging neighbors, all columns at once.
const FEW: usize = 24;

/// Sorts each column of some rows.
fn sort_columns(sizes: &mut [i16], width: usize) {
    let rows = sizes.len() / width;
    for pass in 0..rows {
        let from = width * (pass % 2);
        for pair in sizes.get_mut(from..).unwrap_or_default().chunks_exact_mut(2 * width) {
            let (upper, lower) = pair.split_at_mut(width);
            for (upper, lower) in upper.iter_mut().zip(lower) {
                (*upper, *lower) = ((*upper).min(*lower), (*upper).max(*lower));
            }
        }
    }
}

/// Whether the middle of how far the sizes of a row are from those of their columns is no further
/// from nought than `near`.
fn is_middle_within(row: &[i16], middles: &[i16], near: i16) -> bool {
    let (mut known, mut low, mut high) = (0, 0, 0);
    for (size, middle) in row.iter().zip(middles) {
        let is_known = *size != NO_SIZE && *middle != NO_SIZE;
        let distance = size.wrapping_sub(*middle);
        known += i32::from(is_known);
        low += i32::from(is_known && distance <= near);
        high += i32::from(is_known && distance >= -near);
    }
    // More than half of them, so that those in the middle are among them.
    low > known / 2 && high > known / 2 || known == 0
}

/// The middle of some sizes.
fn middle(sizes: &mut [i16]) -> Option<i16> {
    let last = sizes.len().checked_sub(1)?;
    let half = sizes.len() / 2;
    let (before, middle, _) = sizes.select_nth_unstable(half);
    let lower = if last / 2 == half { *middle } else { *before.iter().max()? };
    Some(i16::midpoint(lower, *middle))
}

#[cfg(test)]
mod tests;
