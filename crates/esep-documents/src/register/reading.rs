//! The way through the rows of a piece.

use std::collections::BTreeMap;

use esep::{Fault, FaultKind, Pass, Row, Tally};

use crate::csv::Record;
use crate::digits::{Work, widely};

use super::counters::Counters;
use super::faults::Faults;
use super::fields::Batch;
use super::plan::{Kept, Plan};
use super::records::{LONGEST, Spot, first_row, read};
use super::seeing::Standing;
use super::text::{Head, is_long};
use super::tokens::Tokens;
use super::{Known, Seeing, Task};

/// What a worker has counted, and what it needs for that.
#[derive(Debug)]
pub(super) struct Worker {
    tokens: Tokens,
    batch: Batch,
    pub(super) counters: Counters,
    /// What was counted of organizations with long codes: counters, then sums.
    pub(super) long: BTreeMap<String, Vec<i128>>,
    pub(super) faults: Faults,
    /// How many rows were counted.
    pub(super) rows: u64,
    /// How many lines end in each piece.
    pub(super) lines: Vec<(usize, u64)>,
    /// Whether a row that begins in some piece does not end in it.
    pub(super) is_open: bool,
    pub(super) buffer: Vec<u8>,
    /// Where keys are looked at rather than rows counted.
    pub(super) pass: Option<Pass>,
}

/// A piece of whole rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) number: usize,
    /// The place of the first byte, which grows from row to row over all files.
    pub(super) from: u64,
    /// How many lines end before it where several are counted with the same number.
    pub(super) lines: u64,
    /// Whether the last row ends here whatever its quotes say.
    pub(super) is_all: bool,
}

impl Piece<'_> {
    /// What stands between two of its bytes.
    fn part(self, start: usize, end: usize) -> Self {
        let bytes = self.bytes.get(start..end).unwrap_or_default();
        let before = u64::try_from(start).unwrap_or_default();
        Self { bytes, from: self.from.saturating_add(before), ..self }
    }
}

/// How far a piece was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    pub(super) bytes: usize,
    pub(super) lines: u64,
}

/// A piece that is to be read.
struct Reading<'r> {
    worker: &'r mut Worker,
    task: Task<'r>,
    piece: Piece<'r>,
}

impl Work for Reading<'_> {
    type Done = Passed;

    #[inline(always)]
    fn run(self) -> Passed {
        self.worker.read_rows(self.task, self.piece)
    }
}

impl Worker {
    pub(super) fn new(plan: &Plan, counters: Counters, pass: Option<Pass>) -> Self {
        Self {
            tokens: Tokens::default(),
            batch: Batch::new(plan),
            counters,
            long: BTreeMap::new(),
            faults: Faults::default(),
            rows: 0,
            lines: Vec::new(),
            is_open: false,
            buffer: Vec::new(),
            pass,
        }
    }

    /// Reads the rows of a piece; stops before one that does not end in it.
    pub(super) fn read(&mut self, task: Task<'_>, piece: Piece<'_>) -> Passed {
        widely(Reading { worker: self, task, piece })
    }

