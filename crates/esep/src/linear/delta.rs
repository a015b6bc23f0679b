//! Numbers an infinitely small step away from a rational one, and bounds made of them.

use crate::figure::{End, Interval, Rational};

/// `number + step * δ`, where δ is above 0 and smaller than every other number.
///
/// `x < 5` is `x <= 5 - δ`, so that open ends need no rule of their own.
/// The order of the fields makes the derived order the right one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Delta {
    pub(super) number: Rational,
    pub(super) step: Rational,
}

/// Between which numbers a quantity must stay; the lower end is never above the upper one.
#[derive(Debug, Clone, Default)]
pub(super) struct Bounds {
    pub(super) low: Option<Delta>,
    pub(super) high: Option<Delta>,
}

impl Delta {
    pub(super) fn plus(&self, other: &Self) -> Self {
        // Most steps are nought, and adding nought costs as much as adding anything.
        let step = if other.step.is_zero() { self.step.clone() } else { &self.step + &other.step };
        Self { number: &self.number + &other.number, step }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { number: -&other.number, step: -&other.step })
    }

    pub(super) fn times(&self, factor: &Rational) -> Self {
        Self { number: &self.number * factor, step: &self.step * factor }
    }

    /// The number where δ has this size.
    pub(super) fn at(&self, delta: &Rational) -> Rational {
        &self.number + &self.step * delta
    }
}

impl Bounds {
    /// Where to start: in the middle, where figures that are printed rounded nearly add up;
    /// or as near to nought as may be.
    pub(super) fn start(&self) -> Delta {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => low.plus(high).times(&Rational::HALF),
            (Some(end), None) | (None, Some(end)) => {
                let nought = Delta::default();
                if self.exceeded_by(&nought).is_some() { end.clone() } else { nought }
            }
            (None, None) => Delta::default(),
        }
    }

    /// The end that `value` has gone beyond, where it has.
    pub(super) fn exceeded_by(&self, value: &Delta) -> Option<&Delta> {
        let below = self.low.as_ref().filter(|low| value < *low);
        below.or_else(|| self.high.as_ref().filter(|high| value > *high))
    }

    /// Whether `value` may still move: up, or down.
    pub(super) fn leave_room(&self, value: &Delta, up: bool) -> bool {
        if up {
            self.high.as_ref().is_none_or(|high| value < high)
        } else {
            self.low.as_ref().is_none_or(|low| value > low)
        }
    }

    /// The end in this direction.
    pub(super) fn end(&self, up: bool) -> Option<&Delta> {
        if up { self.high.as_ref() } else { self.low.as_ref() }
    }
}

impl From<&Interval> for Bounds {
    fn from(interval: &Interval) -> Self {
        let bound = |end: &End, inward: Rational| match end {
            End::Unbounded => None,
            End::Open(number) => Some(Delta { number: number.clone(), step: inward }),
            End::Closed(number) => Some(Delta { number: number.clone(), step: Rational::ZERO }),
        };
        Self {
            low: bound(interval.low(), Rational::ONE),
            high: bound(interval.high(), -Rational::ONE),
        }
    }
}
