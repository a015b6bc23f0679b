//! Two groups that one slip explains: two figures of a sheet in each other's place, each in a group
//! by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Joined, Look, Looker};
use crate::explain::book::{Outcome, Solution};
use crate::explain::cause::Cause;
use crate::explain::telling::Settled;
use crate::figure::Rational;
use crate::id::{FormId, OrganizationId};
use crate::period::Period;

/// That a figure of a sheet would be another one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    sheet: (FormId, Period, OrganizationId),
    from: Rational,
    to: Rational,
}

impl Looker<'_, '_> {
    /// Looks at two groups as one where that shows two figures in each other's place.
    pub(super) fn exchanged(&self, joined: Vec<Joined>) -> Vec<Joined> {
        let mut joined: Vec<Option<Joined>> = joined.into_iter().map(Some).collect();
        for (a, b) in pairs(&joined) {
            if let (Some(one), Some(other)) = (joined.get(a), joined.get(b))
                && let Some(both) = self.both(one.as_ref(), other.as_ref())
            {
                if let Some(one) = joined.get_mut(a) {
                    *one = Some(both);
                }
                if let Some(other) = joined.get_mut(b) {
                    *other = None;
                }
            }
        }
        joined.into_iter().flatten().collect()
    }

    /// Two groups as one, if figures of them stand in each other's place.
    fn both(&self, one: Option<&Joined>, other: Option<&Joined>) -> Option<Joined> {
        let members: BTreeSet<usize> = one?.members.union(&other?.members).copied().collect();
        let group = self.group(&members);
        let (look, met) = self.look(&group, Rc::default(), true);
        let Look::Solved(part, joint) = look else { return None };
        if !met.is_empty() || !joint.is_complete {
            return None;
        }
        let both = self.told(members, &group, Look::Solved(part, joint));
        let mut solutions = both.explained.outcome.solutions().iter();
        solutions.any(|solution| solution.cause == Cause::Exchanged).then_some(both)
    }
}

/// The places of groups in each of which one figure would be what one of the other is; each group
/// once.
fn pairs(joined: &[Option<Joined>]) -> Vec<(usize, usize)> {
    let mut waiting: BTreeMap<Change, Vec<usize>> = BTreeMap::new();
    let mut taken = vec![false; joined.len()];
    let mut pairs = Vec::new();
    for (place, one) in joined.iter().enumerate() {
        let changes: Vec<Change> = one.iter().flat_map(changes).collect();
        let mut partners = changes.iter().filter_map(|change| {
            let Change { sheet, from, to } = change.clone();
            let known = waiting.get_mut(&Change { sheet, from: to, to: from })?;
            std::iter::from_fn(|| known.pop()).find(|other| taken.get(*other) == Some(&false))
        });
        if let Some(partner) = partners.next() {
            for place in [place, partner] {
                taken.get_mut(place).into_iter().for_each(|taken| *taken = true);
            }
            pairs.push((partner, place));
            continue;
        }
        for change in changes {
            waiting.entry(change).or_default().push(place);
        }
    }
    pairs
}

/// The changes each of which alone explains a group.
fn changes(joined: &Joined) -> impl Iterator<Item = Change> {
    let is_solved =
        matches!(joined.explained.outcome, Outcome::Solved { size: 1, is_complete: true, .. });
    let solutions = joined.explained.outcome.solutions().iter();
    let solutions = solutions.filter(move |solution| is_solved && solution.is_smallest);
    solutions.filter_map(|Solution { changes, .. }| {
        let [change] = changes.as_slice() else { return None };
        let cell = &change.cell;
        let Settled::Figure(to) = &change.to else { return None };
        let sheet = (cell.form.clone(), cell.period, cell.organization.clone());
        Some(Change { sheet, from: cell.stated.as_ref()?.value.clone(), to: to.value.clone() })
    })
}
