//! Which figures are probably wrong: the smallest sets of cells whose change satisfies every
//! relation, all of them, and what the cells would then say.
//!
//! [`explain()`] explains the findings of a book. Below it, a [`Problem`] is cells and relations, of
//! any origin. [`Problem::smallest`] finds the smallest
//! sets by implicit hitting sets: every reason why a set is not enough is a [conflict] of the exact
//! simplex, at least one of whose cells must be wrong as well; the next sets tried are the smallest
//! that contain a cell of each reason. The first that is enough cannot be made smaller, and when
//! all of its size were tried, none that is as good was left out.
//!
//! Smallest is not always true: two slips may look like one. What is found is an explanation.
//!
//! The method is that of Fellegi and Holt (1976), who asked for the fewest fields to change; their
//! implied edits are made here only when needed, as certificates that a system has no solution.
//!
//! # Which findings belong together
//!
//! Findings that share figures do, and so do those whose smallest sets meet: where a set of one
//! touches what does not hold in another, and where one relation, which holds, keeps sets of both
//! from being enough that might be together. What is said of all groups is what would be said of
//! the book as one problem.
//!
//! # What a slip looks like
//!
//! The smallest sets are exact: none is left out, and each says every figure that its cells can
//! have. Which of them is true, they do not say; how likely each is, its [`Cause`] does. A slip that
//! changes more figures than must be wrong, all at once, is offered beside them: it is a
//! [`Solution`] that is not smallest. Every such slip is tried as a hypothesis, and offered only if
//! all that does not hold comes to hold, nothing else ceases to, and every figure is one that can
//! be.
//!
//! Solutions are listed with the likeliest first:
//!
//! 1. those of fewer slips: one in a whole block comes before two figures wrong independently;
//! 2. of as many slips, those of the likelier kind, in the order in which [`Cause`] names them;
//! 3. the smallest sets before others;
//! 4. what more relations bear out;
//! 5. what changes fewer digits.
//!
//! The order of causes is that of how few other figures would fit each as well. A running total is
//! one figure; digits that changed places are as many as there are digits; the opposite sign is one,
//! but met where signs are free; two cells of a sheet, units, rows and parts are ever more; then
//! come what says where a figure was copied from, but not what it should be, and a share of another
//! base, which many a figure is by chance. Where a relation only bounds a figure, so that nearly any
//! other would do, an exchange or a unit tells nothing and comes last.
//!
//! | cause | what is changed |
//! |---|---|
//! | running totals | each figure less the one before, in time or in a sum |
//! | slips of the pen | one or two digits, the sign, the decimal point |
//! | exchanged | two figures of a sheet, two of its lines or columns, the same line of two organizations |
//! | row in other unit | all of a sheet that is no ratio, one kind of its figures, a line, a column |
//! | row twice, counted twice, left out, row missing | a parent by the figures of a child; a child that is another's twin |
//! | includes, leaves out | a total by another figure of its sheet |
//! | in other part | a part by another part of the same sum |
//! | shifted | a block by one line or column; what is pushed out goes to its other end, or got lost |
//! | copied | what is that of the period before, or of a neighbor |
//! | other base | a share of another figure of the sheet or the period before, or of its whole without one |
//!
//! A figure is certain to be wrong, as long as no more are wrong than there must be, only if it is
//! in every smallest set.
//!
//! [conflict]: crate::linear::Conflict

mod applied;
mod book;
mod cause;
mod deduce;
mod group;
mod hitting;
mod hypothesis;
mod local;
mod neighbors;
mod net;
mod over_time;
mod part;
mod problem;
mod quotient;
mod search;
mod single;
mod slip;
mod telling;
#[cfg(test)]
mod tests;
mod values;

pub use book::{Explained, Outcome, Solution, explain, explain_filled};
pub use cause::Cause;
pub use deduce::deduce;
pub use problem::{Cell, CellId, Problem, Relation, Row};
pub use slip::{Slip, meant_figures};
pub use telling::{CellChange, Settled};

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::Interval;
use crate::linear::Budget;
use hitting::{Conflicts, Enumeration};
use search::{Search, Verdict};

/// How much work a search may be: the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps of the simplex.
    pub steps: u64,
    /// Comparisons of sets with conflicts while the smallest are picked, 64 cells at a time.
    pub comparisons: u64,
    /// After so many equally small sets no more are looked for.
    pub repairs: usize,
}

/// What became of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The cells as stated satisfy every relation.
    Consistent,
    /// No change of cells that may be wrong satisfies the relations.
    Contradictory,
    /// The smallest sets.
    Explained(Explanation),
    /// The work that was allowed is done. At least so much must be wrong, as far as is proven.
    OutOfBudget {
        /// The weight that no explanation is below.
        at_least: u64,
    },
}

