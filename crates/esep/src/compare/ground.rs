//! Grounds: whose figures are to be compared with whose.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::GroundChanges;
use super::figures::SheetsOfPeriod;
use crate::book::Book;
use crate::id::OrganizationId;
use crate::period::Period;
use crate::structure::Organization;

/// Organizations that cover the same ground in two periods: usually one and itself, otherwise
/// predecessors and successors.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ground {
    /// Who was there in the period compared with, sorted; nobody where an organization joined.
    pub before: Vec<OrganizationId>,
    /// Who is there in the period compared, sorted; nobody where an organization left.
    pub after: Vec<OrganizationId>,
}

/// When an organization is there at all.
struct Life {
    start: Option<Date>,
    end: Option<Date>,
}

impl Life {
    /// The life that the structure gives, over however many affiliations.
    ///
    /// A successor without `since` is there from the first report that it hands in.
    fn of(book: &Book, organization: &Organization) -> Self {
        let affiliations = &organization.affiliations;
        let since = affiliations.iter().map(|affiliation| affiliation.since).min().flatten();
        let is_ended = affiliations.iter().all(|affiliation| affiliation.until.is_some());
        let start = since.or_else(|| {
            if organization.predecessors.is_empty() {
                return None;
            }
            let own = book.sheets.iter().filter(|sheet| sheet.organization() == &organization.id);
            own.map(|sheet| sheet.period().last_day()).min()
        });
        let end = affiliations.iter().map(|affiliation| affiliation.until).max().flatten();
        Self { start, end: end.filter(|_| is_ended) }
    }

    fn holds_on(&self, day: Date) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day < end)
    }

    /// Whether it begins and ends between two days.
    fn lies_between(&self, early: Date, late: Date) -> bool {
        self.start.is_some_and(|start| start > early) && self.end.is_some_and(|end| end <= late)
    }
}

/// Who took over whose ground between two periods.
pub(super) struct Succession<'a> {
    book: &'a Book,
    sides: [Side<'a>; 2],
    lives: BTreeMap<&'a OrganizationId, Life>,
    groups: Groups<'a>,
}

/// A period and the figures of it.
type Side<'a> = (Period, &'a SheetsOfPeriod);

impl<'a> Succession<'a> {
    /// Who succeeded whom after the earlier of two periods and until the later one.
    pub(super) fn between(book: &'a Book, sides: [Side<'a>; 2]) -> Self {
        let lives = book.structure.iter();
        let lives = lives.map(|organization| (&organization.id, Life::of(book, organization)));
        let groups = Groups::default();
        let mut succession = Self { book, sides, lives: lives.collect(), groups };
        let [first, second] = sides;
        let (early, late) = if first.0 <= second.0 { (first, second) } else { (second, first) };
        for successor in book.structure.iter() {
            for predecessor in &successor.predecessors {
                if succession.passes(predecessor, &successor.id, early, late) {
                    succession.groups.join(predecessor, &successor.id);
                }
            }
        }
        succession
    }

    /// Whether ground passed from one to the other: the one was there at first, the other at last,
    /// and not both at both times.
    fn passes(
        &self,
        predecessor: &OrganizationId,
        successor: &OrganizationId,
        early: Side<'_>,
        late: Side<'_>,
    ) -> bool {
        let (early_day, late_day) = (early.0.last_day(), late.0.last_day());
        let is_between = |id: &OrganizationId| {
            let life = self.lives.get(id);
            life.is_some_and(|life| life.lies_between(early_day, late_day))
        };
        let gave = self.is_there(predecessor, early) || is_between(predecessor);
        let took = self.is_there(successor, late) || is_between(successor);
        let is_new = !self.is_there(successor, early) || !self.is_there(predecessor, late);
        early_day < late_day && gave && took && is_new
    }

    fn is_there(&self, id: &OrganizationId, (period, sheets): Side<'_>) -> bool {
        let life = self.lives.get(id);
        sheets.contains_key(id) || life.is_none_or(|life| life.holds_on(period.last_day()))
    }

    /// The grounds on which anybody has figures in either period, sorted.
    pub(super) fn grounds(&self) -> Vec<Ground> {
        let reporting: BTreeSet<&OrganizationId> =
            self.sides.iter().flat_map(|(_, sheets)| sheets.keys()).collect();
        let mut grounds = BTreeSet::new();
        for id in reporting {
            let members = self.groups.members(id);
            let [before, after] = self
                .sides
                .map(|side| members.iter().filter(|id| self.is_there(id, side)).cloned().collect());
            grounds.insert(Ground { before, after });
        }
        grounds.into_iter().collect()
    }

    /// For each ground, who joined and who left below it, so that it is no longer the same.
    pub(super) fn below(&self, grounds: &[Ground]) -> BTreeMap<Ground, [Vec<OrganizationId>; 2]> {
        let mut sets: BTreeMap<&OrganizationId, [BTreeSet<&OrganizationId>; 2]> = BTreeMap::new();
        for organization in self.book.structure.iter() {
            for (side, (period, _)) in self.sides.iter().enumerate() {
                let up = |id: &&'a OrganizationId| self.book.structure.parent(id, *period);
                for above in std::iter::successors(up(&&organization.id), up) {
                    if let Some(set) = sets.entry(above).or_default().get_mut(side) {
                        set.insert(&organization.id);
                    }
                }
            }
        }
        let set = |organizations: &[OrganizationId], side: usize| {
            let sets = organizations.iter().filter_map(|id| sets.get(id)?.get(side));
            sets.flatten().copied().collect::<BTreeSet<&OrganizationId>>()
        };
        let changed = |ground: &Ground| {
            let (before, after) = (set(&ground.before, 0), set(&ground.after, 1));
            [self.new_ground(&after, &before, 1), self.new_ground(&before, &after, 0)]
        };
        let moved = grounds.iter().filter(|it| !it.before.is_empty() && !it.after.is_empty());
        moved.map(|ground| (ground.clone(), changed(ground))).collect()
    }

    /// Those of a set whose ground another set does not cover; of these only the highest.
    fn new_ground(
        &self,
        these: &BTreeSet<&OrganizationId>,
        others: &BTreeSet<&OrganizationId>,
        side: usize,
    ) -> Vec<OrganizationId> {
        let is_covered = |id: &OrganizationId| {
            self.groups.members(id).iter().any(|member| others.contains(member))
        };
        let is_new = |id: &OrganizationId| these.contains(id) && !is_covered(id);
        let period = self.sides.get(side).map(|(period, _)| *period);
        let parent = |id: &OrganizationId| self.book.structure.parent(id, period?);
        let highest = these.iter().filter(|id| is_new(id) && !parent(id).is_some_and(is_new));
        highest.map(|id| (*id).clone()).collect()
    }
}

