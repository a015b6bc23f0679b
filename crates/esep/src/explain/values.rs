//! What the cells of a set can be.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{CellId, Problem, Relation};
use super::search::Search;
use crate::figure::{End, Interval, Rational};
use crate::linear::Budget;

/// Of so many combinations of alternatives all values are worked out.
const MOST_COMBINATIONS: u32 = 64;

impl Search<'_> {
    /// For each cell of a set that is enough: all it is in some solution.
    pub(super) fn values(
        &mut self,
        set: &BTreeSet<CellId>,
        budget: &mut Budget,
    ) -> BTreeMap<CellId, Interval> {
        self.free(set);
        self.add_all_near(set);
        let mut found: BTreeMap<CellId, Interval> = BTreeMap::new();
        let mut combinations = MOST_COMBINATIONS;
        self.collect(set, &mut found, &mut combinations, budget);
        let domain = |id: &CellId| {
            self.problem().get(*id).map_or(Interval::EVERYTHING, |cell| cell.domain.clone())
        };
        set.iter()
            .map(|id| {
                let values = found.get(id).cloned().filter(|_| combinations > 0);
                (*id, values.unwrap_or_else(|| domain(id)))
            })
            .collect()
    }

    /// Adds the relations that touch cells of the set, and whatever rounded figures in them touch.
    fn add_all_near(&mut self, set: &BTreeSet<CellId>) {
        let mut waiting: Vec<CellId> = set.iter().copied().collect();
        let mut seen = set.clone();
        while let Some(cell) = waiting.pop() {
            for relation in self.problem().touching(cell) {
                self.add(*relation);
                let cells = self.problem().relations().get(*relation).map(Relation::cells);
                for cell in cells.into_iter().flatten() {
                    if self.can_move(cell) && seen.insert(cell) {
                        waiting.push(cell);
                    }
                }
            }
        }
    }

    /// Goes through all combinations of alternatives.
    fn collect(
        &mut self,
        set: &BTreeSet<CellId>,
        found: &mut BTreeMap<CellId, Interval>,
        combinations: &mut u32,
        budget: &mut Budget,
    ) {
        if *combinations == 0 {
            return;
        }
        if let Some(relation) = self.undecided(|_, _| true) {
            self.choose(relation, |search| {
                search.collect(set, found, combinations, budget);
                Some(false)
            });
            return;
        }
        *combinations -= 1;
        for id in set {
            let Some(values) = self.values_of(*id, budget) else { return };
            let known = found.remove(id);
            found.insert(*id, known.map_or(values.clone(), |known| hull(&known, &values)));
        }
    }

    /// All that a cell is in the solutions of the system as it stands; `None` where there are none.
    fn values_of(&mut self, id: CellId, budget: &mut Budget) -> Option<Interval> {
        let cell = self.problem().get(id)?.clone();
        let mut values = match self.variable(id) {
            Some(variable) => self.system().bounds_of([(variable, Rational::ONE)], budget)?,
            None => cell.domain.clone(),
        };
        for relation in self.problem().touching(id) {
            if let Some(Relation::Quotient { share, part, whole }) =
                self.problem().relations().get(*relation)
                && *share == id
            {
                let part = self.values_of_sum(part, budget)?;
                let whole = self.values_of_sum(whole, budget)?;
                if let Some(quotient) = part.divided_by(&whole) {
                    values = values.meet(&quotient).unwrap_or(quotient);
                }
            }
        }
        if cell.is_whole { whole_numbers(&values) } else { Some(values) }
    }

    fn values_of_sum(
        &mut self,
        terms: &BTreeMap<CellId, Rational>,
        budget: &mut Budget,
    ) -> Option<Interval> {
        let mut fixed = Interval::point(Rational::ZERO);
        let mut variables = Vec::new();
        for (id, by) in terms {
            match self.variable(*id) {
                Some(variable) => variables.push((variable, by.clone())),
                None => fixed = fixed.plus(&stated(self.problem(), *id)?.scaled(by)),
            }
        }
        Some(self.system().bounds_of(variables, budget)?.plus(&fixed))
    }
}

fn stated(problem: &Problem, id: CellId) -> Option<Interval> {
    problem.get(id).map(|cell| cell.stated.clone())
}

/// From the first whole number of an interval to the last; `None` where it has none.
pub(super) fn whole_numbers(values: &Interval) -> Option<Interval> {
    let low = match values.low() {
        End::Unbounded => End::Unbounded,
        End::Closed(low) => End::Closed(low.ceil()),
        End::Open(low) => End::Closed(low.floor() + Rational::ONE),
    };
    let high = match values.high() {
        End::Unbounded => End::Unbounded,
        End::Closed(high) => End::Closed(high.floor()),
        End::Open(high) => End::Closed(high.ceil() - Rational::ONE),
    };
    Interval::new(low, high)
}

/// The smallest interval around two.
pub(super) fn hull(a: &Interval, b: &Interval) -> Interval {
    let lower = |a: &End, b: &End| match (a.number(), b.number()) {
        (None, _) | (_, None) => End::Unbounded,
        (Some(x), Some(y)) if x < y => a.clone(),
        (Some(x), Some(y)) if x > y => b.clone(),
        _ if matches!(a, End::Closed(_)) => a.clone(),
        _ => b.clone(),
    };
    let turned = |end: End| match end {
        End::Unbounded => End::Unbounded,
        End::Open(number) => End::Open(-number),
        End::Closed(number) => End::Closed(-number),
    };
    let high = turned(lower(a.negated().low(), b.negated().low()));
    Interval::new(lower(a.low(), b.low()), high).unwrap_or(Interval::EVERYTHING)
}
