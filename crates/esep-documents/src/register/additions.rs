//! What a row adds to the counters of its organization: how these are laid out, and what each class
//! of rows adds to which of them, made ready.

use esep::Effect;

use super::plan::Kept;

/// How many words of counters stand with the head.
pub(super) const NEAR: usize = 2;
/// How many counters a word has, and how many bits each.
const PER_WORD: usize = 4;
const BITS: usize = 16;
/// The counter of rows stands highest in the first word of counters; its highest bit says that it is
/// full.
pub(super) const FULL: u64 = 1 << 63;
pub(super) const ONE_ROW: u64 = 1 << 48;
/// How what is counted is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) counters: usize,
    sums: usize,
    /// How many words of counters stand apart.
    pub(super) far_words: usize,
}

/// What a row of each class adds, ready to be added.
#[derive(Debug)]
pub(super) struct Additions {
    pub(super) near: Vec<Option<[u64; NEAR]>>,
    /// By classes: words of counters that stand apart, then sums, each with its place there and the
    /// slot of the number.
    pub(super) far: Vec<Vec<(usize, u64)>>,
    pub(super) sums: Vec<Vec<(usize, usize)>>,
}

impl Layout {
    pub(super) fn new(counters: usize, sums: usize) -> Self {
        let far_words = (counters + 1).div_ceil(PER_WORD).saturating_sub(NEAR);
        Self { counters, sums, far_words }
    }

    /// How many words an organization has apart.
    pub(super) fn width(self) -> usize {
        self.far_words + self.sums
    }

    /// The word of a counter and its lowest bit; the counter of rows has the fourth place.
    pub(super) fn place_of(counter: usize) -> (usize, usize) {
        let place = if counter < PER_WORD - 1 { counter } else { counter + 1 };
        (place / PER_WORD, place % PER_WORD * BITS)
    }
}

impl Additions {
    pub(super) fn new(layout: Layout, effects: &[Effect], kept: &[Kept]) -> Self {
        let mut additions = Self { near: Vec::new(), far: Vec::new(), sums: Vec::new() };
        for effect in effects {
            let mut words = vec![0; NEAR + layout.far_words];
            for counter in &effect.adds {
                let Some(Kept::Counter(counter)) = kept.get(*counter) else { continue };
                let (word, bit) = Layout::place_of(*counter);
                if let Some(word) = words.get_mut(word) {
                    *word |= 1 << bit;
                }
            }
            if let Some(first) = words.first_mut() {
                *first += ONE_ROW;
            }
            let (near, far) = words.split_first_chunk().unwrap_or((&[0; NEAR], &[]));
            let far = far.iter().copied().enumerate().filter(|(_, word)| *word != 0);
            let sums =
                effect.sums.iter().filter_map(|(counter, slot)| match kept.get(*counter)? {
                    Kept::Sum(sum) => Some((layout.far_words + sum, *slot)),
                    Kept::Counter(_) | Kept::Total(_) => None,
                });
            // A row that is wrong adds nothing here; the general reading says what is wrong.
            additions.near.push((effect.contradiction.is_none()).then_some(*near));
            additions.far.push(far.collect());
            additions.sums.push(sums.collect());
        }
        additions
    }

    /// Whether rows of a class can be counted.
    pub(super) fn is_there(&self, class: usize) -> bool {
        self.near.get(class).is_some_and(Option::is_some)
    }
}
