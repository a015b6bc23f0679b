//! Large registers: rows counted by organization as fast as they are read.
//!
//! Bytes are taken in pieces of whole rows, by one worker or several. In each:
//!
//! 1. `tokens` finds where fields begin, 64 bytes at a time;
//! 2. `fields` reads up to 64 rows at once, column by column: dates, choices, numbers, heads of
//!    codes (`text`, `names`); together they make each row's class;
//! 3. `counters` adds what the class says to the organization's entry.
//!
//! How the columns are read is made ready in `plan`, and what is kept of sums in `sums`. A row that is not plainly right in every field
//! is read by `records` as any other CSV, and by [`Rules::read`]: only that says what is wrong.
//!
//! What is counted is what [`Rules::read`] gives for every row; the tests hold it to that.

#![expect(clippy::inline_always, reason = "what is compiled for wide vectors must be in one piece")]

mod additions;
mod counters;
mod faults;
mod fields;
mod gathered;
mod names;
mod organizations;
mod plan;
mod reading;
mod records;
mod seeing;
mod streaming;
mod sums;
mod text;
mod tokens;
mod totals;

use std::borrow::Cow;

use esep::{Field, Lookup, Rules, Structure, Tally};

use crate::pieces::{Pieces, Readable};
use counters::Counters;
use plan::Plan;
use reading::{Piece, Worker};
use text::{Head, is_long};

pub use faults::Faulty;
pub(crate) use gathered::{Gathered, Gathering};
pub(crate) use organizations::Organizations;
pub(crate) use seeing::{Among, Seeing};
pub use streaming::Stream;
pub(crate) use streaming::{OwnStream, RowsCounted};

/// How many bytes are read at once.
const PIECE: u64 = 256 * 1024;

/// The rows of a register that are to be counted.
#[derive(Debug)]
pub struct Tallying<'a> {
    rules: &'a Rules,
    plan: Plan,
    known: Known<'a>,
    /// The organizations that are known and have short codes.
    heads: Cow<'a, [Head]>,
    seeing: Seeing<'a>,
    /// The place of the first byte among all files.
    from: u64,
}

/// What is to be done with rows.
#[derive(Debug, Clone, Copy)]
struct Task<'a> {
    rules: &'a Rules,
    plan: &'a Plan,
    known: Known<'a>,
    seeing: Seeing<'a>,
}

impl Task<'_> {
    /// The column of organizations.
    fn organization(self) -> Option<usize> {
        self.rules.fields().iter().position(|field| matches!(field, Field::Organization))
    }
}

/// Which organizations rows may belong to.
#[derive(Debug, Clone, Copy)]
enum Known<'a> {
    /// Those of a structure, by code or name.
    Structure(&'a Structure),
    /// Those with an entry.
    Entries,
    /// Any.
    Any,
}

impl<'a> Known<'a> {
    /// Those of a structure; without any, whatever rows say.
    fn of(structure: &'a Structure) -> Self {
        if structure.is_empty() { Self::Any } else { Self::Structure(structure) }
    }

    /// The code of the organization that a row names.
    fn code_of(self, name: &str) -> Option<Cow<'_, str>> {
        match self {
            Self::Structure(structure) => match structure.find(name) {
                Lookup::Found(id) => Some(Cow::Owned(id.as_str().to_owned())),
                _ => None,
            },
            Self::Entries if is_long(name.len()) => None,
            Self::Entries | Self::Any => Some(Cow::Owned(name.to_owned())),
        }
    }
}

/// What was counted.
#[derive(Debug)]
pub struct Counted<'a> {
    task: Task<'a>,
    worker: Worker,
    faults: Vec<Faulty>,
}

impl Counted<'_> {
    /// How many rows were counted.
    pub fn rows(&self) -> u64 {
        self.worker.rows
    }

    /// The faults of other rows, in the order of the first row of each kind.
    pub fn faults(&self) -> &[Faulty] {
        &self.faults
    }

    /// All of it.
    pub(crate) fn into_rows(self) -> RowsCounted {
        let (tally, rows) = (self.tally(), self.rows());
        RowsCounted { tally, faults: self.faults, rows, pass: self.worker.pass }
    }

    /// What every organization has that has rows.
    pub fn tally(&self) -> Tally {
        self.worker.tally(self.task)
    }
}

impl<'a> Tallying<'a> {
    /// Rows that are read by such rules, with such a separator between their fields. They belong to
    /// organizations of the structure; without any, to whatever they say.
    pub fn new(rules: &'a Rules, separator: char, structure: &'a Structure) -> Self {
        let heads = Cow::Owned(heads_of(structure));
        Self::with(rules, separator, Known::of(structure), heads)
    }

