//! Forms in workbooks, documents and tables of CSV, described as readable tables.

use std::sync::Arc;

use esep::{Finding, check};

use crate::office::test::{docx, ods, packed, xlsx};
use crate::test::shown;
use crate::{File, Parts, Recognized, RecognizedFormat, Request, read_book, read_documents};

const VIOLATIONS: &str = "\
Форма № 7. Итоги работы правовой службы за 1 полугодие 2020 года
Организация: aktobe
№ | Показатели | Всего
1 | 2 | 3
4 | Выявлено нарушений трудового законодательства (всего), в том числе: | 15
 | по оплате труда | 8
 | по режиму рабочего времени и времени отдыха | 4
 | по оформлению трудовых отношений | 2
 | прочие нарушения | 1";

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Parts {
    read_documents(vec![File::new(name, bytes.into())], &Request::default())
}

/// What was read, as `organization period line = value place certainty`, and what was found.
fn listed(parts: &Parts) -> (Vec<String>, Vec<String>) {
    let json: serde_json::Value = serde_json::from_str(
        &Recognized::new(parts).write(RecognizedFormat::Json, esep::Language::En),
    )
    .unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines = Vec::new();
    for sheet in json["sheets"].as_array().unwrap() {
        for figure in sheet["figures"].as_array().unwrap() {
            let place = &figure["place"];
            let place = match &place["table"] {
                serde_json::Value::Null => {
                    format!("{} {}", text(&place["sheet"]), text(&place["cell"]))
                }
                table => format!("{table}:{}:{}", place["row"], place["cell"]),
            };
            let doubt = if figure["certainty"] == "certain" { "" } else { " ?" };
            lines.push(format!(
                "{} {} {} = {} ({place}){doubt}",
                text(&sheet["organization"]),
                text(&sheet["period"]),
                text(&figure["line"]),
                text(&figure["value"]),
            ));
        }
    }
    (lines, shown(&parts.findings))
}

#[track_caller]
fn check_read(name: &str, bytes: impl Into<Vec<u8>>, entries: &[&str], findings: &[&str]) {
    let (lines, found) = listed(&read(name, bytes));
    assert_eq!(lines, entries, "{found:?}");
    assert_eq!(found, findings);
}

#[test]
fn a_form_in_a_workbook_a_document_and_a_page() {
    let lines = |place: fn(usize) -> String| {
        let figures = [
            ("violations", 15),
            ("violations.pay", 8),
            ("violations.working-time", 4),
            ("violations.employment-relations", 2),
            ("violations.other", 1),
        ];
        let line = |(at, (line, value)): (usize, (&str, i32))| {
            format!("aktobe 2020-H1 {line} = {value} ({})", place(at))
        };
        figures.into_iter().enumerate().map(line).collect::<Vec<_>>()
    };
    let in_sheet = lines(|at| format!("Лист1 C{}", at + 5));
    let in_table = lines(|at| format!("1:{}:3", at + 3));
    for (name, bytes, expected) in [
        ("a.xlsx", xlsx(&[("Лист1", VIOLATIONS)]), &in_sheet),
        ("a.ods", ods("Лист1", VIOLATIONS), &in_sheet),
        ("a.docx", docx(VIOLATIONS), &in_table),
    ] {
        let (found, findings) = listed(&read(name, bytes));
        assert_eq!((&found, findings), (expected, Vec::new()), "{name}");
    }
}

#[test]
fn a_form_in_csv_keeps_its_lines() {
    let text = VIOLATIONS.replace(" | ", ";");
    let parts = read("a.csv", text);
    let document = &parts.documents[0];
    let places: Vec<String> =
        document.entries.iter().map(|entry| entry.value.place.to_string()).collect();
    assert_eq!(shown(&parts.findings), Vec::<String>::new());
    assert_eq!(places, ["a.csv:5:71", "a.csv:6:18", "a.csv:7:46", "a.csv:8:35", "a.csv:9:19"]);
}

