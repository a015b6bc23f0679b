//! A row of a table from bytes to whole figures, where it holds nothing else.
//!
//! Many bytes are looked at at once, and eight figures. Whatever is not plain (quotes, signs, spaces, a cell too
//! many) is no matter of this reader: it says so, and the row is read as any other CSV.

use crate::digits::{
    HIGH, NOUGHTS, ONES, below, digits_before, eight_digits, equal, not_digits, numbers, word,
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The code of the organization.
    Code,
    /// The code of the one it belongs to.
    Parent,
    /// A figure.
    Figure,
    /// What nothing is made of.
    Aside,
}

/// Reads rows of a table with these columns.
#[derive(Debug, Clone)]
pub(super) struct RowReader {
    steps: Vec<Step>,
    separator: u64,
}

/// What is read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Code,
    Parent,
    Aside,
    /// So many figures side by side.
    Figures(usize),
}

/// What a plain row says beside its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub(super) code: Name<'a>,
    /// Empty at the root.
    pub(super) parent: Name<'a>,
}

/// A code, and the number that stands for it; 0 where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) text: &'a [u8],
    pub(super) number: u64,
}

/// Longer codes are not plain.
pub(super) const LONGEST_CODE: usize = 40;
/// Figures of more digits are not plain.
const MOST_DIGITS: u32 = 18;

const POWERS: [i64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

impl RowReader {
    /// `None` where the separator is none of ASCII, or a digit.
    pub(super) fn new(kinds: &[Kind], separator: char) -> Option<Self> {
        let is_fit = |byte: &u8| byte.is_ascii() && !byte.is_ascii_digit();
        let separator = u8::try_from(separator).ok().filter(is_fit)?;
        let mut steps = Vec::new();
        for kind in kinds {
            match (kind, steps.last_mut()) {
                (Kind::Figure, Some(Step::Figures(number))) => *number += 1,
                (Kind::Figure, _) => steps.push(Step::Figures(1)),
                (Kind::Code, _) => steps.push(Step::Code),
                (Kind::Parent, _) => steps.push(Step::Parent),
                (Kind::Aside, _) => steps.push(Step::Aside),
            }
        }
        Some(Self { steps, separator: u64::from(separator) * ONES })
    }

    /// Reads the row at the beginning of `rows` into `figures`, one for each column of figures, and
    /// goes past its end. `None` where it is not plain; then `rows` stands where it stood.
    pub(super) fn read<'a>(
        &self,
        rows: &mut &'a [u8],
        mut figures: &mut [i64],
    ) -> Option<Head<'a>> {
        let whole = *rows;
        let mut rest = whole;
        let mut head = Head { code: Name::default(), parent: Name::default() };
        let mut letters = 0;
        let mut steps = self.steps.iter();
        while let Some(step) = steps.next() {
            match step {
                Step::Figures(number) => {
                    let (own, others) = figures.split_at_mut_checked(*number)?;
                    figures = others;
                    self.figures(&mut rest, own)?;
                }
                Step::Code => head.code = self.code(&mut rest, &mut letters)?,
                Step::Parent => head.parent = self.code(&mut rest, &mut letters)?,
                Step::Aside => self.text(&mut rest, &mut letters)?,
            }
            if !steps.as_slice().is_empty() {
                rest = self.after_separator(rest)?;
            }
        }
        rest = match rest {
            [] | [b'\r'] => &[],
            [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => rest,
            _ => return None,
        };
        let length = whole.len() - rest.len();
        if head.code.text.is_empty() || letters & HIGH != 0 && !is_clean(head, whole.get(..length)?)
        {
            return None;
        }
        *rows = rest;
        Some(head)
    }

    /// Reads figures with separators between them.
    fn figures(&self, rest: &mut &[u8], figures: &mut [i64]) -> Option<()> {
        let (last, mut others) = figures.split_last_mut()?;
        while !others.is_empty() {
            let (some, more) = others.split_at_mut(others.len().min(8));
            let eight = rest.first_chunk().zip(<&mut [i64; 8]>::try_from(&mut *some).ok());
            match eight.and_then(|(window, eight)| self.eight_figures(window, eight)) {
                Some(length) => *rest = rest.get(length..)?,
                None => some.iter_mut().try_for_each(|figure| self.one_figure(rest, figure))?,
            }
            others = more;
        }
        *last = figure(rest)?;
        Some(())
    }

    /// Eight figures of at most eight digits, each with a separator behind it: how many bytes all
    /// take.
    #[inline]
    fn eight_figures(&self, window: &[u8; 72], figures: &mut [i64; 8]) -> Option<usize> {
        let mut ends = not_digits(window.first_chunk()?);
        let mut start = 0;
        let mut is_plain = true;
        let mut digits = [0; 8];
        for digits in &mut digits {
            let end = (ends | 1 << 63).trailing_zeros();
            let n = end.wrapping_sub(start);
            let behind = window.get(usize::try_from(end).ok()?)?;
            is_plain &= n.wrapping_sub(1) < 8 && u64::from(*behind) == self.separator & 0xFF;
            let bytes = window.get(usize::try_from(start).ok()?..)?.first_chunk()?;
            *digits = (u64::from_le_bytes(*bytes) ^ NOUGHTS)
                .wrapping_shl(64_u32.wrapping_sub(n.wrapping_mul(8)));
            ends &= ends.wrapping_sub(1);
            start = end + 1;
        }
        if !is_plain {
            return None;
        }
        *figures = numbers(digits);
        usize::try_from(start).ok()
    }

    /// A figure and the separator behind it.
    fn one_figure(&self, rest: &mut &[u8], value: &mut i64) -> Option<()> {
        *value = figure(rest)?;
        *rest = self.after_separator(rest)?;
        Some(())
    }

    fn after_separator<'a>(&self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let (first, rest) = rest.split_first()?;
        (u64::from(*first) == self.separator & 0xFF).then_some(rest)
    }

    /// Reads a code, which has neither spaces nor quotes in it: nothing that lies below `#`.
    #[inline]
    fn code<'a>(&self, rest: &mut &'a [u8], letters: &mut u64) -> Option<Name<'a>> {
        let whole = *rest;
        let mut hash = 0;
        loop {
            let word = word(rest);
            *letters |= word;
            let ends = equal(word, self.separator) | below(word, 0x23);
            if ends == 0 {
                hash = mix(hash ^ word);
                *rest = rest.get(8..)?;
                continue;
            }
            let passed = ends.trailing_zeros() / 8;
            *rest = rest.get(usize::try_from(passed).ok()?..)?;
            let text = whole.get(..whole.len() - rest.len())?;
            let last = word & ((1 << (8 * passed)) - 1);
            let number = if text.is_empty() { 0 } else { last_mix(hash, last, passed) };
            return (text.len() <= LONGEST_CODE).then_some(Name { text, number });
        }
    }

    /// Goes to the next separator, quote, or byte that is no letter.
    fn text(&self, rest: &mut &[u8], letters: &mut u64) -> Option<()> {
        loop {
            let word = word(rest);
            *letters |= word;
            let ends = equal(word, self.separator)
                | equal(word, u64::from(b'"') * ONES)
                | below(word, 0x20);
            let passed = usize::try_from(ends.trailing_zeros() / 8).ok()?.min(rest.len());
            *rest = rest.get(passed..)?;
            if passed < 8 {
                return Some(());
            }
        }
    }
}

