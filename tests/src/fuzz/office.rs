//! Workbooks, documents and pages.

use std::io::{Cursor, Write};

use esep::Language;
use esep_documents::{
    Annex, Examined, File, FindingsFormat, Grids, Recognized, RecognizedFormat, Report,
    ReportFormat, Request, SheetTexts, TallyReport, TallyRequest, TextStyle, annotate,
    read_documents,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Reads forms out of the tables of a page, and out of the same text as CSV.
///
/// # Panics
/// Where two runs differ, or what was read does not come as it was to another module.
pub fn html(data: &[u8]) {
    for name in ["page.html", "page.csv"] {
        twice(name, data);
    }
    passed_on(&Grids::read(File::new("a.xlsx", data)));
}

/// Takes grids up that another module has read, and recognizes forms in them.
///
/// # Panics
/// Where what was taken up is not taken up again as it was.
pub fn grids(data: &[u8]) {
    let Some(grids) = Grids::from_json("a.xlsx", &String::from_utf8_lossy(data)) else { return };
    passed_on(&grids);
    read_documents(vec![File::of_grids("a.xlsx", grids)], &Request::default());
}

/// Takes sheets of a register up that another module has read, and tallies them.
///
/// # Panics
/// Where what was taken up is not taken up again as it was, or is refused by the tally alone.
pub fn sheets(data: &[u8]) {
    let taken = SheetTexts::from_bytes("a.xlsx", data);
    let request =
        TallyRequest { register: "members", as_of: None, period: Some("2020"), level: None };
    let tallied = TallyReport::default().stream("a.xlsx", &request).map(|mut stream| {
        assert_eq!(stream.sheets(data), taken.is_some());
        stream.finish()
    });
    assert!(tallied.is_ok(), "the request is right");
    if let Some(taken) = taken {
        assert_eq!(SheetTexts::from_bytes("a.xlsx", &taken.to_bytes()), Some(taken));
    }
}

/// Takes an annex up that another module has composed, and writes a report with it.
///
/// # Panics
/// Where what was taken up is not taken up again as it was.
pub fn annex(data: &[u8]) {
    let Some(annex) = Annex::from_json(&String::from_utf8_lossy(data)) else { return };
    assert_eq!(Annex::from_json(&annex.to_json()).as_ref(), Some(&annex));
    let rows = "# form: membership\n# period: 2025-H1\norganization,parent,members,women\n\
                a,u,9,4\nb,u,30,\nu,,38,39\n";
    let parts = read_documents(vec![File::new("a.csv", rows)], &Request::default());
    let reading = parts.understand();
    let Ok(report) = Report::with_annex(&reading.book, &annex) else { return };
    for format in ReportFormat::ALL {
        // What cannot be written is refused.
        let _ = report.write(format);
    }
}

/// Passes grids on to another module.
///
/// # Panics
/// Where they do not come as they were.
fn passed_on(grids: &Grids) {
    assert_eq!(Grids::from_json("a.xlsx", &grids.to_json()).as_ref(), Some(grids));
}

/// Reads forms out of a packed file: its parts as text, each after a line `=== NAME`, or what it is
/// as it stands.
///
/// # Panics
/// Where two runs differ, or what was read does not come as it was to another module.
pub fn office(data: &[u8]) {
    twice("a.xlsx", data);
    passed_on(&Grids::read(File::new("a.xlsx", data)));
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
        passed_on(&Grids::read(File::new("a.xlsx", packed.get_ref().as_slice())));
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
        let copy = annotate(&File::new(name, data), &examined.notes(name, Language::Kk));
        (recognized, text, examined.write(FindingsFormat::Sarif, Language::En), copy.ok())
    };
    assert_eq!(read(), read());
}
