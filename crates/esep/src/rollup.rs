//! Roll-up: the sheets of the parents from those of their children, along the tree of a period.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use crate::binding::{Standpoint, Value, is_open};
use crate::book::Book;
use crate::figure::{Content, End, Figure, Interval};
use crate::form::{Form, Line, Rollup, Rule};
use crate::id::OrganizationId;
use crate::period::Period;
use crate::sheet::{CellAddress, CellIndex, Sheet, Stated};
use crate::structure::Structure;

/// What a roll-up gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RolledUp {
    /// The computed sheets of all organizations that have others below them, of which at least
    /// one reported.
    pub sheets: BTreeMap<OrganizationId, Sheet>,
    /// For each of these, what its sheet does not cover.
    gaps: BTreeMap<OrganizationId, Gaps>,
}

/// From whom nothing came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Gaps {
    /// Those right below.
    missing: Vec<OrganizationId>,
    /// Those right below that stated nothing themselves, so that what was rolled up for them
    /// counts, with its own gaps.
    through: Vec<OrganizationId>,
}

impl RolledUp {
    /// The organizations below a parent from which nothing came at all and which its sheet
    /// therefore does not cover: those right below it before those further down.
    pub fn missing<'a>(
        &'a self,
        parent: &OrganizationId,
    ) -> impl Iterator<Item = &'a OrganizationId> {
        let mut waiting: VecDeque<&Gaps> = self.gaps.get(parent).into_iter().collect();
        let levels = std::iter::from_fn(move || {
            let gaps = waiting.pop_front()?;
            waiting.extend(gaps.through.iter().filter_map(|child| self.gaps.get(child)));
            Some(&gaps.missing)
        });
        levels.flatten()
    }
}

/// Adds up the sheets of a form and period along the tree.
///
/// A parent gets the sum over exactly the organizations that belong to it on the last day of the
/// period. What a child stated itself counts; where it stated nothing, what was rolled up for it
/// counts. A line that some child left blank gives a bound (at least so many) where it cannot be
/// negative, and is not available otherwise. Lines that a formula defines are computed again from
/// the summed lines.
pub fn rollup(book: &Book, form: &Arc<Form>, period: Period) -> RolledUp {
    let own = |organization: &OrganizationId| book.sheets.get(&form.id, period, organization);
    rollup_of(&book.structure, form, period, own)
}

/// The same for sheets from anywhere: `own` gives what an organization stated itself.
pub(crate) fn rollup_of<'a>(
    structure: &Structure,
    form: &Arc<Form>,
    period: Period,
    own: impl Fn(&OrganizationId) -> Option<&'a Sheet>,
) -> RolledUp {
    let mut rolled = RolledUp::default();
    // Those whose sheets do not cover all below them.
    let mut incomplete: BTreeSet<OrganizationId> = BTreeSet::new();
    for parent in structure.parents_upwards(period) {
        let mut gaps = Gaps::default();
        let mut reporting = Vec::new();
        for id in structure.children(parent, period) {
            let child = Child {
                own: own(id),
                rolled: rolled.sheets.get(id),
                incomplete: incomplete.contains(id),
            };
            match (child.own, child.rolled) {
                (None, None) => {
                    gaps.missing.push(id.clone());
                    continue;
                }
                (None, Some(_)) if child.incomplete => gaps.through.push(id.clone()),
                _ => {}
            }
            reporting.push(child);
        }
        if reporting.is_empty() {
            continue;
        }
        let mut sheet = Sheet::new(Arc::clone(form), parent.clone(), period);
        add_up(&mut sheet, &reporting);
        compute_formulas(&mut sheet, |line, value| line.shown(&value.number, &value.interval));
        if gaps != Gaps::default() {
            incomplete.insert(parent.clone());
            rolled.gaps.insert(parent.clone(), gaps);
        }
        rolled.sheets.insert(parent.clone(), sheet);
    }
    rolled
}

struct Child<'a> {
    own: Option<&'a Sheet>,
    rolled: Option<&'a Sheet>,
    /// Whether some organization below it is missing.
    incomplete: bool,
}

/// What a child contributes to a cell.
enum Contribution {
    /// `whole`: whether the figure covers all of the child.
    Figure {
        value: Value,
        decimals: i32,
        whole: bool,
    },
    NotApplicable,
    Blank,
}

