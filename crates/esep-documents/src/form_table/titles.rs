//! What the words above a form say: which form, which period, whose, in which unit.

use esep::{Line, Period, PeriodLength, Structure, UnitKind, Written, fold};

use super::labels::{Index, words};
use super::segments::Segment;
use super::{found, is_number};
use crate::grids::{Cell, Grid};

/// A title has no more words.
const MOST_WORDS: usize = 60;

/// A period or a name takes no more words.
const LONGEST: usize = 8;

/// So many rows above a form are looked at.
const MOST_ROWS: usize = 200;

/// The form that a text names: by its title, or by the number printed on it.
pub(super) fn form_in(text: &str, index: &Index) -> Option<usize> {
    let words = words(text);
    if words.len() > MOST_WORDS {
        return None;
    }
    let said = format!(" {} ", words.join(" "));
    let mut best: Option<(usize, usize)> = None;
    for (title, form) in &index.titles {
        // A title of one word may be any word.
        let is_whole = said.trim() == title;
        let is_said = is_whole || title.contains(' ') && said.contains(&format!(" {title} "));
        if is_said && best.is_none_or(|(length, _)| length < title.len()) {
            best = Some((title.len(), *form));
        }
    }
    best.map(|(_, form)| form).or_else(|| numbered(&words, index))
}

/// The form with the number in `Форма № 7` or `7-нысан`.
fn numbered(words: &[String], index: &Index) -> Option<usize> {
    let is_form = |word: &str| {
        let names = ["форма", "форме", "формы", "нысан", "нысаны", "нысанды", "form"];
        names.iter().any(|name| fold(name) == word)
    };
    let at = words.iter().position(|word| is_form(word))?;
    let after = words.iter().skip(at + 1).find(|word| *word != "no" && *word != "n");
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    let number = [after, before]
        .into_iter()
        .flatten()
        .find(|word| word.len() <= 3 && word.starts_with(|letter: char| letter.is_ascii_digit()))?;
    let is_meant = |form: &&std::sync::Arc<esep::Form>| form.number.as_deref() == Some(number);
    let form = index.forms.iter().position(|form| is_meant(&form))?;
    let is_alone = index.forms.iter().filter(is_meant).nth(1).is_none();
    is_alone.then_some(form)
}

/// The period that a text names, as it stands there.
pub(super) fn period_in(text: &str) -> Option<String> {
    // Behind the word for it, a bare year is meant as one.
    let labeled = text.split_once(':').filter(|(label, _)| {
        let label = fold(label);
        PERIOD.iter().any(|word| fold(word) == label)
    });
    let text = labeled.map_or(text, |(_, behind)| behind);
    let is_separator = |letter: char| letter.is_whitespace() || letter == '_';
    let words: Vec<&str> = text.split(is_separator).filter(|word| !word.is_empty()).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    for length in (1..=LONGEST.min(words.len())).rev() {
        for (at, window) in words.windows(length).enumerate() {
            let said = window.join(" ");
            let said = said.trim_matches(['(', ')', ',', ';', ':', '«', '»', '"']);
            let Ok(period) = said.parse::<Period>() else { continue };
            // `30 июня 2020 года` is a day, `9 месяцев 2020 года` no whole year.
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or("");
            let after = words.get(at + length).copied().unwrap_or("");
            let is_short = matches!(period.length(), PeriodLength::Year | PeriodLength::Month);
            let is_day = before.ends_with(|letter: char| letter.is_ascii_digit())
                || after.starts_with(|letter: char| letter.is_ascii_digit());
            let is_part = [before, after].iter().any(|beside| {
                PARTS_OF_A_YEAR.iter().any(|part| fold(beside).starts_with(&fold(part)))
            });
            if is_short && (is_day || is_part) {
                return None;
            }
            // A bare number of four digits may be anything.
            let is_bare = said.bytes().all(|byte| byte.is_ascii_digit()) && words.len() > 1;
            if is_bare {
                return None;
            }
            return Some(period.to_string());
        }
    }
    None
}

const PERIOD: &[&str] = &["период", "отчётный период", "кезең", "есепті кезең", "period"];

/// Words beside a year after which the year is not meant as a whole.
const PARTS_OF_A_YEAR: &[&str] = &[
    "месяц",
    "полугоди",
    "квартал",
    "айы",
    "айда",
    "жартыжыл",
    "тоқсан",
    "month",
    "half",
    "quarter",
];

/// The cells above the first line of a form that hold words, the nearest row first.
fn above<'a>(
    segment: &Segment<'_>,
    grid: &'a Grid,
) -> impl Iterator<Item = (&'a Cell, Option<&'a Cell>)> {
    let first = grid.rows.iter().position(|row| std::ptr::eq(row, segment.first_line)).unwrap_or(0);
    let rows = grid.rows.get(..first).unwrap_or_default().iter().rev().take(MOST_ROWS);
    rows.flat_map(|row| {
        let next = row.cells.iter().skip(1).map(Some).chain([None]);
        row.cells.iter().zip(next)
    })
}

