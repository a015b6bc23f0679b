//! Workbooks and documents that LibreOffice has saved say what they said before.
//!
//! `ESEP_SOFFICE` names the program, as `cargo xtask test office` does; without it nothing is tried.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use esep::{
    CellIndex, Code, Convention, Form, Forms, Language, OrganizationId, Rational, Sheet, Stated,
    UnitKind, check, read_figure,
};
use esep_documents::{
    File, Reading, Request, RollupReport, RollupRequest, Template, TemplateFormat, read_documents,
};

use crate::{template, thirty};

/// The formats that each kind of file is saved in; the first is its own.
const SAVED: [(TemplateFormat, &[&str]); 2] = [
    (TemplateFormat::Xlsx, &["xlsx", "xls", "ods", "fods"]),
    (TemplateFormat::Docx, &["docx", "odt"]),
];

/// A folder of this test, empty.
fn folder(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("esep-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Has LibreOffice save all files of a folder in a format, in a folder of the format's name.
fn save(folder: &Path, format: &str) {
    let Some(program) = env::var_os("ESEP_SOFFICE") else { return };
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let status = Command::new(program)
        .args([&profile, "--headless", "--convert-to", format, "--outdir"])
        .arg(folder.join(format))
        .args(files)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.unwrap().success(), "{format}");
}

fn read(path: &Path) -> Reading {
    let name = path.file_name().unwrap().to_string_lossy();
    let file = File::new(&*name, fs::read(path).unwrap());
    read_documents(vec![file], &Request::default()).understand()
}

/// A sheet with a figure of its kind in every open cell.
fn filled(form: &Arc<Form>) -> Sheet {
    let period = template::periods(form)[0];
    let mut sheet = Sheet::new(Arc::clone(form), OrganizationId::new("aktobe"), period);
    for line in 0..form.lines().len() {
        for column in 0..form.columns().len().max(1) {
            let index = CellIndex { line, column };
            if !template::is_open(form, index) {
                continue;
            }
            let on_form = &form.lines()[line];
            let texts: &[&str] = match on_form.unit.kind() {
                UnitKind::Count => &["7", "61307", "-", "x", "0"],
                UnitKind::Money => &["653893331", "1200.50", "-"],
                UnitKind::Share => &["14.4 %", "100 %", "69.62 %"],
                UnitKind::Rate | UnitKind::Number => &["0.25", "12"],
            };
            let text = texts[(line + column) % texts.len()];
            let convention = Convention::of(&[Language::En]);
            let content = read_figure(text, &convention, &form.expected(on_form)).unwrap().content;
            sheet.set(index, Stated::computed(content));
        }
    }
    sheet
}

/// Whether LibreOffice is there to be asked.
fn is_there() -> bool {
    let is_there = env::var_os("ESEP_SOFFICE").is_some();
    if !is_there {
        println!("not tried: `cargo xtask test office` names LibreOffice");
    }
    is_there
}

#[test]
fn forms_filled_in_are_read_whatever_they_are_saved_as() {
    if !is_there() {
        return;
    }
    let forms = Forms::built_in();
    for (format, saved) in SAVED {
        let folder = folder(format.ending());
        let mut sheets = BTreeMap::new();
        for (form, language) in forms.iter().zip(Language::ALL.into_iter().cycle()) {
            let sheet = filled(form);
            let blank = Template::blank(form, language);
            let template = Template {
                organization: "aktobe",
                period: Some(sheet.period()),
                figures: Some(&sheet),
                ..blank
            };
            let path = folder.join(format!("{}.{}", form.id.as_str(), format.ending()));
            fs::write(path, template.write(format).unwrap()).unwrap();
            sheets.insert(form.id.as_str().to_owned(), sheet);
        }
        for ending in saved {
            save(&folder, ending);
            for (form, sheet) in &sheets {
                let reading = read(&folder.join(ending).join(format!("{form}.{ending}")));
                let grave = |code| code != Code::UncertainRecognition;
                let found: Vec<_> =
                    reading.findings.iter().filter(|finding| grave(finding.code)).collect();
                assert!(found.is_empty(), "{form} {ending} {found:#?}");
                let again =
                    reading.book.sheets.get(&sheet.form().id, sheet.period(), sheet.organization());
                assert_eq!(
                    template::said(again.unwrap()),
                    template::said(sheet),
                    "{form} {ending}"
                );
            }
        }
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn totals_that_libreoffice_computes_are_read() {
    if !is_there() {
        return;
    }
    let folder = folder("totals");
    let forms = Forms::built_in();
    let form = forms.get("legal-service").unwrap();
    let blank = Template::blank(form, Language::Kk);
    let period = Some("2025-H1".parse().unwrap());
    let template = Template { organization: "aktobe", period, ..blank };
    let bytes = template.write(TemplateFormat::Xlsx).unwrap();
    let bytes = template::changed(bytes, template::SHEET, |xml| {
        let cells = [("D11", "40"), ("D12", "30"), ("D13", "20"), ("D14", "5")];
        let typed = |xml: String, (cell, value)| template::type_into(&xml, cell, value);
        cells.into_iter().fold(xml.to_owned(), typed)
    });
    fs::write(folder.join("form.xlsx"), bytes).unwrap();
    for ending in ["xlsx", "xls", "ods"] {
        save(&folder, ending);
        let reading = read(&folder.join(ending).join(format!("form.{ending}")));
        let sheet = reading.book.sheets.iter().next().unwrap();
        let index = CellIndex { line: 3, column: 0 };
        let total = sheet.figure(index).unwrap_or_else(|| panic!("{ending}: {sheet:?}"));
        assert_eq!(total.value(), &Rational::from(95), "{ending}");
        assert_eq!(check(&reading.book).findings, [], "{ending}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_consolidated_table_says_the_same_when_it_was_saved() {
    if !is_there() {
        return;
    }
    let folder = folder("consolidated");
    let book = thirty::reports().book;
    for form in thirty::FORMS {
        let request = RollupRequest { form, period: "2025-H1", level: None };
        let report = RollupReport::new(&book, &request).unwrap();
        fs::write(folder.join(format!("{form}.xlsx")), report.workbook(Language::Ru).unwrap())
            .unwrap();
    }
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = File::new(name, fs::read(&path).unwrap());
        thirty::said_as(thirty::documents(vec![file]).sheets.iter(), thirty::number)
    };
    for ending in ["xlsx", "xls", "ods"] {
        save(&folder, ending);
        for form in thirty::FORMS {
            let written = read(folder.join(format!("{form}.xlsx")));
            let saved = read(folder.join(ending).join(format!("{form}.{ending}")));
            assert_eq!(written.len(), saved.len());
            for (key, written) in written {
                assert_eq!(saved.get(&key), Some(&written), "{key:?} {ending}");
            }
        }
    }
    fs::remove_dir_all(folder).unwrap();
}
