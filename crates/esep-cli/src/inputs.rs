//! Which files a run reads: books, single documents, standard input.

mod registers;

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use esep::{Code, Finding, Message, Place, Refusal, Selection};
use esep_documents::{
    Examined, File, Parts, Readable, Reading, Request, Sieve, Ways, read_book, read_documents,
};

use crate::failure::{self, shown};
use crate::io::{Files, Io, Kind, LARGEST_FILE, Obstacle, Shared, Walked, read_up_to};

pub(crate) use registers::{count, count_plainly, heads, search};

/// What makes a folder a book: one of these is in it.
const MARKS: [(&str, Kind); 4] = [
    ("book.toml", Kind::File),
    ("structure.csv", Kind::File),
    ("forms", Kind::Folder),
    ("reports", Kind::Folder),
];

/// Endings of workbooks and documents of office programs: a folder with any is looked through for
/// documents, though it is no book.
const OFFICE: [&str; 8] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "odt", "docx", "doc"];

/// Endings of the other documents that are read there.
const FIGURES: [&str; 3] = ["csv", "json", "toml"];

/// The files that are understood together.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// For a book: the beginning that the names of its files share.
    folder: Option<String>,
    files: Vec<File>,
    /// What is there and cannot be read.
    findings: Vec<Finding>,
}

/// Reads what paths name: one book, or the documents, for each folder, and all files and `-` together. A file that is
/// there but cannot be read keeps no other from being read.
///
/// # Errors
/// - a path where nothing stands;
/// - a folder that holds no book or cannot be read.
pub(crate) fn collect(paths: &[PathBuf], io: &mut Io<'_>) -> Result<Vec<Inputs>, Refusal> {
    let mut inputs = Vec::new();
    let mut documents = Inputs::default();
    for path in paths {
        if path.as_os_str() == "-" {
            let read = read_up_to(io.stdin, 0, LARGEST_FILE);
            documents.add(path, read);
            continue;
        }
        match io.files.kind(path) {
            Ok(Kind::Folder) => inputs.push(read_folder(path, io.files)?),
            Ok(Kind::File) => documents.add(path, io.files.read(path)),
            Err(Obstacle::Missing) => return Err(failure::unreadable(path, Obstacle::Missing)),
            Err(obstacle) => documents.add(path, Err(obstacle)),
        }
    }
    if !documents.files.is_empty() || !documents.findings.is_empty() {
        inputs.push(documents);
    }
    Ok(inputs)
}

/// Reads files and `-` for standard input. A file that is there but cannot be read keeps no other
/// from being read; it is told.
///
/// # Errors
/// - a path where nothing stands, or a folder.
pub(crate) fn files(
    paths: &[PathBuf],
    io: &mut Io<'_>,
) -> Result<(Vec<File>, Vec<Finding>), Refusal> {
    are_files(paths, io.files)?;
    let mut inputs = Inputs::default();
    for path in paths {
        let is_stdin = path.as_os_str() == "-";
        let read =
            if is_stdin { read_up_to(io.stdin, 0, LARGEST_FILE) } else { io.files.read(path) };
        inputs.add(path, read);
    }
    Ok((inputs.files, inputs.findings))
}

/// Looks whether paths name files, or `-` for standard input.
///
/// # Errors
/// - a path where nothing stands, or a folder.
pub(crate) fn are_files(paths: &[PathBuf], files: &dyn Files) -> Result<(), Refusal> {
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        match files.kind(path) {
            Ok(Kind::Folder) => return Err(file_expected(path)),
            Err(Obstacle::Missing) => return Err(failure::unreadable(path, Obstacle::Missing)),
            // Any other obstacle is told where the file is read.
            Ok(Kind::File) | Err(_) => {}
        }
    }
    Ok(())
}

/// Reads the book in a folder, without its registers.
///
/// Only what a book is made of is read. Other files are there by their names, so that a report in
/// the wrong place can be told; registers, which may be large, are left alone.
///
/// # Errors
/// - a folder that is none, cannot be read, or holds no book.
pub(crate) fn book(folder: &Path, files: &dyn Files) -> Result<Inputs, Refusal> {
    read_only_book(folder, files, false)
}

/// Reads the book in a folder with its registers, as it is checked.
///
/// # Errors
/// As [`book`].
pub(crate) fn book_with_registers(folder: &Path, files: &dyn Files) -> Result<Inputs, Refusal> {
    read_only_book(folder, files, true)
}

fn read_only_book(folder: &Path, files: &dyn Files, registers: bool) -> Result<Inputs, Refusal> {
    if files.kind(folder).map_err(|obstacle| failure::unreadable(folder, obstacle))? == Kind::File {
        let message = Message::new("run.book-expected").with("path", shown(folder));
        return Err(Refusal::new(message).with_hint(Message::new("hint.new-book")));
    }
    let walked = walk(folder, files)?;
    if is_book(folder, &walked, files) {
        Ok(read_book_in(folder, &walked, files, registers))
    } else {
        Err(not_a_book(folder))
    }
}

