//! Wide tables: one organization a row, or one organization and period.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{
    Code, Entry, Finding, Form, Forms, Language, Lookup, Message, Notation, Place, StructureRow,
    Written,
};

use super::{Heading, MAX_COMPARED, Reader, WHOSE, split};
use crate::request::Request;
use crate::rows::Row;
use crate::sheet::{Entries, written_form};
use crate::source::Source;

/// What stands in which column of a wide table.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) form_id: Arc<Written>,
    pub(crate) organization: Option<usize>,
    pub(crate) parent: Option<usize>,
    pub(crate) period_column: Option<usize>,
    pub(crate) period: Option<Arc<Written>>,
    /// Columns of figures: which line, and which column of the form.
    pub(crate) figures: Vec<Column>,
}

/// A column of figures: where it stands, which line it is, and which column of the form.
pub(crate) type Column = (usize, Arc<Written>, Option<Arc<Written>>);

impl Reader<'_> {
    /// How the table is laid out; `None` where it is not clear which form it fills.
    pub(super) fn layout(&mut self) -> Option<Layout> {
        for heading in [Heading::Form, Heading::Column, Heading::Note] {
            let cell = self.column(heading).and_then(|at| self.rows.header.cells.get(at));
            let finding = cell.map(|cell| self.rows.unknown_heading(cell, None));
            self.read.findings.extend(finding);
        }
        let cells = self.rows.header.cells.iter().enumerate();
        let figures: Vec<(usize, Written)> = cells
            .filter(|(_, cell)| !cell.text.is_empty() && self.headings.find(&cell.text).is_err())
            .map(|(column, cell)| (column, cell.written(&self.rows.file)))
            .collect();
        let texts: Vec<_> = figures.iter().map(|(_, heading)| &*heading.text).collect();
        let before = self.read.findings.len();
        let form = self.form(&texts);
        if let Some(finding) = self.split_heading(form.as_deref(), &figures) {
            // Every figure would stand under the wrong heading.
            self.read.findings.truncate(before);
            self.read.findings.push(finding);
            return None;
        }
        let form = form?;
        Some(Layout {
            figures: self.addresses(&form, figures),
            form_id: written_form(&form.id, Place::whole(&self.rows.file)).into(),
            organization: WHOSE.into_iter().find_map(|heading| self.column(heading)),
            parent: self.column(Heading::Parent),
            period_column: self.column(Heading::Period),
            period: self.period.clone(),
        })
    }

    /// The line and column of the form that each heading names. A heading that names the same as
    /// one before it is told, and what stands under it left out.
    fn addresses(&mut self, form: &Form, figures: Vec<(usize, Written)>) -> Vec<Column> {
        let mut known: BTreeMap<_, Written> = BTreeMap::new();
        let mut addresses = Vec::new();
        for (at, heading) in figures {
            let (line, column) = address(form, heading.clone());
            if let Lookup::Found(on_form) = form.find_line(&line.text) {
                let found = column.as_ref().map(|column| form.find_column(&column.text));
                let in_column = match found {
                    Some(Lookup::Found(column)) => Some(column),
                    Some(_) => None,
                    None => form.only_column(on_form),
                };
                if let Some(first) = in_column.and_then(|column| known.get(&(on_form, column))) {
                    let message = Message::new("unreadable-document.line-twice")
                        .with("heading", &*heading.text)
                        .with("first", &*first.text);
                    self.read.report(Code::UnreadableDocument, &heading.place, message);
                    continue;
                }
                known.extend(in_column.map(|column| ((on_form, column), heading)));
            }
            addresses.push((at, line.into(), column.map(Arc::new)));
        }
        addresses
    }

    /// A finding where a comma in a heading that stands in no quotes has split it into two: the
    /// first part names no line, but together they do.
    fn split_heading(&self, form: Option<&Form>, figures: &[(usize, Written)]) -> Option<Finding> {
        let is_known = |form: &Form, text: &str| matches!(form.find_line(text), Lookup::Found(_));
        if self.rows.separator() != ',' || figures.len() > MAX_COMPARED {
            return None;
        }
        figures.windows(2).find_map(|pair| {
            let [(_, first), (_, second)] = pair else { return None };
            if form.is_some_and(|form| is_known(form, &first.text)) {
                return None;
            }
            let whole = format!("{}, {}", first.text, second.text);
            if !self.forms.iter().any(|form| is_known(form, &whole)) {
                return None;
            }
            let message = Message::new("unreadable-document.split-heading").with("heading", whole);
            let finding =
                Finding::new(Code::UnreadableDocument, Some(first.place.clone()), message);
            Some(finding.with_hint(Message::new("hint.quote-separator").with("separator", ",")))
        })
    }
}

/// What stands above the rows of a wide table.
pub(crate) struct Beginning {
    pub(crate) layout: Layout,
    /// The language in which figures are written, where the table says so.
    pub(crate) language: Option<Language>,
    /// How many columns there are.
    pub(crate) columns: usize,
    pub(crate) separator: char,
    /// How many bytes come before the rows.
    pub(crate) length: usize,
}

/// Reads what stands above the rows, where it is a wide table without a mistake.
pub(crate) fn beginning(source: &Source, forms: &Forms, request: &Request) -> Option<Beginning> {
    let mut reader = Reader::open(source, forms, request).ok()?;
    if reader.column(Heading::Line).or(reader.column(Heading::Value)).is_some() {
        return None;
    }
    let layout = reader.layout()?;
    reader.read.findings.is_empty().then(|| Beginning {
        layout,
        language: reader.read.language,
        columns: reader.rows.header.cells.len(),
        separator: reader.rows.separator(),
        length: source.text.len() - reader.rows.rest().len(),
    })
}

impl Layout {
    /// Reads the figures of a row, and what it says of the structure.
    pub(super) fn read(&self, row: &Row<'_>, read: &mut Entries) {
        self.read_some(row, &self.figures, read);
    }

    /// The same for some of the figures.
    pub(crate) fn read_some<'a>(
        &self,
        row: &Row<'_>,
        figures: impl IntoIterator<Item = &'a Column>,
        read: &mut Entries,
    ) {
        let organization = row.text(self.organization).map(Arc::new);
        let period = row.text(self.period_column).map(Arc::new).or_else(|| self.period.clone());
        if let (Some(parent), Some(code)) = (self.parent, &organization) {
            let mut structure_row = StructureRow::new(Written::clone(code));
            structure_row.place = row.place();
            structure_row.parent = row.text(Some(parent));
            read.structure.push(structure_row);
        }
        for (column, line, form_column) in figures {
            read.entries.extend(row.cell(*column).map(|value| Entry {
                organization: organization.clone(),
                period: period.clone(),
                form: Some(self.form_id.clone()),
                line: line.clone(),
                column: form_column.clone(),
                value,
                notation: Notation::Human,
                note: None,
            }));
        }
    }
}

/// The line and the column that a heading names, as `members[end]` does.
fn address(form: &Form, heading: Written) -> (Written, Option<Written>) {
    let Some((line, column)) = split(&heading.text).filter(|_| !form.columns().is_empty()) else {
        return (heading, None);
    };
    let length = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let mut place = heading.place.clone();
    place.length = length(line);
    let mut column_place = heading.place.clone();
    column_place.column = place.column.saturating_add(place.length).saturating_add(1);
    column_place.length = length(column);
    (Written::new(line, place), Some(Written::new(column, column_place)))
}
