//! Periods as people write them: `1 полугодие 2025 года`, `2025 жылғы 1-жартыжылдық`, `07.2025`.

use super::{Period, PeriodLength};
use crate::lookup::fold;

/// No period takes more bytes than this, however it is put.
const LONGEST: usize = 100;

/// Reads a period in words or as `07.2025`; `None` where anything in it is not understood.
pub(super) fn read(text: &str) -> Option<Period> {
    if text.len() > LONGEST {
        return None;
    }
    if !text.chars().any(char::is_alphabetic) {
        return month_and_year(text);
    }
    let mut said = Said::default();
    for word in words(&fold(text)) {
        said.hear(word)?;
    }
    said.period()
}

/// `07.2025`, `7/2025` or `2025.07`.
fn month_and_year(text: &str) -> Option<Period> {
    let (first, second) = text.trim().split_once(['.', '/'])?;
    let (month, year) = if first.len() == 4 { (second, first) } else { (first, second) };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(year.len() == 4 && matches!(month.len(), 1 | 2) && is_number(year) && is_number(month)) {
        return None;
    }
    Period::new(year.parse().ok()?, PeriodLength::Month, month.parse().ok()?)
}

/// The runs of letters and of digits.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for mut part in text.split(|letter: char| !letter.is_alphanumeric()) {
        while let Some(first) = part.chars().next() {
            let is_other = |letter: char| letter.is_ascii_digit() != first.is_ascii_digit();
            let (word, rest) = part.split_at(part.find(is_other).unwrap_or(part.len()));
            words.push(word);
            part = rest;
        }
    }
    words
}

/// What was said so far.
#[derive(Default)]
struct Said {
    year: Option<u16>,
    length: Option<PeriodLength>,
    number: Option<u8>,
}

impl Said {
    /// Takes a word; `None` where it means nothing here or contradicts another.
    fn hear(&mut self, word: &str) -> Option<()> {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return if word.len() == 4 {
                set(&mut self.year, word.parse().ok()?)
            } else {
                set(&mut self.number, word.parse().ok()?)
            };
        }
        let is = |names: &[&str]| names.iter().any(|name| fold(name) == word);
        if is(SILENT) {
            return Some(());
        }
        if let Some((_, length)) = LENGTHS.iter().find(|(names, _)| is(names)) {
            return set(&mut self.length, *length);
        }
        if let Some(position) = ORDINALS.iter().position(|names| is(names)) {
            return set(&mut self.number, u8::try_from(position).ok()? + 1);
        }
        let month = MONTHS.iter().position(|names| is(names))?;
        set(&mut self.length, PeriodLength::Month)?;
        set(&mut self.number, u8::try_from(month).ok()? + 1)
    }

    fn period(self) -> Option<Period> {
        match (self.length, self.number) {
            (None, None) => Period::new(self.year?, PeriodLength::Year, 1),
            (Some(length), Some(number)) => Period::new(self.year?, length, number),
            _ => None,
        }
    }
}

fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    if place.is_some() {
        return None;
    }
    *place = Some(value);
    Some(())
}

const LENGTHS: &[(&[&str], PeriodLength)] = &[
    (
        &["полугодие", "полугодия", "полугодии", "жартыжылдық", "жартыжылдығы", "half", "h"],
        PeriodLength::HalfYear,
    ),
    (
        &["квартал", "квартала", "квартале", "кв", "тоқсан", "тоқсаны", "quarter", "q"],
        PeriodLength::Quarter,
    ),
];

const ORDINALS: [&[&str]; 4] = [
    &["первое", "первого", "первый", "бірінші", "first", "i"],
    &["второе", "второго", "второй", "екінші", "second", "ii"],
    &["третий", "третьего", "үшінші", "third", "iii"],
    &["четвёртый", "четвёртого", "төртінші", "fourth", "iv"],
];

const MONTHS: [&[&str]; 12] = [
    &["январь", "января", "қаңтар", "january"],
    &["февраль", "февраля", "ақпан", "february"],
    &["март", "марта", "наурыз", "march"],
    &["апрель", "апреля", "сәуір", "april"],
    &["май", "мая", "мамыр", "may"],
    &["июнь", "июня", "маусым", "june"],
    &["июль", "июля", "шілде", "july"],
    &["август", "августа", "тамыз", "august"],
    &["сентябрь", "сентября", "қыркүйек", "september"],
    &["октябрь", "октября", "қазан", "october"],
    &["ноябрь", "ноября", "қараша", "november"],
    &["декабрь", "декабря", "желтоқсан", "december"],
];

/// Words that say nothing more: of the year, of the number before them, of time.
const SILENT: &[&str] = &[
    "год",
    "года",
    "году",
    "г",
    "жыл",
    "жылы",
    "жылғы",
    "жылдың",
    "ж",
    "year",
    "за",
    "в",
    "of",
    "the",
    "for",
    "е",
    "ое",
    "ого",
    "й",
    "ый",
    "го",
    "ші",
    "шы",
    "st",
    "nd",
    "rd",
    "th",
];

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let read = super::read(text).map_or_else(String::new, |period| period.to_string());
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn read_as_people_write_them() {
        for text in [
            "первое полугодие 2025 года",
            "1 полугодие 2025 г.",
            "1-е полугодие 2025",
            "за I полугодие 2025 года",
            "2025 жылғы 1-жартыжылдық",
            "2025 жылдың бірінші жартыжылдығы",
            "first half of 2025",
            "2025H1",
            "H1 2025",
            "1h2025",
        ] {
            check(text, "2025-H1");
        }
        for text in ["III квартал 2025 года", "3 кв. 2025", "2025 ж. 3-тоқсан", "Q3 2025"]
        {
            check(text, "2025-Q3");
        }
        for text in ["2025 год", "2025 г.", "2025 жыл", "за 2025 год"] {
            check(text, "2025");
        }
        for text in ["июль 2025 года", "2025 жылғы шілде", "July 2025", "07.2025", "2025/07"]
        {
            check(text, "2025-07");
        }
    }

    #[test]
    fn refuses_what_says_less_or_more() {
        for text in [
            "",
            "полугодие 2025",
            "1 полугодие",
            "3 полугодие 2025",
            "1 полугодие 2024-2025",
            "30 июня 2025",
            "30.06.2025",
            "9 месяцев 2025",
            "13.2025",
            "2025-",
            "отчёт 2025",
        ] {
            check(text, "");
        }
    }
}