/// Reads the book in a folder, or the documents in one that is no book but holds workbooks or
/// documents of office programs, as organizations send them in.
fn read_folder(folder: &Path, files: &dyn Files) -> Result<Inputs, Refusal> {
    let walked = walk(folder, files)?;
    if is_book(folder, &walked, files) {
        Ok(read_book_in(folder, &walked, files, true))
    } else if walked.files.iter().any(|path| has_ending(path, &OFFICE)) {
        Ok(read_documents_in(folder, &walked, files))
    } else {
        Err(not_a_book(folder))
    }
}

fn walk(folder: &Path, files: &dyn Files) -> Result<Walked, Refusal> {
    files.walk(folder).map_err(|obstacle| failure::unreadable(folder, obstacle))
}

fn is_book(folder: &Path, walked: &Walked, files: &dyn Files) -> bool {
    let is_there = |(name, kind): &(&str, Kind)| files.kind(&folder.join(name)) == Ok(*kind);
    MARKS.iter().any(is_there) || walked.files.iter().any(|path| is_of_book(path))
}

fn not_a_book(folder: &Path) -> Refusal {
    let message = Message::new("run.not-a-book").with("path", shown(folder));
    Refusal::new(message).with_hint(Message::new("hint.new-book"))
}

fn read_book_in(folder: &Path, walked: &Walked, files: &dyn Files, registers: bool) -> Inputs {
    let folder_named = named(folder);
    let mut inputs = Inputs { folder: Some(shown(folder_named)), ..Inputs::default() };
    for below in &walked.files {
        let path = folder_named.join(below);
        let is_register = begins_with(below, "registers");
        if is_of_book(below) || is_register && registers {
            inputs.add(&path, files.read(&path));
        } else if !is_register {
            inputs.add(&path, Ok(Vec::new()));
        }
    }
    for (below, obstacle) in walked.obstacles.iter().filter(|(below, _)| is_of_book(below)) {
        inputs.add(&folder_named.join(below), Err(*obstacle));
    }
    inputs
}

fn read_documents_in(folder: &Path, walked: &Walked, files: &dyn Files) -> Inputs {
    let folder_named = named(folder);
    let mut inputs = Inputs::default();
    let is_document = |path: &&PathBuf| has_ending(path, &OFFICE) || has_ending(path, &FIGURES);
    for below in walked.files.iter().filter(is_document) {
        let path = folder_named.join(below);
        inputs.add(&path, files.read(&path));
    }
    for (below, obstacle) in &walked.obstacles {
        inputs.add(&folder_named.join(below), Err(*obstacle));
    }
    inputs
}

/// The beginning of the names of files in a folder. The current folder is not named, so that places
/// read `reports/a.toml`.
fn named(folder: &Path) -> &Path {
    let is_current = folder.components().all(|component| component == Component::CurDir);
    if is_current { Path::new("") } else { folder }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&&*ending))
}

/// Whether a path below a book is, or lies in, what a book is made of.
fn is_of_book(below: &Path) -> bool {
    MARKS.iter().any(|(mark, _)| begins_with(below, mark))
}

/// Whether a path begins with a name; spreadsheet programs and some systems change its case.
fn begins_with(path: &Path, name: &str) -> bool {
    path.components().next().is_some_and(|first| first.as_os_str().eq_ignore_ascii_case(name))
}

/// What is found in a large wide table, without making sheets of all of it. `None` where there is no
/// such table, or where it must be read as any other document.
///
/// # Errors
/// - a file that cannot be read.
pub(crate) fn sift(
    paths: &[PathBuf],
    request: &Request,
    selection: &Selection,
    ways: Option<Ways>,
    files: &dyn Files,
) -> Result<Option<Examined>, Refusal> {
    let [path] = paths else { return Ok(None) };
    let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if !is_table || files.kind(path) != Ok(Kind::File) {
        return Ok(None);
    }
    // What cannot be opened is told where it is read as any other document.
    let Ok(file) = files.open(path) else { return Ok(None) };
    let Ok(table) = Shared::new(&*file) else { return Ok(None) };
    sift_table(path, &table, request, selection, ways)
        .map_err(|obstacle| failure::unreadable(path, obstacle))
}

fn sift_table(
    path: &Path,
    table: &Shared<'_>,
    request: &Request,
    selection: &Selection,
    ways: Option<Ways>,
) -> Result<Option<Examined>, Obstacle> {
    if table.length() < Sieve::LARGE {
        return Ok(None);
    }
    let mut beginning = vec![0; Sieve::BEGINNING];
    table.read(0, &mut beginning)?;
    match Sieve::new(&shown(path), &beginning, request, |code| selection.contains(code)) {
        Some(sieve) => Examined::sift(&sieve, table, ways),
        None => Ok(None),
    }
}