#[test]
fn labels_typed_with_doubt_are_told_and_those_without_are_not() {
    let text = "\
7-нысан, 2020 жылғы 1 жартыжылдық
Ұйым: aktobe
Көрсеткіш | саны
4. АНЫҚТАЛҒАН еңбек заңнамасын бұзушылықтар | 15
еңбекақы төлеуге қатысты | 8
өзге бұзушылқтар | 7
белгісіз көрсеткіш мұнда тұр | 3
14 Дано консул. по правовым вопр. | 9";
    check_read(
        "a.xlsx",
        xlsx(&[("1", text)]),
        &[
            "aktobe 2020-H1 violations = 15 (1 B4)",
            "aktobe 2020-H1 violations.pay = 8 (1 B5)",
            "aktobe 2020-H1 violations.other = 7 (1 B6) ?",
            "aktobe 2020-H1 consultations = 9 (1 B8)",
        ],
        &[
            "a.xlsx:1!A6 I017 uncertain-recognition text=өзге бұзушылқтар line=other violations",
            "a.xlsx:1!A7 I003 unknown-line line=белгісіз көрсеткіш мұнда тұр form=Results of the legal service's work",
        ],
    );
}

#[test]
fn organizations_side_by_side_and_a_total_that_is_nobodys() {
    let structure = "code,parent,name\nu,,Union\naktobe,u,Ақтөбе облыстық ұйымы\natyrau,u,Атырау облыстық ұйымы\n";
    let text = "\
Форма № 7 за 1 полугодие 2020 года
Показатели | Ақтөбе облыстық ұйымы | Атырау облыстық ұйымы | Всего
Выявлено нарушений | 15 | 4 | 19
по оплате труда | 8 | 3 | 11";
    let request =
        Request { structure: Some(File::new("structure.csv", structure)), ..Request::default() };
    let parts = read_documents(vec![File::new("a.xlsx", xlsx(&[("1", text)]))], &request);
    let (lines, findings) = listed(&parts);
    assert_eq!(
        lines,
        [
            "aktobe 2020-H1 violations = 15 (1 B3)",
            "aktobe 2020-H1 violations.pay = 8 (1 B4)",
            "atyrau 2020-H1 violations = 4 (1 C3)",
            "atyrau 2020-H1 violations.pay = 3 (1 C4)",
        ]
    );
    assert_eq!(findings, ["a.xlsx:1!D2 I010 unknown-key key=Всего"]);
}

#[test]
fn several_forms_on_one_sheet_and_parts_named_shortly() {
    let text = "\
Организация: aktobe
1 полугодие 2020 г.
Форма № 7
Выявлено нарушений | 15
по оплате труда | 8
Занятость в период чрезвычайного положения
Находились в простое, всего | 60
в том числе:
дошкольное образование | 20
прочие организации | 40";
    check_read(
        "a.xlsx",
        xlsx(&[("1", text)]),
        &[
            "aktobe 2020-H1 violations = 15 (1 B4)",
            "aktobe 2020-H1 violations.pay = 8 (1 B5)",
            "aktobe 2020-H1 downtime = 60 (1 B7)",
            "aktobe 2020-H1 downtime.preschool = 20 (1 B9)",
            "aktobe 2020-H1 downtime.other = 40 (1 B10)",
        ],
        &[],
    );
}

#[test]
fn parts_may_be_set_in_and_figures_without_a_label_are_told() {
    let text = "\
Форма № 7, 1 полугодие 2020 года
Организация: aktobe
4 | Выявлено нарушений | | 15
  | | по оплате труда | 8
  | | | 7
5 | Внесено представлений | | 3";
    check_read(
        "a.xlsx",
        xlsx(&[("1", text)]),
        &[
            "aktobe 2020-H1 violations = 15 (1 D3)",
            "aktobe 2020-H1 violations.pay = 8 (1 D4)",
            "aktobe 2020-H1 proposals = 3 (1 D6)",
        ],
        &["a.xlsx:1!D5 I011 unreadable-value.no-line"],
    );
}

