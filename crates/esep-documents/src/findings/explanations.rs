//! Explanations in words: which figures are probably wrong, below the last finding of each group.

use std::collections::BTreeMap;

use esep::explain::Explained;
use esep::{Finding, Message, Wording};

use super::{FindingsReport, Ways};

/// So many ways are shown where not all are asked for.
const LIKELIEST: usize = 3;

/// The explanations of a report, by the last finding of their group.
pub(crate) struct Explanations<'a>(BTreeMap<usize, Vec<&'a Explained>>);

/// Where an explanation is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// At a terminal, where more can be asked for by an option.
    Terminal,
    /// Anywhere else.
    Elsewhere,
}

/// What is said of a group of findings.
pub(crate) struct Said {
    /// How many figures are wrong.
    pub(crate) sentence: String,
    /// The code and place of each finding.
    pub(crate) about: Vec<String>,
    /// Whether the findings stand next to each other in the report.
    is_together: bool,
    /// The ways to settle it, the likeliest first.
    pub(crate) ways: Vec<String>,
    /// What else there is to be said.
    pub(crate) remarks: Vec<String>,
}

impl<'a> Explanations<'a> {
    pub(crate) fn of(report: &FindingsReport<'a>) -> Self {
        let mut last: BTreeMap<usize, Vec<&Explained>> = BTreeMap::new();
        for explained in report.explanations {
            let Some(finding) = explained.findings.last() else { continue };
            last.entry(*finding).or_default().push(explained);
        }
        Self(last)
    }

    /// What is said below a finding.
    pub(crate) fn below(
        &self,
        finding: usize,
        report: &FindingsReport<'_>,
        reading: Reading,
    ) -> Vec<Said> {
        let explained = self.0.get(&finding).into_iter().flatten();
        explained.map(|explained| Said::of(explained, report, reading)).collect()
    }
}

impl Said {
    pub(crate) fn of(explained: &Explained, report: &FindingsReport<'_>, reading: Reading) -> Self {
        let wording = report.wording();
        let sentences = |messages: Vec<Message>| -> Vec<String> {
            messages.iter().map(|message| wording.sentence(message)).collect()
        };
        let mut ways = explained.ways();
        if report.ways == Ways::Likeliest {
            ways.truncate(LIKELIEST);
        }
        let mut remarks = explained.remarks(ways.len());
        for remark in remarks.iter_mut().filter(|_| reading == Reading::Terminal) {
            if remark.key == "explanation.more" {
                remark.key = "explanation.more.option";
            }
        }
        let findings = explained.findings.iter();
        let findings = findings.filter_map(|finding| report.findings.get(*finding));
        let is_together = explained.findings.windows(2).all(|pair| match pair {
            [a, b] => a + 1 == *b,
            _ => true,
        });
        Self {
            sentence: wording.sentence(&explained.sentence()),
            about: findings.map(named).collect(),
            is_together,
            ways: sentences(ways),
            remarks: sentences(remarks),
        }
    }

    /// How many figures are wrong, and which findings that explains where it could be unclear.
    pub(crate) fn heading(&self) -> String {
        if self.is_together {
            self.sentence.clone()
        } else {
            format!("{} ({})", self.sentence, self.about.join(", "))
        }
    }

    /// The ways, with their numbers where there are several, and what else there is to be said.
    pub(crate) fn lines(&self) -> Vec<String> {
        let is_numbered = self.ways.len() > 1;
        let ways = self.ways.iter().zip(1..).map(|(way, number)| {
            if is_numbered { format!("{number}. {way}") } else { way.clone() }
        });
        ways.chain(self.remarks.iter().cloned()).collect()
    }

    /// The heading and the lines, each on a line of its own below others.
    pub(crate) fn text(&self, wording: Wording) -> String {
        let mut text = format!("\n{}: {}", wording.word("explanation"), self.heading());
        for line in self.lines() {
            text.extend(["\n", &line]);
        }
        text
    }
}

fn named(finding: &Finding) -> String {
    match &finding.place {
        Some(place) => format!("{} {place}", finding.code),
        None => finding.code.to_string(),
    }
}
