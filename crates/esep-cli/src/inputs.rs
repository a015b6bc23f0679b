//! Which files a run reads: books, single documents, standard input.

use std::io;
use std::path::{Component, Path, PathBuf};

use esep::Message;
use esep_documents::{File, Reading, Request, read_book, read_documents};

use crate::failure::{Failure, shown};
use crate::io::{Files, Io, Kind};

/// What makes a folder a book: one of these is in it.
const MARKS: [(&str, Kind); 4] = [
    ("book.toml", Kind::File),
    ("structure.csv", Kind::File),
    ("forms", Kind::Folder),
    ("reports", Kind::Folder),
];

/// The files that are understood together.
#[derive(Debug)]
pub(crate) enum Inputs {
    /// A book: the beginning that the names of its files share, and the files.
    Book(String, Vec<File>),
    /// Single documents.
    Documents(Vec<File>),
}

/// Reads what paths name: one book for each folder, and all files and `-` together.
///
/// # Errors
/// - a path where nothing stands, or which cannot be read;
/// - a folder that holds no book.
pub(crate) fn collect(paths: &[PathBuf], io: &mut Io<'_>) -> Result<Vec<Inputs>, Failure> {
    let mut inputs = Vec::new();
    let mut documents = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            documents.push(standard_input(io.stdin)?);
        } else if io.files.kind(path) == Some(Kind::Folder) {
            inputs.push(book(path, io.files)?);
        } else {
            documents.push(file(path, io.files)?);
        }
    }
    if !documents.is_empty() {
        inputs.push(Inputs::Documents(documents));
    }
    Ok(inputs)
}

/// Reads the book in a folder.
///
/// Only what a book is made of is read. Other files are there by their names, so that a report in
/// the wrong place can be told; registers, which may be large, are left alone.
///
/// # Errors
/// - a folder that is none, cannot be read, or holds no book.
pub(crate) fn book(folder: &Path, files: &dyn Files) -> Result<Inputs, Failure> {
    match files.kind(folder) {
        Some(Kind::Folder) => {}
        Some(Kind::File) => {
            let message = Message::new("run.book-expected").with("path", shown(folder));
            return Err(Failure::new(message).with_hint(Message::new("hint.new-book")));
        }
        None => return Err(Failure::unreadable(folder, &io::ErrorKind::NotFound.into())),
    }
    let is_mark = |(name, kind): &(&str, Kind)| files.kind(&folder.join(name)) == Some(*kind);
    if !MARKS.iter().any(is_mark) {
        let message = Message::new("run.not-a-book").with("path", shown(folder));
        return Err(Failure::new(message).with_hint(Message::new("hint.new-book")));
    }
    // The current folder is not named, so that places read `reports/a.toml`.
    let is_current = folder.components().all(|component| component == Component::CurDir);
    let folder_named = if is_current { Path::new("") } else { folder };
    let mut read = Vec::new();
    for below in files.walk(folder).map_err(|error| Failure::unreadable(folder, &error))? {
        let path = folder_named.join(&below);
        if MARKS.iter().any(|(mark, _)| below.starts_with(mark)) {
            read.push(file(&path, files)?);
        } else if !below.starts_with("registers") {
            read.push(File::new(shown(&path), []));
        }
    }
    Ok(Inputs::Book(shown(folder_named), read))
}

impl Inputs {
    /// Understands the files.
    ///
    /// # Errors
    /// - `request` names a form that is neither built in nor among the files.
    pub(crate) fn read(self, request: &Request) -> Result<Reading, Failure> {
        let read = match self {
            Self::Book(folder, files) => {
                let mut request = request.clone();
                let own = shown(&Path::new(&folder).join("structure.csv"));
                if files.iter().any(|file| *file.name == *own) {
                    request.structure = None;
                }
                read_book(&folder, files, &request)
            }
            Self::Documents(files) => read_documents(files, request),
        };
        let read = read.understand();
        match &request.form {
            Some(form) if read.book.forms.get(form.as_str()).is_none() => {
                Err(Failure::unknown_form(form.as_str(), &read.book.forms))
            }
            _ => Ok(read),
        }
    }
}

/// Reads a file.
///
/// # Errors
/// - a folder;
/// - a file that is not there or cannot be read.
pub(crate) fn file(path: &Path, files: &dyn Files) -> Result<File, Failure> {
    if files.kind(path) == Some(Kind::Folder) {
        return Err(Failure::new(Message::new("run.file-expected").with("path", shown(path))));
    }
    let bytes = files.read(path).map_err(|error| Failure::unreadable(path, &error))?;
    Ok(File::new(shown(path), bytes))
}

fn standard_input(stdin: &mut dyn io::Read) -> Result<File, Failure> {
    let mut bytes = Vec::new();
    stdin.read_to_end(&mut bytes).map_err(|error| Failure::unreadable(Path::new("-"), &error))?;
    Ok(File::new("-", bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::MemoryFiles;

    fn check(folder: &str, expected_folder: &str, expected: &[(&str, &str)]) {
        let files = [
            "b/book.toml",
            "b/reports/2020/z.csv",
            "b/reports/a.toml",
            "b/reports/.hidden.csv",
            "b/registers/members.csv",
            "b/photo.jpg",
            "reports/c.csv",
        ];
        let files: MemoryFiles = files.into_iter().map(|path| (path, "text")).collect();
        let Inputs::Book(name, files) = book(Path::new(folder), &files).unwrap() else {
            panic!("expected a book")
        };
        let files: Vec<_> = files
            .iter()
            .map(|file| (&*file.name, std::str::from_utf8(&file.bytes).unwrap()))
            .collect();
        assert_eq!((name.as_str(), files.as_slice()), (expected_folder, expected));
    }

    #[test]
    fn a_book_is_read_at_any_depth_and_named_as_given() {
        for folder in ["b", "./b"] {
            let named = |name: &str| format!("{folder}/{name}");
            let names =
                ["book.toml", "photo.jpg", "reports/2020/z.csv", "reports/a.toml"].map(named);
            let [settings, photo, csv, toml] = names.each_ref().map(String::as_str);
            check(
                folder,
                folder,
                &[(settings, "text"), (photo, ""), (csv, "text"), (toml, "text")],
            );
        }
    }

    #[test]
    fn the_current_folder_is_not_named() {
        let named_only = [
            "book.toml",
            "photo.jpg",
            "registers/members.csv",
            "reports/2020/z.csv",
            "reports/a.toml",
        ]
        .map(|name| format!("b/{name}"));
        let mut expected: Vec<_> = named_only.iter().map(|name| (name.as_str(), "")).collect();
        expected.push(("reports/c.csv", "text"));
        check(".", "", &expected);
    }

    #[test]
    fn a_folder_without_a_book_is_refused() {
        let files: MemoryFiles = [("b/sheet.csv", "")].into_iter().collect();
        let key = |path| book(Path::new(path), &files).unwrap_err().message.key;
        assert_eq!(key("b"), "run.not-a-book");
        assert_eq!(key("c"), "run.not-found");
        assert_eq!(key("b/sheet.csv"), "run.book-expected");
    }
}
