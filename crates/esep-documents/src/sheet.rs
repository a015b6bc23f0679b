//! What reading one document with figures gives, whatever its format.

use std::sync::Arc;

use esep::{
    Code, Entry, Finding, Form, FormId, Forms, Language, Message, Place, StructureRow, Written,
    nearest,
};

/// The figures of one document as written, in the order of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries {
    /// The figures, each with its address. A cell that is there but blank has an empty value.
    pub entries: Vec<Entry>,
    /// How certain it is what each figure is, where the document does not name it by itself.
    pub certainties: Vec<Certainty>,
    /// Who belongs to whom, where the document says so.
    pub structure: Vec<StructureRow>,
    /// The language in which figures are written, where the document says so.
    pub language: Option<Language>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

/// How certain it is what a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It is probably so; a finding says what is doubtful.
    Uncertain,
    /// The document says it.
    Certain,
}

impl Entries {
    /// Takes the language that the document names.
    pub(crate) fn set_language(&mut self, written: &Written) {
        self.language = Language::parse(&written.text);
        if self.language.is_none() {
            let message = Message::new("unreadable-value.language").with("text", &*written.text);
            self.report(Code::UnreadableValue, &written.place, message);
        }
    }

    pub(crate) fn report(&mut self, code: Code, place: &Place, message: Message) {
        self.findings.push(Finding::new(code, Some(place.clone()), message));
    }
}

/// The form that a document names, or else a finding.
pub(crate) fn find_form(
    forms: &Forms,
    name: &Written,
    findings: &mut Vec<Finding>,
) -> Option<Arc<Form>> {
    if let Some(form) = forms.find(&name.text) {
        return Some(Arc::clone(form));
    }
    findings.push(forms.unknown(name));
    None
}

/// A finding that the form has no such line, with the nearest one that it has.
pub(crate) fn unknown_line(form: &Form, line: &Written) -> Finding {
    let message =
        Message::new("unknown-line").with("line", &*line.text).with("form", form.title.clone());
    let finding = Finding::new(Code::UnknownLine, Some(line.place.clone()), message);
    match nearest(&line.text, form.lines().iter().map(|line| line.id.as_str())) {
        Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
        None => finding,
    }
}

/// A form's id as if it were written at this place.
pub(crate) fn written_form(id: &FormId, place: Place) -> Written {
    Written::new(id.as_str(), place)
}
