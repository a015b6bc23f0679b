//! The rows that are held back, and the document made of them.

use std::collections::{BTreeMap, BTreeSet};

use esep::{Passed, Suspicion};

use super::lines::{Lines, Spot};
use super::reading::Rules;
use super::row::hash;
use super::wanted::Found;
use crate::csv::{Mistake, Records};
use crate::pieces::{Pieces, Readable, next_line};

/// A row that is held back.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) spot: Spot,
    /// Where it begins in the table.
    pub(super) start: u64,
    /// How many lines stand before it.
    pub(super) line: usize,
    /// As it is written, without its end.
    pub(super) text: String,
    /// What was counted of it, where it was proven right by itself.
    pub(super) passed: Option<Passed>,
}

/// Of rows that take more bytes no document is made: it would take a hundred times as much memory.
const MOST: usize = 32 << 20;

/// Between rows that stand this near, a quotation shows the lines between as well.
const NEAR: usize = 5;

/// Families are compared as many at a time as have so many rows.
const GROUP: usize = 500;

/// The rows that are held back.
#[derive(Debug, Default)]
pub(super) struct Holding {
    rows: Vec<Held>,
    /// The rows that are read and checked together.
    apart: Vec<Spot>,
    /// The families that are compared by themselves.
    families: Vec<Relatives>,
}

/// A family and its rows, the parent's among them.
#[derive(Debug)]
pub(super) struct Relatives {
    pub(super) suspicion: Suspicion,
    pub(super) parent: u64,
    rows: Vec<Spot>,
}

impl Holding {
    /// Reads rows again. `None` where they are too many.
    pub(super) fn read<T: Readable>(
        table: &T,
        lines: &Lines,
        rules: &Rules,
        found: Found,
    ) -> Result<Option<Self>, T::Error> {
        let Found { mut apart, families: mut all } = found;
        apart.sort_unstable();
        apart.dedup();
        all.sort_unstable();
        let families = all.chunk_by(|(_, a, _), (_, b, _)| a == b).filter_map(|rows| {
            let (suspicion, parent, _) = *rows.first()?;
            let rows = rows.iter().map(|(_, _, row)| *row).collect();
            Some(Relatives { suspicion, parent, rows })
        });
        let families = families.collect();
        let mut wanted: Vec<Spot> = all.into_iter().map(|(_, _, row)| row).collect();
        wanted.extend(&apart);
        wanted.sort_unstable();
        wanted.dedup();
        let rows = read_rows(table, lines, rules, &wanted)?;
        Ok(rows.map(|rows| Self { rows, apart, families }))
    }

    /// All rows, in the order of the table.
    pub(super) fn rows(&self) -> &[Held] {
        &self.rows
    }

    /// The rows that are read and checked together.
    pub(super) fn apart(&self) -> impl Iterator<Item = &Held> {
        self.apart.iter().filter_map(|spot| self.row(*spot))
    }

    /// The families that are compared by themselves, in groups of the same suspicion and of not too
    /// many rows.
    pub(super) fn in_groups(&self) -> Vec<&[Relatives]> {
        let mut groups = Vec::new();
        let mut rest = self.families.as_slice();
        while !rest.is_empty() {
            let (mut rows, suspicion) = (0, rest.first().map(|family| family.suspicion));
            let fits = |family: &&Relatives| {
                rows += family.rows.len();
                rows <= GROUP && Some(family.suspicion) == suspicion
            };
            let n_families = rest.iter().take_while(fits).count().max(1);
            let (group, others) = rest.split_at_checked(n_families).unwrap_or((rest, &[]));
            groups.push(group);
            rest = others;
        }
        groups
    }

    /// The rows of some families, in the order of the table, with the columns that are to be looked
    /// at: where only sums are doubtful, those in which parents and children do not agree.
    pub(super) fn of_families(
        &self,
        families: &[Relatives],
        rules: &Rules,
    ) -> impl Iterator<Item = (&Held, BTreeSet<usize>)> {
        let mut wanted: BTreeMap<Spot, BTreeSet<usize>> = BTreeMap::new();
        for family in families {
            let columns = match family.suspicion {
                Suspicion::Sums => self.disagreeing(family, rules),
                _ => (0..rules.screen.width()).collect(),
            };
            for spot in &family.rows {
                wanted.entry(*spot).or_default().extend(&columns);
            }
        }
        wanted.into_iter().filter_map(|(spot, columns)| Some((self.row(spot)?, columns)))
    }

    /// The columns in which a parent and its children do not agree.
    fn disagreeing(&self, family: &Relatives, rules: &Rules) -> Vec<usize> {
        let (mut own, mut children) = (Vec::new(), Vec::new());
        for row in family.rows.iter().filter_map(|spot| self.row(*spot)) {
            let mut figures = vec![0; rules.screen.width()];
            let mut text = row.text.as_bytes();
            let Some(head) = rules.reader.read(&mut text, &mut figures) else { continue };
            if head.code.number == family.parent {
                own = figures;
            } else {
                children.push(figures);
            }
        }
        rules.screen.disagreeing(&own, &children)
    }

    fn row(&self, spot: Spot) -> Option<&Held> {
        let at = self.rows.binary_search_by_key(&spot, |held| held.spot).ok()?;
        self.rows.get(at)
    }
}

/// How many rows are read again at once.
const ROWS: usize = 64;

