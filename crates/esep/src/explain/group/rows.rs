//! Groups that one slip in a whole row explains: what does not hold below one parent, line by line.
//!
//! Each line is a group by itself, since no figure stands in two lines of a sum up the tree. As so
//! many groups, a row that was left out would be so many riddles.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Joined, Look, Looker, MOST_JOINED};
use crate::explain::book::{Explained, Outcome, slips};
use crate::explain::hypothesis::hypotheses;
use crate::explain::local::Taken;
use crate::explain::part::{Part, Relations};
use crate::finding::BoundKind;
use crate::id::{FormId, OrganizationId};
use crate::period::Period;
use crate::sheet::CellAddress;

impl Looker<'_, '_> {
    /// The groups below one parent that one slip explains, as one.
    pub(super) fn rows(&self) -> Vec<Joined> {
        let mut families: BTreeMap<(&FormId, Period, &OrganizationId), BTreeSet<usize>> =
            BTreeMap::new();
        for (bound, group) in &self.failed {
            if bound.kind == BoundKind::Parent {
                let family = (&bound.form, bound.period, &bound.organization);
                families.entry(family).or_default().insert(*group);
            }
        }
        let families: BTreeSet<BTreeSet<usize>> =
            families.into_values().filter(|members| members.len() > 1).collect();
        let mut taken = BTreeSet::new();
        let mut rows = Vec::new();
        for members in families {
            if members.is_disjoint(&taken)
                && let Some(row) = self.row(&members)
            {
                taken.extend(members);
                rows.push(row);
            }
        }
        rows
    }

    /// Some groups as one, if one slip explains them. Of a few all smallest sets are found as well;
    /// of many these would be as many as there are ways for each line, multiplied.
    fn row(&self, members: &BTreeSet<usize>) -> Option<Joined> {
        let group = self.group(members);
        let mut part = self.part(&group, Rc::default())?;
        if !self.pay(part.problem.cells().len(), group.relations.len()) {
            return None;
        }
        let at_least = apart(&part, &group.relations);
        let accepted = hypotheses(&mut part, &group.relations, at_least, self.limits);
        if !accepted.iter().any(|hypothesis| hypothesis.is_exact) {
            return None;
        }
        if members.len() <= MOST_JOINED {
            let (look, met) = self.look(&group, Rc::default(), true);
            let is_all = matches!(&look, Look::Solved(_, explanation) if explanation.is_complete);
            if is_all || !met.is_empty() {
                return met.is_empty().then(|| self.told(members.clone(), &group, look));
            }
        }
        let teller = self.teller(&group);
        let mut solutions = slips(&part, accepted, &teller);
        for solution in &mut solutions {
            let size = u64::try_from(solution.changes.len()).unwrap_or(u64::MAX);
            solution.is_smallest = size <= at_least;
        }
        let outcome = if solutions.iter().any(|solution| solution.is_smallest) {
            let (is_complete, certain) = (false, Vec::new());
            Outcome::Solved { size: at_least, solutions, is_complete, certain }
        } else {
            Outcome::OutOfBudget { at_least, solutions }
        };
        let explained = Explained { findings: group.findings.clone(), outcome };
        Some(Joined { members: members.clone(), explained, sizes: None, around: Vec::new() })
    }
}

/// How many figures must be wrong at least: of each relation that does not hold one, where these
/// share none.
fn apart(part: &Part<'_>, failed: &Relations) -> u64 {
    let nothing = BTreeMap::new();
    let as_stated = Taken { problem: &part.problem, instead: &nothing };
    let does_not_hold = |bound| {
        let relation = part.problem.relations().get(part.number(bound)?)?;
        Some(!as_stated.is_possible(relation))
    };
    let failed = failed.iter().filter(|(bound, _)| does_not_hold(bound) == Some(true));
    let mut failed: Vec<&Vec<CellAddress>> = failed.map(|(_, cells)| cells).collect();
    failed.sort_by_key(|cells| cells.len());
    let mut used: BTreeSet<&CellAddress> = BTreeSet::new();
    let mut apart = 0;
    for cells in failed {
        if cells.iter().all(|cell| !used.contains(cell)) {
            used.extend(cells);
            apart += 1;
        }
    }
    apart
}
