//! The tableau of the general simplex: quantities, and how some are sums of others.
//!
//! A quantity is a variable or the sum of a row. Some are basic: each of these is written as a
//! sum of multiples of the others. Between calls it always holds that
//! - every quantity that is not basic lies within its bounds,
//! - every basic one has the number that its row gives,
//! - `users` and `violated` agree with the rows and the numbers.

use super::Budget;
use super::delta::{Bounds, Delta};
use super::sum::Sum;
use crate::figure::{Interval, Rational};
use crate::sorted::SortedSet;

#[derive(Debug, Clone, Default)]
pub(super) struct Tableau {
    quantities: Vec<Quantity>,
    /// For each quantity its row, where it is a basic one.
    rows: Vec<Option<Sum>>,
    n_rows: usize,
    /// The basic quantities that are out of bounds.
    violated: SortedSet<usize>,
    /// How many steps were taken so far.
    steps: u64,
}

#[derive(Debug, Clone)]
pub(super) struct Quantity {
    pub(super) bounds: Bounds,
    pub(super) value: Delta,
    /// The basic quantities in whose rows this one stands, sorted.
    pub(super) users: Vec<usize>,
}

pub(super) enum Verdict {
    Feasible,
    /// These quantities cannot all stay within their bounds.
    Blocked(Vec<usize>),
    OutOfBudget,
}

impl Tableau {
    pub(super) fn add_variable(&mut self, interval: &Interval) -> usize {
        let index = self.quantities.len();
        let bounds = Bounds::from(interval);
        let value = bounds.start();
        self.quantities.push(Quantity { bounds, value, users: Vec::new() });
        self.rows.push(None);
        index
    }

    /// Adds a quantity that is the sum of `terms`, as a basic one.
    pub(super) fn add_sum(&mut self, terms: &[(usize, Rational)], interval: &Interval) -> usize {
        let mut sum = Sum::default();
        for (term, factor) in terms {
            match self.row(*term) {
                Some(row) => row.terms().for_each(|(of, by)| sum.add(of, &(by * factor))),
                None => sum.add(*term, factor),
            }
        }
        let index = self.quantities.len();
        let mut value = Delta::default();
        for (term, factor) in sum.terms() {
            if let Some(quantity) = self.quantities.get_mut(term) {
                value = value.plus(&quantity.value.times(factor));
                quantity.users.push(index);
            }
        }
        let bounds = Bounds::from(interval);
        self.quantities.push(Quantity { bounds, value, users: Vec::new() });
        self.rows.push(Some(sum));
        self.n_rows += 1;
        self.inspect(index);
        index
    }

    /// Takes away the quantity added last, which must be basic.
    pub(super) fn remove_last_sum(&mut self) {
        let index = self.quantities.len().saturating_sub(1);
        let Some(row) = self.rows.pop().flatten() else { return };
        self.n_rows -= 1;
        for (term, _) in row.terms() {
            self.forget_user(term, index);
        }
        self.violated.remove(&index);
        self.quantities.pop();
    }

    pub(super) fn set_bounds(&mut self, index: usize, interval: &Interval) {
        let Some(quantity) = self.quantities.get_mut(index) else { return };
        quantity.bounds = Bounds::from(interval);
        if self.rows.get(index).is_some_and(Option::is_some) {
            self.inspect(index);
        } else if let Some(end) = quantity.bounds.exceeded_by(&quantity.value).cloned() {
            self.move_to(index, &end);
        }
    }

    /// Brings every quantity within its bounds, or finds some that cannot be.
    ///
    /// A conflict consists of the quantities of one row, all but one of them at the end that
    /// keeps the remaining one out of bounds. It is irreducible as it stands: the row is the only
    /// equation between its quantities, so that setting any one of them free satisfies it.
    ///
    /// At first the choices are those that keep the rows short. Should this lead nowhere, it goes
    /// on by Bland's rule: always the first quantity, so that no basis comes again.
    pub(super) fn check(&mut self, budget: &mut Budget) -> Verdict {
        self.check_in_haste(self.n_rows.saturating_mul(4), budget)
    }

