//! From what the files say to a book that can be checked.

use std::collections::BTreeSet;

use esep::{
    Batch, Book, Code, Finding, Message, OrganizationId, Structure, Written, assemble, nearest,
};

use crate::book::Parts;
use crate::source::Sources;
use crate::tally::RegisterFile;
use crate::totals::name_totals;

/// A user's files, read and understood as far as they can be.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The book.
    pub book: Book,
    /// The registers, whose rows are read only where they are asked for.
    pub registers: Vec<RegisterFile>,
    /// The texts of all other files, for quoting.
    pub sources: Sources,
    /// What could not be read or understood, sorted.
    pub findings: Vec<Finding>,
}

impl Parts {
    /// Makes a book of what the files say, and tells what could not be understood.
    pub fn understand(self) -> Reading {
        let Self { settings, structure, forms, mut documents, registers, .. } = self;
        let (sources, mut findings) = (self.sources, self.findings);
        let (structure, mistakes) = Structure::build(&structure);
        findings.extend(mistakes);
        findings.extend(name_totals(&mut documents, &structure));
        let batches: Vec<Batch> = documents
            .into_iter()
            .map(|document| Batch {
                languages: document
                    .language
                    .map_or_else(|| settings.languages.clone(), |language| vec![language]),
                entries: document.entries,
            })
            .collect();
        let (sheets, mistakes) = assemble(&structure, &forms, &batches);
        findings.extend(mistakes);
        let mut partial = BTreeSet::new();
        for written in &settings.partial {
            match forms.find(&written.text) {
                Some(form) => {
                    partial.insert(form.id.clone());
                }
                None => findings.push(forms.unknown(written)),
            }
        }
        let root = settings.root.as_ref().filter(|_| !structure.is_empty());
        if let Some(written) = root.filter(|written| structure.get(&written.text).is_none()) {
            let known = structure.iter().map(|organization| organization.id.as_str());
            let message = Message::new("unknown-organization").with("organization", &*written.text);
            findings.push(unknown(Code::UnknownOrganization, written, message, known));
        }
        let root = settings.root.map(|written| OrganizationId::new(written.text));
        Finding::sort(&mut findings);
        let book = Book { title: settings.title, root, structure, forms, sheets, partial };
        Reading { book, registers, sources, findings }
    }
}

fn unknown<'a>(
    code: Code,
    written: &Written,
    message: Message,
    known: impl Iterator<Item = &'a str>,
) -> Finding {
    let finding = Finding::new(code, Some(written.place.clone()), message);
    match nearest(&written.text, known) {
        Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
        None => finding,
    }
}