    #[inline(always)]
    fn read_rows(&mut self, task: Task<'_>, piece: Piece<'_>) -> Passed {
        let plan = task.plan;
        let width = plan.columns.len();
        let (mut at, mut lines) = (0, piece.lines);
        while at < piece.bytes.len() {
            // None of them is too long then.
            if let Some(separator) = plan.at_once
                && let plain = self.tokens.find(piece.bytes, at, separator, width)
                && plain.rows > 0
                && plain.end - at <= LONGEST
            {
                self.batch.read(piece.bytes, plain, plan);
                let (bytes, from, rows) = (piece.bytes, piece.from, plain.rows);
                if let Seeing::But(places) = task.seeing {
                    self.batch.leave_out(places, Standing { bytes, from, rows });
                }
                let (batch, counters) = (&mut self.batch, &mut self.counters);
                let counted = if let Some(pass) = &mut self.pass {
                    batch.see(pass, counters, plan, task.known, Standing { bytes, from, rows })
                } else if counters.is_near() {
                    count::<true>(batch, counters, rows, plan)
                } else {
                    count::<false>(batch, counters, rows, plan)
                };
                self.rows += counted;
                let n_rows = u64::try_from(plain.rows).unwrap_or(u64::MAX);
                // The last row may have no line end.
                let (end, is_next_odd) = (plain.end.min(piece.bytes.len()), plain.is_next_odd);
                if counted < n_rows {
                    self.read_odd_ones(task, Piece { lines, ..piece.part(at, end) });
                }
                (at, lines) = (end, lines + n_rows);
                if !is_next_odd {
                    continue;
                }
            }
            let rest = piece.part(at, piece.bytes.len());
            let Some(passed) = self.read_plainly(task, Piece { lines, ..rest }) else { break };
            (at, lines) = (at + passed.bytes, lines + passed.lines);
        }
        Passed { bytes: at, lines: lines - piece.lines }
    }

