//! Figures in sentences, written as the language writes them.

use crate::figure::{Amount, Rational, UnitKind};
use crate::language::Language;

/// A figure as the language writes it: `61,307` and `14.4%`, `61 307` and `14,4 %`.
pub(super) fn amount(amount: &Amount, language: Language) -> String {
    let is_share = amount.kind == UnitKind::Share;
    let value = if is_share { &amount.value * &Rational::from(100) } else { amount.value.clone() };
    let rounded = value.round(amount.decimals);
    let decimals = amount.decimals.max(0);
    let (digits, _) = (rounded.abs() * Rational::power_of_ten(decimals)).floor().to_fraction();
    let places = usize::try_from(decimals).unwrap_or(0);
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if rounded.is_negative() { "\u{2212}" } else { "" };
    let point = if language == Language::En { "." } else { "," };
    let point = if fraction.is_empty() { "" } else { point };
    let percent = match (is_share, language) {
        (false, _) => "",
        (true, Language::En) => "%",
        (true, _) => "\u{a0}%",
    };
    format!("{sign}{}{point}{fraction}{percent}", grouped(whole, language))
}

/// A whole number as the language writes it.
pub(super) fn count(number: usize, language: Language) -> String {
    grouped(&number.to_string(), language)
}

fn grouped(digits: &str, language: Language) -> String {
    let separator = if language == Language::En { ',' } else { '\u{a0}' };
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}
