//! Sheets side by side, and how large their figures are: what the checks of plausibility compare.
//!
//! How large a figure is, is its logarithm to the base 2 in steps of 1/256, computed in whole
//! numbers: the place of the highest bit, and the next eight bits in a straight line, which is
//! never off by more than a sixteenth of a doubling.
//! Whether a figure is far from others is asked with Tukey's outer fences: further from the middle
//! half of them than three times the width of that half. Of figures that scatter by a normal law
//! one in 400 000 lies there, and no single wrong figure can move the fences.

use std::collections::BTreeMap;

use crate::book::Book;
use crate::figure::{Figure, Rational, UnitKind};
use crate::form::{Line, Rollup};
use crate::id::{FormId, OrganizationId};
use crate::period::Period;
use crate::sheet::Sheet;

/// A doubling, as a difference of sizes.
pub(super) const DOUBLING: i64 = 256;
/// Ten times as much, as a difference of sizes.
pub(super) const TENFOLD: i64 = 850;
/// From so many figures on it can be told what is usual.
pub(super) const ENOUGH: usize = 5;
/// How many widths of the middle half the fences stand away from it.
const WIDTHS: i64 = 3;

/// The sheets of a form and period, by the organization to which those who filled them belong.
/// Without a structure all stand side by side; an organization at the top stands alone.
pub(super) fn families<'a>(book: &'a Book) -> Vec<Vec<&'a Sheet>> {
    type Key<'k> = (&'k FormId, Period, Option<OrganizationId>, Option<OrganizationId>);
    let mut families: BTreeMap<Key<'a>, Vec<&'a Sheet>> = BTreeMap::new();
    for sheet in book.sheets.iter() {
        let parent = book.structure.parent(sheet.organization(), sheet.period()).cloned();
        let is_top = parent.is_none() && !book.structure.is_empty();
        let alone = is_top.then(|| sheet.organization().clone());
        let key = (&sheet.form().id, sheet.period(), parent, alone);
        families.entry(key).or_default().push(sheet);
    }
    families.into_values().collect()
}

/// Whether the figures of a line are amounts of something, so that their sizes can be compared.
pub(super) fn is_amount(line: &Line) -> bool {
    matches!(line.unit.kind(), UnitKind::Count | UnitKind::Money)
        && line.rollup == Rollup::Sum
        && !line.can_be_negative()
}

/// How large a figure is; `None` below one, and where the figure says only "more than" or "less
/// than".
pub(super) fn size(figure: &Figure) -> Option<i64> {
    figure.interval().radius()?;
    size_of(figure.value())
}

fn size_of(value: &Rational) -> Option<i64> {
    let whole = value.to_i128().or_else(|| value.floor().to_i128())?;
    size_of_whole(u128::try_from(whole).ok()?)
}

/// How large a whole number is; `None` for nought.
pub(super) fn size_of_whole(whole: u128) -> Option<i64> {
    let bit = whole.checked_ilog2()?;
    let next_bits = if bit >= 8 { whole >> (bit - 8) } else { whole << (8 - bit) };
    Some(i64::from(bit) * DOUBLING + i64::try_from(next_bits & 0xff).ok()?)
}

/// By which power of ten something looks as if a unit had been taken for another, by a thousand or
/// a million: the one without which its size is alike to others.
pub(super) fn power_of_unit(size: i64, is_alike: impl Fn(i64) -> bool) -> Option<i32> {
    [3, -3, 6, -6].into_iter().find(|power| is_alike(size - i64::from(*power) * TENFOLD))
}

/// What is usual among sizes or differences of sizes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usual {
    lower_quarter: i64,
    pub(super) middle: i64,
    upper_quarter: i64,
}

impl Usual {
    /// What is usual among these; `None` where they are too few to tell.
    pub(super) fn among(mut sizes: Vec<i64>) -> Option<Self> {
        if sizes.len() < ENOUGH {
            return None;
        }
        sizes.sort_unstable();
        let last = sizes.len() - 1;
        Some(Self {
            lower_quarter: *sizes.get(last / 4)?,
            middle: middle_of_sorted(&sizes)?,
            upper_quarter: *sizes.get(last - last / 4)?,
        })
    }

    /// Whether one lies beyond the fences.
    pub(super) fn is_far(self, size: i64) -> bool {
        let width = (self.upper_quarter - self.lower_quarter) * WIDTHS;
        size < self.lower_quarter - width || size > self.upper_quarter + width
    }

    /// Whether one lies in the middle half, or a doubling away from it at most.
    pub(super) fn is_near(self, size: i64) -> bool {
        (self.lower_quarter - DOUBLING..=self.upper_quarter + DOUBLING).contains(&size)
    }
}

/// The middle of some sizes; of an even number of them, between the two in the middle.
pub(super) fn middle(mut sizes: Vec<i64>) -> Option<i64> {
    sizes.sort_unstable();
    middle_of_sorted(&sizes)
}

fn middle_of_sorted(sizes: &[i64]) -> Option<i64> {
    let last = sizes.len().checked_sub(1)?;
    Some(i64::midpoint(*sizes.get(last / 2)?, *sizes.get(sizes.len() / 2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size_of_count(count: i64) -> i64 {
        size_of(&Rational::from(count)).unwrap()
    }

    #[test]
    fn ten_times_as_much_is_about_the_same_difference_everywhere() {
        for count in 1..100_000 {
            let tenfold = size_of_count(count * 10) - size_of_count(count);
            assert!((tenfold - TENFOLD).abs() <= 32, "{count}: {tenfold}");
        }
        assert_eq!(size_of(&Rational::ZERO), None);
        assert_eq!(size_of(&Rational::HALF), None);
    }

    #[test]
    fn units_are_taken_for_others_by_thousands_and_millions() {
        let check = |from: i64, to: i64, expected| {
            let difference = size_of_count(to) - size_of_count(from);
            let power = power_of_unit(difference, |rest| rest.abs() <= DOUBLING);
            assert_eq!(power, expected, "{from} to {to}");
        };
        check(41_000, 41, Some(-3));
        check(41, 80_000, Some(3));
        check(41, 90_000, None);
        check(41, 410, None);
        check(41, 4_100, None);
        check(3, 3_500_000, Some(6));
        check(3, 4, None);
    }

    #[test]
    fn one_wrong_figure_in_five_is_far_and_moves_nothing() {
        let usual = Usual::among(vec![10, 14, 12, 2_560, 11]).unwrap();
        assert!(usual.is_far(2_560) && !usual.is_far(20));
        assert!(usual.is_near(12) && usual.is_near(260) && !usual.is_near(280));
        assert!(Usual::among(vec![1, 2, 3, 4]).is_none());
    }
}
