//! Counts that are known to be counts.

use std::fmt;
use std::iter::Sum;

use super::{Amount, Rational, UnitKind};

/// How many: persons, organizations, violations. Always whole and never below nought.
///
/// ```
/// use esep::{Count, Rational};
/// let working = Count::new(605_368);
/// let students = Count::new(97_702);
/// assert_eq!(working.checked_add(students), Some(Count::new(703_070)));
/// assert_eq!(students.checked_sub(working), None);
/// assert_eq!(Count::from_rational(&Rational::HALF), None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(u64);

impl Count {
    /// None of them.
    pub const ZERO: Self = Self(0);

    /// So many.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The count that a number is; `None` where it is no whole number from 0 on, or above 2^64.
    pub fn from_rational(number: &Rational) -> Option<Self> {
        number.to_i128().and_then(|whole| u64::try_from(whole).ok()).map(Self)
    }

    /// How many.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Both together; `None` where that is above 2^64.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Those of this count that are not of the other; `None` where the other is larger.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// All together; `None` where that is above 2^64.
    pub fn checked_sum(counts: impl IntoIterator<Item = Self>) -> Option<Self> {
        counts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// The count, ready to be shown.
    pub fn to_amount(self) -> Amount {
        Amount::new(self.into(), 0, UnitKind::Count)
    }
}

impl From<u32> for Count {
    fn from(number: u32) -> Self {
        Self(number.into())
    }
}

impl From<Count> for Rational {
    fn from(count: Count) -> Self {
        Self::from(count.0)
    }
}

impl Sum<Count> for Rational {
    /// Exact however large.
    fn sum<I: Iterator<Item = Count>>(counts: I) -> Self {
        counts.map(Self::from).sum()
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
