//! Ids and times as SDMX has them.

use std::fmt::Write as _;

use esep::{Period, PeriodLength};

/// The version of everything that is described.
pub(super) const VERSION: &str = "1.0";

/// An id as a code: Latin letters, digits and hyphens as they are, a dot within as `_`, everything
/// else by its numbers of Unicode, as `__04B1`; before what does not begin with a Latin letter
/// stands `X__`. No two ids become one.
pub(super) fn code(id: &str) -> String {
    let is_letter = |first: char| first.is_ascii_alphabetic();
    let mut code = if id.starts_with(is_letter) { String::new() } else { "X__".to_owned() };
    let mut before = None;
    let mut letters = id.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_plain = letter.is_ascii_alphanumeric() || letter == '-';
        let is_within = [before, letters.peek().copied()]
            .iter()
            .all(|beside| beside.is_some_and(|it| it.is_ascii_alphanumeric()));
        before = Some(letter);
        if is_plain {
            code.push(letter);
        } else if letter == '.' && is_within {
            code.push('_');
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(code, "__{unit:04X}");
            }
        }
    }
    code
}

/// A period, such as `2020-S1`.
pub(super) fn time(period: Period) -> String {
    let (year, number) = (period.year(), period.number());
    match period.length() {
        PeriodLength::Year => format!("{year:04}"),
        PeriodLength::HalfYear => format!("{year:04}-S{number}"),
        PeriodLength::Quarter => format!("{year:04}-Q{number}"),
        PeriodLength::Month => format!("{year:04}-{number:02}"),
    }
}

/// How often there is such a period, by the code list that all of SDMX shares.
pub(super) fn frequency(length: PeriodLength) -> &'static str {
    match length {
        PeriodLength::Year => "A",
        PeriodLength::HalfYear => "S",
        PeriodLength::Quarter => "Q",
        PeriodLength::Month => "M",
    }
}

/// The code of a unit: percent has one that everybody uses.
pub(super) fn unit(name: &str) -> String {
    if name == "percent" { "PT".to_owned() } else { code(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_ids_become_one() {
        for (id, expected) in [
            ("violations.pay", "violations_pay"),
            ("violations_pay", "violations__005Fpay"),
            ("working-time", "working-time"),
            ("a..b", "a__002E__002Eb"),
            (".a", "X____002Ea"),
            ("ұйым", "X____04B1__0439__044B__043C"),
            ("a b", "a__0020b"),
            ("🙂", "X____D83D__DE42"),
            ("7", "X__7"),
            ("", "X__"),
        ] {
            assert_eq!(code(id), expected);
        }
    }

    #[test]
    fn periods() {
        for (period, expected) in [
            ("2020", "2020"),
            ("2020-H1", "2020-S1"),
            ("2020-Q3", "2020-Q3"),
            ("2020-07", "2020-07"),
        ] {
            assert_eq!(time(period.parse().unwrap()), expected);
        }
    }
}
