//! Form No. 7: the official table, violations by kind, money returned.

use esep::{CellIndex, Count, LineId, Message, Share, UnitKind};

use super::composer::{Against, Composer, capitalized, paragraph};
use super::known::Known;
use super::model::{Block, Origin, ReportCell, ReportTable, compared};
use crate::table::Column;
use crate::template::Template;

/// What is shown of the organizations below.
const BELOW: [(&str, Option<&str>); 3] = [
    ("organizations-inspected", Some("report.word.organizations-inspected")),
    ("violations", Some("report.word.violations-found")),
    ("money-returned", Some("report.word.money-returned")),
];

/// The lines about money.
const MONEY: [&str; 2] = ["money-returned", "economic-effect"];

impl Composer<'_> {
    /// All lines of a form with a number, as it is printed, whether they are filled or not.
    pub(super) fn official(&self, known: &Known<'_>) -> Option<Block> {
        let template = Template::blank(&known.form, self.language());
        let headings = template.headings();
        let fixed = [headings.number, headings.label, headings.unit].map(Column::text);
        let figures = headings.figures.into_iter().map(Column::number);
        let title = known.form.title.in_language(self.language());
        let mut table = ReportTable::new(title, fixed.into_iter().chain(figures));
        table.row_heading = 1;
        for field in template.fields() {
            let fixed = [field.number, field.label, &field.unit].map(ReportCell::words);
            let figures = (0..template.n_columns())
                .map(|column| self.cell(known, CellIndex { line: field.position, column }));
            table.push(field.depth, fixed.into_iter().chain(figures));
        }
        table.notes = self.notes(&table);
        table.block()
    }

    /// What the legal service did, in words.
    pub(super) fn legal_service(&self, known: &Known<'_>) -> Option<String> {
        let mut sentences = Vec::new();
        if let Some(n) = self.counted(known, "violations") {
            let organizations = self.counted(known, "organizations-inspected");
            let lines = ["violations", "organizations-inspected"];
            sentences.push(
                self.tell(
                    known,
                    &lines,
                    &match organizations {
                        Some(organizations) => Message::new("report.violations-in")
                            .with("n", n)
                            .with("organizations", organizations),
                        None => Message::new("report.violations").with("n", n),
                    },
                ),
            );
        }
        if let (Some(n), Some(answered)) =
            (self.counted(known, "proposals"), self.counted(known, "proposals.answered"))
        {
            let message = Message::new("report.proposals").with("n", n).with("answered", answered);
            sentences.push(self.tell(known, &["proposals", "proposals.answered"], &message));
        }
        let told = [("reinstated", "report.reinstated"), ("consultations", "report.consultations")];
        for (line, key) in told {
            let n = self.counted(known, line);
            sentences.extend(n.map(|n| self.tell(known, &[line], &Message::new(key).with("n", n))));
        }
        paragraph(sentences)
    }

    /// Violations by kind: with their shares, as bars, over time, by organization.
    pub(super) fn violations(&self, known: &Known<'_>, against: &[Against]) -> Vec<Block> {
        let parts: Vec<CellIndex> = kinds(known);
        if parts.is_empty() {
            return Vec::new();
        }
        let mut blocks = Vec::new();
        let largest = parts.iter().filter_map(|index| {
            let figure = known.sheet.figure(*index)?;
            Some((figure.value().clone(), *index))
        });
        if let Some((_, index)) = largest.max_by(|(a, _), (b, _)| a.cmp(b)) {
            let share = self.share_of_violations(known, index).text;
            let message = Message::new("report.largest-kind")
                .with("kind", self.label(known, index))
                .with("share", share);
            blocks.extend(paragraph([self.say(&message)]).map(Block::Paragraph));
        }
        let mut columns = vec![
            Column::text(self.title("report.word.violation-kind")),
            Column::number(self.title("report.word.found")),
            Column::number(self.heading("share")),
        ];
        let against = against.first();
        if let Some(against) = against {
            columns.push(Column::number(capitalized(&self.wording.period(against.period))));
        }
        let mut table = ReportTable::new(self.title("report.word.violations-by-kind"), columns);
        let whole = known.index("violations");
        for index in parts.iter().copied().chain(whole) {
            let label = if Some(index) == whole {
                self.heading("total")
            } else {
                capitalized(&self.label(known, index))
            };
            let share = self.share_of_violations(known, index);
            let before = against.and_then(|against| against.shift(index));
            let before = before.map(|shift| self.figure(&shift.before, UnitKind::Count));
            let before = compared(before.unwrap_or_default());
            let cells = [ReportCell::words(label), self.cell(known, index), share];
            table.push(0, cells.into_iter().chain(against.map(|_| before)));
        }
        table.notes = self.notes(&table);
        blocks.extend(table.block());
        let bars = parts.iter().filter_map(|index| {
            let figure = known.sheet.figure(*index)?;
            let label = capitalized(&self.label(known, *index));
            Some((label, figure.clone()))
        });
        blocks.extend(self.bars("violations", &self.title("report.word.violations-by-kind"), bars));
        blocks.extend(self.trend(known, "violations"));
        let caption = self.title("report.word.legal-service-by-organization");
        blocks.extend(self.below(known, &BELOW, &caption));
        blocks
    }

    /// Which part of all violations a line is; blank where either is known as a bound only.
    fn share_of_violations(&self, known: &Known<'_>, index: CellIndex) -> ReportCell {
        let Some(whole) = known.index("violations") else { return ReportCell::default() };
        let exact = |index: CellIndex| {
            let figure = known.sheet.figure(index)?;
            let is_exact = figure.interval().radius()?.is_zero();
            Count::from_rational(figure.value()).filter(|_| is_exact)
        };
        let counts = exact(index).zip(exact(whole));
        let share = counts.and_then(|(part, whole)| Share::new(part, whole));
        let text = share.map(|share| share.to_amount(1).in_language(self.language()));
        let (part, whole) = (known.address(index), known.address(whole));
        ReportCell::figure(text.unwrap_or_default(), Origin::ShareOf { part, whole })
    }

    pub(super) fn label(&self, known: &Known<'_>, index: CellIndex) -> String {
        let line = known.form.lines().get(index.line);
        line.map_or("", |line| line.label.in_language(self.language())).to_owned()
    }

    /// Money returned to members, and what the legal service was worth.
    pub(super) fn money(&self, known: &Known<'_>, against: &[Against]) -> Vec<Block> {
        let mut sentences = Vec::new();
        if let Some(sum) = self.with_unit(known, "money-returned") {
            let message = Message::new("report.money-returned").with("sum", sum);
            sentences.push(self.tell(known, &["money-returned"], &message));
        }
        if let Some(sum) = self.with_unit(known, "economic-effect") {
            let message = Message::new("report.economic-effect").with("sum", sum);
            sentences.push(self.tell(known, &["economic-effect"], &message));
        }
        let Some(text) = paragraph(sentences) else { return Vec::new() };
        let lines: Vec<usize> =
            MONEY.iter().filter_map(|line| known.form.line_position(line)).collect();
        let mut blocks = vec![Block::Paragraph(text)];
        blocks.extend(self.figures(
            known,
            &lines,
            &self.title("report.word.money-returned"),
            against,
        ));
        blocks.extend(self.trend(known, "money-returned"));
        blocks
    }
}

/// The kinds of violations of which a figure is known.
fn kinds(known: &Known<'_>) -> Vec<CellIndex> {
    let breakdowns = known.form.breakdowns().iter();
    let mut of_violations = breakdowns.filter(|whole| whole.of.as_str() == "violations");
    let parts = of_violations.next().map(|whole| &whole.parts);
    let index = |part: &LineId| known.index(part.as_str());
    let parts = parts.into_iter().flatten().filter_map(index);
    parts.filter(|index| known.sheet.figure(*index).is_some()).collect()
}
