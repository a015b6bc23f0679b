//! Whether statements with alternatives have a common solution, and if not, which ones do not.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::Cell;
use crate::figure::{Interval, Rational};
use crate::form::linearize::Alternatives;
use crate::linear::{Budget, Outcome, Row, System, Variable};

/// How often an alternative is tried, in all, before the search gives up.
const MOST_BRANCHES: u32 = 1 << 10;

/// A search for contradictions between statements.
///
/// A statement that has no alternatives is a set of rows. One that has some is asked only where
/// the solution of the rows does not satisfy it anyway; then each of its alternatives is tried.
pub(super) struct Search<F> {
    interval: F,
    system: System,
    variables: BTreeMap<Cell, Variable>,
    cells: Vec<Cell>,
    /// Of which statement each row is.
    owners: Vec<usize>,
    statements: Vec<Vec<Clause>>,
    /// The statements that must hold.
    asked: BTreeSet<usize>,
    budget: Budget,
    branches: u32,
}

/// Lists of rows of which one must hold.
type Clause = Vec<Vec<Demand>>;

#[derive(Clone)]
struct Demand {
    row: Row,
    terms: Vec<(Variable, Rational)>,
    interval: Interval,
}

pub(super) enum Verdict {
    Satisfiable,
    Contradiction(Core),
    /// The budget ended.
    Unknown,
}

/// What cannot hold together.
#[derive(Debug, Default)]
pub(super) struct Core {
    /// The numbers of the statements, in the order in which they were added.
    pub(super) statements: BTreeSet<usize>,
    /// The cells whose intervals matter.
    pub(super) cells: BTreeSet<Cell>,
}

impl<F: Fn(&Cell) -> Interval> Search<F> {
    /// A search without statements; `interval` says where a cell's figure can lie.
    pub(super) fn new(interval: F) -> Self {
        Self {
            interval,
            system: System::new(),
            variables: BTreeMap::new(),
            cells: Vec::new(),
            owners: Vec::new(),
            statements: Vec::new(),
            asked: BTreeSet::new(),
            budget: Budget::default(),
            branches: MOST_BRANCHES,
        }
    }

    /// Adds a statement: all of its instances must hold.
    pub(super) fn add(&mut self, instances: &[Alternatives<Cell>]) {
        let owner = self.statements.len();
        let clauses =
            instances.iter().map(|alternatives| self.clause(owner, alternatives)).collect();
        self.statements.push(clauses);
        self.asked.insert(owner);
        self.enable(owner, true);
    }

    /// Leaves a statement out of account from now on.
    pub(super) fn leave_out(&mut self, statement: usize) {
        self.asked.remove(&statement);
        self.enable(statement, false);
    }

    /// A contradiction, if there is any, from which no statement can be left out.
    pub(super) fn smallest(&mut self) -> Verdict {
        let found = self.search();
        let Verdict::Contradiction(mut core) = found else { return found };
        let all = self.asked.clone();
        self.ask_only(&core.statements);
        for statement in core.statements.clone() {
            if !core.statements.contains(&statement) {
                continue;
            }
            self.leave_out(statement);
            if let Verdict::Contradiction(smaller) = self.search() {
                core = smaller;
            }
            self.ask_only(&core.statements);
        }
        self.ask_only(&all);
        Verdict::Contradiction(core)
    }

    fn ask_only(&mut self, statements: &BTreeSet<usize>) {
        let before = std::mem::replace(&mut self.asked, statements.clone());
        for statement in before.difference(statements) {
            self.enable(*statement, false);
        }
        for statement in statements.difference(&before) {
            self.enable(*statement, true);
        }
    }

    fn clause(&mut self, owner: usize, alternatives: &Alternatives<Cell>) -> Clause {
        let mut clause = Vec::new();
        for requirements in alternatives {
            let mut list = Vec::new();
            for requirement in requirements {
                let terms: Vec<_> = requirement
                    .terms
                    .iter()
                    .map(|(cell, by)| (self.variable(cell), by.clone()))
                    .collect();
                let row = self.system.require(terms.clone(), &Interval::EVERYTHING);
                self.owners.push(owner);
                list.push(Demand { row, terms, interval: requirement.interval.clone() });
            }
            clause.push(list);
        }
        clause
    }

    fn variable(&mut self, cell: &Cell) -> Variable {
        if let Some(variable) = self.variables.get(cell) {
            return *variable;
        }
        let variable = self.system.variable(&(self.interval)(cell));
        self.variables.insert(cell.clone(), variable);
        self.cells.push(cell.clone());
        variable
    }

    /// Asks the rows of a statement that has no alternatives, or asks them no more.
    fn enable(&mut self, statement: usize, enabled: bool) {
        for clause in self.statements.get(statement).into_iter().flatten() {
            if let [demands] = clause.as_slice() {
                for demand in demands {
                    let interval = if enabled { &demand.interval } else { &Interval::EVERYTHING };
                    self.system.set_bounds(demand.row, interval);
                }
            }
        }
    }

    fn search(&mut self) -> Verdict {
        let solution = match self.system.solve(&mut self.budget) {
            Outcome::OutOfBudget => return Verdict::Unknown,
            Outcome::Solution(solution) => solution,
            Outcome::Contradiction(conflict) => {
                let owners = conflict.rows.iter().filter_map(|row| self.owners.get(row.index()));
                let cells =
                    conflict.variables.iter().filter_map(|cell| self.cells.get(cell.index()));
                return Verdict::Contradiction(Core {
                    statements: owners.copied().collect(),
                    cells: cells.cloned().collect(),
                });
            }
        };
        let Some((statement, clause)) = self.unsatisfied(&solution) else {
            return Verdict::Satisfiable;
        };
        drop(solution);
        let mut core = Core { statements: BTreeSet::from([statement]), cells: BTreeSet::new() };
        for demands in clause {
            let Some(left) = self.branches.checked_sub(1) else { return Verdict::Unknown };
            self.branches = left;
            for demand in &demands {
                self.system.set_bounds(demand.row, &demand.interval);
            }
            let verdict = self.search();
            for demand in &demands {
                self.system.set_bounds(demand.row, &Interval::EVERYTHING);
            }
            match verdict {
                // What fails without this statement fails whichever alternative is taken.
                Verdict::Contradiction(found) if !found.statements.contains(&statement) => {
                    return Verdict::Contradiction(found);
                }
                Verdict::Contradiction(found) => {
                    core.statements.extend(found.statements);
                    core.cells.extend(found.cells);
                }
                Verdict::Satisfiable | Verdict::Unknown => return verdict,
            }
        }
        Verdict::Contradiction(core)
    }

    /// The first clause of which no alternative holds in this solution.
    fn unsatisfied(&self, solution: &[Rational]) -> Option<(usize, Clause)> {
        let asked =
            self.asked.iter().filter_map(|index| Some((*index, self.statements.get(*index)?)));
        let mut clauses =
            asked.flat_map(|(index, clauses)| clauses.iter().map(move |clause| (index, clause)));
        let is_satisfied = |clause: &Clause| {
            clause.iter().any(|demands| demands.iter().all(|demand| demand.holds(solution)))
        };
        clauses
            .find(|(_, clause)| !is_satisfied(clause))
            .map(|(index, clause)| (index, clause.clone()))
    }
}

impl Demand {
    fn holds(&self, solution: &[Rational]) -> bool {
        let terms = self
            .terms
            .iter()
            .filter_map(|(variable, by)| Some(solution.get(variable.index())? * by));
        self.interval.contains(&terms.sum())
    }
}
