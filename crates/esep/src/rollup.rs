//! Roll-up: the sheets of the parents from those of their children, along the tree of a period.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::binding::{Standpoint, Value};
use crate::book::Book;
use crate::figure::{Content, End, Figure, Interval};
use crate::form::{Form, Line, Rollup};
use crate::id::OrganizationId;
use crate::period::Period;
use crate::sheet::{CellIndex, Sheet, Stated};
use crate::structure::Structure;

/// What a roll-up gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RolledUp {
    /// The computed sheets of all organizations that have others below them, of which at least
    /// one reported.
    pub sheets: BTreeMap<OrganizationId, Sheet>,
    /// For each of these, the organizations below it from which nothing came at all.
    pub missing: BTreeMap<OrganizationId, Vec<OrganizationId>>,
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
    for parent in structure.parents_upwards(period) {
        let children = structure.children(parent, period);
        let mut missing = Vec::new();
        let mut reporting = Vec::new();
        for child in children {
            let child = Child {
                own: own(child),
                rolled: rolled.sheets.get(child),
                incomplete: rolled.missing.get(child).is_some_and(|missing| !missing.is_empty()),
                id: child,
            };
            if child.own.is_none() && child.rolled.is_none() {
                missing.push(child.id.clone());
            } else {
                if child.own.is_none() {
                    missing.extend(rolled.missing.get(child.id).cloned().unwrap_or_default());
                }
                reporting.push(child);
            }
        }
        if reporting.is_empty() {
            continue;
        }
        let mut sheet = Sheet::new(Arc::clone(form), parent.clone(), period);
        add_up(&mut sheet, &reporting);
        compute_formulas(&mut sheet, shown);
        rolled.missing.insert(parent.clone(), missing);
        rolled.sheets.insert(parent.clone(), sheet);
    }
    rolled
}

struct Child<'a> {
    id: &'a OrganizationId,
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
    let columns = form.columns().len().max(1);
    // A formula may use another formula's line, so go round until nothing new comes.
    let mut open: Vec<(usize, usize)> = (0..form.lines().len())
        .filter(|line| form.lines().get(*line).is_some_and(|line| line.rollup == Rollup::Formula))
        .flat_map(|line| (0..columns).map(move |column| (line, column)))
        .filter(|(line, column)| {
            let stated = sheet.cell(CellIndex { line: *line, column: *column });
            stated.is_none_or(|stated| Value::of(&stated.content).is_none())
        })
        .collect();
    loop {
        let before = open.len();
        open.retain(|(line, column)| match compute(sheet, &form, *line, *column, figure) {
            Some(content) => {
                sheet.set(CellIndex { line: *line, column: *column }, Stated::computed(content));
                false
            }
            None => true,
        });
        if open.len() == before {
            return;
        }
    }
}

fn compute(
    sheet: &Sheet,
    form: &Arc<Form>,
    position: usize,
    column: usize,
    figure: fn(&Line, &Value) -> Figure,
) -> Option<Content> {
    let line = form.lines().get(position)?;
    let rule = form.definition_of(line.id.as_str())?;
    let organization = sheet.organization().clone();
    let standpoint = Standpoint {
        form,
        organization: &organization,
        period: sheet.period(),
        line: None,
        column,
    };
    let value = standpoint.evaluate(&rule.relation.holds.right, sheet)?;
    // A figure with an open side would be a guess.
    value.interval.radius()?;
    Some(Content::Figure(figure(line, &value)))
}

/// A computed value as the line shows it.
fn shown(line: &Line, value: &Value) -> Figure {
    line.shown(&value.number, &value.interval)
}
