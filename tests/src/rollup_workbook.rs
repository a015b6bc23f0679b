//! The consolidated table as a workbook: its formulas give what Esep has added up.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use esep::{Language, Rational, Rollup, rollup};
use esep_documents::{RollupReport, RollupRequest};
use proptest::prelude::*;

use crate::generate::{Plan, plans};

/// A cell: its formula, and its value as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cell {
    formula: Option<String>,
    value: String,
}

/// The cells of the only sheet of a workbook, by name; texts as they are.
fn cells(bytes: &[u8]) -> BTreeMap<String, Cell> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let between = |text: &str, start: &str, end: &str| {
        let (_, rest) = text.split_once(start)?;
        Some(rest.split_once(end)?.0.to_owned())
    };
    let strings = part("xl/sharedStrings.xml");
    let strings: Vec<String> = strings
        .split("<si>")
        .skip(1)
        .map(|it| between(&format!("{it}<t></t>"), ">", "<").unwrap())
        .collect();
    let sheet = part("xl/worksheets/sheet1.xml");
    let cells = sheet.split("<c r=\"").skip(1).filter_map(|cell| {
        let name = cell.split('"').next()?.to_owned();
        let head = cell.split('>').next()?.to_owned();
        let inside = cell.split("</c>").next()?;
        let value = between(inside, "<v>", "</v>").filter(|_| !head.ends_with('/'))?;
        let is_text = head.contains("t=\"s\"");
        let value = if is_text { strings[value.parse::<usize>().unwrap()].clone() } else { value };
        Some((name, Cell { formula: between(inside, "<f>", "</f>"), value }))
    });
    cells.collect()
}

fn split(name: &str) -> (&str, u32) {
    let digits = name.find(|letter: char| letter.is_ascii_digit()).unwrap();
    (&name[..digits], name[digits..].parse().unwrap())
}

fn number(text: &str) -> Option<Rational> {
    if let Some(text) = text.strip_prefix('-') {
        return Some(-number(text)?);
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    Rational::from_digits(&format!("{whole}{decimals}"), -i32::try_from(decimals.len()).unwrap())
}

/// What a program makes of a sum, computing each cell anew.
fn value(name: &str, cells: &BTreeMap<String, Cell>) -> Rational {
    let Some(cell) = cells.get(name) else { return Rational::ZERO };
    let Some(formula) = &cell.formula else {
        return number(&cell.value).unwrap_or(Rational::ZERO);
    };
    let mut total = Rational::ZERO;
    for sum in formula.split('+') {
        let arguments = sum.strip_prefix("SUM(").unwrap().strip_suffix(')').unwrap();
        for argument in arguments.split(',') {
            let (first, last) = argument.split_once(':').unwrap_or((argument, argument));
            let ((column, first), (same, last)) = (split(first), split(last));
            assert_eq!(column, same);
            for row in first..=last {
                total = &total + &value(&format!("{column}{row}"), cells);
            }
        }
    }
    total
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn formulas_of_a_consolidated_table_give_what_is_added_up(plan in plans()) {
        let (book, form) = (plan.book(), plan.form());
        let period = Plan::period().to_string();
        let request = RollupRequest { form: form.id.as_str(), period: &period, level: None };
        let report = RollupReport::new(&book, &request).unwrap();
        let bytes = report.workbook(Language::Kk).unwrap();
        prop_assert_eq!(&bytes, &report.workbook(Language::Kk).unwrap());
        let cells = cells(&bytes);
        let is_sum = |cell: &Cell| cell.formula.as_ref().is_some_and(|it| it.starts_with("SUM("));
        for (name, cell) in cells.iter().filter(|(_, cell)| is_sum(cell)) {
            prop_assert_eq!(Some(value(name, &cells)), number(&cell.value), "{}", name);
        }
        let rolled = rollup(&book, &form, Plan::period());
        for (organization, sheet) in &rolled.sheets {
            let code = cells.iter().find(|(name, cell)| {
                split(name).0 == "B" && cell.value == organization.as_str()
            });
            let row = split(code.unwrap().0).1;
            let on_row = cells.iter().filter(|(name, cell)| {
                split(name).1 == row && is_sum(cell)
            });
            let mut stated: Vec<_> =
                on_row.map(|(_, cell)| number(&cell.value).unwrap()).collect();
            let figures = sheet.figures();
            let figures = figures.filter(|(it, _)| form.lines()[it.line].rollup == Rollup::Sum);
            let mut expected: Vec<_> = figures.map(|(_, figure)| figure.value().clone()).collect();
            stated.sort();
            expected.sort();
            prop_assert_eq!(stated, expected, "{}", organization);
        }
    }
}
