//! Which file of a book is what, by its name.

use std::sync::Arc;

use esep::Register;

use crate::grids::{is_read_as_grids, is_workbook};
use crate::source::{File, Source};

/// Whether registers of a book are read from files of this name.
fn is_register(name: &str) -> bool {
    ending(name) == Some("csv") || is_workbook(name)
}

/// What a file is to a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Settings,
    Structure,
    /// A form of the book.
    Form,
    /// A form that the request brings.
    OwnForm,
    Document(Format),
    /// A register of the book.
    Register(&'static Register),
    /// A document in a format that is not read.
    Unreadable,
    /// A file that looks like a report and lies where none is read.
    Stray,
    /// A file that is no business of ours.
    Ignored,
}

/// The formats of documents that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Toml,
    Csv,
    Json,
    /// Workbooks, documents and pages.
    Office,
}

impl Role {
    /// What a file is to the book in this folder.
    pub(super) fn in_book(folder: &str, name: &str) -> Self {
        let path = name.strip_prefix(folder).unwrap_or(name).trim_start_matches('/');
        if path.split('/').any(|part| part.starts_with('.') || part.starts_with("~$"))
            || is_for_people(path)
        {
            return Self::Ignored;
        }
        // Spreadsheet programs and some systems change the case of names.
        let path = path.to_ascii_lowercase();
        match path.split_once('/') {
            None if path == "book.toml" => Self::Settings,
            None if path == "structure.csv" => Self::Structure,
            Some(("forms", form)) if ending(form) == Some("toml") => Self::Form,
            Some(("reports", document)) => Self::document(Format::of(document)),
            Some(("registers", register)) => {
                let stem = register.rsplit_once('.').filter(|_| is_register(register));
                let register = stem.and_then(|(stem, _)| Register::find(stem));
                register.map_or(Self::Ignored, Self::Register)
            }
            _ if holds_figures(&path) => Self::Stray,
            _ => Self::Ignored,
        }
    }

    /// When a file is read: what others need comes first.
    pub(super) fn turn(self) -> u8 {
        match self {
            Self::Settings => 0,
            Self::Structure => 1,
            Self::Form => 2,
            Self::OwnForm => 3,
            Self::Document(_)
            | Self::Register(_)
            | Self::Unreadable
            | Self::Stray
            | Self::Ignored => 4,
        }
    }

    pub(super) fn document(format: Option<Format>) -> Self {
        format.map_or(Self::Unreadable, Self::Document)
    }
}

impl Format {
    /// The format that the ending of a name tells.
    pub(super) fn of(name: &str) -> Option<Self> {
        match ending(name)?.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ if is_read_as_grids(name) => Some(Self::Office),
            _ => None,
        }
    }

    /// The format of a file whose name has no ending, as standard input: JSON begins with a
    /// bracket, the first line of TOML that says anything with a table or a key.
    pub(super) fn guess(file: &File) -> Option<Self> {
        if ending(&file.name).is_some() {
            return None;
        }
        let beginning = file.bytes.get(..file.bytes.len().min(64 * 1024)).unwrap_or_default();
        let beginning = File::new(Arc::clone(&file.name), beginning);
        let text = Source::decode(beginning).0.map_or_else(String::new, |source| source.text);
        let mut lines = text.lines().map(str::trim);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("");
        let is_table = |line: &str| line.starts_with('[') && line.ends_with(']') && line.len() > 2;
        if first.starts_with('{') || first.starts_with('[') && !is_table(first) {
            Some(Self::Json)
        } else if is_table(first) || first.contains('=') {
            Some(Self::Toml)
        } else {
            Some(Self::Csv)
        }
    }
}

/// The folder of the book that lies among files with these names: the one with `book.toml`,
/// `reports` or `forms` in it, the outermost where there are several; without any, the files are
/// single documents.
///
/// ```
/// use esep_documents::book_folder;
/// let names = ["2020/reports/aktobe.toml", "2020/structure.csv"];
/// assert_eq!(book_folder(names).as_deref(), Some("2020"));
/// assert_eq!(book_folder(["aktobe.toml", "structure.csv"]), None);
/// ```
pub fn book_folder<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let folder = |name: &'a str| {
        let parts: Vec<&str> = name.split('/').collect();
        let (file, folders) = parts.split_last()?;
        let is_mark = |part: &&str| {
            part.eq_ignore_ascii_case("reports") || part.eq_ignore_ascii_case("forms")
        };
        let depth = folders.iter().position(is_mark);
        let depth = depth.or(file.eq_ignore_ascii_case("book.toml").then_some(folders.len()))?;
        Some((depth, folders.get(..depth)?.join("/")))
    };
    names.into_iter().filter_map(folder).min().map(|(_, folder)| folder)
}

/// What follows the last dot of a name.
pub(super) fn ending(name: &str) -> Option<&str> {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    file.rsplit_once('.').map(|(_, ending)| ending)
}

/// Whether a file is a text that explains others.
fn is_for_people(path: &str) -> bool {
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file).to_ascii_lowercase();
    file.starts_with("readme") || matches!(ending(&file), Some("md" | "txt"))
}

/// Whether a file has an ending of documents with figures, read or not.
fn holds_figures(path: &str) -> bool {
    let ending = ending(path).map(str::to_ascii_lowercase);
    matches!(
        ending.as_deref(),
        Some("toml" | "csv" | "json" | "xlsx" | "xls" | "xlsb" | "ods" | "docx" | "doc")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Role) {
        assert_eq!(Role::in_book("books/2020", name), expected, "{name}");
    }

    #[test]
    fn files_of_a_book() {
        check("books/2020/book.toml", Role::Settings);
        check("structure.csv", Role::Structure);
        check("books/2020/forms/choir.toml", Role::Form);
        check("books/2020/reports/a/b.CSV", Role::Document(Format::Csv));
        check("books/2020/reports/a.pdf", Role::Unreadable);
        check("books/2020/reports/a.XLSX", Role::Document(Format::Office));
        check("books/2020/reports/a", Role::Unreadable);
        let cases = Register::find("cases").unwrap();
        check("books/2020/registers/Cases.csv", Role::Register(cases));
        check("books/2020/registers/2019/cases.csv", Role::Ignored);
        check("books/2020/registers/other.csv", Role::Ignored);
        check("books/2020/reports/.git/a.toml", Role::Ignored);
        check("books/2020/reports/~$a.xlsx", Role::Ignored);
        check("books/2020/reports/README.md", Role::Ignored);
        check("books/2020/reprots/a.toml", Role::Stray);
        check("books/2020/forms/choir.csv", Role::Stray);
        check("books/2020/logo.png", Role::Ignored);
    }

    #[test]
    fn formats_of_files_without_ending() {
        for (text, format) in [
            ("{ \"a\": 1 }", Format::Json),
            ("[\n{}]", Format::Json),
            ("[]", Format::Json),
            ("# note\n[membership]\n", Format::Toml),
            ("organization = \"a\"", Format::Toml),
            ("code;members\n", Format::Csv),
            ("", Format::Csv),
        ] {
            assert_eq!(Format::guess(&File::new("-", text)), Some(format), "{text}");
        }
        assert_eq!(Format::guess(&File::new("a.xlsx", "")), None);
    }
}
