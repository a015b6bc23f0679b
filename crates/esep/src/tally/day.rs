//! Days as eight digits, which compare as days do.

use time::{Date, Month};

/// A day as the number that its digits make: 20200701. Of two days the later is the larger number.
///
/// ```
/// use esep::Day;
/// assert_eq!(Day::read("2020-07-01").unwrap().number(), 20_200_701);
/// assert_eq!(Day::read("01.07.2020"), Day::read("2020-07-01"));
/// assert!(Day::read("2021-02-29").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(u32);

impl Day {
    /// The first year that can be written.
    pub const FIRST_YEAR: u16 = 1800;
    /// The last year that can be written.
    pub const LAST_YEAR: u16 = 2999;

    /// The day with these digits, where there is one.
    pub fn from_number(number: u32) -> Option<Self> {
        let part = |by: u32, of: u32| u8::try_from(number / by % of).ok();
        let year = u16::try_from(number / 10_000).ok()?;
        let month = Month::try_from(part(100, 100)?).ok()?;
        let in_range = (Self::FIRST_YEAR..=Self::LAST_YEAR).contains(&year);
        Date::from_calendar_date(year.into(), month, part(1, 100)?).ok()?;
        in_range.then_some(Self(number))
    }

    /// Reads `2020-07-01`, `01.07.2020`, or either followed by midnight, as programs write it.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let midnight = ["T00:00:00", " 00:00:00", " 0:00:00", " 00:00"];
        let day = midnight.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
        let number = |text: &str, digits: usize| {
            let is_digits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            is_digits.then(|| text.parse::<u32>().ok()).flatten()
        };
        let (year, month, day) = match day.as_bytes() {
            [_, _, _, _, b'-', _, _, b'-', _, _] => (day.get(..4)?, day.get(5..7)?, day.get(8..)?),
            [_, _, b'.', _, _, b'.', _, _, _, _] => (day.get(6..)?, day.get(3..5)?, day.get(..2)?),
            _ => return None,
        };
        Self::from_number(number(year, 4)? * 10_000 + number(month, 2)? * 100 + number(day, 2)?)
    }

    /// The day as a date.
    pub fn date(self) -> Option<Date> {
        let part = |by: u32| u8::try_from(self.0 / by % 100).ok();
        let year = i32::try_from(self.0 / 10_000).ok()?;
        Date::from_calendar_date(year, Month::try_from(part(100)?).ok()?, part(1)?).ok()
    }

    /// The number that its digits make.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The digits of the same day so many years before, whether there is such a day or not: whoever
    /// was born after it is younger than that.
    pub fn years_before(self, years: u16) -> u32 {
        self.0.saturating_sub(u32::from(years) * 10_000)
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        let year = u32::try_from(date.year()).unwrap_or_default();
        Self(year * 10_000 + u32::from(u8::from(date.month())) * 100 + u32::from(date.day()))
    }
}
