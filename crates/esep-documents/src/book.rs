//! A book or single documents: every file to its reader, nothing interpreted.

mod sorting;

use std::collections::BTreeSet;
use std::sync::Arc;

use esep::{
    Code, Finding, Form, FormId, Forms, Message, Place, Structure, StructureRow, Written,
    contradictions,
};

use crate::form_table::{Index, read_form_csv, read_form_tables};
use crate::grids::read_grids;
use crate::request::Request;
use crate::settings::{Settings, read_settings};
use crate::sheet::Entries;
use crate::sheet_csv::read_sheet_csv;
use crate::sheet_tree::{read_sheet_json, read_sheet_toml};
use crate::source::{File, Source, Sources};
use crate::structure::read_structure;
use crate::tally::RegisterFile;
use crate::totals::structure_of_totals;
use sorting::{Format, Role};

pub use sorting::book_folder;

/// All that a user's files say, as written: what is left is to understand it.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// What `book.toml` says.
    pub settings: Settings,
    /// The rows of `structure.csv`; where there is none, what the documents say of it.
    pub structure: Vec<StructureRow>,
    /// The built-in forms and the user's own.
    pub forms: Forms,
    /// The figures, one item for each document that could be opened, sorted by name; what the
    /// readers found stands in `findings`.
    pub documents: Vec<Entries>,
    /// The registers, whose rows are read only where they are asked for.
    pub registers: Vec<RegisterFile>,
    /// The texts of all other files, for quoting.
    pub sources: Sources,
    /// What could not be read, sorted.
    pub findings: Vec<Finding>,
}

/// Reads a book: `book.toml`, `structure.csv`, `forms/*.toml` and `reports/**/*`.
///
/// `folder` is the beginning that the names of the book's files share, such as `books/2020`; files
/// whose names do not begin with it are taken to lie in the book by their whole names. Hidden files
/// and texts for people (`.md`, `.txt`) are passed over. Registers, `registers/members.csv` and so
/// on, are kept as they are. The order of the files makes no difference. A file that cannot be read keeps no other from being read.
pub fn read_book(folder: &str, files: Vec<File>, request: &Request) -> Parts {
    let sorted = files.into_iter().map(|file| (Role::in_book(folder, &file.name), file));
    read(Forms::built_in(), sorted.collect(), request)
}

/// Reads single documents: filled sheets that belong to no book.
///
/// Where the request brings one form of its own and names none, that form is the one asked for.
pub fn read_documents(files: Vec<File>, request: &Request) -> Parts {
    read_documents_of(Forms::built_in(), files, request)
}

/// The same where these forms are known.
pub(crate) fn read_documents_of(forms: Forms, files: Vec<File>, request: &Request) -> Parts {
    let sorted = files.into_iter().map(|file| {
        let format = Format::of(&file.name).or_else(|| Format::guess(&file));
        (Role::document(format), file)
    });
    read(forms, sorted.collect(), request)
}

fn read(forms: Forms, mut files: Vec<(Role, File)>, request: &Request) -> Parts {
    let mut request = request.clone();
    files.extend(request.structure.take().map(|file| (Role::Structure, file)));
    files.extend(request.own_forms.drain(..).map(|file| (Role::OwnForm, file)));
    // Settings, structure and forms come before the documents that need them.
    files.sort_by(|(a, left), (b, right)| (a.turn(), &left.name).cmp(&(b.turn(), &right.name)));
    let mut names = BTreeSet::new();
    files.retain(|(_, file)| names.insert(Arc::clone(&file.name)));
    let mut reader = Reader::new(forms, request);
    for (role, file) in files {
        reader.file(role, file);
    }
    let Reader { mut parts, has_structure, .. } = reader;
    if !has_structure {
        parts.structure = structure_of(&mut parts.documents);
    }
    parts.findings.extend(parts.forms.resolve());
    Finding::sort(&mut parts.findings);
    parts
}

struct Reader {
    request: Request,
    own_forms: Vec<FormId>,
    /// The files of which a book has one only.
    only: Vec<(Role, Arc<str>)>,
    has_structure: bool,
    /// What forms in tables are recognized by, once it is needed.
    known: Option<Known>,
    parts: Parts,
}

/// What forms in tables are recognized by.
struct Known {
    index: Index,
    structure: Structure,
}

impl Known {
    /// Forms and structure are read before any document.
    fn new(forms: &Forms, rows: &[StructureRow]) -> Self {
        Self { index: Index::new(forms), structure: Structure::build(rows).0 }
    }
}

/// The forms that documents are read with, and what they are asked for, where a request is all that
/// is there.
pub(crate) fn prepare(request: &Request) -> (Forms, Request) {
    let mut reader = Reader::new(Forms::built_in(), request.clone());
    for file in std::mem::take(&mut reader.request.own_forms) {
        reader.text(Role::OwnForm, file);
    }
    reader.take_own_form();
    let Reader { parts: Parts { forms, .. }, request, .. } = reader;
    forms.resolve();
    (forms, request)
}

/// The structure that the documents themselves tell; each affiliation once, though several
/// documents, or a row for each period, may tell it. Where none does, rows of totals may.
fn structure_of(documents: &mut [Entries]) -> Vec<StructureRow> {
    if documents.iter().all(|document| document.structure.is_empty()) {
        return structure_of_totals(documents);
    }
    let mut known = BTreeSet::new();
    let rows = documents.iter_mut().flat_map(|document| document.structure.drain(..));
    let text = |written: &Written| Arc::clone(&written.text);
    rows.filter(|row| known.insert((text(&row.code), row.parent.as_ref().map(text)))).collect()
}

impl Reader {
    fn new(forms: Forms, request: Request) -> Self {
        Self {
            request,
            own_forms: Vec::new(),
            only: Vec::new(),
            has_structure: false,
            known: None,
            parts: Parts { forms, ..Parts::default() },
        }
    }

