//! Sets of rows, in little memory.

use std::collections::BTreeMap;

/// Which rows of a register are meant: each by a number that grows from row to row, such as that of
/// its line or the place of its first byte.
///
/// Takes two bytes for each row where they are far apart, and one bit for each number where they
/// are close together.
///
/// ```
/// let mut places = esep::Places::default();
/// assert!(places.insert(70_000));
/// assert!(!places.insert(70_000));
/// assert!(places.contains(70_000) && !places.contains(7));
/// assert_eq!(places.iter().collect::<Vec<_>>(), [70_000]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// By all but the last 16 bits.
    blocks: BTreeMap<u64, Block>,
}

/// Numbers of 16 bits.
#[derive(Debug, Clone)]
enum Block {
    /// Sorted.
    Few(Vec<u16>),
    /// A bit for each.
    Many(Box<[u64; WORDS]>),
}

const WORDS: usize = 1_024;

/// So many of 16 bits take as much memory as a bit for each.
const FEW: usize = 4_096;

impl Places {
    /// Adds a place; whether it is new.
    pub fn insert(&mut self, place: u64) -> bool {
        let (block, low) = parts(place);
        self.blocks.entry(block).or_insert_with(|| Block::Few(Vec::new())).insert(low)
    }

    /// Whether a place is among them.
    pub fn contains(&self, place: u64) -> bool {
        let (block, low) = parts(place);
        self.blocks.get(&block).is_some_and(|block| block.contains(low))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.blocks.values().map(Block::count).sum()
    }

    /// All of them, the first first.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.blocks.iter().flat_map(|(high, block)| {
            block.iter().map(move |low| high << u16::BITS | u64::from(low))
        })
    }

    /// Adds all that are among others.
    pub fn merge(&mut self, other: &Self) {
        for place in other.iter() {
            self.insert(place);
        }
    }
}

fn parts(place: u64) -> (u64, u16) {
    let low = place & u64::from(u16::MAX);
    (place >> u16::BITS, u16::try_from(low).unwrap_or_default())
}

/// The word in which the bit of a number is, and that bit.
fn bit(low: u16) -> (usize, u64) {
    (usize::from(low / 64), 1 << (low % 64))
}

impl Block {
    fn insert(&mut self, low: u16) -> bool {
        match self {
            Self::Few(few) => {
                // Rows mostly come in order.
                let place = match few.last() {
                    Some(last) if *last >= low => match few.binary_search(&low) {
                        Ok(_) => return false,
                        Err(place) => place,
                    },
                    _ => few.len(),
                };
                few.insert(place, low);
                if few.len() > FEW {
                    let mut words = Box::new([0; WORDS]);
                    for low in few {
                        set(&mut words, *low);
                    }
                    *self = Self::Many(words);
                }
                true
            }
            Self::Many(words) => set(words, low),
        }
    }

    fn contains(&self, low: u16) -> bool {
        match self {
            Self::Few(few) => few.binary_search(&low).is_ok(),
            Self::Many(words) => {
                let (word, bit) = bit(low);
                words.get(word).is_some_and(|word| word & bit != 0)
            }
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Few(few) => few.len(),
            Self::Many(_) => self.iter().count(),
        }
    }

    fn iter(&self) -> Box<dyn Iterator<Item = u16> + '_> {
        match self {
            Self::Few(few) => Box::new(few.iter().copied()),
            Self::Many(_) => Box::new((0..=u16::MAX).filter(|low| self.contains(*low))),
        }
    }
}

fn set(words: &mut [u64; WORDS], low: u16) -> bool {
    let (word, bit) = bit(low);
    let Some(word) = words.get_mut(word) else { return false };
    let is_new = *word & bit == 0;
    *word |= bit;
    is_new
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// It holds what was put in, however close together and in whatever order.
        #[test]
        fn holds_what_was_put_in(
            apart in 1..40_u64,
            count in 0..9_000_u64,
            others in prop::collection::vec(any::<u64>(), 0..20),
        ) {
            let close = (0..count).map(|number| u64::from(u16::MAX) - 500 + number * apart);
            let all: Vec<u64> = others.iter().copied().chain(close).collect();
            let expected: BTreeSet<u64> = all.iter().copied().collect();
            let (first, second) = all.split_at(all.len() / 2);
            let mut places = Places::default();
            for place in second.iter().rev() {
                places.insert(*place);
            }
            let mut more = Places::default();
                for place in first {
                more.insert(*place);
            }
            places.merge(&more);
            prop_assert_eq!(places.count(), expected.len());
            prop_assert!(places.iter().eq(expected.iter().copied()));
            for place in all.iter().flat_map(|place| [*place, place.wrapping_add(1)]) {
                prop_assert_eq!(places.contains(place), expected.contains(&place));
            }
        }
    }
}