    /// The same; Bland's rule begins after `haste` pivots.
    pub(super) fn check_in_haste(&mut self, mut haste: usize, budget: &mut Budget) -> Verdict {
        while let Some(leaving) = self.leaving(haste > 0) {
            let Some((quantity, row)) = self.get(leaving).zip(self.row(leaving)) else {
                debug_assert!(false, "only basic quantities are out of bounds");
                return Verdict::OutOfBudget;
            };
            let Some(end) = quantity.bounds.exceeded_by(&quantity.value).cloned() else {
                debug_assert!(false, "what is violated is out of bounds");
                return Verdict::OutOfBudget;
            };
            let entering = self.entering(row, end > quantity.value, haste > 0);
            let Some(entering) = entering else {
                let members = row.terms().map(|(index, _)| index).chain([leaving]);
                return Verdict::Blocked(members.collect());
            };
            if budget.left() == 0 {
                return Verdict::OutOfBudget;
            }
            haste = haste.saturating_sub(1);
            let before = self.steps;
            self.pivot(leaving, entering, &end);
            budget.spend(self.steps - before);
        }
        Verdict::Feasible
    }

    /// The quantities of a row that may move so as to let its sum rise, or fall; first ones first.
    pub(super) fn helpers(&self, row: &Sum, rise: bool) -> impl Iterator<Item = usize> {
        let can_help = move |index: usize, factor: &Rational| {
            self.get(index).is_some_and(|quantity| {
                quantity.bounds.leave_room(&quantity.value, rise != factor.is_negative())
            })
        };
        row.terms().filter(move |(index, factor)| can_help(*index, factor)).map(|(index, _)| index)
    }

    /// Gives a quantity that is not basic another number, and its users theirs.
    pub(super) fn move_to(&mut self, index: usize, value: &Delta) {
        let Some(quantity) = self.quantities.get_mut(index) else { return };
        let change = value.minus(&quantity.value);
        quantity.value = value.clone();
        let users = std::mem::take(&mut quantity.users);
        for user in &users {
            let factor = self.rows.get(*user).and_then(|row| row.as_ref()?.get(index));
            if let (Some(factor), Some(quantity)) = (factor, self.quantities.get_mut(*user)) {
                quantity.value = quantity.value.plus(&change.times(factor));
            }
            self.inspect(*user);
        }
        if let Some(quantity) = self.quantities.get_mut(index) {
            quantity.users = users;
        }
    }

    /// Makes `entering` basic in the place of `leaving`, which comes to lie at `end`.
    pub(super) fn pivot(&mut self, leaving: usize, entering: usize, end: &Delta) {
        let Some(inverse) =
            self.factor(leaving, entering).and_then(|by| Rational::ONE.checked_div(by))
        else {
            debug_assert!(false, "the entering quantity stands in the row of the leaving one");
            return;
        };
        if let Some((from, to)) = self.get(leaving).zip(self.get(entering)) {
            let value = to.value.plus(&end.minus(&from.value).times(&inverse));
            self.move_to(entering, &value);
        }
        let Some(mut solved) = self.rows.get_mut(leaving).and_then(Option::take) else { return };
        solved.remove(entering);
        for (term, factor) in solved.terms_mut() {
            self.steps = self.steps.saturating_add(factor.steps(&inverse));
            *factor = -(&*factor * &inverse);
            self.forget_user(term, leaving);
            self.add_user(term, entering);
        }
        solved.add(leaving, &inverse);
        self.add_user(leaving, entering);

        let users =
            self.quantities.get_mut(entering).map(|quantity| std::mem::take(&mut quantity.users));
        for user in users.unwrap_or_default() {
            self.substitute(user, entering, &solved);
        }
        if let Some(row) = self.rows.get_mut(entering) {
            *row = Some(solved);
        }
        self.inspect(entering);
    }

