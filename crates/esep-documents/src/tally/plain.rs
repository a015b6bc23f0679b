//! Registers for the table for machines alone, in little memory: where nothing is doubtful.

use std::io::{self, Write};
use std::sync::Arc;

use esep::{FaultKind, Finding, Forms, Register, Structure, Tally, When};

use super::incoming::HEAD;
use super::opening::{Counted, Purpose};
use super::reading::opening_at_once;
use super::unpacking::is_packed;
use super::{TallyReport, TallyRequest};
use crate::grids::is_workbook;
use crate::pieces::Readable;
use crate::register::{Among, Gathered, Gathering, Organizations, RowsCounted, Seeing};
use crate::source::Sources;

/// Files of a register for the table for machines alone, in memory that grows with the
/// organizations and with nothing else: four times as fast as [`TallyFiles`](super::TallyFiles)
/// where there are very many.
///
/// What it gives is what that gives, to the byte. It gives nothing where anything is doubtful or
/// more than it keeps: then all must be tallied as usual, which says what it is.
///
/// ```
/// use esep_documents::{PlainTally, TallyRequest};
/// let structure = "code,parent\nunion,\nplant,union\n";
/// let request = TallyRequest { register: "injuries", as_of: None, period: Some("2020"), level: None };
/// let mut tally = PlainTally::begin(&structure.as_bytes(), &request).unwrap();
/// let register = "org_code,date,severity\nplant,2020-02-29,minor\n";
/// tally.table("injuries.csv", &register.as_bytes()).unwrap();
/// let tally = tally.finish().unwrap();
/// let mut table = Vec::new();
/// tally.write_csv(&mut table).unwrap();
/// assert!(String::from_utf8(table).unwrap().contains("\nunion,,2020,1,1,0,0,0,"));
/// ```
#[derive(Debug)]
pub struct PlainTally {
    register: &'static Register,
    forms: Forms,
    when: When,
    gathered: Gathered,
    files: Vec<Counted>,
}

impl PlainTally {
    /// Begins with the table of a structure. `None` where it cannot be read or is not plain, or
    /// where the request is for less than all organizations or cannot be met.
    pub fn begin<T: Readable>(structure: &T, request: &TallyRequest<'_>) -> Option<Self> {
        let register = Register::named(request.register).ok()?;
        let when = request.when(register).ok()?;
        let organizations = Organizations::read(structure).ok()?;
        let gathered = Gathered::new(organizations.filter(|_| request.level.is_none())?);
        Some(Self { register, forms: Forms::built_in(), when, gathered, files: Vec::new() })
    }

    /// Counts the rows of a file, by as many workers as it has. `None` where it cannot be read, is
    /// packed, a workbook or no UTF-8, has other columns than those before it, or says anything
    /// that more must be known for, such as an organization that has no such code.
    pub fn table<T: Readable>(&mut self, name: &str, table: &T) -> Option<()> {
        let Self { register, forms, when, gathered, files } = self;
        let among = Among { structure: &Structure::default(), seeing: Seeing::All, from: 0 };
        let whens = std::slice::from_ref(&*when);
        let purpose = Purpose { register, forms, among, whens };
        let head = head(table).filter(|head| !is_packed(head) && !is_workbook(name))?;
        let mut findings = Vec::new();
        let (opening, from) = opening_at_once(&Arc::from(name), &head, purpose, &mut findings)?;
        let opening = opening?;
        let rules = opening.rules.first()?.clone();
        let (separator, lines_above) = (opening.separator, opening.lines_above);
        let Gathering { rows, faults } =
            gathered.count(&rules, separator, table, (from, lines_above)).ok()??;
        let needs_more = |kind| matches!(kind, FaultKind::NoText | FaultKind::UnknownOrganization);
        if faults.iter().any(|faulty| needs_more(faulty.fault.kind)) {
            return None;
        }
        let counted = RowsCounted { tally: Tally::new(&rules), faults, rows, pass: None };
        let counted = opening.counted(vec![counted], &mut findings);
        files.extend(counted.filter(|_| findings.is_empty()));
        (findings.is_empty()).then_some(())
    }

    /// All that was counted. `None` where rows belong to organizations that have others below them,
    /// which is to be told by their names.
    pub fn finish(self) -> Option<PlainTallied> {
        let Self { register, gathered, files, .. } = self;
        let is_plain = !files.is_empty() && !gathered.has_rows_above_others();
        let report = TallyReport::default().with_counted(register, files);
        is_plain.then_some(PlainTallied { gathered, report })
    }
}

/// What was counted for the table for machines.
#[derive(Debug)]
pub struct PlainTallied {
    gathered: Gathered,
    /// What was found; it counts nothing.
    report: TallyReport,
}

impl PlainTallied {
    /// Writes the table, as [`TallyReport::write`] gives it.
    ///
    /// # Errors
    /// - it cannot be written.
    pub fn write_csv(&self, to: &mut dyn Write) -> io::Result<()> {
        self.gathered.write_csv(to)
    }

    /// The findings, with the texts that may be quoted.
    pub fn into_findings(mut self) -> (Vec<Finding>, Sources) {
        self.report.take_findings()
    }
}

/// How a table begins.
fn head<T: Readable>(table: &T) -> Option<Vec<u8>> {
    let length = usize::try_from(table.length()).unwrap_or(usize::MAX);
    let mut head = vec![0; length.min(HEAD)];
    table.read(0, &mut head).ok()?;
    Some(head)
}
