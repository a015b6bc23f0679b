//! Numbers that look random and are the same on every machine.

/// A sequence of such numbers (`SplitMix64`), told by where it begins.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence that begins here.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 on, below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or_default()
    }

    /// A figure of one to five digits, as many of each.
    pub fn figure(&mut self) -> i64 {
        let most = [10, 100, 1_000, 10_000, 100_000];
        let most = most.get(self.below(most.len())).copied().unwrap_or(10);
        i64::try_from(self.below(most)).unwrap_or_default()
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}
