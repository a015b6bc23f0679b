//! Findings in groups that belong together, and the smallest sets of each.
//!
//! Findings that share figures belong together. So do those whose smallest sets meet: where a set
//! of one group touches what does not hold in another, and where sets of both are kept from being
//! enough by the same relation, so that together they might be; and those that one slip explains:
//! a row of a tree, two figures in each other's place.

mod exchanged;
mod rows;
mod sharing;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::book::{Explained, Outcome, slips, solved};
use super::hypothesis::hypotheses;
use super::net::Net;
use super::part::{Part, Relations};
use super::problem::CellId;
use super::telling::Teller;
use super::{Answer, Explanation, Limits};
use crate::finding::{BoundRelation, Finding};
use crate::sheet::CellAddress;
use sharing::{Group, groups, join, leader};

/// So often a problem is widened by the relations that touch what may be wrong.
const MOST_ROUNDS: usize = 12;
/// No more groups than these are looked at together.
const MOST_JOINED: usize = 6;
/// So much is looked at for all groups together: of each look, the square of its cells; of a row,
/// its cells times its relations. Where hundreds of groups lie in families of hundreds, the last
/// are not looked at.
const MOST_LOOKED_AT: u64 = 200_000_000;

/// Groups that are explained together, and what became of that.
struct Joined {
    /// Which groups.
    members: BTreeSet<usize>,
    explained: Explained,
    /// How many figures are wrong, and in how many ways; `None` where that was not found out.
    sizes: Option<(u64, usize)>,
    /// The relations that hold and were looked at.
    around: Vec<BoundRelation>,
}

/// A look at some groups.
enum Look<'n> {
    Solved(Box<Part<'n>>, Explanation),
    /// At least so many figures are wrong.
    OutOfBudget(Box<Part<'n>>, u64),
    Not(Outcome),
}

/// All groups, explained, in the order of their first findings.
pub(super) fn explained_groups<'n>(
    net: &'n Net<'n>,
    findings: &[Finding],
    limits: &Limits,
) -> Vec<Explained> {
    let groups = groups(net, findings);
    let mut looker = Looker {
        net,
        findings,
        limits,
        failed: BTreeMap::new(),
        impossible: BTreeMap::new(),
        left: Cell::new(MOST_LOOKED_AT),
        all_failed: OnceCell::new(),
        groups: &groups,
    };
    for (number, group) in groups.iter().enumerate() {
        looker.failed.extend(group.relations.keys().map(|relation| (relation.clone(), number)));
        looker.impossible.extend(group.cells.iter().map(|cell| (cell.clone(), number)));
    }
    let joined = looker.exchanged(looker.tied(looker.joined())).into_iter();
    let mut explained: Vec<Explained> = joined.map(|joined| joined.explained).collect();
    explained.sort_by(|a, b| a.findings.cmp(&b.findings));
    explained
}

/// Looks at groups, alone and together.
struct Looker<'n, 'l> {
    net: &'n Net<'n>,
    findings: &'l [Finding],
    limits: &'l Limits,
    groups: &'l [Group],
    /// The group of each relation that does not hold.
    failed: BTreeMap<BoundRelation, usize>,
    /// The group of each cell that states what cannot be.
    impossible: BTreeMap<CellAddress, usize>,
    /// How much more may be looked at.
    left: Cell<u64>,
    /// All relations that do not hold, once that was asked.
    all_failed: OnceCell<Rc<BTreeSet<BoundRelation>>>,
}

