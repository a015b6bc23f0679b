//! From entries to sheets: names become organizations, lines and columns; texts become figures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::duplicate::Duplicates;
use super::{CellIndex, Entry, Notation, Sheets, Stated};
use crate::figure::{Content, Convention, Misreading, UnitKind, read_figure};
use crate::finding::{Argument, Code, Finding, Message};
use crate::form::{Form, Forms};
use crate::id::{FormId, OrganizationId};
use crate::language::Language;
use crate::lookup::{Lookup, MOST_SUGGESTIONS};
use crate::period::Period;
use crate::place::{Part, Place, Written};
use crate::structure::Structure;

/// What one document delivered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// Its figures, in the order of the document.
    pub entries: Vec<Entry>,
    /// The languages in which its figures are written; none where that is not known.
    pub languages: Vec<Language>,
}

/// Makes sheets of what the documents delivered and tells what could not be understood.
///
/// What is understood is kept, whatever the rest is. Where a cell is stated twice, the first
/// statement stands. Without a structure every organization that is named exists.
pub fn assemble(structure: &Structure, forms: &Forms, batches: &[Batch]) -> (Sheets, Vec<Finding>) {
    let mut assembly = Assembly {
        structure,
        forms,
        sheets: Sheets::default(),
        findings: Vec::new(),
        duplicates: Duplicates::default(),
        suggestions: 0,
    };
    for batch in batches {
        assembly.add(batch);
    }
    assembly.findings.extend(assembly.duplicates.findings(structure));
    (assembly.sheets, assembly.findings)
}

struct Assembly<'a> {
    structure: &'a Structure,
    forms: &'a Forms,
    sheets: Sheets,
    findings: Vec<Finding>,
    duplicates: Duplicates,
    /// For how many names the nearest one was looked for.
    suggestions: usize,
}

/// The names of one document that were met already, so that what is not understood is told once.
///
/// What is left out is told once as well: for each row where other rows do say it, or else for the
/// document.
#[derive(Default)]
struct Met<'a> {
    organizations: BTreeMap<(Option<Arc<str>>, u32), Option<OrganizationId>>,
    periods: BTreeMap<(Option<Arc<str>>, u32), Option<Period>>,
    lengths: BTreeSet<(FormId, Period)>,
    forms: BTreeMap<Option<Arc<str>>, Option<&'a Arc<Form>>>,
    lines: BTreeMap<(FormId, Arc<str>), Option<usize>>,
    columns: BTreeMap<(FormId, Option<Arc<str>>), Option<usize>>,
}

/// Where entries of a form stand together: a part of a file, and the form.
type Table = (Option<Arc<Part>>, Option<Arc<str>>);

fn table(entry: &Entry) -> Table {
    let form = entry.form.as_deref().map(|form| Arc::clone(&form.text));
    (entry.line.place.part.clone(), form)
}

impl<'a> Assembly<'a> {
    fn add(&mut self, batch: &Batch) {
        let convention = Convention::of(&batch.languages);
        let mut met = Met::default();
        let named = |is_named: fn(&Entry) -> bool| {
            let mut tables: Vec<Table> = Vec::new();
            for table in batch.entries.iter().filter(|entry| is_named(entry)).map(table) {
                if tables.last() != Some(&table) {
                    tables.push(table);
                }
            }
            tables.into_iter().collect::<BTreeSet<Table>>()
        };
        let names_organizations = named(|entry| entry.organization.is_some());
        let names_periods = named(|entry| entry.period.is_some());
        for entry in &batch.entries {
            let key =
                |written: &Option<Arc<Written>>| written.as_ref().map(|w| Arc::clone(&w.text));
            let file = Place::whole(&entry.line.place.file);
            let form = *met
                .forms
                .entry(key(&entry.form))
                .or_insert_with(|| self.form(entry.form.as_deref(), &file));
            // What a row leaves out is told of the row if others of the table do say it.
            let row = |written: &Option<Arc<Written>>, named: &BTreeSet<Table>| match written {
                None if named.contains(&table(entry)) => {
                    (entry.value.place.line, &entry.value.place)
                }
                _ => (0, &file),
            };
            let (at, place) = row(&entry.period, &names_periods);
            let period = *met
                .periods
                .entry((key(&entry.period), at))
                .or_insert_with(|| self.period(entry.period.as_deref(), place));
            let (at, place) = row(&entry.organization, &names_organizations);
            let organization = met
                .organizations
                .entry((key(&entry.organization), at))
                .or_insert_with(|| self.organization(entry.organization.as_deref(), place))
                .clone();
            let Some(form) = form else { continue };
            if let (Some(written), Some(period)) = (&entry.period, period)
                && met.lengths.insert((form.id.clone(), period))
            {
                self.check_length(form, period, written);
            }
            let line = *met
                .lines
                .entry((form.id.clone(), Arc::clone(&entry.line.text)))
                .or_insert_with(|| self.line(form, &entry.line));
            // An unknown line is told; whether it needs a column cannot be known.
            let Some(line) = line else { continue };
            let only_column = form.only_column(line).filter(|_| entry.column.is_none());
            let column = only_column.or_else(|| {
                *met.columns
                    .entry((form.id.clone(), key(&entry.column)))
                    .or_insert_with(|| self.column(form, entry.column.as_deref(), &entry.line))
            });
            if let (Some(period), Some(organization), Some(column)) = (period, organization, column)
            {
                let index = CellIndex { line, column };
                if let Some(stated) = self.stated(form, index, entry, convention) {
                    self.state(form, period, &organization, index, stated);
                }
            }
        }
    }

