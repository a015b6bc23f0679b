//! Sums of multiples of quantities.

use crate::figure::Rational;

/// A sum of multiples of quantities, in their order; no factor is 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum(Vec<(usize, Rational)>);

impl Sum {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = (usize, &Rational)> {
        self.0.iter().map(|(index, factor)| (*index, factor))
    }

    pub(super) fn terms_mut(&mut self) -> impl Iterator<Item = (usize, &mut Rational)> {
        self.0.iter_mut().map(|(index, factor)| (*index, factor))
    }

    pub(super) fn get(&self, index: usize) -> Option<&Rational> {
        let at = self.0.binary_search_by_key(&index, |(index, _)| *index).ok()?;
        self.0.get(at).map(|(_, factor)| factor)
    }

    pub(super) fn remove(&mut self, index: usize) -> Option<Rational> {
        let at = self.0.binary_search_by_key(&index, |(index, _)| *index).ok()?;
        Some(self.0.remove(at).1)
    }

    /// Adds a multiple of a quantity.
    pub(super) fn add(&mut self, index: usize, factor: &Rational) {
        match self.0.binary_search_by_key(&index, |(index, _)| *index) {
            Err(at) if !factor.is_zero() => self.0.insert(at, (index, factor.clone())),
            Err(_) => {}
            Ok(at) => {
                let Some((_, total)) = self.0.get_mut(at) else { return };
                *total += factor;
                if total.is_zero() {
                    self.0.remove(at);
                }
            }
        }
    }
}
