//! Exact numbers: fractions of whole numbers of any size.

mod natural;
mod operators;

use std::cmp::Ordering;
use std::fmt;

use natural::{Natural, common_divisor};

/// An exact number: a fraction in lowest terms, of any size.
///
/// Arithmetic never rounds and never overflows: what fits 128 bits is computed there,
/// and what does not goes on with as many digits as it needs.
/// Equal numbers have equal representations, so comparing and hashing are exact too.
///
/// ```
/// use esep::Rational;
/// let share = Rational::from(97_702).checked_div(&Rational::from(703_070)).unwrap();
/// assert_eq!(share.to_string(), "48851/351535");
/// assert!(Rational::from(1).checked_div(&Rational::ZERO).is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Rational(Repr);

/// Every `Small` is in lowest terms with a denominator above 0;
/// every `Big` is one that does not fit a `Small`.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Small { numerator: i128, denominator: i128 },
    Big(Box<Fraction>),
}

/// A fraction of any size.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Fraction {
    is_negative: bool,
    numerator: Natural,
    denominator: Natural,
}

impl Rational {
    /// Nought.
    pub const ZERO: Self = Self(Repr::Small { numerator: 0, denominator: 1 });
    /// One.
    pub const ONE: Self = Self(Repr::Small { numerator: 1, denominator: 1 });

