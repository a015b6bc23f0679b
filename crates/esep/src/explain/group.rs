//! Findings in groups that belong together, and the smallest sets of each.
//!
//! Findings that share figures belong together. So do those whose smallest sets meet: where a set
//! of one group touches what does not hold in another, and where sets of both are kept from being
//! enough by the same relation, so that together they might be.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::book::{Explained, Outcome, solved};
use super::net::Net;
use super::part::{Part, Relations};
use super::problem::CellId;
use super::telling::Teller;
use super::{Answer, Explanation, Limits};
use crate::finding::{BoundRelation, Code, Finding};
use crate::sheet::{CellAddress, CellIndex};

/// So often a problem is widened by the relations that touch what may be wrong.
const MOST_ROUNDS: usize = 8;
/// No more groups than these are looked at together.
const MOST_JOINED: usize = 6;
/// So much is looked at for all groups together: of each look, the square of its cells. Where
/// hundreds of groups lie in families of hundreds, the last are not looked at.
const MOST_LOOKED_AT: u64 = 200_000_000;

/// Findings that share figures, with what is wrong.
#[derive(Clone, Default)]
struct Group {
    findings: Vec<usize>,
    /// The relations that do not hold.
    relations: Relations,
    /// The cells that state what cannot be, whatever the others are.
    cells: BTreeSet<CellAddress>,
}

/// Groups that are explained together, and what became of that.
struct Joined<'n> {
    groups: Vec<Group>,
    look: Look<'n>,
    /// Whether more could be said if more were looked at together.
    is_cut_short: bool,
}

/// A look at some groups.
enum Look<'n> {
    Solved(Box<Part<'n>>, Explanation),
    Not(Outcome),
}

/// All groups, explained, in the order of their first findings.
pub(super) fn explained_groups<'n>(
    net: &'n Net<'n>,
    findings: &[Finding],
    limits: &Limits,
) -> Vec<Explained> {
    let looker = Looker {
        net,
        limits,
        failed: BTreeMap::new(),
        impossible: BTreeMap::new(),
        left: Cell::new(MOST_LOOKED_AT),
    };
    let joined = looker.joined(&groups(net, findings));
    let mut explained: Vec<Explained> = joined
        .into_iter()
        .map(|Joined { groups, look, is_cut_short }| {
            let Group { findings: numbers, relations, .. } = together(&groups);
            let complaints =
                numbers.iter().filter_map(|number| findings.get(*number)?.cells.first());
            let teller = Teller { book: net.book(), complaints: complaints.collect() };
            let outcome = match look {
                Look::Not(outcome) => outcome,
                Look::Solved(mut part, explanation) => {
                    let is_complete = explanation.is_complete && !is_cut_short;
                    let explanation = Explanation { is_complete, ..explanation };
                    solved(&mut part, &relations, &explanation, &teller, limits)
                }
            };
            Explained { findings: numbers, outcome }
        })
        .collect();
    explained.sort_by(|a, b| a.findings.cmp(&b.findings));
    explained
}

/// The groups of findings that share figures.
fn groups(net: &Net<'_>, findings: &[Finding]) -> Vec<Group> {
    let asked = |finding: &Finding| -> Option<Relations> {
        let bound = finding.relations.iter();
        bound.map(|bound| Some((bound.clone(), net.asked(bound)?))).collect()
    };
    let mut leaders: Vec<usize> = (0..findings.len()).collect();
    let mut first_with: BTreeMap<CellAddress, usize> = BTreeMap::new();
    let mut alone: Vec<Group> = Vec::new();
    for (number, finding) in findings.iter().enumerate() {
        let Some(relations) = asked(finding) else { continue };
        let cells: BTreeSet<CellAddress> = impossible(net, finding).into_iter().collect();
        for cell in relations.values().flatten().chain(&cells) {
            match first_with.get(cell) {
                Some(other) => join(&mut leaders, number, *other),
                None => {
                    first_with.insert(cell.clone(), number);
                }
            }
        }
        if !relations.is_empty() || !cells.is_empty() {
            alone.push(Group { findings: vec![number], relations, cells });
        }
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for group in alone {
        let first = group.findings.first().map_or(0, |number| leader(&leaders, *number));
        groups.entry(first).or_default().add(group);
    }
    groups.into_values().collect()
}

/// The first of those that are one with this.
fn leader(leaders: &[usize], mut number: usize) -> usize {
    while let Some(other) = leaders.get(number).filter(|other| **other != number) {
        number = *other;
    }
    number
}

/// Makes those that two are one with one.
fn join(leaders: &mut [usize], a: usize, b: usize) {
    let (a, b) = (leader(leaders, a), leader(leaders, b));
    if let Some(leader) = leaders.get_mut(a.max(b)) {
        *leader = a.min(b);
    }
}

impl Group {
    fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.findings.sort_unstable();
        self.relations.extend(other.relations);
        self.cells.extend(other.cells);
    }
}