    /// How many steps were taken so far.
    pub(super) fn steps(&self) -> u64 {
        self.steps
    }

    pub(super) fn get(&self, index: usize) -> Option<&Quantity> {
        self.quantities.get(index)
    }

    pub(super) fn row(&self, index: usize) -> Option<&Sum> {
        self.rows.get(index)?.as_ref()
    }

    /// By what a quantity is multiplied in the row of a basic one.
    pub(super) fn factor(&self, basic: usize, index: usize) -> Option<&Rational> {
        self.row(basic)?.get(index)
    }

    /// The numbers of these quantities in one concrete solution.
    pub(super) fn concrete(&self, indices: &[usize]) -> Vec<Rational> {
        let delta = self.concrete_step();
        indices.iter().filter_map(|index| Some(self.get(*index)?.value.at(&delta))).collect()
    }

    /// How large δ may be, at most 1, for every number to stay within its bounds.
    fn concrete_step(&self) -> Rational {
        let mut delta = Rational::ONE;
        let is_flat = |end: Option<&Delta>| end.is_none_or(|end| end.step.is_zero());
        for Quantity { bounds, value, .. } in &self.quantities {
            let ends = [Some(value), bounds.low.as_ref(), bounds.high.as_ref()];
            if ends.into_iter().all(is_flat) {
                continue;
            }
            let below = bounds.low.as_ref().map(|low| value.minus(low));
            let above = bounds.high.as_ref().map(|high| high.minus(value));
            for room in below.into_iter().chain(above) {
                // Room that shrinks as δ grows.
                if room.step.is_negative()
                    && let Some(limit) = room.number.checked_div(&-&room.step)
                {
                    delta = delta.min(limit);
                }
            }
        }
        delta
    }

    /// A basic quantity that is out of bounds: the one with the shortest row, or the first one.
    fn leaving(&self, shortest: bool) -> Option<usize> {
        if shortest {
            self.violated.iter().copied().min_by_key(|index| self.row(*index).map(Sum::len))
        } else {
            self.violated.first().copied()
        }
    }

    /// What may move so as to let the sum of a row rise, or fall: the quantity that stands in the
    /// fewest rows, or the first one.
    fn entering(&self, row: &Sum, rise: bool, fewest: bool) -> Option<usize> {
        let mut helpers = self.helpers(row, rise);
        if fewest {
            helpers.min_by_key(|index| self.get(*index).map(|quantity| quantity.users.len()))
        } else {
            helpers.next()
        }
    }

    /// Writes out `index` in the row of a basic quantity.
    fn substitute(&mut self, basic: usize, index: usize, meaning: &Sum) {
        let Some(mut row) = self.rows.get_mut(basic).and_then(Option::take) else { return };
        if let Some(factor) = row.remove(index) {
            for (term, by) in meaning.terms() {
                self.steps = self.steps.saturating_add(by.steps(&factor));
                row.add(term, &(by * &factor));
                if row.get(term).is_some() {
                    self.add_user(term, basic);
                } else {
                    self.forget_user(term, basic);
                }
            }
        }
        if let Some(slot) = self.rows.get_mut(basic) {
            *slot = Some(row);
        }
    }

    /// Notes whether a basic quantity is out of bounds.
    fn inspect(&mut self, basic: usize) {
        let Some(quantity) = self.quantities.get(basic) else { return };
        if quantity.bounds.exceeded_by(&quantity.value).is_some() {
            self.violated.insert(basic);
        } else {
            self.violated.remove(&basic);
        }
    }

    fn add_user(&mut self, index: usize, user: usize) {
        if let Some(quantity) = self.quantities.get_mut(index)
            && let Err(at) = quantity.users.binary_search(&user)
        {
            quantity.users.insert(at, user);
        }
    }

    fn forget_user(&mut self, index: usize, user: usize) {
        if let Some(quantity) = self.quantities.get_mut(index)
            && let Ok(at) = quantity.users.binary_search(&user)
        {
            quantity.users.remove(at);
        }
    }
}
