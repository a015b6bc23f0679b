//! Shares as rows: a quotient is linear in its part and whole as long as the share is trusted.

use std::collections::BTreeMap;

use super::problem::{CellId, Row};
use super::search::{Search, When};
use crate::figure::{End, Interval, Rational};

impl Search<'_> {
    /// Adds `low * whole <= part <= high * whole`, for the share as it is stated and as it may be;
    /// and, where the whole is one number, `whole * share = part` for a share that is free.
    pub(super) fn add_quotient(
        &mut self,
        relation: usize,
        share: CellId,
        part: &BTreeMap<CellId, Rational>,
        whole: &BTreeMap<CellId, Rational>,
    ) {
        let less = |limit: &Rational| {
            let mut terms = part.clone();
            for (cell, by) in whole {
                *terms.entry(*cell).or_insert(Rational::ZERO) += &-(by * limit);
            }
            terms
        };
        let nought = |end: &End| match end {
            End::Open(_) => End::Open(Rational::ZERO),
            _ => End::Closed(Rational::ZERO),
        };
        let cell = self.problem().get(share);
        let bounds = [
            (cell.and_then(|cell| cell.bounds(false)), When::Trusted(share)),
            (cell.map(|cell| cell.domain.clone()), When::Always),
        ];
        for (bounds, when) in bounds {
            let Some(bounds) = bounds else { continue };
            let low = bounds
                .low()
                .number()
                .map(|low| (less(low), Interval::new(nought(bounds.low()), End::Unbounded)));
            let high = bounds
                .high()
                .number()
                .map(|high| (less(high), Interval::new(End::Unbounded, nought(bounds.high()))));
            for (terms, interval) in low.into_iter().chain(high) {
                if let Some(interval) = interval {
                    self.add_row(relation, 0, Row { terms, interval }, when.clone());
                }
            }
        }
        let point = |id: &CellId| self.problem().get(*id)?.stated.as_point().cloned();
        let number = whole.iter().map(|(id, by)| Some(point(id)? * by)).sum::<Option<Rational>>();
        if let Some(number) = number.filter(|number| !number.is_zero()) {
            let mut terms = part.clone();
            *terms.entry(share).or_insert(Rational::ZERO) += &-number;
            let row = Row { terms, interval: Interval::point(Rational::ZERO) };
            let when = When::Freed(share, whole.keys().copied().collect());
            self.add_row(relation, 0, row, when);
        }
    }
}
