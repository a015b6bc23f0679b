//! Which mark of a pasted text is decimal and which groups digits, and what its cells say.
//!
//! The figures themselves decide first: `14,4` can only have a decimal comma, `1,234,567` only one
//! that groups. Where every figure with the mark has three digits behind it, the mark groups if there
//! are two such figures at least. What then is left open is decided by the letters around: a point
//! is decimal in English, a comma in Kazakh and Russian.

use crate::figure::{
    Content, Convention, Expected, Misreading, Reading, Rounding, Unit, UnitKind, read_figure,
};
use crate::language::Language;

/// How the marks of a text are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks {
    comma: Meaning,
    point: Meaning,
    /// Whether letters are Cyrillic.
    cyrillic: Option<bool>,
}

/// What a mark does between digits, and how we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Meaning {
    /// It is met nowhere, or nothing decides.
    #[default]
    Open,
    Decimal,
    Groups,
    /// Every figure with it has three digits behind it.
    GroupsByCount,
}

/// What the figures of a text show of one mark.
#[derive(Debug, Default)]
struct Evidence {
    decimal: usize,
    groups: usize,
    open: usize,
}

impl Marks {
    /// Looks through all texts.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let (mut comma, mut point) = (Evidence::default(), Evidence::default());
        let (mut latin, mut cyrillic) = (0_usize, 0_usize);
        for text in texts {
            comma.look(text, ',');
            point.look(text, '.');
            latin += text.chars().filter(char::is_ascii_alphabetic).count();
            cyrillic +=
                text.chars().filter(|letter| matches!(letter, '\u{400}'..='\u{52F}')).count();
        }
        let cyrillic = (latin + cyrillic > 0).then_some(cyrillic > latin);
        let mut marks = Self { comma: comma.meaning(), point: point.meaning(), cyrillic };
        // Two marks do not mean the same.
        match (marks.comma, marks.point) {
            (Meaning::Decimal, Meaning::Open | Meaning::GroupsByCount) if point.open > 0 => {
                marks.point = Meaning::Groups;
            }
            (Meaning::Open | Meaning::GroupsByCount, Meaning::Decimal) if comma.open > 0 => {
                marks.comma = Meaning::Groups;
            }
            _ => {}
        }
        marks
    }

    /// The mark that is taken to group digits because of three digits behind each, if any is.
    pub(super) fn grouping_by_count(self) -> Option<char> {
        match (self.comma, self.point) {
            (Meaning::GroupsByCount, _) => Some(','),
            (_, Meaning::GroupsByCount) => Some('.'),
            _ => None,
        }
    }

    fn convention(self) -> Convention {
        match (self.comma, self.cyrillic) {
            (Meaning::Decimal, _) | (Meaning::Open, Some(true)) => Convention::of(&[Language::Ru]),
            (Meaning::Open, Some(false)) | (Meaning::Groups | Meaning::GroupsByCount, _) => {
                Convention::of(&[Language::En])
            }
            (Meaning::Open, None) => match self.point {
                Meaning::Decimal => Convention::of(&[Language::En]),
                _ => Convention::of(&[]),
            },
        }
    }

    /// A figure as written, with points that group in a form that every convention reads so.
    fn plainly(self, text: &str) -> String {
        let is_grouping = matches!(self.point, Meaning::Groups | Meaning::GroupsByCount);
        let letters: Vec<char> = text.chars().collect();
        let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
        let plain = |(at, letter): (usize, &char)| match letter {
            '.' if is_grouping && at > 0 && is_digit(at - 1) && is_digit(at + 1) => '\u{2009}',
            letter => *letter,
        };
        letters.iter().enumerate().map(plain).collect()
    }

    /// Reads a figure, or what stands in its place, and says in which unit.
    ///
    /// A figure with decimals, or of a column in thousands (`is_rounded`), stands for all that its
    /// digits allow; an amount of money with whole minor units, or any other figure, for itself.
    pub(super) fn read(
        self,
        text: &str,
        unit: &Unit,
        is_rounded: bool,
    ) -> Result<(Reading, Unit), Misreading> {
        let text = text.trim();
        if NOT_AVAILABLE.contains(&text.to_lowercase().as_str()) {
            let reading = Reading { content: Content::NotAvailable, note: None };
            return Ok((reading, unit.clone()));
        }
        let unit = if text.contains('%') { Unit::new("percent") } else { unit.clone() };
        let first = self.read_as(text, &unit, is_rounded);
        let is_foreign = matches!(first, Err(Misreading::Unreadable { .. }));
        if !is_foreign || unit.kind() == UnitKind::Share {
            return first;
        }
        // Perhaps the figure says itself what it counts.
        let other = |name: &str| self.read_as(text, &Unit::new(name), is_rounded).ok();
        UNITS.into_iter().find_map(other).map_or(first, Ok)
    }

    fn read_as(
        self,
        text: &str,
        unit: &Unit,
        is_rounded: bool,
    ) -> Result<(Reading, Unit), Misreading> {
        let plain = self.plainly(text);
        let read = |rounding: Rounding| {
            let expected = Expected { rounding, ..Expected::of(unit) };
            read_figure(&plain, &self.convention(), &expected)
        };
        let reading = read(if is_rounded { Rounding::Printed } else { Rounding::Exact })?;
        let Content::Figure(figure) = &reading.content else { return Ok((reading, unit.clone())) };
        let whole = if unit.kind() == UnitKind::Money { 2 } else { 0 };
        let is_printed = unit.kind() == UnitKind::Share || figure.decimals() > whole;
        let reading = if is_printed { read(Rounding::Printed)? } else { reading };
        Ok((reading, unit.clone()))
    }
}

