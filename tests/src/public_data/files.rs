//! Published tables as the files of a book, and what is found in it.

use std::collections::BTreeMap;

use esep::{Book, Code, Finding, Summary};
use esep_documents::{File, Request, read_book};

use crate::tree;

/// A published table, in which nothing is quoted.
pub(super) struct Table(String);

/// One row, by heading.
pub(super) type Row<'a> = BTreeMap<&'a str, &'a str>;

/// A book and everything found in it, from reading to checking.
pub(super) struct Found {
    pub(super) book: Book,
    pub(super) findings: Vec<Finding>,
    pub(super) summary: Summary,
}

impl Table {
    pub(super) fn read(name: &str) -> Self {
        Self::of(read(name))
    }

    pub(super) fn of(text: String) -> Self {
        assert!(!text.contains('"'), "something is quoted");
        Self(text)
    }

    pub(super) fn rows(&self) -> Vec<Row<'_>> {
        let mut lines = self.0.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let headings = lines.next().unwrap();
        lines.map(|cells| headings.iter().copied().zip(cells).collect()).collect()
    }
}

impl Found {
    /// How often each code was found.
    pub(super) fn counts(&self) -> Vec<(Code, usize)> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.code).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    /// The findings about a rule of the form, a breakdown or a line.
    pub(super) fn about<'a>(&'a self, rule: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |finding| {
            finding.rule.as_deref().and_then(|full| full.split('/').nth(1)) == Some(rule)
        })
    }
}

/// The text of a file of the public data.
pub(super) fn read(name: &str) -> String {
    tree::read(&format!("tests/data/public/{name}"))
}

/// A wide sheet: the form, its columns, and rows of cells.
pub(super) fn wide(
    form: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> String {
    let header = format!("# form: {form}\n{}\n", columns.join(","));
    rows.fold(header, |text, cells| text + &cells.join(",") + "\n")
}

/// The cells of a row, in this order.
pub(super) fn cells(row: &Row<'_>, headings: &[&str]) -> Vec<String> {
    headings.iter().map(|heading| row[heading].to_owned()).collect()
}

/// A structure of codes and what they belong to.
pub(super) fn structure<C: AsRef<str>>(rows: impl IntoIterator<Item = (C, String)>) -> String {
    let rows = rows.into_iter();
    rows.fold("code,parent\n".to_owned(), |text, (code, parent)| {
        format!("{text}{},{parent}\n", code.as_ref())
    })
}

/// Everything that is found in a book of a form, a structure (if any) and reports.
pub(super) fn check(form: &str, structure: &str, reports: &[&str]) -> Found {
    let mut files = vec![File::new("forms/form.toml", form)];
    if !structure.is_empty() {
        files.push(File::new("structure.csv", structure));
    }
    for (index, report) in reports.iter().enumerate() {
        files.push(File::new(format!("reports/{index}.csv"), *report));
    }
    let reading = read_book("", files, &Request::default()).understand();
    let checked = esep::check(&reading.book);
    let findings = reading.findings.into_iter().chain(checked.findings).collect();
    Found { book: reading.book, findings, summary: checked.summary }
}
