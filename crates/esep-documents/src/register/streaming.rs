//! Rows whose bytes come one after the other.

use esep::{Rules, Structure, Tally};

use super::plan::Plan;
use super::reading::{Piece, Worker};
use super::records::LONGEST;
use super::{Counted, Faulty, Known, PIECE, Tallying, Task, heads_of, worker_for};

/// Rows whose bytes come one after the other.
#[derive(Debug)]
pub struct Stream<'a> {
    tallying: &'a Tallying<'a>,
    streaming: Streaming,
}

impl<'a> Stream<'a> {
    pub(super) fn new(tallying: &'a Tallying<'a>, lines_above: u64) -> Self {
        Self { tallying, streaming: Streaming::new(tallying.worker(), lines_above) }
    }

    /// Counts the rows that end in some more bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.streaming.push(bytes, self.tallying.task());
    }

    /// What was counted; bytes behind the last line end are a row, too.
    pub fn finish(self) -> Counted<'a> {
        let task = self.tallying.task();
        let (worker, faults) = self.streaming.finish(task);
        Counted { task, worker, faults }
    }
}

/// The same for whoever keeps a structure and lends it each time.
#[derive(Debug)]
pub(crate) struct OwnStream {
    rules: Rules,
    plan: Plan,
    streaming: Streaming,
}

impl OwnStream {
    /// As [`Tallying::new`].
    pub(crate) fn new(
        rules: Rules,
        separator: char,
        structure: &Structure,
        lines_above: u64,
    ) -> Self {
        let plan = Plan::new(&rules, separator);
        let streaming = Streaming::new(worker_for(&plan, &heads_of(structure)), lines_above);
        Self { rules, plan, streaming }
    }

    /// Counts the rows that end in some more bytes.
    pub(crate) fn push(&mut self, bytes: &[u8], structure: &Structure) {
        let Self { rules, plan, streaming } = self;
        streaming.push(bytes, Task { rules, plan, known: Known::of(structure) });
    }

    /// By what rules rows were counted, what was, the faults of other rows, and how many rows were
    /// counted.
    pub(crate) fn finish(self, structure: &Structure) -> (Rules, Tally, Vec<Faulty>, u64) {
        let Self { rules, plan, streaming } = self;
        let task = Task { rules: &rules, plan: &plan, known: Known::of(structure) };
        let (worker, faults) = streaming.finish(task);
        let tally = worker.tally(task);
        (rules, tally, faults, worker.rows)
    }
}

/// How far the bytes have come.
#[derive(Debug)]
struct Streaming {
    worker: Worker,
    /// Bytes that no row was read of yet.
    waiting: Vec<u8>,
    /// With fewer of them, no row is complete.
    least: usize,
    lines: u64,
    lines_above: u64,
}

impl Streaming {
    fn new(worker: Worker, lines_above: u64) -> Self {
        Self { worker, waiting: Vec::new(), least: 0, lines: 0, lines_above }
    }

    fn push(&mut self, mut bytes: &[u8], task: Task<'_>) {
        let room = usize::try_from(PIECE).unwrap_or(usize::MAX);
        while !bytes.is_empty() {
            let (some, more) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.waiting.extend_from_slice(some);
            bytes = more;
            if self.waiting.len() >= self.least.max(room) {
                self.read(false, task);
            }
        }
    }

    fn finish(mut self, task: Task<'_>) -> (Worker, Vec<Faulty>) {
        self.read(true, task);
        let faults = self.worker.faults.all(|_| self.lines_above);
        (self.worker, faults)
    }

    /// Reads the rows that are complete.
    fn read(&mut self, is_all: bool, task: Task<'_>) {
        let mut at = 0;
        loop {
            let rest = self.waiting.get(at..).unwrap_or_default();
            // A row is complete with its line.
            let line_end = memchr::memrchr(b'\n', rest).map_or(0, |end| end + 1);
            let length = if is_all { rest.len() } else { line_end };
            let bytes = rest.get(..length).unwrap_or_default();
            let passed =
                self.worker.read(task, Piece { bytes, number: 0, lines: self.lines, is_all });
            (at, self.lines) = (at + passed.bytes, self.lines + passed.lines);
            let rest = self.waiting.get(at..).unwrap_or_default();
            if rest.len() < LONGEST || is_all {
                break;
            }
            // The first row goes on, but no row is longer.
            let first = Piece { bytes: rest, number: 0, lines: self.lines, is_all };
            let Some(passed) = self.worker.read_plainly(task, first) else { break };
            (at, self.lines) = (at + passed.bytes, self.lines + passed.lines);
        }
        self.waiting.drain(..at);
        self.least = 2 * self.waiting.len();
    }
}
