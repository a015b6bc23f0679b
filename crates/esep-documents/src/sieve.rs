//! Large wide tables: rows that are right pass, the others are read as any document.
//!
//! A table with a row for each of a million organizations is not made into sheets.
//!
//! 1. It is read piece by piece (`table`, `reading`); a row of whole figures (`row`) is judged by
//!    itself and kept in little memory (`lines`, `parts`, `store`).
//! 2. Each family, a parent and all its children, is judged as a whole (`families`). Where siblings
//!    are not to be compared, a fingerprint is kept of each row instead of its figures.
//! 3. What is not proven right is held back (`wanted`, `holding`): rows that are not plain or not
//!    right by themselves, and whole families of which it is not clear who belongs to them. Of
//!    these rows, at their own lines, a document is made, read and checked as usual. Families whose
//!    rows do not agree, or in which a check of plausibility might find something, are made into
//!    entries and checked as usual, some at a time.
//!
//! What is found is what would be found if all were read as usual; the tests hold it to that.

mod around;
mod families;
mod holding;
mod index;
mod lines;
mod near;
mod parts;
mod reading;
mod row;
mod store;
mod wanted;

use std::sync::Arc;

use esep::{
    CellIndex, Checked, Code, Finding, Forms, Language, Lookup, Period, Screen, Summary, Suspicion,
    check_for,
};

use crate::book::{Parts, prepare, read_documents};
use crate::csv::Records;
use crate::pieces::{Pieces, Readable};
use crate::reading::Reading;
use crate::request::Request;
use crate::rows::Row;
use crate::sheet::Entries;
use crate::sheet_csv::{Beginning, Layout, beginning};
use crate::source::{File, Source, Sources};
use families::Families;
use holding::{
    Columns, Held, Holding, Relatives, Strange, document, for_quoting, n_lines, number_of,
};
use index::Index;
use lines::Lines;
use parts::PARTS;
use reading::{Rules, Worker};
use row::{Kind, RowReader};
use wanted::{Found, Wanted};

/// A table gone through.
#[derive(Debug, Clone)]
pub struct Sifted {
    /// What was held back.
    reading: Reading,
    /// What was found in comparing families.
    compared: Vec<Finding>,
    /// What passed.
    passed: Summary,
    asked: Vec<Code>,
}

/// What is found in comparing organizations with each other.
const OF_FAMILIES: [Code; 4] =
    [Code::RollupMismatch, Code::SameFigureInSiblings, Code::UnitLooksWrong, Code::PartEqualsWhole];

impl Sifted {
    /// Checks what was held back: all that was found in the table and is asked for, sorted, and how
    /// much was looked at.
    pub fn check(&self) -> Checked {
        let asks = |code: Code| self.asked.contains(&code);
        let checked = check_for(&self.reading.book, asks);
        let mut findings = [&*self.reading.findings, &checked.findings, &self.compared].concat();
        findings.retain(|finding| asks(finding.code));
        Finding::sort(&mut findings);
        // What is found in a row by itself is found again in comparing it.
        findings.dedup();
        let summary = Summary {
            sheets: checked.summary.sheets + self.passed.sheets,
            figures: checked.summary.figures + self.passed.figures,
            relations_evaluated: checked.summary.relations_evaluated
                + self.passed.relations_evaluated,
            relations_skipped: checked.summary.relations_skipped + self.passed.relations_skipped,
            ..Summary::default()
        };
        Checked { summary: summary.counting(&findings), findings }
    }

    /// The lines that findings speak of, at their places; other lines are blank.
    pub fn into_sources(self) -> Sources {
        self.reading.sources
    }
}

/// A wide table that can be gone through piece by piece.
#[derive(Debug)]
pub struct Sieve {
    name: String,
    request: Request,
    /// The lines above the rows, as they stand in the file but for the byte order mark.
    head: String,
    pieces: Pieces,
    rules: Rules,
    columns: Columns,
    layout: Layout,
    /// Which of the figures of the layout stands in each column of the screen.
    figures: Vec<usize>,
    separator: char,
    language: Option<Language>,
    forms: Forms,
    asked: Vec<Code>,
}

impl Sieve {
    /// Tables of at least so many bytes are worth going through piece by piece.
    pub const LARGE: u64 = 128 * 1024;

    /// How many bytes of a table are enough to understand its header.
    pub const BEGINNING: usize = 64 * 1024;