#[test]
fn a_title_without_a_line_that_is_known_is_told() {
    let text = "\
Организация: aktobe
Форма № 7, 1 полугодие 2020 года
Выявлено нарушений | 15
по оплате труда | 8
Занятость в период чрезвычайного положения
сколько-то людей | 3
сколько-то других | 4";
    check_read(
        "a.xlsx",
        xlsx(&[("1", text)]),
        &["aktobe 2020-H1 violations = 15 (1 B3)", "aktobe 2020-H1 violations.pay = 8 (1 B4)"],
        &["a.xlsx:1!A5 I007 unknown-form.none-fits | hint.form-title"],
    );
}

#[test]
fn cells_that_hold_no_figure_are_told() {
    let text = "\
Форма № 7, 1 полугодие 2020 года
Организация: aktobe
Выявлено нарушений | date 43965
по оплате труда | error #REF!
прочие нарушения | formula B1+B2
Внесено представлений |
~получено ответов | 3";
    check_read(
        "a.xlsx",
        xlsx(&[("~1", text)]),
        &["aktobe 2020-H1 proposals =  (1 B6)", "aktobe 2020-H1 proposals.answered = 3 (1 B7)"],
        &[
            "a.xlsx:1 I018 hidden-figures.sheet sheet=1",
            "a.xlsx:1!B3 I001 unreadable-figure.date text=2020-05-14 | hint.number-format",
            "a.xlsx:1!B4 I001 unreadable-figure.error-cell text=#REF!",
            "a.xlsx:1!B5 I001 unreadable-figure.no-value text=B1+B2 | hint.save-again",
            "a.xlsx:1!B7 I018 hidden-figures cells=B7",
        ],
    );
}

#[test]
fn shares_count_as_precisely_as_they_are_shown() {
    let text = "\
Мүшелік статистикасы 2020 жыл
Ұйым: aktobe
Members (total) | 703070
share of students and pupils | 0.13896482 %
share of women | 0.696";
    let (lines, findings) = listed(&read("a.xlsx", xlsx(&[("1", text)])));
    assert!(lines.contains(&"aktobe 2020 share.students = 13.9 % (1 B4)".to_owned()), "{lines:?}");
    let ambiguous = "a.xlsx:1!B5 I002 ambiguous-figure.fraction text=0.696 | hint.percent-format";
    assert_eq!(findings, [ambiguous]);
}

#[test]
fn amounts_in_thousands_are_so_many_thousands() {
    let text = "\
Форма № 7, 2020 год
Организация: aktobe
Показатели | Ед. изм. | Значение
Выявлено нарушений | ед. | 15
Возвращено членам профсоюза | тыс. тенге | 653893
Экономический эффект | тыс. тенге | 729570";
    let (lines, findings) = listed(&read("a.xlsx", xlsx(&[("1", text)])));
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(lines[0], "aktobe 2020 violations = 15 (1 C4)");
    assert_eq!(lines[1], "aktobe 2020 money-returned = 653893 тыс. (1 C5)");
}

#[test]
fn a_wide_table_in_a_sheet_is_read_as_in_csv() {
    let text = "\
Мүшелік 2020 жыл
code | Members (total) | women
aktobe | 120 | 70
atyrau | 80 | 90";
    let parts = read("a.xlsx", xlsx(&[("Лист 1", text)]));
    let (lines, findings) = listed(&parts);
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(lines[0], "aktobe 2020 Members (total) = 120 (Лист 1 B3)");
    assert_eq!(lines[3], "atyrau 2020 women = 90 (Лист 1 C4)");
}

