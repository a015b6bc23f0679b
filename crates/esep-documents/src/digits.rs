//! Eight bytes looked at at once, or sixty-four.
//!
//! Where the processor always has vectors of sixteen bytes, these are used; what is done with words
//! otherwise gives the same.

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod vectors;
#[cfg(target_feature = "simd128")]
mod wasm;

/// A byte of each value 1.
pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
/// The high bit of each byte.
pub(crate) const HIGH: u64 = 0x8080_8080_8080_8080;
/// The digit nought in each byte.
pub(crate) const NOUGHTS: u64 = 0x30 * ONES;

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use vectors::{marks, not_digits, numbers, widely};
#[cfg(target_feature = "simd128")]
pub(crate) use wasm::marks;
#[cfg(not(any(
    all(target_arch = "x86_64", target_feature = "sse2"),
    target_feature = "simd128"
)))]
pub(crate) use words::marks;
#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
pub(crate) use words::{not_digits, numbers, widely};

/// What stands where among sixty-four bytes: a bit for each byte, the first of them lowest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Separators.
    pub(crate) separators: u64,
    /// Line feeds.
    pub(crate) lines: u64,
    pub(crate) quotes: u64,
    pub(crate) carriage_returns: u64,
    /// Whether any byte is beyond ASCII, or zero, which no text has in it.
    pub(crate) has_letters: bool,
}

/// Work that is worth compiling for several kinds of processors: what [`Work::run`] does inline.
pub(crate) trait Work {
    type Done;

    fn run(self) -> Self::Done;
}

/// How many of eight bytes, less `0` each, are digits before the first that is none.
#[inline]
pub(crate) fn digits_before(bytes: u64) -> u32 {
    let others = (bytes.wrapping_add(0x76 * ONES) | bytes) & HIGH;
    others.trailing_zeros() / 8
}

/// The number that eight digits make, the first of them in the lowest byte.
#[inline]
pub(crate) fn eight_digits(digits: u64) -> i64 {
    const PAIRS: u64 = 0x0000_00FF_0000_00FF;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let high = (pairs & PAIRS).wrapping_mul(0x000F_4240_0000_0064);
    let low = ((pairs >> 16) & PAIRS).wrapping_mul(0x0000_2710_0000_0001);
    i64::from((high.wrapping_add(low) >> 32) as u32)
}

/// The high bit of every byte that is equal, as far as the first of them.
#[inline]
pub(crate) fn equal(word: u64, bytes: u64) -> u64 {
    let differences = word ^ bytes;
    differences.wrapping_sub(ONES) & !differences & HIGH
}

/// The high bit of every byte that is below `least`, as far as the first of them.
#[inline]
pub(crate) fn below(word: u64, least: u64) -> u64 {
    word.wrapping_sub(least * ONES) & !word & HIGH
}

/// The next eight bytes, the first of them lowest; beyond the end they are line ends.
#[inline]
pub(crate) fn word(rest: &[u8]) -> u64 {
    match rest.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => last_word(rest),
    }
}

#[cold]
fn last_word(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(u64::from(b'\n') * ONES, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod words {
    use super::{HIGH, NOUGHTS, ONES, eight_digits};

    /// What stands where among sixty-four bytes.
    #[cfg(not(target_feature = "simd128"))]
    pub(crate) fn marks(bytes: &[u8; 64], separator: u8) -> super::Marks {
        let (words, _) = bytes.as_chunks();
        let mut marks = super::Marks::default();
        for word in words.iter().rev() {
            let word = u64::from_le_bytes(*word);
            let equal = |byte: u8| {
                let others = word ^ (u64::from(byte) * ONES);
                !(((others & !HIGH) + !HIGH) | others) & HIGH
            };
            let gather = |bits: u64| (bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            marks.separators = marks.separators << 8 | gather(equal(separator));
            marks.lines = marks.lines << 8 | gather(equal(b'\n'));
            marks.quotes = marks.quotes << 8 | gather(equal(b'"'));
            marks.carriage_returns = marks.carriage_returns << 8 | gather(equal(b'\r'));
            marks.has_letters |= (word | word.wrapping_sub(ONES)) & HIGH != 0;
        }
        marks
    }

    /// A bit for each byte that is no digit, the first of them lowest.
    pub(crate) fn not_digits(bytes: &[u8; 64]) -> u64 {
        let (words, _) = bytes.as_chunks();
        words.iter().rev().fold(0, |bits, word| {
            let bytes = u64::from_le_bytes(*word) ^ NOUGHTS;
            let others = (((bytes & !HIGH) + 0x76 * ONES) | bytes) & HIGH;
            bits << 8 | (others >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
        })
    }

    /// The numbers that eight times eight digits make, the first of each in the lowest byte.
    pub(crate) fn numbers(digits: [u64; 8]) -> [i64; 8] {
        digits.map(eight_digits)
    }

    /// Does some work, which is compiled for one kind of processor only.
    #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
    pub(crate) fn widely<W: super::Work>(work: W) -> W::Done {
        work.run()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is found among some bytes.
    struct Finding<'a>(&'a [u8; 64], u8);

    impl Work for Finding<'_> {
        type Done = (Marks, u64);

        #[inline]
        fn run(self) -> Self::Done {
            (marks(self.0, self.1), not_digits(self.0))
        }
    }

    proptest! {
        #[test]
        fn marks_are_where_the_bytes_are(bytes in "[,;a\"\r\n]{64}", beyond in prop::option::of((0..64_usize, prop::sample::select(b"\0\x01\x7F\x80\x81\xFF".to_vec()))), separator in prop::sample::select(b",;\t".to_vec())) {
            let mut bytes: [u8; 64] = bytes.into_bytes().try_into().unwrap();
            if let Some((at, byte)) = beyond {
                bytes[at] = byte;
            }
            let bytes = &bytes;
            let bits = |wanted: u8| bytes.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(*byte == wanted));
            let expected = Marks {
                separators: bits(separator),
                lines: bits(b'\n'),
                quotes: bits(b'"'),
                carriage_returns: bits(b'\r'),
                has_letters: !bytes.is_ascii() || bytes.contains(&0),
            };
            prop_assert_eq!(marks(bytes, separator), expected);
            prop_assert_eq!(words::marks(bytes, separator), expected);
            prop_assert_eq!(widely(Finding(bytes, separator)), Finding(bytes, separator).run());
        }

        #[test]
        fn what_is_no_digit_is_seen(bytes in prop::collection::vec(any::<u8>(), 64), digits: u64) {
            let mut bytes: [u8; 64] = bytes.try_into().unwrap();
            for (at, byte) in bytes.iter_mut().enumerate().filter(|(at, _)| digits >> at & 1 == 1) {
                *byte = b"0123456789/:"[at % 12];
            }
            let bits = bytes.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(!byte.is_ascii_digit()));
            prop_assert_eq!(not_digits(&bytes), bits);
            prop_assert_eq!(words::not_digits(&bytes), bits);
        }

        #[test]
        fn digits_make_numbers(numbers: [u32; 8]) {
            let numbers = numbers.map(|number| number % 100_000_000);
            let digits = numbers.map(|number| {
                u64::from_le_bytes(format!("{number:08}").into_bytes().try_into().unwrap()) ^ NOUGHTS
            });
            let numbers = numbers.map(i64::from);
            prop_assert_eq!(super::numbers(digits), numbers);
            prop_assert_eq!(words::numbers(digits), numbers);
        }
    }
}
