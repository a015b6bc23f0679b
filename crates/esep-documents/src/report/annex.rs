//! The annex of a report: the findings about its figures.

use std::collections::BTreeSet;

use esep::{Book, Finding, Language, OrganizationId, Period, Severity, Wording};

use super::model::{ReportExplanation, ReportFinding};
use crate::examined::Examined;
use crate::findings::explanations::{Explanations, Reading, Said};
use crate::findings::{Ways, whose};

/// Keeps the findings that are about the figures of a report, with the likeliest ways to settle
/// them, and says how many were dropped.
pub(super) fn keep(
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
pub(super) fn told(examined: &Examined, language: Language) -> (Vec<ReportFinding>, String) {
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
