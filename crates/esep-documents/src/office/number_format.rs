//! Formats of numbers: how a program shows what a cell holds.

use super::decimal::Decimal;
use crate::grids::is_bound;

/// How a number is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum NumberFormat {
    /// As precise as it is.
    #[default]
    General,
    /// As a date or a time.
    Date,
    /// With so many decimals, as a bound or a share, and with words behind.
    Digits { least: usize, most: usize, power: i32, bound: Option<char>, suffix: String },
}

impl NumberFormat {
    /// The format with a number of its own in workbooks.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            1 | 3 | 37 | 38 => Self::parse("0"),
            2 | 4 | 39 | 40 | 43 | 44 => Self::parse("0.00"),
            9 => Self::parse("0%"),
            10 => Self::parse("0.00%"),
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            _ => Self::General,
        }
    }

    /// Reads a format such as `#,##0.0%`. Its first section decides; one with conditions, and what
    /// is no plain number, shows the number as it is.
    pub(super) fn parse(code: &str) -> Self {
        let mut letters = code.chars().peekable();
        let (mut least, mut most, mut commas) = (0, 0, 0);
        let (mut in_decimals, mut has_digits, mut power) = (false, false, 0);
        let mut suffix = String::new();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => suffix.extend(letters.by_ref().take_while(|letter| *letter != '"')),
                '\\' => suffix.extend(letters.next()),
                '_' | '*' => {
                    letters.next();
                }
                '[' => {
                    let inside: String = letters.by_ref().take_while(|it| *it != ']').collect();
                    if inside.starts_with(['<', '>', '=']) {
                        return Self::General;
                    }
                    let is_time = !inside.is_empty()
                        && inside
                            .chars()
                            .all(|it| matches!(it.to_ascii_lowercase(), 'h' | 'm' | 's'));
                    if is_time {
                        return Self::Date;
                    }
                }
                ';' => break,
                '0' | '#' | '?' => {
                    has_digits = true;
                    commas = 0;
                    if in_decimals {
                        most += 1;
                        if letter != '#' {
                            least = most;
                        }
                    }
                }
                '.' => in_decimals = true,
                ',' => commas += 1,
                '%' => power = 2,
                '@' | '/' | 'E' | 'e' | 'G' | 'g' if !has_digits || letter != '@' => {
                    return if is_date(code) { Self::Date } else { Self::General };
                }
                'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' if !has_digits => {
                    return Self::Date;
                }
                _ if letter.is_alphabetic() => suffix.push(letter),
                _ => {}
            }
        }
        if !has_digits {
            return Self::General;
        }
        // A comma behind the digits divides by a thousand.
        let bound = suffix.trim().chars().next().filter(|letter| is_bound(*letter));
        let words = suffix.trim_matches(|letter: char| is_bound(letter) || letter.is_whitespace());
        let suffix = match words {
            _ if power == 2 => "%".to_owned(),
            words if words.contains(char::is_alphabetic) => words.to_owned(),
            _ => String::new(),
        };
        Self::Digits { least, most, power: power - 3 * commas, bound, suffix }
    }

    /// The number as it is shown; `None` where it is a date.
    pub(super) fn show(&self, number: &Decimal) -> Option<String> {
        match self {
            Self::General => Some(number.exact()),
            Self::Date => None,
            Self::Digits { least, most, power, bound, suffix } => {
                let shown = number.clone().times_ten_to(*power).shown(*least, *most);
                let bound = bound.map(|sign| format!("{sign} ")).unwrap_or_default();
                let space = if suffix.is_empty() { "" } else { " " };
                Some(format!("{bound}{shown}{space}{suffix}"))
            }
        }
    }
}

/// Whether a format has the letters of a date.
fn is_date(code: &str) -> bool {
    let lower = code.to_ascii_lowercase();
    !lower.starts_with('g') && lower.contains(['y', 'd']) && !lower.contains(['0', '#'])
}

/// The day that a workbook numbers so, as `2020-05-14`: counted from 1900, or from 1904.
pub(super) fn date(number: &Decimal, from_1904: bool) -> Option<String> {
    // Day 60 of 1900 is the 29th of February that there never was.
    let days = number.whole().filter(|days| *days < 2_958_466)?;
    let days = if from_1904 { days + 1_462 } else { days + u32::from(days < 60) };
    // From the first of March of the year 0, as years of 400 begin then.
    let days = days + 693_899;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + next;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, number: &str, expected: &str) {
        let number = Decimal::parse(number).unwrap();
        let shown = NumberFormat::parse(code).show(&number);
        assert_eq!(shown.as_deref().unwrap_or("date"), expected, "{code}");
    }

    #[test]
    fn numbers_as_programs_show_them() {
        check("0", "1093.4", "1093");
        check("#,##0", "653893331", "653893331");
        check("#,##0.00 [$₸-43F]", "1.5", "1.50");
        check("0.0%", "0.144", "14.4 %");
        check("0%", "0.144", "14 %");
        check("0.0\" млн\"", "24.9", "24.9 млн");
        check("[$-419]\"≥ \"#,##0", "1226", "≥ 1226");
        check("\"> \"0.0%", "0.144", "> 14.4 %");
        check("\"≥ \"0.0\" млн\"", "24.9", "≥ 24.9 млн");
        check("#,##0,", "1234567", "1235");
        check("0.0#", "1.5", "1.5");
        check("_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-", "12", "12");
        check("General", "0.138964", "0.138964");
        check("@", "12", "12");
        check("[Red]0.0", "2.25", "2.3");
        check("[>999]0,\"тыс.\";0", "1200", "1200");
        check("# ?/?", "0.5", "0.5");
        check("0.00E+00", "1093", "1093");
    }

    #[test]
    fn dates_are_no_numbers() {
        for code in ["dd.mm.yyyy", "[$-419]d mmm;@", "m/d/yyyy", "[h]:mm", "h:mm:ss"] {
            check(code, "43965", "date");
        }
    }

    #[test]
    fn days_have_dates() {
        let check = |days: &str, from_1904, expected: &str| {
            let days = Decimal::parse(days).unwrap();
            assert_eq!(date(&days, from_1904).as_deref(), Some(expected));
        };
        check("43965", false, "2020-05-14");
        check("43965.75", false, "2020-05-14");
        check("42503", true, "2020-05-14");
        check("1", false, "1900-01-01");
        check("61", false, "1900-03-01");
        check("36526", false, "2000-01-01");
        check("43890", false, "2020-02-29");
    }
}
