//! What `words` does, with vectors of sixteen bytes, in a module for browsers that has them.

use std::arch::wasm32::{
    i8x16_bitmask, i64x2, u8x16_eq, u8x16_splat, u8x16_sub, v128, v128_any_true, v128_or,
};

use super::Marks;

/// What stands where among sixty-four bytes.
#[inline(always)]
pub(crate) fn marks(bytes: &[u8; 64], separator: u8) -> Marks {
    let vectors = vectors(bytes);
    let bits = |wanted: u8| {
        let wanted = u8x16_splat(wanted);
        vectors.iter().rev().fold(0, |bits, vector| {
            bits << 16 | u64::from(i8x16_bitmask(u8x16_eq(*vector, wanted)))
        })
    };
    let any_of = |of: &dyn Fn(v128) -> v128| {
        let [first, second, third, fourth] = vectors.map(of);
        v128_or(v128_or(first, second), v128_or(third, fourth))
    };
    let (quote, carriage_return) = (u8x16_splat(b'"'), u8x16_splat(b'\r'));
    let is_seldom =
        |vector: v128| v128_or(u8x16_eq(vector, quote), u8x16_eq(vector, carriage_return));
    let mut marks = Marks { separators: bits(separator), lines: bits(b'\n'), ..Marks::default() };
    if v128_any_true(any_of(&is_seldom)) {
        (marks.quotes, marks.carriage_returns) = (bits(b'"'), bits(b'\r'));
    }
    // What is zero is beyond ASCII, too, less one.
    let is_letter = |vector: v128| v128_or(vector, u8x16_sub(vector, u8x16_splat(1)));
    marks.has_letters = i8x16_bitmask(any_of(&is_letter)) != 0;
    marks
}

#[inline(always)]
fn vectors(bytes: &[u8; 64]) -> [v128; 4] {
    let (words, _) = bytes.as_chunks::<8>();
    let word = |at: usize| words.get(at).map_or(0, |word| i64::from_le_bytes(*word));
    [0, 2, 4, 6].map(|at| i64x2(word(at), word(at + 1)))
}
