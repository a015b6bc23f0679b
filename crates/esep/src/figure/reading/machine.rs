//! Numbers as TOML and JSON write them.

use super::cursor::Cursor;
use super::misreading::{Misreading, Obstacle};
use super::settling::Stated;
use super::{Expected, MAX_DIGITS, Reading};
use crate::figure::{Content, Rational};

/// Reads `-12_345.60e3` and its like; nothing at all is blank.
pub(super) fn read(text: &str, expected: &Expected<'_>) -> Result<Reading, Misreading> {
    let mut cursor = Cursor::new(text);
    cursor.eat_blanks();
    if cursor.peek().is_none() {
        return Ok(Reading::plain(Content::Blank));
    }
    let start = cursor.at();
    let negative = eat_sign(&mut cursor);
    let mut digits = String::new();
    eat_digits(&mut cursor, &mut digits)?;
    let n_whole = digits.len();
    if cursor.eat(".") {
        eat_digits(&mut cursor, &mut digits)?;
    }
    let n_decimals = digits.len() - n_whole;
    let exponent = if cursor.eat("e") || cursor.eat("E") { eat_exponent(&mut cursor)? } else { 0 };
    if digits.len() > MAX_DIGITS {
        return Err(cursor.unreadable(start, Obstacle::TooLong));
    }
    cursor.eat_blanks();
    if cursor.peek().is_some() {
        return Err(cursor.unreadable_next(Obstacle::NotUnderstood));
    }
    let decimals = i32::try_from(n_decimals).unwrap_or(i32::MAX) - exponent;
    let stated = Stated { negative, ..Stated::default() };
    let digits = Rational::from_digits(&digits, 0).unwrap_or_default();
    Ok(Reading::plain(Content::Figure(stated.figure(digits, decimals, 0, expected))))
}

/// Goes past a sign and says whether it was a minus.
fn eat_sign(cursor: &mut Cursor<'_>) -> bool {
    cursor.eat("-") || {
        cursor.eat("+");
        false
    }
}

/// Adds digits, with single `_` between them; there is at least one.
fn eat_digits(cursor: &mut Cursor<'_>, digits: &mut String) -> Result<(), Misreading> {
    loop {
        let run = cursor.eat_while(|c| c.is_ascii_digit());
        if run.is_empty() {
            return Err(match cursor.peek() {
                None => cursor.unreadable(cursor.at(), Obstacle::NoDigits),
                Some(_) => cursor.unreadable_next(Obstacle::NotUnderstood),
            });
        }
        digits.push_str(run);
        if !cursor.eat("_") {
            return Ok(());
        }
    }
}

fn eat_exponent(cursor: &mut Cursor<'_>) -> Result<i32, Misreading> {
    let start = cursor.at();
    let negative = eat_sign(cursor);
    let mut digits = String::new();
    eat_digits(cursor, &mut digits)?;
    let size = digits.parse::<i32>().ok();
    let limit = i32::try_from(MAX_DIGITS).unwrap_or(i32::MAX);
    match size {
        Some(size) if size <= limit => Ok(if negative { -size } else { size }),
        _ => Err(cursor.unreadable(start, Obstacle::TooLong)),
    }
}
