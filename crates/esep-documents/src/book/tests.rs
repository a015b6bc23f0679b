//! Books and documents from files to parts.

use proptest::prelude::*;

use super::*;
use crate::test::{listed, shown};

fn files(files: &[(&str, &str)]) -> Vec<File> {
    files.iter().map(|(name, text)| File::new(*name, *text)).collect()
}

#[track_caller]
fn check(parts: &Parts, entries: &[&str], findings: &[&str]) {
    let read: Vec<_> =
        parts.documents.iter().flat_map(|document| listed(&document.entries)).collect();
    assert_eq!(read, entries);
    assert_eq!(shown(&parts.findings), findings);
}

const CHOIR: &str = "id = \"choir\"\ntitle = { kk = \"Хор\", ru = \"Хор\", en = \"Choir\" }\n\
    [[line]]\nid = \"singers\"\nunit = \"persons\"\n\
    label = { kk = \"әншілер\", ru = \"певцы\", en = \"singers\" }\n";

#[test]
fn a_book_from_its_files() {
    let book = [
        ("b/reports/2020/b.json", "{\"organization\": \"b\", \"choir\": {\"singers\": 2}}"),
        ("b/reports/2020/a.csv", "code,singers\na,1\n"),
        ("b/structure.csv", "code,parent\na,\n"),
        ("b/book.toml", "root = \"a\"\n"),
        ("b/forms/choir.toml", CHOIR),
        ("b/README.md", "x = 1"),
        ("b/registers/cases.csv", "x"),
    ];
    let expected = ["a - choir singers = \"1\"@2:3+1", "b - choir singers = 2@1:44+1"];
    let parts = read_book("b", files(&book), &Request::default());
    check(&parts, &expected, &[]);
    assert_eq!(&*parts.settings.root.as_ref().unwrap().text, "a");
    assert_eq!(parts.structure.len(), 1);
    assert_eq!(parts.sources.iter().count(), 5);
    let backwards: Vec<_> = book.into_iter().rev().collect();
    check(&read_book("b", files(&backwards), &Request::default()), &expected, &[]);
}

#[test]
fn a_broken_file_keeps_no_other_from_being_read() {
    let book = files(&[
        ("book.toml", "root"),
        ("structure.csv", "name\n"),
        ("forms/choir.toml", CHOIR),
        ("forms/broken.toml", "id = "),
        ("reports/a.json", "{"),
        ("reports/b.toml", "organization = \"b\"\n[choir]\nsingers = 1\n"),
        ("reports/c.csv", ""),
        ("reports/d.pdf", "PK\u{3}\u{4}"),
        ("reports/e.csv", "PK\u{3}\u{4}"),
        ("june.csv", "code,singers\n"),
    ]);
    let parts = read_book("", book, &Request::default());
    let places: Vec<_> = parts
        .findings
        .iter()
        .map(|finding| format!("{} {}", finding.place.as_ref().unwrap(), finding.message.key))
        .collect();
    assert_eq!(
        places,
        [
            "book.toml:1:5 unreadable-document.toml-no-equals",
            "forms/broken.toml:1:6 unreadable-document.toml-no-value",
            "june.csv unknown-key.file",
            "reports/a.json:1:1 unreadable-document.unclosed-bracket",
            "reports/c.csv unreadable-document.empty",
            "reports/d.pdf unreadable-document.format",
            "reports/e.csv unreadable-document.workbook",
            "structure.csv:1:1 unreadable-document.missing-heading",
            "structure.csv:1:1 unreadable-document.missing-heading",
        ]
        .map(str::to_owned)
        .as_slice()
    );
    assert_eq!(listed(&parts.documents[1].entries), ["b - choir singers = 1@3:11+1"]);
}

#[test]
fn single_documents_with_a_form_of_their_own() {
    let request = Request {
        own_forms: files(&[("choir.toml", CHOIR)]),
        structure: Some(File::new("union.csv", "code,parent\na,\n")),
        ..Request::default()
    };
    let documents = files(&[("-", "singers = 5\n"), ("a.csv", "code,Певцы\na,1\n")]);
    let parts = read_documents(documents, &request);
    check(&parts, &["- - choir singers = 5@1:11+1", "a - choir Певцы = \"1\"@2:3+1"], &[]);
    assert_eq!(parts.structure.len(), 1);
}

proptest! {
    #[test]
    fn any_bytes_are_read_by_every_reader(bytes: Vec<u8>, role in 0_usize..6) {
        let name = ["book.toml", "structure.csv", "forms/a.toml", "reports/a.toml",
            "reports/a.csv", "reports/a.json"][role];
        let parts = read_book("", vec![File::new(name, bytes)], &Request::default());
        prop_assert!(parts.sources.get(name).is_some() || !parts.findings.is_empty());
    }

    #[test]
    fn any_text_of_the_format_is_read(
        text in "([\\[\\]{}=\",.;:#\n 1ә'-]|a|\"a\"|value|line|choir|singers|sheets|all|\\[choir\\]\n){0,40}",
        role in 0_usize..6,
    ) {
        let name = ["book.toml", "structure.csv", "forms/a.toml", "reports/a.toml",
            "reports/a.csv", "reports/a.json"][role];
        let book = files(&[("forms/choir.toml", CHOIR), (name, &text)]);
        let parts = read_book("", book, &Request::default());
        let source = parts.sources.get(name).unwrap();
        let lines = source.lines();
        for entry in parts.documents.iter().flat_map(|document| &document.entries) {
            let place = &entry.value.place;
            let raw = &source.text[lines.bytes(place)];
            // Every place lies in its file, and takes exactly the characters that it says.
            prop_assert_eq!(raw.chars().count(), place.length as usize);
        }
    }
}
