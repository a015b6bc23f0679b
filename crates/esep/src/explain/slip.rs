//! Slips of the pen: what one figure can become while it is written down.

use crate::figure::{Interval, Rational};

/// What happened to a figure on its way to paper, most likely first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// Two digits side by side changed places: 4 627 for 4 267.
    DigitsSwapped,
    /// A digit was left out: 467 for 4 627.
    DigitDropped,
    /// A digit was written twice: 19 979 for 1 979.
    DigitDoubled,
    /// A digit came in: 46 527 for 4 627.
    DigitAdded,
    /// A digit is another one: 4 227 for 4 627.
    DigitWrong,
    /// The sign is the opposite.
    Sign,
    /// The decimal point stands elsewhere or the unit is another: 10 to this power times too much.
    PowerOfTen(i32),
}

/// The powers of ten that a unit or a decimal point is off by.
const POWERS: [i32; 8] = [3, -3, 1, -1, 2, -2, 6, -6];
/// Figures of more digits are taken for what they are.
const MOST_DIGITS: usize = 40;
/// Figures below this have so few digits that any is one slip away from any other.
const LEAST: i64 = 10;

/// The figures within an interval that one slip turns into what is stated with so many decimals,
/// each with the likeliest slip that does; the likeliest first, then the nearest.
///
/// ```
/// use esep::explain::{Slip, meant_figures};
/// use esep::{Interval, Rational};
/// let meant = |stated: i64, within: i64| {
///     meant_figures(&Rational::from(stated), 0, &Interval::point(Rational::from(within)))
/// };
/// assert_eq!(meant(161, 116), [(Slip::DigitsSwapped, Rational::from(116))]);
/// assert!(meant(123, 60).is_empty());
/// ```
pub fn meant_figures(stated: &Rational, decimals: i32, within: &Interval) -> Vec<(Slip, Rational)> {
    let mut found: Vec<(Slip, Rational)> = Vec::new();
    for meant in slips(stated, decimals, within) {
        if meant.is_telling && found.iter().all(|(_, known)| *known != meant.number) {
            found.push((meant.slip, meant.number));
        }
    }
    found
}

/// A slip that turns a figure into what is stated.
pub(super) struct Meant {
    pub(super) slip: Slip,
    /// The figure.
    pub(super) number: Rational,
    /// Whether there are few other figures of which this could be said.
    pub(super) is_telling: bool,
}

/// Every slip that turns a figure within an interval into what is stated with so many decimals, in
/// the order of [`meant_figures`].
pub(super) fn slips(stated: &Rational, decimals: i32, within: &Interval) -> Vec<Meant> {
    let unit = Rational::power_of_ten(-decimals);
    let mantissa = (stated.abs() * Rational::power_of_ten(decimals)).round(0).to_string();
    let sign = if stated.is_negative() { -Rational::ONE } else { Rational::ONE };
    let mut found: Vec<Meant> = Vec::new();
    let mut offer = |slip: Slip, number: Rational, is_telling: bool| {
        let is_new = found.iter().all(|known| known.slip != slip || known.number != number);
        if is_new && number != *stated && within.contains(&number) {
            found.push(Meant { slip, number, is_telling });
        }
    };
    let can_be_digits = within.as_point().is_none_or(|meant| {
        let scaled = meant.abs() * Rational::power_of_ten(decimals);
        strsim::osa_distance(&mantissa, &scaled.to_string()) == 1
    });
    if can_be_digits && mantissa.len() <= MOST_DIGITS {
        let least = Rational::from(LEAST) * &unit;
        for (slip, digits) in digit_slips(&mantissa) {
            if let Some(number) = Rational::from_digits(&digits, -decimals) {
                let is_telling = stated.abs() >= least && number >= least;
                offer(slip, number * &sign, is_telling);
            }
        }
    }
    offer(Slip::Sign, -stated, true);
    for power in POWERS {
        offer(Slip::PowerOfTen(power), stated * Rational::power_of_ten(-power), true);
    }
    found.sort_by_key(|meant| (rank(meant.slip), (&meant.number - stated).abs()));
    found
}

/// The order in which slips are offered; all powers of ten are alike.
fn rank(slip: Slip) -> Slip {
    match slip {
        Slip::PowerOfTen(_) => Slip::PowerOfTen(0),
        other => other,
    }
}

