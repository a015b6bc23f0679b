//! To and from the decimals of `rust_decimal`, which other libraries speak.

use rust_decimal::Decimal;

use super::Rational;

/// The most places that a `Decimal` can have.
const MAX_SCALE: u32 = 28;

impl From<Decimal> for Rational {
    /// The same number; always exact. How many places were written is not kept.
    fn from(decimal: Decimal) -> Self {
        let scale = i32::try_from(decimal.scale()).unwrap_or_default();
        Self::from(decimal.mantissa()) * Self::power_of_ten(-scale)
    }
}

impl Rational {
    /// The same number as a `Decimal` with as few places as it needs; `None` where it has no exact
    /// one, as a third, or is too large.
    ///
    /// ```
    /// use esep::Rational;
    /// let eighth = Rational::new(1, 8).unwrap();
    /// assert_eq!(eighth.to_decimal().unwrap().to_string(), "0.125");
    /// assert!(Rational::new(1, 3).unwrap().to_decimal().is_none());
    /// ```
    pub fn to_decimal(&self) -> Option<Decimal> {
        let scale = self.decimals_needed(MAX_SCALE)?;
        let exponent = i32::try_from(scale).ok()?;
        let mantissa = (self * &Self::power_of_ten(exponent)).to_i128()?;
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_come_back_equal() {
        for text in ["0", "-27232", "14.40", "79228162514264337593543950335", "0.0000000000000001"]
        {
            let decimal: Decimal = text.parse().unwrap();
            assert_eq!(Rational::from(decimal).to_decimal(), Some(decimal.normalize()), "{text}");
        }
    }

    #[test]
    fn what_no_decimal_can_hold_is_refused() {
        assert_eq!(Rational::power_of_ten(29).to_decimal(), None);
        assert_eq!(Rational::power_of_ten(-29).to_decimal(), None);
        assert_eq!(Rational::new(1, 7).unwrap().to_decimal(), None);
    }
}
