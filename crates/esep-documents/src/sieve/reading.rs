//! The way through the table, piece by piece: each row is judged by itself and kept.

use esep::Screen;

use super::lines::{Row, Spot};
use super::parts::Parts;
use super::row::RowReader;
use super::store::Store;
use crate::pieces::{Piece, next_line};

/// How the rows of a table are read, and what they must satisfy.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) reader: RowReader,
    pub(super) screen: Screen,
}

/// What a worker has read.
#[derive(Debug, Default)]
pub(super) struct Worker {
    /// The plain rows, by their codes.
    pub(super) rows: Parts<Row>,
    /// The fingerprints of rows that belong to others, by these, where siblings are not compared.
    pub(super) children: Parts<Child>,
    /// The figures of rows, by those whom they belong to, where siblings are compared.
    pub(super) figures: Store,
    /// Lines that are no plain rows.
    pub(super) strange: Vec<(Spot, Vec<u8>)>,
    /// Plain rows that are not right by themselves.
    pub(super) wrong: Vec<Spot>,
    /// The first plain row.
    pub(super) first: Option<Spot>,
    /// How many lines each piece has.
    pub(super) lines: Vec<(usize, usize)>,
    /// Rows that are right by themselves, and their relations.
    pub(super) right: usize,
    pub(super) evaluated: usize,
    pub(super) skipped: usize,
    /// Whether the table is not what it seemed: no text, or too large in some way.
    pub(super) is_unfit: bool,
    pub(super) buffer: Vec<u8>,
    row: Vec<i64>,
}

/// A row that belongs to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child {
    /// The number of the one that it belongs to.
    pub(super) parent: u64,
    pub(super) fingerprint: u64,
}

impl Worker {
    /// Reads the rows of a piece.
    pub(super) fn read(&mut self, rules: &Rules, number: usize, piece: Piece<'_>) {
        self.row.resize(rules.screen.width(), 0);
        let is_whole = rules.screen.compares_siblings();
        let (mut rest, mut lines) = (piece.bytes, 0);
        while !rest.is_empty() {
            let byte = piece.offset + (piece.bytes.len() - rest.len());
            let Some(spot) = Spot::new(number, lines, byte) else {
                self.is_unfit = true;
                return;
            };
            lines += 1;
            match rules.reader.read(&mut rest, &mut self.row) {
                Some(head) => {
                    let (code, parent) = (head.code.number, head.parent.number);
                    let mark = if is_whole {
                        let place = self.figures.keep(parent, &self.row);
                        self.is_unfit |= place.is_none();
                        place.unwrap_or_default()
                    } else {
                        let fingerprint = rules.screen.fingerprint(&self.row);
                        if parent != 0 {
                            self.children.push(parent, Child { parent, fingerprint });
                        }
                        fingerprint
                    };
                    self.rows.push(code, Row { code, parent, mark, spot });
                    self.judge(&rules.screen, spot);
                }
                None => self.put_aside(spot, next_line(&mut rest)),
            }
        }
        self.lines.push((number, lines));
    }

    fn judge(&mut self, screen: &Screen, spot: Spot) {
        self.first = Some(self.first.map_or(spot, |first| first.min(spot)));
        match screen.judge(&self.row) {
            Some(passed) => {
                self.right += 1;
                self.evaluated += passed.evaluated;
                self.skipped += passed.skipped;
            }
            None => self.wrong.push(spot),
        }
    }

    fn put_aside(&mut self, spot: Spot, line: &[u8]) {
        let text = line.strip_suffix(b"\r").unwrap_or(line);
        let is_text = std::str::from_utf8(text).is_ok_and(|text| !text.contains(['\0', '\r']));
        self.is_unfit |= !is_text;
        if !text.is_empty() {
            self.strange.push((spot, line.to_vec()));
        }
    }
}
