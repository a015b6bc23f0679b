//! Organizations by their numbers: a table to look them up in quickly.

/// A set of numbers other than 0, each at a position of its own, in the order in which they came.
#[derive(Debug)]
pub(super) struct Index {
    /// Numbers and their positions; 0 where a slot is free. There are a power of two, and half of
    /// them at least are free.
    slots: Vec<(u64, u32)>,
    len: u32,
}

impl Default for Index {
    fn default() -> Self {
        Self { slots: vec![(0, 0); 16], len: 0 }
    }
}

impl FromIterator<u64> for Index {
    fn from_iter<T: IntoIterator<Item = u64>>(numbers: T) -> Self {
        let mut index = Self::default();
        index.extend(numbers);
        index
    }
}

/// Adds numbers, but none that is 0.
impl Extend<u64> for Index {
    fn extend<T: IntoIterator<Item = u64>>(&mut self, numbers: T) {
        for number in numbers.into_iter().filter(|number| *number != 0) {
            self.insert(number);
        }
    }
}

impl Index {
    /// The numbers, in the order of their positions.
    pub(super) fn numbers(&self) -> Vec<u64> {
        let mut numbers = vec![0; self.len()];
        for (number, position) in self.slots.iter().filter(|(number, _)| *number != 0) {
            let position = usize::try_from(*position).unwrap_or(usize::MAX);
            if let Some(place) = numbers.get_mut(position) {
                *place = *number;
            }
        }
        numbers
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        usize::try_from(self.len).unwrap_or(usize::MAX)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether a number is there.
    #[inline]
    pub(super) fn contains(&self, number: u64) -> bool {
        self.find(number).is_some()
    }

    /// The position of a number.
    #[inline]
    pub(super) fn find(&self, number: u64) -> Option<usize> {
        self.search(number).ok().filter(|_| number != 0)
    }

    /// The position of a number, a new one where it was not there.
    #[inline]
    pub(super) fn insert(&mut self, number: u64) -> usize {
        match self.search(number) {
            Ok(position) => position,
            Err(slot) => self.add(slot, number),
        }
    }

    #[cold]
    fn add(&mut self, slot: usize, number: u64) -> usize {
        let position = self.len;
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = (number, position);
        }
        self.len += 1;
        if self.len() * 2 > self.slots.len() {
            let slots = vec![(0, 0); self.slots.len() * 2];
            let old = std::mem::replace(&mut self.slots, slots);
            for entry in old.into_iter().filter(|(number, _)| *number != 0) {
                if let Err(slot) = self.search(entry.0)
                    && let Some(slot) = self.slots.get_mut(slot)
                {
                    *slot = entry;
                }
            }
        }
        usize::try_from(position).unwrap_or(usize::MAX)
    }

    /// The position of a number, or the slot where it would be.
    #[inline]
    fn search(&self, number: u64) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = usize::try_from(number & 0xFFFF_FFFF).unwrap_or_default() & mask;
        loop {
            match self.slots.get(slot) {
                Some((known, position)) if *known == number => {
                    return Ok(usize::try_from(*position).unwrap_or(usize::MAX));
                }
                Some((0, _)) | None => return Err(slot),
                Some(_) => slot = (slot + 1) & mask,
            }
        }
    }
}

/// The numbers that occur more than once.
pub(super) fn repeated(numbers: &[u64]) -> Vec<u64> {
    // Most are told apart by a few of their bits; only the others are sorted.
    let words = (numbers.len() / 4).next_power_of_two();
    let place = |number: u64| {
        let word = usize::try_from(number >> 6 & 0xFFFF_FFFF).unwrap_or_default() & (words - 1);
        (word, 1 << (number & 63))
    };
    let (mut once, mut again) = (vec![0_u64; words], vec![0_u64; words]);
    for number in numbers {
        let (word, bit) = place(*number);
        if let (Some(once), Some(again)) = (once.get_mut(word), again.get_mut(word)) {
            *again |= *once & bit;
            *once |= bit;
        }
    }
    let is_met = |number: &u64| {
        let (word, bit) = place(*number);
        again.get(word).is_some_and(|again| again & bit != 0)
    };
    let mut rest: Vec<u64> = numbers.iter().copied().filter(is_met).collect();
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
        fn positions_and_repetitions(numbers in prop::collection::vec(0_u64..500, 0..1_000)) {
            let index: Index = numbers.iter().copied().collect();
            let distinct: BTreeSet<u64> = numbers.iter().copied().filter(|number| *number != 0).collect();
            prop_assert_eq!(index.len(), distinct.len());
            let positions = index.numbers();
            for number in 0..600 {
                prop_assert_eq!(index.contains(number), distinct.contains(&number));
                if let Some(position) = index.find(number) {
                    prop_assert_eq!(positions[position], number);
                }
            }
            let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
            for number in &numbers {
                *counts.entry(*number).or_default() += 1;
            }
            let twice = counts.into_iter().filter(|(_, count)| *count > 1);
            prop_assert_eq!(repeated(&numbers), twice.map(|(number, _)| number).collect::<Vec<_>>());
        }
    }
}
