//! Small books for tests of explanations.

use std::fmt::Write as _;

use esep::explain::Explained;
use esep::{Book, Language, Wording};
use esep_documents::{File, Request, read_book};

use super::{assert_settles, explained};

/// A book of one form.
pub(super) struct Small {
    form: String,
    structure: String,
    rows: String,
}

impl Small {
    /// A form of these lines, each `id` or `id:settings` where settings are TOML parted by `;`; with
    /// more TOML below them.
    pub(super) fn of(lines: &[&str], more: &str) -> Self {
        let mut form =
            "id = \"small\"\ntitle = { kk = \"-\", ru = \"-\", en = \"-\" }\n".to_owned();
        for line in lines {
            let (id, settings) = line.split_once(':').unwrap_or((line, "unit = \"persons\""));
            let label = format!("{{ kk = {id:?}, ru = {id:?}, en = {id:?} }}");
            let settings = settings.replace(';', "\n");
            let _ = writeln!(form, "[[line]]\nid = {id:?}\nlabel = {label}\n{settings}");
        }
        form.push_str(more);
        let rows = "organization,period,form,line,column,value\n".to_owned();
        Self { form, structure: "code,parent\n".to_owned(), rows }
    }

    /// The same with columns.
    pub(super) fn columns(mut self, ids: &[&str]) -> Self {
        for id in ids {
            let label = format!("{{ kk = {id:?}, ru = {id:?}, en = {id:?} }}");
            let _ = writeln!(self.form, "[[column]]\nid = {id:?}\nlabel = {label}");
        }
        self
    }

    /// Organizations below another.
    pub(super) fn below(mut self, parent: &str, children: &[&str]) -> Self {
        let _ = writeln!(self.structure, "{parent},");
        for child in children {
            let _ = writeln!(self.structure, "{child},{parent}");
        }
        self
    }

    /// Figures of an organization in a period, such as `men=3 women=5` or `men[end]=3`.
    pub(super) fn states(mut self, organization: &str, period: &str, figures: &str) -> Self {
        for figure in figures.split_whitespace() {
            let (cell, value) = figure.split_once('=').unwrap();
            let (line, column) = cell.trim_end_matches(']').split_once('[').unwrap_or((cell, ""));
            let _ = writeln!(self.rows, "{organization},{period},small,{line},{column},{value}");
        }
        self
    }

    pub(super) fn book(&self) -> Book {
        let mut files = vec![
            File::new("forms/small.toml", self.form.clone()),
            File::new("reports/all.csv", self.rows.clone()),
        ];
        if self.structure.lines().count() > 1 {
            files.push(File::new("structure.csv", self.structure.clone()));
        }
        let understood = read_book("", files, &Request::default()).understand();
        assert_eq!(understood.findings, [], "{}", self.form);
        understood.book
    }

    /// What explains all findings, which must be one group; every way offered settles them.
    pub(super) fn explained(&self) -> Explained {
        let book = self.book();
        assert_settles(&book);
        let (findings, mut groups) = explained(&book);
        assert_eq!(groups.len(), 1, "{findings:?}");
        groups.remove(0)
    }

    /// The likeliest ways, in English.
    pub(super) fn ways(&self) -> Vec<String> {
        let wording = Wording::in_language(Language::En);
        self.explained().ways().iter().map(|way| wording.sentence(way)).collect()
    }

    /// The likeliest way must be this one.
    pub(super) fn assert_first(&self, expected: &str) {
        let ways = self.ways();
        assert_eq!(ways.first().map(String::as_str), Some(expected), "{ways:#?}");
    }
}
