//! Intervals with open and closed ends: all that a printed figure may stand for.

use super::Rational;

/// One end of an interval.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum End {
    /// There is no end on this side.
    Unbounded,
    /// The end itself is left out, as in "more than 40 000".
    Open(Rational),
    /// The end itself belongs to the interval.
    Closed(Rational),
}

impl End {
    /// The number at this end, where there is one.
    pub fn number(&self) -> Option<&Rational> {
        match self {
            Self::Unbounded => None,
            Self::Open(number) | Self::Closed(number) => Some(number),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    fn map2(&self, other: &Self, compute: impl Fn(&Rational, &Rational) -> Rational) -> Self {
        match (self.number(), other.number()) {
            (Some(a), Some(b)) => Self::at(compute(a, b), self.is_open() || other.is_open()),
            _ => Self::Unbounded,
        }
    }

    fn at(number: Rational, open: bool) -> Self {
        if open { Self::Open(number) } else { Self::Closed(number) }
    }
}

/// All the numbers between two ends. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Interval {
    low: End,
    high: End,
}

impl Interval {
    /// Every number.
    pub const EVERYTHING: Self = Self { low: End::Unbounded, high: End::Unbounded };

    /// The numbers between two ends; `None` where there are none.
    ///
    /// ```
    /// use esep::{End, Interval, Rational};
    /// let one = Rational::ONE;
    /// assert!(Interval::new(End::Closed(one.clone()), End::Closed(one.clone())).is_some());
    /// assert!(Interval::new(End::Open(one.clone()), End::Closed(one)).is_none());
    /// ```
    pub fn new(low: End, high: End) -> Option<Self> {
        let interval = Self { low, high };
        match (interval.low.number(), interval.high.number()) {
            (Some(low), Some(high)) if low > high => None,
            (Some(low), Some(high))
                if low == high && (interval.low.is_open() || interval.high.is_open()) =>
            {
                None
            }
            _ => Some(interval),
        }
    }

    /// One number and no other.
    pub fn point(number: Rational) -> Self {
        Self { low: End::Closed(number.clone()), high: End::Closed(number) }
    }

    /// The numbers that are at most `radius` away from `center`; the sign of `radius` is ignored.
    pub fn around(center: &Rational, radius: &Rational) -> Self {
        let radius = radius.abs();
        Self { low: End::Closed(center - &radius), high: End::Closed(center + &radius) }
    }

    /// The lower end.
    pub fn low(&self) -> &End {
        &self.low
    }

    /// The upper end.
    pub fn high(&self) -> &End {
        &self.high
    }

    /// The single number of this interval, where it has no other.
    pub fn as_point(&self) -> Option<&Rational> {
        match (&self.low, &self.high) {
            (End::Closed(low), End::Closed(high)) if low == high => Some(low),
            _ => None,
        }
    }

    /// Half the distance between the ends; `None` where an end is missing.
    pub fn radius(&self) -> Option<Rational> {
        match (self.low.number(), self.high.number()) {
            (Some(low), Some(high)) => Some((high - low) * Rational::HALF),
            _ => None,
        }
    }

    /// Whether a number lies in the interval.
    pub fn contains(&self, number: &Rational) -> bool {
        let above = match &self.low {
            End::Unbounded => true,
            End::Open(low) => number > low,
            End::Closed(low) => number >= low,
        };
        let below = match &self.high {
            End::Unbounded => true,
            End::Open(high) => number < high,
            End::Closed(high) => number <= high,
        };
        above && below
    }

