//! Registers in workbooks give what the same rows give as text.

use super::*;
use crate::grids::SheetTexts;
use crate::office::test::{ods, xlsx};
use crate::tally::reading::read_sheets;

/// A day as a workbook holds it and as text.
const DAYS: [(&str, &str); 5] = [
    ("date 36526", "2000-01-01"),
    ("date 42064", "2015-03-01"),
    ("date 43889.5", "2020-02-28"),
    ("date 44013", "2020-07-01"),
    ("01.03.2019", "01.03.2019"),
];

const ORGANIZATIONS: [&str; 5] = ["b", "c", "№ 7 мектеп", "z", ""];

/// What rows give: what is counted, and the faults with the rows of the first.
type Told = (Vec<(Vec<String>, Tally)>, Vec<(FaultOf, usize, u32)>);

fn told(given: &Given, of_row: impl Fn(u32) -> u32) -> Told {
    let faults = given.faults.iter().map(|(fault, seen)| {
        let (place, _) = seen.first.as_ref().unwrap();
        (*fault, seen.rows, of_row(place.line))
    });
    (given.tallies.clone(), faults.collect())
}

fn sheets_of(file: &File) -> SheetTexts {
    let texts = SheetTexts::read(file.clone());
    // As they come from another module.
    let read = SheetTexts::from_bytes(&file.name, &texts.to_bytes());
    assert_eq!(read.as_ref(), Some(&texts));
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_workbook_gives_what_its_rows_give_as_text(
        rows in prop::collection::vec(
            (0..5_usize, prop::sample::select(vec!["f", "m", "ер", "?", ""]), 0..6_usize, 0..7_usize),
            1..80,
        ),
        titles in 0..4_usize,
        gap in 0..3_usize,
    ) {
        let mut csv = "org_code,note,sex,joined,left\n".to_owned();
        let mut cells = "Реестр членов\n".repeat(titles) + "org_code|note|sex|joined|left\n";
        cells.push_str(&"\n".repeat(gap));
        let day = |at: usize| DAYS.get(at).copied().unwrap_or(["", "45 мая"].map(|it| (it, it))[at % 2]);
        for (organization, sex, joined, left) in rows {
            let organization = ORGANIZATIONS[organization];
            let (joined, left) = (day(joined), day(left));
            csv.extend([organization, ",\"a, b\",", sex, ",", joined.1, ",", left.1, "\n"]);
            cells.extend([organization, "|a, b|", sex, "|", joined.0, "|", left.0, "\n"]);
        }
        let (expected, _) = given(&["2020-H1", "2019"], |it, findings| {
            read(File::new(name(), &*csv), it, findings)
        });
        let above = u32::try_from(titles + gap).unwrap();
        let expected = told(&expected.unwrap(), |line| line + above);
        let names = ["a.xlsx", "a.ods"];
        let texts = DAYS.iter().fold(cells.clone(), |all, (cell, day)| all.replace(cell, day));
        let books = [xlsx(&[("Мүшелер", &cells)]), ods("Мүшелер", &texts)];
        for (name, bytes) in names.into_iter().zip(books) {
            let file = File::new(name, bytes);
            let (found, _) = given(&["2020-H1", "2019"], |it, findings| {
                let mut counted = read_sheets(&file.name, sheets_of(&file), it, findings);
                assert_eq!(counted.len(), 1);
                counted.pop()
            });
            prop_assert_eq!(told(&found.unwrap(), |row| row), expected.clone());
        }
    }
}

fn tallied(file: File) -> TallyReport {
    let structure = TallyReport::with_structure(File::new("structure.csv", STRUCTURE));
    let request =
        TallyRequest { register: "members", as_of: Some("2020-07-01"), period: None, level: None };
    structure.tally(vec![file], &request).unwrap()
}

fn places(report: &TallyReport) -> Vec<String> {
    let place = |it: &Finding| format!("{} {:?}", it.place.as_ref().unwrap(), it.message.key);
    report.findings().iter().map(place).collect()
}

#[test]
fn every_sheet_with_the_header_is_counted_and_others_are_told() {
    let first = "Мүшелер тізілімі\n\nұйым|жынысы|кірген күні|шыққан күні|балл\nb|әйел|date 42064||formula A1\n";
    let second = "х|org_code|joined|left\n|b|2015-03-01|\n~|c|date 42064|\n|c|error #REF!|\n|error #N/A|date 42064|\n|formula A1|date 42064|\n";
    let others = "a|b\n1|2\n";
    let bytes = xlsx(&[("Тізім", first), ("~Екінші", second), ("Анықтама", others), ("Бос", "")]);
    let report = tallied(File::new("m.xlsx", bytes));
    assert_eq!(
        places(&report),
        [
            "m.xlsx:Екінші \"unreadable-document.heading-of-others\"",
            "m.xlsx:Екінші \"hidden-figures.register\"",
            "m.xlsx:Екінші \"hidden-figures.rows\"",
            "m.xlsx:Екінші!C4 \"unreadable-value.result\"",
            "m.xlsx:Екінші!B5 \"unreadable-value.result\"",
            "m.xlsx:Анықтама \"unreadable-document.no-header-on-sheet\"",
        ]
    );
    assert_eq!(report.rows_left_out(), 3);
    assert_eq!(report.findings().last().unwrap().severity, Severity::Warning);
    let table = report.write(crate::TableFormat::Csv, esep::Language::En);
    let members = |code: &str| {
        let row = table.lines().find(|line| line.starts_with(code)).unwrap();
        row.split(',').nth(3).unwrap().to_owned()
    };
    assert_eq!(["b,", "c,", "одақ,"].map(members), ["2", "1", "3"]);
}

#[test]
fn a_workbook_without_any_header_is_an_error() {
    let report =
        tallied(File::new("m.xlsx", xlsx(&[("A", "a|b\n1|2"), ("B", "ұйым|шыққан күні\nb|")])));
    assert_eq!(
        places(&report),
        [
            "m.xlsx:A \"unreadable-document.no-header-on-sheet\"",
            "m.xlsx:B!A1 \"unreadable-document.missing-heading\"",
        ]
    );
    assert!(report.findings().iter().all(|finding| finding.severity == Severity::Error));
    let report = tallied(File::new("m.xlsx", xlsx(&[("A", ""), ("B", "")])));
    assert_eq!(places(&report), ["m.xlsx \"unreadable-document.empty\""]);
    let report = tallied(File::new("m.xlsx", *b"PK\x03\x04"));
    assert_eq!(places(&report), ["m.xlsx \"unreadable-document.office-damaged\""]);
}
