//! Forms found in grids: by title, number and the labels of lines, in any of the three languages.
//!
//! What is recognized without doubt is read; what is read with doubt is told; what is not
//! recognized is told with what it may have meant. Nothing is guessed in silence.

mod columns;
mod delimited;
mod labels;
mod segments;
#[cfg(test)]
#[cfg(feature = "office")]
mod tests;
mod titles;
mod values;
mod wide;

use std::sync::Arc;

use esep::{
    Argument, Code, Entry, Finding, Form, Forms, Line, Lookup, Message, Part, Place, Severity,
    Structure, Written,
};

use crate::grids::{Cell, Content, Grid, Row};
use crate::request::Request;
use crate::sheet::{Certainty, Entries, written_form};
use columns::ValueColumn;
pub(crate) use delimited::read_form_csv;
pub(crate) use labels::Index;
use labels::{Labels, Match};
use segments::Segment;

/// No form has more rows.
const LONGEST_FORM: usize = 10_000;

/// Reads the forms in the grids of one file.
pub(crate) fn read_form_tables(
    grids: &[Grid],
    forms: &Forms,
    index: &Index,
    structure: &Structure,
    request: &Request,
) -> Entries {
    let mut reader =
        Reader { index, structure, request, said: Said::default(), read: Entries::default() };
    let mut unread = Vec::new();
    for grid in grids {
        // What is larger than any form is first tried as a table of one organization a row.
        let is_large = grid.rows.len() > LONGEST_FORM;
        let wide =
            |reader: &mut Reader<'_>| wide::read(grid, forms, index, request, &mut reader.read);
        if is_large && wide(&mut reader) || reader.grid(grid) {
            continue;
        }
        if is_large || !wide(&mut reader) {
            unread.push(grid);
        }
    }
    // Beside forms, a file may hold what is none; a file of nothing else is a mistake.
    let severity = if reader.read.entries.is_empty() { Severity::Error } else { Severity::Warning };
    let numbers = |grid: &&Grid| {
        let mut cells = grid.rows.iter().flat_map(|row| &row.cells);
        cells.any(is_figure)
    };
    let mut tell: Vec<&Grid> = unread.into_iter().filter(numbers).collect();
    if tell.is_empty() && reader.read.entries.is_empty() && reader.read.findings.is_empty() {
        tell.extend(grids.first());
    }
    for grid in tell {
        let mut finding = index.unknown_form(grid);
        finding.severity = severity;
        reader.read.findings.push(finding);
    }
    reader.read
}

/// Whether a cell holds what can be a figure.
fn is_figure(cell: &Cell) -> bool {
    cell.content != Content::Text || cell.text.contains(|letter: char| letter.is_ascii_digit())
}

struct Reader<'a> {
    index: &'a Index,
    structure: &'a Structure,
    request: &'a Request,
    said: Said,
    read: Entries,
}

/// What the text of a document has said last before a table: it holds for the tables below, too.
#[derive(Default)]
struct Said {
    period: Option<Written>,
    organization: Option<Written>,
}

impl Said {
    /// What is said above a table; what is said above earlier ones where that is nothing.
    fn of(known: &mut Option<Written>, grid: &Grid, above: Option<Written>) -> Option<Written> {
        if !matches!(grid.part.as_deref(), Some(Part::Table(_))) {
            return above;
        }
        let is_text = |it: &Written| matches!(it.place.part.as_deref(), Some(Part::Paragraphs));
        if above.as_ref().is_some_and(is_text) {
            known.clone_from(&above);
        }
        above.or_else(|| known.clone())
    }
}

impl<'a> Reader<'a> {
    /// Reads the forms of a grid; whether there are any.
    fn grid(&mut self, grid: &'a Grid) -> bool {
        let (segments, unread) = segments::of(grid, self.index, self.request);
        let before = self.read.entries.len();
        if !segments.is_empty() {
            for title in unread {
                let message = Message::new("unknown-form.none-fits");
                let finding = Finding::new(Code::UnknownForm, Some(title.place.clone()), message);
                self.read.findings.push(finding.with_hint(Message::new("hint.form-title")));
            }
        }
        for segment in &segments {
            self.segment(grid, segment);
        }
        if grid.hidden && self.read.entries.len() > before {
            let name = grid.name.as_deref().unwrap_or_default();
            let message = Message::new("hidden-figures.sheet").with("sheet", name);
            self.say(Code::HiddenFigures, grid.whole(), message);
        }
        !segments.is_empty()
    }

