//! Rows with the key of a row before them, found exactly and in little memory.
//!
//! The rows are read several times. A first pass keeps a hash of each key: eight bytes, and only
//! of those hashes that lie in a range which shrinks when there are too many. Sorted, they show
//! which hashes occur twice. A second pass compares the keys themselves of these few. Then comes
//! the next range.

mod keys;

use std::sync::Arc;

use keys::{FirstRows, Sought};

use super::places::Places;
use crate::finding::{Message, Refusal};

/// A search for rows with the key of a row before them.
///
/// What it finds depends neither on how much memory it may take nor on how the rows of a pass are
/// spread over parts.
///
/// ```
/// use esep::Repeats;
/// let keys = ["17", "18", "17", "19", "17"];
/// let found = Repeats::find(Repeats::MEMORY, |pass| {
///     for (row, key) in (2..).zip(keys) {
///         pass.see(key.as_bytes(), row);
///     }
///     Ok::<_, std::convert::Infallible>(())
/// })?;
/// assert_eq!(found.iter().collect::<Vec<_>>(), [4, 6]);
/// # Ok::<_, std::convert::Infallible>(())
/// ```
#[derive(Debug)]
pub struct Repeats {
    memory: usize,
    hash: fn(&[u8]) -> u64,
    stage: Stage,
    found: Places,
}

/// What the next pass looks for.
#[derive(Debug)]
enum Stage {
    /// Which hashes from this one on occur twice.
    Hashes { from: u64 },
    /// Which keys with these hashes occur twice; then the hashes from `next` on.
    Keys { hashes: Arc<Sought>, next: Option<u64> },
    /// Nothing: all is found.
    Done,
}

/// One pass over all rows, or over a part of them.
#[derive(Debug)]
pub struct Pass {
    hash: fn(&[u8]) -> u64,
    /// The last hash of those looked at.
    to: u64,
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    Hashes { from: u64, hashes: Vec<u64>, most: usize },
    Keys { hashes: Arc<Sought>, rows: FirstRows, most: usize },
}

impl Repeats {
    /// How much memory a search takes at most, unless told otherwise: 64 MB, which is eight million
    /// rows in one range.
    pub const MEMORY: usize = 64 << 20;

    /// A search that keeps so many bytes at most, beside what it finds, and beside keys that have
    /// one hash by chance.
    pub fn new(memory: usize) -> Self {
        let stage = Stage::Hashes { from: 0 };
        Self { memory, hash: hash_of, stage, found: Places::default() }
    }

    /// Finds all rows with the key of a row before them. `read` goes through all rows each time it
    /// is called.
    ///
    /// # Errors
    /// - what `read` says
    pub fn find<E>(
        memory: usize,
        mut read: impl FnMut(&mut Pass) -> Result<(), E>,
    ) -> Result<Places, E> {
        let mut search = Self::new(memory);
        while let Some(mut pass) = search.pass(1) {
            read(&mut pass)?;
            search.end(pass);
        }
        Ok(search.into_found())
    }

    /// What is said where the rows can be read only once, as from standard input.
    pub fn refusal() -> Refusal {
        let hint = Message::new("hint.save-rows");
        Refusal::new(Message::new("run.unique-reads-again")).with_hint(hint)
    }

    /// The next pass, or `None` where all is found; it is given back to [`end`](Self::end).
    /// Where the rows are read in several parts at a time, each takes a pass of its own, and they
    /// are [merged](Pass::merge) before; `parts` says how many there are.
    pub fn pass(&self, parts: usize) -> Option<Pass> {
        let parts = parts.max(1);
        // Where parts are merged, they take half as much again for a moment.
        let memory = if parts > 1 { self.memory / 3 * 2 } else { self.memory };
        let (to, kept) = match &self.stage {
            Stage::Hashes { from } => {
                let most = (memory / parts / size_of::<u64>()).max(16);
                (u64::MAX, Kept::Hashes { from: *from, hashes: Vec::new(), most })
            }
            Stage::Keys { hashes, .. } => {
                // The hashes themselves take three quarters of it at most.
                let most = memory.saturating_sub(hashes.size()) / parts;
                let count = (most / 2 / FirstRows::SIZE).clamp(1, hashes.count());
                let rows = FirstRows::of(count);
                (last_of(hashes, count), Kept::Keys { hashes: Arc::clone(hashes), rows, most })
            }
            Stage::Done => return None,
        };
        Some(Pass { hash: self.hash, to, kept })
    }