/// What a figure may say that it counts.
const UNITS: [&str; 7] = ["KZT", "USD", "EUR", "RUB", "persons", "days", "hours"];

/// Further words for "not available".
const NOT_AVAILABLE: [&str; 2] = ["n/a", "na"];

impl Evidence {
    /// Looks at every run of digits and marks of a text.
    fn look(&mut self, text: &str, mark: char) {
        let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.');
        for run in text.split(|letter| !is_part(letter)) {
            let run = run.trim_matches([',', '.']);
            let parts: Vec<&str> = run.split(mark).collect();
            let [first, .., last] = parts.as_slice() else { continue };
            let other = if mark == ',' { '.' } else { ',' };
            let has_other = run.contains(other);
            let groups = parts
                .iter()
                .skip(1)
                .all(|part| part.split(other).next().is_some_and(|digits| digits.len() == 3));
            let begins = first.rsplit(other).next().unwrap_or_default();
            let can_group = groups && (1..=3).contains(&begins.len()) && !begins.starts_with('0');
            if parts.len() > 2 {
                // Dates and numbers of paragraphs have several marks as well.
                self.groups += usize::from(can_group);
            } else if !can_group || (has_other && first.contains(other)) {
                self.decimal += 1;
            } else if has_other && last.contains(other) {
                self.groups += 1;
            } else {
                self.open += 1;
            }
        }
    }

    fn meaning(&self) -> Meaning {
        match (self.decimal, self.groups, self.open) {
            (0, 0, 2..) => Meaning::GroupsByCount,
            (0, 0, _) => Meaning::Open,
            (decimal, groups, _) if groups > decimal => Meaning::Groups,
            _ => Meaning::Decimal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], figure: &str, expected: Option<&str>) {
        let marks = Marks::of(texts.iter().copied());
        let unit = Unit::new("number");
        let value = marks.read(figure, &unit, false).ok().and_then(|(reading, _)| {
            let Content::Figure(figure) = reading.content else { return None };
            Some(figure.value().to_string())
        });
        assert_eq!(value.as_deref(), expected, "{figure} beside {texts:?}");
    }

    #[test]
    fn figures_decide_before_letters() {
        check(&["Всего", "61,307", "17,270"], "61,307", Some("61307"));
        check(&["Всего", "61.307", "17.270"], "61.307", Some("61307"));
        check(&["Total", "14,4", "61.307"], "61.307", Some("61307"));
        check(&["Total", "14,4"], "1,191", Some("1191/1000"));
        check(&["Итого", "14.4", "1,191"], "1,191", Some("1191"));
        check(&["0,125", "0,250"], "0,125", Some("1/8"));
    }

    #[test]
    fn letters_decide_what_figures_leave_open() {
        check(&["Всего", "1,191"], "1,191", Some("1191/1000"));
        check(&["Total", "1,191"], "1,191", Some("1191"));
        check(&["1,191"], "1,191", None);
    }
}
