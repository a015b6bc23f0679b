//! Membership: how many, which shares, how it changed, who grew, who lies in which band.

use esep::{
    Argument, Balance, Direction, Figure, Message, PeriodComparison, Ranking, UnitKind, Whose,
    compare_known,
};

use super::composer::{Against, Composer, capitalized, paragraph};
use super::known::Known;
use super::model::{Block, Origin, ReportCell, ReportTable, compared};
use super::tables::is_measure;
use crate::figures;
use crate::table::Column;

/// What is shown of the organizations below.
const BELOW: [(&str, Option<&str>); 4] =
    [("members", None), ("members.working", None), ("employees", None), ("density", None)];

impl Composer<'_> {
    pub(super) fn membership(&self, known: &Known<'_>) -> Vec<Block> {
        let against = self.against(known);
        let mut blocks = Vec::new();
        blocks.extend(self.how_many(known, &against).map(Block::Paragraph));
        blocks.extend(self.missing(known));
        let is_count = |line: &usize| !is_measure(known, *line);
        let lines: Vec<usize> = (0..known.form.lines().len()).filter(is_count).collect();
        let title = known.form.title.in_language(self.language());
        blocks.extend(self.figures(known, &lines, title, &against));
        blocks.extend(self.measures(known));
        blocks.extend(self.trend(known, "members"));
        let caption = self.title("report.word.members-by-organization");
        blocks.extend(self.below(known, &BELOW, &caption));
        blocks.extend(self.bars_below(known, "members", &caption));
        blocks.extend(self.tiles(known, "density").or_else(|| self.tiles(known, "members")));
        let comparisons = self.compared_below(known);
        if let Some((comparison, ranking)) = comparisons.iter().find_map(|comparison| {
            let ranking = comparison.ranking(comparison.usual_ranking()?);
            (!ranking.entries.is_empty()).then_some((comparison, ranking))
        }) {
            blocks.extend(self.growth(&ranking).map(Block::Paragraph));
            blocks.extend(self.ranking(known, comparison, &ranking).block());
        }
        blocks.extend(comparisons.first().and_then(|comparison| self.bands(known, comparison)));
        blocks
    }

    fn how_many(&self, known: &Known<'_>, against: &[Against]) -> Option<String> {
        let mut sentences = Vec::new();
        if let Some(n) = self.counted(known, "members") {
            let message = Message::new("report.members").with("on", self.on_the_day());
            sentences.push(self.tell(known, &["members"], &message.with("n", n)));
            for against in against {
                let shift = known.index("members").and_then(|index| against.shift(index));
                sentences.extend(shift.and_then(|shift| self.rise(shift, against.period)));
            }
        }
        let shares = [
            ("share.women", "report.share-of-women"),
            ("share.students", "report.share-of-students"),
            ("share.youth", "report.share-of-youth"),
        ];
        for (line, key) in shares {
            let share = self.amount(known, line);
            sentences.extend(
                share.map(|share| {
                    self.tell(known, &[line], &Message::new(key).with("share", share))
                }),
            );
        }
        if let Some(density) = self.amount(known, "density") {
            let message = Message::new("report.density").with("density", density);
            sentences.push(self.tell(known, &["density"], &message));
        }
        if let (Some(joined), Some(left)) =
            (self.counted(known, "joined"), self.counted(known, "left"))
        {
            let message = Message::new("report.movement").with("joined", joined);
            sentences.push(self.tell(known, &["joined", "left"], &message.with("left", left)));
        }
        paragraph(sentences)
    }

    /// The organizations below in two periods: against the period before and a year ago.
    fn compared_below(&self, known: &Known<'_>) -> Vec<PeriodComparison> {
        let periods = [self.period.previous(), self.period.year_ago()];
        let whose = Whose::Below(self.organization.clone());
        let comparisons = periods
            .into_iter()
            .flatten()
            .map(|before| compare_known(&self.everybody, &known.form, before, self.period, &whose))
            .filter_map(Result::ok);
        comparisons.collect()
    }

    fn growth(&self, ranking: &Ranking) -> Option<String> {
        let Balance { n_growth, n_decline, gains, losses, .. } = ranking.net();
        let change = |figure: &Figure| {
            Argument::Literal(figures::change(figure, UnitKind::Count, self.language()))
        };
        let mut sentences = Vec::new();
        let told = [("report.gained", n_growth, gains), ("report.lost", n_decline, losses)];
        for (key, n, sum) in told {
            let message = sum.map(|sum| Message::new(key).with("n", n).with("sum", change(&sum)));
            sentences.extend(message.map(|message| self.say(&message)));
        }
        if let Some(first) = ranking.entries.first().filter(|_| ranking.entries.len() > 1)
            && Direction::of(&first.net) == Direction::Growth
        {
            let name = first.ground.after.first().map(|id| self.name(id)).unwrap_or_default();
            let message = Message::new("report.most").with("organization", name);
            sentences.push(self.say(&message.with("change", change(&first.net))));
        }
        paragraph(sentences)
    }

    fn ranking(
        &self,
        known: &Known<'_>,
        comparison: &PeriodComparison,
        ranking: &Ranking,
    ) -> ReportTable {
        let language = self.language();
        let label = |line: usize| {
            let line = known.form.lines().get(line);
            line.map(|line| line.label.in_language(language)).unwrap_or_default()
        };
        let title = Message::new("compare.ranking")
            .with("line", label(ranking.index.line))
            .with("from", comparison.from)
            .with("to", comparison.to);
        let mut table = ReportTable::new(
            capitalized(&self.say(&title)),
            [
                Column::number(self.heading("rank")),
                Column::text(self.heading("organization")),
                Column::number(self.heading("change")),
                Column::number("%"),
                Column::number(self.heading("rank-by-percent")),
            ],
        );
        table.row_heading = 1;
        let change = |figure: &Figure| figures::change(figure, UnitKind::Count, language);
        for entry in &ranking.entries {
            let ids = if entry.ground.after.is_empty() {
                &entry.ground.before
            } else {
                &entry.ground.after
            };
            let names: Vec<String> = ids.iter().map(|id| self.name(id)).collect();
            let name = names.join(" + ");
            let by_percent = entry.rank_by_percent.map(|rank| rank.to_string());
            table.push(
                0,
                [
                    ReportCell::figure(entry.rank.to_string(), Origin::Counted),
                    ReportCell::words(&name),
                    compared(change(&entry.net)),
                    compared(figures::percent(entry.percent.as_ref(), language)),
                    ReportCell::figure(by_percent.unwrap_or_default(), Origin::Counted),
                ],
            );
            if !entry.hidden_losses.is_empty() {
                let losses = entry.hidden_losses.iter().map(|(index, loss)| {
                    Argument::Literal(format!("{} ({})", label(index.line), change(loss)))
                });
                let signed = |figure: &Figure| Argument::Literal(change(figure));
                let message = Message::new("compare.hides-loss")
                    .with("organization", name)
                    .with("stated", signed(entry.stated.as_ref().unwrap_or(&entry.net)))
                    .with("net", signed(&entry.net))
                    .with("losses", losses.collect::<Vec<_>>());
                table.notes.push(capitalized(&self.say(&message)));
            }
        }
        table
    }

    /// Who lies in which band.
    fn bands(&self, known: &Known<'_>, comparison: &PeriodComparison) -> Option<Block> {
        let banding = comparison.bandings().into_iter().next()?;
        let line = known.form.lines().get(banding.index.line)?;
        let of_line = banding.after.bands.iter();
        let mut bands: Vec<(&str, _)> =
            of_line.map(|(band, grounds)| (band.text.as_str(), grounds)).collect();
        let rest =
            [("in-no-band", &banding.after.outside), ("not-certain", &banding.after.uncertain)];
        let rest = rest.into_iter().filter(|(_, grounds)| !grounds.is_empty());
        bands.extend(rest.map(|(word, grounds)| (self.wording.word(word), grounds)));
        if bands.iter().all(|(_, grounds)| grounds.is_empty()) {
            return None;
        }
        let caption = capitalized(line.label.in_language(self.language()));
        let mut table = ReportTable::new(
            caption,
            [
                Column::text(self.heading("band")),
                Column::number(self.heading("how-many")),
                Column::text(self.heading("organizations")),
            ],
        );
        for (band, grounds) in bands {
            let ids = grounds.iter().flat_map(|ground| &ground.after);
            let names: Vec<String> = ids.map(|id| self.name(id)).collect();
            table.push(
                0,
                [
                    ReportCell::words(band.replace(" %", "\u{a0}%")),
                    ReportCell::figure(grounds.len().to_string(), Origin::Counted),
                    ReportCell::words(names.join(", ")),
                ],
            );
        }
        table.block()
    }
}
