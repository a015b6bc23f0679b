//! Bytes of records, and the texts that cells share, which go over several records.

use std::sync::Arc;

use crate::office::strings::Pieces;

/// Bytes that are read one after the other.
#[derive(Clone)]
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn skip(&mut self, count: usize) -> Option<Self> {
        self.take(count)?;
        Some(self.clone())
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(super) fn f64(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// A text whose length stands in one byte.
    pub(super) fn string_of_u8(&mut self) -> Option<String> {
        let length = self.u8()?;
        self.string(usize::from(length))
    }

    /// A text whose length stands in two bytes.
    pub(super) fn string_of_u16(&mut self) -> Option<String> {
        let length = self.u16()?;
        self.string(usize::from(length))
    }

    fn string(&mut self, length: usize) -> Option<String> {
        let is_wide = self.u8()? & 1 == 1;
        let units = self.units(length, is_wide)?;
        Some(String::from_utf16_lossy(&units))
    }

    fn units(&mut self, count: usize, is_wide: bool) -> Option<Vec<u16>> {
        if is_wide {
            let bytes = self.take(count.checked_mul(2)?)?;
            return Some(
                bytes
                    .chunks_exact(2)
                    .map(|pair| {
                        let [low, high] = <[u8; 2]>::try_from(pair).unwrap_or_default();
                        u16::from_le_bytes([low, high])
                    })
                    .collect(),
            );
        }
        Some(self.take(count)?.iter().map(|byte| u16::from(*byte)).collect())
    }
}

/// The texts of the table of strings; `None` where it is damaged.
pub(super) fn strings(records: &[&[u8]]) -> Option<Vec<Arc<str>>> {
    let mut records = records.iter();
    let Some(first) = records.next() else { return Some(Vec::new()) };
    let mut table = Table { here: Bytes::new(first), records };
    table.here.u32()?;
    let count = table.here.u32()?;
    let mut strings = Vec::new();
    for _ in 0..count {
        strings.push(table.string()?.into());
    }
    Some(strings)
}

/// A table that goes over several records.
struct Table<'a, 'r> {
    here: Bytes<'a>,
    records: std::slice::Iter<'r, &'a [u8]>,
}

impl Table<'_, '_> {
    fn next_record(&mut self) -> Option<()> {
        self.here = Bytes::new(self.records.next()?);
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        if self.here.len() == 0 {
            self.next_record()?;
        }
        let mut rest = usize::from(self.here.u16()?);
        let flags = self.here.u8()?;
        let n_runs = if flags & 8 == 8 { self.here.u16()? } else { 0 };
        let n_extra = if flags & 4 == 4 { self.here.u32()? } else { 0 };
        let mut is_wide = flags & 1 == 1;
        let mut units = Vec::new();
        loop {
            let width = if is_wide { 2 } else { 1 };
            let count = rest.min(self.here.len() / width);
            units.extend(self.here.units(count, is_wide)?);
            rest -= count;
            if rest == 0 {
                break;
            }
            // What goes on in the next record says anew how wide its letters are.
            self.next_record()?;
            is_wide = self.here.u8()? & 1 == 1;
        }
        self.pass(usize::from(n_runs) * 4)?;
        self.pass(usize::try_from(n_extra).ok()?)?;
        let mut pieces = Pieces::default();
        pieces.push(&String::from_utf16_lossy(&units));
        Some(pieces.take())
    }

    fn pass(&mut self, mut count: usize) -> Option<()> {
        while count > self.here.len() {
            count -= self.here.len();
            self.next_record()?;
        }
        self.here.skip(count).map(drop)
    }
}
