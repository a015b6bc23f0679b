//! Lines that say a relation themselves: `100 = 40 + 35 + 25`, `35 of 120 = 29 %`.

use super::marks::Marks;
use crate::figure::{Content, Unit};
use crate::place::Written;

/// A line that says a relation: figures and the signs between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Equation {
    /// The figures, in the order of the line.
    pub(super) figures: Vec<Written>,
    /// The sign behind each figure but the last.
    pub(super) signs: Vec<Sign>,
}

/// What stands between two figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Equal,
    Plus,
    Minus,
    Times,
    /// `/`, `of`, `из`: the first out of the second.
    Over,
}

/// What is met between figures, longer ones first where they begin alike.
const SIGNS: [(&str, Sign); 15] = [
    (" = ", Sign::Equal),
    ("=", Sign::Equal),
    (" + ", Sign::Plus),
    ("+", Sign::Plus),
    (" - ", Sign::Minus),
    (" − ", Sign::Minus),
    (" – ", Sign::Minus),
    ("×", Sign::Times),
    ("*", Sign::Times),
    ("/", Sign::Over),
    (" of ", Sign::Over),
    (" out of ", Sign::Over),
    (" из ", Sign::Over),
    (" ішінен ", Sign::Over),
    (" : ", Sign::Over),
];

impl Equation {
    /// Reads a line; `None` where it is no equation.
    pub(super) fn read(line: &Written, marks: Marks) -> Option<Self> {
        let text = &*line.text;
        if !text.contains('=') || text.len() > 2_000 {
            return None;
        }
        let (mut figures, mut signs) = (Vec::new(), Vec::new());
        let mut start = 0;
        let mut at = 0;
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            let found = SIGNS.iter().filter(|(sign, _)| rest.starts_with(sign));
            let found = found.max_by_key(|(sign, _)| sign.len());
            match found {
                // A sign before the first digit is that of a figure.
                Some((sign, meaning))
                    if text.get(start..at).is_some_and(|piece| piece.contains(is_digit)) =>
                {
                    figures.push(figure(line, start, at, marks)?);
                    signs.push(*meaning);
                    at += sign.len();
                    start = at;
                }
                _ => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        figures.push(figure(line, start, text.len(), marks)?);
        let equals = signs.iter().filter(|sign| **sign == Sign::Equal).count();
        (equals == 1).then_some(Self { figures, signs })
    }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

/// The one figure between two signs, whatever words stand around it.
fn figure(line: &Written, start: usize, end: usize, marks: Marks) -> Option<Written> {
    let piece = line.text.get(start..end)?;
    let is_word = |letter: char| {
        letter.is_alphabetic()
            || letter.is_whitespace()
            || matches!(letter, ':' | '(' | ')' | ',' | '.')
    };
    let number = Unit::new("number");
    let is_figure = |text: &str| {
        let reading = marks.read(text, &number, false).ok();
        reading.is_some_and(|(reading, _)| matches!(reading.content, Content::Figure(_)))
    };
    let whole = piece.trim();
    let bare = whole.trim_matches(is_word);
    let text = [whole, bare].into_iter().find(|text| is_figure(text))?;
    let offset = start + piece.find(text)?;
    let place = line.place.of_part(&line.text, offset..offset + text.len());
    Some(Written::new(text, place))
}
