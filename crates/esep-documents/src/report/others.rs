//! The other forms: what they count, in words and tables; the bodies beside the tree.

use esep::{Language, Message, OrganizationKind, Period, PeriodLength, affiliations_in};

use super::composer::{Composer, paragraph};
use super::known::Known;
use super::model::{Block, ReportCell, ReportTable};
use super::tables::is_measure;
use crate::table::Column;

impl Composer<'_> {
    /// A form: a paragraph, its figures, its rates, the organizations below.
    pub(super) fn form(&self, known: &Known<'_>) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        blocks.extend(paragraph(self.sentences(known)).map(Block::Paragraph));
        blocks.extend(self.missing(known));
        let is_count = |line: &usize| !is_measure(known, *line);
        let lines: Vec<usize> = (0..known.form.lines().len()).filter(is_count).collect();
        let title = known.form.title.in_language(self.language());
        blocks.extend(self.figures(known, &lines, title, &self.against(known)));
        blocks.extend(self.measures(known));
        let caption = self.title("report.word.by-organization");
        let below: Vec<(&str, Option<&str>)> =
            below(known.form.id.as_str()).iter().map(|line| (*line, None)).collect();
        blocks.extend(self.below(known, &below, &caption));
        blocks
    }

    /// What a form says in words.
    fn sentences(&self, known: &Known<'_>) -> Vec<String> {
        let told: &[(&str, &'static str)] = match known.form.id.as_str() {
            "emergency-employment" => &[
                ("downtime", "report.downtime"),
                ("annual-leave", "report.annual-leave"),
                ("unpaid-leave", "report.unpaid-leave"),
                ("remote-work", "report.remote-work"),
                ("part-time", "report.part-time"),
            ],
            "occupational-injury" => {
                &[("injured", "report.injured"), ("injured.fatal", "report.fatal")]
            }
            "training" => &[("trained", "report.trained"), ("seminars", "report.seminars")],
            "social-partnership" => &[
                ("agreements", "report.agreements"),
                ("collective-agreements", "report.collective-agreements"),
                ("workers-covered", "report.workers-covered"),
            ],
            _ => &[],
        };
        let said = told.iter().filter_map(|(line, key)| {
            let n = self.counted(known, line)?;
            Some(self.tell(known, &[line], &Message::new(key).with("n", n)))
        });
        said.collect()
    }

    /// The bodies beside the tree to which the organization belongs, with dates.
    pub(super) fn affiliations(&self) -> Vec<Block> {
        let affiliations: Vec<_> =
            affiliations_in(&self.book.structure, &self.organization, self.period).collect();
        let has_end = affiliations.iter().any(|affiliation| affiliation.until.is_some());
        let headings =
            [self.title("report.word.body"), self.heading("kind"), self.title("report.word.since")];
        let headings = headings.map(Column::text);
        let until = has_end.then(|| Column::text(self.title("report.word.until")));
        let columns = headings.into_iter().chain(until);
        let mut table = ReportTable::new(self.title("report.word.affiliations"), columns);
        for affiliation in affiliations {
            let Some(to) = &affiliation.to else { continue };
            let body = self.book.structure.get(to.as_str());
            let kind = body.and_then(|body| body.kind).map(OrganizationKind::label);
            let kind = kind.map(|kind| kind.in_language(self.language()).to_owned());
            let [since, until] = [affiliation.since, affiliation.until]
                .map(|day| day.map(|day| self.day(day.year(), u8::from(day.month()), day.day())));
            let fixed = [Some(self.name(to)), kind, since].map(Option::unwrap_or_default);
            let until = has_end.then(|| until.unwrap_or_default());
            table.push(0, fixed.into_iter().chain(until).map(ReportCell::words));
        }
        if table.rows.is_empty() {
            return Vec::new();
        }
        let message = Message::new("report.affiliated").with("n", table.rows.len());
        let message = message.with("organization", self.name(&self.organization));
        let text = paragraph([self.say(&message)]);
        text.map(Block::Paragraph).into_iter().chain(table.block()).collect()
    }

    /// A day as the language writes it: `1 January 2014`, `01.01.2014`.
    fn day(&self, year: i32, month: u8, day: u8) -> String {
        let in_words = || {
            let month = Period::new(u16::try_from(year).ok()?, PeriodLength::Month, month)?;
            Some(format!("{day}\u{a0}{}", self.wording.period(month)))
        };
        let in_numbers = || format!("{day:02}.{month:02}.{year}");
        match self.language() {
            Language::En => in_words().unwrap_or_else(in_numbers),
            Language::Kk | Language::Ru => in_numbers(),
        }
    }
}

/// What of a form is shown of the organizations below.
fn below(form: &str) -> &'static [&'static str] {
    match form {
        "emergency-employment" => {
            &["downtime", "annual-leave", "unpaid-leave", "remote-work", "part-time"]
        }
        "occupational-injury" => &["injured", "injured.fatal", "days-lost"],
        "training" => &["trained", "seminars", "budget"],
        "social-partnership" => &["collective-agreements", "organizations-covered"],
        _ => &[],
    }
}
