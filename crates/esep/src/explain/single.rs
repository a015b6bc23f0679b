//! The test for a single cause, to be made first: which cells explain everything, each by itself.
//!
//! A cell alone explains everything if it stands in every relation that does not hold, and some
//! figure of it satisfies these and all others in which it stands. No search is needed for that,
//! only a look at each of these relations, as long as what else they touch does not tie them
//! together.

use std::collections::BTreeMap;

use super::local::{Taken, meet};
use super::problem::{Cell, CellId, Problem, Relation};
use super::values::{hull, whole_numbers};
use crate::figure::Interval;

impl Problem {
    /// The cells each of which alone explains all that does not hold, with what each can be: none
    /// where more than one cell must be wrong.
    ///
    /// `None` where this test does not tell: where every relation holds by itself, where a figure
    /// that is no single number stands in several relations, or cells differ in weight. What it
    /// gives is what the search gives, at a fraction of the work.
    pub(super) fn single_causes(&self) -> Option<BTreeMap<CellId, Interval>> {
        let mut weights = self.cells().filter_map(|(_, cell)| cell.weight);
        let weight = weights.next();
        if !weights.all(|other| Some(other) == weight) || !self.cells().all(is_apart(self)) {
            return None;
        }
        let nothing = BTreeMap::new();
        let as_stated = Taken { problem: self, instead: &nothing };
        let is_broken = |number: &usize| {
            let relation = self.relations().get(*number);
            relation.is_some_and(|relation| !as_stated.is_possible(relation))
        };
        let broken: Vec<usize> = (0..self.relations().len()).filter(is_broken).collect();
        let impossible: Vec<CellId> = self
            .cells()
            .filter(|(_, cell)| cell.bounds(false).is_none())
            .map(|(id, _)| id)
            .collect();
        let candidates: Vec<CellId> = match (impossible.as_slice(), broken.first()) {
            ([], None) => return None,
            ([], Some(first)) => {
                let cells = self.relations().get(*first).map(Relation::cells);
                cells.into_iter().flatten().collect()
            }
            ([only], _) => vec![*only],
            _ => Vec::new(),
        };
        let stands_in_all = |id: &CellId| {
            let touching = self.touching(*id);
            broken.iter().all(|number| touching.contains(number))
        };
        // What a sum lacks is the same for all its cells.
        let mut lacks: BTreeMap<usize, Option<Interval>> = BTreeMap::new();
        let candidates = candidates.into_iter().filter(stands_in_all);
        Some(
            candidates
                .filter_map(|id| Some((id, self.alone(id, &as_stated, &mut lacks)?)))
                .collect(),
        )
    }

    /// What a cell can be where no other changes.
    fn alone(
        &self,
        id: CellId,
        as_stated: &Taken<'_>,
        lacks: &mut BTreeMap<usize, Option<Interval>>,
    ) -> Option<Interval> {
        let cell = self.get(id).filter(|cell| cell.weight.is_some())?;
        let mut values = vec![cell.domain.clone()];
        for number in self.touching(id) {
            let relation = self.relations().get(*number)?;
            let lack = lacks
                .entry(*number)
                .or_insert_with(|| as_stated.lack(relation).map(|(_, lack)| lack))
                .as_ref();
            let implied = lack.and_then(|lack| as_stated.implied_by_lack(relation, id, lack));
            values = match implied {
                Some(implied) => meet(&values, &[implied]),
                None => meet(&values, &as_stated.implied(relation, id)),
            };
        }
        if cell.is_whole {
            values = values.iter().filter_map(whole_numbers).collect();
        }
        values.into_iter().reduce(|a, b| hull(&a, &b))
    }
}

/// Whether a cell ties no relations together: it is one number, or stands in one relation, where
/// what it is does not have to be whole.
fn is_apart(problem: &Problem) -> impl Fn((CellId, &Cell)) -> bool {
    |(id, cell)| {
        cell.stated.as_point().is_some()
            || problem.touching(id).is_empty()
            || !cell.is_whole && problem.touching(id).len() == 1
    }
}