impl Inputs {
    /// Understands the files.
    ///
    /// # Errors
    /// - `request` names a form that is neither built in nor among the files.
    pub(crate) fn read(self, request: &Request) -> Result<Reading, Refusal> {
        Ok(self.parts(request)?.understand())
    }

    /// What the files say, as written.
    ///
    /// # Errors
    /// - `request` names a form that is neither built in nor among the files.
    pub(crate) fn parts(self, request: &Request) -> Result<Parts, Refusal> {
        let Self { folder, files, findings } = self;
        let mut parts = match folder {
            Some(folder) => {
                let mut request = request.clone();
                let own = shown(&Path::new(&folder).join("structure.csv"));
                if files.iter().any(|file| file.name.eq_ignore_ascii_case(&own)) {
                    request.structure = None;
                }
                read_book(&folder, files, &request)
            }
            None => read_documents(files, request),
        };
        parts.findings.extend(findings);
        if let Some(form) = &request.form {
            parts.forms.named(form.as_str())?;
        }
        Ok(parts)
    }

    /// Adds a file, or the finding that it cannot be read.
    fn add(&mut self, path: &Path, read: Result<Vec<u8>, Obstacle>) {
        match read {
            Ok(bytes) => self.files.push(File::new(shown(path), bytes)),
            Err(obstacle) => self.findings.push(unopened(path, obstacle)),
        }
    }
}

/// A file that is there and cannot be read.
fn unopened(path: &Path, obstacle: Obstacle) -> Finding {
    let message = Message::new("unreadable-document.unopened").with("reason", obstacle.reason());
    let place = Place::whole(&Arc::from(shown(path)));
    let mut finding = Finding::new(Code::UnreadableDocument, Some(place), message);
    finding.hints.extend(obstacle.hint());
    finding
}

/// Reads a file without which nothing can be done.
///
/// # Errors
/// - a folder;
/// - a file that is not there or cannot be read.
pub(crate) fn file(path: &Path, files: &dyn Files) -> Result<File, Refusal> {
    if files.kind(path) == Ok(Kind::Folder) {
        return Err(file_expected(path));
    }
    let bytes = files.read(path).map_err(|obstacle| failure::unreadable(path, obstacle))?;
    Ok(File::new(shown(path), bytes))
}

fn file_expected(path: &Path) -> Refusal {
    Refusal::new(Message::new("run.file-expected").with("path", shown(path)))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::io::{Draft, MemoryFiles, Open};

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
        let Inputs { folder, files, .. } = book(Path::new(folder), &files).unwrap();
        let files: Vec<_> = files
            .iter()
            .map(|file| (&*file.name, std::str::from_utf8(&file.bytes).unwrap()))
            .collect();
        assert_eq!((folder.as_deref(), files.as_slice()), (Some(expected_folder), expected));
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

    /// Files of which one is gone when it is read.
    struct Vanishing(MemoryFiles);

    impl Files for Vanishing {
        fn read(&self, path: &Path) -> Result<Vec<u8>, Obstacle> {
            if path.ends_with("gone.csv") { Err(Obstacle::Missing) } else { self.0.read(path) }
        }

        fn open(&self, path: &Path) -> Result<Box<dyn Open>, Obstacle> {
            self.0.open(path)
        }

        fn stream(&self, path: &Path) -> Result<Box<dyn Read>, Obstacle> {
            self.0.stream(path)
        }

        fn walk(&self, folder: &Path) -> Result<Walked, Obstacle> {
            self.0.walk(folder)
        }

        fn kind(&self, path: &Path) -> Result<Kind, Obstacle> {
            self.0.kind(path)
        }

        fn is_lasting(&self, path: &Path) -> bool {
            self.0.is_lasting(path)
        }

        fn write_new(&mut self, _: &Path, _: &[u8]) -> Result<(), Obstacle> {
            Err(Obstacle::ReadOnly)
        }

        fn replace(&mut self, _: &Path, _: &[u8]) -> Result<(), Obstacle> {
            Err(Obstacle::ReadOnly)
        }

        fn write_together(&mut self, _: &[Draft]) -> Result<(), (PathBuf, Obstacle)> {
            Ok(())
        }
    }

    #[test]
    fn a_file_that_vanishes_is_told_and_the_rest_is_read() {
        let files = ["b/reports/a.csv", "b/reports/gone.csv", "b/reports/z.csv"];
        let files = Vanishing(files.into_iter().map(|path| (path, "text")).collect());
        let Inputs { files, findings, .. } = book(Path::new("b"), &files).unwrap();
        let names: Vec<_> = files.iter().map(|file| &*file.name).collect();
        assert_eq!(names, ["b/reports/a.csv", "b/reports/z.csv"]);
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        assert_eq!(finding.message.key, "unreadable-document.unopened");
        assert_eq!(finding.place.as_ref().unwrap().to_string(), "b/reports/gone.csv");
    }
}
