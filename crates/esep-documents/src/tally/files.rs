//! Files of a register, read one after the other.

use std::io::{self, Read};
use std::sync::Arc;

use esep::{Finding, Forms, Refusal, Register, When};

use super::opening::{Counted, Purpose};
use super::reading::{read, read_stream, read_table};
use super::{TallyReport, TallyRequest};
use crate::pieces::Readable;
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
}

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
        Ok(TallyFiles { report: self, register, forms, when, counted })
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
        let counted = self.with_purpose(read)?;
        self.counted.extend(counted);
        Ok(())
    }

    /// Does something for which it must be known what is counted.
    pub(super) fn with_purpose<D>(
        &mut self,
        act: impl FnOnce(Purpose<'_>, &mut Vec<Finding>) -> D,
    ) -> D {
        let Self { report, register, forms, when, .. } = self;
        let TallyReport { structure, findings, .. } = report;
        let whens = std::slice::from_ref(&*when);
        act(Purpose { register, forms, structure, whens }, findings)
    }
}