    /// Ends a pass in which all rows were seen.
    pub fn end(&mut self, pass: Pass) {
        match pass.kept {
            Kept::Hashes { mut hashes, .. } => {
                hashes.sort_unstable();
                self.stage = keys_or(Sought::twice(&hashes), pass.to.checked_add(1));
            }
            Kept::Keys { hashes, rows, .. } => {
                self.found.merge(&rows.found);
                let next = match self.stage {
                    Stage::Keys { next, .. } => next,
                    _ => None,
                };
                self.stage = keys_or(hashes.after(pass.to), next);
            }
        }
    }

    /// The rows with the key of a row before them.
    pub fn into_found(self) -> Places {
        self.found
    }
}

impl Pass {
    /// Sees a row: its key, and its place, a number that grows from row to row.
    pub fn see(&mut self, key: &[u8], place: u64) {
        let hash = (self.hash)(key);
        if hash > self.to {
            return;
        }
        match &mut self.kept {
            Kept::Hashes { from, hashes, most } => {
                if hash < *from {
                    return;
                }
                hashes.push(hash);
                if hashes.len() >= *most {
                    self.shrink();
                }
            }
            Kept::Keys { hashes, rows, most } => {
                let Some(at) = hashes.find(hash) else { return };
                rows.see(at, key, place);
                // The keys of one hash must be compared, however many there are.
                if rows.size() > *most && rows.count() > 1 {
                    self.shrink();
                }
            }
        }
    }

    /// Takes what a pass over other rows has seen.
    pub fn merge(&mut self, other: Self) {
        self.to = self.to.min(other.to);
        match (&mut self.kept, other.kept) {
            (
                Kept::Hashes { hashes, most, .. },
                Kept::Hashes { hashes: others, most: more, .. },
            ) => {
                hashes.reserve_exact(others.len());
                hashes.extend(others);
                hashes.retain(|hash| *hash <= self.to);
                *most += more;
            }
            (Kept::Keys { rows, most, .. }, Kept::Keys { rows: others, most: more, .. }) => {
                rows.merge(others);
                *most += more;
            }
            // Passes of one search look for the same.
            _ => {}
        }
    }

    /// Looks at fewer hashes from now on where too much is kept.
    fn shrink(&mut self) {
        match &mut self.kept {
            Kept::Hashes { hashes, most, .. } => {
                hashes.sort_unstable();
                // Two of a kind tell as much as many.
                let mut before = [None; 2];
                hashes.retain(|hash| {
                    let is_third = before == [Some(*hash); 2];
                    before = [before[1], Some(*hash)];
                    !is_third
                });
                if hashes.len() > *most / 2 {
                    self.to = middle(hashes).unwrap_or(self.to);
                    hashes.truncate(hashes.partition_point(|hash| *hash <= self.to));
                }
            }
            Kept::Keys { hashes, rows, .. } => {
                rows.narrow(rows.count() / 2);
                self.to = last_of(hashes, rows.count());
            }
        }
    }
}

/// The last hash that is looked at where so many are.
fn last_of(hashes: &Sought, count: usize) -> u64 {
    hashes.last_of(count).filter(|_| count < hashes.count()).unwrap_or(u64::MAX)
}

/// First the keys of some hashes, then the hashes from the next one on.
fn keys_or(hashes: Sought, next: Option<u64>) -> Stage {
    match (hashes.is_empty(), next) {
        (false, next) => Stage::Keys { hashes: Arc::new(hashes), next },
        (true, Some(from)) => Stage::Hashes { from },
        (true, None) => Stage::Done,
    }
}

/// The one in the middle, or that before where there are two.
fn middle(sorted: &[u64]) -> Option<u64> {
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

/// The hash of a key: eight bytes at a time through the finalizer of `SplitMix64`.
///
/// Whatever the hash, what is found is exact; it only has to spread evenly over 64 bits, and to be
/// the same everywhere. That of the standard library promises neither from one version to the next,
/// and each step of this one is a permutation: keys of up to eight bytes and the same length never
/// have the same hash.
fn hash_of(key: &[u8]) -> u64 {
    let (words, rest) = key.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
    let length = u64::try_from(key.len()).unwrap_or(u64::MAX);
    let start = length.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let words = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word));
    words.fold(start, |hash, word| mixed(hash ^ word))
}

