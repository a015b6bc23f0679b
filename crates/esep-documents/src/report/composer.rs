//! What all parts of a report are made with: sentences, figures as the language writes them, marks.

use std::collections::{BTreeMap, BTreeSet};

use esep::{
    Argument, Book, CellAddress, CellIndex, Change, Content, Figure, KnownFigures, Language,
    Message, OrganizationId, Period, PeriodLength, Shift, UnitKind, Whose, Wording, compare_known,
};

use super::known::Known;
use super::model::{ReportCell, raised};
use crate::annex::Annex;
use crate::figures;

/// Composes the parts of one report.
pub(super) struct Composer<'a> {
    pub(super) book: &'a Book,
    pub(super) organization: OrganizationId,
    pub(super) period: Period,
    pub(super) wording: Wording,
    /// What is known of everybody, computed once.
    pub(super) everybody: KnownFigures<'a>,
    marks: BTreeMap<CellAddress, BTreeSet<usize>>,
}

/// The changes of an organization's figures against another period.
pub(super) struct Against {
    pub(super) period: Period,
    pub(super) changes: BTreeMap<CellIndex, Change>,
}

impl Against {
    pub(super) fn shift(&self, index: CellIndex) -> Option<&Shift> {
        self.changes.get(&index).and_then(Change::shift)
    }
}

impl<'a> Composer<'a> {
    /// Marks the figures that findings concern by the numbers of these.
    pub(super) fn new(book: &'a Book, annex: &Annex) -> Self {
        let mut marks: BTreeMap<CellAddress, BTreeSet<usize>> = BTreeMap::new();
        for (finding, cells) in &annex.findings {
            for cell in cells {
                marks.entry(cell.clone()).or_default().insert(finding.number);
            }
        }
        let wording = Wording::in_language(annex.language);
        let organization = annex.organization.clone();
        let everybody = KnownFigures::new(book);
        Self { book, organization, period: annex.period, wording, everybody, marks }
    }

    pub(super) fn language(&self) -> Language {
        self.wording.language()
    }

    pub(super) fn say(&self, message: &Message) -> String {
        self.wording.sentence(message)
    }

    /// What is said of some lines, with the marks of the findings that concern them.
    pub(super) fn tell(&self, known: &Known<'_>, lines: &[&str], message: &Message) -> String {
        let cells = lines.iter().filter_map(|line| known.index(line));
        let marked = cells.filter_map(|index| self.marks.get(&known.address(index)));
        let numbers: BTreeSet<usize> = marked.flatten().copied().collect();
        let numbers: Vec<usize> = numbers.into_iter().collect();
        format!("{}{}", self.say(message), raised(&numbers))
    }

    /// A message as a heading.
    pub(super) fn title(&self, key: &'static str) -> String {
        capitalized(&self.say(&Message::new(key)))
    }

    /// A word as a heading.
    pub(super) fn heading(&self, word: &'static str) -> String {
        capitalized(self.wording.word(word))
    }

    /// What an organization is called.
    pub(super) fn name(&self, id: &OrganizationId) -> String {
        let found = self.book.structure.get(id.as_str());
        found.map_or(id.as_str(), |it| it.name.in_language(self.language())).to_owned()
    }

    /// What a cell says, where from, and which findings concern it.
    pub(super) fn cell(&self, known: &Known<'_>, index: CellIndex) -> ReportCell {
        let content = known.sheet.cell(index).map(|stated| &stated.content);
        let said = content.and_then(|content| self.content(known, index, content));
        let mut cell = ReportCell::figure(said.unwrap_or_default(), known.origin(index));
        cell.findings = self.findings(&known.address(index));
        cell
    }

    pub(super) fn findings(&self, address: &CellAddress) -> Vec<usize> {
        self.marks.get(address).into_iter().flatten().copied().collect()
    }

    fn content(&self, known: &Known<'_>, index: CellIndex, content: &Content) -> Option<String> {
        figures::content(content, kind(known, index), self.language())
    }

    pub(super) fn figure(&self, figure: &Figure, kind: UnitKind) -> String {
        figures::figure(figure, kind, self.language())
    }

    /// How many, for a sentence that declines what is counted.
    pub(super) fn count(&self, figure: &Figure) -> Argument {
        let is_exact = figure.interval().radius().is_some_and(|radius| radius.is_zero());
        let number = figure.value().to_i128().and_then(|number| usize::try_from(number).ok());
        match number.filter(|_| is_exact) {
            Some(number) => Argument::Count(number),
            None => Argument::Literal(self.figure(figure, UnitKind::Number)),
        }
    }

