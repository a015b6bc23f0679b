//! The figures of rows, kept in little memory, sorted into parts by the organization that the row
//! belongs to.
//!
//! A figure takes one, two, three or eight bytes, and two bits that say how many. Each worker writes
//! to a store of its own, one block after another, so that none waits for another.

use super::parts::{PARTS, part_of};

/// How many bytes a block has, unless a record needs more.
const BLOCK: usize = 255 * 1024;
/// What stands before the figures of a row: to whom it belongs.
const HEAD: usize = 8;
/// How many bits say where in its block a record is.
const PLACE: u32 = 24;

/// How many bytes figures take.
const SIZES: [u8; 4] = [1, 2, 3, 8];
/// What of eight bytes is theirs.
const MASKS: [u64; 4] = [0xFF, 0xFFFF, 0xFF_FFFF, u64::MAX];
/// How many bytes four figures take whose sizes a byte tells.
#[expect(clippy::indexing_slicing, reason = "no index could be wrong and compile")]
const SUMS: [u8; 256] = {
    let mut sums = [0; 256];
    let mut sizes = 0;
    while sizes < 256 {
        let [a, b, c, d] = [sizes & 3, sizes >> 2 & 3, sizes >> 4 & 3, sizes >> 6];
        sums[sizes] = SIZES[a] + SIZES[b] + SIZES[c] + SIZES[d];
        sizes += 1;
    }
    sums
};

/// Records in blocks, by parts.
#[derive(Debug)]
pub(super) struct Store {
    parts: Vec<Vec<Vec<u8>>>,
    record: Vec<u8>,
}

impl Default for Store {
    fn default() -> Self {
        Self { parts: vec![Vec::new(); PARTS], record: Vec::new() }
    }
}

impl Store {
    /// Keeps a row; says where in its part.
    pub(super) fn keep(&mut self, parent: u64, figures: &[i64]) -> Option<u64> {
        let sizes = figures.len().div_ceil(4);
        let most = HEAD + sizes + figures.len() * 8;
        if self.record.len() < most {
            self.record.resize(most, 0);
        }
        let (head, body) = self.record.split_at_mut_checked(HEAD)?;
        let (sizes, data) = body.split_at_mut_checked(sizes)?;
        head.copy_from_slice(&parent.to_le_bytes());
        let mut at = 0;
        for (four, size) in figures.chunks(4).zip(sizes) {
            *size = 0;
            for (figure, shift) in four.iter().zip([0, 2, 4, 6]) {
                data.get_mut(at..at + 8)?.copy_from_slice(&figure.to_le_bytes());
                let bits = figure.cast_unsigned();
                let class = u8::from(bits >> 8 != 0) + u8::from(bits >> 16 != 0);
                let class = class + u8::from(bits >> 24 != 0);
                *size |= class << shift;
                at += usize::from(*SIZES.get(usize::from(class))?);
            }
        }
        let length = HEAD + figures.len().div_ceil(4) + at;
        push(self.parts.get_mut(part_of(parent))?, self.record.get(..length)?)
    }

    /// All rows of a part, `width` figures in each: to whom they belong, and their figures as they
    /// are kept.
    pub(super) fn rows(&self, part: usize, width: usize) -> impl Iterator<Item = (u64, &[u8])> {
        let blocks = self.parts.get(part).into_iter().flatten();
        blocks.flat_map(move |block| {
            let mut rest = block.as_slice();
            std::iter::from_fn(move || {
                let (head, figures) = rest.split_first_chunk()?;
                let (figures, others) = figures.split_at_checked(length(figures, width))?;
                rest = others;
                Some((u64::from_le_bytes(*head), figures))
            })
        })
    }

    /// The figures of the row of a part that is kept at a place, and what stands behind them.
    pub(super) fn row(&self, part: usize, place: u64) -> Option<&[u8]> {
        let block = self.parts.get(part)?.get(usize::try_from(place >> PLACE).ok()?)?;
        let at = usize::try_from(place & ((1 << PLACE) - 1)).ok()?;
        block.get(at + HEAD..)
    }
}

/// How many bytes the figures of a row take.
fn length(row: &[u8], width: usize) -> usize {
    let sizes = row.get(..width.div_ceil(4)).unwrap_or_default();
    let bytes = |size: &u8| SUMS.get(usize::from(*size)).copied().map_or(0, usize::from);
    // Where the last byte tells of less than four figures, the others seem to take one byte each.
    let others = sizes.len() * 4 - width;
    (sizes.len() + sizes.iter().map(bytes).sum::<usize>()).saturating_sub(others)
}

/// Reads the figures of a row and goes past them.
pub(super) fn unpack(row: &mut &[u8], figures: &mut [i64]) {
    let Some((sizes, mut data)) = row.split_at_checked(figures.len().div_ceil(4)) else { return };
    for (four, size) in figures.chunks_mut(4).zip(sizes) {
        for (figure, shift) in four.iter_mut().zip([0, 2, 4, 6]) {
            let class = usize::from(size >> shift & 3);
            let (Some(bytes), Some(mask)) = (SIZES.get(class), MASKS.get(class)) else { return };
            let word = data
                .first_chunk()
                .map_or_else(|| last_word(data), |word| u64::from_le_bytes(*word));
            *figure = (word & mask).cast_signed();
            data = data.get(usize::from(*bytes)..).unwrap_or_default();
        }
    }
    *row = data;
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
                unpack(&mut store.row(part_of(*parent), place).unwrap(), &mut found);
                prop_assert_eq!(&found, figures);
            }
            let mut n_kept = 0;
            for part in 0..PARTS {
                let mut expected = rows.iter().filter(|(parent, _)| part_of(*parent) == part);
                for (parent, mut kept) in store.rows(part, 5) {
                    unpack(&mut kept, &mut found);
                    prop_assert!(kept.is_empty());
                    prop_assert_eq!(Some(&(parent, found.clone())), expected.next());
                    n_kept += 1;
                }
            }
            prop_assert_eq!(n_kept, rows.len());
        }
    }
}