fn together(groups: &[Group]) -> Group {
    let mut all = Group::default();
    for group in groups {
        all.add(group.clone());
    }
    all
}

/// The cell of a finding that its figure cannot be, where others depend on it.
fn impossible(net: &Net<'_>, finding: &Finding) -> Option<CellAddress> {
    if !matches!(finding.code, Code::NegativeCount | Code::FigureOutOfBounds) {
        return None;
    }
    let cell = finding.cells.first()?;
    let form = net.book().forms.get(cell.form.as_str())?;
    let column = match &cell.column {
        Some(column) => form.column_position(column.as_str())?,
        None => 0,
    };
    let index = CellIndex { line: form.line_position(cell.line.as_str())?, column };
    let (form, period) = (cell.form.clone(), cell.period);
    let address = CellAddress { form, period, organization: cell.organization.clone(), index };
    net.is_touched(&address).then_some(address)
}

/// Looks at groups, alone and together.
struct Looker<'n, 'l> {
    net: &'n Net<'n>,
    limits: &'l Limits,
    /// The group of each relation that does not hold.
    failed: BTreeMap<BoundRelation, usize>,
    /// The group of each cell that states what cannot be.
    impossible: BTreeMap<CellAddress, usize>,
    /// How much more may be looked at.
    left: Cell<u64>,
}

