//! The report of an organization on a period: what it consists of, and that as a page, as a
//! document and as Markdown. `docs/report.md` describes it.
//!
//! Everything in it is stated in the book or computed by a function of the core; a part of which
//! the book has no figures is left out, and named at the end.

mod charts;
mod composer;
mod docx;
mod html;
mod known;
mod legal_service;
mod markdown;
mod membership;
mod model;
mod others;
mod tables;

use std::sync::Arc;

use esep::{Argument, Book, Form, Message, Period, Refusal, Severity};

pub use model::{Alert, Block, Origin, Report, ReportCell, ReportPart, ReportRow, ReportTable};

use crate::annex::{Annex, ReportRequest};
use crate::examined::Examined;
use composer::{Composer, capitalized, paragraph};
use known::Known;

/// The forms with parts of their own, in the order of the report.
const FORMS: [&str; 6] = [
    "membership",
    "legal-service",
    "emergency-employment",
    "occupational-injury",
    "training",
    "social-partnership",
];

/// In which kind of file a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// A page that stands by itself.
    Html,
    /// A text document, without charts.
    Docx,
    /// Markdown, without charts.
    Markdown,
}

impl ReportFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Html, Self::Docx, Self::Markdown];

    /// The ending of its files.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Markdown => "md",
        }
    }

    /// The format of files with this ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| ending.eq_ignore_ascii_case(format.ending()))
    }
}

impl Report {
    /// Composes the report of an organization of a book, of which `examined` is what was found in
    /// it. Of that, what is about figures of the report stays, and is explained.
    ///
    /// # Errors
    /// - a text that is no period or no organization of the book;
    /// - no organization is named, and the book does not say whose it is;
    /// - there are no figures for the period.
    pub fn new(
        book: &Book,
        examined: &mut Examined,
        request: &ReportRequest<'_>,
    ) -> Result<Self, Refusal> {
        Self::with_annex(book, &Annex::new(book, examined, request)?)
    }

    /// The same where the annex was composed already.
    ///
    /// # Errors
    /// - there are no figures for the period.
    pub fn with_annex(book: &Book, annex: &Annex) -> Result<Self, Refusal> {
        let period = annex.period;
        let composer = Composer::new(book, annex);
        let mut parts = Vec::new();
        let (mut missing, mut of_other_periods) = (Vec::new(), Vec::new());
        for form in forms(book) {
            let known = Known::of(&composer.everybody, form, period, &composer.organization);
            let composed = known.map(|known| composer.parts(&known)).unwrap_or_default();
            if composed.is_empty() && is_built_in(form) {
                let is_filled_for_it = form.periods.contains(&period.length());
                let list = if is_filled_for_it { &mut missing } else { &mut of_other_periods };
                list.push(Argument::Label(form.title.clone()));
            }
            parts.extend(composed);
        }
        if parts.is_empty() {
            return Err(nothing(book, &composer));
        }
        let affiliations = composer.affiliations();
        if !affiliations.is_empty() {
            parts.push(part(
                "affiliations",
                composer.title("report.word.affiliations"),
                affiliations,
            ));
        }
        parts.push(part("annex", composer.title("report.word.annex"), composer.annex(annex)));
        let lists = [("report.missing", missing), ("report.of-other-periods", of_other_periods)];
        let lists = lists.into_iter().filter(|(_, forms)| !forms.is_empty());
        let told = lists.map(|(key, forms)| composer.say(&Message::new(key).with("values", forms)));
        if let Some(text) = paragraph(told) {
            let blocks = vec![Block::Paragraph(text)];
            parts.push(part("missing", composer.title("report.word.not-reported"), blocks));
        }
        let subtitle = Message::new("report.title").with("period", period);
        Ok(Self {
            language: annex.language,
            title: composer.name(&composer.organization),
            subtitle: capitalized(&composer.say(&subtitle)),
            alert: composer.alert(annex),
            parts,
        })
    }