/// The finalizer of `SplitMix64`.
fn mixed(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The rows with the key of a row before them, by remembering all keys.
    fn plainly(keys: &[Vec<u8>]) -> Vec<u64> {
        let mut seen = BTreeSet::new();
        let rows = (1..).zip(keys).filter(|(_, key)| !seen.insert(*key));
        rows.map(|(row, _)| row).collect()
    }

    /// The same by a search, with the rows of each pass spread over parts; and how many passes.
    fn searched(
        mut search: Repeats,
        keys: &[Vec<u8>],
        part_of: impl Fn(usize) -> usize,
        parts: usize,
    ) -> (Vec<u64>, usize) {
        let mut passes = 0;
        while search.pass(1).is_some() {
            let mut shares: Vec<Pass> = (0..parts).map(|_| search.pass(parts).unwrap()).collect();
            for (at, (row, key)) in (1..).zip(keys).enumerate() {
                shares[part_of(at) % parts].see(key, row);
            }
            let mut merged = shares.pop().unwrap();
            for share in shares {
                merged.merge(share);
            }
            search.end(merged);
            passes += 1;
            assert!(passes < 100_000, "it never ends");
        }
        (search.into_found().iter().collect(), passes)
    }

    /// Hashes that are good, that collide now and then, that lie at both ends, and one for all.
    const HASHES: [fn(&[u8]) -> u64; 4] = [
        hash_of,
        |key| hash_of(key) % 7,
        |key| if key.len() % 2 == 0 { u64::MAX } else { u64::from(key.first() == Some(&b'a')) },
        |_| u64::MAX,
    ];

    proptest! {
        #[test]
        fn finds_what_remembering_all_keys_finds(
            keys in prop::collection::vec("[a-c]{0,4}", 0..300),
            hash in prop::sample::select(HASHES.to_vec()),
            memory in 0..3_000_usize,
            parts in 1..5_usize,
            order in any::<usize>(),
        ) {
            let keys: Vec<Vec<u8>> = keys.into_iter().map(String::into_bytes).collect();
            let search = Repeats { hash, ..Repeats::new(memory) };
            let part_of = |at: usize| at.wrapping_mul(order | 1) >> 3;
            let (found, _) = searched(search, &keys, part_of, parts);
            prop_assert_eq!(found, plainly(&keys));
        }
    }

    #[test]
    fn memory_is_bounded_and_so_are_passes() {
        let keys: Vec<Vec<u8>> =
            (0..20_000).map(|row| format!("KZ-{:07}", row % 15_000).into_bytes()).collect();
        let (found, passes) = searched(Repeats::new(32_000), &keys, |_| 0, 1);
        assert_eq!(found, (15_001..=20_000).collect::<Vec<u64>>());
        // 4 000 hashes at a time at most, and a hundred and fifty keys.
        assert!((10..120).contains(&passes), "{passes} passes");
        let (found, passes) = searched(Repeats::new(Repeats::MEMORY), &keys, |_| 0, 1);
        assert_eq!((found.len(), passes), (5_000, 2));
    }

    #[test]
    fn without_repeats_one_pass_is_enough() {
        let keys: Vec<Vec<u8>> = (0..1_000).map(|row| format!("{row}").into_bytes()).collect();
        assert_eq!(searched(Repeats::new(Repeats::MEMORY), &keys, |_| 0, 1), (Vec::new(), 1));
    }

    #[test]
    fn hashes_spread_evenly() {
        let mut sixteenths = [0; 16];
        let mut hashes = BTreeSet::new();
        for row in 0..160_000 {
            let hash = hash_of(format!("KZ-03-{row:06}").as_bytes());
            sixteenths[usize::try_from(hash >> 60).unwrap()] += 1;
            hashes.insert(hash);
        }
        assert_eq!(hashes.len(), 160_000);
        assert!(sixteenths.iter().all(|count| (9_500..10_500).contains(count)), "{sixteenths:?}");
        assert_ne!(hash_of(b""), hash_of(b"\0"));
    }
}
