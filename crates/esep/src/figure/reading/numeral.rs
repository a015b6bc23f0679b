//! Digits and the marks between them.

use super::MAX_DIGITS;
use super::cursor::Cursor;
use super::misreading::{Misreading, Obstacle};

/// A mark between two digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Space,
    Apostrophe,
    Comma,
    Point,
}

/// The digits of a figure and the two ways in which its marks can be understood.
/// At least one of them is possible.
#[derive(Debug)]
pub(super) struct Numeral {
    /// The digits alone.
    pub(super) digits: String,
    /// Whether all marks can group digits.
    pub(super) grouped: bool,
    /// The last mark and how many digits follow it, where it can be decimal.
    pub(super) decimal: Option<(Mark, usize)>,
}

/// A mark and how many digits stand before it.
struct Split {
    mark: Mark,
    before: usize,
}

impl Numeral {
    /// Reads digits and the marks between them, as far as they go.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Misreading> {
        let start = cursor.at();
        let mut digits = String::new();
        let mut splits: Vec<Split> = Vec::new();
        loop {
            digits.push_str(cursor.eat_while(|c| c.is_ascii_digit()));
            if digits.len() > MAX_DIGITS {
                return Err(cursor.unreadable(start, Obstacle::TooLong));
            }
            let Some(mark) = cursor.peek().and_then(Mark::of) else { break };
            if digits.is_empty() || !cursor.peek_second().is_some_and(|c| c.is_ascii_digit()) {
                break;
            }
            splits.push(Split { mark, before: digits.len() });
            cursor.bump();
        }
        if digits.is_empty() {
            return Err(match cursor.peek() {
                None => cursor.unreadable(cursor.at(), Obstacle::NoDigits),
                Some(_) => cursor.unreadable_next(Obstacle::NotUnderstood),
            });
        }
        let grouped = is_grouped(&splits, &digits);
        let decimal = splits.split_last().and_then(|(last, earlier)| {
            let can_be_decimal = matches!(last.mark, Mark::Comma | Mark::Point)
                && earlier.iter().all(|split| split.mark != last.mark)
                && is_grouped(earlier, digits.get(..last.before)?);
            can_be_decimal.then_some((last.mark, digits.len() - last.before))
        });
        if !grouped && decimal.is_none() {
            return Err(cursor.unreadable(start, Obstacle::WrongGrouping));
        }
        Ok(Self { digits, grouped, decimal })
    }
}

impl Mark {
    fn of(c: char) -> Option<Self> {
        match c {
            // Space, no-break space, figure space, thin space, narrow no-break space.
            ' ' | '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}' => Some(Self::Space),
            '\'' | '\u{2019}' => Some(Self::Apostrophe),
            ',' => Some(Self::Comma),
            '.' => Some(Self::Point),
            _ => None,
        }
    }
}

/// Whether the splits are of one kind and part the digits into groups of three,
/// the first of one to three without a leading nought.
fn is_grouped(splits: &[Split], digits: &str) -> bool {
    let (Some(first), Some(last)) = (splits.first(), splits.last()) else { return true };
    (1..=3).contains(&first.before)
        && !digits.starts_with('0')
        && splits.iter().all(|split| split.mark == first.mark)
        && splits.windows(2).all(|pair| match pair {
            [left, right] => right.before - left.before == 3,
            _ => true,
        })
        && digits.len() - last.before == 3
}
