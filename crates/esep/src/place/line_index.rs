//! From bytes of a text to lines and columns, and back.

use std::ops::Range;
use std::sync::Arc;

use super::Place;

/// Where the lines of a text begin, so that a range of bytes becomes a place and a place a range.
///
/// Lines end with a line feed, with or without a carriage return before it.
/// A byte order mark at the start of the text takes no column.
/// Looking up takes the same short time wherever in the text, however long its lines.
///
/// ```
/// use std::sync::Arc;
/// use esep::LineIndex;
///
/// let text = "жыл = 2020\nмүше = 7\n";
/// let file: Arc<str> = "sheet.toml".into();
/// let index = LineIndex::new(text);
/// let seven = text.find('7').unwrap();
/// let place = index.place(&file, seven..seven + 1);
/// assert_eq!(place.to_string(), "sheet.toml:2:8");
/// assert_eq!(index.bytes(&place), seven..seven + 1);
/// ```
#[derive(Debug, Clone)]
pub struct LineIndex<'text> {
    text: &'text str,
    /// The byte at which each line begins; never empty.
    starts: Vec<usize>,
    /// How many characters begin before every byte whose number is a multiple of `STEP`.
    characters: Vec<usize>,
}

const STEP: usize = 256;

impl<'text> LineIndex<'text> {
    /// The index of a text, found in one pass.
    pub fn new(text: &'text str) -> Self {
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let after_feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(first).chain(after_feeds.map(|(at, _)| at + 1)).collect();
        let steps = text.as_bytes().chunks(STEP).scan(0, |before, chunk| {
            let here = *before;
            *before += count_characters(chunk);
            Some(here)
        });
        Self { text, starts, characters: steps.collect() }
    }

    /// The place of a range of bytes. It goes no further than the end of the line it begins in;
    /// what lies outside the text is taken for its end.
    pub fn place(&self, file: &Arc<str>, bytes: Range<usize>) -> Place {
        let line_index = self.starts.partition_point(|start| *start <= bytes.start).max(1) - 1;
        let line = self.line_bytes(line_index);
        let start = bytes.start.clamp(line.start, line.end);
        let end = bytes.end.clamp(start, line.end);
        let before = self.characters_before(start);
        let column = before - self.characters_before(line.start) + 1;
        let length = self.characters_before(end) - before;
        Place::new(file, to_u32(line_index + 1), to_u32(column), to_u32(length))
    }

    /// The bytes of a place. Of the file as a whole: all; of a line or column that the text does
    /// not have: nothing, at its end.
    pub fn bytes(&self, place: &Place) -> Range<usize> {
        let Some(line_index) = place.line.checked_sub(1) else { return 0..self.text.len() };
        let line = self.line_bytes(to_usize(line_index));
        let first = self.characters_before(line.start) + to_usize(place.column.max(1) - 1);
        let start = self.byte_of_character(first).min(line.end);
        let end = self.byte_of_character(first.saturating_add(to_usize(place.length)));
        start..end.clamp(start, line.end)
    }

    /// The text of a line, counted from 1, without its end; `None` where there is no such line.
    pub fn line(&self, number: u32) -> Option<&'text str> {
        let line_index = to_usize(number.checked_sub(1)?);
        self.starts.get(line_index)?;
        self.text.get(self.line_bytes(line_index))
    }

    /// The bytes of a line, counted from 0, without its end; empty after the last.
    fn line_bytes(&self, line_index: usize) -> Range<usize> {
        let end_of_text = self.text.len();
        let Some(start) = self.starts.get(line_index) else { return end_of_text..end_of_text };
        let next = self.starts.get(line_index + 1);
        let line = self.text.get(*start..next.map_or(end_of_text, |next| next - 1));
        let line = line.unwrap_or_default();
        *start..*start + line.strip_suffix('\r').unwrap_or(line).len()
    }

    fn characters_before(&self, byte: usize) -> usize {
        let step = byte / STEP;
        let Some(before) = self.characters.get(step) else {
            // Only the end of a text whose length is a multiple of the step has no entry.
            return step.checked_sub(1).map_or(0, |step| {
                let tail = self.text.as_bytes().get(step * STEP..).unwrap_or_default();
                self.characters.get(step).map_or(0, |before| before + count_characters(tail))
            });
        };
        let between = self.text.as_bytes().get(step * STEP..byte).unwrap_or_default();
        before + count_characters(between)
    }

    fn byte_of_character(&self, number: usize) -> usize {
        let step = self.characters.partition_point(|before| *before <= number).max(1) - 1;
        let before = self.characters.get(step).copied().unwrap_or_default();
        let tail = self.text.as_bytes().get(step * STEP..).unwrap_or_default();
        let mut beginnings = tail.iter().enumerate().filter(|(_, byte)| begins_character(**byte));
        beginnings.nth(number - before).map_or(self.text.len(), |(at, _)| step * STEP + at)
    }
}

fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| begins_character(**byte)).count()
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, part: &str, expected: (u32, u32, u32)) {
        let index = LineIndex::new(text);
        let start = text.find(part).unwrap();
        let place = index.place(&"f".into(), start..start + part.len());
        assert_eq!((place.line, place.column, place.length), expected, "{part:?} in {text:?}");
    }

    #[test]
    fn columns_count_characters() {
        check("мүше = 7", "7", (1, 8, 1));
        check("a\nмүше = 70\n", "70", (2, 8, 2));
        check("\u{feff}a = 1", "a", (1, 1, 1));
    }

    #[test]
    fn a_place_ends_with_its_line() {
        check("a = [\r\n1]\r\n", "[\r\n1]", (1, 5, 1));
        check("one\ntwo", "e\ntwo", (1, 3, 1));
    }

    #[test]
    fn the_end_of_a_text_is_a_place() {
        for text in ["", "a", "a\n", &"ш".repeat(STEP / 2), &"ш".repeat(STEP)] {
            let index = LineIndex::new(text);
            let place = index.place(&"f".into(), text.len() + 5..text.len() + 9);
            assert_eq!(index.bytes(&place), text.len()..text.len(), "{text:?}");
        }
    }

    #[test]
    fn lines_are_quoted_without_their_end() {
        let index = LineIndex::new("a\r\nb\n");
        assert_eq!(index.line(1), Some("a"));
        assert_eq!(index.line(3), Some(""));
        assert_eq!((index.line(0), index.line(4)), (None, None));
    }

    proptest! {
        #[test]
        fn there_and_back(text in "[aш€🙂\r\n]{0,900}", from in 0_usize..900, length in 0_usize..9) {
            let boundaries: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = |number: usize| boundaries[number.min(boundaries.len() - 1)];
            let index = LineIndex::new(&text);
            let place = index.place(&"f".into(), at(from)..at(from + length));
            let bytes = index.bytes(&place);
            let written = &text[bytes.clone()];
            prop_assert!(!written.contains('\n'));
            prop_assert_eq!(written.chars().count(), place.length as usize);
            prop_assert_eq!(index.place(&"f".into(), bytes), place);
        }

        #[test]
        fn no_place_panics(text in ".{0,40}", line: u32, column: u32, length: u32) {
            let place = Place::new(&"f".into(), line % 5, column, length);
            prop_assert!(text.get(LineIndex::new(&text).bytes(&place)).is_some());
        }
    }
}