impl<'n> Looker<'n, '_> {
    fn joined(mut self, groups: &[Group]) -> Vec<Joined<'n>> {
        for (number, group) in groups.iter().enumerate() {
            self.failed.extend(group.relations.keys().map(|relation| (relation.clone(), number)));
            self.impossible.extend(group.cells.iter().map(|cell| (cell.clone(), number)));
        }
        let mut waiting: Vec<BTreeSet<usize>> =
            (0..groups.len()).rev().map(|number| [number].into()).collect();
        let mut joined: BTreeMap<BTreeSet<usize>, Joined<'n>> = BTreeMap::new();
        // Those of which too many meet to be looked at together.
        let mut alone: BTreeSet<usize> = BTreeSet::new();
        while let Some(members) = waiting.pop() {
            let own: Vec<Group> =
                members.iter().filter_map(|member| groups.get(*member).cloned()).collect();
            if let Some(number) = members.first().filter(|number| alone.contains(number)) {
                let (look, _) = self.look(&own, &self.foreign(*number), false);
                joined.insert(members, Joined { groups: own, look, is_cut_short: true });
                continue;
            }
            let (look, met) = self.look(&own, &BTreeSet::new(), true);
            let all = members.len() + met.len();
            if members.len() > 1 && matches!(look, Look::Not(_))
                || all > MOST_JOINED
                || !met.is_disjoint(&alone)
            {
                alone.extend(&members);
                waiting.extend(members.into_iter().map(|member| [member].into()));
            } else if met.is_empty() {
                joined.insert(members, Joined { groups: own, look, is_cut_short: false });
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
        self.tied(joined.into_values().collect())
    }

    /// What does not hold in other groups.
    fn foreign(&self, own: usize) -> BTreeSet<BoundRelation> {
        let others = self.failed.iter().filter(|(_, group)| **group != own);
        others.map(|(relation, _)| relation.clone()).collect()
    }

    /// The smallest sets of some groups, as far as the relations go that are not excluded; with the
    /// other groups that they met, which end the look where they are asked for.
    fn look(
        &self,
        groups: &[Group],
        excluded: &BTreeSet<BoundRelation>,
        ends_where_met: bool,
    ) -> (Look<'n>, BTreeSet<usize>) {
        let Group { relations, cells, .. } = together(groups);
        let mut part = Part::around(self.net, &relations, excluded.clone());
        part.surround(&cells.iter().cloned().collect::<Vec<_>>());
        if part.opaque.keys().any(|relation| relations.contains_key(relation)) {
            return (Look::Not(Outcome::NotLinear), BTreeSet::new());
        }
        for _ in 0..MOST_ROUNDS {
            let n_cells = u64::try_from(part.problem.cells().len()).unwrap_or(u64::MAX);
            let Some(left) = self.left.get().checked_sub(n_cells.saturating_mul(n_cells)) else {
                return (Look::Not(Outcome::OutOfBudget { at_least: 1 }), BTreeSet::new());
            };
            self.left.set(left);
            let explanation = match part.problem.smallest(self.limits) {
                Answer::Consistent | Answer::Contradictory => {
                    return (Look::Not(Outcome::Contradictory), BTreeSet::new());
                }
                Answer::OutOfBudget { at_least } => {
                    return (Look::Not(Outcome::OutOfBudget { at_least }), BTreeSet::new());
                }
                Answer::Explained(explanation) => explanation,
            };
            let is_wider = part.include_around(changed(&explanation));
            let others = part.relations().filter(|relation| !relations.contains_key(*relation));
            let mut met: BTreeSet<usize> =
                others.filter_map(|relation| self.failed.get(relation).copied()).collect();
            let other_cells = self.impossible.iter().filter(|(cell, _)| !cells.contains(cell));
            let included = other_cells.filter(|(cell, _)| part.id(cell).is_some());
            met.extend(included.map(|(_, group)| *group));
            if !is_wider || ends_where_met && !met.is_empty() {
                return (Look::Solved(Box::new(part), explanation), met);
            }
        }
        (Look::Not(Outcome::OutOfBudget { at_least: 1 }), BTreeSet::new())
    }

    /// Joins what the same relation, which holds, keeps from being settled otherwise, where there
    /// are other ways for both together.
    fn tied(&self, joined: Vec<Joined<'n>>) -> Vec<Joined<'n>> {
        let ties = self.ties(&joined);
        let mut leaders: Vec<usize> = (0..joined.len()).collect();
        for (a, b) in ties {
            join(&mut leaders, a, b);
        }
        let mut components: BTreeMap<usize, Vec<Joined<'n>>> = BTreeMap::new();
        for (place, one) in joined.into_iter().enumerate() {
            components.entry(leader(&leaders, place)).or_default().push(one);
        }
        components.into_values().flat_map(|component| self.together(component)).collect()
    }

    /// Groups that may have other ways together: one, if they have, or else each by itself.
    fn together(&self, mut component: Vec<Joined<'n>>) -> Vec<Joined<'n>> {
        if component.len() < 2 {
            return component;
        }
        let groups: Vec<Group> = component.iter().flat_map(|one| one.groups.clone()).collect();
        if component.len() <= MOST_JOINED
            && let (Look::Solved(part, joint), met) = self.look(&groups, &BTreeSet::new(), true)
            && met.is_empty()
            && joint.is_complete
        {
            let each = component.iter().filter_map(|one| match &one.look {
                Look::Solved(_, explanation) => Some(explanation),
                Look::Not(_) => None,
            });
            let apart = each.fold((0, 1), |(weight, ways), explanation| {
                (weight + explanation.weight, ways * explanation.repairs.len())
            });
            // Where all ways are made of one of each, nothing is gained.
            if apart == (joint.weight, joint.repairs.len()) {
                return component;
            }
            return vec![Joined { groups, look: Look::Solved(part, joint), is_cut_short: false }];
        }
        for one in &mut component {
            one.is_cut_short = true;
        }
        component
    }

    /// Pairs of places of groups whose sets the same relation keeps from being enough.
    fn ties(&self, joined: &[Joined<'n>]) -> Vec<(usize, usize)> {
        let mut holders: BTreeMap<&BoundRelation, usize> = BTreeMap::new();
        for one in joined {
            if let Look::Solved(part, _) = &one.look {
                for relation in part.relations().filter(|it| !self.failed.contains_key(it)) {
                    *holders.entry(relation).or_default() += 1;
                }
            }
        }
        let is_shared = |relation: &&BoundRelation| holders.get(*relation).is_some_and(|n| *n > 1);
        let mut kept: BTreeMap<&BoundRelation, usize> = BTreeMap::new();
        let mut ties = Vec::new();
        for (place, one) in joined.iter().enumerate() {
            let Look::Solved(part, explanation) = &one.look else { continue };
            let shared: BTreeSet<BoundRelation> =
                part.relations().filter(is_shared).cloned().collect();
            if shared.is_empty() || !self.is_kept(one, explanation, &shared) {
                continue;
            }
            for relation in part.relations().filter(is_shared) {
                if let Some(other) = kept.insert(relation, place) {
                    ties.push((other, place));
                }
            }
        }
        ties
    }

    /// Whether there would be other sets without these relations.
    fn is_kept(
        &self,
        one: &Joined<'n>,
        explanation: &Explanation,
        shared: &BTreeSet<BoundRelation>,
    ) -> bool {
        match self.look(&one.groups, shared, true) {
            (Look::Solved(_, without), met) => {
                let sizes = |it: &Explanation| (it.weight, it.repairs.len());
                !met.is_empty() || sizes(&without) != sizes(explanation)
            }
            (Look::Not(_), _) => true,
        }
    }
}

/// The cells that some repair changes.
fn changed(explanation: &Explanation) -> BTreeSet<CellId> {
    explanation.repairs.iter().flat_map(|repair| repair.changes.keys()).copied().collect()
}
