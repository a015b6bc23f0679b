//! Rows that are seen rather than counted: those with the key of a row before them are looked for.

use esep::{Pass, Places, Repeats, Structure};

use super::Known;
use super::counters::Counters;
use super::fields::Batch;
use super::plan::Plan;

/// What becomes of rows that can be counted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Seeing<'a> {
    /// They are counted.
    #[default]
    All,
    /// They are counted but for some, which have the key of a row before them.
    But(&'a Places),
    /// Their keys are looked at by one of so many parts.
    Keys(&'a Repeats, usize),
}

/// Whose rows are read, which of them, and what the place of the first byte is among all files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Among<'a> {
    pub(crate) structure: &'a Structure,
    pub(crate) seeing: Seeing<'a>,
    pub(crate) from: u64,
}

impl Seeing<'_> {
    /// Where keys are looked at: what keeps them.
    pub(super) fn pass(self) -> Option<Pass> {
        match self {
            Self::Keys(repeats, parts) => repeats.pass(parts),
            Self::All | Self::But(_) => None,
        }
    }

    /// Whether the row that ends at a place is to be left out.
    pub(super) fn leaves_out(self, end: u64) -> bool {
        matches!(self, Self::But(places) if places.contains(end))
    }
}

/// Where the rows of a batch stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) bytes: &'a [u8],
    /// The place of the first byte.
    pub(super) from: u64,
    pub(super) rows: usize,
}

impl Batch {
    /// Marks the rows that are to be left out as odd.
    #[cold]
    pub(super) fn leave_out(&mut self, places: &Places, at: Standing<'_>) {
        for row in 0..at.rows {
            let end = self.end(row, at);
            if let Some(odd) = self.odd.get_mut(row).filter(|_| places.contains(end)) {
                *odd = 1;
            }
        }
    }

    /// Sees the keys of rows; how many were seen. The others are marked as odd.
    #[cold]
    pub(super) fn see(
        &mut self,
        pass: &mut Pass,
        counters: &Counters,
        plan: &Plan,
        known: Known<'_>,
        at: Standing<'_>,
    ) -> u64 {
        let mut seen = 0;
        for row in 0..at.rows {
            let class = self.classes.get(row).and_then(|class| usize::try_from(*class).ok());
            let code = self.codes.get(row).copied();
            let is_plain = self.odd.get(row) == Some(&0)
                && class.is_some_and(|class| plan.additions.is_there(class))
                && (matches!(known, Known::Any)
                    || code.is_some_and(|code| counters.find(code).is_some()));
            let key = self.key(row, plan, at.bytes).filter(|_| is_plain);
            match key {
                Some(key) => {
                    pass.see(key, self.end(row, at));
                    seen += 1;
                }
                None => {
                    if let Some(odd) = self.odd.get_mut(row) {
                        *odd = 1;
                    }
                }
            }
        }
        seen
    }

    /// The key of a row, where no blanks need be taken from it.
    fn key<'b>(&self, row: usize, plan: &Plan, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let key = self.field(row, plan.key?, bytes)?;
        let is_graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        (is_graphic(key.first()) && is_graphic(key.last())).then_some(key)
    }

    /// The place where a row ends, behind its line end.
    fn end(&self, row: usize, Standing { bytes, from, .. }: Standing<'_>) -> u64 {
        let end = self.row_end(row).min(bytes.len());
        from.saturating_add(u64::try_from(end).unwrap_or_default())
    }
}
