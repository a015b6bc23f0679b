//! CSV files with a header: which column is which, and rows by column.

use std::sync::Arc;

use esep::{Argument, Code, Finding, Lookup, Message, Names, Place, Severity, Written};

use crate::book::empty;
use crate::csv::{Cell, Record, Records};
use crate::source::Source;

/// A CSV file: its header and the records below it.
pub(crate) struct Rows<'a> {
    pub(crate) file: Arc<str>,
    pub(crate) header: Record<'a>,
    records: Records<'a>,
}

impl<'a> Rows<'a> {
    /// Reads the header, below titles if there are any; without one there is nothing but a finding.
    pub(crate) fn open(source: &'a Source, findings: &mut Vec<Finding>) -> Option<Self> {
        let file = Arc::clone(&source.name);
        let mut records = Records::new(&source.text);
        let titles = titles(records.clone());
        let Some(header) = records.nth(titles) else {
            findings.push(empty(Some(Place::whole(&file))));
            return None;
        };
        findings.extend(header.cells.iter().filter_map(|cell| cell.finding(&file)));
        Some(Self { file, header, records })
    }

    /// The table of a sheet, with tabs between its cells: its header is the row of the first that
    /// say anything with the most headings. `None` where there are no headings.
    pub(crate) fn of_sheet(source: &'a Source, is_heading: impl Fn(&str) -> bool) -> Option<Self> {
        let mut records = Records::separated(&source.text, '\t');
        let headings =
            |record: &Record<'_>| record.cells.iter().filter(|cell| is_heading(&cell.text)).count();
        let filled = records.clone().enumerate().filter(|(_, record)| !record.is_blank());
        let counted = filled.take(MOST_ABOVE).map(|(at, record)| (headings(&record), at));
        let best = counted.max_by_key(|(headings, at)| (*headings, std::cmp::Reverse(*at)));
        let (_, at) = best.filter(|(headings, _)| *headings > 0)?;
        let header = records.nth(at)?;
        Some(Self { file: Arc::clone(&source.name), header, records })
    }

    /// A finding that no row below the header says anything, if so.
    pub(crate) fn nothing_below(&self) -> Option<Finding> {
        self.records.clone().all(|record| record.is_blank()).then(|| self.no_rows())
    }

    /// A finding that no row below the header says anything.
    pub(crate) fn no_rows(&self) -> Finding {
        let place = self.header.cells.first().map(|cell| cell.place(&self.file));
        let message = Message::new("unreadable-document.no-rows");
        let mut finding = Finding::new(Code::UnreadableDocument, place, message);
        finding.severity = Severity::Warning;
        finding.with_hint(Message::new("hint.fill-in"))
    }

    /// What separates the cells.
    pub(crate) fn separator(&self) -> char {
        self.records.separator()
    }

