//! Forms to send out: whatever is filled into one is read again.

use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;

use esep::{
    CellIndex, Code, Content, Convention, Finding, Form, Forms, Language, OrganizationId, Period,
    PeriodLength, Sheet, Stated, UnitKind, read_figure,
};
use esep_documents::{File, Reading, Request, Template, TemplateFormat, read_documents};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What can stand in a cell, by the kind of its line; written as in English. In a text three decimals
/// could be thousands as well and are asked back.
const COUNTS: [&str; 8] = ["0", "7", "61307", "-", "x", "...", "24.9 million", "> 2000000"];
const MONEY: [&str; 6] = ["0", "653893331", "1200.50", "-", "x", "~ 1.5 million"];
const SHARES: [&str; 6] = ["14.4 %", "0.5 %", "100 %", "69.62 %", "0 %", "-"];
const RATES: [&str; 5] = ["0.25", "12", "3.14", "1200.50", "x"];

fn texts(kind: UnitKind) -> &'static [&'static str] {
    match kind {
        UnitKind::Count => &COUNTS,
        UnitKind::Money => &MONEY,
        UnitKind::Share => &SHARES,
        UnitKind::Rate | UnitKind::Number => &RATES,
    }
}

pub(crate) fn periods(form: &Form) -> Vec<Period> {
    let texts = ["2024", "2025-H1", "2025-H2", "2025-Q3", "2025-07"];
    let periods = texts.map(|text| text.parse::<Period>().unwrap()).into_iter();
    let fits = |length: PeriodLength| form.periods.is_empty() || form.periods.contains(&length);
    periods.filter(|period| fits(period.length())).collect()
}

pub(crate) fn is_open(form: &Form, index: CellIndex) -> bool {
    let column = form.columns().get(index.column);
    column.is_none_or(|column| form.lines()[index.line].has_column(&column.id))
}

/// A sheet with some of its cells filled.
fn filled(form: &Arc<Form>, period: Period, choices: &[Option<Index>]) -> Sheet {
    let mut sheet = Sheet::new(Arc::clone(form), OrganizationId::new("aktobe"), period);
    let mut choices = choices.iter().cycle();
    for line in 0..form.lines().len() {
        for column in 0..form.columns().len().max(1) {
            let index = CellIndex { line, column };
            let (Some(Some(choice)), true) = (choices.next(), is_open(form, index)) else {
                continue;
            };
            let on_form = &form.lines()[line];
            let text = choice.get(texts(on_form.unit.kind()));
            let convention = Convention::of(&[Language::En]);
            let content = read_figure(text, &convention, &form.expected(on_form)).unwrap().content;
            sheet.set(index, Stated::computed(content));
        }
    }
    sheet
}

fn read(name: &str, bytes: Vec<u8>) -> Reading {
    read_documents(vec![File::new(name, bytes)], &Request::default()).understand()
}

/// What cells say, but for nought behind the point of what is exact.
pub(crate) fn said(sheet: &Sheet) -> Vec<(CellIndex, String)> {
    let cells = sheet.cells().filter(|(_, stated)| stated.content != Content::Blank);
    let content = |content: &Content| match content {
        Content::Figure(figure) => format!("{:?} {:?}", figure.value(), figure.interval()),
        other => format!("{other:?}"),
    };
    cells.map(|(index, stated)| (index, content(&stated.content))).collect()
}

/// Without a structure, an organization is known by its name only, and a bound cannot be added up.
fn is_grave(finding: &Finding) -> bool {
    !matches!(finding.code, Code::UncertainRecognition)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_into_a_template_is_read_again(
        form: Index,
        period: Index,
        language in select(&Language::ALL[..]),
        format in select(&TemplateFormat::ALL[..]),
        choices in prop::collection::vec(prop::option::weighted(0.8, any::<Index>()), 1..40),
    ) {
        let forms = Forms::built_in();
        let forms: Vec<&Arc<Form>> = forms.iter().collect();
        let form = *form.get(&forms);
        let periods = periods(form);
        let period = *period.get(&periods);
        let sheet = filled(form, period, &choices);
        if said(&sheet).is_empty() {
            return Ok(());
        }
        let template = Template {
            organization: "aktobe",
            period: Some(period),
            figures: Some(&sheet),
            ..Template::blank(form, language)
        };
        let bytes = template.write(format).unwrap();
        prop_assert_eq!(&bytes, &template.write(format).unwrap());
        let reading = read(&format!("form.{}", format.ending()), bytes);
        let found: Vec<_> = reading.findings.iter().filter(|it| is_grave(it)).collect();
        prop_assert!(found.is_empty(), "{} {} {:#?}", form.id, language, found);
        let organization = OrganizationId::new("aktobe");
        let again = reading.book.sheets.get(&form.id, period, &organization);
        prop_assert!(again.is_some(), "{} {:?}", form.id, format);
        prop_assert_eq!(said(again.unwrap()), said(&sheet), "{} {} {:?}", form.id, language, format);
    }
}

