//! The figures of rows, kept in little memory, sorted into parts by the organization that the row
//! belongs to.
//!
//! A figure takes as many bytes as it needs, and half a byte that says how many. Each worker writes
//! to a store of its own, one block after another, so that none waits for another.

use super::parts::{PARTS, part_of};

/// How many bytes a block has, unless a record needs more.
const BLOCK: usize = 256 * 1024;

/// What stands before the figures of a row: to whom it belongs.
const HEAD: usize = 8;
/// How many bits say where in its block a record is.
const PLACE: u32 = 24;

/// Records in blocks, by parts.
#[derive(Debug)]
pub(super) struct Store {
    parts: Vec<Vec<Vec<u8>>>,
    record: Vec<u8>,
}

/// The figures of a row as they are kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a>(&'a [u8]);

impl Default for Store {
    fn default() -> Self {
        Self { parts: vec![Vec::new(); PARTS], record: Vec::new() }
    }
}

impl Store {
    /// Keeps a row; says where in its part.
    pub(super) fn keep(&mut self, parent: u64, figures: &[i64]) -> Option<u64> {
        let sizes = figures.len().div_ceil(2);
        let most = HEAD + sizes + figures.len() * 8;
        if self.record.len() < most {
            self.record.resize(most, 0);
        }
        let (head, body) = self.record.split_at_mut_checked(HEAD)?;
        let (sizes, data) = body.split_at_mut_checked(sizes)?;
        head.copy_from_slice(&parent.to_le_bytes());
        let mut at = 0;
        for (pair, size) in figures.chunks(2).zip(sizes) {
            *size = 0;
            for (figure, shift) in pair.iter().zip([0, 4]) {
                data.get_mut(at..at + 8)?.copy_from_slice(&figure.to_le_bytes());
                let bytes = (71 - (figure | 1).leading_zeros()) / 8;
                *size |= u8::try_from(bytes).ok()? << shift;
                at += usize::try_from(bytes).ok()?;
            }
        }
        let length = HEAD + figures.len().div_ceil(2) + at;
        push(self.parts.get_mut(part_of(parent))?, self.record.get(..length)?)
    }

    /// All rows of a part, `width` figures in each: to whom they belong, and their figures.
    pub(super) fn rows(&self, part: usize, width: usize) -> impl Iterator<Item = (u64, Kept<'_>)> {
        let blocks = self.parts.get(part).into_iter().flatten();
        blocks.flat_map(move |block| {
            let mut rest = block.as_slice();
            std::iter::from_fn(move || {
                let (head, figures) = rest.split_first_chunk()?;
                let kept = Kept(figures);
                rest = figures.get(kept.length(width)..)?;
                Some((u64::from_le_bytes(*head), kept))
            })
        })
    }

    /// The row of a part that is kept at a place.
    pub(super) fn row(&self, part: usize, place: u64) -> Option<Kept<'_>> {
        let block = self.parts.get(part)?.get(usize::try_from(place >> PLACE).ok()?)?;
        let at = usize::try_from(place & ((1 << PLACE) - 1)).ok()?;
        block.get(at + HEAD..).map(Kept)
    }
}

impl Kept<'_> {
    /// How many bytes so many figures take.
    fn length(&self, width: usize) -> usize {
        let sizes = self.0.get(..width.div_ceil(2)).unwrap_or_default();
        let bytes = |size: &u8| usize::from(size & 15) + usize::from(size >> 4);
        sizes.len() + sizes.iter().map(bytes).sum::<usize>()
    }

    /// Writes the figures to where they are needed.
    pub(super) fn unpack(&self, figures: &mut [i64]) {
        let Some((sizes, mut data)) = self.0.split_at_checked(figures.len().div_ceil(2)) else {
            return;
        };
        for (pair, size) in figures.chunks_mut(2).zip(sizes) {
            for (figure, bytes) in pair.iter_mut().zip([size & 15, size >> 4]) {
                let word = data
                    .first_chunk()
                    .map_or_else(|| last_word(data), |word| u64::from_le_bytes(*word));
                let kept = word & (u64::MAX >> (64 - 8 * u32::from(bytes.clamp(1, 8))));
                *figure = kept.cast_signed();
                data = data.get(usize::from(bytes)..).unwrap_or_default();
            }
        }
    }
}

/// Adds a record to the last block; says where it is.
fn push(blocks: &mut Vec<Vec<u8>>, record: &[u8]) -> Option<u64> {
    if blocks.last().is_none_or(|block| block.capacity() - block.len() < record.len()) {
        blocks.push(Vec::with_capacity(BLOCK.max(record.len())));
    }
    let number = u64::try_from(blocks.len() - 1).ok()?;
    let block = blocks.last_mut()?;
    let at = u64::try_from(block.len()).ok().filter(|at| at >> PLACE == 0)?;
    block.extend_from_slice(record);
    Some(number << PLACE | at)
}

/// Up to seven bytes as a word.
#[cold]
fn last_word(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_come_out_as_they_went_in(
            rows in prop::collection::vec((any::<u64>(), prop::collection::vec(any::<i64>(), 5)), 0..2_000),
            small in 0_u32..63,
        ) {
            let rows: Vec<(u64, Vec<i64>)> = rows
                .into_iter()
                .map(|(parent, figures)| (parent, figures.iter().map(|figure| figure >> small).collect()))
                .collect();
            let mut store = Store::default();
            let mut found = vec![0; 5];
            for (parent, figures) in &rows {
                let place = store.keep(*parent, figures).unwrap();
                store.row(part_of(*parent), place).unwrap().unpack(&mut found);
                prop_assert_eq!(&found, figures);
            }
            let mut n_kept = 0;
            for part in 0..PARTS {
                let mut expected = rows.iter().filter(|(parent, _)| part_of(*parent) == part);
                for (parent, kept) in store.rows(part, 5) {
                    kept.unpack(&mut found);
                    prop_assert_eq!(Some(&(parent, found.clone())), expected.next());
                    n_kept += 1;
                }
            }
            prop_assert_eq!(n_kept, rows.len());
        }
    }
}
