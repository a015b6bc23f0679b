//! The smallest sets that have a cell in common with every conflict.

use std::collections::BTreeSet;

use super::problem::{CellId, Problem};

/// Sets of cells, at least one of each of which is wrong.
pub(super) struct Conflicts<'a> {
    problem: &'a Problem,
    sets: Vec<BTreeSet<CellId>>,
}

/// All smallest hitting sets, or the first of them.
pub(super) struct Enumeration {
    pub(super) sets: Vec<BTreeSet<CellId>>,
    /// What each weighs; where there are none, what at least any would.
    pub(super) weight: u64,
    pub(super) is_complete: bool,
}

impl<'a> Conflicts<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        Self { problem, sets: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }

    pub(super) fn add(&mut self, conflict: BTreeSet<CellId>) {
        self.sets.push(conflict);
    }

    /// Whether a set hits the conflicts from this one on.
    pub(super) fn are_hit_by(&self, set: &BTreeSet<CellId>, from: usize) -> bool {
        self.sets.iter().skip(from).all(|conflict| !conflict.is_disjoint(set))
    }

    /// All hitting sets of the least weight, at most so many, each once.
    pub(super) fn smallest_hitting_sets(&self, nodes: &mut u64, most: usize) -> Enumeration {
        let mut walk = Walk { conflicts: self, nodes, most, found: Vec::new(), beyond: None };
        let mut allowed = self.lower_bound(&BTreeSet::new(), &BTreeSet::new()).unwrap_or(0);
        loop {
            walk.beyond = None;
            let is_complete = walk.go(&mut BTreeSet::new(), &mut BTreeSet::new(), allowed);
            match walk.beyond {
                Some(next) if walk.found.is_empty() && is_complete => allowed = next,
                _ => return Enumeration { sets: walk.found, weight: allowed, is_complete },
            }
        }
    }

    /// What has to be added at least to a set in order to hit all: the cheapest cells of conflicts
    /// that share none. `None` where some conflict cannot be hit any more.
    fn lower_bound(&self, set: &BTreeSet<CellId>, excluded: &BTreeSet<CellId>) -> Option<u64> {
        let mut used: BTreeSet<CellId> = BTreeSet::new();
        let mut bound = 0;
        for conflict in &self.sets {
            if !conflict.is_disjoint(set) {
                continue;
            }
            let open = || conflict.iter().filter(|cell| !excluded.contains(cell));
            let cheapest = open().map(|cell| self.problem.weight(*cell)).min()?;
            if open().all(|cell| !used.contains(cell)) {
                bound += cheapest;
                used.extend(open());
            }
        }
        Some(bound)
    }
}

/// A walk through all sets of at most some weight.
struct Walk<'a, 'n> {
    conflicts: &'a Conflicts<'a>,
    nodes: &'n mut u64,
    most: usize,
    found: Vec<BTreeSet<CellId>>,
    /// The least weight that was too much.
    beyond: Option<u64>,
}

impl Walk<'_, '_> {
    /// Completes a set in every way that weighs no more than `allowed`, without what is excluded.
    /// Whether it came to the end.
    fn go(
        &mut self,
        set: &mut BTreeSet<CellId>,
        excluded: &mut BTreeSet<CellId>,
        allowed: u64,
    ) -> bool {
        if *self.nodes == 0 {
            return false;
        }
        *self.nodes -= 1;
        let Some(bound) = self.conflicts.lower_bound(set, excluded) else { return true };
        if bound > allowed {
            self.exceed(set, bound);
            return true;
        }
        let open = |conflict: &&BTreeSet<CellId>| conflict.difference(excluded).count();
        let unhit = self.conflicts.sets.iter().filter(|conflict| conflict.is_disjoint(set));
        let Some(conflict) = unhit.min_by_key(open) else {
            self.found.push(set.clone());
            return self.found.len() < self.most;
        };
        let cells: Vec<CellId> = conflict.difference(excluded).copied().collect();
        let mut is_complete = true;
        for (tried, cell) in cells.iter().enumerate() {
            let weight = self.conflicts.problem.weight(*cell);
            if let Some(left) = allowed.checked_sub(weight) {
                set.insert(*cell);
                is_complete = self.go(set, excluded, left);
                set.remove(cell);
            } else {
                self.exceed(set, weight);
            }
            excluded.insert(*cell);
            if !is_complete {
                cells.iter().take(tried + 1).for_each(|cell| {
                    excluded.remove(cell);
                });
                return false;
            }
        }
        for cell in &cells {
            excluded.remove(cell);
        }
        is_complete
    }

    /// Notes that a set with so much more would have been too much.
    fn exceed(&mut self, set: &BTreeSet<CellId>, more: u64) {
        let weights = set.iter().map(|cell| self.conflicts.problem.weight(*cell));
        let weight = weights.sum::<u64>() + more;
        self.beyond = Some(self.beyond.map_or(weight, |beyond| beyond.min(weight)));
    }
}