    fn form(&mut self, written: Option<&Written>, file: &Place) -> Option<&'a Arc<Form>> {
        let Some(written) = written else {
            self.missing(Code::UnknownForm, file, "unknown-form.missing", "hint.form");
            return None;
        };
        if let Some(form) = self.forms.find(&written.text) {
            return Some(form);
        }
        self.findings.push(self.forms.unknown(written));
        None
    }

    fn period(&mut self, written: Option<&Written>, file: &Place) -> Option<Period> {
        let Some(written) = written else {
            self.missing(Code::UnreadablePeriod, file, "unreadable-period.missing", "hint.period");
            return None;
        };
        let period = written.text.trim().parse().ok();
        if period.is_none() {
            let message = Message::new("unreadable-period").with("text", &*written.text);
            self.say(Code::UnreadablePeriod, &written.place, message);
        }
        period
    }

    /// Says so where a form is not filled for periods of this length.
    fn check_length(&mut self, form: &Form, period: Period, written: &Written) {
        if form.periods.is_empty() || form.periods.contains(&period.length()) {
            return;
        }
        let lengths = form.periods.iter().map(|length| Argument::Label(length.label()));
        let message = Message::new("unreadable-period.length")
            .with("form", form.title.clone())
            .with("lengths", lengths.collect::<Vec<_>>())
            .with("text", period.to_string());
        self.say(Code::UnreadablePeriod, &written.place, message);
    }

    fn organization(&mut self, written: Option<&Written>, file: &Place) -> Option<OrganizationId> {
        let Some(written) = written.filter(|written| !written.text.trim().is_empty()) else {
            self.missing(
                Code::UnknownOrganization,
                file,
                "unknown-organization.missing",
                "hint.organization",
            );
            return None;
        };
        if self.structure.is_empty() {
            return Some(OrganizationId::new(written.text.trim()));
        }
        match self.structure.find(&written.text) {
            Lookup::Found(id) => Some(id),
            Lookup::Ambiguous(ids) => {
                let codes = ids.iter().map(|id| Argument::Literal(id.to_string()));
                let message = Message::new("unknown-organization.ambiguous")
                    .with("organization", &*written.text)
                    .with("codes", codes.collect::<Vec<_>>());
                self.say(Code::UnknownOrganization, &written.place, message);
                None
            }
            Lookup::Unknown => {
                let message =
                    Message::new("unknown-organization").with("organization", &*written.text);
                let place = Some(written.place.clone());
                let finding = Finding::new(Code::UnknownOrganization, place, message);
                let structure = self.structure;
                self.suggest(finding, || structure.nearest(&written.text));
                None
            }
        }
    }

    fn line(&mut self, form: &Form, written: &Written) -> Option<usize> {
        let message =
            |key| Message::new(key).with("line", &*written.text).with("form", form.title.clone());
        match form.find_line(&written.text) {
            Lookup::Found(line) => Some(line),
            Lookup::Ambiguous(lines) => {
                let ids = lines.iter().filter_map(|line| form.lines().get(*line));
                let ids = ids.map(|line| Argument::Literal(line.id.to_string()));
                let message =
                    message("unknown-line.ambiguous").with("lines", ids.collect::<Vec<_>>());
                self.say(Code::UnknownLine, &written.place, message);
                None
            }
            Lookup::Unknown => {
                let place = Some(written.place.clone());
                let finding = Finding::new(Code::UnknownLine, place, message("unknown-line"));
                self.suggest(finding, || form.nearest_line(&written.text));
                None
            }
        }
    }

    fn column(&mut self, form: &Form, written: Option<&Written>, line: &Written) -> Option<usize> {
        let columns = || {
            let ids = form.columns().iter();
            ids.map(|column| Argument::Literal(column.id.to_string())).collect::<Vec<_>>()
        };
        let Some(written) = written else {
            let message = Message::new("unknown-column.missing")
                .with("form", form.title.clone())
                .with("columns", columns());
            self.say(Code::UnknownColumn, &line.place, message);
            return None;
        };
        if let Lookup::Found(column) = form.find_column(&written.text) {
            return Some(column);
        }
        let mut message = Message::new("unknown-column")
            .with("column", &*written.text)
            .with("form", form.title.clone());
        if form.columns().is_empty() {
            message.key = "unknown-column.none";
        } else {
            message = message.with("columns", columns());
        }
        self.say(Code::UnknownColumn, &written.place, message);
        None
    }

    /// What a cell says; `None` where it cannot be read.
    fn stated(
        &mut self,
        form: &Form,
        index: CellIndex,
        entry: &Entry,
        convention: Convention,
    ) -> Option<Stated> {
        let line = form.lines().get(index.line)?;
        if let Some(column) = form.columns().get(index.column)
            && !line.has_column(&column.id)
        {
            let message = Message::new("unknown-column.not-open")
                .with("column", column.label.clone())
                .with("line", line.label.clone());
            self.say(Code::UnknownColumn, &entry.value.place, message);
            return None;
        }
        let expected = form.expected(line);
        let convention = match entry.notation {
            Notation::Human => convention,
            Notation::Machine => Convention::machine(),
        };
        match read_figure(&entry.value.text, &convention, &expected) {
            Ok(reading) => Some(Stated {
                content: reading.content,
                text: Arc::clone(&entry.value.text),
                note: match &entry.note {
                    Some(note) => Some(Arc::clone(&note.text)),
                    None => reading.note.map(Arc::from),
                },
                place: Some(entry.value.place.clone()),
            }),
            Err(misreading) => {
                self.findings.push(misread(line.unit.kind(), &entry.value, &misreading));
                None
            }
        }
    }

    fn state(
        &mut self,
        form: &Arc<Form>,
        period: Period,
        organization: &OrganizationId,
        index: CellIndex,
        stated: Stated,
    ) {
        if stated.content == Content::Blank {
            // A blank says nothing, so it contradicts nothing; but its place is worth keeping.
            let sheet = self.sheets.sheet_mut(form, period, organization);
            if sheet.cell(index).is_none() {
                sheet.set(index, stated);
            }
            return;
        }
        let sheet = self.sheets.sheet_mut(form, period, organization);
        let Some(first) = sheet.cell(index).filter(|first| first.content != Content::Blank) else {
            sheet.set(index, stated);
            return;
        };
        self.duplicates.add((form, period, organization), index, first, stated);
    }

    /// Says what a document leaves out, and how to give it.
    fn missing(&mut self, code: Code, file: &Place, key: &'static str, hint: &'static str) {
        let finding = Finding::new(code, Some(file.clone()), Message::new(key));
        self.findings.push(finding.with_hint(Message::new(hint)));
    }

    /// Notes a finding about a name, with the nearest one that is known.
    fn suggest<'n>(&mut self, finding: Finding, nearest: impl FnOnce() -> Option<&'n str>) {
        self.suggestions += 1;
        let nearest = (self.suggestions <= MOST_SUGGESTIONS).then(nearest).flatten();
        self.findings.push(match nearest {
            Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
            None => finding,
        });
    }

    fn say(&mut self, code: Code, place: &Place, message: Message) {
        self.findings.push(Finding::new(code, Some(place.clone()), message));
    }
}