impl<'n, 'l> Looker<'n, 'l> {
    /// Some groups as one.
    fn group(&self, members: &BTreeSet<usize>) -> Cow<'l, Group> {
        let mut groups = members.iter().filter_map(|member| self.groups.get(*member));
        let first = groups.next().map_or_else(Cow::default, Cow::Borrowed);
        groups.fold(first, |mut all, group| {
            all.to_mut().add(group.clone());
            all
        })
    }

    /// All groups, those together that meet. What was looked at is dropped as soon as it is told.
    fn joined(&self) -> Vec<Joined> {
        let rows = self.rows().into_iter().map(|row| (row.members.clone(), row));
        let mut joined: BTreeMap<BTreeSet<usize>, Joined> = rows.collect();
        let of_rows: BTreeSet<usize> = joined.keys().flatten().copied().collect();
        let others = (0..self.groups.len()).rev().filter(|number| !of_rows.contains(number));
        let mut waiting: Vec<BTreeSet<usize>> = others.map(|number| [number].into()).collect();
        // Those of which too many meet to be looked at together.
        let mut alone: BTreeSet<usize> = BTreeSet::new();
        while let Some(members) = waiting.pop() {
            let group = self.group(&members);
            if members.first().is_some_and(|number| alone.contains(number)) {
                let (look, _) = self.look(&group, self.all_failed(), false);
                let mut one = self.told(members.clone(), &group, look);
                one.cut_short();
                joined.insert(members, one);
                continue;
            }
            let (look, met) = self.look(&group, Rc::default(), true);
            let all = members.len() + met.len();
            if members.len() > 1 && !matches!(look, Look::Solved(..))
                || all > MOST_JOINED
                || !met.is_disjoint(&alone)
            {
                alone.extend(&members);
                waiting.extend(members.into_iter().map(|member| [member].into()));
            } else if met.is_empty() {
                let one = self.told(members.clone(), &group, look);
                joined.insert(members, one);
            } else {
                let mut all = members;
                all.extend(met);
                let is_apart = |other: &BTreeSet<usize>| other.is_disjoint(&all);
                let apart: Vec<BTreeSet<usize>> =
                    joined.keys().chain(&waiting).filter(|it| !is_apart(it)).cloned().collect();
                joined.retain(|other, _| is_apart(other));
                waiting.retain(is_apart);
                all.extend(apart.into_iter().flatten());
                waiting.push(all);
            }
        }
        joined.into_values().collect()
    }

    /// What a look tells of groups.
    fn told(&self, members: BTreeSet<usize>, group: &Group, look: Look<'n>) -> Joined {
        let teller = self.teller(group);
        let around = |part: &Part<'_>| -> Vec<BoundRelation> {
            part.relations().filter(|it| !self.failed.contains_key(it)).cloned().collect()
        };
        let (outcome, around, sizes) = match look {
            Look::Not(outcome) => (outcome, Vec::new(), None),
            Look::OutOfBudget(mut part, at_least) => {
                let accepted = hypotheses(&mut part, &group.relations, at_least, self.limits);
                let solutions = slips(&part, accepted, &teller);
                (Outcome::OutOfBudget { at_least, solutions }, Vec::new(), None)
            }
            Look::Solved(mut part, explanation) => {
                let around = around(&part);
                let sizes = Some((explanation.weight, explanation.repairs.len()));
                let outcome =
                    solved(&mut part, &group.relations, &explanation, &teller, self.limits);
                (outcome, around, sizes)
            }
        };
        let explained = Explained { findings: group.findings.clone(), outcome };
        Joined { members, explained, sizes, around }
    }

    /// Says where cells stand, in view of the findings of a group.
    fn teller(&self, group: &Group) -> Teller<'_> {
        let complaints =
            group.findings.iter().filter_map(|number| self.findings.get(*number)?.cells.first());
        Teller { book: self.net.book(), complaints: complaints.collect() }
    }

    /// What does not hold in a group as a problem; `None` where some of it is not linear.
    fn part(
        &self,
        Group { relations, cells, .. }: &Group,
        excluded: Rc<BTreeSet<BoundRelation>>,
    ) -> Option<Part<'n>> {
        let mut part = Part::of(self.net, relations, excluded);
        part.surround(&cells.iter().cloned().collect::<Vec<_>>());
        let is_linear = !part.opaque.keys().any(|relation| relations.contains_key(relation));
        is_linear.then_some(part)
    }

    /// Whether so much may still be looked at.
    fn pay(&self, cells: usize, times: usize) -> bool {
        let price = u64::try_from(cells.saturating_mul(times)).unwrap_or(u64::MAX);
        let left = self.left.get().checked_sub(price);
        left.inspect(|left| self.left.set(*left)).is_some()
    }

    /// All that does not hold, in whatever group.
    fn all_failed(&self) -> Rc<BTreeSet<BoundRelation>> {
        Rc::clone(self.all_failed.get_or_init(|| Rc::new(self.failed.keys().cloned().collect())))
    }

    /// The smallest sets of a group, as far as the relations go that are not excluded; with the
    /// other groups that they met, which end the look where they are asked for.
    ///
    /// At first only what does not hold is looked at, then what touches the sets that are enough
    /// for that, and so on: once all that touches them is there, they are enough for everything,
    /// and none is left out, since no set is enough for more that is not enough for less.
    fn look(
        &self,
        group: &Group,
        excluded: Rc<BTreeSet<BoundRelation>>,
        ends_where_met: bool,
    ) -> (Look<'n>, BTreeSet<usize>) {
        let Group { relations, cells, .. } = group;
        let Some(mut part) = self.part(group, excluded) else {
            return (Look::Not(Outcome::NotLinear), BTreeSet::new());
        };
        for _ in 0..MOST_ROUNDS {
            let size = part.problem.cells().len();
            if !self.pay(size, size) {
                break;
            }
            let answer = part.problem.smallest(self.limits);
            let is_wider = match &answer {
                Answer::Contradictory => false,
                Answer::Explained(explanation) if explanation.is_complete => {
                    part.include_around(changed(explanation))
                }
                // Where more is asked, fewer sets are enough.
                _ => relations.values().filter(|cells| part.surround(cells)).count() > 0,
            };
            let is_solved = matches!(answer, Answer::Explained(_));
            let met = if is_solved { self.met(&part, relations, cells) } else { BTreeSet::new() };
            let is_met = ends_where_met && !met.is_empty();
            if is_wider && !is_met {
                continue;
            }
            let look = match answer {
                Answer::Consistent | Answer::Contradictory => Look::Not(Outcome::Contradictory),
                Answer::OutOfBudget { at_least } => Look::OutOfBudget(Box::new(part), at_least),
                Answer::Explained(explanation) => Look::Solved(Box::new(part), explanation),
            };
            return (look, met);
        }
        (Look::OutOfBudget(Box::new(part), 1), BTreeSet::new())
    }

    /// The other groups of which something stands in a part.
    fn met(
        &self,
        part: &Part<'_>,
        own: &Relations,
        own_cells: &BTreeSet<CellAddress>,
    ) -> BTreeSet<usize> {
        let others = part.relations().filter(|relation| !own.contains_key(*relation));
        let mut met: BTreeSet<usize> =
            others.filter_map(|relation| self.failed.get(relation).copied()).collect();
        if self.impossible.len() > own_cells.len() {
            let cells = part.problem.cells().filter_map(|(id, _)| part.address(id));
            let others = cells.filter(|cell| !own_cells.contains(*cell));
            met.extend(others.filter_map(|cell| self.impossible.get(cell)));
        }
        met
    }

    /// Joins what the same relation, which holds, keeps from being settled otherwise, where there
    /// are other ways for both together.
    fn tied(&self, joined: Vec<Joined>) -> Vec<Joined> {
        let ties = self.ties(&joined);
        let mut leaders: Vec<usize> = (0..joined.len()).collect();
        for (a, b) in ties {
            join(&mut leaders, a, b);
        }
        let mut components: BTreeMap<usize, Vec<Joined>> = BTreeMap::new();
        for (place, one) in joined.into_iter().enumerate() {
            components.entry(leader(&mut leaders, place)).or_default().push(one);
        }
        components.into_values().flat_map(|component| self.together(component)).collect()
    }

    /// Groups that may have other ways together: one, if they have, or else each by itself.
    fn together(&self, mut component: Vec<Joined>) -> Vec<Joined> {
        if component.len() < 2 {
            return component;
        }
        let members: BTreeSet<usize> =
            component.iter().flat_map(|one| one.members.iter().copied()).collect();
        let group = self.group(&members);
        if component.len() <= MOST_JOINED
            && let (Look::Solved(part, joint), met) = self.look(&group, Rc::default(), true)
            && met.is_empty()
            && joint.is_complete
        {
            let apart = component.iter().filter_map(|one| one.sizes);
            let apart = apart.fold((0, 1), |all, one| (all.0 + one.0, all.1 * one.1));
            // Where all ways are made of one of each, nothing is gained.
            if apart == (joint.weight, joint.repairs.len()) {
                return component;
            }
            return vec![self.told(members, &group, Look::Solved(part, joint))];
        }
        component.iter_mut().for_each(Joined::cut_short);
        component
    }

    /// Pairs of places of groups whose sets the same relation keeps from being enough.
    fn ties(&self, joined: &[Joined]) -> Vec<(usize, usize)> {
        let mut holders: BTreeMap<&BoundRelation, usize> = BTreeMap::new();
        for relation in joined.iter().flat_map(|one| &one.around) {
            *holders.entry(relation).or_default() += 1;
        }
        let is_shared = |relation: &&BoundRelation| holders.get(*relation).is_some_and(|n| *n > 1);
        let mut kept: BTreeMap<&BoundRelation, usize> = BTreeMap::new();
        let mut ties = Vec::new();
        for (place, one) in joined.iter().enumerate() {
            let shared = || one.around.iter().filter(is_shared);
            if shared().next().is_none() || !self.is_kept(one, Rc::new(shared().cloned().collect()))
            {
                continue;
            }
            for relation in shared() {
                if let Some(other) = kept.insert(relation, place) {
                    ties.push((other, place));
                }
            }
        }
        ties
    }

    /// Whether there would be other sets without these relations.
    fn is_kept(&self, one: &Joined, shared: Rc<BTreeSet<BoundRelation>>) -> bool {
        match self.look(&self.group(&one.members), shared, true) {
            (Look::Solved(_, without), met) => {
                !met.is_empty() || Some((without.weight, without.repairs.len())) != one.sizes
            }
            _ => true,
        }
    }
}

impl Joined {
    /// Notes that more could be said if more were looked at together.
    fn cut_short(&mut self) {
        if let Outcome::Solved { is_complete, certain, .. } = &mut self.explained.outcome {
            *is_complete = false;
            certain.clear();
        }
    }
}

/// The cells that some repair changes.
fn changed(explanation: &Explanation) -> BTreeSet<CellId> {
    explanation.repairs.iter().flat_map(|repair| repair.changes.keys()).copied().collect()
}