    /// The fraction of two whole numbers; `None` where the denominator is 0.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let is_negative = (numerator < 0) != (denominator < 0);
        let size = |number: i128| Natural::from(number.unsigned_abs());
        Some(
            Self::small(numerator, denominator)
                .unwrap_or_else(|| Self::big(is_negative, &size(numerator), &size(denominator))),
        )
    }

    /// The number that digits and an exponent of ten make: `from_digits("144", -1)` is 14.4.
    ///
    /// `None` where `digits` is empty or holds anything but the digits 0 to 9.
    pub fn from_digits(digits: &str, exponent: i32) -> Option<Self> {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mantissa = match digits.parse::<i128>() {
            Ok(small) => Self::from(small),
            Err(_) => Self::big(false, &Natural::from_digits(digits), &Natural::from(1)),
        };
        Some(mantissa * Self::power_of_ten(exponent))
    }

    /// Ten to the power of `exponent`.
    pub fn power_of_ten(exponent: i32) -> Self {
        if let Some(power) = 10_i128.checked_pow(exponent.unsigned_abs()) {
            return if exponent < 0 {
                Self(Repr::Small { numerator: 1, denominator: power })
            } else {
                Self(Repr::Small { numerator: power, denominator: 1 })
            };
        }
        let power = Natural::power_of_ten(exponent.unsigned_abs());
        let one = Natural::from(1);
        if exponent < 0 { Self::big(false, &one, &power) } else { Self::big(false, &power, &one) }
    }

    /// This number divided by another; `None` where the divisor is 0.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        if let (
            Repr::Small { numerator: a, denominator: b },
            Repr::Small { numerator: c, denominator: d },
        ) = (&self.0, &divisor.0)
            && let (Some(numerator), Some(denominator)) = (a.checked_mul(*d), b.checked_mul(*c))
            && let Some(quotient) = Self::small(numerator, denominator)
        {
            return Some(quotient);
        }
        let (a, b) = (self.to_big(), divisor.to_big());
        let is_negative = a.is_negative != b.is_negative;
        let numerator = &a.numerator * &b.denominator;
        Some(Self::big(is_negative, &numerator, &(&a.denominator * &b.numerator)))
    }

    /// Whether this is nought.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small { numerator: 0, .. })
    }

    /// Whether this is below nought.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small { numerator, .. } => *numerator < 0,
            Repr::Big(big) => big.is_negative,
        }
    }

    /// Whether this is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small { denominator, .. } => *denominator == 1,
            Repr::Big(big) => big.denominator.to_u128() == Some(1),
        }
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// The largest whole number that is not above this one.
    #[must_use]
    pub fn floor(&self) -> Self {
        match &self.0 {
            Repr::Small { numerator, denominator } => {
                Self::from(numerator.div_euclid(*denominator))
            }
            Repr::Big(big) => {
                let (whole, rest) = big.numerator.divided_by(&big.denominator);
                let one = Natural::from(u128::from(big.is_negative && !rest.is_zero()));
                Self::big(big.is_negative, &(&whole + &one), &Natural::from(1))
            }
        }
    }

    /// The smallest whole number that is not below this one.
    #[must_use]
    pub fn ceil(&self) -> Self {
        -(-self).floor()
    }

    /// Rounded to `decimals` places (negative: to tens, hundreds, ...), a half away from zero.
    ///
    /// This is the project's one rule of rounding, and it is for showing: never round before
    /// comparing.
    #[must_use]
    pub fn round(&self, decimals: i32) -> Self {
        let scaled = self.abs() * Self::power_of_ten(decimals) + Self::HALF;
        let rounded = scaled.floor() * Self::power_of_ten(decimals.saturating_neg());
        if self.is_negative() { -rounded } else { rounded }
    }

    /// One half.
    pub const HALF: Self = Self(Repr::Small { numerator: 1, denominator: 2 });

    /// The numerator and denominator in lowest terms, the denominator above 0, as decimal digits.
    pub fn to_fraction(&self) -> (String, String) {
        match &self.0 {
            Repr::Small { numerator, denominator } => {
                (numerator.to_string(), denominator.to_string())
            }
            Repr::Big(big) => {
                let sign = if big.is_negative { "-" } else { "" };
                (format!("{sign}{}", big.numerator), big.denominator.to_string())
            }
        }
    }

    /// The whole number, where this is one and fits 128 bits.
    pub fn to_i128(&self) -> Option<i128> {
        match &self.0 {
            Repr::Small { numerator, denominator: 1 } => Some(*numerator),
            _ => None,
        }
    }

    /// How many decimals the number needs to be written in full; `None` where no number of
    /// decimals suffices, as for a third, or more than `limit` would be needed.
    pub fn decimals_needed(&self, limit: u32) -> Option<u32> {
        (0..=limit).find(|decimals| {
            let exponent = i32::try_from(*decimals).unwrap_or(i32::MAX);
            (self * &Self::power_of_ten(exponent)).is_integer()
        })
    }

    /// How many times longer than with short numbers it takes to multiply these two.
    pub(crate) fn steps(&self, other: &Self) -> u64 {
        let words = |number: &Self| match &number.0 {
            Repr::Small { .. } => 0,
            Repr::Big(big) => big.numerator.n_words() + big.denominator.n_words(),
        };
        let words = words(self).saturating_add(words(other));
        u64::try_from(words.saturating_mul(words)).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// `None` where the fraction in lowest terms does not fit.
    fn small(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 1 && numerator != i128::MIN {
            return Some(Self(Repr::Small { numerator, denominator }));
        }
        // The divisor is computed on magnitudes, for `i128::MIN` has no opposite.
        let divisor = common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let numerator_size = numerator.unsigned_abs().checked_div(divisor)?;
        let denominator_size = denominator.unsigned_abs().checked_div(divisor)?;
        let size = i128::try_from(numerator_size).ok()?;
        let denominator_small = i128::try_from(denominator_size).ok()?;
        let negative = (numerator < 0) != (denominator < 0);
        Some(Self(Repr::Small {
            numerator: if negative { -size } else { size },
            denominator: denominator_small,
        }))
    }

    /// The fraction of two numbers of any size, the denominator above 0.
    fn big(is_negative: bool, numerator: &Natural, denominator: &Natural) -> Self {
        let divisor = numerator.clone().common_divisor(denominator.clone());
        let lowest = |number: &Natural| number.divided_by(&divisor).0;
        let (numerator, denominator) = (lowest(numerator), lowest(denominator));
        let fitting = |number: &Natural| i128::try_from(number.to_u128()?).ok();
        Self(match (fitting(&numerator), fitting(&denominator)) {
            (Some(size), Some(denominator)) => {
                Repr::Small { numerator: if is_negative { -size } else { size }, denominator }
            }
            _ => Repr::Big(Box::new(Fraction { is_negative, numerator, denominator })),
        })
    }

    fn to_big(&self) -> Fraction {
        match &self.0 {
            Repr::Small { numerator, denominator } => Fraction {
                is_negative: *numerator < 0,
                numerator: Natural::from(numerator.unsigned_abs()),
                denominator: Natural::from(denominator.unsigned_abs()),
            },
            Repr::Big(big) => (**big).clone(),
        }
    }

    fn sum(&self, other: &Self) -> Self {
        if let (
            Repr::Small { numerator: a, denominator: b },
            Repr::Small { numerator: c, denominator: d },
        ) = (&self.0, &other.0)
        {
            if b == d
                && let Some(numerator) = a.checked_add(*c)
                && let Some(sum) = Self::small(numerator, *b)
            {
                return sum;
            }
            if let (Some(left), Some(right), Some(denominator)) =
                (a.checked_mul(*d), c.checked_mul(*b), b.checked_mul(*d))
                && let Some(numerator) = left.checked_add(right)
                && let Some(sum) = Self::small(numerator, denominator)
            {
                return sum;
            }
        }
        let (a, b) = (self.to_big(), other.to_big());
        let left = &a.numerator * &b.denominator;
        let right = &b.numerator * &a.denominator;
        let denominator = &a.denominator * &b.denominator;
        if a.is_negative == b.is_negative {
            return Self::big(a.is_negative, &(&left + &right), &denominator);
        }
        let is_negative = if left < right { b.is_negative } else { a.is_negative };
        Self::big(is_negative, &left.difference(&right), &denominator)
    }

    fn product(&self, other: &Self) -> Self {
        if let (
            Repr::Small { numerator: a, denominator: b },
            Repr::Small { numerator: c, denominator: d },
        ) = (&self.0, &other.0)
            && let (Some(numerator), Some(denominator)) = (a.checked_mul(*c), b.checked_mul(*d))
            && let Some(product) = Self::small(numerator, denominator)
        {
            return product;
        }
        let (a, b) = (self.to_big(), other.to_big());
        let numerator = &a.numerator * &b.numerator;
        Self::big(a.is_negative != b.is_negative, &numerator, &(&a.denominator * &b.denominator))
    }
}

impl Default for Rational {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (
            Repr::Small { numerator: a, denominator: b },
            Repr::Small { numerator: c, denominator: d },
        ) = (&self.0, &other.0)
        {
            if b == d {
                return a.cmp(c);
            }
            if let (Some(left), Some(right)) = (a.checked_mul(*d), c.checked_mul(*b)) {
                return left.cmp(&right);
            }
        }
        let (a, b) = (self.to_big(), other.to_big());
        let sizes = (&a.numerator * &b.denominator).cmp(&(&b.numerator * &a.denominator));
        match (a.is_negative, b.is_negative) {
            (false, false) => sizes,
            (true, true) => sizes.reverse(),
            (a_is_negative, b_is_negative) => b_is_negative.cmp(&a_is_negative),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Rational {
    /// A whole number as digits, anything else as a fraction in lowest terms.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (numerator, denominator) = self.to_fraction();
        if denominator == "1" {
            f.write_str(&numerator)
        } else {
            write!(f, "{numerator}/{denominator}")
        }
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
