//! The way through the table, piece by piece: each row is judged by itself and kept.

use esep::Screen;

use super::row::{RowReader, hash};
use super::store::{Kept, Locator, Store};
use super::table::{Piece, next_line};

/// How the rows of a table are read, and what they must satisfy.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) reader: RowReader,
    pub(super) screen: Screen,
}

impl Rules {
    /// How many figures are kept of a row: all, or the two halves of a fingerprint.
    pub(super) fn kept(&self) -> usize {
        if self.screen.compares_siblings() { self.screen.width() } else { 2 }
    }
}

/// What a worker has read.
#[derive(Debug, Default)]
pub(super) struct Worker {
    /// The plain rows, by the organization that they belong to.
    pub(super) rows: Store,
    /// Whose they are.
    pub(super) codes: Store,
    /// Lines that are no plain rows, with where they begin.
    pub(super) strange: Vec<(u64, Vec<u8>)>,
    /// Where plain rows begin that are not right by themselves.
    pub(super) wrong: Vec<u64>,
    /// Where the first plain row begins.
    pub(super) first: Option<u64>,
    /// How many lines each piece has.
    pub(super) lines: Vec<(usize, usize)>,
    /// Rows that are right by themselves, and their relations.
    pub(super) right: usize,
    pub(super) evaluated: usize,
    pub(super) skipped: usize,
    /// Whether the table is not what it seemed: no text, or too large in some way.
    pub(super) is_unfit: bool,
    pub(super) buffer: Vec<u8>,
    figures: Vec<i64>,
}

impl Worker {
    /// Reads the rows of a piece.
    pub(super) fn read(&mut self, rules: &Rules, number: usize, piece: Piece<'_>) {
        self.figures.resize(rules.screen.width(), 0);
        let is_whole = rules.screen.compares_siblings();
        let (mut rest, mut lines) = (piece.bytes, 0);
        while !rest.is_empty() {
            let before = u64::try_from(piece.bytes.len() - rest.len()).unwrap_or_default();
            let start = piece.start + before;
            lines += 1;
            match rules.reader.read(&mut rest, &mut self.figures) {
                Some(head) => {
                    let parent = if head.parent.is_empty() { 0 } else { hash(head.parent) };
                    let kept = if is_whole {
                        self.rows.keep(parent, start, &self.figures)
                    } else {
                        let fingerprint = halves(rules.screen.fingerprint(&self.figures));
                        self.rows.keep(parent, start, &fingerprint)
                    };
                    let kept = kept.and_then(|row| self.codes.note(hash(head.code), row));
                    self.is_unfit |= kept.is_none();
                    self.judge(&rules.screen, start);
                }
                None => self.put_aside(start, next_line(&mut rest)),
            }
        }
        self.lines.push((number, lines));
    }

    fn judge(&mut self, screen: &Screen, start: u64) {
        self.first = Some(self.first.map_or(start, |first| first.min(start)));
        match screen.judge(&self.figures) {
            Some(passed) => {
                self.right += 1;
                self.evaluated += passed.evaluated;
                self.skipped += passed.skipped;
            }
            None => self.wrong.push(start),
        }
    }

    fn put_aside(&mut self, start: u64, line: &[u8]) {
        let text = line.strip_suffix(b"\r").unwrap_or(line);
        let is_text = std::str::from_utf8(text).is_ok_and(|text| !text.contains(['\0', '\r']));
        self.is_unfit |= !is_text;
        if !text.is_empty() {
            self.strange.push((start, line.to_vec()));
        }
    }
}

fn halves(fingerprint: u128) -> [i64; 2] {
    let half = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default();
    [half(fingerprint), half(fingerprint >> 64)].map(u64::cast_signed)
}

/// The fingerprint of a row of which nothing else is kept.
pub(super) fn fingerprint(row: Kept<'_>) -> u128 {
    let mut halves = [0; 2];
    row.unpack(&mut halves);
    let [low, high] = halves.map(|half| u128::from(half.cast_unsigned()));
    high << 64 | low
}

/// A row of the store of some worker.
pub(super) fn stored(workers: &[Worker], row: Locator) -> Option<Kept<'_>> {
    workers.get(row.store())?.rows.row(row)
}
