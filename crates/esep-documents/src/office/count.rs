//! How much a file may show.

use crate::grids::Trouble;

/// No file has more cells that say something.
const MOST_CELLS: usize = 2_000_000;

/// All that the cells of a file show has no more bytes, each of them for itself.
const MOST_BYTES: usize = 128 * 1024 * 1024;

/// Counts the cells of a file and what they show, for there must not be too much of it.
#[derive(Debug, Default)]
pub(super) struct Count {
    cells: usize,
    bytes: usize,
}

impl Count {
    pub(super) fn one_more(&mut self) -> Result<(), Trouble> {
        self.cells += 1;
        if self.cells > MOST_CELLS { Err(Trouble::TooLarge) } else { Ok(()) }
    }

    /// One more cell that shows a text, which others may show as well.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Trouble> {
        self.bytes += text.len();
        if self.bytes > MOST_BYTES { Err(Trouble::TooLarge) } else { self.one_more() }
    }
}
