//! The example books are read without a finding, figure by figure.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use esep::Lookup;
use esep_documents::{File, Parts, Request, read_book};

#[test]
fn the_published_figures() -> Result<(), Box<dyn Error>> {
    check("kz-education-2020-h1", 12, 40, 114)
}

#[test]
fn the_clean_book() -> Result<(), Box<dyn Error>> {
    check("clean", 8, 12, 570)
}

fn check(
    example: &str,
    n_documents: usize,
    n_rows: usize,
    n_entries: usize,
) -> Result<(), Box<dyn Error>> {
    let parts = read(example)?;
    assert_eq!(parts.findings, []);
    assert_eq!(parts.documents.len(), n_documents);
    assert_eq!(parts.structure.len(), n_rows);
    assert_eq!(parts.documents.iter().map(|read| read.entries.len()).sum::<usize>(), n_entries);
    assert!(parts.settings.title.is_some());
    for entry in parts.documents.iter().flat_map(|read| &read.entries) {
        let source = parts.sources.get(&entry.value.place.file).ok_or("no source")?;
        let written = source.text.get(source.lines().bytes(&entry.value.place));
        assert_eq!(written, Some(&*entry.value.text));
        let form = entry.form.as_ref().and_then(|form| parts.forms.get(&form.text));
        let line = form.ok_or("no form")?.find_line(&entry.line.text);
        assert!(matches!(line, Lookup::Found(_)), "{:?}", entry.line);
    }
    Ok(())
}

fn read(example: &str) -> Result<Parts, Box<dyn Error>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples");
    let mut found = Vec::new();
    files(&root.join(example), &root, &mut found)?;
    Ok(read_book(example, found, &Request::default()))
}

fn files(folder: &Path, root: &Path, found: &mut Vec<File>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, root, found)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
            found.push(File::new(name.replace('\\', "/"), std::fs::read(&path)?));
        }
    }
    Ok(())
}