    /// The report as a file. The same report gives the same bytes.
    ///
    /// # Errors
    /// - more than a text document can hold.
    pub fn write(&self, format: ReportFormat) -> Result<Vec<u8>, Refusal> {
        match format {
            ReportFormat::Html => Ok(html::write(self).into_bytes()),
            ReportFormat::Docx => docx::write(self),
            ReportFormat::Markdown => Ok(markdown::write(self).into_bytes()),
        }
    }
}

impl Composer<'_> {
    /// The parts that a form gives.
    fn parts(&self, known: &Known<'_>) -> Vec<ReportPart> {
        let form = &known.form;
        let title = capitalized(form.title.in_language(self.language()));
        let id = form.id.as_str();
        if id != "legal-service" {
            let blocks = if id == "membership" { self.membership(known) } else { self.form(known) };
            return vec![part(id, title, blocks)];
        }
        let against = self.against(known);
        let text = self.legal_service(known).map(Block::Paragraph);
        let missing = self.missing(known);
        let official = text.into_iter().chain(missing).chain(self.official(known));
        let blocks = official.chain(self.measures(known)).collect();
        let number = form.number.as_deref().unwrap_or_default();
        let number = self.say(&Message::new("template.form").with("number", number));
        let mut parts = vec![part(id, format!("{number}. {title}"), blocks)];
        let further = [
            ("violations", "report.word.violations-by-kind", self.violations(known, &against)),
            ("money", "report.word.money-returned", self.money(known, &against)),
        ];
        for (id, heading, blocks) in further {
            if !blocks.is_empty() {
                parts.push(part(id, self.title(heading), blocks));
            }
        }
        parts
    }

    /// What does not add up, and how much of the rest is left out.
    fn annex(&self, annex: &Annex) -> Vec<Block> {
        let others = Message::new("report.other-findings").with("n", annex.n_others);
        let others = (annex.n_others > 0).then(|| self.say(&others));
        let sentences = annex.summary.lines().map(str::to_owned).chain(others);
        let text = paragraph(sentences).map(Block::Paragraph);
        let findings: Vec<_> = annex.findings.iter().map(|(finding, _)| finding.clone()).collect();
        let list = (!findings.is_empty()).then_some(Block::Findings(findings));
        text.into_iter().chain(list).collect()
    }

    /// What must be said above everything.
    fn alert(&self, annex: &Annex) -> Option<Alert> {
        let (errors, warnings) = (annex.count(Severity::Error), annex.count(Severity::Warning));
        let (severity, key, n) = match (errors, warnings) {
            (0, 0) => return None,
            (0, n) => (Severity::Warning, "report.doubtful", n),
            (n, _) => (Severity::Error, "report.contradictory", n),
        };
        let text = paragraph([self.say(&Message::new(key).with("n", n))])?;
        Some(Alert { severity, text })
    }
}

fn part(id: &str, heading: String, blocks: Vec<Block>) -> ReportPart {
    ReportPart { id: id.to_owned(), heading, blocks }
}

/// The forms of a report in its order: those with parts of their own, the other built-in ones, the
/// book's own.
fn forms(book: &Book) -> Vec<&Arc<Form>> {
    let named = FORMS.iter().filter_map(|id| book.forms.get(id));
    let is_named = |form: &Form| FORMS.contains(&form.id.as_str());
    let rest = || book.forms.iter().filter(|form| !is_named(form));
    let built_in = rest().filter(|form| is_built_in(form));
    let own = rest().filter(|form| !is_built_in(form));
    named.chain(own).chain(built_in).collect()
}

fn is_built_in(form: &Form) -> bool {
    form.place.file.starts_with("built-in/")
}

/// There are no figures of an organization for a period.
fn nothing(book: &Book, composer: &Composer<'_>) -> Refusal {
    let message = Message::new("run.nothing-to-report")
        .with("organization", composer.organization.as_str())
        .with("period", composer.period);
    let mut periods: Vec<Period> =
        book.sheets.forms_and_periods().map(|(_, period)| period).collect();
    periods.sort();
    periods.dedup();
    let refusal = Refusal::new(message);
    if periods.is_empty() {
        return refusal;
    }
    let periods: Vec<Argument> = periods.into_iter().map(Argument::Period).collect();
    refusal.with_hint(Message::new("hint.periods-there").with("periods", periods))
}
