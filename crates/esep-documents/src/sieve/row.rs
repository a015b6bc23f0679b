//! A row of a table from bytes to whole figures, where it holds nothing else.
//!
//! Eight bytes are looked at at once. Whatever is not plain (quotes, signs, spaces, a cell too
//! many) is no matter of this reader: it says so, and the row is read as any other CSV.

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
    kinds: Vec<Kind>,
    separator: u64,
}

/// What a plain row says beside its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub(super) code: &'a [u8],
    /// Empty at the root.
    pub(super) parent: &'a [u8],
}

/// Longer codes are not plain.
pub(super) const LONGEST_CODE: usize = 40;
/// Figures of more digits are not plain.
const MOST_DIGITS: u32 = 18;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;
const POWERS: [i64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

impl RowReader {
    /// `None` where the separator is none of ASCII.
    pub(super) fn new(kinds: Vec<Kind>, separator: char) -> Option<Self> {
        let separator = u8::try_from(separator).ok().filter(u8::is_ascii)?;
        Some(Self { kinds, separator: u64::from(separator) * ONES })
    }

    /// Reads the row at the beginning of `rows` into `figures`, one for each column of figures, and
    /// goes past its end. `None` where it is not plain; then `rows` stands where it stood.
    pub(super) fn read<'a>(&self, rows: &mut &'a [u8], figures: &mut [i64]) -> Option<Head<'a>> {
        let whole = *rows;
        let mut rest = whole;
        let (mut head, mut figures) = (Head { code: b"", parent: b"" }, figures.iter_mut());
        let mut letters = 0;
        let mut kinds = self.kinds.iter();
        while let Some(kind) = kinds.next() {
            if *kind == Kind::Figure
                && !kinds.as_slice().is_empty()
                && let Some((value, length)) = self.short_figure(rest)
            {
                *figures.next()? = value;
                rest = rest.get(length..)?;
                continue;
            }
            match kind {
                Kind::Figure => *figures.next()? = figure(&mut rest)?,
                Kind::Code => head.code = self.code(&mut rest, &mut letters)?,
                Kind::Parent => head.parent = self.code(&mut rest, &mut letters)?,
                Kind::Aside => {
                    self.text(&mut rest, 0x20, &mut letters)?;
                }
            }
            if !kinds.as_slice().is_empty() {
                rest = self.after_separator(rest)?;
            }
        }
        rest = match rest {
            [] | [b'\r'] => &[],
            [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => rest,
            _ => return None,
        };
        let length = whole.len() - rest.len();
        if head.code.is_empty() || letters & HIGH != 0 && !is_clean(head, whole.get(..length)?) {
            return None;
        }
        *rows = rest;
        Some(head)
    }

    /// A figure of less than eight digits and the separator behind it: its value, and how many bytes
    /// both take.
    #[inline]
    fn short_figure(&self, rest: &[u8]) -> Option<(i64, usize)> {
        let (bytes, digits) = (word(rest), word(rest) ^ (0x30 * ONES));
        let n = digits_before(digits);
        if n == 0 || n == 8 || (bytes ^ self.separator) >> (8 * n) & 0xFF != 0 {
            return None;
        }
        Some((eight_digits(digits << (64 - 8 * n)), usize::try_from(n).ok()? + 1))
    }

    fn after_separator<'a>(&self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let (first, rest) = rest.split_first()?;
        (u64::from(*first) == self.separator & 0xFF).then_some(rest)
    }

    fn code<'a>(&self, rest: &mut &'a [u8], letters: &mut u64) -> Option<&'a [u8]> {
        // Neither spaces nor quotes: all that lies below `#`.
        let code = self.text(rest, 0x23, letters)?;
        (code.len() <= LONGEST_CODE).then_some(code)
    }

    /// Goes to the next separator, quote, or byte below `least`.
    fn text<'a>(&self, rest: &mut &'a [u8], least: u64, letters: &mut u64) -> Option<&'a [u8]> {
        let whole = *rest;
        loop {
            let word = word(rest);
            *letters |= word;
            let ends = equal(word, self.separator)
                | equal(word, u64::from(b'"') * ONES)
                | (word.wrapping_sub(least * ONES) & !word & HIGH);
            let passed = bytes_before(ends).min(rest.len());
            *rest = rest.get(passed..)?;
            if passed < 8 {
                return whole.get(..whole.len() - rest.len());
            }
        }
    }
}

