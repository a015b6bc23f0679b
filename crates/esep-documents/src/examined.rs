//! What a look at books and documents gave.

use std::sync::Arc;

use esep::{Book, Checked, Finding, Language, Place, Selection, Severity, Summary, check};

use crate::findings::json::write_shown;
use crate::findings::{FindingsFormat, FindingsReport, write_findings};
use crate::reading::Reading;
use crate::sieve::Sifted;
use crate::source::Sources;

/// What was found in one or more books, with the texts to quote from.
#[derive(Debug, Clone, Default)]
pub struct Examined {
    findings: Vec<Finding>,
    summary: Summary,
    /// The texts of the files, one item for each book.
    sources: Vec<Arc<Sources>>,
}

/// A line of a file, cut where a finding points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote<'a> {
    /// Its number, from 1.
    pub line: u32,
    /// What stands before.
    pub before: &'a str,
    /// What is meant.
    pub marked: &'a str,
    /// What stands behind.
    pub after: &'a str,
}

impl Examined {
    /// What was found already, with the texts that it points into.
    pub fn new(mut findings: Vec<Finding>, sources: Sources) -> Self {
        Finding::sort(&mut findings);
        Self { findings, summary: Summary::default(), sources: vec![Arc::new(sources)] }
    }

    /// Checks what was read, and keeps what was found in reading and checking it; gives back the
    /// book.
    pub fn check(&mut self, reading: Reading) -> Book {
        let Reading { book, sources, findings } = reading;
        let Checked { findings: found, summary } = check(&book);
        self.add(findings.into_iter().chain(found).collect(), summary, sources);
        book
    }

    /// Checks what was held back of a large table, and keeps what was found in going through it.
    pub fn add_sifted(&mut self, sifted: Sifted) {
        let checked = sifted.check();
        self.add(checked.findings, checked.summary, sifted.into_sources());
    }

    fn add(&mut self, findings: Vec<Finding>, summary: Summary, sources: Sources) {
        self.findings.extend(findings);
        Finding::sort(&mut self.findings);
        self.summary.sheets += summary.sheets;
        self.summary.figures += summary.figures;
        self.summary.relations_evaluated += summary.relations_evaluated;
        self.summary.relations_skipped += summary.relations_skipped;
        self.sources.push(Arc::new(sources));
    }

    /// Drops what was not asked for.
    pub fn select(&mut self, selection: &Selection) {
        self.findings.retain(|finding| selection.contains(finding.code));
    }

    /// The findings, sorted.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What was looked at, and how much of which severity was found.
    pub fn summary(&self) -> Summary {
        self.summary.counting(&self.findings)
    }

    /// Whether anything of this severity, or a graver one, was found.
    pub fn has(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity >= severity)
    }

    /// The findings in a format.
    pub fn write(&self, format: FindingsFormat, language: Language) -> String {
        let report = FindingsReport {
            findings: &self.findings,
            summary: &self.summary(),
            language,
            source: &|name| self.text(name),
        };
        write_findings(&report, format)
    }

    /// The findings as JSON of the schema `esep/findings/1` for a program that shows them: with
    /// `title`, the code in words, and `quote`, the line pointed at, of each finding; with
    /// `verdict`, all of it in a sentence, and `clean`, whether nothing was found; `null` where
    /// nothing could be looked at.
    pub fn shown(&self, language: Language) -> String {
        let summary = self.summary();
        let report = FindingsReport {
            findings: &self.findings,
            summary: &summary,
            language,
            source: &|name| self.text(name),
        };
        write_shown(&report, &|place| self.quote(place))
    }

    /// The line that a place points into; `None` where it means a whole file, or one that is not
    /// there.
    pub fn quote(&self, place: &Place) -> Option<Quote<'_>> {
        let number = usize::try_from(place.line.checked_sub(1)?).ok()?;
        let text = self.text(&place.file)?.lines().nth(number)?;
        let after = |characters: u32| {
            let characters = usize::try_from(characters).unwrap_or(usize::MAX);
            text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
        };
        let start = after(place.column.saturating_sub(1));
        let end = after(place.column.saturating_sub(1).saturating_add(place.length));
        let (before, rest) = text.split_at_checked(start)?;
        let (marked, after) = rest.split_at_checked(end.saturating_sub(start))?;
        Some(Quote { line: place.line, before, marked, after })
    }

    fn text(&self, name: &str) -> Option<&str> {
        let source = self.sources.iter().find_map(|sources| sources.get(name))?;
        Some(&source.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn check(place: &Place, expected: Option<(&str, &str, &str)>) {
        let mut sources = Sources::default();
        sources.add(Source { name: "a.csv".into(), text: "ұйым,мүше\r\nA,1 200\n".into() });
        let examined = Examined::new(Vec::new(), sources);
        let quote = examined.quote(place);
        assert_eq!(quote.map(|quote| (quote.before, quote.marked, quote.after)), expected);
    }

    #[test]
    fn a_quote_is_the_line_cut_in_three() {
        let file: Arc<str> = "a.csv".into();
        check(&Place::new(&file, 2, 3, 5), Some(("A,", "1 200", "")));
        check(&Place::new(&file, 1, 1, 4), Some(("", "ұйым", ",мүше")));
        check(&Place::new(&file, 2, 30, 5), Some(("A,1 200", "", "")));
        check(&Place::new(&file, 3, 1, 1), None);
        check(&Place::whole(&file), None);
        check(&Place::new(&Arc::from("b.csv"), 1, 1, 1), None);
    }
}