/// Words for none, or for no data.
const NONE: [&str; 7] = ["жоқ", "болған жоқ", "нет", "не было", "no", "none", "nil"];

/// The finding that a text is no figure, or more than one.
pub(crate) fn misread(kind: UnitKind, value: &Written, misreading: &Misreading) -> Finding {
    let message = Message::of_misreading(&value.text, misreading, kind);
    match misreading {
        Misreading::Ambiguous { .. } => {
            Finding::new(Code::AmbiguousFigure, Some(value.place.clone()), message)
                .with_hint(Message::new("hint.declare-language"))
        }
        Misreading::Unreadable { at, length, .. } => {
            let mut place = value.place.clone();
            // Point at what is not understood where the text stands in the file as it is.
            if u32::try_from(value.text.chars().count()) == Ok(place.length)
                && let (Ok(at), Ok(length)) = (u32::try_from(*at), u32::try_from(*length))
            {
                place.column = place.column.saturating_add(at);
                place.length = length.max(1);
            }
            let finding = Finding::new(Code::UnreadableFigure, Some(place), message);
            // It may as well mean that there are no data, so it is asked back.
            if NONE.contains(&value.text.trim().to_lowercase().as_str()) {
                return finding.with_hint(Message::new("hint.none"));
            }
            finding
        }
    }
}
