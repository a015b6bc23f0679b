//! Figures as people write them.

use super::convention::Convention;
use super::cursor::Cursor;
use super::misreading::{Misreading, Obstacle};
use super::numeral::Numeral;
use super::settling::{Bound, Stated};
use super::words::Word;
use super::{Expected, Reading};
use crate::figure::{Content, UnitKind};

/// The signs that make a figure a bound; of two that begin alike, the longer first.
const BOUNDS: [(&str, Bound); 8] = [
    ("<=", Bound::AtMost),
    (">=", Bound::AtLeast),
    ("<", Bound::Below),
    (">", Bound::Above),
    ("\u{2264}", Bound::AtMost),
    ("\u{2265}", Bound::AtLeast),
    ("~", Bound::About),
    ("\u{2248}", Bound::About),
];

/// Words in place of dots.
const NO_DATA: [&str; 7] =
    ["дерек жоқ", "деректер жоқ", "мәлімет жоқ", "нет данных", "н/д", "н.д.", "no data"];

/// Reads a figure, or what stands in its place.
pub(super) fn read(
    text: &str,
    convention: Convention,
    expected: &Expected<'_>,
) -> Result<Reading, Misreading> {
    let mut cursor = Cursor::new(text);
    cursor.eat_blanks();
    if cursor.peek().is_none() {
        return Ok(Reading::plain(Content::Blank));
    }
    if NO_DATA.contains(&text.trim().to_lowercase().as_str()) {
        return Ok(Reading::plain(Content::NotAvailable));
    }
    if let Some(reading) = read_sign_alone(cursor.clone()) {
        return Ok(reading);
    }
    let mut around = Around::default();
    around.read_before(&mut cursor, expected)?;
    let numeral = Numeral::read(&mut cursor)?;
    around.read_after(&mut cursor, expected)?;
    let figure = around.stated.settle(&numeral, convention, expected)?;
    let note = (!around.note.is_empty()).then_some(around.note);
    Ok(Reading { content: Content::Figure(figure), note })
}

/// A dash, `x` or dots, with nothing but a footnote mark after it.
fn read_sign_alone(mut cursor: Cursor<'_>) -> Option<Reading> {
    let dots = ["...", "\u{2026}", ".."];
    let content = if dots.into_iter().any(|dots| cursor.eat(dots)) {
        Content::NotAvailable
    } else {
        let content = match cursor.peek()? {
            c if is_minus(c) || is_dash(c) => Content::Nil,
            // Latin and Cyrillic.
            'x' | 'X' | '\u{445}' | '\u{425}' => Content::NotApplicable,
            _ => return None,
        };
        cursor.bump();
        content
    };
    cursor.eat_blanks();
    let note = eat_raised_mark(&mut cursor);
    cursor.eat_blanks();
    if cursor.peek().is_some() {
        return None;
    }
    Some(Reading { content, note: (!note.is_empty()).then(|| note.to_owned()) })
}

/// What stands around the digits.
#[derive(Default)]
struct Around {
    stated: Stated,
    note: String,
    /// Where a parenthesis was opened that is not closed yet.
    opened: Option<usize>,
    has_currency: bool,
    has_percent: bool,
    has_unit: bool,
}