    /// The same among rows of which not all need be counted.
    pub(crate) fn among(rules: &'a Rules, separator: char, among: Among<'a>) -> Self {
        let Among { structure, seeing, from } = among;
        Self { seeing, from, ..Self::new(rules, separator, structure) }
    }

    fn with(rules: &'a Rules, separator: char, known: Known<'a>, heads: Cow<'a, [Head]>) -> Self {
        let plan = Plan::new(rules, separator);
        Self { rules, plan, known, heads, seeing: Seeing::All, from: 0 }
    }

    fn task(&self) -> Task<'_> {
        Task { rules: self.rules, plan: &self.plan, known: self.known, seeing: self.seeing }
    }

    /// Counts the rows of a table from a byte on, where a row begins. `lines_above` are the lines
    /// before it.
    ///
    /// # Errors
    /// - the table cannot be read.
    pub fn count<T: Readable>(
        &self,
        table: &T,
        from: u64,
        lines_above: u64,
    ) -> Result<Counted<'_>, T::Error> {
        self.count_pieces(table, Pieces::new(from).of_size(PIECE), lines_above)
    }

    fn count_pieces<T: Readable>(
        &self,
        table: &T,
        pieces: Pieces,
        lines_above: u64,
    ) -> Result<Counted<'_>, T::Error> {
        let n_pieces = pieces.count(table);
        let workers = table.share(
            n_pieces,
            || self.worker(),
            |worker, number| {
                if worker.is_open {
                    return Ok(());
                }
                let mut buffer = std::mem::take(&mut worker.buffer);
                match pieces.read(table, number, &mut buffer)? {
                    Some(read) => {
                        let is_all = number + 1 == n_pieces;
                        let before = u64::try_from(read.offset).unwrap_or_default();
                        let from = self.from + pieces.start_of(number) + before;
                        let piece = Piece { bytes: read.bytes, number, from, lines: 0, is_all };
                        let passed = worker.read(self.task(), piece);
                        worker.is_open |= passed.bytes < read.bytes.len();
                        worker.lines.push((number, passed.lines));
                    }
                    None => worker.is_open = true,
                }
                worker.buffer = buffer;
                Ok(())
            },
        )?;
        if workers.iter().any(|worker| worker.is_open) {
            drop(workers);
            return self.count_in_order(table, pieces.start_of(0), lines_above);
        }
        Ok(self.counted(workers, lines_above))
    }

    /// Counts rows of which some go over several pieces.
    fn count_in_order<T: Readable>(
        &self,
        table: &T,
        from: u64,
        lines_above: u64,
    ) -> Result<Counted<'_>, T::Error> {
        let mut stream = Stream::new(self, lines_above, self.from.saturating_add(from));
        let mut buffer = Vec::new();
        let mut at = from;
        while at < table.length() {
            let length = (table.length() - at).min(PIECE);
            buffer.resize(usize::try_from(length).unwrap_or_default(), 0);
            table.read(at, &mut buffer)?;
            stream.push(&buffer);
            at += length;
        }
        Ok(stream.finish())
    }

    /// Counts rows as their bytes come. `lines_above` are the lines before them.
    pub fn stream(&self, lines_above: u64) -> Stream<'_> {
        Stream::new(self, lines_above, self.from)
    }

    fn counted(&self, workers: Vec<Worker>, lines_above: u64) -> Counted<'_> {
        let mut lines: Vec<(usize, u64)> =
            workers.iter().flat_map(|worker| &worker.lines).copied().collect();
        lines.sort_unstable();
        let mut workers = workers.into_iter();
        let mut worker = workers.next().unwrap_or_else(|| self.worker());
        workers.for_each(|other| worker.merge(other));
        let lines_before = |piece: usize| {
            let before = lines.iter().take_while(|(number, _)| *number < piece);
            before.fold(lines_above, |sum, (_, lines)| sum.saturating_add(*lines))
        };
        let faults = worker.faults.all(lines_before);
        Counted { task: self.task(), worker, faults }
    }

    fn worker(&self) -> Worker {
        worker_for(&self.plan, &self.heads, self.seeing)
    }
}

/// The organizations of a structure that have short codes.
fn heads_of(structure: &Structure) -> Vec<Head> {
    let codes = structure.iter().map(|it| it.id.as_str()).filter(|code| !is_long(code.len()));
    codes.map(|code| Head::of(code.as_bytes(), 0, code.len())).collect()
}

/// A worker that has counted nothing yet.
fn worker_for(plan: &Plan, heads: &[Head], seeing: Seeing<'_>) -> Worker {
    let mut counters = Counters::new(plan.layout, heads.len());
    for head in heads {
        counters.insert(*head);
    }
    Worker::new(plan, counters, seeing.pass())
}

#[cfg(test)]
mod tests;
