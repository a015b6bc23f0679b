//! Fingerprints: sums proven right without keeping the figures, and many equations at once.
//!
//! A fingerprint is the sum of a row's figures, each times the weight of its column, modulo 2^64.
//! The fingerprints of children add up to that of their sum. So where a parent's figures are the
//! sums of its children's, so are the fingerprints; where one figure is not, they never agree, and
//! where several are not, they agree by chance once in 2^64, divided by the largest power of two
//! that divides all that is missing: about as often as two codes have the same number.
//!
//! Equations of a row are added up in the same way, each times a weight of its own.

use super::{Screen, Test, Verdict};

impl Screen {
    /// Whether siblings are compared with each other, for which all their figures are needed.
    pub fn compares_siblings(&self) -> bool {
        !self.compared.is_empty() || !self.amounts.is_empty() || !self.parts.is_empty()
    }

    /// The fingerprint of a row in the columns whose sums are asked for.
    pub fn fingerprint(&self, figures: &[i64]) -> u64 {
        weighed(figures, &self.weights).cast_unsigned()
    }

    /// The weights of the columns, 0 for those whose sums are not asked for.
    pub(super) fn weights(&self) -> Vec<i64> {
        let weights = (0..self.width).zip(weights());
        let weigh = |(column, weight)| if self.proven.contains(&column) { weight } else { 0 };
        weights.map(weigh).collect()
    }

    /// Puts all tests that are mere equations into one.
    pub(super) fn take_equations(&mut self) {
        self.balance = vec![0; self.width];
        let mut weights = weights();
        let (balance, equations) = (&mut self.balance, &mut self.equations);
        self.tests.retain(|test| {
            let Some(terms) = test.equation() else { return true };
            let weight = weights.next().unwrap_or_default();
            for (column, by) in terms {
                if let Some(sum) = balance.get_mut(*column) {
                    *sum = sum.wrapping_add(by.wrapping_mul(weight));
                }
            }
            *equations += 1;
            false
        });
    }
}

impl Test {
    /// The terms of an equation without conditions and without a number.
    fn equation(&self) -> Option<&[(usize, i64)]> {
        let holds = self.holds.as_ref().filter(|_| self.conditions.is_empty())?;
        let is_equation = holds.verdicts == [Verdict::Fails, Verdict::Holds, Verdict::Fails];
        (is_equation && holds.number == 0).then_some(&holds.terms)
    }
}

/// The sum of some figures, each times its weight, modulo 2^64.
#[inline]
pub(super) fn weighed(figures: &[i64], weights: &[i64]) -> i64 {
    let products = figures.iter().zip(weights).map(|(figure, weight)| figure.wrapping_mul(*weight));
    products.fold(0, i64::wrapping_add)
}

/// Odd numbers without rule (`SplitMix64`).
fn weights() -> impl Iterator<Item = i64> {
    let mut state = 0_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) | 1).cast_signed()
    })
}

/// The bits that a figure may have and be within all these bounds whichever of them it has; `None`
/// where 0 is not within them.
pub(super) fn common_bits(bounds: &[(i64, i64)]) -> Option<i64> {
    let least = bounds.iter().map(|(least, _)| *least).max().unwrap_or_default();
    let most = bounds.iter().map(|(_, most)| *most).min().unwrap_or_default();
    if least > 0 || most < 0 {
        return None;
    }
    // One less than the greatest power of two that is no more than one above the most.
    let bits = most.saturating_add(1).checked_ilog2().unwrap_or_default();
    Some((1_i64 << bits) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::screen::Difference;

    #[test]
    fn figures_with_common_bits_are_within_all_bounds() {
        let check = |bounds: &[(i64, i64)], expected| assert_eq!(common_bits(bounds), expected);
        check(&[(0, 100), (0, 127)], Some(63));
        check(&[(0, 127), (0, i64::MAX)], Some(127));
        check(&[(0, 0)], Some(0));
        check(&[(0, i64::MAX)], Some((1 << 62) - 1));
        check(&[(0, 9), (1, 9)], None);
        check(&[(0, -1)], None);
    }

    #[test]
    fn weights_tell_single_and_exchanged_figures() {
        let weights: Vec<i64> = weights().take(200).collect();
        for (number, weight) in weights.iter().enumerate() {
            // What is missing in one column and too much in another is never lost: it would have to be
            // a multiple of 2^44.
            assert_eq!(weight & 1, 1);
            let mut others = weights.iter().skip(number + 1);
            assert!(others.all(|other| weight.wrapping_sub(*other).trailing_zeros() < 20));
        }
    }

    #[test]
    fn only_mere_equations_are_taken_together() {
        let sum =
            |number, verdicts| Some(Difference { terms: vec![(0, 1), (1, -1)], number, verdicts });
        let [fails, holds] = [Verdict::Fails, Verdict::Holds];
        let equal = [fails, holds, fails];
        let test = |conditions, holds| Test { conditions, holds };
        assert!(test(Vec::new(), sum(0, equal)).equation().is_some());
        assert!(test(Vec::new(), sum(1, equal)).equation().is_none());
        assert!(test(Vec::new(), sum(0, [fails, holds, holds])).equation().is_none());
        assert!(test(vec![None], sum(0, equal)).equation().is_none());
        assert!(test(Vec::new(), None).equation().is_none());
    }
}
