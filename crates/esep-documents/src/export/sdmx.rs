//! SDMX 3.0: the structure as SDMX-ML and the figures as SDMX-CSV 2.0, as statistics offices
//! exchange them.

mod data;
mod ids;
mod structure;
mod xml;

use std::collections::BTreeMap;

use esep::{Book, Form, FormId, Sheet};

use ids::code;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// The name within its folder.
    pub name: String,
    /// What is to stand there.
    pub text: String,
}

/// The sheets of a form.
struct Flow<'a> {
    form: &'a Form,
    sheets: Vec<&'a Sheet>,
}

/// The files: `structure.xml`, which says what the others mean, and the figures of each form.
pub(super) fn write(book: &Book, sheets: &[&Sheet]) -> Vec<ExportedFile> {
    let mut by_form: BTreeMap<&FormId, Vec<&Sheet>> = BTreeMap::new();
    for sheet in sheets {
        by_form.entry(&sheet.form().id).or_default().push(sheet);
    }
    let flows: Vec<Flow<'_>> = by_form
        .into_values()
        .filter_map(|mut sheets| {
            sheets.sort_by_key(|sheet| (sheet.period(), sheet.organization()));
            Some(Flow { form: sheets.first()?.form(), sheets })
        })
        .collect();
    let agency = agency(book);
    let structure = structure::write(book, &agency, &flows);
    let structure = ExportedFile { name: "structure.xml".to_owned(), text: structure };
    let data = flows.iter().map(|flow| ExportedFile {
        name: format!("{}.csv", code(flow.form.id.as_str())),
        text: data::write(&agency, flow),
    });
    std::iter::once(structure).chain(data).collect()
}

/// Who maintains the structure: the organization whose book it is.
fn agency(book: &Book) -> String {
    book.root.as_ref().map_or_else(|| "UNION".to_owned(), |root| code(root.as_str()))
}