    fn segment(&mut self, grid: &'a Grid, segment: &Segment<'a>) {
        let form = segment.form;
        let whose = self.whose(grid, segment);
        let columns = columns::of(grid, segment, self.structure);
        self.read.findings.extend(columns.findings);
        let labels = Labels::new(form);
        let mut current: Option<usize> = None;
        let mut hidden: Vec<&Cell> = Vec::new();
        let first = columns.columns.iter().map(|it| it.column).min().unwrap_or(u32::MAX);
        for row in segment.lines() {
            let Some(label) = label(row, segment.label_column, first) else {
                let mut figures = columns.columns.iter().filter_map(|it| row.cell(it.column));
                if let Some(cell) = figures.find(|cell| is_figure(cell)) {
                    let message = Message::new("unreadable-value.no-line");
                    self.say(Code::UnreadableValue, cell.place.clone(), message);
                }
                continue;
            };
            // A row with fewer cells than the others: in which column its figures stand is not said.
            if label.column < segment.label_column
                && let Some(cell) = row.cell(segment.label_column).filter(|cell| is_figure(cell))
            {
                let message = Message::new("unreadable-value.no-column");
                self.say(Code::UnreadableValue, cell.place.clone(), message);
            }
            let number = labels::number_before(row, label.column);
            let figures = || columns.columns.iter().filter_map(|it| row.cell(it.column));
            let (line, certainty) = match labels.find(&label.text, number, current) {
                Match::Line(line, certainty) => {
                    if certainty == Certainty::Uncertain {
                        self.uncertain_line(form, line, label);
                    }
                    (line, certainty)
                }
                Match::Ambiguous(lines) => {
                    if figures().any(is_figure) {
                        self.ambiguous_line(form, &lines, label);
                    }
                    continue;
                }
                Match::Nothing => continue,
                Match::Unknown(nearest) => {
                    if figures().any(is_figure) {
                        self.unknown_line(form, label, nearest);
                    }
                    continue;
                }
            };
            current = Some(line);
            let Some(line) = form.lines().get(line) else { continue };
            let met = Met { row, label, line, certainty };
            for column in &columns.columns {
                if let Some(cell) = row.cell(column.column)
                    && (row.hidden || cell.hidden)
                {
                    hidden.push(cell);
                }
                self.entry(grid, segment, &met, column, &whose);
            }
        }
        self.hidden(&hidden);
    }

    /// Adds the figure of a line in a column.
    fn entry(
        &mut self,
        grid: &Grid,
        segment: &Segment<'_>,
        met: &Met<'_>,
        column: &ValueColumn,
        whose: &Whose,
    ) {
        let Met { row, label, line, certainty } = *met;
        if row.cell(column.column).is_none() && !asks_for(segment.form, line, column) {
            return;
        }
        let scale = column.scale.for_line(line).or_else(|| {
            let before = row.cells.iter().filter(|cell| cell.column < column.column);
            before
                .filter(|cell| !is_number(cell))
                .find_map(|cell| titles::scale(&cell.text).for_line(line))
        });
        let scale = scale.or_else(|| whose.scale.for_line(line));
        let value = match row.cell(column.column) {
            None => Ok((Written::new("", grid.place(row, column.column)), esep::Notation::Human)),
            Some(cell) => values::of(cell, line, scale),
        };
        let (value, notation) = match value {
            Ok(value) => value,
            Err(finding) => return self.read.findings.push(*finding),
        };
        let place = label.place.clone();
        self.read.certainties.push(certainty.min(column.certainty).min(whose.certainty));
        self.read.entries.push(Entry {
            organization: column.organization.as_ref().or(whose.organization.as_ref()).map(shared),
            period: column.period.as_ref().or(whose.period.as_ref()).map(shared),
            form: Some(written_form(&segment.form.id, segment.form_place.clone()).into()),
            line: Arc::new(Written::new(line.id.as_str(), place)),
            column: column.form_column.as_ref().map(shared),
            value,
            notation,
            note: None,
        });
    }

