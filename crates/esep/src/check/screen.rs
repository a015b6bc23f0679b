//! Proving rows of whole figures right without making sheets of them: for tables too large for that.
//!
//! A screen is compiled from a form for the columns of a table. It lets rows through only where no
//! check could find anything; everything else is for [`check`](super::check) to look at, which
//! alone makes findings. A row is judged by itself here, and beside its siblings and its parent in
//! `siblings`; where only sums are asked for, in `fingerprint`.

mod compiling;
mod fingerprint;
mod siblings;

use std::sync::Arc;

pub use siblings::{Siblings, Suspicion};

use compiling::{Table, bounds_of};
use fingerprint::{common_bits, weighed};

use super::family::is_amount;
use super::too_regular_figures::{self, derived_lines, is_count, rare_ending};
use crate::binding::{instances, is_open};
use crate::figure::{Rounding, UnitKind};
use crate::finding::Code;
use crate::form::{Form, Rollup};
use crate::sheet::CellIndex;
use crate::sorted::SortedMap;

/// Proves rows of whole figures right.
#[derive(Debug, Clone)]
pub struct Screen {
    width: usize,
    tests: Vec<Test>,
    /// How many equations there are beside the tests.
    equations: usize,
    /// What the figures of each column count for in the equations, all of them taken together.
    balance: Vec<i64>,
    /// The least and the most that each column allows; figures up to the most are small enough for
    /// the tests.
    bounds: Vec<(i64, i64)>,
    /// Figures with no other bits than these are within all bounds; `None` where none of 0 is.
    common: Option<i64>,
    skipped: usize,
    /// The columns in which a parent's figure is the sum of its children's.
    added_up: Vec<usize>,
    /// Those of them in which that is asked for.
    proven: Vec<usize>,
    /// The columns in which the figures of siblings are compared with each other.
    compared: Vec<usize>,
    /// Those of them whose sizes are compared as well.
    amounts: Vec<usize>,
    /// Columns of wholes and of their parts, where a part is seldom all of the whole.
    parts: Vec<(usize, usize)>,
    /// The columns of counts that follow from no others.
    counts: Vec<usize>,
    /// Pairs of columns that should not say the same all of them.
    twins: Vec<Vec<(usize, usize)>>,
    /// What the figures of each column count for in a fingerprint.
    weights: Vec<i64>,
}

/// A row that is right: how many relations were evaluated on it, and how many could not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Relations that hold.
    pub evaluated: usize,
    /// Relations that touch a figure that is not reported.
    pub skipped: usize,
}

/// A rule or breakdown. What cannot be evaluated is `None`.
#[derive(Debug, Clone)]
struct Test {
    conditions: Vec<Option<Difference>>,
    holds: Option<Difference>,
}

/// A sum of multiples of figures and a number, and what follows where it is below, at and above 0.
#[derive(Debug, Clone)]
struct Difference {
    terms: Vec<(usize, i64)>,
    number: i64,
    verdicts: [Verdict; 3],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Holds,
    Fails,
    Skipped,
}

impl Screen {
    /// A screen for a table with these cells of a form in its columns, each at most once, where
    /// the table has but one period and nothing else is reported. `asks` says which findings are
    /// asked for: a row may pass in which only others could be found.
    ///
    /// `None` where the form asks what cannot be told from rows of whole figures: where figures are
    /// rounded, relations are not linear or reach for other organizations, or the form says itself
    /// what counts where figures are missing.
    pub fn new(form: &Arc<Form>, cells: &[CellIndex], asks: &dyn Fn(Code) -> bool) -> Option<Self> {
        let table = Table { form, cells };
        if form.missing.is_some() {
            return None;
        }
        let derived = derived_lines(form);
        let asks_of_regular = asks(Code::TooRegularFigures);
        let mut screen = Self {
            width: cells.len(),
            tests: Vec::new(),
            equations: 0,
            balance: Vec::new(),
            bounds: Vec::new(),
            common: None,
            skipped: 0,
            added_up: Vec::new(),
            proven: Vec::new(),
            compared: Vec::new(),
            amounts: Vec::new(),
            parts: if asks(Code::PartEqualsWhole) { table.parts() } else { Vec::new() },
            counts: Vec::new(),
            twins: if asks_of_regular { table.twins(&derived) } else { Vec::new() },
            weights: Vec::new(),
        };
        for (column, cell) in cells.iter().enumerate() {
            let line = form.lines().get(cell.line)?;
            let kind = line.unit.kind();
            let is_exact = line.rounding == Rounding::Exact && !form.scale_thousand;
            let is_known = matches!(kind, UnitKind::Count | UnitKind::Money | UnitKind::Number);
            let is_met_twice = cells.iter().filter(|other| *other == cell).count() > 1;
            if !is_exact || !is_known || is_met_twice || !is_open(form, *cell) {
                return None;
            }
            screen.bounds.push(bounds_of(line)?);
            if line.rollup == Rollup::Sum {
                screen.added_up.push(column);
                if asks(Code::SameFigureInSiblings) && kind != UnitKind::Number {
                    screen.compared.push(column);
                }
            }
            if asks(Code::UnitLooksWrong) && is_amount(line) {
                screen.amounts.push(column);
            }
            if asks_of_regular && is_count(line) && !derived.contains(&cell.line) {
                screen.counts.push(column);
            }
        }
        for rule in form.rules() {
            for (line, column) in instances(&rule.relation, form) {
                let test = table.rule(rule, line, column)?;
                screen.add(test);
            }
        }
        for breakdown in form.breakdowns() {
            for column in 0..form.columns().len().max(1) {
                if let Some(test) = table.breakdown(breakdown, column) {
                    screen.add(test);
                }
            }
        }
        let differences = screen.tests.iter().flat_map(Test::differences);
        let heaviest = differences.map(Difference::weight).max().unwrap_or(1).max(1);
        let largest = i64::try_from(i128::from(i64::MAX) / heaviest).ok()?;
        for (_, most) in &mut screen.bounds {
            *most = largest.min(*most);
        }
        screen.common = common_bits(&screen.bounds);
        if asks(Code::RollupMismatch) {
            screen.proven.clone_from(&screen.added_up);
        }
        screen.weights = screen.weights();
        screen.take_equations();
        Some(screen)
    }

