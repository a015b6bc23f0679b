//! The annex of a report: what is told of the findings about its figures.
//!
//! In the browser the module that checks composes it, and gives it to the one that writes reports.

mod wire;

use std::collections::BTreeSet;

use esep::{
    Book, CellAddress, CellIndex, Finding, FindingCell, Language, Lookup, Message, OrganizationId,
    Period, Refusal, Severity, Wording, nearest,
};

use crate::examined::Examined;
use crate::findings::explanations::{Explanations, Reading, Said};
use crate::findings::{Ways, whose};
use crate::request::read_period;

/// What a report is asked to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportRequest<'a> {
    /// The period.
    pub period: &'a str,
    /// Whose report; `None`: that of the organization whose book it is.
    pub organization: Option<&'a str>,
    /// The language.
    pub language: Language,
}

/// Whose report it is and of which period, and what is told in it of what does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    pub(crate) organization: OrganizationId,
    pub(crate) period: Period,
    /// The language of all its texts.
    pub(crate) language: Language,
    /// The findings, each with the cells that it concerns.
    pub(crate) findings: Vec<(ReportFinding, Vec<CellAddress>)>,
    /// What was looked at, in a sentence.
    pub(crate) summary: String,
    /// How many findings are about other figures.
    pub(crate) n_others: usize,
}

/// A finding as it is told in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFinding {
    /// Its number, from 1: figures that it concerns bear it.
    pub number: usize,
    /// How grave it is.
    pub severity: Severity,
    /// How grave it is in a word, and the code: `error F001`.
    pub code: String,
    /// The sentence; names stand between backticks.
    pub sentence: String,
    /// Where it stands and whose figures it is about.
    pub about: Vec<String>,
    /// What to look at first.
    pub hints: Vec<String>,
    /// What explains it.
    pub explanations: Vec<ReportExplanation>,
}

/// What explains findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportExplanation {
    /// How many figures are wrong.
    pub heading: String,
    /// The ways to settle it, the likeliest first.
    pub ways: Vec<String>,
    /// What else there is to be said.
    pub remarks: Vec<String>,
}

impl Annex {
    /// What is told of the findings of a book. Of these, what is about figures of the report stays,
    /// and is explained.
    ///
    /// # Errors
    /// - a text that is no period or no organization of the book;
    /// - no organization is named, and the book does not say whose it is.
    pub fn new(
        book: &Book,
        examined: &mut Examined,
        request: &ReportRequest<'_>,
    ) -> Result<Self, Refusal> {
        let period = read_period(request.period)?;
        let organization = whose_report(book, request.organization, period)?;
        let n_others = keep(examined, book, &organization, period);
        let (findings, summary) = told(examined, request.language);
        let cells = examined.findings().iter().map(|finding| addresses(finding, book));
        let findings = findings.into_iter().zip(cells).collect();
        Ok(Self { organization, period, language: request.language, findings, summary, n_others })
    }

    /// How many of the findings are so grave.
    #[cfg(feature = "workbooks")]
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|(finding, _)| finding.severity == severity).count()
    }
}

/// The cells that a finding concerns.
fn addresses(finding: &Finding, book: &Book) -> Vec<CellAddress> {
    let address = |cell: &FindingCell| {
        let form = book.forms.get(cell.form.as_str())?;
        let column = cell.column.as_ref();
        let column = column.and_then(|column| form.column_position(column.as_str()));
        let line = form.line_position(cell.line.as_str())?;
        Some(CellAddress {
            form: cell.form.clone(),
            period: cell.period,
            organization: cell.organization.clone(),
            index: CellIndex { line, column: column.unwrap_or_default() },
        })
    };
    finding.cells.iter().filter_map(address).collect()
}

