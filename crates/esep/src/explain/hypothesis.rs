//! Slips that change several figures at once, each tried as one hypothesis: it is accepted if all
//! that does not hold comes to hold, nothing else ceases to, and every figure is one that can be.
//!
//! A hypothesis says every figure it changes, so that nothing has to be searched: most are given up
//! at the first relation that they do not settle. Where rounded figures tie relations together, the
//! simplex has the last word.

mod exchange;
mod pivot;
mod previous;
mod row;
mod running;
mod shift;
mod unit;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use pivot::{Pivot, Sum, Suspect};
pub(super) use previous::LEAST_COPIED;
pub(super) use running::earlier;

use super::Limits;
use super::cause::Cause;
use super::local::Taken;
use super::part::{Part, Relations};
use super::problem::{CellId, Relation};
use super::search::{Search, Verdict};
use crate::binding::{Value, is_open};
use crate::figure::{Content, Interval, Rational, UnitKind};
use crate::finding::BoundRelation;
use crate::linear::Budget;
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// A slip, and what the cells would say without it.
#[derive(Debug, Clone)]
pub(super) struct Hypothesis {
    pub(super) cause: Cause,
    pub(super) changes: BTreeMap<CellAddress, Interval>,
    /// Whether it hits just what some relation needs. A figure that is merely too large is settled
    /// by many others, so that one of them tells nothing.
    pub(super) is_exact: bool,
}

impl Hypothesis {
    /// Whether it changes these cells, and to what they can be.
    pub(super) fn is_of(&self, changes: &BTreeMap<CellAddress, Interval>) -> bool {
        self.changes.len() == changes.len()
            && self.changes.iter().all(|(address, to)| {
                changes.get(address).is_some_and(|values| values.meet(to).is_some())
            })
    }
}

/// So many figures are changed at most while hypotheses about a group are tried.
const MOST_TRIED: usize = 30_000;
/// So many pairs of figures and blocks of them are reckoned with at most.
const MOST_COMPARED: usize = 500_000;
/// No more than these are kept.
const MOST_KEPT: usize = 24;
/// A figure below this is met everywhere, so that finding it again tells nothing.
pub(super) const LEAST: i64 = 10;

/// All hypotheses about a group that are accepted, each set of changes once. So many figures must
/// be wrong at least.
pub(super) fn hypotheses(
    part: &mut Part<'_>,
    failed: &Relations,
    size: u64,
    limits: &Limits,
) -> Vec<Hypothesis> {
    let mut court = Court {
        part,
        failed,
        limits,
        left: MOST_TRIED,
        compared: Cell::new(MOST_COMPARED),
        accepted: Vec::new(),
        known: RefCell::default(),
    };
    let Some(pivot) = court.pivot() else { return Vec::new() };
    exchange::try_all(&mut court, &pivot, size);
    unit::try_all(&mut court, &pivot);
    row::try_all(&mut court);
    running::try_all(&mut court, &pivot);
    shift::try_all(&mut court, &pivot);
    if size > 1 {
        previous::try_all(&mut court);
    }
    court.accepted
}

/// Tries hypotheses about a group.
struct Court<'c, 'n> {
    part: &'c mut Part<'n>,
    /// The relations that do not hold.
    failed: &'c Relations,
    limits: &'c Limits,
    /// How many figures may still be changed.
    left: usize,
    /// How many pairs and blocks may still be reckoned with.
    compared: Cell<usize>,
    accepted: Vec<Hypothesis>,
    /// What cells state and can be, once it was asked: the same are changed over and over.
    known: RefCell<BTreeMap<CellAddress, Known>>,
}

/// What is known of a cell.
#[derive(Clone)]
struct Known {
    /// What it states; 0 where it is blank but asked for, nothing where it follows from others.
    value: Option<Value>,
    is_whole: bool,
    domain: Interval,
}

