//! What the header of a register says.

use std::sync::Arc;

use esep::{
    ColumnKind, Counting, Finding, Forms, HeaderMistake, Part, Pass, Place, Register, Rules, Tally,
    When,
};

use super::faults::Faults;
use super::header;
use crate::register::{Among, RowsCounted, Seeing};
use crate::rows::Rows;
use crate::source::Source;

/// What the rows of a register are read for.
#[derive(Clone, Copy)]
pub(super) struct Purpose<'a> {
    pub(super) register: &'static Register,
    pub(super) forms: &'a Forms,
    /// Whose rows, and which of them.
    pub(super) among: Among<'a>,
    /// For each of these, the rows are counted.
    pub(super) whens: &'a [When],
}

/// What a file gave.
#[derive(Debug)]
pub(super) struct Counted {
    /// For each time asked for: what is counted, and what was.
    pub(super) tallies: Vec<(Counting, Tally)>,
    pub(super) faults: Faults,
    /// The columns of the register that the file has.
    pub(super) columns: Vec<usize>,
    /// All down to the header: what may be quoted.
    pub(super) heading: Source,
    /// The sheet that the rows stand on, of which nothing is quoted.
    pub(super) part: Option<Arc<Part>>,
    /// The keys that were seen, where nothing was counted.
    pub(super) pass: Option<Pass>,
}

/// What the header of a register says.
#[derive(Debug)]
pub(super) struct Opening {
    /// For each time asked for.
    pub(super) rules: Vec<Rules>,
    pub(super) separator: char,
    /// How many bytes of the text stand above the rows, and how many lines.
    pub(super) above: usize,
    pub(super) lines_above: u64,
    faults: Faults,
    heading: Source,
    part: Option<Arc<Part>>,
    /// What is told where no row says anything.
    no_rows: Finding,
}

impl Opening {
    /// The header of a text, or of its first lines. `None` where it is none of the register; then
    /// `findings` say why.
    pub(super) fn of(
        source: &Source,
        purpose: Purpose<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let rows = Rows::open(source, findings)?;
        Self::under(&rows, source, purpose, findings)
    }

    /// The header of a sheet. `None` where no row of it is one; then `findings` say why.
    pub(super) fn of_sheet(
        source: &Source,
        part: &Arc<Part>,
        purpose: Purpose<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let is_heading = |text: &str| purpose.register.column_named(text).is_some();
        let Some(rows) = Rows::of_sheet(source, is_heading) else {
            findings.push(header::not_on_sheet(purpose.register, &source.name, part));
            return None;
        };
        let at_cell = |finding: &mut Finding| {
            let Some(place) = &mut finding.place else { return };
            let cell = rows.header.cells.iter().position(|cell| cell.column == place.column);
            let column = cell.map_or(1, column_after);
            *place = Place::in_part(&place.file, part, place.line, column);
        };
        let mut found = Vec::new();
        let opening = Self::under(&rows, source, purpose, &mut found);
        found.iter_mut().for_each(at_cell);
        findings.append(&mut found);
        let mut opening = opening?;
        at_cell(&mut opening.no_rows);
        Some(Self { part: Some(Arc::clone(part)), ..opening })
    }

    /// What a header says.
    fn under(
        rows: &Rows<'_>,
        source: &Source,
        purpose: Purpose<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let headings: Vec<String> =
            rows.header.cells.iter().map(|it| it.text.to_string()).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let Purpose { register, forms, whens, among } = purpose;
        let rules = whens.iter().map(|when| Rules::new(register, forms, &headings, *when));
        let rules = rules.collect::<Result<Vec<Rules>, _>>();
        let keyless = |rules: &Vec<Rules>| keyless(register, rules, among.seeing);
        let rules: Vec<Rules> = match rules.map(|rules| (keyless(&rules), rules)) {
            Ok((None, rules)) => rules,
            Ok((Some(missing), _)) => {
                let missing = [HeaderMistake::Missing { column: missing }];
                findings.extend(header::findings(register, &rows.file, &rows.header, &missing));
                return None;
            }
            Err(mistakes) => {
                findings.extend(header::findings(register, &rows.file, &rows.header, &mistakes));
                return None;
            }
        };
        let faults = Faults::of_file(&rows.file, rules.first()?, &headings);
        let above = source.text.len().saturating_sub(rows.rest().len());
        let heading = source.text.get(..above).unwrap_or_default();
        // Where a row begins there is nothing to be quoted.
        let quotable = heading.trim_end_matches(['\n', '\r']);
        let lines = heading.bytes().filter(|byte| *byte == b'\n').count();
        Some(Self {
            rules,
            separator: rows.separator(),
            above,
            lines_above: u64::try_from(lines).unwrap_or(u64::MAX),
            faults,
            heading: Source { name: Arc::clone(&source.name), text: quotable.to_owned() },
            part: None,
            no_rows: rows.no_rows(),
        })
    }

    /// With what the rows below gave for each time.
    pub(super) fn counted(
        mut self,
        counted: Vec<RowsCounted>,
        findings: &mut Vec<Finding>,
    ) -> Option<Counted> {
        let (mut tallies, mut last) = (Vec::new(), None);
        for RowsCounted { tally, faults, rows, pass } in counted {
            tallies.push(tally);
            last = Some((faults, rows, pass));
        }
        let (faults, rows, pass) = last?;
        if rows == 0 && faults.is_empty() {
            findings.push(self.no_rows);
        }
        let first = self.rules.first()?;
        for found in faults {
            let line = u32::try_from(found.line).unwrap_or(u32::MAX);
            let rows = usize::try_from(found.rows).unwrap_or(usize::MAX);
            let file = &self.heading.name;
            let place = || match &self.part {
                Some(part) => {
                    Place::in_part(file, part, line, found.fault.column.map_or(1, column_after))
                }
                None => Place::new(file, line, found.column, found.length),
            };
            self.faults.add_rows(found.fault, rows, first, place);
        }
        let columns = first.columns().iter().copied().flatten().collect();
        let counting = self.rules.iter().map(|rules| rules.counting().clone());
        let tallies = counting.zip(tallies).collect();
        let Self { faults, heading, part, .. } = self;
        Some(Counted { tallies, faults, columns, heading, part, pass })
    }
}

impl Counted {
    /// The file, or the sheet.
    pub(super) fn whole(&self) -> Place {
        match &self.part {
            Some(part) => Place::in_part(&self.heading.name, part, 0, 0),
            None => Place::whole(&self.heading.name),
        }
    }
}

/// The column of a sheet, from 1, before which so many cells stand.
fn column_after(cells: usize) -> u32 {
    u32::try_from(cells).unwrap_or(u32::MAX).saturating_add(1)
}

/// The column of keys, where keys are needed and the file has none.
fn keyless(register: &Register, rules: &[Rules], seeing: Seeing<'_>) -> Option<usize> {
    let key = register.columns.iter().position(|column| matches!(column.kind, ColumnKind::Key))?;
    let is_there = rules.iter().all(|rules| rules.columns().contains(&Some(key)));
    (!matches!(seeing, Seeing::All) && !is_there).then_some(key)
}
