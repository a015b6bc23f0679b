//! The rows around those that findings speak of: what explains the findings stands there.
//!
//! An explanation asks the relations that touch a figure: those of its own row, the sum that it is
//! part of, and the sum of those below it. So of each organization that may be wrong its own row is
//! read, that of the one above, and whole the families of both. What an explanation changes beyond
//! these is read as well, and explained anew, until nothing is missing. Only where the work allowed
//! is done before, how much is proven by then may be less than where all is read.

use std::collections::{BTreeMap, BTreeSet};

use esep::explain::{Explained, Limits, explain};
use esep::{Book, Code, Finding, OrganizationId, Severity};

use super::holding::{n_lines, number_of, text_of};
use super::{Sieve, Sifted, keep_parents};
use crate::book::read_documents;
use crate::pieces::{Readable, next_line};
use crate::reading::Reading;
use crate::source::File;

/// A row that is read again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    /// How many lines stand before it.
    line: usize,
    code: u64,
    parent: u64,
    text: String,
}

/// Which rows are read: those with these codes, and those that belong to these families.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    codes: BTreeSet<u64>,
    families: BTreeSet<u64>,
}

impl Sieve {
    /// Explains what [`Sifted::check`] found in the table, as [`explain`] does where all of it is
    /// read; with the book that the rows around make. `None` where all must be read to know who belongs to whom: where organizations belong
    /// to each other in a circle.
    ///
    /// # Errors
    /// - the table cannot be read.
    pub fn explain<T: Readable>(
        &self,
        table: &T,
        sifted: &Sifted,
        findings: &[Finding],
        limits: &Limits,
    ) -> Result<Option<(Vec<Explained>, Book)>, T::Error> {
        let explicable = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error || !finding.relations.is_empty());
        let mut concerned: BTreeSet<String> = explicable.flat_map(organizations).collect();
        if concerned.is_empty() {
            return Ok(Some((Vec::new(), Book::default())));
        }
        if sifted.reading.findings.iter().any(|finding| finding.code == Code::Cycle) {
            return Ok(None);
        }
        loop {
            let (reading, families) = self.around(table, &concerned)?;
            let known = concerned.len();
            concerned.extend(silent(&reading.book, &families));
            if concerned.len() > known {
                continue;
            }
            let explained = explain(&reading.book, findings, limits);
            concerned.extend(explained.iter().flat_map(changed));
            if concerned.len() == known {
                return Ok(Some((explained, reading.book)));
            }
        }
    }

    /// What the rows of some organizations say, of those above them and of the families of both; and
    /// these families.
    fn around<T: Readable>(
        &self,
        table: &T,
        organizations: &BTreeSet<String>,
    ) -> Result<(Reading, BTreeSet<u64>), T::Error> {
        let concerned: BTreeSet<u64> = organizations.iter().map(|it| number_of(it)).collect();
        let mut asked = Asked { codes: concerned.clone(), families: concerned.clone() };
        loop {
            let rows = self.rows(table, &asked)?;
            let mut more = asked.clone();
            let mut parents: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
            for row in &rows {
                more.codes.insert(row.code);
                parents.entry(row.code).or_default().insert(row.parent);
            }
            for (code, parents) in parents {
                // Of an organization that stands under several all are looked at.
                if concerned.contains(&code) || parents.len() > 1 {
                    more.codes.extend(&parents);
                    more.families.extend(parents);
                }
            }
            // Of nobody no rows are read.
            more.codes.remove(&0);
            more.families.remove(&0);
            if more != asked {
                asked = more;
                continue;
            }
            let lines = rows.iter().map(|row| (row.line, row.text.as_str()));
            let file = File::new(&*self.name, text_of(&self.head, lines));
            let mut parts = read_documents(vec![file], &self.request);
            keep_parents(&mut parts, |parent| asked.families.contains(&parent));
            return Ok((parts.understand(), asked.families));
        }
    }

    /// Reads rows, in the order of the table.
    fn rows<T: Readable>(&self, table: &T, asked: &Asked) -> Result<Vec<Row>, T::Error> {
        let state = || (Vec::new(), Vec::new());
        let found = table.share(self.pieces.count(table), state, |(buffer, found), number| {
            let Some(piece) = self.pieces.read(table, number, buffer)? else { return Ok(()) };
            let (mut rest, mut line, mut rows) = (piece.bytes, 0, Vec::new());
            while !rest.is_empty() {
                let text = next_line(&mut rest);
                if let Some([code, parent]) = self.columns.numbers(&self.head, text)
                    && (asked.codes.contains(&code) || asked.families.contains(&parent))
                {
                    let text = String::from_utf8_lossy(text).into_owned();
                    rows.push(Row { line, code, parent, text });
                }
                line += 1;
            }
            found.push((number, line, rows));
            Ok(())
        })?;
        let mut pieces: Vec<(usize, usize, Vec<Row>)> =
            found.into_iter().flat_map(|(_, found)| found).collect();
        pieces.sort_unstable();
        let mut before = n_lines(&self.head);
        let mut all = Vec::new();
        for (_, lines, rows) in pieces {
            all.extend(rows.into_iter().map(|row| Row { line: row.line + before, ..row }));
            before += lines;
        }
        Ok(all)
    }
}

/// Whose figures a finding speaks of.
fn organizations(finding: &Finding) -> impl Iterator<Item = String> {
    let cells = finding.cells.iter().map(|cell| cell.organization.to_string());
    let relations = finding.relations.iter().map(|relation| relation.organization.to_string());
    cells.chain(relations)
}

/// Who states nothing in some families: those below stand for them.
fn silent(book: &Book, families: &BTreeSet<u64>) -> Vec<String> {
    let parents = book.structure.iter().map(|organization| &organization.id);
    let parents: Vec<_> =
        parents.filter(|parent| families.contains(&number_of(parent.as_str()))).collect();
    let mut silent = Vec::new();
    for (form, period) in book.sheets.forms_and_periods() {
        let children = parents.iter().flat_map(|parent| book.structure.children(parent, period));
        let states = |child: &OrganizationId| book.sheets.get(form, period, child).is_some();
        silent.extend(children.filter(|child| !states(child)).map(ToString::to_string));
    }
    silent
}

/// Whose figures an explanation changes.
fn changed(explained: &Explained) -> Vec<String> {
    let changes = explained.outcome.solutions().iter().flat_map(|solution| &solution.changes);
    changes.map(|change| change.cell.organization.to_string()).collect()
}