fn add_up(sheet: &mut Sheet, children: &[Child<'_>]) {
    let form = Arc::clone(sheet.form());
    let columns = form.columns().len().max(1);
    for (position, line) in form.lines().iter().enumerate() {
        if line.rollup != Rollup::Sum {
            continue;
        }
        for column in 0..columns {
            let index = CellIndex { line: position, column };
            if let Some(content) = sum_of(line, children, index) {
                sheet.set(index, Stated::computed(content));
            }
        }
    }
}

/// What a parent's cell gets from its children; `None` where no child says anything.
fn sum_of(line: &Line, children: &[Child<'_>], index: CellIndex) -> Option<Content> {
    let mut sum: Option<Value> = None;
    let mut decimals = 0;
    let mut complete = true;
    let mut applicable = true;
    for child in children {
        match child.contribution(index) {
            Contribution::NotApplicable => applicable = false,
            Contribution::Blank => complete = false,
            Contribution::Figure { value, decimals: places, whole } => {
                complete &= whole;
                sum = Some(sum.map_or_else(|| value.clone(), |sum| sum.plus(&value)));
                decimals = decimals.max(places);
            }
        }
    }
    let Some(sum) = sum else {
        return (complete && !applicable).then_some(Content::NotApplicable);
    };
    if complete {
        return Some(Content::Figure(Figure::within(sum.number, sum.interval, decimals)));
    }
    if line.can_be_negative() {
        return Some(Content::NotAvailable);
    }
    let at_least = Interval::new(sum.interval.low().clone(), End::Unbounded)?;
    Some(Content::Figure(Figure::within(sum.number, at_least, decimals)))
}

impl Child<'_> {
    fn contribution(&self, index: CellIndex) -> Contribution {
        let read = |stated: &Stated, whole| match &stated.content {
            Content::NotApplicable => Some(Contribution::NotApplicable),
            content => {
                let decimals = match content {
                    Content::Figure(figure) => figure.decimals(),
                    _ => 0,
                };
                let value = Value::of(content)?;
                Some(Contribution::Figure { value, decimals, whole })
            }
        };
        // Where the child itself left the line blank, those below it may still have filled it.
        let whole = self.own.is_none() || !self.incomplete;
        let own = self.own.and_then(|sheet| read(sheet.cell(index)?, true));
        own.or_else(|| self.rolled.and_then(|sheet| read(sheet.cell(index)?, whole)))
            .unwrap_or(Contribution::Blank)
    }
}

/// Computes the lines that a formula defines where nothing is stated, as far as their figures are
/// known from both sides. `figure` makes the figure of a line from what its formula gives.
pub(crate) fn compute_formulas(sheet: &mut Sheet, figure: fn(&Line, &Value) -> Figure) {
    let form = Arc::clone(sheet.form());
    for formula in formulas(&form) {
        for column in 0..form.columns().len().max(1) {
            let index = CellIndex { line: formula.position, column };
            let stated = sheet.cell(index).and_then(|stated| Value::of(&stated.content));
            if stated.is_some() || !is_open(&form, index) {
                continue;
            }
            if let Some(value) = formula.value(sheet, column) {
                sheet.set(index, Stated::computed(Content::Figure(figure(formula.line, &value))));
            }
        }
    }
}

/// A line and the rule that defines it.
struct Formula<'a> {
    position: usize,
    line: &'a Line,
    rule: &'a Rule,
}

/// The lines that formulas define, each after those it needs. Those that need themselves are left
/// out.
fn formulas(form: &Form) -> Vec<Formula<'_>> {
    let mut definitions: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in form.rules() {
        if let Some(line) = rule.relation.defines() {
            definitions.entry(line.as_str()).or_default().push(rule);
        }
    }
    let mut waiting: BTreeMap<usize, (Formula<'_>, BTreeSet<usize>)> = BTreeMap::new();
    for (position, line) in form.lines().iter().enumerate() {
        let rules = definitions.get(line.id.as_str()).map(Vec::as_slice);
        if let (Rollup::Formula, Some([rule])) = (line.rollup, rules) {
            let needed = rule.relation.holds.right.references().into_iter();
            let needed = needed.filter(|reference| reference.form.is_none());
            let needed = needed.flat_map(|reference| form.lines_of(reference)).collect();
            waiting.insert(position, (Formula { position, line, rule }, needed));
        }
    }
    let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let known: BTreeSet<usize> = waiting.keys().copied().collect();
    for (position, (_, needed)) in &mut waiting {
        needed.retain(|needed| known.contains(needed));
        for needed in needed.iter() {
            users.entry(*needed).or_default().push(*position);
        }
    }
    let is_ready = |(position, (_, needed)): (&usize, &(_, BTreeSet<usize>))| {
        needed.is_empty().then_some(*position)
    };
    let mut ready: VecDeque<usize> = waiting.iter().filter_map(is_ready).collect();
    let mut ordered = Vec::new();
    while let Some(position) = ready.pop_front() {
        ordered.extend(waiting.remove(&position).map(|(formula, _)| formula));
        for user in users.get(&position).into_iter().flatten() {
            let Some((_, needed)) = waiting.get_mut(user) else { continue };
            needed.remove(&position);
            if needed.is_empty() {
                ready.push_back(*user);
            }
        }
    }
    ordered
}

impl Formula<'_> {
    /// What the formula gives in a column; `None` where its figures are not known.
    fn value(&self, sheet: &Sheet, column: usize) -> Option<Value> {
        let organization = sheet.organization();
        let (form, period) = (sheet.form(), sheet.period());
        let standpoint = Standpoint { form, organization, period, line: None, column };
        let expression = &self.rule.relation.holds.right;
        let needed = expression.references().into_iter();
        let mut needed = needed.flat_map(|reference| standpoint.resolve(reference, sheet));
        // What is computed from "at least so many" would be a guess.
        let is_guess = |address: CellAddress| {
            let figure = sheet.figure(address.index);
            figure.is_some_and(|figure| figure.interval().radius().is_none())
        };
        if needed.any(is_guess) {
            return None;
        }
        standpoint.evaluate(expression, sheet)
    }
}