impl Court<'_, '_> {
    /// What does not hold, with what it says.
    fn failed_relations(&self) -> impl Iterator<Item = (&BoundRelation, &Relation)> {
        let relation = |bound| {
            let number = self.part.number(bound)?;
            Some((bound, self.part.problem.relations().get(number)?))
        };
        self.failed.keys().filter_map(relation)
    }

    /// Whether some relation that does not hold leaves no room.
    fn is_exact(&self) -> bool {
        let is_exact = |relation: &Relation| match relation {
            Relation::Quotient { .. } => true,
            Relation::Either(lists) => {
                let mut rows = lists.iter().flatten();
                lists.len() == 1 && rows.any(|row| row.interval.radius().is_some())
            }
        };
        self.failed_relations().any(|(_, relation)| is_exact(relation))
    }

    fn sheet(&self, address: &CellAddress) -> Option<&'_ Sheet> {
        self.part.net().sheet(address)
    }

    /// What a cell states; 0 where it is blank but asked for.
    fn value(&self, address: &CellAddress) -> Option<Value> {
        self.known(address, |known| known.value.clone())
    }

    /// Tells something of a cell.
    fn known<T>(&self, address: &CellAddress, told: impl FnOnce(&Known) -> T) -> T {
        if let Some(known) = self.known.borrow().get(address) {
            return told(known);
        }
        let known = self.look_up(address);
        let answer = told(&known);
        self.known.borrow_mut().insert(address.clone(), known);
        answer
    }

    fn look_up(&self, address: &CellAddress) -> Known {
        let content = self.part.content(address);
        let form = self.sheet(address).map(Sheet::form);
        let is_asked = form.is_some_and(|form| {
            address.index.column < form.columns().len().max(1) && is_open(form, address.index)
        });
        let nought = (*content == Content::Blank && is_asked).then(|| Value::exact(Rational::ZERO));
        let cell = self.part.net().cell(address, true);
        let stated = Value::of(content).filter(|_| !self.part.net().is_computed(address));
        Known { value: stated.or(nought), is_whole: cell.is_whole, domain: cell.domain }
    }

    fn kind(&self, address: &CellAddress) -> Option<UnitKind> {
        self.part.kind(address)
    }

    /// The cells of the same sheet that state something, in the order of the form.
    fn cells_of_sheet(&self, address: &CellAddress) -> Vec<CellAddress> {
        let figures = self.sheet(address).into_iter().flat_map(Sheet::figures);
        figures.map(|(index, _)| CellAddress { index, ..address.clone() }).collect()
    }

    /// Tries one hypothesis: these cells say something else.
    fn try_changes(
        &mut self,
        cause: Cause,
        changes: impl IntoIterator<Item = (CellAddress, Value)>,
    ) {
        let changes: BTreeMap<CellAddress, Value> = changes
            .into_iter()
            .filter(|(address, to)| self.value(address).is_some_and(|is| is.number != to.number))
            .collect();
        let is_within = self.left >= changes.len() && self.accepted.len() < MOST_KEPT;
        self.left = self.left.saturating_sub(changes.len());
        if changes.len() < 2 || !is_within || !self.settles(&changes) {
            return;
        }
        let points = changes.into_iter();
        let changes: BTreeMap<CellAddress, Interval> =
            points.map(|(address, to)| (address, Interval::point(to.number))).collect();
        if self.accepted.iter().all(|known| known.changes != changes) {
            let is_exact = self.is_exact();
            self.accepted.push(Hypothesis { cause, changes, is_exact });
        }
    }

    /// The same for what many a figure is by chance.
    fn try_inexact(
        &mut self,
        cause: Cause,
        changes: impl IntoIterator<Item = (CellAddress, Value)>,
    ) {
        let known = self.accepted.len();
        self.try_changes(cause, changes);
        for hypothesis in self.accepted.iter_mut().skip(known) {
            hypothesis.is_exact = false;
        }
    }

    /// Tries a hypothesis that leaves one cell open: it says what some relation that does not hold
    /// leaves for it.
    fn try_with_open(
        &mut self,
        cause: Cause,
        mut changes: Vec<(CellAddress, Value)>,
        open: &CellAddress,
    ) {
        let Some(id) = self.part.id(open).filter(|_| self.left >= changes.len()) else { return };
        self.left -= changes.len();
        let said: BTreeMap<CellAddress, Value> = changes.iter().cloned().collect();
        let instead = self.instead(&said);
        let taken = Taken { problem: &self.part.problem, instead: &instead };
        let implied = self.failed_relations().find_map(|(_, relation)| {
            let implied = taken.implied(relation, id);
            let [implied] = implied.as_slice() else { return None };
            implied.as_point().cloned()
        });
        if let Some(implied) = implied {
            changes.push((open.clone(), Value::exact(implied)));
            self.try_changes(cause, changes);
        }
    }

    /// Whether changes settle all that does not hold and unsettle nothing.
    fn settles(&mut self, changes: &BTreeMap<CellAddress, Value>) -> bool {
        let is_touched = |cells: &Vec<CellAddress>| {
            changes.keys().any(|address| cells.binary_search(address).is_ok())
        };
        if !self.failed.values().all(is_touched)
            || !changes.iter().all(|(at, to)| self.can_be(at, to))
        {
            return false;
        }
        let instead = self.instead(changes);
        let taken = Taken { problem: &self.part.problem, instead: &instead };
        if !self.failed_relations().all(|(_, relation)| taken.is_possible(relation)) {
            return false;
        }
        let cells: Vec<CellAddress> = changes.keys().cloned().collect();
        self.part.surround(&cells);
        if self.part.touches_opaque(changes.keys()) {
            return false;
        }
        let instead = self.instead(changes);
        let problem = &self.part.problem;
        let nothing = BTreeMap::new();
        let [before, after] = [&nothing, &instead].map(|instead| Taken { problem, instead });
        let numbers: BTreeSet<usize> =
            instead.keys().flat_map(|id| problem.touching(*id)).copied().collect();
        let numbers = numbers.into_iter();
        let relations: Vec<&Relation> =
            numbers.filter_map(|number| problem.relations().get(number)).collect();
        let holds =
            |relation: &&Relation| after.is_possible(relation) || !before.is_possible(relation);
        if !relations.iter().all(holds) {
            return false;
        }
        let mut cells = relations.iter().flat_map(|relation| relation.cells());
        let is_tied = cells.any(|id| {
            let is_number = |cell: &super::problem::Cell| cell.stated.as_point().is_some();
            !problem.get(id).is_some_and(is_number) && problem.touching(id).len() > 1
        });
        if !is_tied {
            return true;
        }
        let settled = problem.stating(&instead);
        let mut budget = Budget::steps(self.limits.steps);
        let verdict = Search::new(&settled).decide(&BTreeSet::new(), &mut budget);
        matches!(verdict, Verdict::Enough)
    }

    fn instead(&self, changes: &BTreeMap<CellAddress, Value>) -> BTreeMap<CellId, Interval> {
        let known = changes.iter();
        known.filter_map(|(at, to)| Some((self.part.id(at)?, to.interval.clone()))).collect()
    }

    /// Whether a cell can hold such a figure.
    fn can_be(&self, address: &CellAddress, to: &Value) -> bool {
        self.known(address, |known| {
            let is_whole = !known.is_whole || to.number.is_integer();
            is_whole && known.domain.meet(&to.interval).is_some()
        })
    }
}

/// The cells beside one: above, below, left and right.
pub(super) fn beside(CellIndex { line, column }: CellIndex) -> impl Iterator<Item = CellIndex> {
    let lines = [line.checked_sub(1), line.checked_add(1)].into_iter().flatten();
    let columns = [column.checked_sub(1), column.checked_add(1)].into_iter().flatten();
    lines
        .map(move |line| CellIndex { line, column })
        .chain(columns.map(move |column| CellIndex { line, column }))
}

/// Whether two cells stand on the same sheet.
pub(super) fn is_same_sheet(a: &CellAddress, b: &CellAddress) -> bool {
    (&a.form, a.period, &a.organization) == (&b.form, b.period, &b.organization)
}