/// Reads rows again.
fn read_rows<T: Readable>(
    table: &T,
    lines: &Lines,
    rules: &Rules,
    wanted: &[Spot],
) -> Result<Option<Vec<Held>>, T::Error> {
    let groups: Vec<&[Spot]> = wanted.chunks(ROWS).collect();
    let state = || (Vec::new(), Vec::new(), 0);
    let found = table.share(groups.len(), state, |(buffer, held, size), group| {
        for spot in groups.get(group).copied().unwrap_or_default() {
            if *size > MOST {
                break;
            }
            if let Some(text) = Pieces::line(table, lines.start(*spot), buffer)? {
                *size += text.len();
                held.push(Held::new(rules, lines, *spot, text));
            }
        }
        Ok(())
    })?;
    if found.iter().map(|(_, _, size)| size).sum::<usize>() > MOST {
        return Ok(None);
    }
    let mut held: Vec<Held> = found.into_iter().flat_map(|(_, held, _)| held).collect();
    held.sort_unstable_by_key(|held| held.spot);
    Ok(Some(held))
}

impl Held {
    fn new(rules: &Rules, lines: &Lines, spot: Spot, text: &[u8]) -> Self {
        let mut figures = vec![0; rules.screen.width()];
        let head = rules.reader.read(&mut &*text, &mut figures);
        let passed = head.and_then(|_| rules.screen.judge(&figures));
        let (start, line) = (lines.start(spot), lines.number(spot));
        Self { spot, start, line, text: String::from_utf8_lossy(text).into_owned(), passed }
    }
}

/// The rows at their lines, all other lines blank.
pub(super) fn document<'a>(head: &str, held: impl Iterator<Item = &'a Held>) -> String {
    text_of(head, held.map(|held| (held.line, held.text.as_str())))
}

/// The same with the lines that stand between rows near to each other.
pub(super) fn for_quoting<T: Readable>(
    table: &T,
    head: &str,
    held: &[Held],
) -> Result<String, T::Error> {
    let mut lines = Vec::new();
    for (number, above) in held.iter().enumerate() {
        lines.push((above.line, above.text.clone()));
        let Some(below) = held.get(number + 1) else { continue };
        if (2..=NEAR).contains(&(below.line - above.line)) {
            let mut bytes = vec![0; usize::try_from(below.start - above.start).unwrap_or_default()];
            table.read(above.start, &mut bytes)?;
            let mut rest = bytes.as_slice();
            next_line(&mut rest);
            for line in above.line + 1..below.line {
                lines.push((line, String::from_utf8_lossy(next_line(&mut rest)).into_owned()));
            }
        }
    }
    Ok(text_of(head, lines.iter().map(|(line, text)| (*line, text.as_str()))))
}

/// Lines at their places, all others blank.
pub(super) fn text_of<'a>(head: &str, lines: impl Iterator<Item = (usize, &'a str)>) -> String {
    let mut text = head.to_owned();
    let mut at = n_lines(head);
    for (line, row) in lines {
        text.push_str(&"\n".repeat(line.saturating_sub(at)));
        text.push_str(row);
        text.push('\n');
        at = line + 1;
    }
    text
}

pub(super) fn n_lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Where the names of organizations stand in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) code: usize,
    pub(super) parent: usize,
    pub(super) separator: char,
}

/// What is to be known of a row that is not plain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strange {
    pub(super) spot: Spot,
    /// The number of its code, and of the one that it belongs to; 0 where there is none.
    pub(super) code: u64,
    pub(super) parent: u64,
}

impl Columns {
    /// The code that a row gives, and that of the one it belongs to; `None` where nothing is read
    /// from it.
    ///
    /// # Errors
    /// - the row does not end with its line.
    pub(super) fn read(self, head: &str, row: &str) -> Result<Option<[String; 2]>, ()> {
        let text = format!("{head}{row}");
        let mut records = Records::new(&text);
        let width = records.next().map_or(0, |header| header.cells.len());
        let Some(record) = records.next() else { return Ok(None) };
        if record.cells.iter().any(|cell| cell.mistake == Some(Mistake::UnclosedQuote)) {
            return Err(());
        }
        let extra = record.cells.get(width..).unwrap_or_default();
        if record.is_blank() || extra.iter().any(|cell| !cell.text.is_empty()) {
            return Ok(None);
        }
        let text = |column: usize| {
            record.cells.get(column).map_or_else(String::new, |cell| cell.text.trim().to_owned())
        };
        Ok(Some([text(self.code), text(self.parent)]))
    }

    /// The numbers of both; `None` where nothing is read from the row.
    pub(super) fn numbers(self, head: &str, row: &[u8]) -> Option<[u64; 2]> {
        let row = std::str::from_utf8(row).ok()?;
        if row.contains('"') || row.trim_start().starts_with('#') {
            let read = self.read(head, row).ok()?;
            return read.map(|names| names.map(|name| number_of(&name)));
        }
        let mut cells = row.split(self.separator);
        let (first, last) = (self.code.min(self.parent), self.code.max(self.parent));
        let first_cell = cells.nth(first)?;
        let last_cell = cells.nth((last - first).saturating_sub(1)).unwrap_or_default();
        let [first_cell, last_cell] = [first_cell, last_cell].map(|cell| number_of(cell.trim()));
        Some(if self.code == first { [first_cell, last_cell] } else { [last_cell, first_cell] })
    }
}

/// The number of a code; 0 of none.
pub(super) fn number_of(code: &str) -> u64 {
    if code.is_empty() { 0 } else { hash(code.as_bytes()) }
}
