//! Whether the change of a set of cells is enough.
//!
//! Only relations that the numbers found so far do not satisfy are solved: at first those that do
//! not add up as printed, then those that a solution breaks, and so on. What stays as printed
//! satisfies the rest, so the work does not depend on the size of the table.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Cell, CellId, Problem, Relation, Row, total};
use super::{Answer, Explanation, Repair};
use crate::figure::{End, Interval, Rational};
use crate::linear::{Budget, Conflict, Outcome, Row as RowNumber, System, Variable};

/// What a set is.
pub(super) enum Verdict {
    Enough,
    /// At least one of these must be wrong as well.
    NotEnough(BTreeSet<CellId>),
    OutOfBudget,
}

/// A row of the system.
struct Solved {
    number: RowNumber,
    relation: usize,
    /// Of the lists of which at least one is satisfied: which it belongs to.
    list: usize,
    interval: Interval,
    when: When,
}

/// While which cells are trusted a row is asked for.
#[derive(Clone)]
pub(super) enum When {
    Always,
    /// While this one is.
    Trusted(CellId),
    /// While this one is not, but these are.
    Freed(CellId, Vec<CellId>),
}

/// A system of the relations met so far, and which cells are free in it.
pub(super) struct Search<'p> {
    problem: &'p Problem,
    system: System,
    variables: BTreeMap<CellId, Variable>,
    cells: Vec<CellId>,
    rows: Vec<Solved>,
    /// The relations in the system, with the list chosen where there are several.
    known: BTreeMap<usize, Option<usize>>,
    /// The relations that the figures as printed do not satisfy.
    broken: Vec<usize>,
    /// The cells that state what they cannot be.
    impossible: Vec<CellId>,
    /// The rows that are asked for while some cells are trusted or free.
    conditional: Vec<usize>,
    freed: BTreeSet<CellId>,
    /// Narrower bounds of cells that are whole numbers.
    narrowed: BTreeMap<CellId, Interval>,
    printed: Vec<Rational>,
    numbers: Vec<Rational>,
}

/// How often a search branches over one set before it takes a fraction for good: whole numbers
/// that only tables of more dimensions can keep apart.
const MOST_BRANCHES: u32 = 400;

/// How many of these branches lie within each other at most: each needs room on the stack.
const DEEPEST: u32 = 100;

impl<'p> Search<'p> {
    pub(super) fn new(problem: &'p Problem) -> Self {
        let printed: Vec<Rational> = problem.cells().map(|(_, cell)| cell.printed()).collect();
        let mut search = Self {
            problem,
            system: System::new(),
            variables: BTreeMap::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            known: BTreeMap::new(),
            broken: Vec::new(),
            impossible: Vec::new(),
            conditional: Vec::new(),
            freed: BTreeSet::new(),
            narrowed: BTreeMap::new(),
            numbers: printed.clone(),
            printed,
        };
        let relations = 0..problem.relations().len();
        search.broken = relations.filter(|relation| !search.is_satisfied(*relation)).collect();
        let is_impossible = |cell: &Cell| cell.weight.is_some() && cell.bounds(false).is_none();
        let impossible = problem.cells().filter(|(_, cell)| is_impossible(cell));
        search.impossible = impossible.map(|(id, _)| id).collect();
        search
    }

    /// Whether the relations have a solution in which no other cell changes.
    pub(super) fn decide(&mut self, set: &BTreeSet<CellId>, budget: &mut Budget) -> Verdict {
        if let Some(id) = self.impossible.iter().find(|id| !set.contains(id)) {
            return Verdict::NotEnough(BTreeSet::from([*id]));
        }
        self.free(set);
        // What these are stated to be they cannot stay.
        for id in self.impossible.clone() {
            self.problem.touching(id).iter().for_each(|relation| self.add(*relation));
        }
        let mut blame = BTreeSet::new();
        let mut branches = MOST_BRANCHES;
        match self.solve(&mut blame, &mut branches, DEEPEST, budget) {
            None => Verdict::OutOfBudget,
            Some(true) => Verdict::Enough,
            Some(false) => Verdict::NotEnough(blame),
        }
    }

    /// The answer that these sets give, each with what its cells can be.
    pub(super) fn answer(
        &mut self,
        sets: &BTreeSet<BTreeSet<CellId>>,
        weight: u64,
        is_complete: bool,
        budget: &mut Budget,
    ) -> Answer {
        if sets.is_empty() {
            return Answer::OutOfBudget { at_least: weight };
        }
        let repairs = sets.iter().map(|set| Repair { changes: self.values(set, budget) }).collect();
        Answer::Explained(Explanation { weight, repairs, is_complete })
    }

    /// Makes exactly these cells free.
    pub(super) fn free(&mut self, set: &BTreeSet<CellId>) {
        let changed: Vec<CellId> = self.freed.symmetric_difference(set).copied().collect();
        self.freed.clone_from(set);
        for cell in changed {
            self.bound(cell);
        }
        self.numbers.clone_from(&self.printed);
        for at in 0..self.conditional.len() {
            self.conditional.get(at).copied().into_iter().for_each(|row| self.ask(row));
        }
    }

