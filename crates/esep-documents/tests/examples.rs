//! The example books are read without a finding, figure by figure.

use std::path::{Path, PathBuf};

use esep::Lookup;
use esep_documents::{File, Parts, Request, read_book};

fn files(folder: &Path, root: &Path, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, root, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.push(File::new(name, std::fs::read(&path).unwrap()));
        }
    }
}

fn read(example: &str) -> Parts {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples");
    let mut found = Vec::new();
    files(&root.join(example), &root, &mut found);
    read_book(example, found, &Request::default())
}

fn check(example: &str, n_documents: usize, n_rows: usize, n_entries: usize) {
    let parts = read(example);
    assert_eq!(parts.findings, []);
    assert_eq!(parts.documents.len(), n_documents);
    assert_eq!(parts.structure.len(), n_rows);
    assert_eq!(parts.documents.iter().map(|read| read.entries.len()).sum::<usize>(), n_entries);
    assert!(parts.settings.title.is_some());
    for entry in parts.documents.iter().flat_map(|read| &read.entries) {
        let source = parts.sources.get(&entry.value.place.file).unwrap();
        let written = &source.text[source.lines().bytes(&entry.value.place)];
        assert_eq!(written, &*entry.value.text);
        let form = parts.forms.get(&entry.form.as_ref().unwrap().text).unwrap();
        let line = form.find_line(&entry.line.text);
        assert!(matches!(line, Lookup::Found(_)), "{:?}", entry.line);
    }
}

#[test]
fn the_published_figures() {
    check("kz-education-2020-h1", 12, 40, 114);
}

#[test]
fn the_clean_book() {
    check("clean", 8, 12, 570);
}
