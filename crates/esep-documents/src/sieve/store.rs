//! Rows kept in little memory, sorted into parts by the organization that they belong to.
//!
//! A figure takes as many bytes as it needs, and half a byte that says how many. Each worker writes
//! to a store of its own, one block after another, so that none waits for another.

/// How many parts there are.
pub(super) const PARTS: usize = 64;
const PART_BITS: u32 = 6;
/// How many bytes a block has, unless a record needs more.
const BLOCK: usize = 16 * 1024;
/// What stands before the figures of a row: to whom it belongs, and where it begins in the table.
const HEAD: usize = 16;

/// The part that the organizations with this number fall into.
pub(super) fn part_of(hash: u64) -> usize {
    usize::try_from(hash >> (64 - PART_BITS)).unwrap_or_default()
}

/// Records in blocks, by parts.
#[derive(Debug)]
pub(super) struct Store {
    parts: Vec<Vec<Vec<u8>>>,
    record: Vec<u8>,
}

/// Where a record is: the store of which worker, part, block, byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Locator {
    store: u16,
    part: u16,
    block: u32,
    at: u32,
}

/// A row as it is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a> {
    /// The number of the organization that it belongs to; 0 where it belongs to none.
    pub(super) parent: u64,
    /// Where it begins in the table.
    pub(super) start: u64,
    figures: &'a [u8],
}

impl Default for Store {
    fn default() -> Self {
        Self { parts: vec![Vec::new(); PARTS], record: Vec::new() }
    }
}

impl Store {
    /// Keeps a row; says where, as if it were in the first store.
    pub(super) fn keep(&mut self, parent: u64, start: u64, figures: &[i64]) -> Option<Locator> {
        let sizes = figures.len().div_ceil(2);
        let most = HEAD + sizes + figures.len() * 8;
        if self.record.len() < most {
            self.record.resize(most, 0);
        }
        let (head, body) = self.record.split_at_mut_checked(HEAD)?;
        let (sizes, data) = body.split_at_mut_checked(sizes)?;
        let (first, second) = head.split_at_mut_checked(8)?;
        first.copy_from_slice(&parent.to_le_bytes());
        second.copy_from_slice(&start.to_le_bytes());
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
        let part = part_of(parent);
        let blocks = self.parts.get_mut(part)?;
        let (block, at) = push(blocks, self.record.get(..length)?)?;
        Some(Locator { store: 0, part: u16::try_from(part).ok()?, block, at })
    }

    /// Keeps whose row stands where, in the part of the organization itself.
    pub(super) fn note(&mut self, code: u64, row: Locator) -> Option<()> {
        let blocks = self.parts.get_mut(part_of(code))?;
        let mut record = [0; NOTE];
        let place = u64::from(row.part) << 48 | u64::from(row.block) << 24 | u64::from(row.at);
        record.get_mut(..8)?.copy_from_slice(&code.to_le_bytes());
        record.get_mut(8..)?.copy_from_slice(&place.to_le_bytes());
        push(blocks, &record).map(|_| ())
    }

    /// All rows of a part, `width` figures in each.
    pub(super) fn rows(
        &self,
        part: usize,
        width: usize,
    ) -> impl Iterator<Item = (Locator, Kept<'_>)> {
        let blocks = self.parts.get(part).into_iter().flatten();
        (0..).zip(blocks).flat_map(move |(number, block)| {
            let mut at = 0;
            std::iter::from_fn(move || {
                let kept = Kept::read(block.get(at..)?)?;
                let part = u16::try_from(part).ok()?;
                let row = Locator { store: 0, part, block: number, at: u32::try_from(at).ok()? };
                at += HEAD + kept.length(width);
                Some((row, kept))
            })
        })
    }