    /// The text below the header.
    pub(crate) fn rest(&self) -> &'a str {
        self.records.rest()
    }

    /// What a comment above the header says, as `# form: membership` does; its key has a word in
    /// each language.
    pub(crate) fn comment(&self, key: [&str; 3]) -> Option<Written> {
        let mut comments = self.records.comments().iter();
        let is_key = |text: &str| key.contains(&text.to_lowercase().as_str());
        let comment = comments.rfind(|comment| is_key(comment.key))?;
        Some(comment.value.written(&self.file))
    }

    /// Which columns have a known heading, with findings for those that have none and for those
    /// that come twice.
    pub(crate) fn columns<T: Copy + PartialEq>(
        &self,
        headings: &Headings<T>,
        findings: &mut Vec<Finding>,
    ) -> Vec<(T, usize)> {
        let mut columns: Vec<(T, usize)> = Vec::new();
        for (column, cell) in self.header.cells.iter().enumerate() {
            match headings.find(&cell.text) {
                Ok(heading) if columns.iter().any(|(known, _)| *known == heading) => {
                    findings.push(self.heading_twice(cell));
                }
                Ok(heading) => columns.push((heading, column)),
                Err(_) if cell.text.is_empty() => {}
                Err(nearest) => findings.push(self.unknown_heading(cell, nearest)),
            }
        }
        columns
    }

    /// A finding that a heading is missing, with the words that it can have.
    pub(crate) fn missing(&self, words: &[&str]) -> Finding {
        let place = self.header.cells.first().map(|cell| cell.place(&self.file));
        let heading = words.first().copied().unwrap_or_default();
        let message = Message::new("unreadable-document.missing-heading").with("heading", heading);
        let words: Vec<Argument> = words.iter().map(|word| Argument::from(*word)).collect();
        Finding::new(Code::UnreadableDocument, place, message)
            .with_hint(Message::new("hint.one-of").with("values", words))
    }

    /// A finding that a heading comes a second time.
    pub(crate) fn heading_twice(&self, cell: &Cell<'_>) -> Finding {
        let message =
            Message::new("unreadable-document.heading-twice").with("heading", &*cell.text);
        Finding::new(Code::UnreadableDocument, Some(cell.place(&self.file)), message)
    }

    /// A finding that nothing reads what stands under a heading.
    pub(crate) fn unknown_heading(&self, cell: &Cell<'_>, nearest: Option<String>) -> Finding {
        let message = Message::new("unknown-key").with("key", &*cell.text);
        let finding = Finding::new(Code::UnknownKey, Some(cell.place(&self.file)), message);
        match nearest {
            Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
            None => finding,
        }
    }

    /// The next row that says anything. Rows with more cells than the header has are left out,
    /// for one cannot know which heading a cell belongs to.
    pub(crate) fn next_row(&mut self, findings: &mut Vec<Finding>) -> Option<Row<'a>> {
        loop {
            let record = self.records.next()?;
            findings.extend(record.cells.iter().filter_map(|cell| cell.finding(&self.file)));
            let width = self.header.cells.len();
            let extra = record.cells.get(width..).unwrap_or_default();
            match extra.iter().find(|cell| !cell.text.is_empty()) {
                Some(cell) => findings.push(self.too_wide(&record, cell)),
                None if record.is_blank() => {}
                None => return Some(Row::new(&self.file, record)),
            }
        }
    }

    fn too_wide(&self, record: &Record<'_>, cell: &Cell<'_>) -> Finding {
        let message = Message::new("unreadable-document.too-many-cells")
            .with("cells", record.cells.len())
            .with("headings", self.header.cells.len());
        let separator = self.records.separator();
        let shown = if separator == '\t' { "tab".to_owned() } else { separator.to_string() };
        Finding::new(Code::UnreadableDocument, Some(cell.place(&self.file)), message)
            .with_hint(Message::new("hint.quote-separator").with("separator", shown))
    }
}

/// How many records above the header are titles of the table, such as `Members by region`: they
/// fill one cell, and one soon below them more.
fn titles(records: Records<'_>) -> usize {
    let filled = |record: &Record<'_>| record.cells.iter().filter(|c| !c.text.is_empty()).count();
    let mut first = records.take(MOST_TITLES + 1);
    first.position(|record| filled(&record) > 1).unwrap_or(0)
}

/// No more titles than these are looked for.
const MOST_TITLES: usize = 10;

/// The header of a sheet is one of so many rows.
const MOST_ABOVE: usize = 30;

/// A row below a header.
pub(crate) struct Row<'a> {
    file: Arc<str>,
    record: Record<'a>,
}

impl<'a> Row<'a> {
    /// A row of a file.
    pub(crate) fn new(file: &Arc<str>, record: Record<'a>) -> Self {
        Self { file: Arc::clone(file), record }
    }

    /// What stands in a column, blank or not; `None` where the row ends before.
    pub(crate) fn cell(&self, column: usize) -> Option<Written> {
        self.record.cells.get(column).map(|cell| cell.written(&self.file))
    }

    /// What stands in a column, where it is not blank.
    pub(crate) fn text(&self, column: Option<usize>) -> Option<Written> {
        let cell = self.record.cells.get(column?)?;
        (!cell.text.is_empty()).then(|| cell.written(&self.file))
    }

    /// Where the row begins.
    pub(crate) fn place(&self) -> Place {
        self.record.cells.first().map_or(Place::whole(&self.file), |cell| cell.place(&self.file))
    }
}

/// Finds which heading a text is, however it is typed. Each heading has a name and other names.
pub(crate) struct Headings<T> {
    names: Names<T>,
}

impl<T: Copy + PartialEq> Headings<T> {
    pub(crate) fn new(headings: &[(T, &[&str])]) -> Self {
        let mut names = Names::default();
        for (heading, texts) in headings {
            texts.iter().for_each(|text| names.add(text, *heading));
        }
        Self { names }
    }

    /// The heading, or the nearest name.
    pub(crate) fn find(&self, text: &str) -> Result<T, Option<String>> {
        match self.names.find(text) {
            Lookup::Found(heading) => Ok(heading),
            Lookup::Unknown => Err(self.names.nearest(text).map(str::to_owned)),
            Lookup::Ambiguous(_) => Err(None),
        }
    }
}
