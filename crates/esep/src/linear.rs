//! Systems of linear relations over exact intervals: is there a common solution?
//!
//! Rounded figures may satisfy every relation one by one and still have no common solution;
//! rules of a form may contradict each other whatever the figures are.
//! Both questions are asked here, in exact arithmetic, and both answers come with a proof:
//! a solution, or a conflict that cannot be made smaller.
//!
//! The method is the general simplex (Dutertre and de Moura 2006): every row has a quantity of
//! its own, the sum of its terms, and all quantities, variables and sums alike, have bounds.
//! Open ends are kept as numbers an infinitely small step away from their value.
//! Every run ends, and the same calls always give the same answers.

mod delta;
mod range;
mod sum;
mod tableau;
#[cfg(test)]
mod tests;

use crate::figure::{Interval, Rational};
use tableau::{Tableau, Verdict};

/// Linear relations between variables that lie in intervals.
///
/// Every variable has an interval, and every row says in which interval a sum of multiples of
/// variables lies: a point for `=`, a closed end for `<=`, an open one for `<`.
/// Whatever is added or given other bounds later, what was worked out before is used again.
///
/// ```
/// use esep::linear::{Budget, Outcome, System};
/// use esep::{Interval, Rational};
///
/// // Printed in thousands: 10 and 10 make 21 in one table and 19 in another.
/// let half = Rational::HALF;
/// let mut system = System::new();
/// let [p, q, s, t] =
///     [10, 10, 21, 19].map(|figure| system.variable(&Interval::around(&figure.into(), &half)));
/// let parts = [(p, Rational::ONE), (q, Rational::ONE)];
/// let nought = Interval::point(Rational::ZERO);
///
/// system.require(parts.clone().into_iter().chain([(s, -Rational::ONE)]), &nought);
/// let solution = system.solve(&mut Budget::default());
/// assert!(matches!(solution, Outcome::Solution(_)));
///
/// system.require(parts.into_iter().chain([(t, -Rational::ONE)]), &nought);
/// let Outcome::Contradiction(conflict) = system.solve(&mut Budget::default()) else {
///     panic!("s is at least 20.5 and t at most 19.5");
/// };
/// assert_eq!(conflict.rows.len(), 2);
/// assert_eq!(conflict.variables, [s, t]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct System {
    tableau: Tableau,
    variables: Vec<usize>,
    rows: Vec<usize>,
}

/// A variable of the system that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable(usize);

/// A row of the system that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(usize);

/// What has bounds: a variable, or the sum that a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// A variable.
    Variable(Variable),
    /// A row.
    Row(Row),
}

/// Whether there is a common solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There is: one number for each variable, in the order in which the variables were added.
    Solution(Vec<Rational>),
    /// There is none, and this is why.
    Contradiction(Conflict),
    /// The budget ended first; nothing is known.
    OutOfBudget,
}

/// What cannot hold together.
///
/// Always irreducible: without any one of its members, the others have a common solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The rows, in the order in which they were added.
    pub rows: Vec<Row>,
    /// The variables that cannot all stay within their intervals, in the same order.
    pub variables: Vec<Variable>,
}

/// How much more may be reckoned: a measure of work that is the same on every machine.
///
/// A step is a factor of a row worked out anew; where numbers grow long, it counts for as many
/// steps as it takes longer. A budget may be shared by many calls; each takes from it what it
/// needs, and may overdraw it by one pivot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    steps: u64,
}

impl System {
    /// A system without variables and rows, which everything solves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a variable that lies in `interval`.
    pub fn variable(&mut self, interval: &Interval) -> Variable {
        self.variables.push(self.tableau.add_variable(interval));
        Variable(self.variables.len().saturating_sub(1))
    }

