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
        let cell = self.problem().get(share);
        let bounds = [
            (cell.and_then(|cell| cell.bounds(false)), When::Trusted(share)),
            (cell.map(|cell| cell.domain.clone()), When::Always),
        ];
        for (bounds, when) in bounds {
            let Some(bounds) = bounds else { continue };
            for row in quotient_rows(&bounds, part, whole) {
                self.add_row(relation, 0, row, when.clone());
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

/// What a quotient says of its part and whole: `low * whole <= part <= high * whole`.
pub(super) fn quotient_rows(
    share: &Interval,
    part: &BTreeMap<CellId, Rational>,
    whole: &BTreeMap<CellId, Rational>,
) -> Vec<Row> {
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
    let (low, high) = (share.low(), share.high());
    let above = low.number().zip(Interval::new(nought(low), End::Unbounded));
    let below = high.number().zip(Interval::new(End::Unbounded, nought(high)));
    let rows = above.into_iter().chain(below);
    rows.map(|(limit, interval)| Row { terms: less(limit), interval }).collect()
}
