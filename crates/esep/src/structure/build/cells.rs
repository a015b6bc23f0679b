//! What the cells of a row say: texts, names, dates, numbers.

use time::{Date, Month};

use super::super::StructureRow;
use crate::language::Text;
use crate::place::Written;

/// The text, where there is one.
pub(super) fn given(written: &Written) -> Option<&str> {
    Some(written.text.trim()).filter(|text| !text.is_empty())
}

/// The name; a language that has none borrows from the next: Kazakh and Russian from each other
/// before English.
pub(super) fn name_of(row: &StructureRow) -> Text {
    let get = |written: &Option<Written>| written.as_ref().and_then(given).map(str::to_owned);
    let any = get(&row.name);
    let [kk, ru, en] = [&row.name_kk, &row.name_ru, &row.name_en].map(get);
    let pick = |wanted: [&Option<String>; 3]| {
        let [first, second, third] = wanted;
        first
            .clone()
            .or_else(|| any.clone())
            .or_else(|| second.clone())
            .or_else(|| third.clone())
            .unwrap_or_else(|| row.code.text.trim().to_owned())
    };
    Text::new(pick([&kk, &ru, &en]), pick([&ru, &kk, &en]), pick([&en, &ru, &kk]))
}

pub(super) fn aliases_of(row: &StructureRow) -> Vec<String> {
    row.aliases.iter().flat_map(listed).map(str::to_owned).collect()
}

/// The items of a cell, separated by `|`.
pub(super) fn listed(written: &Written) -> impl Iterator<Item = &str> {
    written.text.split('|').map(str::trim).filter(|item| !item.is_empty())
}

/// A date as `2020-01-31`.
pub(super) fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-').zip([4, 2, 2]).map(|(part, width)| {
        let is_number = part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u16>().ok()).flatten()
    });
    let [year, month, day] = [parts.next()??, parts.next()??, parts.next()??];
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()?;
    (text.len() == "2020-01-31".len()).then_some(date)
}

pub(super) fn read_whole_number(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{a0}').collect();
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn dates_are_written_in_one_way() {
        assert_eq!(read_date("2020-02-29"), Some(date!(2020 - 02 - 29)));
        let others =
            ["2019-02-29", "2020-13-01", "2020-1-31", "2020-01-31-", "+020-01-31", "2020", ""];
        for text in others {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
