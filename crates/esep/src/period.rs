//! The periods of reports: years, half-years, quarters, months.

mod reading;

use std::fmt;
use std::str::FromStr;

use time::{Date, Month};

use crate::language::Text;

/// A period of reports, written `2020`, `2020-H1`, `2020-Q3` or `2020-07`.
///
/// Periods sort by their first day, then the longer before the shorter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    year: u16,
    length: PeriodLength,
    /// From 0: which of the periods of this length within the year.
    index: u8,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodLength {
    /// Twelve months.
    Year,
    /// Six months.
    HalfYear,
    /// Three months.
    Quarter,
    /// One month.
    Month,
}

/// A text that is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a period such as 2020, 2020-H1, 2020-Q3 or 2020-07, found `{found}`")]
pub struct PeriodError {
    /// What was found.
    pub found: String,
}

impl PeriodLength {
    /// All lengths, the longest first.
    pub const ALL: [Self; 4] = [Self::Year, Self::HalfYear, Self::Quarter, Self::Month];

    /// The name used in forms: `year`, `half-year`, `quarter`, `month`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::HalfYear => "half-year",
            Self::Quarter => "quarter",
            Self::Month => "month",
        }
    }

    /// The word for it in three languages.
    pub fn label(self) -> Text {
        match self {
            Self::Year => Text::new("жыл", "год", "year"),
            Self::HalfYear => Text::new("жартыжылдық", "полугодие", "half-year"),
            Self::Quarter => Text::new("тоқсан", "квартал", "quarter"),
            Self::Month => Text::new("ай", "месяц", "month"),
        }
    }

    /// How many months.
    pub const fn months(self) -> u8 {
        match self {
            Self::Year => 12,
            Self::HalfYear => 6,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }

    /// How many periods of this length a year has.
    pub const fn in_a_year(self) -> u8 {
        12 / self.months()
    }
}

impl Period {
    /// The first year that can be written.
    pub const FIRST_YEAR: u16 = 1800;
    /// The last year that can be written.
    pub const LAST_YEAR: u16 = 2999;

    /// The first year, which stands where no period is meant.
    pub(crate) const FIRST: Self =
        Self { year: Self::FIRST_YEAR, length: PeriodLength::Year, index: 0 };

    /// The period of this length in `year`, counted from 1; `None` where there is none.
    pub fn new(year: u16, length: PeriodLength, number: u8) -> Option<Self> {
        let in_range = (Self::FIRST_YEAR..=Self::LAST_YEAR).contains(&year);
        (in_range && (1..=length.in_a_year()).contains(&number)).then(|| Self {
            year,
            length,
            index: number - 1,
        })
    }

    /// The year it lies in.
    pub fn year(self) -> u16 {
        self.year
    }

    /// How long it is.
    pub fn length(self) -> PeriodLength {
        self.length
    }

    /// Which of the periods of its length within the year, from 1.
    pub fn number(self) -> u8 {
        self.index + 1
    }

