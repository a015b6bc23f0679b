//! Sheets in CSV: one figure a row, or one organization a row.

mod wide;

pub(crate) use wide::{Beginning, Layout, beginning};

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use esep::{
    Argument, Code, Entry, Finding, Form, Forms, Lookup, Message, Notation, Place, Written,
};

use crate::request::Request;
use crate::rows::{Headings, Rows};
use crate::sheet::{Entries, find_form, written_form};
use crate::source::Source;

/// Reads filled sheets in CSV.
///
/// A tidy file has the headings `line` and `value`, and `organization`, `period`, `form`, `column`
/// and `note` where they are needed: one figure a row. Any other file is wide: one row per
/// organization and period, under `organization` (or `code`) and `period`, then a heading for each
/// line: its id or its label in any language, with the column in brackets where the form has any.
/// Under `parent` (or `parent_code`) it may say which organization each belongs to.
///
/// Lines `# form: ID`, `# period: P` and `# language: ru` may stand above the header, their keys in
/// any of the three languages. The form is
/// that of the row, of `# form`, of the request, or the only one that fits the lines.
pub fn read_sheet_csv(source: &Source, forms: &Forms, request: &Request) -> Entries {
    let mut reader = match Reader::open(source, forms, request) {
        Ok(reader) => reader,
        Err(read) => return read,
    };
    match (reader.column(Heading::Line), reader.column(Heading::Value)) {
        (Some(_), Some(_)) => reader.tidy(),
        (None, None) => {
            let layout = reader.layout();
            while let (Some(layout), Some(row)) =
                (&layout, reader.rows.next_row(&mut reader.read.findings))
            {
                layout.read(&row, &mut reader.read);
            }
        }
        (Some(_), None) => reader.read.findings.push(reader.rows.missing(words(Heading::Value))),
        (None, Some(_)) => reader.read.findings.push(reader.rows.missing(words(Heading::Line))),
    }
    reader.read
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Code,
    Organization,
    Period,
    Form,
    Line,
    Column,
    Value,
    Note,
    /// The organization that a row's own belongs to.
    Parent,
    /// What an organization is called, where its code stands beside, or nothing else does.
    Name,
    /// What tables say beside all that: a kind, the number of the row.
    Aside,
}

const HEADINGS: &[(Heading, &[&str])] = &[
    (Heading::Code, &["code", "код"]),
    (
        Heading::Organization,
        &[
            "organization",
            "ұйым",
            "организация",
            "ұйымның атауы",
            "ұйым атауы",
            "наименование организации",
            "название организации",
            "name of the organization",
        ],
    ),
    (Heading::Period, &["period", "кезең", "период"]),
    (Heading::Form, &["form", "нысан", "форма"]),
    (Heading::Line, &["line", "жол", "строка"]),
    (Heading::Column, &["column", "баған", "графа"]),
    (Heading::Value, &["value", "мәні", "значение", "figure", "сан", "число"]),
    (Heading::Note, &["note", "ескертпе", "примечание"]),
    (Heading::Parent, &["parent", "parent_code"]),
    (Heading::Name, &["name", "атауы", "наименование", "название", "аймақ", "регион", "region"]),
    (
        Heading::Aside,
        &["kind", "түрі", "вид", "№", "№ п/п", "п/п", "р/с", "р/с №", "№ р/с", "no.", "#"],
    ),
];

/// Under which heading stands whose figures they are: the first of these that is there.
const WHOSE: [Heading; 3] = [Heading::Code, Heading::Organization, Heading::Name];

/// The words for a heading.
fn words(heading: Heading) -> &'static [&'static str] {
    HEADINGS.iter().find(|(known, _)| *known == heading).map_or(&[], |(_, words)| words)
}

/// How many lines are compared with the forms at most: more would tell nothing new.
const MAX_COMPARED: usize = 100;

struct Reader<'a> {
    rows: Rows<'a>,
    forms: &'a Forms,
    request: &'a Request,
    period: Option<Arc<Written>>,
    headings: Headings<Heading>,
    read: Entries,
}

impl<'a> Reader<'a> {
    /// Reads what stands above the rows; without a header there is nothing but findings.
    fn open(source: &'a Source, forms: &'a Forms, request: &'a Request) -> Result<Self, Entries> {
        let mut read = Entries::default();
        let Some(rows) = Rows::open(source, &mut read.findings) else { return Err(read) };
        if let Some(finding) = rows.nothing_below() {
            read.findings.push(finding);
            return Err(read);
        }
        if let Some(language) = rows.comment(["language", "язык", "тіл"]) {
            read.set_language(&language);
        }
        let period = rows.comment(["period", "период", "кезең"]).or_else(|| request.period.clone());
        Ok(Self {
            rows,
            forms,
            request,
            period: period.map(Arc::new),
            headings: Headings::new(HEADINGS),
            read,
        })
    }

    /// Where a heading stands.
    fn column(&self, heading: Heading) -> Option<usize> {
        let mut cells = self.rows.header.cells.iter();
        cells.position(|cell| self.headings.find(&cell.text) == Ok(heading))
    }

