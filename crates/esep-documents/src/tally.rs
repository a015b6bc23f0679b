//! Registers tallied: tables, parts that merge, sheets for a book.

mod faults;
mod files;
mod filing;
mod header;
mod incoming;
mod opening;
mod part;
mod plain;
mod reading;
mod request;
mod sql;
mod stated;
mod stream;
mod table;
mod unpacking;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use esep::{
    Argument, Code, Counting, Finding, Lookup, Message, OrganizationId, OrganizationKind, Place,
    Refusal, Register, Severity, Structure, Suppressed, Tally, Totals,
};

use crate::source::{File, Sources};
use crate::structure::read_structure;
use faults::Faults;
use opening::Counted;
use part::Part;

pub use files::TallyFiles;
pub use filing::FiledSheet;
pub use plain::{PlainTallied, PlainTally};
pub use request::TallyRequest;
pub use stated::RegisterFile;
pub(crate) use stated::compare_with_registers;
pub use stream::TallyStream;

/// Files of a register, or parts, tallied.
#[derive(Debug, Clone, Default)]
pub struct TallyReport {
    /// What is counted; `None` where nothing could be read.
    counted: Option<(Counting, Tally)>,
    faults: Vec<Faults>,
    structure: Structure,
    level: Option<OrganizationKind>,
    /// Figures of fewer persons are left blank.
    least: Option<u64>,
    findings: Vec<Finding>,
    sources: Sources,
    /// What every organization and all below it have, once that was asked for, and how much is left
    /// blank in it.
    totals: OnceLock<(Totals, Suppressed)>,
}

impl TallyReport {
    /// The structure that a file tells, as [`TallyReport::tally`] and [`TallyReport::merge`] use
    /// it.
    pub fn with_structure(file: File) -> Self {
        let (source, findings) = crate::source::Source::decode(file);
        let mut report = Self { findings, ..Self::default() };
        if let Some(source) = source {
            let (rows, findings) = read_structure(&source);
            report.findings.extend(findings);
            let (structure, findings) = Structure::build(&rows);
            report.findings.extend(findings);
            report.structure = structure;
            report.sources.add(source);
        }
        report
    }

    /// The structure of a book.
    pub fn of_structure(structure: Structure) -> Self {
        Self { structure, ..Self::default() }
    }

    /// Tallies the rows of files, which are one register. What cannot be read is told and keeps
    /// nothing else from being counted.
    ///
    /// # Errors
    /// - there is no such register;
    /// - a text that is no day, no period or no kind of organization, or none where one is needed.
    pub fn tally(self, files: Vec<File>, request: &TallyRequest<'_>) -> Result<Self, Refusal> {
        let mut begun = self.begin(request)?;
        for file in files {
            begun.file(file);
        }
        Ok(begun.finish())
    }

    /// With what files of a register gave.
    fn with_counted(mut self, register: &Register, counted: Vec<Counted>) -> Self {
        self.findings.extend(columns_missed(register, &counted));
        for Counted { tallies, faults, heading, part, .. } in counted {
            self.faults.push(faults);
            if part.is_none() {
                self.sources.add(heading);
            }
            for tally in tallies {
                self.add(tally);
            }
        }
        self.finished()
    }

    /// Adds up parts, as [`TallyReport::part`] writes them.
    ///
    /// # Errors
    /// - a file that is no part;
    /// - parts of different registers or times, or that count different things;
    /// - a text that is no kind of organization.
    pub fn merge(mut self, files: Vec<File>, level: Option<&str>) -> Result<Self, Refusal> {
        self.level = level.map(OrganizationKind::named).transpose()?;
        let mut first: Option<Arc<str>> = None;
        for file in files {
            let name = Arc::clone(&file.name);
            let Part { counting, tally, faults } = Part::read(&name, &file.bytes)?;
            match (&first, &self.counted) {
                (Some(first), Some((known, _))) => part::belong(first, known, &name, &counting)?,
                _ => first = Some(Arc::clone(&name)),
            }
            self.faults.push(Faults::of_part(&name, faults));
            let tally = self.with_codes(&name, tally);
            self.add((counting, tally));
        }
        Ok(self.finished())
    }

    /// Organizations by their codes. Those that the structure does not know are told, but not by
    /// their names: what a row calls an organization may be anything.
    fn with_codes(&mut self, file: &Arc<str>, tally: Tally) -> Tally {
        if self.structure.is_empty() {
            return tally;
        }
        let find = |name: &str| match self.structure.find(name) {
            Lookup::Found(id) => Some(id),
            _ => None,
        };
        let (tally, unknown) = tally.renamed(find);
        if unknown > 0 {
            let message = Message::new("unknown-organization.part").with("organizations", unknown);
            let place = Some(Place::whole(file));
            let finding = Finding::new(Code::UnknownOrganization, place, message);
            self.findings.push(finding.with_hint(Message::new("hint.part-with-structure")));
        }
        tally
    }

