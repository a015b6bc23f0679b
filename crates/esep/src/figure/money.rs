//! Amounts of money, each in its currency.

use std::fmt;

use super::{Amount, Rational, UnitKind};

/// A currency: three capital letters, as in ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Currencies of ISO 4217 whose smallest coin is no hundredth, with the decimals they have.
const UNUSUAL_DECIMALS: &[(&[u8; 3], u32)] = &[
    (b"BHD", 3),
    (b"BIF", 0),
    (b"CLP", 0),
    (b"DJF", 0),
    (b"GNF", 0),
    (b"IQD", 3),
    (b"ISK", 0),
    (b"JOD", 3),
    (b"JPY", 0),
    (b"KMF", 0),
    (b"KRW", 0),
    (b"KWD", 3),
    (b"LYD", 3),
    (b"OMR", 3),
    (b"PYG", 0),
    (b"RWF", 0),
    (b"TND", 3),
    (b"UGX", 0),
    (b"VND", 0),
    (b"VUV", 0),
    (b"XAF", 0),
    (b"XOF", 0),
    (b"XPF", 0),
];

impl Currency {
    /// The tenge of Kazakhstan.
    pub const KZT: Self = Self(*b"KZT");

    /// The currency with this code; `None` where it is not three capital letters.
    ///
    /// ```
    /// use esep::Currency;
    /// assert_eq!(Currency::new("KZT"), Some(Currency::KZT));
    /// assert_eq!(Currency::new("tenge"), None);
    /// ```
    pub fn new(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// The code.
    pub fn code(&self) -> &str {
        // Three capital letters are always text.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimals an amount has: two, except for the currencies that ISO 4217 names.
    pub fn decimals(self) -> u32 {
        let unusual = UNUSUAL_DECIMALS.iter().find(|(letters, _)| **letters == self.0);
        unusual.map_or(2, |(_, decimals)| *decimals)
    }

    /// How many of the smallest units make one.
    fn minor_units(self) -> Rational {
        Rational::power_of_ten(i32::try_from(self.decimals()).unwrap_or_default())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money. Always a whole number of the smallest units of its currency.
///
/// Amounts of different currencies are neither added nor compared.
///
/// ```
/// use esep::{Currency, Money, Rational};
/// let returned = Money::new(&Rational::from(653_893_331), Currency::KZT).unwrap();
/// let fee = Money::from_minor_units(250, Currency::KZT);
/// assert_eq!(fee.to_string(), "2.50 KZT");
/// assert_eq!(returned.checked_add(fee).unwrap().to_string(), "653893333.50 KZT");
///
/// let dollars = Money::from_minor_units(250, Currency::new("USD").unwrap());
/// assert_eq!(fee.checked_add(dollars), None);
/// assert_eq!(Money::new(&Rational::new(1, 3).unwrap(), Currency::KZT), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor_units: i128,
    currency: Currency,
}

impl Money {
    /// So much of a currency; `None` where it is no whole number of the smallest units.
    pub fn new(number: &Rational, currency: Currency) -> Option<Self> {
        let minor_units = (number * &currency.minor_units()).to_i128()?;
        Some(Self { minor_units, currency })
    }

    /// So many of the smallest units of a currency: tiyn, cents.
    pub const fn from_minor_units(minor_units: i128, currency: Currency) -> Self {
        Self { minor_units, currency }
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// How many of the smallest units.
    pub const fn minor_units(self) -> i128 {
        self.minor_units
    }

    /// How much, in the currency's unit.
    pub fn to_rational(self) -> Rational {
        let units = Rational::from(self.minor_units);
        units.checked_div(&self.currency.minor_units()).unwrap_or_default()
    }

    /// Both together; `None` where the currencies differ or the sum is too large.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.joined(other, i128::checked_add)
    }

    /// This less the other; `None` where the currencies differ or the difference is too large.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.joined(other, i128::checked_sub)
    }

    /// So many times this; `None` where that is too large.
    pub fn checked_mul(self, times: i128) -> Option<Self> {
        let minor_units = self.minor_units.checked_mul(times)?;
        Some(Self { minor_units, ..self })
    }

    /// The amount, ready to be shown, without its currency.
    pub fn to_amount(self) -> Amount {
        let decimals = i32::try_from(self.currency.decimals()).unwrap_or_default();
        Amount::new(self.to_rational(), decimals, UnitKind::Money)
    }

    fn joined(self, other: Self, join: fn(i128, i128) -> Option<i128>) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        let minor_units = join(self.minor_units, other.minor_units)?;
        Some(Self { minor_units, ..self })
    }
}

impl PartialOrd for Money {
    /// `None` where the currencies differ.
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (self.currency == other.currency).then(|| self.minor_units.cmp(&other.minor_units))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_amount().plain(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_at_the_edge_is_refused() {
        let most = Money::from_minor_units(i128::MAX, Currency::KZT);
        let one = Money::from_minor_units(1, Currency::KZT);
        assert_eq!(most.checked_add(one), None);
        assert_eq!(most.checked_mul(2), None);
        assert_eq!(most.checked_sub(one).map(Money::minor_units), Some(i128::MAX - 1));
    }

    #[test]
    fn the_smallest_coin_follows_the_currency() {
        let show =
            |units, code| Money::from_minor_units(units, Currency::new(code).unwrap()).to_string();
        assert_eq!(show(-1234, "KZT"), "-12.34 KZT");
        assert_eq!(show(1234, "JPY"), "1234 JPY");
        assert_eq!(show(1234, "KWD"), "1.234 KWD");
        assert_eq!(show(i128::MIN, "JPY"), format!("{} JPY", i128::MIN));
    }

    #[test]
    fn different_currencies_do_not_compare() {
        let tenge = Money::from_minor_units(1, Currency::KZT);
        let yen = Money::from_minor_units(2, Currency::new("JPY").unwrap());
        assert_eq!(tenge.partial_cmp(&yen), None);
        assert!(tenge < Money::from_minor_units(2, Currency::KZT));
    }
}
