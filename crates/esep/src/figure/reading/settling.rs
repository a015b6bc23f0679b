//! From digits to a figure: what they stand for, and which of two readings is meant.

use super::Expected;
use super::convention::Convention;
use super::misreading::Misreading;
use super::numeral::{Mark, Numeral};
use crate::figure::{Currency, End, Figure, Interval, Rational, Rounding, UnitKind};

/// What is written around the digits.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// Whether the figure is below nought.
    pub(super) negative: bool,
    /// The sign before it that makes it a bound.
    pub(super) bound: Option<Bound>,
    /// The exponent of ten that its scale word says.
    pub(super) scale: Option<i32>,
}

/// A sign that makes a figure a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Below,
    AtMost,
    Above,
    AtLeast,
    About,
}

impl Stated {
    /// Decides how the marks of a numeral are meant, and makes the figure.
    pub(super) fn settle(
        &self,
        numeral: &Numeral,
        convention: Convention,
        expected: &Expected<'_>,
    ) -> Result<Figure, Misreading> {
        let read = |decimals: usize| {
            let digits = Rational::from_digits(&numeral.digits, 0).unwrap_or_default();
            let trailing_noughts =
                numeral.digits.len() - numeral.digits.trim_end_matches('0').len();
            let is_nought = trailing_noughts == numeral.digits.len();
            let noughts = if is_nought { 0 } else { trailing_noughts };
            self.figure(digits, small(decimals), small(noughts), expected)
        };
        let Some((mark, decimals)) = numeral.decimal else { return Ok(read(0)) };
        if !numeral.grouped {
            return Ok(read(decimals));
        }
        let (grouped, decimal) = (read(0), read(decimals));
        let is_decimal = only_one(&grouped, &decimal, |figure| suits_unit(figure, expected))
            .or_else(|| only_one(&grouped, &decimal, |figure| is_within(figure, expected)))
            .or_else(|| match mark {
                Mark::Comma => convention.comma_is_decimal(),
                _ => convention.point_is_decimal(),
            });
        match is_decimal {
            Some(true) => Ok(decimal),
            Some(false) => Ok(grouped),
            None => Err(Misreading::Ambiguous { readings: vec![grouped, decimal] }),
        }
    }

    /// The figure of these digits, of which the last `decimals` stand behind the decimal mark and
    /// the last `noughts` are 0.
    pub(super) fn figure(
        &self,
        digits: Rational,
        decimals: i32,
        noughts: i32,
        expected: &Expected<'_>,
    ) -> Figure {
        let kind = expected.unit.kind();
        let in_thousands = (expected.thousands && kind == UnitKind::Count).then_some(3);
        let scale = self.scale.or(in_thousands);
        let printed = decimals - scale.unwrap_or(0);
        let exponent = if kind == UnitKind::Share { -printed - 2 } else { -printed };
        let size = if exponent == 0 { digits } else { digits * Rational::power_of_ten(exponent) };
        let value = if self.negative { -size } else { size };
        let interval = match self.bound {
            None if scale.is_none() && expected.rounding == Rounding::Exact => {
                return Figure::exact(value, printed);
            }
            None => return Figure::rounded(value, &Rational::power_of_ten(exponent), printed),
            Some(Bound::About) => {
                Interval::around(&value, &Rational::power_of_ten(exponent + noughts))
            }
            Some(Bound::Below) => below(End::Open(value.clone()), expected),
            Some(Bound::AtMost) => below(End::Closed(value.clone()), expected),
            Some(Bound::Above) => above(End::Open(value.clone()), expected),
            Some(Bound::AtLeast) => above(End::Closed(value.clone()), expected),
        };
        Figure::within(value, interval, printed)
    }
}

/// All up to `high`, down to the smallest figure that makes sense.
fn below(high: End, expected: &Expected<'_>) -> Interval {
    let low = expected.min.cloned().map_or(End::Unbounded, End::Closed);
    Interval::new(low, high.clone())
        .or_else(|| Interval::new(End::Unbounded, high))
        .unwrap_or(Interval::EVERYTHING)
}

/// All from `low`, up to the largest figure that makes sense.
fn above(low: End, expected: &Expected<'_>) -> Interval {
    let high = expected.max.cloned().map_or(End::Unbounded, End::Closed);
    Interval::new(low.clone(), high)
        .or_else(|| Interval::new(low, End::Unbounded))
        .unwrap_or(Interval::EVERYTHING)
}

/// Whether the decimal reading alone passes (`true`) or the grouped one alone (`false`).
fn only_one(grouped: &Figure, decimal: &Figure, passes: impl Fn(&Figure) -> bool) -> Option<bool> {
    match (passes(grouped), passes(decimal)) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    }
}

/// Whether a figure of this unit is printed with so many decimals.
fn suits_unit(figure: &Figure, expected: &Expected<'_>) -> bool {
    let most = match expected.unit.kind() {
        UnitKind::Count => 0,
        UnitKind::Money => Currency::new(expected.unit.name()).map_or(2, Currency::decimals),
        UnitKind::Share | UnitKind::Rate | UnitKind::Number => return true,
    };
    figure.decimals() <= small(most)
}

/// Whether a figure lies within the bounds that make sense.
fn is_within(figure: &Figure, expected: &Expected<'_>) -> bool {
    expected.min.is_none_or(|min| figure.value() >= min)
        && expected.max.is_none_or(|max| figure.value() <= max)
}

/// A number of digits, which is bounded long before.
fn small<N: TryInto<i32>>(number: N) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}