/// A number for a code, never 0. Different codes have different numbers, but for one pair in many
/// billions.
pub(super) fn hash(code: &[u8]) -> u64 {
    let (words, rest) = code.as_chunks();
    let hash = words.iter().fold(0, |hash, word| mix(hash ^ u64::from_le_bytes(*word)));
    let last = rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
    last_mix(hash, last, u32::try_from(rest.len()).unwrap_or_default())
}

fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    word ^ (word >> 29)
}

/// Adds the last bytes, less than eight.
fn last_mix(hash: u64, bytes: u64, length: u32) -> u64 {
    mix(hash ^ bytes ^ u64::from(length) << 56).max(1)
}

/// Whether a row with letters beyond ASCII is text, and no code has odd spaces around it.
fn is_clean(head: Head<'_>, row: &[u8]) -> bool {
    let is_trimmed =
        |name: Name<'_>| std::str::from_utf8(name.text).is_ok_and(|text| text.trim() == text);
    std::str::from_utf8(row).is_ok() && is_trimmed(head.code) && is_trimmed(head.parent)
}

/// Reads digits up to whatever is none; at least one.
#[inline]
fn figure(rest: &mut &[u8]) -> Option<i64> {
    let (mut value, mut digits) = (0, 0);
    loop {
        let word = word(rest) ^ NOUGHTS;
        let n = digits_before(word);
        digits += n;
        if digits > MOST_DIGITS {
            return None;
        }
        let skipped = usize::try_from(n).ok()?;
        *rest = rest.get(skipped..)?;
        if n == 8 {
            value = value * 100_000_000 + eight_digits(word);
            continue;
        }
        if n > 0 {
            value = value * POWERS.get(skipped)? + eight_digits(word << (64 - 8 * n));
        }
        return (digits > 0).then_some(value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(row: &str, expected: Option<(&str, &str, [i64; 2])>) {
        use Kind::{Aside, Code, Figure, Parent};
        let reader = RowReader::new(&[Code, Parent, Figure, Aside, Figure], ',').unwrap();
        for more in ["", "\r", "\n", "\r\n", "\nx,y,1,,2\n"] {
            let text = format!("{row}{more}");
            let (mut rows, mut figures) = (text.as_bytes(), [0; 2]);
            let head = reader.read(&mut rows, &mut figures);
            let found = head.map(|head| {
                let text = |bytes| std::str::from_utf8(bytes).unwrap();
                (text(head.code.text), text(head.parent.text), figures)
            });
            assert_eq!(found, expected, "{text:?}");
            if head.is_some() {
                assert_eq!(rows.len(), more.trim_start_matches('\r').len().saturating_sub(1));
            } else {
                assert_eq!(rows, text.as_bytes());
            }
        }
    }

    #[test]
    fn plain_rows() {
        check("a,b,1,,2", Some(("a", "b", [1, 2])));
        check(
            "KZ-03-08-0007,,007,some text,12345678",
            Some(("KZ-03-08-0007", "", [7, 12_345_678])),
        );
        check("ә,b,999999999999999999,ұйым,0", Some(("ә", "b", [999_999_999_999_999_999, 0])));
        check(
            "a-code-of-eighteen,b,123456789,,1234567",
            Some(("a-code-of-eighteen", "b", [123_456_789, 1_234_567])),
        );
    }

    #[test]
    fn rows_that_are_not() {
        for row in [
            "",
            ",b,1,,2",
            "a,b,1,2",
            "a,b,1,,2,",
            "a,b,,,2",
            "a,b,1,,",
            "a,b,1.5,,2",
            "a,b,-1,,2",
            "a,b, 1,,2",
            "a,b,1,,2 ",
            "a b,b,1,,2",
            "\"a\",b,1,,2",
            "a,b,1,\"x\",2",
            "a,b,1;2,,2",
            "a,b,1,x\ty,2",
            "a,\u{a0}b,1,,2",
            "a,b,1000000000000000000,,2",
            "a,b,12345678x,,2",
            "a2345678901234567890123456789012345678901,b,1,,2",
        ] {
            check(row, None);
        }
    }

    #[test]
    fn bytes_that_are_no_text() {
        let reader = RowReader::new(&[Kind::Code, Kind::Aside], ',').unwrap();
        assert_eq!(reader.read(&mut &b"\xFF,x\n"[..], &mut []), None);
        assert_eq!(reader.read(&mut &b"a,\xD0\n"[..], &mut []), None);
        assert!(reader.read(&mut "a,ы\n".as_bytes(), &mut []).is_some());
    }

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            20 => (0_u64..10_000).prop_map(|figure| figure.to_string()),
            3 => (0..=999_999_999_999_999_999_u64).prop_map(|figure| figure.to_string()),
            3 => "[0-9]{5,9}",
            1 => "[0-9]{0,20}",
            1 => "[0-9]{0,8}[^0-9;\n][0-9]{0,8}",
        ]
    }

    proptest! {
        #[test]
        fn figures_are_read_as_numbers(
            rows in prop::collection::vec(prop::collection::vec(cell(), 20), 1..5),
            width in 1_usize..20,
        ) {
            let kinds: Vec<Kind> = [Kind::Code].into_iter().chain((0..width).map(|_| Kind::Figure)).collect();
            let reader = RowReader::new(&kinds, ';').unwrap();
            let rows: Vec<&[String]> = rows.iter().map(|row| &row[..width]).collect();
            let lines: Vec<String> = rows.iter().map(|row| format!("a;{}\n", row.join(";"))).collect();
            let text = lines.concat();
            let mut rest = text.as_bytes();
            for row in rows {
                let figure = |cell: &String| {
                    let is_plain = (1..=18).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit());
                    is_plain.then(|| cell.parse::<i64>().unwrap())
                };
                let expected: Option<Vec<i64>> = row.iter().map(figure).collect();
                let mut read = vec![0; width];
                let head = reader.read(&mut rest, &mut read);
                // A carriage return may end the row.
                if row.last().is_none_or(|cell| !cell.ends_with('\r')) {
                    prop_assert_eq!(head.map(|_| read), expected);
                }
                if let Some(head) = head {
                    prop_assert_eq!(head.code.number, hash(b"a"));
                } else {
                    rest = &rest[rest.iter().position(|byte| *byte == b'\n').unwrap() + 1..];
                }
            }
        }

        #[test]
        fn codes_have_the_same_numbers_wherever_they_stand(code in "[A-Z0-9ә-]{1,30}", parent in "[A-Z0-9-]{0,30}") {
            let reader = RowReader::new(&[Kind::Code, Kind::Parent], ',').unwrap();
            let row = format!("{code},{parent}");
            let head = reader.read(&mut row.as_bytes(), &mut []);
            if code.len() <= LONGEST_CODE {
                let head = head.unwrap();
                prop_assert_eq!(head.code.number, hash(code.as_bytes()));
                let parent = if parent.is_empty() { 0 } else { hash(parent.as_bytes()) };
                prop_assert_eq!(head.parent.number, parent);
            }
        }
    }
}