/// A number for a code, never 0. Different codes have different numbers, but for one pair in many
/// billions.
pub(super) fn hash(code: &[u8]) -> u64 {
    let mix = |word: u64| {
        let word = (word ^ (word >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        word ^ (word >> 29)
    };
    let mut hash = u64::try_from(code.len()).unwrap_or_default();
    let (words, rest) = code.as_chunks::<8>();
    for word in words {
        hash = mix(hash ^ u64::from_le_bytes(*word));
    }
    let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    mix(hash ^ rest).max(1)
}

/// Whether a row with letters beyond ASCII is text, and no code has odd spaces around it.
fn is_clean(head: Head<'_>, row: &[u8]) -> bool {
    let is_trimmed = |code| std::str::from_utf8(code).is_ok_and(|text| text.trim() == text);
    std::str::from_utf8(row).is_ok() && is_trimmed(head.code) && is_trimmed(head.parent)
}

/// Reads digits up to whatever is none; at least one.
#[inline]
fn figure(rest: &mut &[u8]) -> Option<i64> {
    let (mut value, mut digits) = (0, 0);
    loop {
        let word = word(rest) ^ (0x30 * ONES);
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

/// How many of eight bytes, less `0` each, are digits before the first that is none.
#[inline]
fn digits_before(bytes: u64) -> u32 {
    let others = (bytes.wrapping_add(0x76 * ONES) | bytes) & HIGH;
    others.trailing_zeros() / 8
}

/// The number that eight digits make, the first of them in the lowest byte.
#[inline]
fn eight_digits(digits: u64) -> i64 {
    const PAIRS: u64 = 0x0000_00FF_0000_00FF;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let high = (pairs & PAIRS).wrapping_mul(0x000F_4240_0000_0064);
    let low = ((pairs >> 16) & PAIRS).wrapping_mul(0x0000_2710_0000_0001);
    i64::from((high.wrapping_add(low) >> 32) as u32)
}

/// The next eight bytes, the first of them lowest; beyond the end they are line ends.
#[inline]
fn word(rest: &[u8]) -> u64 {
    match rest.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => last_word(rest),
    }
}

#[cold]
fn last_word(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(u64::from(b'\n') * ONES, |word, byte| word << 8 | u64::from(*byte))
}

/// The high bit of every byte that is equal, as far as the first of them.
#[inline]
fn equal(word: u64, bytes: u64) -> u64 {
    let differences = word ^ bytes;
    differences.wrapping_sub(ONES) & !differences & HIGH
}

#[inline]
fn bytes_before(high_bits: u64) -> usize {
    usize::try_from(high_bits.trailing_zeros() / 8).unwrap_or(8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(row: &str, expected: Option<(&str, &str, [i64; 2])>) {
        use Kind::{Aside, Code, Figure, Parent};
        let reader = RowReader::new(vec![Code, Parent, Figure, Aside, Figure], ',').unwrap();
        for more in ["", "\r", "\n", "\r\n", "\nx,y,1,,2\n"] {
            let text = format!("{row}{more}");
            let (mut rows, mut figures) = (text.as_bytes(), [0; 2]);
            let head = reader.read(&mut rows, &mut figures);
            let found = head.map(|head| {
                let text = |bytes| std::str::from_utf8(bytes).unwrap();
                (text(head.code), text(head.parent), figures)
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
        let reader = RowReader::new(vec![Kind::Code, Kind::Aside], ',').unwrap();
        assert_eq!(reader.read(&mut &b"\xFF,x\n"[..], &mut []), None);
        assert_eq!(reader.read(&mut &b"a,\xD0\n"[..], &mut []), None);
        assert!(reader.read(&mut "a,ы\n".as_bytes(), &mut []).is_some());
    }

    proptest! {
        #[test]
        fn figures_are_read_as_numbers(figures in prop::collection::vec(0..=999_999_999_999_999_999_i64, 1..6)) {
            let kinds = [Kind::Code].into_iter().chain(figures.iter().map(|_| Kind::Figure));
            let reader = RowReader::new(kinds.collect(), ';').unwrap();
            let cells: Vec<String> = figures.iter().map(i64::to_string).collect();
            let row = format!("a;{}\n", cells.join(";"));
            let mut read = vec![0; figures.len()];
            prop_assert!(reader.read(&mut row.as_bytes(), &mut read).is_some());
            prop_assert_eq!(read, figures);
        }
    }
}
