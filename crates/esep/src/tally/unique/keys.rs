//! Comparing the keys of a few hashes.

use std::collections::BTreeMap;

use crate::tally::places::Places;

/// Hashes that are looked for.
#[derive(Debug)]
pub(super) struct Sought {
    sorted: Vec<u64>,
    /// A bit for each hash, by its last digits: most others have none, and looking for them ends
    /// there.
    filter: Vec<u64>,
}

impl Sought {
    /// Those that occur more than once.
    pub(super) fn twice(hashes: &[u64]) -> Self {
        let runs = hashes.chunk_by(|one, other| one == other);
        let twice = runs.filter(|run| run.len() > 1).filter_map(|run| run.first());
        Self::new(twice.copied().collect())
    }

    fn new(sorted: Vec<u64>) -> Self {
        let mut filter = vec![0; (sorted.len() / 4).next_power_of_two()];
        for hash in &sorted {
            let (word, bit) = place_in(&filter, *hash);
            if let Some(word) = filter.get_mut(word) {
                *word |= bit;
            }
        }
        Self { sorted, filter }
    }

    /// Those after one.
    pub(super) fn after(&self, hash: u64) -> Self {
        let place = self.sorted.partition_point(|other| *other <= hash);
        Self::new(self.sorted.get(place..).unwrap_or_default().to_vec())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// How many bytes they take.
    pub(super) fn size(&self) -> usize {
        (self.sorted.len() + self.filter.len()) * size_of::<u64>()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The last of so many.
    pub(super) fn last_of(&self, count: usize) -> Option<u64> {
        self.sorted.get(count.checked_sub(1)?).copied()
    }

    /// The place of a hash among them.
    pub(super) fn find(&self, hash: u64) -> Option<usize> {
        let (word, bit) = place_in(&self.filter, hash);
        self.filter.get(word).filter(|word| **word & bit != 0)?;
        self.sorted.binary_search(&hash).ok()
    }
}

/// The word and the bit of a hash in a filter of a power of two words.
fn place_in(filter: &[u64], hash: u64) -> (usize, u64) {
    let mask = u64::try_from(filter.len()).unwrap_or(u64::MAX).wrapping_sub(1);
    (usize::try_from((hash >> 6) & mask).unwrap_or_default(), 1 << (hash % 64))
}

/// The first row of each key, by the place of its hash, and all rows that came after.
#[derive(Debug)]
pub(super) struct FirstRows {
    first: Vec<Option<First>>,
    /// The bytes of all keys in `first`.
    bytes: Vec<u8>,
    /// Other keys that have the hash of one in `first` by chance: the place of the hash, and the
    /// first row.
    others: BTreeMap<Vec<u8>, (usize, u64)>,
    pub(super) found: Places,
}

#[derive(Debug, Clone, Copy)]
struct First {
    row: u64,
    start: usize,
    end: usize,
}

/// About so many bytes a key of a chance takes beside its own.
const BESIDE_A_KEY: usize = 100;

impl FirstRows {
    /// None yet, of so many hashes.
    pub(super) fn of(hashes: usize) -> Self {
        let first = vec![None; hashes];
        Self { first, bytes: Vec::new(), others: BTreeMap::new(), found: Places::default() }
    }

    /// How many bytes a hash takes without its key.
    pub(super) const SIZE: usize = size_of::<Option<First>>();

    /// How many bytes all take.
    pub(super) fn size(&self) -> usize {
        self.first.len() * Self::SIZE + self.bytes.capacity() + self.others.len() * BESIDE_A_KEY
    }

    pub(super) fn count(&self) -> usize {
        self.first.len()
    }

    /// Sees a row whose key has the hash at this place. Beyond the last place nothing is looked
    /// for.
    pub(super) fn see(&mut self, at: usize, key: &[u8], row: u64) {
        let known = match self.first.get_mut(at) {
            None => return,
            Some(empty @ None) => {
                let start = self.bytes.len();
                self.bytes.extend_from_slice(key);
                *empty = Some(First { row, start, end: self.bytes.len() });
                return;
            }
            Some(Some(first)) if self.bytes.get(first.start..first.end) == Some(key) => {
                &mut first.row
            }
            Some(Some(_)) => match self.others.get_mut(key) {
                Some((_, known)) => known,
                None => {
                    self.others.insert(key.to_vec(), (at, row));
                    return;
                }
            },
        };
        self.found.insert(row.max(*known));
        *known = row.min(*known);
    }

    /// Looks at so many hashes only.
    pub(super) fn narrow(&mut self, count: usize) {
        self.first.truncate(count);
        self.first.shrink_to_fit();
        let mut bytes = Vec::new();
        for first in self.first.iter_mut().flatten() {
            let start = bytes.len();
            bytes.extend_from_slice(self.bytes.get(first.start..first.end).unwrap_or_default());
            (first.start, first.end) = (start, bytes.len());
        }
        self.bytes = bytes;
        self.others.retain(|_, (at, _)| *at < count);
    }

    /// Takes what was seen of other rows.
    pub(super) fn merge(&mut self, other: Self) {
        self.narrow(self.count().min(other.count()));
        self.found.merge(&other.found);
        for (at, first) in (0..).zip(&other.first) {
            if let Some(first) = first {
                let key = other.bytes.get(first.start..first.end).unwrap_or_default();
                self.see(at, key, first.row);
            }
        }
        for (key, (at, row)) in other.others {
            self.see(at, &key, row);
        }
    }
}