/// The period named above a form.
pub(super) fn period_above(segment: &Segment<'_>, grid: &Grid) -> Option<Written> {
    above(segment, grid).find_map(|(cell, _)| {
        let text = period_in(&cell.text)?;
        Some(Written::new(text, cell.place.clone()))
    })
}

/// The organization named above a form: behind the word for it, or anywhere where it is known.
pub(super) fn organization_above(
    segment: &Segment<'_>,
    grid: &Grid,
    structure: &Structure,
) -> Option<Written> {
    let labeled = above(segment, grid).find_map(|(cell, next)| labeled(cell, next));
    labeled.or_else(|| {
        let mut cells = above(segment, grid).filter(|(cell, _)| !is_number(cell));
        cells.find_map(|(cell, _)| {
            let text = organization_in(&cell.text, structure)?;
            Some(Written::new(text, cell.place.clone()))
        })
    })
}

/// The name behind `Организация:`, or in the next cell.
fn labeled(cell: &Cell, next: Option<&Cell>) -> Option<Written> {
    let (label, name) = match cell.text.split_once(':') {
        Some((label, name)) => (label, name.trim()),
        None => (&*cell.text, ""),
    };
    let label = fold(label);
    if !ORGANIZATION.iter().any(|word| fold(word) == label) {
        return None;
    }
    let name = name.trim_matches(|letter: char| letter == '_' || letter.is_whitespace());
    if !name.is_empty() {
        return Some(Written::new(name, cell.place.clone()));
    }
    next.filter(|next| !is_number(next)).map(Cell::written)
}

const ORGANIZATION: &[&str] = &[
    "организация",
    "наименование организации",
    "название организации",
    "профсоюзная организация",
    "ұйым",
    "ұйымның атауы",
    "ұйым атауы",
    "кәсіподақ ұйымы",
    "organization",
    "name of the organization",
];

/// The longest run of words that is the name of a known organization.
fn organization_in(text: &str, structure: &Structure) -> Option<String> {
    if structure.is_empty() {
        return None;
    }
    if is_organization(structure, text) {
        return Some(text.to_owned());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    (2..=LONGEST.min(words.len())).rev().find_map(|length| {
        let mut windows = words.windows(length).map(|window| window.join(" "));
        windows.find(|name| is_organization(structure, name))
    })
}

/// Whether a text is the name of one organization.
pub(super) fn is_organization(structure: &Structure, name: &str) -> bool {
    !name.trim().is_empty() && found(structure.find(name)).is_some()
}

/// In which unit figures are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Scale {
    word: Option<&'static str>,
    /// Whether only amounts of money are meant.
    is_money: bool,
}

impl Scale {
    /// The scale word for the figures of a line.
    pub(super) fn for_line(self, line: &Line) -> Option<&'static str> {
        let is_meant = match line.unit.kind() {
            UnitKind::Money => true,
            // Their unit has words of scale itself, as in `per million hours`.
            UnitKind::Share | UnitKind::Rate => false,
            _ => !self.is_money,
        };
        self.word.filter(|_| is_meant)
    }
}

/// The unit that a text such as `сумма, тыс. тенге` names.
pub(super) fn scale(text: &str) -> Scale {
    const SCALES: &[(&str, &[&str])] = &[
        ("тыс.", &["тыс", "тысяч", "тысячах", "мың", "мыңмен", "thousand", "thousands"]),
        ("млн", &["млн", "миллион", "миллионах", "million", "millions"]),
        ("млрд", &["млрд", "миллиард", "миллиардах", "billion", "billions"]),
    ];
    const MONEY: &[&str] = &["тенге", "теңге", "тг", "kzt", "tenge", "руб", "рублей", "рублях"];
    let words = words(text);
    let is_one_of = |word: &str, of: &[&str]| of.iter().any(|other| fold(other) == word);
    for (at, word) in words.iter().enumerate().take(MOST_WORDS) {
        let scale = SCALES.iter().find(|(_, names)| is_one_of(word, names));
        let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        let is_counted = at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(is_number);
        if let Some((scale, _)) = scale.filter(|_| !is_counted) {
            let is_money = words.iter().any(|word| is_one_of(word, MONEY));
            return Scale { word: Some(scale), is_money };
        }
    }
    Scale::default()
}

/// The unit named above a form.
pub(super) fn scale_above(segment: &Segment<'_>) -> Scale {
    let mut texts = segment.above().filter(|row| row.cells.len() <= 2).flat_map(|row| &row.cells);
    let scale = texts.find_map(|cell| Some(scale(&cell.text)).filter(|it| it.word.is_some()));
    scale.unwrap_or_default()
}
