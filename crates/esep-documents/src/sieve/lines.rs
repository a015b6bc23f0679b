//! What is kept of every line of a table.

use crate::pieces::Pieces;

/// What is kept of a plain row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The number of the code.
    pub(super) code: u64,
    /// The number of the organization that it belongs to; 0 where it belongs to none.
    pub(super) parent: u64,
    /// The fingerprint of its figures, or where they are kept.
    pub(super) mark: u64,
    pub(super) spot: Spot,
}

/// Where a line is: in which piece, as which of its lines, from which of its bytes on. Spots are in
/// the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    piece: u32,
    line: u16,
    byte: u16,
}

impl Spot {
    /// `None` where any of these is too large.
    #[inline]
    pub(super) fn new(piece: usize, line: usize, byte: usize) -> Option<Self> {
        Some(Self {
            piece: piece.try_into().ok()?,
            line: line.try_into().ok()?,
            byte: byte.try_into().ok()?,
        })
    }
}

/// The lines of a table.
#[derive(Debug)]
pub(super) struct Lines {
    table: Pieces,
    /// How many lines stand before each piece.
    before: Vec<usize>,
}

impl Lines {
    /// The lines of all pieces, each with its number and how many lines it has; `head` lines stand
    /// before them.
    pub(super) fn new(table: Pieces, mut pieces: Vec<(usize, usize)>, head: usize) -> Self {
        pieces.sort_unstable();
        let mut sum = head;
        let before = |(_, lines): (usize, usize)| {
            sum += lines;
            sum - lines
        };
        Self { table, before: pieces.into_iter().map(before).collect() }
    }

    /// How many lines of the file stand before a line.
    pub(super) fn number(&self, spot: Spot) -> usize {
        let piece = usize::try_from(spot.piece).unwrap_or(usize::MAX);
        self.before.get(piece).map_or(0, |before| before + usize::from(spot.line))
    }

    /// Where a line begins in the table.
    pub(super) fn start(&self, spot: Spot) -> u64 {
        let piece = usize::try_from(spot.piece).unwrap_or(usize::MAX);
        self.table.start_of(piece) + u64::from(spot.byte)
    }
}