    /// An amount of a line, for a sentence.
    pub(super) fn amount(&self, known: &Known<'_>, line: &str) -> Option<Argument> {
        let index = known.index(line)?;
        let figure = known.sheet.figure(index)?;
        Some(Argument::Literal(self.figure(figure, kind(known, index))))
    }

    /// How many a line counts, for a sentence.
    pub(super) fn counted(&self, known: &Known<'_>, line: &str) -> Option<Argument> {
        known.figure(line).map(|figure| self.count(figure))
    }

    /// The changes against the period before and a year ago, as far as any are known.
    pub(super) fn against(&self, known: &Known<'_>) -> Vec<Against> {
        let mut periods: Vec<Period> =
            [self.period.previous(), self.period.year_ago()].into_iter().flatten().collect();
        periods.dedup();
        let whose = Whose::Organization(self.organization.clone());
        let against = periods.into_iter().filter_map(|period| {
            let compared =
                compare_known(&self.everybody, &known.form, period, self.period, &whose).ok()?;
            let mut grounds = compared.grounds.into_iter();
            let own = grounds.find(|it| it.ground.after.contains(&self.organization))?;
            let is_known = own.changes.values().any(|change| change.shift().is_some());
            is_known.then_some(Against { period, changes: own.changes })
        });
        against.collect()
    }

    /// By how much a count rose or fell against a period: `this is 1,191 more than half a year
    /// before (+0.2%)`.
    pub(super) fn rise(&self, shift: &Shift, before: Period) -> Option<String> {
        use esep::Direction::{Decline, Growth, Uncertain, Unchanged};
        let difference = &shift.difference;
        let absolute = Figure::within(difference.value().abs(), difference.interval().clone(), 0);
        let key = match shift.direction() {
            Growth => "report.more",
            Decline => "report.fewer",
            Unchanged => {
                let message = Message::new("report.as-many").with("period", before);
                return Some(self.say(&message));
            }
            Uncertain => return None,
        };
        let ago = Message::new(self.ago(before));
        let message =
            Message::new(key).with("n", self.count(&absolute)).with("before", self.say(&ago));
        let percent = figures::percent(shift.percent.as_ref(), self.language());
        let mut said = self.say(&message);
        if !percent.is_empty() {
            said.extend([" (", &percent, ")"]);
        }
        Some(said)
    }

    /// How long before the report's period another was.
    fn ago(&self, before: Period) -> &'static str {
        if self.period.year_ago() == Some(before) {
            return "report.before.year";
        }
        match before.length() {
            PeriodLength::Year => "report.before.year",
            PeriodLength::HalfYear => "report.before.half-year",
            PeriodLength::Quarter => "report.before.quarter",
            PeriodLength::Month => "report.before.month",
        }
    }

    /// The day on which what there is at the end of the period was counted: `on 1 July 2020`.
    pub(super) fn on_the_day(&self) -> String {
        const DAYS: [&str; 12] = [
            "report.on.1",
            "report.on.2",
            "report.on.3",
            "report.on.4",
            "report.on.5",
            "report.on.6",
            "report.on.7",
            "report.on.8",
            "report.on.9",
            "report.on.10",
            "report.on.11",
            "report.on.12",
        ];
        let last = self.period.last_day();
        let month = usize::from(u8::from(last.month())) % 12;
        let year = last.year() + i32::from(month == 0);
        let key = DAYS.get(month).copied().unwrap_or_default();
        self.say(&Message::new(key).with("year", year.to_string()))
    }

    /// An amount of money in words: `653,893,331 tenge`.
    pub(super) fn with_unit(&self, known: &Known<'_>, line: &str) -> Option<Argument> {
        let index = known.index(line)?;
        let unit = &known.form.lines().get(index.line)?.unit;
        let figure = self.figure(known.sheet.figure(index)?, unit.kind());
        Some(Argument::Literal(format!("{figure}\u{a0}{}", self.wording.unit(unit))))
    }
}

/// What kind of figures the line of a cell has.
pub(super) fn kind(known: &Known<'_>, index: CellIndex) -> UnitKind {
    let line = known.form.lines().get(index.line);
    line.map_or(UnitKind::Number, |line| line.unit.kind())
}

/// A text with a capital at its start.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Sentences as a paragraph: each with a capital at its start and a full stop at its end.
pub(super) fn paragraph(sentences: impl IntoIterator<Item = String>) -> Option<String> {
    let whole = |sentence: String| {
        let stop = if sentence.ends_with('.') { "" } else { "." };
        format!("{}{stop}", capitalized(&sentence))
    };
    let sentences: Vec<String> =
        sentences.into_iter().filter(|it| !it.is_empty()).map(whole).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
