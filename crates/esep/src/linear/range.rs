//! The least and the greatest number that a sum can be, over all solutions.

use super::Budget;
use super::delta::Delta;
use super::tableau::{Tableau, Verdict};
use crate::figure::{End, Interval, Rational};

/// How far a sum can go in one direction.
enum Extreme {
    At(Delta),
    Unlimited,
}

/// What stops a quantity on its way, and after how long a way.
struct Stop {
    way: Delta,
    /// The quantity that reaches an end: the moving one itself, or one of its users.
    index: usize,
    end: Delta,
}

impl Tableau {
    /// All that the sum of `terms` can be; `None` without a solution or out of budget.
    ///
    /// The tableau stays as it is but for its basis.
    pub(super) fn bounds_of(
        &mut self,
        terms: &[(usize, Rational)],
        budget: &mut Budget,
    ) -> Option<Interval> {
        let Verdict::Feasible = self.check(budget) else { return None };
        let goal = self.add_sum(terms, &Interval::EVERYTHING);
        let low = self.push(goal, false, budget);
        let high = self.push(goal, true, budget);
        self.remove_last_sum();
        Interval::new(low?.into_end(), high?.into_end())
    }

    /// Moves a basic quantity without bounds as far up, or down, as it can go.
    ///
    /// It stays basic, for what has no bounds stops nothing. Every quantity stays in its bounds.
    fn push(&mut self, goal: usize, up: bool, budget: &mut Budget) -> Option<Extreme> {
        loop {
            let Some(moving) = self.helpers(self.row(goal)?, up).next() else {
                return Some(Extreme::At(self.get(goal)?.value.clone()));
            };
            let moving_up = up != self.factor(goal, moving)?.is_negative();
            let Some(stop) = self.first_stop(moving, moving_up) else {
                return Some(Extreme::Unlimited);
            };
            if budget.left() == 0 {
                return None;
            }
            let before = self.steps();
            if stop.index == moving {
                self.move_to(moving, &stop.end);
            } else {
                self.pivot(stop.index, moving, &stop.end);
            }
            budget.spend(self.steps() - before + 1);
        }
    }

    /// What stops `moving` first; of several at once, the first quantity, by Bland's rule.
    fn first_stop(&self, moving: usize, up: bool) -> Option<Stop> {
        let quantity = self.get(moving)?;
        let sign = if up { Rational::ONE } else { -Rational::ONE };
        let stop = |index: usize, speed: Rational| {
            let quantity = self.get(index)?;
            let end = quantity.bounds.end(!speed.is_negative())?.clone();
            let way = end.minus(&quantity.value).times(&Rational::ONE.checked_div(&speed)?);
            Some(Stop { way, index, end })
        };
        let own = stop(moving, sign.clone());
        let users = quantity
            .users
            .iter()
            .filter_map(|user| stop(*user, self.factor(*user, moving)? * &sign));
        own.into_iter().chain(users).min_by(|a, b| (&a.way, a.index).cmp(&(&b.way, b.index)))
    }
}

impl Extreme {
    /// An end that only an infinitely small step keeps away is open.
    fn into_end(self) -> End {
        match self {
            Self::Unlimited => End::Unbounded,
            Self::At(delta) if delta.step.is_zero() => End::Closed(delta.number),
            Self::At(delta) => End::Open(delta.number),
        }
    }
}
