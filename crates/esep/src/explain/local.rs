//! One relation by itself: whether it can hold, and what one of its cells must be for it to hold,
//! each other cell being anything within its interval.
//!
//! Where every other cell is one number this is exact; rounded cells that several relations share
//! are taken in each relation anew.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::problem::{CellId, Problem, Relation, Row};
use super::quotient::quotient_rows;
use crate::figure::{Interval, Rational};

/// The cells of a problem, some of them taken for something else than is stated.
pub(super) struct Taken<'p> {
    pub(super) problem: &'p Problem,
    pub(super) instead: &'p BTreeMap<CellId, Interval>,
}

impl<'p> Taken<'p> {
    /// Where a cell lies: what it is taken for, or what it may be as stated.
    fn interval(&self, id: CellId) -> Option<Cow<'p, Interval>> {
        if let Some(instead) = self.instead.get(&id) {
            return Some(Cow::Borrowed(instead));
        }
        let cell = self.problem.get(id)?;
        match cell.bounds(false) {
            Some(narrower) if narrower != cell.stated => Some(Cow::Owned(narrower)),
            _ => Some(Cow::Borrowed(&cell.stated)),
        }
    }

    fn total(&self, terms: &BTreeMap<CellId, Rational>) -> Interval {
        self.rest(terms, None)
    }

    /// What the terms add up to, without those of one cell.
    fn rest(&self, terms: &BTreeMap<CellId, Rational>, without: Option<CellId>) -> Interval {
        let terms = terms.iter().filter(|(id, _)| Some(**id) != without);
        let terms = terms.filter_map(|(id, by)| Some(self.interval(*id)?.scaled(by)));
        terms.fold(Interval::point(Rational::ZERO), |sum, term| sum.plus(&term))
    }

    /// Whether a relation can hold.
    pub(super) fn is_possible(&self, relation: &Relation) -> bool {
        match relation {
            Relation::Either(lists) => {
                lists.iter().any(|rows| rows.iter().all(|row| self.can_lie(row)))
            }
            Relation::Quotient { share, part, whole } => {
                let [part, whole] = [part, whole].map(|terms| self.total(terms));
                let share = self.interval(*share);
                share.is_some_and(|share| share.times(&whole).meet(&part).is_some())
            }
        }
    }

    fn can_lie(&self, row: &Row) -> bool {
        self.total(&row.terms).meet(&row.interval).is_some()
    }

    /// What a cell can be so that a relation holds: anything in one of these.
    pub(super) fn implied(&self, relation: &Relation, id: CellId) -> Vec<Interval> {
        match relation {
            Relation::Either(lists) => {
                lists.iter().filter_map(|rows| self.implied_by_all(rows, id)).collect()
            }
            Relation::Quotient { share, part, whole } if *share == id => {
                let [part, whole] = [part, whole].map(|terms| self.total(terms));
                let nought = |sum: &Interval| sum.contains(&Rational::ZERO);
                match part.divided_by(&whole) {
                    Some(share) => vec![share],
                    None if whole.as_point().is_some() && !nought(&part) => Vec::new(),
                    None => vec![Interval::EVERYTHING],
                }
            }
            Relation::Quotient { share, part, whole } => {
                let rows = self.interval(*share).map(|share| quotient_rows(&share, part, whole));
                rows.and_then(|rows| self.implied_by_all(&rows, id)).into_iter().collect()
            }
        }
    }

    /// What each cell can be so that a relation holds.
    pub(super) fn implied_each(&self, relation: &Relation) -> Vec<(CellId, Vec<Interval>)> {
        let mut cells = relation.cells();
        cells.sort_unstable();
        cells.dedup();
        let lack = self.lack(relation).map(|(_, lack)| lack);
        let implied = |id| {
            let implied = lack.as_ref().and_then(|lack| self.implied_by_lack(relation, id, lack));
            implied.map_or_else(|| self.implied(relation, id), |implied| vec![implied])
        };
        cells.into_iter().map(|id| (id, implied(id))).collect()
    }

    /// What a cell must be so that a sum of numbers gives so much more.
    pub(super) fn implied_by_lack(
        &self,
        sum: &Relation,
        id: CellId,
        lack: &Interval,
    ) -> Option<Interval> {
        let Relation::Either(lists) = sum else { return None };
        let by = lists.first()?.first()?.terms.get(&id)?;
        let change = lack.scaled(&Rational::ONE.checked_div(by)?);
        Some(self.interval(id)?.plus(&change))
    }

    /// Where a relation is one sum of numbers: its terms, and by how much they should give more.
    pub(super) fn lack<'r>(
        &self,
        relation: &'r Relation,
    ) -> Option<(&'r BTreeMap<CellId, Rational>, Interval)> {
        let Relation::Either(lists) = relation else { return None };
        let [rows] = lists.as_slice() else { return None };
        let [row] = rows.as_slice() else { return None };
        let total = self.total(&row.terms).as_point()?.clone();
        Some((&row.terms, row.interval.plus(&Interval::point(-total))))
    }

    fn implied_by_all(&self, rows: &[Row], id: CellId) -> Option<Interval> {
        let mut implied = Interval::EVERYTHING;
        for row in rows {
            let Some(inverse) = row.terms.get(&id).and_then(|by| Rational::ONE.checked_div(by))
            else {
                if self.can_lie(row) {
                    continue;
                }
                return None;
            };
            let rest = self.rest(&row.terms, Some(id));
            let values = row.interval.plus(&rest.negated()).scaled(&inverse);
            implied = implied.meet(&values)?;
        }
        Some(implied)
    }
}

/// What lies in one of each.
pub(super) fn meet(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    a.iter().flat_map(|a| b.iter().filter_map(|b| a.meet(b))).collect()
}