/// The smallest sets of cells whose change satisfies every relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The weight of each: the number of cells, where all weigh 1.
    pub weight: u64,
    /// The sets, each with what its cells would say; sorted by their cells.
    pub repairs: Vec<Repair>,
    /// Whether these are all that weigh as little. Where they are not, there were too many, or the
    /// work allowed was done.
    pub is_complete: bool,
}

/// A set of cells whose change satisfies every relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What each cell can be: all that it is in some solution in which no cell outside the set
    /// changes. Together they hold only in certain combinations where there are several.
    pub changes: BTreeMap<CellId, Interval>,
}

impl Default for Limits {
    /// Enough for forms with several wrong figures; of a group in a family of hundreds it takes some
    /// hundredths of a second.
    fn default() -> Self {
        Self { steps: 2_000_000, comparisons: 2_000_000, repairs: 200 }
    }
}

impl Explanation {
    /// The cells that are in every one of the sets, where all of them are known: these must be
    /// wrong if no more is wrong than there has to be.
    pub fn certain(&self) -> BTreeSet<CellId> {
        let mut sets = self.repairs.iter().map(|repair| repair.changes.keys().copied());
        let first: BTreeSet<CellId> = sets.next().into_iter().flatten().collect();
        if !self.is_complete {
            return BTreeSet::new();
        }
        sets.fold(first, |certain, set| set.filter(|cell| certain.contains(cell)).collect())
    }
}

impl Problem {
    /// The smallest sets of cells whose change satisfies every relation, all of them.
    ///
    /// ```
    /// use esep::explain::{Answer, Cell, Limits, Problem, Relation};
    /// use esep::{Interval, Rational};
    ///
    /// // 100 = 40 + 35 + 15, and 40 = 25 + 15: what may be wrong?
    /// let mut problem = Problem::new();
    /// let [whole, a, b, c, d, e] = [100, 40, 35, 15, 25, 15]
    ///     .map(|figure| problem.cell(Cell::count(&Rational::from(figure))));
    /// problem.require(Relation::sum(whole, [a, b, c]));
    /// problem.require(Relation::sum(a, [d, e]));
    ///
    /// let Answer::Explained(explanation) = problem.smallest(&Limits::default()) else {
    ///     panic!("10 are missing");
    /// };
    /// assert_eq!(explanation.weight, 1);
    /// let sets: Vec<_> = explanation.repairs.iter().map(|repair| &repair.changes).collect();
    /// let point = |number| Interval::point(Rational::from(number));
    /// // Not 40: its own parts bear it out.
    /// assert_eq!(
    ///     sets,
    ///     [&[(whole, point(90))].into(), &[(b, point(45))].into(), &[(c, point(25))].into()],
    /// );
    /// ```
    pub fn smallest(&self, limits: &Limits) -> Answer {
        let causes = self.single_causes().unwrap_or_default();
        let Some(weight) = causes.keys().next().map(|id| self.weight(*id)) else {
            return self.search(limits);
        };
        let is_complete = causes.len() < limits.repairs;
        let causes = causes.into_iter().take(limits.repairs);
        let repairs = causes.map(|cause| Repair { changes: BTreeMap::from([cause]) }).collect();
        Answer::Explained(Explanation { weight, repairs, is_complete })
    }

    /// The same by the search through all sets.
    fn search(&self, limits: &Limits) -> Answer {
        let mut budget = Budget::steps(limits.steps);
        let mut comparisons = limits.comparisons;
        let mut search = Search::new(self);
        let mut conflicts = Conflicts::new(self);
        let mut enough: BTreeSet<BTreeSet<CellId>> = BTreeSet::new();
        let mut weight = 0;
        loop {
            // One set at a time until one is enough; then all that weigh as little.
            let is_first = enough.is_empty();
            let most = if is_first { 1 } else { limits.repairs };
            let Enumeration { sets, weight: least, is_complete } =
                conflicts.smallest_hitting_sets(weight, &mut comparisons, most);
            weight = weight.max(least);
            if sets.is_empty() {
                return if is_complete {
                    Answer::Contradictory
                } else {
                    search.answer(&enough, weight, false, &mut budget)
                };
            }
            let known = conflicts.len();
            for set in sets {
                if enough.contains(&set) || !conflicts.are_hit_by(&set, known) {
                    continue;
                }
                match search.decide(&set, &mut budget) {
                    Verdict::Enough if set.is_empty() => return Answer::Consistent,
                    Verdict::Enough => {
                        enough.insert(set);
                    }
                    Verdict::NotEnough(blame) if blame.is_empty() => return Answer::Contradictory,
                    Verdict::NotEnough(blame) => conflicts.add(&blame),
                    Verdict::OutOfBudget => {
                        return search.answer(&enough, weight, false, &mut budget);
                    }
                }
            }
            let are_too_many = enough.len() >= limits.repairs;
            if !is_first && (conflicts.len() == known || are_too_many) {
                return search.answer(&enough, weight, is_complete && !are_too_many, &mut budget);
            }
        }
    }
}