    /// The period of the same length just before; `None` before the year 1800.
    ///
    /// ```
    /// use esep::Period;
    /// let half: Period = "2020-H1".parse().unwrap();
    /// assert_eq!(half.previous().unwrap().to_string(), "2019-H2");
    /// assert_eq!(half.year_ago().unwrap().to_string(), "2019-H1");
    /// ```
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        match self.number().checked_sub(1) {
            Some(number) if number > 0 => Self::new(self.year, self.length, number),
            _ => Self::new(self.year - 1, self.length, self.length.in_a_year()),
        }
    }

    /// The same period of the year before; `None` before the year 1800.
    #[must_use]
    pub fn year_ago(self) -> Option<Self> {
        Self::new(self.year - 1, self.length, self.number())
    }

    /// The periods of a shorter length within this one, in order; empty where the length is not
    /// shorter.
    ///
    /// ```
    /// use esep::{Period, PeriodLength};
    /// let year: Period = "2020".parse().unwrap();
    /// let halves: Vec<_> = year.parts(PeriodLength::HalfYear).map(|p| p.to_string()).collect();
    /// assert_eq!(halves, ["2020-H1", "2020-H2"]);
    /// ```
    pub fn parts(self, length: PeriodLength) -> impl Iterator<Item = Self> {
        let all = (1..=length.in_a_year()).filter_map(move |n| Self::new(self.year, length, n));
        all.filter(move |part| length > self.length && self.contains(*part))
    }

    /// Whether another period lies within this one; a period contains itself.
    pub fn contains(self, other: Self) -> bool {
        self.first_month() <= other.first_month() && other.last_month() <= self.last_month()
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        let month =
            Month::try_from(self.index * self.length.months() + 1).unwrap_or(Month::January);
        Date::from_calendar_date(i32::from(self.year), month, 1).unwrap_or(Date::MIN)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        let month =
            Month::try_from((self.index + 1) * self.length.months()).unwrap_or(Month::December);
        let year = i32::from(self.year);
        Date::from_calendar_date(year, month, month.length(year)).unwrap_or(Date::MAX)
    }

    fn first_month(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.index) * u32::from(self.length.months())
    }

    fn last_month(self) -> u32 {
        self.first_month() + u32::from(self.length.months()) - 1
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.first_month(), self.length).cmp(&(other.first_month(), other.length))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = (self.year, self.number());
        match self.length {
            PeriodLength::Year => write!(f, "{year}"),
            PeriodLength::HalfYear => write!(f, "{year}-H{number}"),
            PeriodLength::Quarter => write!(f, "{year}-Q{number}"),
            PeriodLength::Month => write!(f, "{year}-{number:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads a period as it is written here, or as people put it in Kazakh, Russian or English:
    /// `1 полугодие 2025 года`, `2025 жылғы 1-жартыжылдық`, `third quarter of 2025`, `07.2025`.
    /// The Cyrillic letter that looks like `H` is taken for it.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let read = || {
            let (year, rest) = match text.split_once('-') {
                None => (text, None),
                Some((year, rest)) => (year, Some(rest)),
            };
            let digits = |text: &str, length: usize| {
                (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
                    .then(|| text.parse::<u16>().ok())
                    .flatten()
            };
            let year = digits(year, 4)?;
            let Some(rest) = rest else { return Self::new(year, PeriodLength::Year, 1) };
            let (length, number) = match rest.chars().next()? {
                first @ ('H' | 'h' | 'Н' | 'н') => {
                    (PeriodLength::HalfYear, digits(rest.get(first.len_utf8()..)?, 1)?)
                }
                'Q' | 'q' => (PeriodLength::Quarter, digits(rest.get(1..)?, 1)?),
                _ => (PeriodLength::Month, digits(rest, 2)?),
            };
            Self::new(year, length, u8::try_from(number).ok()?)
        };
        read().or_else(|| reading::read(text)).ok_or_else(|| PeriodError { found: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn written_as_read() {
        for text in ["2020", "2020-H1", "2020-Q3", "2020-07"] {
            assert_eq!(period(text).to_string(), text);
        }
        assert_eq!(period("2020-Н2").to_string(), "2020-H2");
    }

    #[test]
    fn refuses_what_is_no_period() {
        for text in ["", "20", "2020-", "2020-H3", "2020-Q0", "2020-13", "2020-H", "H1", "+020"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn previous_crosses_the_year() {
        assert_eq!(period("2020-Q1").previous(), Some(period("2019-Q4")));
        assert_eq!(period("2020-07").previous(), Some(period("2020-06")));
        assert_eq!(period("1800").previous(), None);
    }

    #[test]
    fn days_and_containing() {
        assert_eq!(period("2020-H1").last_day().to_string(), "2020-06-30");
        assert_eq!(period("2020-02").last_day().to_string(), "2020-02-29");
        assert!(period("2020").contains(period("2020-Q4")));
        assert!(!period("2020-H1").contains(period("2020-07")));
        assert!(period("2020") < period("2020-H1") && period("2020-H1") < period("2020-02"));
    }
}
