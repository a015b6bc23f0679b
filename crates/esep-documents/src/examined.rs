//! What a look at books and documents gave.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use esep::explain::{Explained, Limits, explain};
use esep::{Book, Checked, Finding, Language, Place, Selection, Severity, Summary, check};

use crate::findings::annotations::{notes, unannotated, workbooks};
use crate::findings::json::write_shown;
use crate::findings::{FindingsFormat, FindingsReport, Ways, write_findings};
use crate::grids::Notes;
use crate::pieces::Readable;
use crate::reading::Reading;
use crate::sieve::Sieve;
use crate::source::Sources;
use crate::tally::compare_with_registers;
use crate::tried::Tried;

/// What was found in one or more books, with the texts to quote from.
#[derive(Debug, Clone, Default)]
pub struct Examined {
    findings: Vec<Finding>,
    /// In which of what was looked at each finding was found.
    found_in: Vec<usize>,
    looked_at: Vec<LookedAt>,
    explanations: Vec<Explained>,
    ways: Ways,
    summary: Summary,
}

/// A book, or something else that findings come from.
#[derive(Debug, Clone)]
struct LookedAt {
    /// The texts of the files.
    sources: Arc<Sources>,
    /// What they say; of a large table only what stands around the findings. `None` where nothing
    /// explains these.
    book: Option<Arc<Book>>,
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
    pub fn new(findings: Vec<Finding>, sources: Sources) -> Self {
        let mut examined = Self::default();
        examined.add(findings, Summary::default(), sources, None);
        examined
    }

    /// Checks what was read, also against the registers, and keeps what was found in reading and checking it; gives back the
    /// book.
    pub fn check(&mut self, reading: Reading) -> Arc<Book> {
        let Reading { book, registers, mut sources, findings } = reading;
        let Checked { findings: found, summary } = check(&book);
        let (differences, headings) = compare_with_registers(&book, registers);
        sources.extend(headings);
        let book = Arc::new(book);
        let findings = findings.into_iter().chain(found).chain(differences).collect();
        self.add(findings, summary, sources, Some(Arc::clone(&book)));
        book
    }

    /// What is found in a table that is gone through piece by piece, explained where so many ways
    /// are asked for; `None` where it must be read as any other document.
    ///
    /// # Errors
    /// - the table cannot be read.
    pub fn sift<T: Readable>(
        sieve: &Sieve,
        table: &T,
        ways: Option<Ways>,
    ) -> Result<Option<Self>, T::Error> {
        let Some(sifted) = sieve.sift(table)? else { return Ok(None) };
        let Checked { findings, summary } = sifted.check();
        let (explanations, book) = match ways {
            None => (Vec::new(), None),
            Some(_) => match sieve.explain(table, &sifted, &findings, &Limits::default())? {
                Some((explanations, book)) => (explanations, Some(Arc::new(book))),
                None => return Ok(None),
            },
        };
        let mut examined = Self { ways: ways.unwrap_or_default(), ..Self::default() };
        examined.add(findings, summary, sifted.into_sources(), book);
        examined.explanations = explanations;
        Ok(Some(examined))
    }

    fn add(
        &mut self,
        findings: Vec<Finding>,
        summary: Summary,
        sources: Sources,
        book: Option<Arc<Book>>,
    ) {
        let number = self.looked_at.len();
        self.looked_at.push(LookedAt { sources: Arc::new(sources), book });
        let known = std::mem::take(&mut self.findings).into_iter();
        let mut all: Vec<(Finding, usize)> =
            known.zip(std::mem::take(&mut self.found_in)).collect();
        all.extend(findings.into_iter().map(|finding| (finding, number)));
        all.sort_by(|(a, _), (b, _)| a.reporting_order(b));
        (self.findings, self.found_in) = all.into_iter().unzip();
        self.explanations.clear();
        self.summary.sheets += summary.sheets;
        self.summary.figures += summary.figures;
        self.summary.relations_evaluated += summary.relations_evaluated;
        self.summary.relations_skipped += summary.relations_skipped;
    }

    /// Drops what was not asked for. Of the rest nothing is explained yet.
    pub fn select(&mut self, selection: &Selection) {
        self.retain(|finding| selection.contains(finding.code));
    }

