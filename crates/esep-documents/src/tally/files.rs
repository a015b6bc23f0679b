//! Files of a register, read one after the other.

use std::io::{self, Read};
use std::sync::Arc;

use esep::{Finding, Forms, Pass, Places, Refusal, Register, Repeats, When};

use super::opening::{Counted, Purpose};
use super::reading::{LARGEST_WHOLE, read, read_sheets, read_stream, read_table};
use super::{TallyReport, TallyRequest};
use crate::grids::{SheetTexts, Trouble, is_workbook};
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
        if is_workbook(&file.name) {
            let name = Arc::clone(&file.name);
            return self.sheets(&name, SheetTexts::read(file));
        }
        self.count(|purpose, findings| read(file, purpose, findings));
    }

    /// Counts the rows of the sheets of a workbook.
    pub(super) fn sheets(&mut self, name: &Arc<str>, texts: SheetTexts) {
        self.count(|purpose, findings| read_sheets(name, texts, purpose, findings));
    }

    /// Counts the rows of a workbook of so many bytes.
    fn workbook<E>(
        &mut self,
        name: &str,
        length: u64,
        bytes: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        let name = Arc::from(name);
        if length > LARGEST_WHOLE {
            self.sheets(&name, SheetTexts::refused(Trouble::TooLarge, &name));
        } else {
            self.file(File::new(name, bytes()?));
        }
        Ok(())
    }

    /// Counts the rows of a file of any size, by as many workers as it has, in little memory.
    ///
    /// # Errors
    /// - it cannot be read; then nothing of it is counted.
    pub fn table<T: Readable>(&mut self, name: &str, table: &T) -> Result<(), T::Error> {
        if is_workbook(name) {
            return self.workbook(name, table.length(), || {
                let mut bytes = vec![0; usize::try_from(table.length()).unwrap_or(usize::MAX)];
                table.read(0, &mut bytes)?;
                Ok(bytes)
            });
        }
        self.try_count(|purpose, findings| read_table(&Arc::from(name), table, purpose, findings))
    }

    /// Counts rows whose bytes come one after the other, in little memory.
    ///
    /// # Errors
    /// - they cannot be read to their end; then nothing of them is counted.
    pub fn stream(&mut self, name: &str, stream: &mut dyn Read) -> io::Result<()> {
        if is_workbook(name) {
            let mut bytes = Vec::new();
            stream.take(LARGEST_WHOLE + 1).read_to_end(&mut bytes)?;
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            return self.workbook(name, length, || Ok(bytes));
        }
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

    pub(super) fn count<C: IntoIterator<Item = Counted>>(
        &mut self,
        read: impl FnOnce(Purpose<'_>, &mut Vec<Finding>) -> C,
    ) {
        let counted: Result<(), std::convert::Infallible> =
            self.try_count(|purpose, findings| Ok(read(purpose, findings)));
        let Ok(()) = counted;
    }

    fn try_count<C: IntoIterator<Item = Counted>, E>(
        &mut self,
        read: impl FnOnce(Purpose<'_>, &mut Vec<Finding>) -> Result<C, E>,
    ) -> Result<(), E> {
        let mut found = Vec::new();
        let counted = self.with_purpose(|purpose, _| read(purpose, &mut found));
        self.given += 1;
        match &mut self.keys {
            Keys::Searched { pass, .. } => {
                // What else is wrong is told where rows are counted.
                for seen in counted.into_iter().flatten().filter_map(|counted| counted.pass) {
                    match pass {
                        Some(pass) => pass.merge(seen),
                        None => *pass = Some(seen),
                    }
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
