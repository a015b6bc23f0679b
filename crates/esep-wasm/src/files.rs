//! Files by their names, and what is said of them beside: what both those who check and those who
//! write are given.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use esep::{FormId, Message, Place, Refusal, Written};
use esep_documents::{
    File, Grids, Reading, Request, book_folder, read_book, read_documents, read_period,
};

use crate::files_options::DocumentsOptions;
use crate::options::refused;

/// Files that are understood together.
#[derive(Debug)]
pub(crate) struct Files {
    options: DocumentsOptions,
    files: BTreeMap<String, File>,
}

impl Files {
    /// No files yet.
    pub(crate) fn new(options: DocumentsOptions) -> Self {
        Self { options, files: BTreeMap::new() }
    }

    /// Adds a file; one of the same name takes the place of the other.
    pub(crate) fn insert(&mut self, file: File) {
        self.files.insert(file.name.to_string(), file);
    }

    /// Adds what `readGrids` gave of a file.
    ///
    /// # Errors
    /// - anything else.
    pub(crate) fn insert_grids(&mut self, name: &str, json: &str) -> Result<(), Refusal> {
        self.insert(File::of_grids(name, grids(name, json)?));
        Ok(())
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.files.remove(name);
    }

    pub(crate) fn clear(&mut self) {
        self.files.clear();
    }

    /// The names, sorted.
    #[cfg(feature = "all")]
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// All files but those that the options bring.
    pub(crate) fn documents(&self, beside: &BTreeSet<&str>) -> impl Iterator<Item = &File> {
        let files = self.files.iter().filter(|(name, _)| !beside.contains(name.as_str()));
        files.map(|(_, file)| file)
    }

    /// Whether it was said in which folder the book lies.
    #[cfg(feature = "all")]
    pub(crate) fn has_folder(&self) -> bool {
        self.options.folder.is_some()
    }

    /// What the files say.
    pub(crate) fn understood(&self) -> Result<Reading, Refusal> {
        let (mut request, beside) = self.request()?;
        let files: Vec<File> = self.documents(&beside).cloned().collect();
        let folder = self.options.folder.clone();
        let folder = folder.or_else(|| book_folder(self.files.keys().map(String::as_str)));
        let parts = match folder {
            Some(folder) => {
                // A book's own structure goes before another.
                let own = if folder.is_empty() { String::new() } else { format!("{folder}/") };
                if self.files.contains_key(&(own + "structure.csv")) {
                    request.structure = None;
                }
                read_book(&folder, files, &request)
            }
            None => read_documents(files, &request),
        };
        let reading = parts.understand();
        if let Some(form) = &request.form {
            reading.book.forms.named(form.as_str())?;
        }
        Ok(reading)
    }

    /// What the options say, and the names of the files that they bring.
    pub(crate) fn request(&self) -> Result<(Request, BTreeSet<&str>), Refusal> {
        let (mut request, mut beside) = (Request::default(), BTreeSet::new());
        let DocumentsOptions { form, period, structure, .. } = &self.options;
        if let Some(form) = form {
            match self.files.get_key_value(form.as_str()) {
                Some((name, file)) => {
                    beside.insert(name.as_str());
                    request.own_forms.push(file.clone());
                }
                None => request.form = Some(FormId::from(form.as_str())),
            }
        }
        if let Some(name) = structure {
            let file = self.files.get(name);
            let file = file.ok_or_else(|| {
                Refusal::new(Message::new("run.not-found").with("path", name.as_str()))
            })?;
            beside.insert(name.as_str());
            request.structure = Some(file.clone());
        }
        if let Some(text) = period {
            let place = Place::whole(&Arc::from("--period"));
            request.period = Some(Written::new(read_period(text)?.to_string(), place));
        }
        Ok((request, beside))
    }
}

/// What `readGrids` gave.
///
/// # Errors
/// - anything else.
pub(crate) fn grids(name: &str, json: &str) -> Result<Grids, Refusal> {
    Grids::from_json(name, json).ok_or_else(|| refused("grids"))
}