    /// Keeps some of the findings. None of them is explained yet.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&Finding) -> bool) {
        let findings = std::mem::take(&mut self.findings).into_iter();
        let kept = findings.zip(std::mem::take(&mut self.found_in));
        let kept = kept.filter(|(finding, _)| is_kept(finding));
        (self.findings, self.found_in) = kept.unzip();
        self.explanations.clear();
    }

    /// Explains the findings: which figures are probably wrong. So many ways to settle them are
    /// shown from now on.
    pub fn explain(&mut self, ways: Ways) {
        self.ways = ways;
        self.explanations.clear();
        for (number, looked_at) in self.looked_at.iter().enumerate() {
            let Some(book) = &looked_at.book else { continue };
            let found_here =
                self.found_in.iter().enumerate().filter(|(_, found)| **found == number);
            let places: Vec<usize> = found_here.map(|(place, _)| place).collect();
            let explained = if places.len() == self.findings.len() {
                explain(book, &self.findings, &Limits::default())
            } else {
                let here = places.iter().filter_map(|place| self.findings.get(*place));
                let here: Vec<Finding> = here.cloned().collect();
                let mut explained = explain(book, &here, &Limits::default());
                for finding in explained.iter_mut().flat_map(|group| &mut group.findings) {
                    *finding = places.get(*finding).copied().unwrap_or(*finding);
                }
                explained
            };
            self.explanations.extend(explained);
        }
        self.explanations.sort_by(|a, b| a.findings.cmp(&b.findings));
    }

    /// What the tables would be with a way to settle findings: that of an explanation, as they are
    /// listed, by its rank less one. `None` where there is none, or where it leaves a figure open.
    pub fn tried(&self, explanation: usize, way: usize, language: Language) -> Option<Tried> {
        let explained = self.explanations.get(explanation)?;
        let solutions = explained.outcome.solutions();
        let found_in = self.found_in.get(*explained.findings.first()?)?;
        let book = self.looked_at.get(*found_in)?.book.as_ref()?;
        Tried::new(book, solutions.get(way)?, language)
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
        let summary = self.summary();
        let source = |name: &str| self.text(name);
        write_findings(&self.report(&summary, language, &source), format)
    }

    /// The findings as JSON of the schema `esep/findings/1` for a program that shows them: with
    /// `title`, the code in words, `quote`, the line pointed at, and `within`, which cell is meant,
    /// of each finding; with `verdict`, all of it in a sentence, `clean`, whether nothing was found,
    /// `null` where nothing could be looked at, and `workbooks`, which can be annotated.
    pub fn shown(&self, language: Language) -> String {
        let summary = self.summary();
        let source = |name: &str| self.text(name);
        let report = self.report(&summary, language, &source);
        let lines = RefCell::default();
        write_shown(&report, &|place| self.quote(place, &mut lines.borrow_mut()))
    }

    /// The workbooks that findings stand in and that can be annotated, by name.
    pub fn workbooks(&self) -> BTreeSet<&str> {
        workbooks(&self.findings)
    }

    /// The other files of office programs that findings stand in, by name: they cannot be annotated.
    pub fn unannotated(&self) -> BTreeSet<&str> {
        unannotated(&self.findings)
    }

    /// What is to be said on the cells of a workbook: the findings that speak of them, and what
    /// explains these. `workbook` is the name of what was looked at.
    pub fn notes(&self, workbook: &str, language: Language) -> Notes {
        let summary = self.summary();
        notes(&self.report(&summary, language, &|_| None), workbook)
    }

    /// What `tell` makes of the findings.
    pub(crate) fn told_in<T>(
        &self,
        language: Language,
        tell: impl FnOnce(&FindingsReport<'_>) -> T,
    ) -> T {
        tell(&self.report(&self.summary(), language, &|_| None))
    }

    fn report<'a>(
        &'a self,
        summary: &'a Summary,
        language: Language,
        source: &'a dyn Fn(&str) -> Option<&'a str>,
    ) -> FindingsReport<'a> {
        let Self { findings, explanations, ways, .. } = self;
        FindingsReport { findings, explanations, ways: *ways, summary, language, source }
    }

    /// The line that a place points into; `None` where it means a whole file, or one that is not
    /// there. `lines` are those of the files that were quoted from before.
    fn quote<'a>(
        &'a self,
        place: &Place,
        lines: &mut BTreeMap<Arc<str>, Vec<&'a str>>,
    ) -> Option<Quote<'a>> {
        if place.part.is_some() {
            return None;
        }
        let number = usize::try_from(place.line.checked_sub(1)?).ok()?;
        if !lines.contains_key(&place.file) {
            let all = self.text(&place.file)?.lines().collect();
            lines.insert(Arc::clone(&place.file), all);
        }
        let text = *lines.get(&place.file)?.get(number)?;
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
        let source = self.looked_at.iter().find_map(|it| it.sources.get(name))?;
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
        let mut lines = BTreeMap::new();
        let quote = examined.quote(place, &mut lines);
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