#[test]
fn form_7_of_the_example_book_gives_the_same_as_a_workbook_and_as_a_document() {
    let text =
        include_str!("../../../../docs/examples/kz-education-2020-h1/reports/2020-H1/kz-edu.toml");
    // Only Form No. 7, with one figure that is wrong.
    let start = text.find("[legal-service]").unwrap();
    let end = text[start + 1..].find("\n[").map_or(text.len(), |end| start + 1 + end);
    let toml = format!("organization = \"kz-edu\"\nperiod = \"2020-H1\"\n{}", &text[start..end]);
    let toml = toml.replacen("378", "377", 1);
    let parts = read("a.toml", toml);
    let forms = parts.forms.clone();
    let form = forms.get("legal-service").unwrap();
    for language in esep::Language::ALL {
        let mut table =
            format!("{} 2020-H1\nОрганизация: kz-edu\n", form.title.in_language(language));
        for line in form.lines() {
            let entry = |id: &str| {
                let mut entries = parts.documents[0].entries.iter();
                entries
                    .find(|entry| &*entry.line.text == id)
                    .map(|entry| entry.value.text.to_string())
            };
            let value = entry(line.id.as_str()).unwrap_or_default();
            let number = line.number.clone().unwrap_or_default();
            table.extend([&number, " | ", line.label.in_language(language), " | ", &value, "\n"]);
        }
        let found = |parts: Parts| {
            let reading = parts.understand();
            let told = reading.findings.into_iter().chain(check(&reading.book).findings);
            let bare = |finding: Finding| (finding.code, finding.message, finding.cells.len());
            told.map(bare).collect::<Vec<_>>()
        };
        let expected = found(read("a.toml", parts_text(&parts)));
        assert!(!expected.is_empty());
        assert_eq!(found(read("a.xlsx", xlsx(&[("1", &table)]))), expected, "{table}");
        assert_eq!(found(read("a.docx", docx(&table))), expected, "{table}");
    }
}

fn parts_text(parts: &Parts) -> String {
    parts.sources.iter().next().unwrap().text.clone()
}

#[test]
fn a_book_may_hold_workbooks_and_sheets_tell_whose_they_are() {
    let table = "Форма № 7, 1 полугодие 2020 года\nВыявлено нарушений | 15\nпо оплате труда | 8";
    let files = vec![
        File::new(
            "structure.csv",
            "code,parent,name\nu,,Union\naktobe,u,Ақтөбе\natyrau,u,Атырау\n",
        ),
        File::new("reports/all.xlsx", xlsx(&[("Ақтөбе", table)])),
        File::new("reports/2020/atyrau.docx", docx(table)),
    ];
    let (lines, findings) = listed(&read_book("", files, &Request::default()));
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(lines[0], "atyrau 2020-H1 violations = 15 (1:1:2)");
    assert_eq!(lines[2], "aktobe 2020-H1 violations = 15 (Ақтөбе B2)");
}

#[test]
fn what_is_no_form_is_told_with_what_it_may_be() {
    check_read(
        "a.xlsx",
        xlsx(&[("1", "Меню столовой | цена\nСуп | 700\nКомпот | 200")]),
        &[],
        &["a.xlsx:1 I007 unknown-form.none-fits | hint.form-title"],
    );
    check_read(
        "a.xlsx",
        xlsx(&[("1", "Суп | 700\nпо оплате труда | 8\nКомпот | 200")]),
        &[],
        &["a.xlsx:1 I007 unknown-form.one-label form=legal-service | hint.form-title"],
    );
}

#[track_caller]
fn check_refused(name: &str, bytes: impl Into<Vec<u8>>, key: &str) {
    let parts = read(name, bytes);
    let [finding] = parts.findings.as_slice() else { panic!("{:?}", shown(&parts.findings)) };
    assert_eq!(finding.message.key, key);
}

#[test]
fn what_would_grow_without_end_is_refused() {
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>";
    check_refused("a.ods", packed(&[("content.xml", entities)]), "unreadable-document.entities");
    check_refused(
        "a.fods",
        format!("{entities}<office:document/>"),
        "unreadable-document.entities",
    );
    let blanks = packed(&[("content.xml", &format!("<a>{}</a>", " ".repeat(20_000_000)))]);
    assert!(blanks.len() < 100_000);
    check_refused("a.ods", blanks, "unreadable-document.office-too-large");
    let repeated = "<office:spreadsheet><table:table table:name=\"1\">\
        <table:table-row table:number-rows-repeated=\"1000000\">\
        <table:table-cell table:number-columns-repeated=\"16000\"><text:p>1</text:p>\
        </table:table-cell></table:table-row></table:table></office:spreadsheet>";
    check_refused(
        "a.ods",
        packed(&[("content.xml", repeated)]),
        "unreadable-document.office-too-large",
    );
    let deep = "<a>".repeat(100_000);
    check_refused("a.ods", packed(&[("content.xml", &deep)]), "unreadable-document.office-damaged");
    let wide = "<table><tr><td colspan=4000000000 rowspan=4000000000>1</td><td>2</td></tr></table>";
    check_refused("a.html", wide, "unreadable-document.office-too-large");
}