    fn add(&mut self, more: (Counting, Tally)) {
        self.totals.take();
        self.counted = Some(match self.counted.take() {
            None => more,
            Some(counted) => together(counted, more),
        });
    }

    /// With all findings, sorted.
    fn finished(mut self) -> Self {
        if let Some((counting, tally)) = &self.counted {
            let register = counting.register();
            self.findings.extend(self.faults.iter().flat_map(|faults| faults.findings(register)));
            self.findings.extend(rows_above_others(tally, counting, &self.structure));
        }
        Finding::sort(&mut self.findings);
        self
    }

    /// With what else was found, such as files that could not be opened.
    #[must_use]
    pub fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        self.findings.extend(findings);
        Finding::sort(&mut self.findings);
        self
    }

    /// What could not be read or counted, with the texts that may be quoted: none of them has a
    /// row of a register.
    pub fn take_findings(&mut self) -> (Vec<Finding>, Sources) {
        (std::mem::take(&mut self.findings), std::mem::take(&mut self.sources))
    }

    /// Leaves blank what counts fewer persons than `least`, and what that could be computed back
    /// from, in all tables; see [`Totals::suppress`].
    #[must_use]
    pub fn suppressing(mut self, least: Option<u64>) -> Self {
        self.least = least;
        self.totals.take();
        self
    }

    /// What could not be read or counted, sorted.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What every organization and all below it have.
    pub fn totals(&self) -> Option<(&Counting, &Totals)> {
        let (counting, totals, _) = self.suppressed()?;
        Some((counting, totals))
    }

    /// The same, and how much is left blank in it.
    fn suppressed(&self) -> Option<(&Counting, &Totals, Suppressed)> {
        let (counting, tally) = self.counted.as_ref()?;
        let (totals, suppressed) = self.totals.get_or_init(|| {
            let mut totals = Totals::new(tally, counting, &self.structure);
            let least = self.least.filter(|least| *least > 0);
            let suppressed = least.map(|least| totals.suppress(least, counting, &self.structure));
            (totals, suppressed.unwrap_or_default())
        });
        Some((counting, totals, *suppressed))
    }

    /// How many rows are left out.
    pub fn rows_left_out(&self) -> usize {
        self.faults.iter().fold(0, |sum, faults| sum.saturating_add(faults.rows()))
    }

    /// What was counted as JSON that [`TallyReport::merge`] reads: numbers and no rows.
    pub fn part(&self) -> Option<String> {
        let (counting, tally) = self.counted.as_ref()?;
        Some(part::write(counting, tally, &self.faults))
    }
}

/// What two files give together: as much as both tell.
fn together(
    (known, counted): (Counting, Tally),
    (counting, tally): (Counting, Tally),
) -> (Counting, Tally) {
    let common = known.clone().common(&counting);
    let mut counted = counted.narrowed(&known, &common);
    counted.merge(tally.narrowed(&counting, &common));
    (common, counted)
}

/// What some files do not tell although others do, so that it is not counted at all.
fn columns_missed(register: &Register, counted: &[Counted]) -> Vec<Finding> {
    let all: BTreeSet<usize> = counted.iter().flat_map(|it| &it.columns).copied().collect();
    let mut findings = Vec::new();
    for file in counted {
        for missing in all.iter().filter(|column| !file.columns.contains(column)) {
            let needs = |counted: &&esep::Tallied| {
                let conditions = counted.conditions.iter().map(|condition| condition.column);
                conditions.chain(counted.add.iter().copied()).any(|column| column == *missing)
            };
            let lines = register.counts.iter().filter(needs);
            let lines: Vec<Argument> = lines.map(|it| Argument::from(it.line.as_str())).collect();
            let Some(column) = register.columns.get(*missing).filter(|_| !lines.is_empty()) else {
                continue;
            };
            let message = Message::new("unreadable-document.heading-of-others")
                .with("heading", column.label.clone())
                .with("lines", lines);
            let place = Some(file.whole());
            let mut finding = Finding::new(Code::UnreadableDocument, place, message);
            finding.severity = Severity::Warning;
            findings.push(finding);
        }
    }
    findings
}

/// The organizations that have both rows and others below them.
fn rows_above_others<'a>(
    tally: &'a Tally,
    counting: &'a Counting,
    structure: &'a Structure,
) -> impl Iterator<Item = Finding> + use<'a> {
    let day = counting.when().last_day();
    let counted = tally.iter().filter(|(_, counters)| counters.iter().any(|number| *number != 0));
    counted.filter_map(move |(code, _)| {
        let organization = structure.get(code)?;
        let below = structure.children_on(&organization.id, day);
        if below.is_empty() {
            return None;
        }
        let message = Message::new(Code::RowsAboveOthers.name())
            .with("organization", organization.name.clone());
        let mut finding = Finding::new(Code::RowsAboveOthers, None, message);
        finding.organization = Some(OrganizationId::from(code));
        finding.organization_name = Some(organization.name.clone());
        Some(finding.with_hint(Message::new("hint.rows-below")))
    })
}

#[cfg(test)]
mod tests;
