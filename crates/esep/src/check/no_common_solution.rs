//! `no-common-solution`: rounded figures that satisfy every relation one by one, but for which
//! there are no true figures that satisfy all of them together.

use std::collections::BTreeMap;

use super::evaluation::{Evaluation, Row, cell, interval_of, label_at};
use crate::book::Book;
use crate::figure::Rational;
use crate::finding::{Argument, Cell, Code, Finding, Message};
use crate::linear::{Budget, Outcome, Row as RowNumber, System, Variable};
use crate::sheet::CellAddress;

/// How many steps are taken for all groups of a book together, before no more is looked for.
const MOST_STEPS: u64 = 50_000_000;

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let rows = &evaluation.loose.rows;
    let mut findings = Vec::new();
    let mut budget = Budget::steps(MOST_STEPS);
    for group in connected(rows) {
        if group.len() > 1 {
            findings.extend(contradiction(evaluation.book, &group, &mut budget));
        }
    }
    findings
}

/// The rows in groups that share figures, in the order of their first rows.
fn connected<'r, 'a>(rows: &'r [Row<'a>]) -> Vec<Vec<&'r Row<'a>>> {
    let mut leaders = Leaders((0..rows.len()).collect());
    let mut first_with: BTreeMap<&CellAddress, usize> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        for address in row.requirement.terms.keys() {
            let first = *first_with.entry(address).or_insert(number);
            leaders.join(first, number);
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Row<'a>>> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        groups.entry(leaders.of(number)).or_default().push(row);
    }
    groups.into_values().collect()
}

/// For each row another of its group, and in the end the first of them.
struct Leaders(Vec<usize>);

impl Leaders {
    fn of(&mut self, mut row: usize) -> usize {
        while let Some(next) = self.0.get(row).copied().filter(|next| *next != row) {
            // Shorten the way for whoever comes next.
            let beyond = self.0.get(next).copied().unwrap_or(next);
            if let Some(slot) = self.0.get_mut(row) {
                *slot = beyond;
            }
            row = beyond;
        }
        row
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}

/// A group of rows whose common solution is looked for.
///
/// The figures as printed are nearly a solution, so only the rows that they do not satisfy are
/// solved, then those that this solution breaks, and so on: a few rows, however large the book.
struct Search<'r, 'a> {
    system: System,
    variables: BTreeMap<&'r CellAddress, Variable>,
    solved: Vec<(RowNumber, &'r Row<'a>)>,
    numbers: BTreeMap<&'r CellAddress, Rational>,
}

impl<'r, 'a> Search<'r, 'a> {
    /// The rows that cannot hold together, if there are such.
    fn contradiction(
        book: &Book,
        group: &[&'r Row<'a>],
        budget: &mut Budget,
    ) -> Option<Vec<&'r Row<'a>>> {
        let addresses = group.iter().flat_map(|row| row.requirement.terms.keys());
        let numbers = addresses.map(|address| (address, printed(book, address))).collect();
        let mut search =
            Self { system: System::new(), variables: BTreeMap::new(), solved: Vec::new(), numbers };
        loop {
            budget.spend(u64::try_from(group.len()).unwrap_or(u64::MAX));
            let broken: Vec<&'r Row<'a>> =
                group.iter().copied().filter(|row| !search.satisfies(row)).collect();
            if broken.is_empty() {
                return None;
            }
            for row in broken {
                search.require(book, row);
            }
            match search.system.solve(budget) {
                Outcome::Solution(solution) => {
                    for (address, variable) in &search.variables {
                        if let Some(number) = solution.get(variable.index()) {
                            search.numbers.insert(address, number.clone());
                        }
                    }
                }
                Outcome::Contradiction(conflict) => {
                    let solved = search.solved.iter();
                    let concerned = solved.filter(|(number, _)| conflict.rows.contains(number));
                    return Some(concerned.map(|(_, row)| *row).collect());
                }
                Outcome::OutOfBudget => return None,
            }
        }
    }

    fn satisfies(&self, row: &Row<'_>) -> bool {
        let terms = row.requirement.terms.iter();
        let terms = terms.filter_map(|(address, by)| Some(self.numbers.get(address)? * by));
        row.requirement.interval.contains(&terms.sum())
    }

    fn require(&mut self, book: &Book, row: &'r Row<'a>) {
        let mut terms = Vec::new();
        for (address, by) in &row.requirement.terms {
            let variable = *self
                .variables
                .entry(address)
                .or_insert_with(|| self.system.variable(&interval_of(book, address)));
            terms.push((variable, by.clone()));
        }
        let number = self.system.require(terms, &row.requirement.interval);
        self.solved.push((number, row));
    }
}

fn printed(book: &Book, address: &CellAddress) -> Rational {
    let sheet = book.sheets.get(&address.form, address.period, &address.organization);
    let figure = sheet.and_then(|sheet| sheet.figure(address.index));
    figure.map_or(Rational::ZERO, |figure| figure.value().clone())
}

/// The finding that a group of rows has no common solution, if it has none.
fn contradiction(book: &Book, group: &[&Row<'_>], budget: &mut Budget) -> Option<Finding> {
    let concerned = Search::contradiction(book, group, budget)?;
    let mut addresses: Vec<&CellAddress> =
        concerned.iter().flat_map(|row| row.requirement.terms.keys()).collect();
    addresses.sort();
    addresses.dedup();
    addresses.sort_by_key(|address| book.sheets.cell(address).map(|stated| &stated.place));
    let cells: Vec<Cell> = addresses.iter().filter_map(|address| cell(book, address)).collect();
    let lines: Vec<Argument> = addresses
        .iter()
        .filter_map(|address| label_at(book, address))
        .map(Argument::Label)
        .collect();
    let mut rules: Vec<String> = Vec::new();
    for row in &concerned {
        let rule = format!("{}/{}", row.sheet.form().id, row.rule);
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let first = cells.first()?;
    let (organization, period) = (first.organization.clone(), first.period);
    let message = Message::new(Code::NoCommonSolution.name()).with("lines", lines);
    let named: Vec<Argument> = rules.iter().map(|rule| Argument::from(rule.as_str())).collect();
    let mut finding = Finding::new(Code::NoCommonSolution, first.place.clone(), message)
        .with_hint(Message::new("hint.rules").with("rules", named));
    finding.rule = rules.into_iter().next();
    finding.organization = Some(organization);
    finding.period = Some(period);
    finding.cells = cells;
    finding.relations = concerned.iter().map(|row| row.bound.clone()).collect();
    finding.relations.dedup();
    Some(finding)
}