/// Keeps the findings that are about the figures of a report, with the likeliest ways to settle
/// them, and says how many were dropped.
fn keep(
    examined: &mut Examined,
    book: &Book,
    organization: &OrganizationId,
    period: Period,
) -> usize {
    let before = examined.findings().len();
    let others = [period.previous(), period.year_ago()];
    let is_within = |other: Period| period.contains(other);
    examined.retain(|finding| {
        let is_below = |id: &OrganizationId| is_of(book, organization, id, period);
        let is_own = |id: &OrganizationId| id == organization;
        let is_shown = |other: Period, id: &OrganizationId| {
            is_within(other) && is_below(id) || others.contains(&Some(other)) && is_own(id)
        };
        let cells = &finding.cells;
        if cells.is_empty() {
            let whose = finding.organization.as_ref();
            return finding.period.is_none_or(is_within) && whose.is_none_or(is_below);
        }
        cells.iter().any(|cell| is_shown(cell.period, &cell.organization))
    });
    examined.explain(Ways::Likeliest);
    before - examined.findings().len()
}

/// Whether an organization is another or lies below it. What the structure does not know is not
/// left out.
fn is_of(book: &Book, above: &OrganizationId, id: &OrganizationId, period: Period) -> bool {
    let mut seen = BTreeSet::new();
    let mut current = Some(id);
    if book.structure.get(id.as_str()).is_none() {
        return id == above || !book.structure.is_empty();
    }
    while let Some(id) = current.filter(|id| seen.insert((*id).clone())) {
        if id == above {
            return true;
        }
        current = book.structure.parent(id, period);
    }
    false
}

/// The findings as they are told, and what was looked at in a sentence.
fn told(examined: &Examined, language: Language) -> (Vec<ReportFinding>, String) {
    examined.told_in(language, |report| {
        let wording = Wording::in_language(language);
        let explanations = Explanations::of(report);
        let one = |(position, finding): (usize, &Finding)| {
            let place = finding.place.as_ref().map(|place| wording.place(place));
            let hint = wording.word("hint");
            let hints = finding.hints.iter();
            let hints = hints.map(|message| format!("{hint}: {}", wording.sentence(message)));
            let said = explanations.below(position, report, Reading::Elsewhere);
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            ReportFinding {
                number: position + 1,
                severity: finding.severity,
                code: format!("{} {}", wording.word(severity), finding.code),
                sentence: wording.sentence(&finding.message),
                about: place.into_iter().chain(whose(finding, wording)).collect(),
                hints: hints.collect(),
                explanations: said.into_iter().map(|said| explanation(said, wording)).collect(),
            }
        };
        let findings = report.findings.iter().enumerate().map(one).collect();
        (findings, wording.summary(report.summary))
    })
}

fn explanation(said: Said, wording: Wording) -> ReportExplanation {
    let heading = format!("{}: {}", wording.word("explanation"), said.heading());
    ReportExplanation { heading, ways: said.ways, remarks: said.remarks }
}

/// Whose report it is: who is named, whose book it is, or the only one that belongs to nobody.
fn whose_report(
    book: &Book,
    named: Option<&str>,
    period: Period,
) -> Result<OrganizationId, Refusal> {
    if let Some(text) = named {
        return match book.structure.find(text) {
            Lookup::Found(id) => Ok(id),
            _ if book.structure.is_empty() => Ok(text.into()),
            _ => {
                let message = Message::new("unknown-organization").with("organization", text);
                let known = book.structure.iter().map(|organization| organization.id.as_str());
                let refusal = Refusal::new(message);
                Err(match nearest(text, known) {
                    Some(name) => {
                        refusal.with_hint(Message::new("hint.nearest").with("name", name))
                    }
                    None => refusal,
                })
            }
        };
    }
    if let Some(root) = &book.root {
        return Ok(root.clone());
    }
    let is_top = |id: &OrganizationId| book.structure.parent(id, period).is_none();
    let in_tree = book.structure.iter().filter(|organization| {
        organization.kind.is_none_or(|kind| !kind.is_beside_the_tree()) && is_top(&organization.id)
    });
    let mut tops: Vec<OrganizationId> =
        in_tree.map(|organization| organization.id.clone()).collect();
    if book.structure.is_empty() {
        let sheets = book.sheets.iter().filter(|sheet| period.contains(sheet.period()));
        tops = sheets.map(|sheet| sheet.organization().clone()).collect();
        tops.sort();
        tops.dedup();
    }
    match tops.as_slice() {
        [only] => Ok(only.clone()),
        _ => {
            let refusal = Refusal::new(Message::new("run.whose-report"));
            Err(refusal.with_hint(Message::new("hint.whose-report")))
        }
    }
}