    /// A sieve for a table that begins so. `None` where it must be read as any other document:
    /// where it is no wide table of one form and period that names parents, the header has
    /// mistakes, the structure is given elsewhere, or the form asks what figures in rows cannot
    /// tell.
    ///
    /// `bytes` are the first of the table, as many as [`BEGINNING`](Self::BEGINNING), or all; `asks`
    /// says which findings are asked for.
    pub fn new(
        name: &str,
        bytes: &[u8],
        request: &Request,
        asks: impl Fn(Code) -> bool,
    ) -> Option<Self> {
        if request.structure.is_some() {
            return None;
        }
        let bytes = bytes.get(..Self::BEGINNING).unwrap_or(bytes);
        let end = bytes.iter().rposition(|byte| *byte == b'\n')?;
        let lines = bytes.get(..=end)?;
        let (source, findings) = Source::decode(File::new(name, lines));
        // But for a byte order mark, the text is what stands in the file.
        let source = source
            .filter(|source| findings.is_empty() && lines.ends_with(source.text.as_bytes()))?;
        let (forms, prepared) = prepare(request);
        let Beginning { layout, language, columns, separator, length } =
            beginning(&source, &forms, &prepared)?;
        // Of titles above the header more is to be known than the sieve keeps.
        let head = source.text.get(..length).filter(|head| Records::new(head).count() == 1)?;
        // Without a period nothing is a sheet; with several, rows depend on each other.
        layout.period.as_ref()?.text.trim().parse::<Period>().ok()?;
        if layout.period_column.is_some() {
            return None;
        }
        let form = forms.get(&layout.form_id.text)?;
        let mut kinds = vec![Kind::Aside; columns];
        let (mut cells, mut figures) = (Vec::new(), Vec::new());
        for (number, (at, line_named, column_named)) in layout.figures.iter().enumerate() {
            let Lookup::Found(line) = form.find_line(&line_named.text) else { continue };
            let column = match column_named {
                None => form.only_column(line),
                Some(column) => match form.find_column(&column.text) {
                    Lookup::Found(column) => Some(column),
                    _ => None,
                },
            };
            if let Some(column) = column {
                *kinds.get_mut(*at)? = Kind::Figure;
                cells.push(CellIndex { line, column });
                figures.push(number);
            }
        }
        let columns = Columns { code: layout.organization?, parent: layout.parent?, separator };
        *kinds.get_mut(columns.code)? = Kind::Code;
        *kinds.get_mut(columns.parent)? = Kind::Parent;
        let screen = Screen::new(form, &cells, &asks).filter(|_| !cells.is_empty())?;
        Some(Self {
            name: name.to_owned(),
            request: request.clone(),
            pieces: Pieces::new(u64::try_from(lines.len() - source.text.len() + length).ok()?),
            head: head.to_owned(),
            rules: Rules { reader: RowReader::new(&kinds, separator)?, screen },
            columns,
            layout,
            figures,
            separator,
            language,
            forms,
            asked: Code::ALL.iter().copied().filter(|code| asks(*code)).collect(),
        })
    }

    /// Goes through the table. `None` where it turns out that it must be read as any other
    /// document: where it is no text, where cells go over several lines, or where most of it would
    /// be held back.
    ///
    /// # Errors
    /// - the table cannot be read.
    pub fn sift<T: Readable>(&self, table: &T) -> Result<Option<Sifted>, T::Error> {
        let workers = self.read(table)?;
        if workers.iter().any(|worker| worker.is_unfit) {
            return Ok(None);
        }
        let Some(strange) = self.strange(&workers) else { return Ok(None) };
        let families = Families::judge(table, &self.rules, &workers, &strange)?;
        let lines = workers.iter().flat_map(|worker| &worker.lines).copied().collect();
        let lines = Lines::new(self.pieces, lines, n_lines(&self.head));
        let mut wanted = Wanted::new(&workers, &strange, &families);
        let unknown = self.unknown(&workers, &strange, &families, &wanted, table, &lines)?;
        if !unknown.is_empty() {
            let nearest = self.nearest_codes(table, &unknown)?;
            wanted.add_codes(nearest.iter().map(|code| number_of(code)));
        }
        let Some(held) = self.hold(table, &workers, &wanted, &lines)? else { return Ok(None) };
        let clear = families.all().filter(|family| !wanted.is_unsure(family.parent)).count();
        let passed = self.passed(&workers, &held, clear);
        // Their memory is needed for what follows.
        drop(workers);
        let groups = held.in_groups();
        let compared = table.share(groups.len(), Vec::new, |findings, group| {
            let group = groups.get(group).map_or(&[][..], |group| group);
            let members: Index = group.iter().map(|family| family.parent).collect();
            let mut parts = self.parts_of(&held, group);
            keep_parents(&mut parts, |parent| members.contains(parent));
            let of_sums = group.iter().all(|family| family.suspicion == Suspicion::Sums);
            let asks = |code| {
                let is_looked_for = !of_sums || code == Code::RollupMismatch;
                is_looked_for && OF_FAMILIES.contains(&code) && self.asked.contains(&code)
            };
            findings.extend(check_for(&parts.understand().book, asks).findings);
            Ok(())
        })?;
        let compared = compared.into_iter().flatten().collect();
        let mut parts = self.parts(held.apart());
        keep_parents(&mut parts, |parent| wanted.is_unsure(parent) || !families.contains(parent));
        let mut reading = parts.understand();
        let text = for_quoting(table, &self.head, held.rows())?;
        reading.sources.add(Source { name: self.name.as_str().into(), text });
        Ok(Some(Sifted { reading, compared, passed, asked: self.asked.clone() }))
    }

