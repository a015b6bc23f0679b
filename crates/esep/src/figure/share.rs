//! Shares that remember what they are shares of.

use super::{Amount, Count, Rational, UnitKind};

/// A part of a whole, both kept as counts. The whole is never 0 and the part never exceeds it.
///
/// Two shares are equal when their parts and wholes are: 1 of 2 is not 2 of 4.
///
/// ```
/// use esep::{Count, Language, Share};
/// let students = Share::new(Count::new(97_702), Count::new(703_070)).unwrap();
/// assert_eq!(students.to_amount(1).plain(), "13.9");
/// assert_eq!(students.to_amount(1).in_language(Language::En), "13.9%");
/// assert_eq!(Share::new(Count::new(3), Count::new(2)), None);
/// assert_eq!(Share::new(Count::ZERO, Count::ZERO), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    part: Count,
    whole: Count,
}

impl Share {
    /// The share of `part` in `whole`; `None` where the whole is 0 or less than the part.
    pub fn new(part: Count, whole: Count) -> Option<Self> {
        (whole > Count::ZERO && part <= whole).then_some(Self { part, whole })
    }

    /// The part.
    pub const fn part(self) -> Count {
        self.part
    }

    /// The whole.
    pub const fn whole(self) -> Count {
        self.whole
    }

    /// The ratio, from 0 to 1.
    pub fn ratio(self) -> Rational {
        Rational::from(self.part).checked_div(&self.whole.into()).unwrap_or_default()
    }

    /// The share of both parts in both wholes, which is no mean of the two shares;
    /// `None` where the counts grow too large.
    ///
    /// ```
    /// use esep::{Count, Share};
    /// let share = |part, whole| Share::new(Count::new(part), Count::new(whole)).unwrap();
    /// assert_eq!(share(1, 2).checked_merge(share(1, 98)), Some(share(2, 100)));
    /// ```
    pub fn checked_merge(self, other: Self) -> Option<Self> {
        let part = self.part.checked_add(other.part)?;
        let whole = self.whole.checked_add(other.whole)?;
        Self::new(part, whole)
    }

    /// The share, ready to be shown in percent with so many decimals.
    pub fn to_amount(self, decimals: i32) -> Amount {
        Amount::new(self.ratio(), decimals, UnitKind::Share)
    }
}