    /// One figure a row.
    fn tidy(&mut self) {
        let columns = self.rows.columns(&self.headings, &mut self.read.findings);
        let column = |heading| {
            columns.iter().find(|(known, _)| *known == heading).map(|(_, column)| *column)
        };
        let organization = WHOSE.into_iter().find_map(column);
        let mut entries = Vec::new();
        while let Some(row) = self.rows.next_row(&mut self.read.findings) {
            let Some(line) = row.text(column(Heading::Line)) else {
                let message = Message::new("unreadable-value.no-line");
                self.read.report(Code::UnreadableValue, &row.place(), message);
                continue;
            };
            entries.push(Entry {
                organization: row.text(organization).map(Arc::new),
                period: row
                    .text(column(Heading::Period))
                    .map(Arc::new)
                    .or_else(|| self.period.clone()),
                form: row.text(column(Heading::Form)).map(Arc::new),
                line: line.into(),
                column: row.text(column(Heading::Column)).map(Arc::new),
                value: column(Heading::Value)
                    .and_then(|value| row.cell(value))
                    .unwrap_or_else(|| Written::new("", row.place())),
                notation: Notation::Human,
                note: row.text(column(Heading::Note)).map(Arc::new),
            });
        }
        let unassigned = entries.iter().filter(|entry| entry.form.is_none());
        let lines: BTreeSet<_> = unassigned.map(heading).collect();
        if !lines.is_empty() {
            let form = self.form(&lines.iter().map(|line| &**line).collect::<Vec<_>>());
            let whole = Place::whole(&self.rows.file);
            let id = form.map(|form| Arc::new(written_form(&form.id, whole)));
            for entry in &mut entries {
                entry.form = entry.form.take().or_else(|| id.clone());
            }
            entries.retain(|entry| entry.form.is_some());
        }
        self.read.entries = entries;
    }

    /// The form of figures that do not name theirs: what the file says, what the request says, or
    /// the only form that knows these lines.
    fn form(&mut self, lines: &[&str]) -> Option<Arc<Form>> {
        let whole = Place::whole(&self.rows.file);
        let requested = self.request.form.as_ref().map(|id| written_form(id, whole));
        match self.rows.comment(["form", "форма", "нысан"]).or(requested) {
            Some(id) => find_form(self.forms, &id, &mut self.read.findings),
            None => self.fitting(lines),
        }
    }

    /// The form that knows most of these lines, and at least half of them; of several, the one that
    /// has columns where they are named, or has none where they are not.
    fn fitting(&mut self, lines: &[&str]) -> Option<Arc<Form>> {
        let lines = lines.get(..MAX_COMPARED).unwrap_or(lines);
        let (best, fitting) = self.best(lines, |form, line| form.line(line).is_some());
        // Labels are only compared where ids do not settle it, for that takes longer.
        let (best, fitting) = match fitting.as_slice() {
            [_] if best == lines.len() => (best, fitting),
            _ => self.best(lines, |form, line| form.find_line(line) != Lookup::Unknown),
        };
        let message = match fitting.as_slice() {
            [form] if best > 0 && best.saturating_mul(2) >= lines.len() => {
                return Some(Arc::clone(form));
            }
            [_, _, ..] if best > 0 => {
                let ids = fitting.iter().map(|form| Argument::from(form.id.as_str()));
                Message::new("unknown-form.several").with("forms", ids.collect::<Vec<_>>())
            }
            _ => Message::new("unknown-form.none-fits"),
        };
        let place = self.rows.header.cells.first().map(|cell| cell.place(&self.rows.file));
        let finding = Finding::new(Code::UnknownForm, place, message);
        self.read.findings.push(finding.with_hint(Message::new("hint.form")));
        None
    }

    /// How many of the lines the forms know that know most, and which of these fit best.
    fn best(
        &self,
        lines: &[&str],
        knows: impl Fn(&Form, &str) -> bool,
    ) -> (usize, Vec<&Arc<Form>>) {
        let mut best = ((0, 0), Vec::new());
        for form in self.forms.iter() {
            let has_columns = !form.columns().is_empty();
            let (mut known, mut addressed) = (0, 0);
            for line in lines {
                let parts = split(line);
                if knows(form, parts.map_or(*line, |(line, _)| line)) {
                    known += 1;
                    addressed += usize::from(parts.is_some() == has_columns);
                }
            }
            let score = (known, addressed);
            match score.cmp(&best.0) {
                Ordering::Greater => best = (score, vec![form]),
                Ordering::Equal => best.1.push(form),
                Ordering::Less => {}
            }
        }
        let ((known, _), forms) = best;
        (known, forms)
    }
}

/// The heading that a line and column would have in a wide file.
fn heading(entry: &Entry) -> String {
    match &entry.column {
        Some(column) => format!("{}[{}]", entry.line.text, column.text),
        None => entry.line.text.to_string(),
    }
}

/// What stands before brackets at the end of a heading, and what stands in them.
fn split(heading: &str) -> Option<(&str, &str)> {
    heading.strip_suffix(']')?.rsplit_once('[')
}

#[cfg(test)]
mod tests;
