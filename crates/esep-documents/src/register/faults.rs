//! Rows that could not be counted: of each kind of fault the first, and how many there are.

use std::collections::BTreeMap;

use esep::{Fault, FaultKind};

use super::records::Spot;

/// A kind of fault, and the rows that have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Faulty {
    /// What is wrong with the first of these rows.
    pub fault: Fault,
    /// How many rows there are.
    pub rows: u64,
    /// The line that the first begins on, or its field, from 1.
    pub line: u64,
    /// The column in characters, from 1.
    pub column: u32,
    /// How many characters the field takes on its line.
    pub length: u32,
}

/// The faults that a worker has met.
#[derive(Debug, Default)]
pub(super) struct Faults(BTreeMap<Fault, Seen>);

#[derive(Debug, Clone, Copy)]
struct Seen {
    rows: u64,
    first: First,
}

/// The first row of a kind: in which piece, where in it, and what.
type First = (usize, Spot, Fault);

impl Faults {
    /// Counts a fault in a piece.
    pub(super) fn add(&mut self, fault: Fault, piece: usize, spot: Spot) {
        self.add_seen(kind_of(fault), Seen { rows: 1, first: (piece, spot, fault) });
    }

    /// Adds those of another worker.
    pub(super) fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(kind, seen)| self.add_seen(kind, seen));
    }

    fn add_seen(&mut self, kind: Fault, seen: Seen) {
        let known = self.0.entry(kind).or_insert(Seen { rows: 0, first: seen.first });
        known.rows = known.rows.saturating_add(seen.rows);
        known.first = known.first.min(seen.first);
    }

    /// All kinds, in the order of their first rows; `lines_before` tells of a piece how many lines
    /// stand before it.
    pub(super) fn all(&self, lines_before: impl Fn(usize) -> u64) -> Vec<Faulty> {
        let mut firsts: Vec<&Seen> = self.0.values().collect();
        firsts.sort_unstable_by_key(|seen| seen.first);
        let faulty = |seen: &Seen| {
            let (piece, spot, fault) = seen.first;
            let line = lines_before(piece).saturating_add(spot.line).saturating_add(1);
            Faulty { fault, rows: seen.rows, line, column: spot.column, length: spot.length }
        };
        firsts.into_iter().map(faulty).collect()
    }
}

/// A fault without what differs among those of a kind.
fn kind_of(fault: Fault) -> Fault {
    match fault.kind {
        FaultKind::WrongNumberOfFields { .. } => {
            Fault { kind: FaultKind::WrongNumberOfFields { found: 0 }, ..fault }
        }
        _ => fault,
    }
}
