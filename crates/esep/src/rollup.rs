//! Roll-up: the sheets of the parents from those of their children, along the tree of a period.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use crate::binding::Value;
use crate::book::Book;
use crate::figure::{Content, End, Figure, Interval};
use crate::fill::compute_formulas;
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