/// A packed file with one of its parts changed.
pub(crate) fn changed(bytes: Vec<u8>, part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        if name == part {
            text = change(&text);
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

pub(crate) const SHEET: &str = "xl/worksheets/sheet1.xml";

/// Writes a number into a cell as a program would.
pub(crate) fn type_into(xml: &str, cell: &str, value: &str) -> String {
    let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap();
    let (before, rest) = xml.split_at(start);
    let style = rest.split('"').nth(3).unwrap();
    let empty = format!("<c r=\"{cell}\" s=\"{style}\"/>");
    let behind = match rest.strip_prefix(&empty) {
        Some(behind) => behind,
        None => rest.split_once("</c>").unwrap().1,
    };
    format!("{before}<c r=\"{cell}\" s=\"{style}\"><v>{value}</v></c>{behind}")
}

#[test]
fn a_blank_form_that_is_filled_in_is_read_with_its_totals() {
    let forms = Forms::built_in();
    let form = forms.get("legal-service").unwrap();
    for language in Language::ALL {
        let period = "2025-H1".parse().unwrap();
        let blank = Template::blank(form, language);
        let template = Template { organization: "Ақтөбе", period: Some(period), ..blank };
        let bytes = template.write(TemplateFormat::Xlsx).unwrap();
        let bytes = changed(bytes, SHEET, |xml| {
            let cells = [("D11", "40"), ("D12", "30"), ("D13", "20"), ("D14", "5"), ("D10", "95")];
            cells.iter().fold(xml.to_owned(), |xml, (cell, value)| type_into(&xml, cell, value))
        });
        let reading = read("form.xlsx", bytes);
        let sheet = reading.book.sheets.iter().next().unwrap();
        let numbers: Vec<_> = said(sheet).into_iter().map(|(index, _)| index.line).collect();
        assert_eq!(numbers, [3, 4, 5, 6, 7], "{language}");
        assert_eq!(sheet.organization().as_str(), "Ақтөбе");
        assert_eq!(sheet.period(), period);
        assert_eq!(esep::check(&reading.book).findings, [], "{language}");
    }
}

#[test]
fn a_blank_form_has_no_figures() {
    for form in Forms::built_in().iter() {
        for format in [TemplateFormat::Xlsx, TemplateFormat::Docx, TemplateFormat::Csv] {
            let bytes = Template::blank(form, Language::Ru).write(format).unwrap();
            let reading = read(&format!("form.{}", format.ending()), bytes);
            let figures = reading.book.sheets.iter().flat_map(Sheet::figures).count();
            assert_eq!(figures, 0, "{} {format:?}", form.id);
        }
    }
}

#[test]
fn labels_are_locked_and_cells_to_fill_are_not() {
    let forms = Forms::built_in();
    let form = forms.get("primary-annual").unwrap();
    let bytes = Template::blank(form, Language::En).write(TemplateFormat::Xlsx).unwrap();
    let sheet = part(&bytes, SHEET);
    assert!(sheet.contains("<sheetProtection sheet=\"1\""), "{sheet}");
    assert!(!sheet.contains("password"), "{sheet}");
    let styles = part(&bytes, "xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap();
    let formats: Vec<&str> = formats.split("<xf ").skip(1).collect();
    let is_locked = |cell: &str| {
        let style = sheet.split(&format!("<c r=\"{cell}\" s=\"")).nth(1).unwrap();
        let style: usize = style.split('"').next().unwrap().parse().unwrap();
        !formats[style].contains("locked=\"0\"")
    };
    for (cell, expected) in [
        ("B7", true),
        ("A7", true),
        ("D7", false),
        ("F7", false),
        ("D13", false),
        ("F16", true),
        ("G7", true),
        ("C3", false),
    ] {
        assert_eq!(is_locked(cell), expected, "{cell}");
    }
}

#[test]
fn text_never_becomes_a_formula() {
    let file = r#"
id = "own"
title = { kk = "=1+1", ru = "=1+1", en = "=1+1" }
[[line]]
id = "line"
unit = "persons"
label = { kk = "=cmd|' /C calc'!A0", ru = "@SUM(1)", en = "+1+cmd()" }
"#;
    let (form, findings) = Form::read(&"own.toml".into(), file);
    assert_eq!(findings, []);
    let form = form.unwrap();
    for language in Language::ALL {
        let template =
            Template { organization: "=HYPERLINK(1)", ..Template::blank(&form, language) };
        let sheet = part(&template.write(TemplateFormat::Xlsx).unwrap(), SHEET);
        assert!(!sheet.contains("<f>"), "{sheet}");
        let csv = String::from_utf8(template.write(TemplateFormat::Csv).unwrap()).unwrap();
        let separators = [',', ';', '\n', '"'];
        let cells = csv.trim_start_matches('\u{feff}').split(separators);
        let formulas: Vec<_> =
            cells.filter(|cell| cell.starts_with(['=', '+', '-', '@'])).collect();
        assert_eq!(formulas, [""; 0], "{csv}");
    }
}

/// A form whose total follows from its parts, and one whose total does not.
#[test]
fn a_total_that_the_form_computes_just_so_stays_a_formula() {
    for (total, is_formula) in [("95", true), ("96", false)] {
        let figures = [("violations", total), ("violations.pay", "40")];
        let figures = figures.into_iter().chain([
            ("violations.working-time", "30"),
            ("violations.employment-relations", "20"),
            ("violations.other", "5"),
        ]);
        let lines: Vec<String> =
            figures.map(|(line, figure)| format!("\"{line}\" = {figure}\n")).collect();
        let lines = lines.concat();
        let toml = format!("organization = \"a\"\nperiod = \"2025-H1\"\n[legal-service]\n{lines}");
        let reading = read("a.toml", toml.into_bytes());
        let sheet = reading.book.sheets.iter().next().unwrap();
        let bytes = Template::of_sheet(sheet, Language::Ru).write(TemplateFormat::Xlsx).unwrap();
        let xml = part(&bytes, SHEET);
        let (_, cell) = xml.split_once("r=\"D10\"").unwrap();
        let (cell, _) = cell.split_once("</c>").unwrap();
        assert_eq!(cell.contains("<f>"), is_formula, "{cell}");
        assert!(cell.ends_with(&format!("<v>{total}</v>")), "{cell}");
        let again = read("a.xlsx", bytes);
        assert_eq!(said(again.book.sheets.iter().next().unwrap()), said(sheet));
    }
}