#[test]
fn far_apart_cells_take_no_room_between_them() {
    let cells = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
        <row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData></worksheet>";
    let mut parts = vec![("xl/worksheets/sheet1.xml", cells)];
    let root = "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let of_workbook = "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    parts.push(("_rels/.rels", root));
    parts.push(("xl/_rels/workbook.xml.rels", of_workbook));
    parts.push((
        "xl/workbook.xml",
        "<workbook><sheets><sheet name=\"1\" r:id=\"r1\"/></sheets></workbook>",
    ));
    check_refused("a.xlsx", packed(&parts), "unknown-form.none-fits");
}

#[test]
fn damaged_files_are_told() {
    let good = xlsx(&[("1", VIOLATIONS)]);
    for cut in [4, good.len() / 3, good.len() / 2, good.len() - 1] {
        check_refused("a.xlsx", good[..cut].to_vec(), "unreadable-document.office-damaged");
    }
    check_refused("a.xlsx", *b"PK\x03\x04", "unreadable-document.office-damaged");
    check_refused("a.xlsx", packed(&[("a", "b")]), "unreadable-document.office-damaged");
}

#[test]
fn a_workbook_with_a_password_is_told() {
    let mut compound = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    compound.create_stream("EncryptedPackage").unwrap();
    let bytes = compound.into_inner().into_inner();
    check_refused("a.xlsx", bytes, "unreadable-document.encrypted");
    let compound = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    let bytes = compound.into_inner().into_inner();
    check_refused("a.xls", bytes, "unreadable-document.old-office");
}

#[test]
fn names_of_files_are_taken_with_doubt() {
    let table = "Форма № 7\nВыявлено нарушений | 15\nпо оплате труда | 8";
    let name: Arc<str> = "in/aktobe 2020-H1.xlsx".into();
    check_read(
        &name,
        xlsx(&[("1", table)]),
        &[
            "aktobe 2020-H1 2020-H1 violations = 15 (1 B2) ?",
            "aktobe 2020-H1 2020-H1 violations.pay = 8 (1 B3) ?",
        ],
        &[
            "in/aktobe 2020-H1.xlsx I017 uncertain-recognition.organization name=aktobe 2020-H1",
            "in/aktobe 2020-H1.xlsx:1 I017 uncertain-recognition.period period=2020-H1",
        ],
    );
}

#[test]
fn what_the_text_of_a_document_says_holds_for_all_tables_below() {
    let document = "\
Отчёт за 1 полугодие 2020 года
Организация: aktobe
Правовая служба
Прочитано лекций и докладов на правовые темы | 1
Проведено семинаров по правовой тематике с профактивом, руководителями, членами профсоюза | 2
Отдельно за 2019 год
Прочитано лекций и докладов на правовые темы | 3
Проведено семинаров по правовой тематике с профактивом, руководителями, членами профсоюза | 4
Занятость
Находились в простое, всего | 5
простой: дошкольное образование | 5";
    check_read(
        "a.docx",
        docx(document),
        &[
            "aktobe 2020-H1 lectures = 1 (1:1:2)",
            "aktobe 2020-H1 seminars = 2 (1:2:2)",
            "aktobe 2019 lectures = 3 (2:1:2)",
            "aktobe 2019 seminars = 4 (2:2:2)",
            "aktobe 2019 downtime = 5 (3:1:2)",
            "aktobe 2019 downtime.preschool = 5 (3:2:2)",
        ],
        &[],
    );
}

#[test]
fn a_table_without_a_period_is_told_once() {
    let workbook = xlsx(&[
        ("Лист1", VIOLATIONS),
        (
            "Лист2",
            "Организация: aktobe\n\
        Находились в простое, всего | 5\nпростой: дошкольное образование | 5",
        ),
    ]);
    let reading = read("a.xlsx", workbook).understand();
    let found: Vec<String> = reading.findings.iter().map(|it| it.code.to_string()).collect();
    assert_eq!(found, ["I009"]);
}
