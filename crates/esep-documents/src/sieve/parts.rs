//! Records sorted into parts by numbers, so that each part can be gone through while it is in the
//! cache.

/// How many parts there are.
pub(super) const PARTS: usize = 64;
const PART_BITS: u32 = 6;
/// How many bytes of records are kept together, of the first in a part and at most; a little less than
/// what is asked of the system at once.
const BLOCKS: [usize; 2] = [4 * 1024, 255 * 1024];

/// The part that a number falls into.
#[inline]
pub(super) fn part_of(number: u64) -> usize {
    usize::try_from(number >> (64 - PART_BITS)).unwrap_or_default()
}

/// Records by parts. Each worker writes to parts of its own, one block after another, so that none
/// waits for another, and nothing is moved again.
#[derive(Debug)]
pub(super) struct Parts<T>(Vec<Part<T>>);

#[derive(Debug)]
struct Part<T> {
    full: Vec<Vec<T>>,
    last: Vec<T>,
}

impl<T> Default for Parts<T> {
    fn default() -> Self {
        Self((0..PARTS).map(|_| Part { full: Vec::new(), last: Vec::new() }).collect())
    }
}

impl<T> Parts<T> {
    /// Adds a record to the part of a number.
    #[inline]
    pub(super) fn push(&mut self, number: u64, record: T) {
        if let Some(part) = self.0.get_mut(part_of(number)) {
            if part.last.len() == part.last.capacity() {
                part.next_block();
            }
            part.last.push(record);
        }
    }

    /// The records of a part, in the order in which they came.
    pub(super) fn of(&self, part: usize) -> impl Iterator<Item = &T> {
        let part = self.0.get(part).into_iter();
        part.flat_map(|part| part.full.iter().chain([&part.last]).flatten())
    }

    /// All records.
    pub(super) fn all(&self) -> impl Iterator<Item = &T> {
        (0..PARTS).flat_map(|part| self.of(part))
    }
}

impl<T> Part<T> {
    #[cold]
    fn next_block(&mut self) {
        let [first, most] = BLOCKS.map(|bytes| bytes / size_of::<T>().max(1));
        let block = Vec::with_capacity((self.last.capacity() * 2).clamp(first, most));
        let full = std::mem::replace(&mut self.last, block);
        if !full.is_empty() {
            self.full.push(full);
        }
    }
}