    /// Adds a row: the sum of these multiples of variables lies in `interval`.
    ///
    /// Terms of the same variable are added up. A term of another system's variable that this
    /// one does not have counts as 0.
    pub fn require(
        &mut self,
        terms: impl IntoIterator<Item = (Variable, Rational)>,
        interval: &Interval,
    ) -> Row {
        let terms = self.terms(terms);
        self.rows.push(self.tableau.add_sum(&terms, interval));
        Row(self.rows.len().saturating_sub(1))
    }

    /// Gives a variable or a row another interval; `Interval::EVERYTHING` sets it free.
    ///
    /// The cost is that of bringing the sums up to date in which the variable stands,
    /// and nothing where its present number still lies in the interval.
    pub fn set_bounds(&mut self, member: impl Into<Member>, interval: &Interval) {
        let index = match member.into() {
            Member::Variable(Variable(number)) => self.variables.get(number),
            Member::Row(Row(number)) => self.rows.get(number),
        };
        if let Some(index) = index.copied() {
            self.tableau.set_bounds(index, interval);
        }
    }

    /// Looks for a common solution, starting from where the last search ended.
    ///
    /// A pivot changes each row that shares the variable pivoted on, in time proportional to the
    /// entries of those rows. After a change of a few bounds a few pivots are usually enough.
    /// Which of several solutions or conflicts is given may depend on what was asked before;
    /// whether there is a solution does not.
    pub fn solve(&mut self, budget: &mut Budget) -> Outcome {
        match self.tableau.check(budget) {
            Verdict::Feasible => Outcome::Solution(self.tableau.concrete(&self.variables)),
            Verdict::Blocked(members) => Outcome::Contradiction(Conflict {
                rows: numbered(&self.rows, &members).map(Row).collect(),
                variables: numbered(&self.variables, &members).map(Variable).collect(),
            }),
            Verdict::OutOfBudget => Outcome::OutOfBudget,
        }
    }

    /// All that a sum of multiples of variables can be, over all solutions.
    ///
    /// `None` where there is no solution or the budget ends first.
    pub fn bounds_of(
        &mut self,
        terms: impl IntoIterator<Item = (Variable, Rational)>,
        budget: &mut Budget,
    ) -> Option<Interval> {
        let terms = self.terms(terms);
        self.tableau.bounds_of(&terms, budget)
    }

    fn terms(
        &self,
        terms: impl IntoIterator<Item = (Variable, Rational)>,
    ) -> Vec<(usize, Rational)> {
        let index = |Variable(number): Variable| self.variables.get(number).copied();
        terms.into_iter().filter_map(|(variable, by)| Some((index(variable)?, by))).collect()
    }
}

impl Variable {
    /// Its position among the variables of its system, and among the numbers of a solution.
    pub fn index(self) -> usize {
        self.0
    }
}

impl Row {
    /// Its position among the rows of its system.
    pub fn index(self) -> usize {
        self.0
    }
}

impl Budget {
    /// So many steps.
    pub const fn steps(steps: u64) -> Self {
        Self { steps }
    }

    /// How many steps are left.
    pub const fn left(self) -> u64 {
        self.steps
    }

    /// Takes so many steps, or all that are left.
    pub(crate) fn spend(&mut self, steps: u64) {
        self.steps = self.steps.saturating_sub(steps);
    }
}

impl Default for Budget {
    /// Two million steps: far more than a form or a report needs.
    fn default() -> Self {
        Self::steps(2_000_000)
    }
}

impl From<Variable> for Member {
    fn from(variable: Variable) -> Self {
        Self::Variable(variable)
    }
}

impl From<Row> for Member {
    fn from(row: Row) -> Self {
        Self::Row(row)
    }
}

/// The positions in `indices`, which is sorted, of those that are members.
fn numbered(indices: &[usize], members: &[usize]) -> impl Iterator<Item = usize> {
    let mut positions: Vec<usize> =
        members.iter().filter_map(|member| indices.binary_search(member).ok()).collect();
    positions.sort_unstable();
    positions.into_iter()
}
