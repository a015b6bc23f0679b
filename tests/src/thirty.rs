//! The reports of `docs/examples/thirty` from end to end: what is read of them are the figures they
//! were made of, whatever the disorder; annotated copies and the consolidated tables say the same.

use std::collections::BTreeMap;
use std::fs;

use esep::{Book, CellIndex, Content, Figure, Language, Rational, Sheet, rollup};
use esep_documents::{
    Examined, File, Reading, Request, RollupReport, RollupRequest, annotate, read_book,
    read_documents,
};

use crate::tree;

const FOLDER: &str = "docs/examples/thirty";
pub(crate) const FORMS: [&str; 2] = ["legal-service", "membership"];

fn file(path: &str) -> File {
    File::new(path, fs::read(tree::root().join(path)).unwrap())
}

pub(crate) fn reports() -> Reading {
    let files = tree::paths(FOLDER).iter().map(|path| file(path)).collect();
    read_book(FOLDER, files, &Request::default()).understand()
}

/// Documents that belong to no book, of the organizations known there.
pub(crate) fn documents(files: Vec<File>) -> Book {
    let structure = file(&format!("{FOLDER}/structure.csv"));
    let request = Request { structure: Some(structure), ..Request::default() };
    read_documents(files, &request).understand().book
}

/// What the cells of sheets say, by form and organization; blanks say nothing, and nil is nought.
pub(crate) type Said = BTreeMap<(String, String), BTreeMap<CellIndex, String>>;

fn said<'a>(sheets: impl Iterator<Item = &'a Sheet>) -> Said {
    said_as(sheets, |figure| format!("{:?}", figure.interval()))
}

/// The same where what a figure says is told in this way.
pub(crate) fn said_as<'a>(
    sheets: impl Iterator<Item = &'a Sheet>,
    told: fn(&Figure) -> String,
) -> Said {
    let of = |sheet: &Sheet| {
        let cells = sheet.cells().filter_map(|(index, stated)| {
            let said = match &stated.content {
                Content::Figure(figure) => told(figure),
                Content::Nil => told(&Figure::exact(Rational::ZERO, 0)),
                Content::Blank => return None,
                other => format!("{other:?}"),
            };
            Some((index, said))
        });
        let whose = sheet.organization().as_str().to_owned();
        ((sheet.form().id.as_str().to_owned(), whose), cells.collect())
    };
    sheets.map(of).filter(|(_, said): &(_, BTreeMap<_, _>)| !said.is_empty()).collect()
}

#[test]
fn whatever_the_disorder_the_figures_are_those_that_were_put_in() {
    let put_in = tree::paths("tests/data/thirty").iter().map(|path| file(path)).collect();
    let expected = said(documents(put_in).sheets.iter());
    assert_eq!(expected.len(), 59);
    let read = said(reports().book.sheets.iter());
    for (key, expected) in &expected {
        assert_eq!(read.get(key), Some(expected), "{key:?}");
    }
    assert_eq!(read.len(), expected.len());
}

#[test]
fn annotated_copies_say_what_was_sent() {
    let mut examined = Examined::default();
    examined.check(reports());
    let names: Vec<String> = examined.workbooks().into_iter().map(str::to_owned).collect();
    assert_eq!(names.len(), 7, "{names:?}");
    for name in names {
        let sent = file(&name);
        let copy = annotate(&sent, &examined.notes(&sent.name, Language::Kk)).unwrap();
        assert_ne!(copy, sent.bytes);
        let copy = documents(vec![File::new(name.as_str(), copy)]);
        assert_eq!(said(copy.sheets.iter()), said(documents(vec![sent]).sheets.iter()), "{name}");
    }
}

/// The number, and whether it is a bound: in a sum every figure is a number, however it was rounded.
pub(crate) fn number(figure: &Figure) -> String {
    let is_bound = figure.interval().high().number().is_none();
    format!("{}{:?}", if is_bound { "≥ " } else { "" }, figure.value())
}

#[test]
fn consolidated_tables_are_read_again() {
    let book = reports().book;
    let period = "2025-H1";
    for form in FORMS {
        let request = RollupRequest { form, period, level: None };
        let report = RollupReport::new(&book, &request).unwrap();
        for language in Language::ALL {
            let bytes = report.workbook(language).unwrap();
            let read = documents(vec![File::new("total.xlsx", bytes)]);
            let read = said_as(read.sheets.iter(), number);
            let on_form = book.forms.get(form).unwrap();
            let rolled = rollup(&book, on_form, period.parse().unwrap());
            let stated = book.sheets.iter().filter(|sheet| sheet.form().id.as_str() == form);
            let expected = said_as(stated.chain(rolled.sheets.values()), number);
            assert_eq!(read.len(), expected.len());
            for ((_, organization), expected) in &expected {
                let read = &read[&(form.to_owned(), organization.clone())];
                assert_eq!(read.len(), expected.len(), "{organization}");
                for (index, expected) in expected {
                    let line = &on_form.lines()[index.line].id;
                    assert_eq!(&read[index], expected, "{organization} {line} {language}");
                }
            }
        }
    }
}