impl Around {
    /// Reads what comes before the digits: a bound, a sign, a parenthesis, a currency.
    fn read_before(
        &mut self,
        cursor: &mut Cursor<'_>,
        expected: &Expected<'_>,
    ) -> Result<(), Misreading> {
        let bound = BOUNDS.into_iter().find(|(sign, _)| cursor.eat(sign));
        self.stated.bound = bound.map(|(_, bound)| bound);
        let mut is_signed = false;
        loop {
            cursor.eat_blanks();
            match cursor.peek() {
                Some(c) if !is_signed && (is_minus(c) || matches!(c, '+' | '(')) => {
                    is_signed = true;
                    self.stated.negative = c != '+';
                    self.opened = (c == '(').then_some(cursor.at());
                    cursor.bump();
                }
                Some(c) if is_dash(c) => {
                    return Err(cursor.unreadable_next(Obstacle::DashForMinus));
                }
                Some(c) if !c.is_ascii_digit() && !self.has_currency => {
                    let start = cursor.at();
                    match Word::read(&mut cursor.clone(), expected) {
                        Some(Word::Currency(_)) => self.read_word(cursor, start, expected)?,
                        _ => return Ok(()),
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    /// Reads what comes after the digits, to the end of the text.
    fn read_after(
        &mut self,
        cursor: &mut Cursor<'_>,
        expected: &Expected<'_>,
    ) -> Result<(), Misreading> {
        loop {
            let is_apart = cursor.eat_blanks();
            let start = cursor.at();
            let Some(next) = cursor.peek() else { break };
            let mark = match eat_raised_mark(cursor) {
                // Apart from the digits, as in `54 (3)`, it may be another figure.
                "" if !is_apart => eat_parenthesized_mark(cursor),
                mark => mark,
            };
            if !mark.is_empty() {
                self.note.push_str(mark);
            } else if next == '%' && !self.has_percent {
                cursor.bump();
                if expected.unit.kind() != UnitKind::Share {
                    return Err(cursor.unreadable(start, Obstacle::PercentOfNoShare));
                }
                self.has_percent = true;
            } else if next == ')' && self.opened.is_some() {
                cursor.bump();
                self.opened = None;
            } else {
                self.read_word(cursor, start, expected)?;
            }
        }
        match self.opened {
            Some(opened) => {
                Err(cursor.unreadable_between(opened, opened + 1, Obstacle::UnclosedParenthesis))
            }
            None => Ok(()),
        }
    }

    /// Reads a scale word, a currency, or what is counted.
    fn read_word(
        &mut self,
        cursor: &mut Cursor<'_>,
        start: usize,
        expected: &Expected<'_>,
    ) -> Result<(), Misreading> {
        let kind = expected.unit.kind();
        let mut ahead = cursor.clone();
        let obstacle = match Word::read(&mut ahead, expected) {
            Some(Word::Scale(exponent)) if self.stated.scale.is_none() => {
                self.stated.scale = Some(exponent);
                (kind == UnitKind::Share).then_some(Obstacle::ScaleOfShare)
            }
            Some(Word::Currency(currency)) if !self.has_currency => {
                self.has_currency = true;
                if kind != UnitKind::Money {
                    Some(Obstacle::CurrencyOfNoMoney)
                } else if currency.code() != expected.unit.name() {
                    Some(Obstacle::OtherCurrency)
                } else {
                    None
                }
            }
            Some(Word::Unit) if !self.has_unit => {
                self.has_unit = true;
                None
            }
            _ => return Err(cursor.unreadable_next(Obstacle::NotUnderstood)),
        };
        *cursor = ahead;
        obstacle.map_or(Ok(()), |obstacle| Err(cursor.unreadable(start, obstacle)))
    }
}

/// Goes past asterisks or raised digits.
fn eat_raised_mark<'t>(cursor: &mut Cursor<'t>) -> &'t str {
    match cursor.eat_while(|c| c == '*') {
        "" => cursor.eat_while(|c| {
            matches!(c, '\u{B9}' | '\u{B2}' | '\u{B3}' | '\u{2070}' | '\u{2074}'..='\u{2079}')
        }),
        asterisks => asterisks,
    }
}

/// Goes past one or two digits, or a letter, in parentheses.
fn eat_parenthesized_mark<'t>(cursor: &mut Cursor<'t>) -> &'t str {
    let start = cursor.at();
    let mut ahead = cursor.clone();
    let is_mark = ahead.eat("(")
        && match ahead.eat_while(|c| c.is_ascii_digit()) {
            "" => ahead.eat_while(char::is_alphabetic).chars().count() == 1,
            digits => digits.len() <= 2,
        }
        && ahead.eat(")");
    if is_mark {
        *cursor = ahead;
    }
    cursor.since(start)
}

/// Hyphens and the minus sign.
fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2212}')
}

/// Dashes, which alone stand for nil and before a figure for nothing.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2012}'..='\u{2015}')
}
