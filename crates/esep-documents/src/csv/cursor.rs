//! A position in a text that knows its line and column.

use std::borrow::Cow;

use super::{Cell, Mistake};

/// What is left of a text, and where it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) rest: &'a str,
    line: u32,
    column: u32,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1, column: 1 }
    }

    /// The same where so many lines stand before the text.
    pub(super) fn below(self, lines: usize) -> Self {
        Self { line: self.line.saturating_add(bounded(lines)), ..self }
    }

    /// Passes so many bytes, and returns them.
    pub(super) fn advance(&mut self, bytes: usize) -> &'a str {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        match passed.rsplit_once('\n') {
            None => self.column = self.column.saturating_add(characters(passed)),
            Some((lines, last)) => {
                let ends = lines.bytes().filter(|byte| *byte == b'\n').count() + 1;
                self.line = self.line.saturating_add(bounded(ends));
                self.column = characters(last).saturating_add(1);
            }
        }
        passed
    }

    /// Passes all letters that are such.
    pub(super) fn skip(&mut self, is_such: impl Fn(char) -> bool) {
        let end = self.rest.find(|letter| !is_such(letter)).unwrap_or(self.rest.len());
        self.advance(end);
    }

    /// The text between this cursor and a later one.
    pub(super) fn passed(&self, later: &Self) -> &'a str {
        self.rest.get(..self.rest.len().saturating_sub(later.rest.len())).unwrap_or_default()
    }

    /// A cell that begins here and is written so.
    pub(super) fn cell(&self, raw: &'a str, mistake: Option<Mistake>) -> Cell<'a> {
        let (line, column) = (self.line, self.column);
        let length = characters(raw.lines().next().unwrap_or_default());
        Cell { text: Cow::Borrowed(raw), line, column, length, mistake }
    }
}

fn characters(text: &str) -> u32 {
    bounded(text.chars().count())
}

fn bounded(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
