//! Rows whose bytes come one after the other.

use esep::{Pass, Rules, Tally};

use super::plan::Plan;
use super::reading::{Passed, Piece, Worker};
use super::records::LONGEST;
use super::{Among, Counted, Faulty, Known, PIECE, Tallying, Task, heads_of, worker_for};

/// Rows whose bytes come one after the other.
#[derive(Debug)]
pub struct Stream<'a> {
    tallying: &'a Tallying<'a>,
    streaming: Streaming,
}

impl<'a> Stream<'a> {
    pub(super) fn new(tallying: &'a Tallying<'a>, lines_above: u64, from: u64) -> Self {
        Self { tallying, streaming: Streaming::new(tallying.worker(), lines_above, from) }
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
    pub(crate) fn new(rules: Rules, separator: char, among: Among<'_>, lines_above: u64) -> Self {
        let plan = Plan::new(&rules, separator);
        let worker = worker_for(&plan, &heads_of(among.structure), among.seeing);
        let streaming = Streaming::new(worker, lines_above, among.from);
        Self { rules, plan, streaming }
    }

    /// Counts the rows that end in some more bytes.
    pub(crate) fn push(&mut self, bytes: &[u8], Among { structure, seeing, .. }: Among<'_>) {
        let Self { rules, plan, streaming } = self;
        streaming.push(bytes, Task { rules, plan, known: Known::of(structure), seeing });
    }

    /// What was counted.
    pub(crate) fn finish(self, Among { structure, seeing, .. }: Among<'_>) -> RowsCounted {
        let Self { rules, plan, streaming } = self;
        let task = Task { rules: &rules, plan: &plan, known: Known::of(structure), seeing };
        let (worker, faults) = streaming.finish(task);
        Counted { task, worker, faults }.into_rows()
    }
}

/// What was counted of rows, or seen.
#[derive(Debug)]
pub(crate) struct RowsCounted {
    pub(crate) tally: Tally,
    pub(crate) faults: Vec<Faulty>,
    /// How many rows were counted, or seen.
    pub(crate) rows: u64,
    pub(crate) pass: Option<Pass>,
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
    /// The place of the first byte that waits.
    from: u64,
}

impl Streaming {
    fn new(worker: Worker, lines_above: u64, from: u64) -> Self {
        Self { worker, waiting: Vec::new(), least: 0, lines: 0, lines_above, from }
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
            let (lines, from) = (self.lines, self.from);
            // A row is complete with its line.
            let line_end = memchr::memrchr(b'\n', rest).map_or(0, |end| end + 1);
            let bytes = if is_all { rest } else { rest.get(..line_end).unwrap_or_default() };
            let passed = self.worker.read(task, Piece { bytes, number: 0, from, lines, is_all });
            at += self.pass(passed);
            let bytes = self.waiting.get(at..).unwrap_or_default();
            if bytes.len() < LONGEST || is_all {
                break;
            }
            // The first row goes on, but no row is longer.
            let (lines, from) = (self.lines, self.from);
            let first = Piece { bytes, number: 0, from, lines, is_all };
            let Some(passed) = self.worker.read_plainly(task, first) else { break };
            at += self.pass(passed);
        }
        self.waiting.drain(..at);
        self.least = 2 * self.waiting.len();
    }

    /// Goes past some bytes; how many they are.
    fn pass(&mut self, passed: Passed) -> usize {
        self.lines = self.lines.saturating_add(passed.lines);
        self.from = self.from.saturating_add(u64::try_from(passed.bytes).unwrap_or_default());
        passed.bytes
    }
}
