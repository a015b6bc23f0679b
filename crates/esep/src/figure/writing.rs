//! Writing figures, for people and for machines.

use super::{Amount, Rational, UnitKind};
use crate::language::Language;

/// More decimals, or noughts before the point, are never written.
const MAX_DECIMALS: i32 = 2_000;

/// The most decimals with which an exact number is written as a decimal.
const MAX_EXACT_DECIMALS: u32 = 12;

const NO_BREAK_SPACE: char = '\u{A0}';
const MINUS: char = '\u{2212}';

/// What a language puts where.
struct Style {
    group: char,
    decimal: char,
    minus: char,
    percent: &'static str,
}

impl Amount {
    /// The number as people write it in a language, rounded to its decimals, a half away from
    /// zero; a share in percent.
    ///
    /// ```
    /// use esep::{Amount, Language, Rational, UnitKind};
    /// let change = Amount::new(Rational::from(-27_232), 0, UnitKind::Count);
    /// assert_eq!(change.in_language(Language::Ru), "−27\u{A0}232");
    /// assert_eq!(change.in_language(Language::En), "−27,232");
    /// let share = Amount::new(Rational::new(144, 1_000).unwrap(), 1, UnitKind::Share);
    /// assert_eq!(share.in_language(Language::Kk), "14,4\u{A0}%");
    /// assert_eq!(share.in_language(Language::En), "14.4%");
    /// ```
    pub fn in_language(&self, language: Language) -> String {
        let style = match language {
            Language::Kk | Language::Ru => {
                Style { group: NO_BREAK_SPACE, decimal: ',', minus: MINUS, percent: "\u{A0}%" }
            }
            Language::En => Style { group: ',', decimal: '.', minus: MINUS, percent: "%" },
        };
        let (negative, whole, fraction) = self.rounded_digits();
        let mut text = String::with_capacity(2 * whole.len() + fraction.len() + 8);
        if negative {
            text.push(style.minus);
        }
        for (index, digit) in whole.char_indices() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(style.group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(style.decimal);
            text.push_str(&fraction);
        }
        if self.kind == UnitKind::Share {
            text.push_str(style.percent);
        }
        text
    }

    /// The number for machines, rounded to its decimals, a half away from zero: digits, `-` and
    /// `.`, no grouping; a share in percent, without the sign.
    ///
    /// ```
    /// use esep::{Amount, Rational, UnitKind};
    /// let share = Amount::new(Rational::new(97_702, 703_070).unwrap(), 1, UnitKind::Share);
    /// assert_eq!(share.plain(), "13.9");
    /// ```
    pub fn plain(&self) -> String {
        let (negative, whole, fraction) = self.rounded_digits();
        let sign = if negative { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }

    /// The number in full, for machines: a decimal where one of at most 12 decimals says it
    /// exactly, otherwise a fraction in lowest terms; of a share, in percent.
    ///
    /// ```
    /// use esep::{Amount, Rational, UnitKind};
    /// let exact = |part, whole| {
    ///     Amount::new(Rational::new(part, whole).unwrap(), 1, UnitKind::Share).exact()
    /// };
    /// assert_eq!(exact(1, 8), "12.5");
    /// assert_eq!(exact(97_702, 703_070), "977020/70307");
    /// ```
    pub fn exact(&self) -> String {
        let number = self.shown();
        match number.decimals_needed(MAX_EXACT_DECIMALS) {
            Some(decimals) => {
                let decimals = i32::try_from(decimals).unwrap_or_default();
                Self { decimals, ..self.clone() }.plain()
            }
            None => number.to_string(),
        }
    }

    /// The number as it is shown: a share in percent.
    fn shown(&self) -> Rational {
        match self.kind {
            UnitKind::Share => &self.value * Rational::from(100),
            _ => self.value.clone(),
        }
    }

    /// Whether the rounded number is below nought, its digits before and behind the point.
    fn rounded_digits(&self) -> (bool, String, String) {
        let decimals = self.decimals.clamp(-MAX_DECIMALS, MAX_DECIMALS);
        let places = usize::try_from(decimals).unwrap_or_default();
        let rounded = self.shown().round(decimals);
        let negative = rounded.is_negative();
        // Whole by now, so that the denominator is 1.
        let units = rounded.abs() * Rational::power_of_ten(decimals.max(0));
        let (mut whole, _) = units.to_fraction();
        if whole.len() <= places {
            whole.insert_str(0, &"0".repeat(places + 1 - whole.len()));
        }
        let fraction = whole.split_off(whole.len() - places);
        (negative, whole, fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: (i128, i128), decimals: i32, kind: UnitKind, expected: [&str; 4]) {
        let amount = Amount::new(Rational::new(value.0, value.1).unwrap(), decimals, kind);
        let shown = [
            amount.in_language(Language::Ru),
            amount.in_language(Language::En),
            amount.plain(),
            amount.exact(),
        ];
        assert_eq!(shown.map(|text| text.replace('\u{A0}', "_")), expected);
    }

    #[test]
    fn counts_are_grouped_for_people() {
        check((61_307, 1), 0, UnitKind::Count, ["61_307", "61,307", "61307", "61307"]);
        check((307, 1), 0, UnitKind::Count, ["307", "307", "307", "307"]);
        check((-27_232, 1), 0, UnitKind::Count, ["−27_232", "−27,232", "-27232", "-27232"]);
        check((0, 1), 0, UnitKind::Count, ["0", "0", "0", "0"]);
    }

    #[test]
    fn shares_are_shown_in_percent() {
        check((1, 8), 0, UnitKind::Share, ["13_%", "13%", "13", "12.5"]);
        check((1, 3), 1, UnitKind::Share, ["33,3_%", "33.3%", "33.3", "100/3"]);
        check((-27, 1_000), 2, UnitKind::Share, ["−2,70_%", "−2.70%", "-2.70", "-2.7"]);
    }

    #[test]
    fn a_half_goes_away_from_zero() {
        check((5, 2), 0, UnitKind::Number, ["3", "3", "3", "2.5"]);
        check((-5, 2), 0, UnitKind::Number, ["−3", "−3", "-3", "-2.5"]);
    }

    #[test]
    fn nought_has_no_sign() {
        check((-1, 100), 1, UnitKind::Number, ["0,0", "0.0", "0.0", "-0.01"]);
    }

    #[test]
    fn negative_decimals_show_the_rounded_whole() {
        check(
            (24_949_999, 1),
            -5,
            UnitKind::Count,
            ["24_900_000", "24,900,000", "24900000", "24949999"],
        );
        check((4, 1), -1, UnitKind::Count, ["0", "0", "0", "4"]);
    }

    #[test]
    fn absurd_decimals_stay_small() {
        let amount = Amount::new(Rational::ONE, i32::MAX, UnitKind::Number);
        assert_eq!(amount.plain().len(), 2_002);
        let amount = Amount::new(Rational::ONE, i32::MIN, UnitKind::Number);
        assert_eq!(amount.plain(), "0");
    }
}
