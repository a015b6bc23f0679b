//! Files of a register, read one after the other.

use std::io::{self, Read};
use std::sync::Arc;

use esep::{Finding, Forms, Pass, Places, Refusal, Register, Repeats, When};

use super::opening::{Counted, Purpose};
use super::reading::{read, read_stream, read_table};
use super::{TallyReport, TallyRequest};
use crate::pieces::Readable;
use crate::register::{Among, Seeing};
use crate::source::File;

/// Files that are one register, each counted as it is given. What cannot be read is told and keeps
/// nothing else from being counted.
#[derive(Debug)]
pub struct TallyFiles {
    report: TallyReport,
    register: &'static Register,
    forms: Forms,
    when: When,
    counted: Vec<Counted>,
    keys: Keys,
    /// How many files were given since keys were looked at first, or again.
    given: u64,
}

/// What the keys of rows are for.
#[derive(Debug)]
enum Keys {
    /// Nothing.
    Any,
    /// Those that stand twice are looked for, in so many parts.
    Searched { search: Repeats, parts: usize, pass: Option<Pass> },
    /// Rows with the key of a row before them.
    Repeated(Places),
}

/// The places of files are so far apart.
const FILE: u32 = 48;

impl TallyReport {
    /// Begins to tally a register.
    ///
    /// # Errors
    /// - there is no such register;
    /// - a text that is no day, no period or no kind of organization, or none where one is needed.
    pub fn begin(mut self, request: &TallyRequest<'_>) -> Result<TallyFiles, Refusal> {
        let register = Register::named(request.register)?;
        let when = request.when(register)?;
        self.level = request.level()?;
        let (forms, counted) = (Forms::built_in(), Vec::new());
        let keys = Keys::Any;
        Ok(TallyFiles { report: self, register, forms, when, counted, keys, given: 0 })
    }
}

impl TallyFiles {
    /// Counts the rows of a file that is in memory.
    pub fn file(&mut self, file: File) {
        self.count(|purpose, findings| read(file, purpose, findings));
    }

    /// Counts the rows of a file of any size, by as many workers as it has, in little memory.
    ///
    /// # Errors
    /// - it cannot be read; then nothing of it is counted.
    pub fn table<T: Readable>(&mut self, name: &str, table: &T) -> Result<(), T::Error> {
        self.try_count(|purpose, findings| read_table(&Arc::from(name), table, purpose, findings))
    }

    /// Counts rows whose bytes come one after the other, in little memory.
    ///
    /// # Errors
    /// - they cannot be read to their end; then nothing of them is counted.
    pub fn stream(&mut self, name: &str, stream: &mut dyn Read) -> io::Result<()> {
        self.try_count(|purpose, findings| read_stream(&Arc::from(name), stream, purpose, findings))
    }

    /// From now on, rows are not counted but looked at for keys that stand twice, in at most so
    /// many bytes and by so many parts, which are the workers of all files. All files must be given
    /// again and again, in the same order, until [`Self::is_searched`] says so; then once more, to
    /// be counted, without the rows that have the key of a row before them.
    pub fn search(&mut self, memory: usize, parts: usize) {
        self.keys = Keys::Searched { search: Repeats::new(memory), parts, pass: None };
    }

    /// Whether all keys that stand twice are found, now that all files were given.
    pub fn is_searched(&mut self) -> bool {
        self.given = 0;
        let Keys::Searched { search, pass, .. } = &mut self.keys else { return true };
        if let Some(pass) = pass.take().or_else(|| search.pass(1)) {
            search.end(pass);
        }
        if search.pass(1).is_some() {
            return false;
        }
        let search = std::mem::replace(search, Repeats::new(0));
        self.keys = Keys::Repeated(search.into_found());
        true
    }

    /// All that was counted.
    pub fn finish(self) -> TallyReport {
        self.report.with_counted(self.register, self.counted)
    }

    pub(super) fn count(
        &mut self,
        read: impl FnOnce(Purpose<'_>, &mut Vec<Finding>) -> Option<Counted>,
    ) {
        let counted: Result<(), std::convert::Infallible> =
            self.try_count(|purpose, findings| Ok(read(purpose, findings)));
        let Ok(()) = counted;
    }

    fn try_count<E>(
        &mut self,
        read: impl FnOnce(Purpose<'_>, &mut Vec<Finding>) -> Result<Option<Counted>, E>,
    ) -> Result<(), E> {
        let mut found = Vec::new();
        let counted = self.with_purpose(|purpose, _| read(purpose, &mut found));
        self.given += 1;
        match &mut self.keys {
            Keys::Searched { pass, .. } => {
                // What else is wrong is told where rows are counted.
                let seen = counted.ok().flatten().and_then(|counted| counted.pass);
                match (pass.as_mut(), seen) {
                    (Some(pass), Some(seen)) => pass.merge(seen),
                    (None, Some(seen)) => *pass = Some(seen),
                    (_, None) => {}
                }
            }
            Keys::Any | Keys::Repeated(_) => {
                let counted = counted?;
                self.report.findings.extend(found);
                self.counted.extend(counted);
            }
        }
        Ok(())
    }

    /// Does something for which it must be known what is counted.
    pub(super) fn with_purpose<D>(
        &mut self,
        act: impl FnOnce(Purpose<'_>, &mut Vec<Finding>) -> D,
    ) -> D {
        let Self { report, register, forms, when, keys, given, .. } = self;
        let TallyReport { structure, findings, .. } = report;
        let whens = std::slice::from_ref(&*when);
        let seeing = match keys {
            Keys::Any => Seeing::All,
            Keys::Searched { search, parts, .. } => Seeing::Keys(search, *parts),
            Keys::Repeated(places) => Seeing::But(places),
        };
        let among = Among { structure, seeing, from: *given << FILE };
        act(Purpose { register, forms, among, whens }, findings)
    }
}
