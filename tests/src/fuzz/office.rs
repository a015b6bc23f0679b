//! Workbooks, documents and pages.

use std::io::{Cursor, Write};

use esep::Language;
use esep_documents::{
    Examined, File, FindingsFormat, Recognized, RecognizedFormat, Request, TextStyle,
    read_documents,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Reads forms out of the tables of a page, and out of the same text as CSV.
///
/// # Panics
/// Where two runs differ.
pub fn html(data: &[u8]) {
    for name in ["page.html", "page.csv"] {
        twice(name, data);
    }
}

/// Reads forms out of a packed file: its parts as text, each after a line `=== NAME`, or what it is
/// as it stands.
///
/// # Panics
/// Where two runs differ.
pub fn office(data: &[u8]) {
    twice("a.xlsx", data);
    let text = String::from_utf8_lossy(data);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in text.split("=== ").skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        // One name twice is no package.
        let begun = writer.start_file(name.trim(), SimpleFileOptions::default());
        if begun.and_then(|()| Ok(writer.write_all(content.as_bytes())?)).is_err() {
            return;
        }
    }
    if let Ok(packed) = writer.finish() {
        twice("a.xlsx", packed.get_ref());
    }
}

/// Reads a document two times, writes what was found, and annotates it.
fn twice(name: &str, data: &[u8]) {
    let read = || {
        let parts = read_documents(vec![File::new(name, data)], &Request::default());
        let recognized = Recognized::new(&parts).write(RecognizedFormat::Json, Language::Kk);
        let reading = parts.understand();
        let mut examined = Examined::new(reading.findings.clone(), reading.sources.clone());
        examined.check(reading);
        let text = examined.write(FindingsFormat::Text(TextStyle::PLAIN), Language::Ru);
        let copy = examined.annotate(&File::new(name, data), Language::Kk);
        (recognized, text, examined.write(FindingsFormat::Sarif, Language::En), copy.ok())
    };
    assert_eq!(read(), read());
}