    /// Looks for a solution; `None` out of budget. Where there is none, the cells of the reasons
    /// are added to `blame`. So many branches may still lie within each other as `depth` says.
    fn solve(
        &mut self,
        blame: &mut BTreeSet<CellId>,
        branches: &mut u32,
        depth: u32,
        budget: &mut Budget,
    ) -> Option<bool> {
        loop {
            match self.system.solve(budget) {
                Outcome::OutOfBudget => return None,
                Outcome::Contradiction(conflict) => {
                    blame.extend(self.blamed(&conflict));
                    return Some(false);
                }
                Outcome::Solution(solution) => {
                    for (CellId(cell), number) in self.cells.iter().zip(solution) {
                        if let Some(slot) = self.numbers.get_mut(*cell) {
                            *slot = number;
                        }
                    }
                }
            }
            let unknown = self.unsatisfied(budget);
            if unknown.is_empty() {
                break;
            }
            for relation in unknown {
                self.add(relation);
            }
        }
        if let Some(relation) = self.undecided(|search, relation| !search.is_satisfied(relation)) {
            return self.choose(relation, |search| search.solve(blame, branches, depth, budget));
        }
        let fraction = self.fraction().filter(|_| *branches > 0).zip(depth.checked_sub(1));
        let Some(((cell, number), depth)) = fraction else { return Some(true) };
        *branches -= 1;
        let outer = self.narrowed.get(&cell).cloned();
        let below = Interval::new(End::Unbounded, End::Closed(number.floor()));
        let above = Interval::new(End::Closed(number.ceil()), End::Unbounded);
        let mut found = Some(false);
        for side in [below, above].into_iter().flatten() {
            let within = outer.as_ref().map_or(Some(side.clone()), |outer| outer.meet(&side));
            // Bounds that leave nothing are the bounds of whole numbers alone: nobody's blame.
            let Some(within) = within else { continue };
            self.narrowed.insert(cell, within);
            self.bound(cell);
            found = self.solve(blame, branches, depth, budget);
            if found != Some(false) {
                break;
            }
        }
        self.narrowed.remove(&cell);
        self.narrowed.extend(outer.map(|outer| (cell, outer)));
        self.bound(cell);
        found
    }

    /// Tries the lists of a relation one after another, until one leads to anything but "no".
    pub(super) fn choose(
        &mut self,
        relation: usize,
        mut each: impl FnMut(&mut Self) -> Option<bool>,
    ) -> Option<bool> {
        let Some(Relation::Either(lists)) = self.problem.relations().get(relation) else {
            return Some(true);
        };
        let mut found = Some(false);
        for list in 0..lists.len() {
            self.ask_for(relation, Some(list));
            found = each(self);
            if found != Some(false) {
                break;
            }
        }
        self.ask_for(relation, None);
        found
    }

    /// The first relation of several lists that none was chosen of and for which this is so.
    pub(super) fn undecided(&self, is_open: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let known = self.known.iter().filter(|(relation, chosen)| {
            let relation = self.problem.relations().get(**relation);
            chosen.is_none()
                && matches!(relation, Some(Relation::Either(lists)) if lists.len() != 1)
        });
        known.map(|(relation, _)| *relation).find(|relation| is_open(self, *relation))
    }

    /// A cell that ought to be a whole number and is none.
    fn fraction(&self) -> Option<(CellId, Rational)> {
        self.cells.iter().find_map(|id| {
            let number = self.numbers.get(id.0)?;
            let is_whole = self.problem.get(*id)?.is_whole && self.can_move(*id);
            (is_whole && !number.is_integer()).then(|| (*id, number.clone()))
        })
    }

    /// The relations outside the system that the numbers do not satisfy.
    fn unsatisfied(&self, budget: &mut Budget) -> Vec<usize> {
        let moved = self.cells.iter().filter(|id| self.numbers.get(id.0) != self.printed.get(id.0));
        let touched = moved.flat_map(|id| self.problem.touching(*id));
        let all: BTreeSet<usize> = touched.chain(&self.broken).copied().collect();
        budget.spend(u64::try_from(all.len()).unwrap_or(u64::MAX));
        let is_new = |relation: &usize| !self.known.contains_key(relation);
        all.into_iter()
            .filter(|relation| is_new(relation) && !self.is_satisfied(*relation))
            .collect()
    }

    /// Whether the numbers satisfy a relation.
    fn is_satisfied(&self, relation: usize) -> bool {
        match self.problem.relations().get(relation) {
            None => true,
            Some(Relation::Either(lists)) => {
                lists.iter().any(|rows| rows.iter().all(|row| row.holds(&self.numbers)))
            }
            Some(Relation::Quotient { share, part, whole }) => {
                let is_freed = self.freed.contains(share);
                let Some(within) = self.problem.get(*share).and_then(|cell| cell.bounds(is_freed))
                else {
                    return false;
                };
                let [part, whole] = [part, whole].map(|terms| total(terms, &self.numbers));
                within.scaled(&whole).contains(&part) || whole.is_zero() && part.is_zero()
            }
        }
    }

