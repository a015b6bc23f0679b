//! Where fields and rows begin, found in sixty-four bytes at a time.

use crate::digits::{Marks, marks};

/// How many rows are looked at together.
pub(super) const BATCH: usize = 64;
/// How many bytes are looked at together.
const BLOCK: usize = 64;
/// How many places are written at once, first and then.
const FIRST: usize = 8;
const STEP: usize = 4;
/// What is written for a block has so much room.
const ROOM: usize = BLOCK + FIRST;

/// Where the fields of some rows begin.
#[derive(Debug)]
pub(super) struct Tokens {
    /// Where each field begins: the first, and one behind each separator and line end.
    starts: Vec<u32>,
    n_starts: usize,
    /// Where each row ends: behind its line end.
    ends: [u32; BATCH + ROOM],
    n_ends: usize,
}

/// Rows of as many fields as the header has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain<'a> {
    /// Where the fields begin, and behind the last row where the next one does; what stands behind
    /// that means nothing.
    pub(super) starts: &'a [u32],
    /// How many rows there are.
    pub(super) rows: usize,
    /// Where they end.
    pub(super) end: usize,
    /// Whether the row behind them, if there is one, is none of these.
    pub(super) is_next_odd: bool,
    /// Whether carriage returns were seen: before line feeds.
    pub(super) has_returns: bool,
    /// Whether bytes beyond ASCII were seen, or zeros.
    pub(super) has_letters: bool,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { starts: Vec::new(), n_starts: 0, ends: [0; BATCH + ROOM], n_ends: 0 }
    }
}

impl Tokens {
    /// The first rows from a place on, at most a batch, as far as they have neither quotes nor stray
    /// carriage returns in them and each of them has so many fields. `bytes` end with a row, which
    /// may lack its line end.
    #[inline(always)]
    pub(super) fn find(
        &mut self,
        bytes: &[u8],
        from: usize,
        separator: u8,
        width: usize,
    ) -> Plain<'_> {
        (self.n_starts, self.n_ends) = (0, 0);
        self.push_start(from);
        let mut seen = Seen::default();
        let (blocks, last) = bytes.get(from..).unwrap_or_default().as_chunks();
        let mut at = from;
        for (block, next) in blocks.iter().zip(1..) {
            let next = || blocks.get(next).map_or(last, |next| &next[..]).first().copied();
            self.look_at(block, at, separator, next, &mut seen);
            at += BLOCK;
            if self.n_ends >= BATCH || seen.is_odd {
                return self.plain(from, width, seen);
            }
        }
        let mut block = [0; BLOCK];
        block.iter_mut().zip(last).for_each(|(to, from)| *to = *from);
        self.look_at(&block, at, separator, || None, &mut seen);
        if !seen.is_odd && bytes.last().is_some_and(|byte| *byte != b'\n') {
            self.push_start(bytes.len() + 1);
            if let Some(end) = self.ends.get_mut(self.n_ends) {
                *end = place(bytes.len() + 1);
                self.n_ends += 1;
            }
        }
        self.plain(from, width, seen)
    }

    /// The first rows that have so many fields each.
    #[inline(always)]
    fn plain(&self, from: usize, width: usize, seen: Seen) -> Plain<'_> {
        let ends = self.ends.get(..self.n_ends.min(BATCH)).unwrap_or_default();
        let starts = self.starts.get(..self.n_starts).unwrap_or_default();
        let expected = starts.get(width..).unwrap_or_default().iter().step_by(width.max(1));
        let rows = ends.iter().zip(expected).take_while(|(end, start)| end == start).count();
        let end = rows.checked_sub(1).and_then(|last| ends.get(last));
        Plain {
            starts: &self.starts,
            rows,
            end: end.map_or(from, |end| size(*end)),
            is_next_odd: rows < ends.len() || rows < BATCH && seen.is_odd,
            has_returns: seen.has_returns,
            has_letters: seen.has_letters,
        }
    }

    /// Finds what stands in a block that begins at a place; `next` is the byte behind it.
    #[inline(always)]
    fn look_at(
        &mut self,
        block: &[u8; BLOCK],
        at: usize,
        separator: u8,
        next: impl Fn() -> Option<u8>,
        seen: &mut Seen,
    ) {
        let mut found = marks(block, separator);
        if found.quotes | found.carriage_returns != 0 {
            let odd = other_than_line_ends(found, next());
            let before = (odd & odd.wrapping_neg()).wrapping_sub(1);
            found.separators &= before;
            found.lines &= before;
            seen.is_odd = odd != 0;
            seen.has_returns |= found.carriage_returns != 0;
        }
        seen.has_letters |= found.has_letters;
        let first = place(at) + 1;
        let mut fields = found.separators | found.lines;
        let n_fields = fields.count_ones();
        let room = self.n_starts..self.n_starts + ROOM;
        if self.starts.len() < room.end {
            self.grow();
        }
        let room = self.starts.get_mut(room).and_then(|room| room.first_chunk_mut::<ROOM>());
        let Some((head, rest)) = room.and_then(|room| room.split_first_chunk_mut::<FIRST>()) else {
            return;
        };
        for start in head {
            *start = first + fields.trailing_zeros();
            fields &= fields.wrapping_sub(1);
        }
        for step in rest.as_chunks_mut::<STEP>().0 {
            if fields == 0 {
                break;
            }
            for start in step {
                *start = first + fields.trailing_zeros();
                fields &= fields.wrapping_sub(1);
            }
        }
        self.n_starts += size(n_fields);
        let mut lines = found.lines;
        // Mostly there is one line end or two.
        while lines != 0 {
            let others = lines & (lines - 1);
            let room = self.ends.get_mut(self.n_ends..).and_then(|room| room.first_chunk_mut());
            let Some([first_end, second_end]) = room else { return };
            *first_end = first + lines.trailing_zeros();
            *second_end = first + others.trailing_zeros();
            self.n_ends += 1 + usize::from(others != 0);
            lines = others & others.wrapping_sub(1);
        }
    }

    #[cold]
    fn grow(&mut self) {
        self.starts.resize(2 * self.starts.len() + ROOM, 0);
    }

    fn push_start(&mut self, at: usize) {
        if self.starts.len() <= self.n_starts {
            self.grow();
        }
        if let Some(start) = self.starts.get_mut(self.n_starts) {
            *start = place(at);
            self.n_starts += 1;
        }
    }
}

/// What was met among rows.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    is_odd: bool,
    has_returns: bool,
    has_letters: bool,
}

/// Quotes, and carriage returns without a line feed behind them; `next` stands behind the block.
#[inline(always)]
fn other_than_line_ends(found: Marks, next: Option<u8>) -> u64 {
    let line_feed_behind = found.lines >> 1 | u64::from(next == Some(b'\n')) << 63;
    found.quotes | found.carriage_returns & !line_feed_behind
}

/// Places are within a piece, which is much smaller than 4 GB.
#[inline(always)]
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[inline(always)]
fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
