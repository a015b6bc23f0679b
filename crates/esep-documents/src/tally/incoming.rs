//! Rows as their bytes come.

use std::sync::Arc;

use esep::Finding;

use super::opening::{Counted, Opening, Purpose};
use super::reading::read;
use super::unpacking::is_packed;
use crate::register::OwnStream;
use crate::source::{Beginning, File, Transcoder};

/// So many bytes tell the encoding, the header and what separates its cells.
pub(super) const HEAD: usize = 64 * 1024;
/// No header is longer.
pub(super) const LONGEST_HEAD: usize = 1 << 20;

/// A register whose bytes come one after the other.
#[derive(Debug)]
pub(super) struct Incoming {
    name: Arc<str>,
    state: State,
}

/// What is done with the bytes.
#[derive(Debug)]
enum State {
    /// They are kept until the header is there.
    Opening(Vec<u8>),
    /// Their rows are counted.
    Counting(Box<Counting>),
    /// They are kept, for they are packed.
    Packed(Vec<u8>),
    /// They are passed over, for their header says nothing.
    Refused,
}

/// Rows below a header.
#[derive(Debug)]
struct Counting {
    opening: Opening,
    rows: OwnStream,
    transcoder: Transcoder,
}

impl Incoming {
    /// Nothing has come yet.
    pub(super) fn new(name: &Arc<str>) -> Self {
        Self { name: Arc::clone(name), state: State::Opening(Vec::new()) }
    }

    /// Counts the rows that end in some more bytes, for the first of the times asked for.
    pub(super) fn push(&mut self, bytes: &[u8], purpose: Purpose<'_>, findings: &mut Vec<Finding>) {
        match &mut self.state {
            State::Opening(head) => {
                head.extend_from_slice(bytes);
                let has_line = || memchr::memchr2(b'\n', b'\r', head).is_some();
                if head.len() >= HEAD && has_line() || head.len() > LONGEST_HEAD {
                    let head = std::mem::take(head);
                    self.state = opened(&self.name, head, purpose, findings);
                }
            }
            State::Counting(counting) => counting.push(bytes, purpose),
            State::Packed(kept) => kept.extend_from_slice(bytes),
            State::Refused => {}
        }
    }

    /// What was counted; bytes behind the last line end are a row, too.
    pub(super) fn finish(
        self,
        purpose: Purpose<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Counted> {
        match self.state {
            State::Opening(bytes) | State::Packed(bytes) => {
                read(File::new(self.name, bytes), purpose, findings)
            }
            State::Counting(counting) => counting.finish(purpose, findings),
            State::Refused => None,
        }
    }
}

/// What to do with all bytes, now that the first are there.
fn opened(
    name: &Arc<str>,
    head: Vec<u8>,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> State {
    if is_packed(&head) {
        return State::Packed(head);
    }
    let (beginning, doubts) = Beginning::of(name, &head);
    findings.extend(doubts);
    let Some(Beginning { source, length, transcoder, .. }) = beginning else {
        return State::Refused;
    };
    let Some(opening) = Opening::of(&source, purpose, findings) else { return State::Refused };
    let Some(rules) = opening.rules.first().cloned() else { return State::Refused };
    let mut rows = OwnStream::new(rules, opening.separator, purpose.among, opening.lines_above);
    let below = source.text.as_bytes().get(opening.above..).unwrap_or_default();
    rows.push(below, purpose.among);
    let mut counting = Counting { opening, rows, transcoder };
    counting.push(head.get(length..).unwrap_or_default(), purpose);
    State::Counting(Box::new(counting))
}

impl Counting {
    fn push(&mut self, bytes: &[u8], purpose: Purpose<'_>) {
        let Self { rows, transcoder, .. } = self;
        transcoder.push(bytes, |text| rows.push(text, purpose.among));
    }

    fn finish(self, purpose: Purpose<'_>, findings: &mut Vec<Finding>) -> Option<Counted> {
        let Self { opening, mut rows, transcoder } = self;
        transcoder.finish(|text| rows.push(text, purpose.among));
        opening.counted(vec![rows.finish(purpose.among)], findings)
    }
}
