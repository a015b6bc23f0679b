//! Reading a register: the rows of a file, counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{
    Counting, Fault, FaultKind, Field, Finding, Forms, Lookup, OrganizationId, Place, Register,
    Rules, Structure, Tally, When,
};

use super::faults::Faults;
use super::header;
use crate::csv::{Cell, Mistake, Record};
use crate::rows::Rows;
use crate::source::{File, Source};

/// What the rows of a register are read for.
#[derive(Clone, Copy)]
pub(super) struct Purpose<'a> {
    pub(super) register: &'static Register,
    pub(super) forms: &'a Forms,
    pub(super) structure: &'a Structure,
    /// For each of these, the rows are counted.
    pub(super) whens: &'a [When],
}

/// What a file gave.
pub(super) struct Counted {
    /// For each time asked for: what is counted, and what was.
    pub(super) tallies: Vec<(Counting, Tally)>,
    pub(super) faults: Faults,
    /// The columns of the register that the file has.
    pub(super) columns: Vec<usize>,
    /// All down to the header: what may be quoted.
    pub(super) heading: Source,
}

/// Reads a file: its bytes, whatever its encoding, separators and quotes. What could not be read
/// is told in `findings`; rows that are left out, in what it gives. `None` where there is nothing
/// to count.
pub(super) fn read(
    file: File,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Counted> {
    let (source, doubts) = Source::decode(file);
    findings.extend(doubts);
    let source = source?;
    let mut rows = Rows::open(&source, findings)?;
    let (rules, mut faults) = understand(&rows, purpose, findings)?;
    findings.extend(rows.nothing_below());
    let first = rules.first()?;
    let mut tallies: Vec<Tally> = rules.iter().map(Tally::new).collect();
    let mut organizations = Organizations { structure: purpose.structure, known: BTreeMap::new() };
    let heading = above(&source, rows.rest());
    while let Some(record) = rows.next_record() {
        if let Err(fault) = count(&record, &rules, &mut tallies, &mut organizations) {
            let cell = record.cells.get(fault.column.unwrap_or(0)).or(record.cells.first());
            faults.add(fault, first, || {
                let place = cell.map(|cell| cell.place(&rows.file));
                place.unwrap_or_else(|| Place::whole(&rows.file))
            });
        }
    }
    let columns = first.columns().iter().copied().flatten().collect();
    let tallies = rules.iter().map(|rules| rules.counting().clone()).zip(tallies).collect();
    Some(Counted { tallies, faults, columns, heading })
}

/// What the header of a file says: the rules for each time asked for, and no faults yet. `None`
/// where it is none of the register.
pub(super) fn understand(
    rows: &Rows<'_>,
    Purpose { register, forms, whens, .. }: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Option<(Vec<Rules>, Faults)> {
    let headings: Vec<String> = rows.header.cells.iter().map(|it| it.text.to_string()).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let rules = whens.iter().map(|when| Rules::new(register, forms, &headings, *when));
    match rules.collect::<Result<Vec<Rules>, _>>() {
        Ok(rules) => {
            let faults = Faults::of_file(&rows.file, rules.first()?, &headings);
            Some((rules, faults))
        }
        Err(mistakes) => {
            findings.extend(header::findings(register, &rows.file, &rows.header, &mistakes));
            None
        }
    }
}

/// The text above the rows, where its header is one of a register.
pub(super) fn above(source: &Source, rest: &str) -> Source {
    let length = source.text.len().saturating_sub(rest.len());
    let text = source.text.get(..length).unwrap_or_default();
    Source { name: Arc::clone(&source.name), text: text.to_owned() }
}

/// Counts a row, or says why it cannot be counted.
fn count(
    record: &Record<'_>,
    rules: &[Rules],
    tallies: &mut [Tally],
    organizations: &mut Organizations<'_>,
) -> Result<(), Fault> {
    let is = |mistake| move |cell: &Cell<'_>| cell.mistake == Some(mistake);
    if record.cells.iter().any(is(Mistake::UnclosedQuote)) {
        return Err(Fault::of_row(FaultKind::OpenQuote));
    }
    if record.cells.iter().any(|cell| cell.text.contains(char::REPLACEMENT_CHARACTER)) {
        return Err(Fault::of_row(FaultKind::NoText));
    }
    let fields: Vec<&str> = record.cells.iter().map(|cell| &*cell.text).collect();
    for (rules, tally) in rules.iter().zip(tallies) {
        let Some(row) = rules.read(&fields)? else { return Ok(()) };
        let organization = organizations.find(row.organization).ok_or_else(|| {
            let is_organization = |it: &Field| matches!(it, Field::Organization);
            let column = rules.fields().iter().position(is_organization);
            Fault { kind: FaultKind::UnknownOrganization, column }
        })?;
        tally.add(&row, organization, rules);
    }
    Ok(())
}

/// The organizations that rows name, each looked up once.
struct Organizations<'a> {
    structure: &'a Structure,
    known: BTreeMap<String, Option<OrganizationId>>,
}

impl Organizations<'_> {
    /// The code of an organization; without a structure, what the row says.
    fn find<'n>(&'n mut self, name: &'n str) -> Option<&'n str> {
        if self.structure.is_empty() {
            return Some(name);
        }
        if !self.known.contains_key(name) {
            let found = match self.structure.find(name) {
                Lookup::Found(id) => Some(id),
                _ => None,
            };
            self.known.insert(name.to_owned(), found);
        }
        self.known.get(name)?.as_ref().map(OrganizationId::as_str)
    }
}
