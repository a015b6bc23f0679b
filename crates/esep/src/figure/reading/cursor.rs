//! A walk along a text, character by character.

use super::misreading::{Misreading, Obstacle};

/// How many characters of what was not understood a mistake repeats.
const MAX_FOUND: usize = 40;

/// Where reading stands in a text. Positions are in bytes, always at the start of a character.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// The start of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Where reading stands, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text from a position up to here.
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character after the next.
    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    /// Goes past the next character.
    pub(super) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Goes past `expected` if it comes next, and says whether it did.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let comes = self.rest().starts_with(expected);
        if comes {
            self.at += expected.len();
        }
        comes
    }

    /// Goes past all characters of a kind and returns them.
    pub(super) fn eat_while(&mut self, is_meant: impl Fn(char) -> bool) -> &'t str {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(|c| !is_meant(c)).unwrap_or(rest.len());
        self.since(start)
    }

    /// Goes past blanks and returns whether there were any.
    pub(super) fn eat_blanks(&mut self) -> bool {
        !self.eat_while(is_blank).is_empty()
    }

    /// The mistake of what stands from `start` to here.
    pub(super) fn unreadable(&self, start: usize, obstacle: Obstacle) -> Misreading {
        self.unreadable_between(start, self.at, obstacle)
    }

    /// The mistake of what stands from `start` to `end`.
    pub(super) fn unreadable_between(
        &self,
        start: usize,
        end: usize,
        obstacle: Obstacle,
    ) -> Misreading {
        let found = self.text.get(start..end).unwrap_or_default();
        Misreading::Unreadable {
            at: self.text.get(..start).map_or(0, |before| before.chars().count()),
            length: found.chars().count(),
            found: found.chars().take(MAX_FOUND).collect(),
            obstacle,
        }
    }

    /// The mistake of the next word or sign.
    pub(super) fn unreadable_next(&mut self, obstacle: Obstacle) -> Misreading {
        let start = self.at;
        if self.eat_while(char::is_alphanumeric).is_empty() {
            self.bump();
        }
        self.unreadable(start, obstacle)
    }
}

/// Whether a character is a blank: white space, or one of the marks without width that word
/// processors leave behind.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}