    /// Adds a relation to the system.
    pub(super) fn add(&mut self, relation: usize) {
        if self.known.contains_key(&relation) {
            return;
        }
        self.known.insert(relation, None);
        match self.problem.relations().get(relation) {
            None => {}
            Some(Relation::Either(lists)) => {
                for (list, rows) in lists.iter().enumerate() {
                    for row in rows {
                        self.add_row(relation, list, row.clone(), When::Always);
                    }
                }
            }
            Some(Relation::Quotient { share, part, whole }) => {
                self.add_quotient(relation, *share, part, whole);
            }
        }
    }

    pub(super) fn add_row(&mut self, relation: usize, list: usize, row: Row, when: When) {
        let mut terms = Vec::new();
        for (id, by) in row.terms {
            let Some(cell) = self.problem.get(id) else { continue };
            let variable = match self.variables.get(&id) {
                Some(variable) => *variable,
                None => {
                    let bounds = self.bounds(id, cell).unwrap_or(Interval::EVERYTHING);
                    let variable = self.system.variable(&bounds);
                    self.variables.insert(id, variable);
                    self.cells.push(id);
                    variable
                }
            };
            terms.push((variable, by));
        }
        let number = self.system.require(terms, &Interval::EVERYTHING);
        if !matches!(when, When::Always) {
            self.conditional.push(self.rows.len());
        }
        self.rows.push(Solved { number, relation, list, interval: row.interval, when });
        self.ask(self.rows.len() - 1);
    }

    fn bounds(&self, id: CellId, cell: &Cell) -> Option<Interval> {
        let bounds = cell.bounds(self.freed.contains(&id))?;
        match self.narrowed.get(&id) {
            Some(narrower) => bounds.meet(narrower),
            None => Some(bounds),
        }
    }

    fn bound(&mut self, id: CellId) {
        if let (Some(cell), Some(variable)) = (self.problem.get(id), self.variables.get(&id)) {
            let bounds = self.bounds(id, cell).unwrap_or(Interval::EVERYTHING);
            self.system.set_bounds(*variable, &bounds);
        }
    }

    /// Chooses a list of a relation, or none.
    fn ask_for(&mut self, relation: usize, list: Option<usize>) {
        self.known.insert(relation, list);
        for row in 0..self.rows.len() {
            if self.rows.get(row).is_some_and(|row| row.relation == relation) {
                self.ask(row);
            }
        }
    }

    /// Asks for a row, or does not, as things are.
    fn ask(&mut self, row: usize) {
        let Some(row) = self.rows.get(row) else { return };
        let lists = match self.problem.relations().get(row.relation) {
            Some(Relation::Either(lists)) => lists.len(),
            _ => 1,
        };
        let chosen = self.known.get(&row.relation).copied().flatten();
        let is_asked = (lists == 1 || chosen == Some(row.list))
            && match &row.when {
                When::Always => true,
                When::Trusted(cell) => !self.freed.contains(cell),
                When::Freed(cell, others) => {
                    self.freed.contains(cell) && others.iter().all(|id| !self.freed.contains(id))
                }
            };
        let interval = if is_asked { &row.interval } else { &Interval::EVERYTHING };
        self.system.set_bounds(row.number, interval);
    }

    /// The trusted cells that a conflict comes from.
    fn blamed(&self, conflict: &Conflict) -> BTreeSet<CellId> {
        let mut blamed: BTreeSet<CellId> = BTreeSet::new();
        for variable in &conflict.variables {
            blamed.extend(self.cells.get(variable.index()));
        }
        for number in &conflict.rows {
            match self.rows.iter().find(|row| row.number == *number).map(|row| &row.when) {
                Some(When::Trusted(cell)) => {
                    blamed.insert(*cell);
                }
                Some(When::Freed(_, others)) => blamed.extend(others),
                Some(When::Always) | None => {}
            }
        }
        let can_be_wrong = |id: &CellId| self.problem.get(*id).is_some_and(|c| c.weight.is_some());
        blamed.retain(|id| !self.freed.contains(id) && can_be_wrong(id));
        blamed
    }

    pub(super) fn problem(&self) -> &'p Problem {
        self.problem
    }

    pub(super) fn variable(&self, id: CellId) -> Option<Variable> {
        self.variables.get(&id).copied()
    }

    pub(super) fn system(&mut self) -> &mut System {
        &mut self.system
    }

    pub(super) fn can_move(&self, id: CellId) -> bool {
        let cell = self.problem.get(id);
        self.freed.contains(&id) || cell.is_some_and(|cell| cell.stated.as_point().is_none())
    }
}
