//! Fingerprints: sums proven right without keeping the figures.
//!
//! A fingerprint is the sum of a row's figures, each times the weight of its column, modulo 2^128.
//! The fingerprints of children add up to that of their sum. So where a parent's figures are the
//! sums of its children's, so are the fingerprints; where they are not, the fingerprints agree by
//! chance once in 2^64 at most, as often as two codes have the same number.

use super::Screen;

impl Screen {
    /// Whether siblings are compared with each other, for which all their figures are needed.
    pub fn compares_siblings(&self) -> bool {
        !self.compared.is_empty() || !self.amounts.is_empty() || !self.parts.is_empty()
    }

    /// The fingerprint of a row in the columns whose sums are asked for.
    pub fn fingerprint(&self, figures: &[i64]) -> u128 {
        let products = figures.iter().zip(&self.weights);
        products.fold(0, |sum, (figure, weight)| {
            let product = u128::from(figure.unsigned_abs()) * u128::from(*weight);
            sum.wrapping_add(product)
        })
    }

    /// Odd numbers without rule (`SplitMix64`), 0 for columns whose sums are not asked for.
    pub(super) fn weights(&self) -> Vec<u64> {
        let mut state = 0_u64;
        let mut weight = |column| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            if self.proven.contains(&column) { (mixed ^ (mixed >> 31)) | 1 } else { 0 }
        };
        (0..self.width).map(&mut weight).collect()
    }
}
