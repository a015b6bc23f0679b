//! Row by row, as the rules say: what everything faster is held to.

use std::collections::BTreeMap;

use esep::{Fault, FaultKind, Field, Finding, Lookup, OrganizationId, Rules, Structure, Tally};

use crate::csv::{Mistake, Record, Records};
use crate::register::{Faulty, RowsCounted};
use crate::source::{File, Source};
use crate::tally::opening::{Counted, Opening, Purpose};

/// Reads a file whole, and then each row by itself.
pub(super) fn read(
    file: File,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Counted> {
    let (source, doubts) = Source::decode(file);
    findings.extend(doubts);
    let source = source?;
    let opening = Opening::of(&source, purpose, findings)?;
    let mut tallies: Vec<Tally> = opening.rules.iter().map(Tally::new).collect();
    let mut organizations =
        Organizations { structure: purpose.among.structure, known: BTreeMap::new() };
    let (mut faulty, mut rows) = (Vec::new(), 0);
    let records = Records::separated(&source.text[opening.above..], opening.separator);
    for record in records.below(usize::try_from(opening.lines_above).unwrap()) {
        match count(&record, &opening.rules, &mut tallies, &mut organizations) {
            Ok(is_row) => rows += u64::from(is_row),
            Err(fault) => {
                let cell = record.cells.get(fault.column.unwrap_or(0)).unwrap_or(&record.cells[0]);
                let (line, column, length) = (cell.line.into(), cell.column, cell.length);
                faulty.push(Faulty { fault, rows: 1, line, column, length });
            }
        }
    }
    let counted = tallies.into_iter().map(|tally| {
        let faults = faulty.clone();
        RowsCounted { tally, faults, rows, pass: None }
    });
    let counted = counted.collect();
    opening.counted(counted, findings)
}

/// Counts a row, or says why it cannot be counted.
fn count(
    record: &Record<'_>,
    rules: &[Rules],
    tallies: &mut [Tally],
    organizations: &mut Organizations<'_>,
) -> Result<bool, Fault> {
    if record.cells.iter().any(|cell| cell.mistake == Some(Mistake::UnclosedQuote)) {
        return Err(Fault::of_row(FaultKind::OpenQuote));
    }
    if record.cells.iter().any(|cell| cell.text.contains(char::REPLACEMENT_CHARACTER)) {
        return Err(Fault::of_row(FaultKind::NoText));
    }
    let fields: Vec<&str> = record.cells.iter().map(|cell| &*cell.text).collect();
    for (rules, tally) in rules.iter().zip(tallies) {
        let Some(row) = rules.read(&fields)? else { return Ok(false) };
        let organization = organizations.find(row.organization).ok_or_else(|| {
            let is_organization = |it: &Field| matches!(it, Field::Organization);
            let column = rules.fields().iter().position(is_organization);
            Fault { kind: FaultKind::UnknownOrganization, column }
        })?;
        tally.add(&row, organization, rules);
    }
    Ok(true)
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