    fn file(&mut self, role: Role, file: File) {
        let finding = match role {
            Role::Ignored => return,
            Role::Register(register) => {
                let mut known = self.parts.registers.iter();
                match known.find(|known| known.register.id == register.id) {
                    Some(first) => {
                        let key = "unreadable-document.second-register";
                        second(key, &file.name, &first.file.name)
                    }
                    None => return self.parts.registers.push(RegisterFile { register, file }),
                }
            }
            Role::Stray => {
                let message = Message::new("unknown-key.file");
                Finding::new(Code::UnknownKey, Some(Place::whole(&file.name)), message)
                    .with_hint(Message::new("hint.reports-folder"))
            }
            Role::Unreadable => unknown_format(&file.name),
            Role::Document(Format::Office) => return self.office(file),
            _ => return self.text(role, file),
        };
        self.parts.findings.push(finding);
    }

    fn text(&mut self, role: Role, file: File) {
        let (source, findings) = Source::decode(file);
        self.parts.findings.extend(findings);
        let Some(source) = source else { return };
        if let Some(finding) = self.unusable(role, &source) {
            self.parts.findings.push(finding);
            return self.parts.sources.add(source);
        }
        match role {
            Role::Settings => {
                let (settings, findings) = read_settings(&source);
                self.parts.settings = settings;
                self.parts.findings.extend(findings);
            }
            Role::Structure => {
                let (rows, findings) = read_structure(&source);
                self.has_structure = true;
                self.parts.structure.extend(rows);
                self.parts.findings.extend(findings);
            }
            Role::Form => {
                self.form(&source);
            }
            Role::OwnForm => {
                let id = self.form(&source);
                self.own_forms.extend(id);
            }
            Role::Document(format) => self.document(format, &source),
            Role::Register(_) | Role::Ignored | Role::Stray | Role::Unreadable => {}
        }
        self.parts.sources.add(source);
    }

    /// What keeps a text from being read at all: it says nothing, or another stands in its place.
    fn unusable(&mut self, role: Role, source: &Source) -> Option<Finding> {
        let place = || Some(Place::whole(&source.name));
        if source.is_blank() && role != Role::Settings {
            return Some(empty(place()));
        }
        if !matches!(role, Role::Settings | Role::Structure) {
            return None;
        }
        let Some((_, first)) = self.only.iter().find(|(taken, _)| *taken == role) else {
            self.only.push((role, Arc::clone(&source.name)));
            return None;
        };
        Some(second("unreadable-document.second", &source.name, first))
    }

    fn form(&mut self, source: &Source) -> Option<FormId> {
        let (form, findings) = Form::read(&source.name, &source.text);
        self.parts.findings.extend(findings);
        let form = form?;
        self.parts.findings.extend(contradictions(&form));
        let id = form.id.clone();
        self.parts.findings.extend(self.parts.forms.add(form));
        Some(id)
    }

    /// Takes the only form of one's own for the one asked for.
    fn take_own_form(&mut self) {
        if let ([own], None) = (self.own_forms.as_slice(), &self.request.form) {
            self.request.form = Some(own.clone());
        }
    }

    fn document(&mut self, format: Format, source: &Source) {
        self.take_own_form();
        if format == Format::Csv {
            let Parts { forms, structure, .. } = &self.parts;
            let known = self.known.get_or_insert_with(|| Known::new(forms, structure));
            let (index, structure) = (&known.index, &known.structure);
            if let Some(read) = read_form_csv(source, forms, index, structure, &self.request) {
                return self.add(read);
            }
        }
        let read_sheet = match format {
            Format::Toml => read_sheet_toml,
            Format::Csv => read_sheet_csv,
            Format::Json => read_sheet_json,
            Format::Office => return,
        };
        let entries = read_sheet(source, &self.parts.forms, &self.request);
        self.add(entries);
    }

    /// A file that is no text, or a page.
    fn office(&mut self, file: File) {
        self.take_own_form();
        let read = match &file.grids {
            Some(read) => Arc::clone(read),
            None => Arc::new(read_grids(file)),
        };
        self.parts.findings.extend_from_slice(&read.findings);
        let Some(grids) = &read.grids else { return };
        let Parts { forms, structure, .. } = &self.parts;
        let known = self.known.get_or_insert_with(|| Known::new(forms, structure));
        let (index, structure) = (&known.index, &known.structure);
        let entries = read_form_tables(grids, forms, index, structure, &self.request);
        self.add(entries);
    }

    fn add(&mut self, mut entries: Entries) {
        self.parts.findings.append(&mut entries.findings);
        self.parts.documents.push(entries);
    }
}

/// A finding that another file stands in the place of this one.
fn second(key: &'static str, name: &Arc<str>, first: &Arc<str>) -> Finding {
    let message = Message::new(key).with("first", first.to_string());
    Finding::new(Code::UnreadableDocument, Some(Place::whole(name)), message)
        .with_hint(Message::new("hint.remove-one"))
}

/// A finding that nothing reads files of this ending.
pub(crate) fn unknown_format(name: &Arc<str>) -> Finding {
    let ending = sorting::ending(name).unwrap_or_default();
    let message = Message::new("unreadable-document.format").with("ending", ending);
    Finding::new(Code::UnreadableDocument, Some(Place::whole(name)), message)
        .with_hint(Message::new("hint.readable-formats"))
}

/// A finding that there is nothing to read.
pub(crate) fn empty(place: Option<Place>) -> Finding {
    let message = Message::new("unreadable-document.empty");
    Finding::new(Code::UnreadableDocument, place, message).with_hint(Message::new("hint.ask-again"))
}

#[cfg(test)]
mod tests;