/// Organizations joined into groups.
#[derive(Default)]
struct Groups<'a> {
    neighbors: BTreeMap<&'a OrganizationId, BTreeSet<&'a OrganizationId>>,
}

impl<'a> Groups<'a> {
    fn join(&mut self, a: &'a OrganizationId, b: &'a OrganizationId) {
        self.neighbors.entry(a).or_default().insert(b);
        self.neighbors.entry(b).or_default().insert(a);
    }

    /// All that belong together with one, itself included, sorted.
    fn members(&self, id: &OrganizationId) -> BTreeSet<OrganizationId> {
        let mut members = BTreeSet::from([id.clone()]);
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            for neighbor in self.neighbors.get(next).into_iter().flatten() {
                if members.insert((*neighbor).clone()) {
                    open.push(neighbor);
                }
            }
        }
        members
    }
}

/// For each ground, the nearest other one that it lies below.
pub(super) fn above(
    book: &Book,
    grounds: &[GroundChanges],
    from: Period,
    to: Period,
) -> Vec<Option<usize>> {
    let mut at: BTreeMap<&OrganizationId, usize> = BTreeMap::new();
    for (index, compared) in grounds.iter().enumerate() {
        for id in compared.ground.before.iter().chain(&compared.ground.after) {
            at.insert(id, index);
        }
    }
    let search = |organizations: &[OrganizationId], own: usize, period: Period| {
        let mut next = organizations.first();
        // The tree has no circles, so that this ends.
        while let Some(id) = next {
            match at.get(id) {
                Some(found) if *found != own => return Some(*found),
                _ => next = book.structure.parent(id, period),
            }
        }
        None
    };
    let of = |(index, compared): (usize, &GroundChanges)| {
        let Ground { before, after } = &compared.ground;
        search(after, index, to).or_else(|| search(before, index, from))
    };
    grounds.iter().enumerate().map(of).collect()
}

/// Those that stand side by side: all that are on top, or, where one alone is, those right below it.
pub(super) fn side_by_side(above: &[Option<usize>]) -> Vec<usize> {
    let below = |wanted: Option<usize>| {
        let indices = above.iter().enumerate();
        indices.filter(move |(_, above)| **above == wanted).map(|(index, _)| index)
    };
    let top: Vec<usize> = below(None).collect();
    match top.as_slice() {
        [only] if below(Some(*only)).next().is_some() => below(Some(*only)).collect(),
        _ => top,
    }
}
