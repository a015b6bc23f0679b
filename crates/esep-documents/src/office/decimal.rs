//! Decimal numbers as workbooks hold them, rounded as programs show them, without floating point.

/// A number: its digits times a power of ten. Nought has no digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    /// From the most significant, which is not 0.
    digits: Vec<u8>,
    exponent: i32,
}

/// Spreadsheet programs compute with about so many digits; what stands behind is noise.
const SIGNIFICANT: usize = 15;

/// No number of a workbook is larger or smaller.
const LARGEST_EXPONENT: i32 = 400;

impl Decimal {
    /// Reads `-0.14399999999999999` or `6.5E8`; as many digits as programs compute with.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = !(whole.is_empty() && decimals.is_empty());
        if !is_number || !is_digits(whole) || !is_digits(decimals) || mantissa.len() > 1_000 {
            return None;
        }
        let exponent = exponent.checked_sub(i32::try_from(decimals.len()).ok()?)?;
        if exponent.abs() > LARGEST_EXPONENT {
            return None;
        }
        let digits = whole.bytes().chain(decimals.bytes()).map(|byte| byte - b'0');
        let digits = digits.skip_while(|digit| *digit == 0).collect();
        let mut read = Self { negative, digits, exponent };
        read.keep(SIGNIFICANT);
        Some(read)
    }

    /// The same times a power of ten.
    #[must_use]
    pub(super) fn times_ten_to(mut self, power: i32) -> Self {
        self.exponent += power;
        self
    }

    /// The number without its decimals, where it is small.
    pub(super) fn whole(&self) -> Option<u32> {
        self.clone().cut().parse().ok()
    }

    fn cut(mut self) -> String {
        let decimals = usize::try_from(-self.exponent).unwrap_or(0);
        self.digits.truncate(self.digits.len().saturating_sub(decimals));
        self.exponent = self.exponent.max(0);
        self.shown(0, 0)
    }

    /// With at least and at most so many decimals, rounded half away from nought.
    pub(super) fn shown(&self, least: usize, most: usize) -> String {
        let mut rounded = self.clone();
        let decimals = usize::try_from(-self.exponent).unwrap_or(0);
        if decimals > most {
            let dropped = decimals - most;
            match rounded.digits.len().checked_sub(dropped) {
                Some(kept) => rounded.keep(kept),
                None => rounded.digits.clear(),
            }
        }
        rounded.plain(least)
    }

    /// As precise as it is.
    pub(super) fn exact(&self) -> String {
        self.shown(0, usize::MAX)
    }

    fn plain(&self, least: usize) -> String {
        let mut digits: Vec<u8> = self.digits.clone();
        let zeros = usize::try_from(self.exponent).unwrap_or(0);
        if !digits.is_empty() {
            digits.extend(std::iter::repeat_n(0, zeros));
        }
        let decimals = usize::try_from(-self.exponent).unwrap_or(0);
        let missing = (decimals + 1).saturating_sub(digits.len());
        let mut text: String = std::iter::repeat_n(0, missing)
            .chain(digits)
            .map(|digit| char::from(b'0' + digit))
            .collect();
        let mut fraction = text.split_off(text.len().saturating_sub(decimals));
        fraction.truncate(fraction.trim_end_matches('0').len());
        while fraction.len() < least {
            fraction.push('0');
        }
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(&fraction);
        }
        if self.negative && !self.digits.is_empty() { format!("-{text}") } else { text }
    }

    /// Rounds to so many of the leading digits.
    fn keep(&mut self, kept: usize) {
        let Some(next) = self.digits.get(kept) else { return };
        let up = *next >= 5;
        let dropped = self.digits.len() - kept;
        self.digits.truncate(kept);
        self.exponent += i32::try_from(dropped).unwrap_or(i32::MAX);
        if up {
            let mut at = self.digits.len();
            loop {
                match at.checked_sub(1).and_then(|index| self.digits.get_mut(index)) {
                    None => {
                        self.digits.insert(0, 1);
                        break;
                    }
                    Some(9) => {
                        at -= 1;
                        if let Some(digit) = self.digits.get_mut(at) {
                            *digit = 0;
                        }
                    }
                    Some(digit) => {
                        *digit += 1;
                        break;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, least: usize, most: usize, expected: &str) {
        assert_eq!(Decimal::parse(text).unwrap().shown(least, most), expected, "{text}");
    }

    #[test]
    fn rounded_as_shown() {
        check("1093", 0, 0, "1093");
        check("0.14399999999999999", 0, 20, "0.144");
        check("14.45", 1, 1, "14.5");
        check("99.96", 1, 1, "100.0");
        check("0.4", 0, 0, "0");
        check("0.5", 0, 0, "1");
        check("0.004", 1, 1, "0.0");
        check("-2.5", 0, 0, "-3");
        check("6.53893331E8", 0, 0, "653893331");
        check("7", 2, 2, "7.00");
        check("1e-7", 0, 20, "0.0000001");
        check("0", 0, 3, "0");
        check(".5", 0, 3, "0.5");
    }

    #[test]
    fn noise_of_programs_is_no_digit() {
        check("0.30000000000000004", 0, 20, "0.3");
        check("653893331.27000004", 0, 20, "653893331.27");
    }

    #[test]
    fn percent_is_a_shift() {
        let ratio = Decimal::parse("0.144").unwrap();
        assert_eq!(ratio.times_ten_to(2).shown(1, 1), "14.4");
    }

    #[test]
    fn what_is_no_number() {
        for text in ["", "-", ".", "1,5", "0x1F", "NaN", "1e999", "1e-9999999999"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