/// All digits that one slip turns into these, the likeliest slips first.
fn digit_slips(stated: &str) -> Vec<(Slip, String)> {
    let digits: Vec<char> = stated.chars().collect();
    let text = |digits: &[char]| digits.iter().collect::<String>();
    let mut slips = Vec::new();
    for at in 1..digits.len() {
        let mut meant = digits.clone();
        meant.swap(at - 1, at);
        slips.push((Slip::DigitsSwapped, text(&meant)));
    }
    for at in 0..=digits.len() {
        for digit in '0'..='9' {
            let mut meant = digits.clone();
            meant.insert(at, digit);
            slips.push((Slip::DigitDropped, text(&meant)));
        }
    }
    for at in 0..digits.len() {
        let mut meant = digits.clone();
        let digit = meant.remove(at);
        let is_double =
            meant.get(at) == Some(&digit) || at > 0 && meant.get(at - 1) == Some(&digit);
        slips.push((if is_double { Slip::DigitDoubled } else { Slip::DigitAdded }, text(&meant)));
    }
    for at in 0..digits.len() {
        for digit in '0'..='9' {
            let mut meant = digits.clone();
            meant.splice(at..=at, [digit]);
            slips.push((Slip::DigitWrong, text(&meant)));
        }
    }
    // Nobody writes a nought in front.
    slips.retain(|(_, meant)| !meant.is_empty() && !meant.starts_with('0'));
    slips
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(stated: &str, decimals: i32, meant: &str, expected: Option<Slip>) {
        let number = |text: &str| {
            let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
            Rational::from(sign) * Rational::from_digits(digits, -decimals).unwrap()
        };
        let found = meant_figures(&number(stated), decimals, &Interval::point(number(meant)));
        let slips: Vec<Slip> = found.iter().map(|(slip, _)| *slip).collect();
        assert_eq!(slips, expected.into_iter().collect::<Vec<_>>(), "{stated} for {meant}");
    }

    /// Published cases of Scholtus (2009) and of the packages deducorrect and deductive for R.
    #[test]
    fn known_slips() {
        for (stated, meant, slip) in [
            ("161", "116", Slip::DigitsSwapped),
            ("283", "238", Slip::DigitsSwapped),
            ("192", "129", Slip::DigitsSwapped),
            ("467", "4627", Slip::DigitDropped),
            ("1842", "19842", Slip::DigitDropped),
            ("361300", "3613000", Slip::DigitDropped),
            ("19979", "1979", Slip::DigitDoubled),
            ("46527", "4627", Slip::DigitAdded),
            ("4227", "4627", Slip::DigitWrong),
            ("1340", "1360", Slip::DigitWrong),
            ("-10", "10", Slip::Sign),
            ("300000", "300", Slip::PowerOfTen(3)),
            ("24", "24000000", Slip::PowerOfTen(-6)),
        ] {
            check(stated, 0, meant, Some(slip));
        }
    }

    #[test]
    fn decimals_are_digits_as_well() {
        check("143", 1, "134", Some(Slip::DigitsSwapped));
        check("144", 1, "1440", Some(Slip::DigitDropped));
    }

    #[test]
    fn figures_of_one_digit_are_no_evidence() {
        check("7", 0, "9", None);
        check("12", 0, "2", None);
        check("315", 0, "252", None);
    }

    #[test]
    fn whatever_lies_within() {
        let within = Interval::around(&Rational::from(1_975), &Rational::from(5));
        let found = meant_figures(&Rational::from(19_979), 0, &within);
        assert_eq!(found, [(Slip::DigitDoubled, Rational::from(1_979))]);
    }

    proptest! {
        #[test]
        fn what_is_offered_is_one_edit_away(stated in 10..10_000_000_i64, meant in 10..10_000_000_i64) {
            let found = meant_figures(
                &Rational::from(stated),
                0,
                &Interval::point(Rational::from(meant)),
            );
            let distance = strsim::osa_distance(&stated.to_string(), &meant.to_string());
            let is_digit_slip =
                found.iter().any(|(slip, _)| !matches!(slip, Slip::Sign | Slip::PowerOfTen(_)));
            prop_assert_eq!(is_digit_slip, distance == 1);
        }

        #[test]
        fn every_edit_is_recognized(meant in 100..10_000_000_i64, at in 0..7_usize, digit in 0..10_u8) {
            let mut digits = meant.to_string();
            let at = at % digits.len();
            digits.replace_range(at..=at, &digit.to_string());
            prop_assume!(!digits.starts_with('0') && digits != meant.to_string());
            let stated = Rational::from(digits.parse::<i64>().unwrap());
            let meant = Rational::from(meant);
            let found = meant_figures(&stated, 0, &Interval::point(meant.clone()));
            prop_assert!(found.iter().any(|(_, number)| *number == meant));
        }
    }
}
