//! Organizations by their numbers: a table to look them up in quickly.

/// A set of numbers, each at a position of its own, in the order in which they came.
#[derive(Debug)]
pub(super) struct Index {
    /// A position plus one, or 0.
    slots: Vec<u32>,
    hashes: Vec<u64>,
}

impl Default for Index {
    fn default() -> Self {
        Self { slots: vec![0; 64], hashes: Vec::new() }
    }
}

impl FromIterator<u64> for Index {
    fn from_iter<T: IntoIterator<Item = u64>>(hashes: T) -> Self {
        let mut index = Self::default();
        for hash in hashes {
            index.insert(hash);
        }
        index
    }
}

impl Index {
    /// The numbers, by their positions.
    pub(super) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether a number is there.
    pub(super) fn contains(&self, hash: u64) -> bool {
        self.find(hash).is_some()
    }

    /// The position of a number.
    pub(super) fn find(&self, hash: u64) -> Option<usize> {
        self.search(hash).ok()
    }

    /// The position of a number, a new one where it was not there.
    pub(super) fn insert(&mut self, hash: u64) -> usize {
        let slot = match self.search(hash) {
            Ok(position) => return position,
            Err(slot) => slot,
        };
        let position = self.hashes.len();
        self.hashes.push(hash);
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = u32::try_from(self.hashes.len()).unwrap_or_default();
        }
        if self.hashes.len() * 2 > self.slots.len() {
            self.grow();
        }
        position
    }

    /// The position of a number, or the slot where it would be.
    fn search(&self, hash: u64) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = usize::try_from(hash & 0xFFFF_FFFF).unwrap_or_default() & mask;
        loop {
            let position = self.slots.get(slot).copied().unwrap_or_default();
            let Some(position) = usize::try_from(position).unwrap_or_default().checked_sub(1)
            else {
                return Err(slot);
            };
            if self.hashes.get(position) == Some(&hash) {
                return Ok(position);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for (number, hash) in (1..).zip(&self.hashes) {
            if let Err(slot) = self.search(*hash)
                && let Some(slot) = self.slots.get_mut(slot)
            {
                *slot = number;
            }
        }
    }
}

/// The numbers that occur more than once.
pub(super) fn repeated(hashes: &[u64]) -> Vec<u64> {
    // Most are told apart by a few of their bits; only the others are sorted.
    let words = (hashes.len() / 4).next_power_of_two();
    let place = |hash: u64| {
        let word = usize::try_from(hash >> 6 & 0xFFFF_FFFF).unwrap_or_default() & (words - 1);
        (word, 1 << (hash & 63))
    };
    let (mut once, mut again) = (vec![0_u64; words], vec![0_u64; words]);
    for hash in hashes {
        let (word, bit) = place(*hash);
        if let (Some(once), Some(again)) = (once.get_mut(word), again.get_mut(word)) {
            *again |= *once & bit;
            *once |= bit;
        }
    }
    let is_met = |hash: &u64| {
        let (word, bit) = place(*hash);
        again.get(word).is_some_and(|again| again & bit != 0)
    };
    let mut rest: Vec<u64> = hashes.iter().copied().filter(is_met).collect();
    rest.sort_unstable();
    let pairs = rest.windows(2).filter_map(|pair| match *pair {
        [a, b] if a == b => Some(a),
        _ => None,
    });
    let mut pairs: Vec<u64> = pairs.collect();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn positions_and_repetitions(hashes in prop::collection::vec(0_u64..500, 0..1_000)) {
            let index: Index = hashes.iter().copied().collect();
            let distinct: BTreeSet<u64> = hashes.iter().copied().collect();
            prop_assert_eq!(index.hashes().len(), distinct.len());
            for hash in 0..600 {
                prop_assert_eq!(index.contains(hash), distinct.contains(&hash));
                if let Some(position) = index.find(hash) {
                    prop_assert_eq!(index.hashes()[position], hash);
                }
            }
            let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
            for hash in &hashes {
                *counts.entry(*hash).or_default() += 1;
            }
            let twice = counts.into_iter().filter(|(_, count)| *count > 1);
            prop_assert_eq!(repeated(&hashes), twice.map(|(hash, _)| hash).collect::<Vec<_>>());
        }
    }
}