    /// All notes of a part: whose row stands where.
    pub(super) fn notes(&self, part: usize) -> impl Iterator<Item = (u64, Locator)> {
        let blocks = self.parts.get(part).into_iter().flatten();
        let records = blocks.flat_map(|block| block.as_chunks::<NOTE>().0);
        records.filter_map(|record| {
            let place = word(record.get(8..)?)?;
            let low = |bits: u64, shift: u32| u32::try_from(place >> shift & ((1 << bits) - 1));
            let part = u16::try_from(place >> 48).ok()?;
            let (block, at) = (low(24, 24).ok()?, low(24, 0).ok()?);
            Some((word(record)?, Locator { store: 0, part, block, at }))
        })
    }

    /// A row.
    pub(super) fn row(&self, row: Locator) -> Option<Kept<'_>> {
        let block = self.parts.get(usize::from(row.part))?.get(usize::try_from(row.block).ok()?)?;
        Kept::read(block.get(usize::try_from(row.at).ok()?..)?)
    }
}

impl Locator {
    /// The same in another store.
    pub(super) fn in_store(self, store: usize) -> Self {
        Self { store: u16::try_from(store).unwrap_or(u16::MAX), ..self }
    }

    /// The number of the store.
    pub(super) fn store(self) -> usize {
        usize::from(self.store)
    }
}

impl<'a> Kept<'a> {
    fn read(record: &'a [u8]) -> Option<Self> {
        let (head, figures) = record.split_at_checked(HEAD)?;
        Some(Self { parent: word(head)?, start: word(head.get(8..)?)?, figures })
    }

    /// How many bytes so many figures take.
    fn length(&self, width: usize) -> usize {
        let sizes = self.figures.get(..width.div_ceil(2)).unwrap_or_default();
        let bytes = |size: &u8| usize::from(size & 15) + usize::from(size >> 4);
        sizes.len() + sizes.iter().map(bytes).sum::<usize>()
    }

    /// Writes the figures to where they are needed.
    pub(super) fn unpack(&self, figures: &mut [i64]) {
        let Some((sizes, mut data)) = self.figures.split_at_checked(figures.len().div_ceil(2))
        else {
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

/// How many bytes a note has.
const NOTE: usize = 16;

/// Adds a record to the last block; says in which block and where in it.
fn push(blocks: &mut Vec<Vec<u8>>, record: &[u8]) -> Option<(u32, u32)> {
    if blocks.last().is_none_or(|block| block.capacity() - block.len() < record.len()) {
        blocks.push(Vec::with_capacity(BLOCK.max(record.len())));
    }
    let number = u32::try_from(blocks.len() - 1).ok().filter(|number| number >> 24 == 0)?;
    let block = blocks.last_mut()?;
    let at = u32::try_from(block.len()).ok().filter(|at| at >> 24 == 0)?;
    block.extend_from_slice(record);
    Some((number, at))
}

fn word(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
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
            rows in prop::collection::vec((any::<u64>(), any::<u64>(), prop::collection::vec(any::<i64>(), 5)), 0..2_000),
            small in 0_u32..63,
        ) {
            let rows: Vec<_> = rows
                .into_iter()
                .map(|(parent, start, figures)| (parent, start, figures.iter().map(|figure| figure >> small).collect::<Vec<_>>()))
                .collect();
            let mut store = Store::default();
            let mut notes = Store::default();
            let mut found = vec![0; 5];
            for (number, (parent, start, figures)) in (1..).zip(&rows) {
                let row = store.keep(*parent, *start, figures).unwrap();
                notes.note(number, row).unwrap();
                let kept = store.row(row).unwrap();
                kept.unpack(&mut found);
                prop_assert_eq!((kept.parent, kept.start, &found), (*parent, *start, figures));
            }
            for (number, row) in (0..PARTS).flat_map(|part| notes.notes(part)) {
                let (parent, start, _) = &rows[usize::try_from(number).unwrap() - 1];
                let kept = store.row(row).unwrap();
                prop_assert_eq!((kept.parent, kept.start), (*parent, *start));
            }
            let kept: Vec<_> = (0..PARTS).flat_map(|part| store.rows(part, 5)).collect();
            prop_assert_eq!(kept.len(), rows.len());
            for (row, kept) in kept {
                prop_assert_eq!(store.row(row).unwrap().start, kept.start);
            }
        }
    }
}