    /// Whose figures they are and of which period, as the text around them, the sheet, the request
    /// or the file's name says.
    fn whose(&mut self, grid: &Grid, segment: &Segment<'_>) -> Whose {
        let period = titles::period_above(segment, grid);
        let organization = titles::organization_above(segment, grid, self.structure);
        let mut whose = Whose {
            period: Said::of(&mut self.said.period, grid, period),
            organization: Said::of(&mut self.said.organization, grid, organization),
            scale: titles::scale_above(segment),
            certainty: Certainty::Certain,
        };
        let (sheet, file) = (grid.name.as_deref().unwrap_or_default(), stem(&grid.file));
        if whose.period.is_none() {
            let by_sheet = titles::period_in(sheet).map(|text| Written::new(text, grid.whole()));
            whose.period = by_sheet.or_else(|| self.request.period.clone());
        }
        if whose.period.is_none()
            && let Some(period) = titles::period_in(file)
        {
            whose.certainty = Certainty::Uncertain;
            let message = Message::new("uncertain-recognition.period").with("period", &*period);
            self.say(Code::UncertainRecognition, grid.whole(), message);
            whose.period = Some(Written::new(period, grid.whole()));
        }
        if whose.organization.is_none() {
            let names = std::iter::once(sheet).chain(grid.file.rsplit('/').map(stem));
            let mut known = names.filter(|name| titles::is_organization(self.structure, name));
            let known = known.next().map(str::to_owned);
            if known.is_none() && self.structure.is_empty() && !file.is_empty() {
                whose.certainty = Certainty::Uncertain;
                let message = Message::new("uncertain-recognition.organization").with("name", file);
                self.say(Code::UncertainRecognition, Place::whole(&grid.file), message);
            }
            let unknown = || {
                (self.structure.is_empty() || self.structure.nearest(file).is_some())
                    .then(|| file.to_owned())
            };
            let name = known.or_else(unknown).filter(|name| !name.is_empty());
            whose.organization = name.map(|name| Written::new(name, grid.whole()));
        }
        whose
    }

    fn uncertain_line(&mut self, form: &Form, line: usize, label: &Cell) {
        let Some(line) = form.lines().get(line) else { return };
        let message = Message::new("uncertain-recognition")
            .with("text", &*label.text)
            .with("line", line.label.clone());
        self.say(Code::UncertainRecognition, label.place.clone(), message);
    }

    fn ambiguous_line(&mut self, form: &Form, lines: &[usize], label: &Cell) {
        let ids = lines.iter().filter_map(|line| form.lines().get(*line));
        let ids = ids.map(|line| Argument::Literal(line.id.to_string()));
        let message = Message::new("unknown-line.ambiguous")
            .with("line", &*label.text)
            .with("form", form.title.clone())
            .with("lines", ids.collect::<Vec<_>>());
        self.say(Code::UnknownLine, label.place.clone(), message);
    }

    fn unknown_line(&mut self, form: &Form, label: &Cell, nearest: Option<&str>) {
        let message = Message::new("unknown-line")
            .with("line", &*label.text)
            .with("form", form.title.clone());
        let finding = Finding::new(Code::UnknownLine, Some(label.place.clone()), message);
        self.read.findings.push(match nearest {
            Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
            None => finding,
        });
    }

    fn hidden(&mut self, cells: &[&Cell]) {
        let Some(first) = cells.first() else { return };
        let names = cells.iter().map(|cell| {
            let place = &cell.place;
            Argument::Literal(place.cell_name().unwrap_or_else(|| cell.text.to_string()))
        });
        let message = Message::new("hidden-figures").with("cells", names.collect::<Vec<_>>());
        self.say(Code::HiddenFigures, first.place.clone(), message);
    }

    fn say(&mut self, code: Code, place: Place, message: Message) {
        self.read.findings.push(Finding::new(code, Some(place), message));
    }
}

/// A line that was recognized in a row.
struct Met<'a> {
    row: &'a Row,
    label: &'a Cell,
    line: &'a Line,
    certainty: Certainty,
}

/// Whose figures a form holds.
struct Whose {
    organization: Option<Written>,
    period: Option<Written>,
    scale: titles::Scale,
    certainty: Certainty,
}

/// Whether a form asks for a line in a column.
fn asks_for(form: &Form, line: &Line, column: &ValueColumn) -> bool {
    let named = column.form_column.as_ref();
    let position = named.and_then(|named| found(form.find_column(&named.text)));
    let on_form = position.and_then(|position| form.columns().get(position));
    on_form.is_none_or(|column| line.has_column(&column.id))
}

/// The label of a row: in the column of labels, or set in or out before the figures.
fn label(row: &Row, column: u32, first_figure: u32) -> Option<&Cell> {
    let is_label = |cell: &&Cell| !is_number(cell);
    row.cell(column).filter(is_label).or_else(|| {
        let mut before = row.cells.iter().filter(|cell| cell.column < first_figure);
        before.find(is_label)
    })
}

/// Whether a cell holds a number and no words.
fn is_number(cell: &Cell) -> bool {
    cell.content != Content::Text || !cell.text.contains(char::is_alphabetic)
}

fn shared(written: &Written) -> Arc<Written> {
    Arc::new(written.clone())
}

/// The name of a file without its folder and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What a text is called in a lookup, where it is one thing.
fn found<T>(lookup: Lookup<T>) -> Option<T> {
    match lookup {
        Lookup::Found(found) => Some(found),
        _ => None,
    }
}
