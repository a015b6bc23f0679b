//! Damaged and hostile files of office programs: told in a sentence, in little time and memory.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use esep::{Code, Language, Severity, Wording};
use esep_documents::{Examined, File, Request, read_documents};

use crate::tree;

/// No file takes longer, even where nothing is optimized and other tests run beside.
const LONGEST: Duration = Duration::from_secs(40);

/// A file of each kind, as programs write them.
const SAMPLES: [&str; 5] = [
    "docs/examples/office/kz-edu.xlsx",
    "docs/examples/office/kz-edu.docx",
    "docs/examples/thirty/reports/Донгелек.xls",
    "docs/examples/thirty/reports/Шыгансай.ods",
    "docs/examples/thirty/reports/Бозтал.xlsx",
];

/// What is found in a file: codes and sentences.
fn found(name: &str, bytes: Vec<u8>) -> Vec<(Code, Severity, String)> {
    let start = Instant::now();
    let mut examined = Examined::default();
    let files = vec![File::new(name, bytes)];
    examined.check(read_documents(files, &Request::default()).understand());
    assert!(start.elapsed() < LONGEST, "{name} took {:?}", start.elapsed());
    let wording = Wording::in_language(Language::En);
    let findings = examined.findings().iter();
    findings.map(|it| (it.code, it.severity, wording.sentence(&it.message))).collect()
}

#[track_caller]
fn check_refused(name: &str, bytes: Vec<u8>, expected: &str) {
    let found = found(name, bytes);
    let [(code, Severity::Error, sentence)] = found.as_slice() else { panic!("{name} {found:?}") };
    assert_eq!((*code, sentence.as_str()), (Code::UnreadableDocument, expected), "{name}");
}

const DAMAGED: &str = "expected a workbook, a document or a page, found bytes that are none";
const TOO_LARGE: &str = "unpacked, the file is larger than any report";
const ENTITIES: &str = "the file declares entities of its own, as no office program does";

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const ROOT: &str = "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" \
    Target=\"xl/workbook.xml\"/></Relationships>";
const OF_WORKBOOK: &str = "<Relationships>\
    <Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
    <Relationship Id=\"r2\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
const WORKBOOK: &str = "<workbook><sheets><sheet name=\"1\" r:id=\"r1\"/></sheets></workbook>";

/// A workbook of one sheet with these rows and shared texts.
fn xlsx(rows: &str, strings: &str) -> Vec<u8> {
    packed(&[
        ("_rels/.rels", ROOT),
        ("xl/_rels/workbook.xml.rels", OF_WORKBOOK),
        ("xl/workbook.xml", WORKBOOK),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ),
        ("xl/sharedStrings.xml", strings),
    ])
}

#[test]
fn files_cut_short_are_damaged_files() {
    for sample in SAMPLES {
        let bytes = fs::read(tree::root().join(sample)).unwrap();
        for eighths in 1..8 {
            let cut = bytes[..bytes.len() * eighths / 8].to_vec();
            check_refused(sample, cut, DAMAGED);
        }
    }
}

#[test]
fn files_with_a_byte_changed_are_read_or_told() {
    for sample in SAMPLES {
        let bytes = fs::read(tree::root().join(sample)).unwrap();
        for at in (0..bytes.len()).step_by(bytes.len() / 40) {
            let mut changed = bytes.clone();
            changed[at] ^= 0xFF;
            let _ = found(sample, changed);
        }
    }
}

#[test]
fn the_bytes_tell_what_a_file_is_and_not_its_name() {
    let document = fs::read(tree::root().join(SAMPLES[1])).unwrap();
    let codes =
        |name| found(name, document.clone()).into_iter().map(|(code, ..)| code).collect::<Vec<_>>();
    assert_eq!(codes("a.xlsx"), codes("a.docx"));
    check_refused("a.xlsx", b"%PDF-1.7 ...\0\xFF".to_vec(), "expected text, found a PDF");
    check_refused("a.xls", vec![0; 4096], DAMAGED);
}

#[test]
fn a_binary_workbook_is_told_and_how_to_save_it() {
    let root = ROOT.replace("workbook.xml", "workbook.bin");
    let bytes = packed(&[("_rels/.rels", &root), ("xl/workbook.bin", "\u{1}")]);
    let expected =
        "expected a workbook in a format that is read, found one in the binary format .xlsb";
    check_refused("a.xlsx", bytes, expected);
}

#[test]
fn a_text_that_many_cells_share_does_not_grow() {
    let strings = format!(
        "<sst><si><t>members</t></si><si><t>women</t></si><si><t>{}</t></si></sst>",
        "x".repeat(4_000_000)
    );
    let mut rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>organization</t></is></c>\
        <c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
        .to_owned();
    for row in 2..10_000 {
        write!(rows, "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>2</v></c></row>").unwrap();
    }
    let bytes = xlsx(&rows, &strings);
    assert!(bytes.len() < 200_000);
    check_refused("a.xlsx", bytes, TOO_LARGE);
}

#[test]
fn a_wide_heading_over_many_rows_does_not_grow() {
    let mut rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>organization</t></is></c>\
        <c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c>\
        <c r=\"XFD1\" t=\"s\"><v>1</v></c></row>"
        .to_owned();
    for row in 2..200_000 {
        write!(rows, "<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>").unwrap();
    }
    let strings = "<sst><si><t>members</t></si><si><t>women</t></si></sst>";
    check_refused("a.xlsx", xlsx(&rows, strings), TOO_LARGE);
}

#[test]
fn texts_that_stand_for_others_are_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><sst><si><t>&c;</t></si></sst>";
    check_refused("a.xlsx", xlsx("", bomb), ENTITIES);
    let root = ROOT.replace("xl/workbook.xml", "word/document.xml");
    let document = bomb.replace("<sst><si><t>&c;</t></si></sst>", "<w:document>&c;</w:document>");
    check_refused(
        "a.docx",
        packed(&[("_rels/.rels", &root), ("word/document.xml", &document)]),
        ENTITIES,
    );
}

#[test]
fn what_unpacks_without_end_is_refused() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(b"<a>").unwrap();
    let paragraph = format!("<p>{}</p>", " ".repeat(1_000_000));
    for _ in 0..300 {
        writer.write_all(paragraph.as_bytes()).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 2_000_000);
    check_refused("a.ods", bytes, TOO_LARGE);
}
