//! The smallest sets that have a cell in common with every conflict.

use std::collections::BTreeSet;

use super::problem::{CellId, Problem};

/// Sets of cells, at least one of each of which is wrong.
pub(super) struct Conflicts<'a> {
    problem: &'a Problem,
    sets: Vec<Bits>,
    /// The weight of each cell, where all weigh the same.
    weight: Option<u64>,
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
        let mut weights = problem.cells().filter_map(|(_, cell)| cell.weight);
        let weight = weights.next().filter(|first| weights.all(|other| other == *first));
        Self { problem, sets: Vec::new(), weight: weight.map(u64::from) }
    }

    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }

    pub(super) fn add(&mut self, conflict: &BTreeSet<CellId>) {
        let mut bits = self.no_cells();
        for cell in conflict {
            bits.insert(*cell);
        }
        self.sets.push(bits);
    }

    /// Whether a set hits the conflicts from this one on.
    pub(super) fn are_hit_by(&self, set: &BTreeSet<CellId>, from: usize) -> bool {
        let mut conflicts = self.sets.iter().skip(from);
        conflicts.all(|conflict| set.iter().any(|cell| conflict.contains(*cell)))
    }

    /// All hitting sets of the least weight, at most so many, each once. It is known that none
    /// weighs less than so much.
    pub(super) fn smallest_hitting_sets(
        &self,
        at_least: u64,
        left: &mut u64,
        most: usize,
    ) -> Enumeration {
        let none = self.no_cells();
        let mut walk = Walk {
            conflicts: self,
            left,
            most,
            found: Vec::new(),
            beyond: None,
            set: none.clone(),
            excluded: none.clone(),
            used: none,
        };
        let mut allowed = walk.lower_bound().unwrap_or(0).max(at_least);
        loop {
            walk.beyond = None;
            let is_complete = walk.go(0, allowed);
            match walk.beyond {
                Some(next) if walk.found.is_empty() && is_complete => allowed = next,
                _ => return Enumeration { sets: walk.found, weight: allowed, is_complete },
            }
        }
    }

    fn no_cells(&self) -> Bits {
        Bits(vec![0; self.problem.cells().len().div_ceil(WORD)])
    }
}

/// A walk through all sets of at most some weight.
struct Walk<'a, 'n> {
    conflicts: &'a Conflicts<'a>,
    /// How many comparisons are left.
    left: &'n mut u64,
    most: usize,
    found: Vec<BTreeSet<CellId>>,
    /// The least weight that was too much.
    beyond: Option<u64>,
    /// Where the walk is: the cells taken, and those that are not to be taken any more.
    set: Bits,
    excluded: Bits,
    /// Room for reckoning.
    used: Bits,
}

impl Walk<'_, '_> {
    /// Completes the set, which weighs so much, in every way that weighs no more than `allowed` in
    /// addition, without what is excluded. Whether it came to the end.
    fn go(&mut self, weight: u64, allowed: u64) -> bool {
        let comparisons = self.conflicts.len().saturating_mul(self.set.0.len());
        let comparisons = u64::try_from(comparisons).unwrap_or(u64::MAX);
        let Some(left) = self.left.checked_sub(comparisons) else { return false };
        *self.left = left;
        let Some(bound) = self.lower_bound() else { return true };
        if bound > allowed {
            self.exceed(weight + bound);
            return true;
        }
        let conflicts = self.conflicts;
        let unhit = conflicts.sets.iter().filter(|conflict| !conflict.meets(&self.set));
        let Some(conflict) = unhit.min_by_key(|conflict| conflict.count_without(&self.excluded))
        else {
            self.found.push(self.set.cells().collect());
            return self.found.len() < self.most;
        };
        let cells: Vec<CellId> =
            conflict.cells().filter(|cell| !self.excluded.contains(*cell)).collect();
        let mut is_complete = true;
        for cell in &cells {
            let more = conflicts.problem.weight(*cell);
            if let Some(left) = allowed.checked_sub(more) {
                self.set.insert(*cell);
                is_complete = self.go(weight + more, left);
                self.set.remove(*cell);
            } else {
                self.exceed(weight + more);
            }
            if !is_complete {
                break;
            }
            self.excluded.insert(*cell);
        }
        for cell in &cells {
            self.excluded.remove(*cell);
        }
        is_complete
    }

    /// What has to be added at least to the set in order to hit all: the cheapest cells of conflicts
    /// that share none. `None` where some conflict cannot be hit any more.
    fn lower_bound(&mut self) -> Option<u64> {
        self.used.clear();
        let mut bound = 0;
        for conflict in &self.conflicts.sets {
            if conflict.meets(&self.set) {
                continue;
            }
            let cheapest = match self.conflicts.weight {
                Some(_) if conflict.is_within(&self.excluded) => return None,
                Some(weight) => weight,
                None => {
                    let open = conflict.cells().filter(|cell| !self.excluded.contains(*cell));
                    open.map(|cell| self.conflicts.problem.weight(cell)).min()?
                }
            };
            if self.used.take_apart(conflict, &self.excluded) {
                bound += cheapest;
            }
        }
        Some(bound)
    }

    /// Notes that a set of this weight would have been too much.
    fn exceed(&mut self, weight: u64) {
        self.beyond = Some(self.beyond.map_or(weight, |beyond| beyond.min(weight)));
    }
}

/// A set of cells, a bit for each cell of the problem.
#[derive(Clone)]
struct Bits(Vec<u64>);

/// How many bits stand in a word.
const WORD: usize = 64;

impl Bits {
    fn insert(&mut self, CellId(cell): CellId) {
        if let Some(word) = self.0.get_mut(cell / WORD) {
            *word |= 1 << (cell % WORD);
        }
    }

    fn remove(&mut self, CellId(cell): CellId) {
        if let Some(word) = self.0.get_mut(cell / WORD) {
            *word &= !(1 << (cell % WORD));
        }
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }

    fn contains(&self, CellId(cell): CellId) -> bool {
        self.0.get(cell / WORD).is_some_and(|word| word >> (cell % WORD) & 1 == 1)
    }

    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    /// Adds what is in one set without another, where it has nothing of that. Whether it had not.
    fn take_apart(&mut self, set: &Self, without: &Self) -> bool {
        let words = || set.0.iter().zip(&without.0).map(|(set, without)| set & !without);
        let is_apart = self.0.iter().zip(words()).all(|(own, word)| own & word == 0);
        if is_apart {
            self.0.iter_mut().zip(words()).for_each(|(own, word)| *own |= word);
        }
        is_apart
    }

    fn count_without(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(a, b)| (a & !b).count_ones()).sum()
    }

    /// The cells, in their order.
    fn cells(&self) -> impl Iterator<Item = CellId> {
        self.0.iter().enumerate().flat_map(|(place, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = usize::try_from(left.trailing_zeros()).ok().filter(|bit| *bit < WORD)?;
                left &= left - 1;
                Some(CellId(place * WORD + bit))
            })
        })
    }
}