    /// How many figures a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many relations are evaluated between a parent and its children.
    pub fn relations_above(&self) -> usize {
        self.added_up.len()
    }

    /// Proves a row right by itself, given a figure for each column, none below 0. `None` where it
    /// must be looked at.
    pub fn judge(&self, figures: &[i64]) -> Option<Passed> {
        let within =
            |(figure, (least, most)): (&i64, &(i64, i64))| least <= figure && figure <= most;
        let bits = figures.iter().fold(0, |bits, figure| bits | figure);
        let is_common = self.common.is_some_and(|common| bits & !common == 0);
        if !is_common && !figures.iter().zip(&self.bounds).all(within) {
            return None;
        }
        if weighed(figures, &self.balance) != 0 {
            return None;
        }
        let mut passed = Passed { evaluated: self.equations, skipped: self.skipped };
        for test in &self.tests {
            match test.judge(figures) {
                Verdict::Holds => passed.evaluated += 1,
                Verdict::Skipped => passed.skipped += 1,
                Verdict::Fails => return None,
            }
        }
        let is_honest = !self.may_end_alike(figures) && !self.may_be_said_twice(figures);
        is_honest.then_some(passed)
    }

    /// Whether the counts may end more alike than by chance.
    fn may_end_alike(&self, figures: &[i64]) -> bool {
        // Of fewer, or where fewer agree, nothing is rare.
        const FEWEST: [u32; 2] = [8, 4];
        // Twelve bits for each digit tell how many end in it.
        const BITS: u32 = 12;
        const EACH: u128 = 1 | 1 << BITS | 1 << (2 * BITS) | 1 << (3 * BITS) | 1 << (4 * BITS);
        const ALL: u128 = EACH | EACH << (5 * BITS);
        const HALF: u32 = 1 << (BITS - 1);
        let (mut endings, mut noughts, mut large) = (0_u128, 0, 0);
        for column in &self.counts {
            let figure = figures.get(*column).copied().unwrap_or_default().unsigned_abs();
            let last = figure % 100;
            let is_large = figure >= 100;
            let shift = BITS * u32::from(u8::try_from(last % 10).unwrap_or_default());
            endings += u128::from(is_large) << shift;
            large += u32::from(is_large);
            noughts += u32::from(last == 0 && figure >= 1_000);
        }
        let least = ALL * u128::from(HALF - FEWEST[0]);
        let may_agree = large >= HALF || (endings + least) & (ALL * u128::from(HALF)) != 0;
        if large < FEWEST[1] || !may_agree && noughts < FEWEST[1] {
            return false;
        }
        let counts = self.counts.iter();
        let counts = counts.filter_map(|column| Some((i128::from(*figures.get(*column)?), column)));
        let counts = counts.filter(|(figure, _)| *figure >= too_regular_figures::LARGE);
        rare_ending(&counts.collect::<SortedMap<_, _>>()).is_some()
    }

    /// Whether a column or line of the form may say what another says.
    fn may_be_said_twice(&self, figures: &[i64]) -> bool {
        let says_same =
            |(first, second): &(usize, usize)| figures.get(*first) == figures.get(*second);
        self.twins.iter().any(|pairs| pairs.iter().all(says_same))
    }

    fn add(&mut self, test: Test) {
        if test.conditions.is_empty() && test.holds.is_none() {
            self.skipped += 1;
        } else {
            self.tests.push(test);
        }
    }
}

impl Test {
    fn differences(&self) -> impl Iterator<Item = &Difference> {
        self.conditions.iter().flatten().chain(&self.holds)
    }

    fn judge(&self, figures: &[i64]) -> Verdict {
        let mut is_known = true;
        for condition in &self.conditions {
            match condition.as_ref().map(|condition| condition.judge(figures)) {
                Some(Verdict::Fails) => return Verdict::Holds,
                Some(_) => {}
                None => is_known = false,
            }
        }
        match &self.holds {
            Some(holds) if is_known => holds.judge(figures),
            _ => Verdict::Skipped,
        }
    }
}

impl Difference {
    /// By how much the sum can be larger than the largest figure.
    fn weight(&self) -> i128 {
        let factors = self.terms.iter().map(|(_, by)| i128::from(*by).abs());
        factors.sum::<i128>() + i128::from(self.number).abs() + 1
    }

    /// Nothing here is above the largest figure that was allowed for, so nothing overflows.
    fn judge(&self, figures: &[i64]) -> Verdict {
        let mut sum = self.number;
        for (column, by) in &self.terms {
            let figure = figures.get(*column).copied().unwrap_or_default();
            sum = sum.wrapping_add(figure.wrapping_mul(*by));
        }
        let [below, at, above] = self.verdicts;
        match sum.signum() {
            -1 => below,
            0 => at,
            _ => above,
        }
    }
}