    /// Reads those rows of a batch that were not counted.
    #[cold]
    fn read_odd_ones(&mut self, task: Task<'_>, piece: Piece<'_>) {
        let mut at = 0;
        let odd = self.batch.odd;
        for (lines, odd) in (piece.lines..).zip(odd) {
            let rest = piece.bytes.get(at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let end = at + memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            if odd != 0 {
                self.read_plainly(task, Piece { lines, is_all: true, ..piece.part(at, end) });
            }
            at = end;
        }
    }

    /// Reads one row as the rules plainly say. `None` where it does not end in the piece.
    #[cold]
    pub(super) fn read_plainly(&mut self, task: Task<'_>, piece: Piece<'_>) -> Option<Passed> {
        let row = first_row(piece.bytes, task.plan.separator, piece.is_all, |record, length| {
            let end = piece.from.saturating_add(u64::try_from(length).unwrap_or_default());
            if let Some(record) = record {
                self.count_plainly(task, piece, record, end);
            }
        })?;
        Some(Passed { bytes: row.length, lines: row.lines })
    }

    /// Counts a row that ends at a place.
    fn count_plainly(&mut self, task: Task<'_>, piece: Piece<'_>, record: &Record<'_>, end: u64) {
        let counted = read(record, task.rules, |row| self.add(task, &row, end));
        match counted {
            Ok(is_row) => self.rows += u64::from(is_row),
            Err((fault, spot)) => {
                let spot = Spot { line: spot.line + piece.lines, ..spot };
                self.faults.add(fault, piece.number, spot);
            }
        }
    }

    /// Adds a row that was read plainly.
    fn add(&mut self, task: Task<'_>, row: &Row<'_>, end: u64) -> Result<(), Fault> {
        let numbers = |slot: usize| row.numbers.get(slot).copied().unwrap_or_default();
        let unknown =
            || Fault { kind: FaultKind::UnknownOrganization, column: task.organization() };
        let code = task.known.code_of(row.organization).ok_or_else(unknown)?;
        if task.seeing.leaves_out(end) {
            return Err(Fault { kind: FaultKind::Duplicate, column: task.plan.key });
        }
        if let Some(pass) = &mut self.pass {
            pass.see(row.key.unwrap_or_default().as_bytes(), end);
            return Ok(());
        }
        if !is_long(code.len()) {
            let head = Head::of(code.as_bytes(), 0, code.len());
            if matches!(task.known, Known::Any) {
                self.counters.insert(head);
            }
            let first = self.counters.first_place(head);
            let added =
                self.counters.add::<false>(first, head, row.class, &task.plan.additions, numbers);
            return added.ok_or_else(unknown);
        }
        let Some(effect) = task.rules.effects().get(row.class) else { return Ok(()) };
        let nothing = || vec![0; task.plan.kept.len()];
        let counted = self.long.entry(code.into_owned()).or_insert_with(nothing);
        let mut add = |counter: usize, number: i128| {
            if let Some(sum) = counted.get_mut(counter) {
                *sum = sum.saturating_add(number);
            }
        };
        effect.adds.iter().for_each(|counter| add(*counter, 1));
        effect.sums.iter().for_each(|(counter, slot)| add(*counter, numbers(*slot).into()));
        Ok(())
    }

    /// Adds what another worker has counted.
    pub(super) fn merge(&mut self, other: Self) {
        if let (Some(pass), Some(more)) = (&mut self.pass, other.pass) {
            pass.merge(more);
        }
        self.counters.merge(&other.counters);
        self.faults.merge(other.faults);
        self.rows += other.rows;
        for (code, numbers) in other.long {
            let own = self.long.entry(code).or_insert_with(|| vec![0; numbers.len()]);
            own.iter_mut().zip(numbers).for_each(|(own, more)| *own = own.saturating_add(more));
        }
    }

    /// What every organization has that has rows.
    pub(super) fn tally(&self, task: Task<'_>) -> Tally {
        let mut tally = Tally::new(task.rules);
        self.for_each(task.plan, |code, numbers| tally.add_numbers(code, numbers));
        tally
    }

    /// Calls for each organization that has rows, with what was counted of it by the rules' counters.
    fn for_each(&self, plan: &Plan, mut call: impl FnMut(&str, &[(usize, i128)])) {
        let with_rows = self.counters.places().filter(|(place, _)| self.counters.has_rows(*place));
        let mut kept = Vec::new();
        for (place, head) in with_rows {
            let counted: Vec<_> = self.counted(place, plan, &mut kept).enumerate().collect();
            if let Ok(code) = std::str::from_utf8(head.text().as_ref()) {
                call(code, &counted);
            }
        }
        for (code, counted) in &self.long {
            let counted: Vec<_> = counted.iter().copied().enumerate().collect();
            call(code, &counted);
        }
    }

    /// What was counted at a place of the table, in the order of the rules' counters; `kept` is room
    /// for what is kept of it.
    pub(super) fn counted<'k>(
        &self,
        place: usize,
        plan: &'k Plan,
        kept: &'k mut Vec<i128>,
    ) -> impl Iterator<Item = i128> + use<'k> {
        let n_counters = self.counters.counted(place, kept);
        let (counters, sums) = kept.split_at_checked(n_counters).unwrap_or_default();
        let sum = |at: &usize| sums.get(*at).copied().unwrap_or_default();
        plan.kept.iter().map(move |kept| match kept {
            Kept::Counter(at) => counters.get(*at).copied().unwrap_or_default(),
            Kept::Sum(at) => sum(at),
            Kept::Total(parts) => parts.iter().map(sum).sum(),
        })
    }
}

/// Adds rows to their organizations; how many were added. The others are marked as odd.
#[inline(always)]
fn count<const IS_NEAR: bool>(
    batch: &mut Batch,
    counters: &mut Counters,
    rows: usize,
    plan: &Plan,
) -> u64 {
    let places = counters.first_places(&batch.codes);
    if !IS_NEAR {
        counters.bring_apart(&places, &batch.codes);
    }
    let rows = places.iter().zip(&batch.codes).zip(&batch.classes).zip(&mut batch.odd).take(rows);
    let mut counted = 0;
    for (row, (((place, code), class), odd)) in rows.enumerate() {
        let number = |slot: usize| {
            let numbers = batch.numbers.get(slot).and_then(|numbers| numbers.get(row));
            numbers.copied().unwrap_or_default()
        };
        if *odd == 0 {
            let class = usize::try_from(*class).unwrap_or(usize::MAX);
            let added = counters.add::<IS_NEAR>(*place, *code, class, &plan.additions, number);
            *odd = u32::from(added.is_none());
        }
        counted += u64::from(*odd == 0);
    }
    counted
}