    /// What two intervals share; `None` where they do not meet.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let low = match (self.low.number(), other.low.number()) {
            (None, _) => &other.low,
            (Some(a), Some(b)) if a == b && other.low.is_open() => &other.low,
            (Some(a), Some(b)) if a < b => &other.low,
            _ => &self.low,
        };
        let high = match (self.high.number(), other.high.number()) {
            (None, _) => &other.high,
            (Some(a), Some(b)) if a == b && other.high.is_open() => &other.high,
            (Some(a), Some(b)) if a > b => &other.high,
            _ => &self.high,
        };
        Self::new(low.clone(), high.clone())
    }

    /// What the sum of a number of this interval and one of the other may be.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            low: self.low.map2(&other.low, |a, b| a + b),
            high: self.high.map2(&other.high, |a, b| a + b),
        }
    }

    /// What a number of this interval with its sign turned may be: the ends change places.
    #[must_use]
    pub fn negated(&self) -> Self {
        let turn = |end: &End| match end {
            End::Unbounded => End::Unbounded,
            End::Open(number) => End::Open(-number),
            End::Closed(number) => End::Closed(-number),
        };
        Self { low: turn(&self.high), high: turn(&self.low) }
    }

    /// What a number of this interval times `factor` may be.
    #[must_use]
    pub fn scaled(&self, factor: &Rational) -> Self {
        if factor.is_zero() {
            return Self::point(Rational::ZERO);
        }
        let scale = |end: &End| match end {
            End::Unbounded => End::Unbounded,
            End::Open(number) => End::Open(number * factor),
            End::Closed(number) => End::Closed(number * factor),
        };
        if factor.is_negative() {
            Self { low: scale(&self.high), high: scale(&self.low) }
        } else {
            Self { low: scale(&self.low), high: scale(&self.high) }
        }
    }

    /// What the product of a number of this interval and one of the other may be.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        if let Some(factor) = other.as_point() {
            return self.scaled(factor);
        }
        if let Some(factor) = self.as_point() {
            return other.scaled(factor);
        }
        let ends = |interval: &Self| [interval.low.clone(), interval.high.clone()];
        let mut low: Option<End> = None;
        let mut high: Option<End> = None;
        for (left_is_high, left) in ends(self).into_iter().enumerate() {
            for (right_is_high, right) in ends(other).into_iter().enumerate() {
                match corner(&left, left_is_high == 1, &right, right_is_high == 1) {
                    Corner::At(end) => {
                        low = Some(lower(low, end.clone()));
                        high = Some(higher(high, end));
                    }
                    Corner::MinusInfinity => low = Some(End::Unbounded),
                    Corner::PlusInfinity => high = Some(End::Unbounded),
                }
            }
        }
        Self { low: low.unwrap_or(End::Unbounded), high: high.unwrap_or(End::Unbounded) }
    }

    /// What a number of this interval divided by one of the other may be.
    ///
    /// `None` where the divisor may be 0 at an inner point or is 0; a divisor whose end is 0
    /// gives an interval without end on that side.
    pub fn divided_by(&self, divisor: &Self) -> Option<Self> {
        let positive = divisor.low.number().is_some_and(|low| !low.is_negative());
        let negative =
            divisor.high.number().is_some_and(|high| high.is_negative() || high.is_zero());
        if divisor.as_point().is_some_and(Rational::is_zero) || !(positive || negative) {
            return None;
        }
        let inverse = |end: &End| match end.number() {
            None => Some(End::Open(Rational::ZERO)),
            Some(number) => Rational::ONE
                .checked_div(number)
                .map_or(Some(End::Unbounded), |inverse| Some(End::at(inverse, end.is_open()))),
        };
        let inverted = Self { low: inverse(&divisor.high)?, high: inverse(&divisor.low)? };
        Some(self.times(&inverted))
    }
}

enum Corner {
    At(End),
    MinusInfinity,
    PlusInfinity,
}

/// The product at one corner of two intervals; nought times anything is nought.
fn corner(left: &End, left_high: bool, right: &End, right_high: bool) -> Corner {
    let sign = |end: &End, is_high: bool| match end.number() {
        None => {
            if is_high {
                1
            } else {
                -1
            }
        }
        Some(number) if number.is_zero() => 0,
        Some(number) if number.is_negative() => -1,
        Some(_) => 1,
    };
    match (left.number(), right.number()) {
        (Some(a), Some(b)) => {
            let zero_reached =
                (a.is_zero() && !left.is_open()) || (b.is_zero() && !right.is_open());
            let open = (left.is_open() || right.is_open()) && !zero_reached;
            Corner::At(End::at(a * b, open))
        }
        _ => match sign(left, left_high) * sign(right, right_high) {
            0 => {
                let open = left.is_open() || right.is_open();
                Corner::At(End::at(Rational::ZERO, open))
            }
            -1 => Corner::MinusInfinity,
            _ => Corner::PlusInfinity,
        },
    }
}

fn lower(best: Option<End>, end: End) -> End {
    match best {
        None => end,
        Some(End::Unbounded) => End::Unbounded,
        Some(best) if end.number() < best.number() => end,
        Some(best) if end.number() == best.number() && best.is_open() => end,
        Some(best) => best,
    }
}

fn higher(best: Option<End>, end: End) -> End {
    match best {
        None => end,
        Some(End::Unbounded) => End::Unbounded,
        Some(best) if end.number() > best.number() => end,
        Some(best) if end.number() == best.number() && best.is_open() => end,
        Some(best) => best,
    }
}