    /// Reads some rows as a document.
    fn parts<'a>(&self, rows: impl Iterator<Item = &'a Held>) -> Parts {
        let file = File::new(&*self.name, document(&self.head, rows));
        read_documents(vec![file], &self.request)
    }

    /// Reads the rows of some families, which are all plain, as if they stood in a document.
    fn parts_of(&self, held: &Holding, families: &[Relatives]) -> Parts {
        let mut read = Entries { language: self.language, ..Entries::default() };
        let file = Arc::from(&*self.name);
        for (held, columns) in held.of_families(families, &self.rules) {
            let records = Records::separated(&held.text, self.separator).below(held.line);
            let figures = columns.into_iter().filter_map(|column| self.figures.get(column));
            let figures = figures.filter_map(|figure| self.layout.figures.get(*figure));
            let figures: Vec<_> = figures.collect();
            for record in records {
                let figures = figures.iter().copied();
                self.layout.read_some(&Row::new(&file, record), figures, &mut read);
            }
        }
        let structure = std::mem::take(&mut read.structure);
        let forms = self.forms.clone();
        Parts { structure, forms, documents: vec![read], ..Parts::default() }
    }

    /// Reads all rows.
    fn read<T: Readable>(&self, table: &T) -> Result<Vec<Worker>, T::Error> {
        table.share(self.pieces.count(table), Worker::default, |worker, number| {
            let mut buffer = std::mem::take(&mut worker.buffer);
            match self.pieces.read(table, number, &mut buffer)? {
                Some(piece) => worker.read(&self.rules, number, piece),
                None => worker.is_unfit = true,
            }
            worker.buffer = buffer;
            Ok(())
        })
    }

    /// Whose the rows are that are not plain, and to whom these belong. `None` where some row does
    /// not end with its line.
    fn strange(&self, workers: &[Worker]) -> Option<Vec<Strange>> {
        let mut found = Vec::new();
        for (spot, text) in workers.iter().flat_map(|worker| &worker.strange) {
            let read = self.columns.read(&self.head, std::str::from_utf8(text).ok()?).ok()?;
            found.extend(read.map(|[code, parent]| Strange {
                spot: *spot,
                code: number_of(&code),
                parent: number_of(&parent),
            }));
        }
        Some(found)
    }

    /// Reads the rows that are held back again. `None` where they are too many.
    fn hold<T: Readable>(
        &self,
        table: &T,
        workers: &[Worker],
        wanted: &Wanted,
        lines: &Lines,
    ) -> Result<Option<Holding>, T::Error> {
        let found = table.share(PARTS, Found::default, |found, part| {
            let rows = workers.iter().flat_map(|worker| worker.rows.of(part));
            rows.for_each(|row| wanted.look_at(row, found));
            Ok(())
        })?;
        let mut all = Found::default();
        for found in found {
            all.apart.extend(found.apart);
            all.families.extend(found.families);
        }
        for worker in workers {
            all.apart.extend(&worker.wrong);
            all.apart.extend(worker.strange.iter().map(|(spot, _)| spot));
        }
        // What is wrong with the header is said of the first row.
        all.apart.extend(workers.iter().filter_map(|worker| worker.first).min());
        Holding::read(table, lines, &self.rules, all)
    }

    /// What was counted of the rows and families that are not held back.
    fn passed(&self, workers: &[Worker], held: &Holding, families: usize) -> Summary {
        let mut passed = Summary {
            relations_evaluated: families * self.rules.screen.relations_above(),
            ..Summary::default()
        };
        for worker in workers {
            passed.sheets += worker.right;
            passed.relations_evaluated += worker.evaluated;
            passed.relations_skipped += worker.skipped;
        }
        for held in held.apart().filter_map(|held| held.passed) {
            passed.sheets -= 1;
            passed.relations_evaluated -= held.evaluated;
            passed.relations_skipped -= held.skipped;
        }
        passed.figures = passed.sheets * self.rules.screen.width();
        passed
    }
}

/// Keeps the affiliations to some parents.
fn keep_parents(parts: &mut Parts, is_parent: impl Fn(u64) -> bool) {
    for row in &mut parts.structure {
        row.parent.take_if(|parent| !is_parent(number_of(parent.text.trim())));
    }
}

#[cfg(test)]
mod tests;
