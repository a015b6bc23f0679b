//! What `words` does, with vectors of sixteen bytes, where the processor always has them: it takes
//! two thirds of the time of reading figures. The only unsafe code there is.
#![expect(unsafe_code, reason = "what a processor has is not known to the type system")]

use std::arch::x86_64::{
    __m128i, _mm_add_epi8, _mm_add_epi16, _mm_and_si128, _mm_cmpeq_epi8, _mm_cmpgt_epi8,
    _mm_cvtsi128_si64, _mm_madd_epi16, _mm_movemask_epi8, _mm_mullo_epi16, _mm_or_si128,
    _mm_packs_epi32, _mm_set_epi64x, _mm_set1_epi8, _mm_set1_epi16, _mm_set1_epi32,
    _mm_setzero_si128, _mm_srli_epi16, _mm_sub_epi8, _mm_unpackhi_epi32, _mm_unpackhi_epi64,
    _mm_unpacklo_epi32,
};

use super::{Marks, Work};

/// What stands where among sixty-four bytes.
#[inline]
pub(crate) fn marks(bytes: &[u8; 64], separator: u8) -> Marks {
    // SAFETY: this module is compiled only where SSE2 is always there.
    unsafe { marks_of_64(bytes, separator) }
}

/// A bit for each byte that is no digit, the first of them lowest.
#[inline]
pub(crate) fn not_digits(bytes: &[u8; 64]) -> u64 {
    // SAFETY: this module is compiled only where SSE2 is always there.
    unsafe { not_digits_of_64(bytes) }
}

/// The numbers that eight times eight digits make, the first of each in the lowest byte.
#[inline]
pub(crate) fn numbers(digits: [u64; 8]) -> [i64; 8] {
    // SAFETY: this module is compiled only where SSE2 is always there.
    unsafe { eight_numbers(digits) }
}

/// Does some work, compiled a second time for what nearly all processors have: that takes a fifth
/// off the instructions. It helps only what is inlined.
#[inline]
pub(crate) fn widely<W: Work>(work: W) -> W::Done {
    let has_all = std::arch::is_x86_feature_detected!("avx2")
        && std::arch::is_x86_feature_detected!("bmi1")
        && std::arch::is_x86_feature_detected!("bmi2")
        && std::arch::is_x86_feature_detected!("lzcnt")
        && std::arch::is_x86_feature_detected!("popcnt");
    // SAFETY: all of these were found.
    if has_all { unsafe { widely_compiled(work) } } else { work.run() }
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn widely_compiled<W: Work>(work: W) -> W::Done {
    work.run()
}

#[inline]
#[target_feature(enable = "sse2")]
fn not_digits_of_64(bytes: &[u8; 64]) -> u64 {
    let (vectors, _) = bytes.as_chunks::<16>();
    vectors.iter().rev().fold(0, |bits, vector| {
        let (words, _) = vector.as_chunks::<8>();
        let word = |at: usize| words.get(at).map_or(0, |word| i64::from_le_bytes(*word));
        let bytes = _mm_set_epi64x(word(1), word(0));
        // Digits become the least of all signed bytes.
        let moved = _mm_add_epi8(bytes, _mm_set1_epi8(0x50));
        let others = _mm_cmpgt_epi8(moved, _mm_set1_epi8(i8::MIN + 9));
        bits << 16 | u64::from(_mm_movemask_epi8(others).cast_unsigned())
    })
}

#[inline]
#[target_feature(enable = "sse2")]
fn marks_of_64(bytes: &[u8; 64], separator: u8) -> Marks {
    let (vectors, _) = bytes.as_chunks::<16>();
    let all = |byte: u8| _mm_set1_epi8(byte.cast_signed());
    let (separator, line) = (all(separator), all(b'\n'));
    let (quote, carriage_return) = (all(b'"'), all(b'\r'));
    let load = |vector: &[u8; 16]| {
        let (words, _) = vector.as_chunks::<8>();
        let word = |at: usize| words.get(at).map_or(0, |word| i64::from_le_bytes(*word));
        _mm_set_epi64x(word(1), word(0))
    };
    let bits = |vector| u64::from(_mm_movemask_epi8(vector).cast_unsigned());
    let mut marks = Marks::default();
    let (mut letters, mut seldom) = (_mm_setzero_si128(), _mm_setzero_si128());
    for vector in vectors.iter().rev() {
        let bytes = load(vector);
        marks.separators = marks.separators << 16 | bits(_mm_cmpeq_epi8(bytes, separator));
        marks.lines = marks.lines << 16 | bits(_mm_cmpeq_epi8(bytes, line));
        let quotes = _mm_cmpeq_epi8(bytes, quote);
        seldom = _mm_or_si128(seldom, quotes);
        seldom = _mm_or_si128(seldom, _mm_cmpeq_epi8(bytes, carriage_return));
        // What is zero is beyond, too, less one.
        letters = _mm_or_si128(letters, _mm_or_si128(bytes, _mm_sub_epi8(bytes, all(1))));
    }
    if bits(seldom) != 0 {
        for vector in vectors.iter().rev() {
            let bytes = load(vector);
            marks.quotes = marks.quotes << 16 | bits(_mm_cmpeq_epi8(bytes, quote));
            marks.carriage_returns =
                marks.carriage_returns << 16 | bits(_mm_cmpeq_epi8(bytes, carriage_return));
        }
    }
    marks.has_letters = bits(letters) != 0;
    marks
}

#[inline]
#[target_feature(enable = "sse2")]
fn eight_numbers(digits: [u64; 8]) -> [i64; 8] {
    let mut numbers = [0; 8];
    let (fours, _) = digits.as_chunks();
    for (four, numbers) in fours.iter().zip(numbers.as_chunks_mut().0) {
        *numbers = apart(four_numbers(*four));
    }
    numbers
}

/// Numbers of 32 bits.
#[inline]
#[target_feature(enable = "sse2")]
fn four_numbers(digits: [u64; 4]) -> __m128i {
    let [a, b, c, d] = digits.map(u64::cast_signed);
    let (first, second) = (_mm_set_epi64x(b, a), _mm_set_epi64x(d, c));
    let fours = _mm_packs_epi32(of_four_digits(first), of_four_digits(second));
    _mm_madd_epi16(fours, _mm_set1_epi32(0x0001_2710))
}

/// The numbers that four digits make, of 32 bits.
#[inline]
#[target_feature(enable = "sse2")]
fn of_four_digits(digits: __m128i) -> __m128i {
    let tens = _mm_and_si128(digits, _mm_set1_epi16(0xFF));
    let tens = _mm_mullo_epi16(tens, _mm_set1_epi16(10));
    let pairs = _mm_add_epi16(tens, _mm_srli_epi16::<8>(digits));
    _mm_madd_epi16(pairs, _mm_set1_epi32(0x0001_0064))
}

#[inline]
#[target_feature(enable = "sse2")]
fn apart(numbers: __m128i) -> [i64; 4] {
    let nought = _mm_setzero_si128();
    let low = _mm_unpacklo_epi32(numbers, nought);
    let high = _mm_unpackhi_epi32(numbers, nought);
    let second = |pair: __m128i| _mm_cvtsi128_si64(_mm_unpackhi_epi64(pair, pair));
    [_mm_cvtsi128_si64(low), second(low), _mm_cvtsi128_si64(high), second(high)]
}
