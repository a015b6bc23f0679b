//! Comparisons for people: tables with labels and figures as the language writes them.

use std::collections::BTreeSet;

use esep::{
    Amount, Argument, Balance, Banding, CellIndex, Change, Figure, Ground, GroundChanges, Message,
    Ranking, Rational, Shift, UnitKind, Wording,
};

use super::csv::kind;
use super::words::{self, OUTSIDE, UNCERTAIN};
use super::{ComparedForm, ComparisonReport, ComparisonTable, heading};
use crate::html::{escaped, paragraphs};
use crate::table::{Column, Table};

/// How a page for people looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// For a terminal.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

pub(super) fn write(
    report: &ComparisonReport<'_>,
    tables: &[ComparisonTable],
    look: Look,
) -> String {
    let mut blocks = Vec::new();
    for form in report.forms {
        let page = Page { report, form, wording: Wording::in_language(report.language), look };
        if report.forms.len() > 1 {
            let title = form.comparison.form.title.in_language(report.language);
            blocks.push(match look {
                Look::Text => format!("{title}\n"),
                Look::Markdown => format!("## {title}\n"),
                Look::Html => format!("<h2>{}</h2>\n", escaped(title)),
            });
        }
        for table in tables {
            match table {
                ComparisonTable::Changes if form.lines.is_some() => page.lines(&mut blocks),
                ComparisonTable::Changes => page.organizations(&mut blocks),
                ComparisonTable::Ranking => {
                    form.rankings.iter().for_each(|ranking| page.ranking(ranking, &mut blocks));
                }
                ComparisonTable::Bands => {
                    form.bandings().for_each(|banding| page.banding(&banding, &mut blocks));
                }
            }
        }
    }
    blocks.join("\n")
}

/// The words around the tables of one form.
struct Page<'a> {
    report: &'a ComparisonReport<'a>,
    form: &'a ComparedForm,
    wording: Wording,
    look: Look,
}

impl Page<'_> {
    /// A table for each organization, then one for all together.
    fn organizations(&self, blocks: &mut Vec<String>) {
        for compared in &self.form.comparison.grounds {
            let mut table = self.change_table("line", self.title(&compared.ground));
            for (index, change) in self.form.changes(compared) {
                let cells = self.change_cells(change, index);
                push(&mut table, self.heading(index), cells, self.label(index));
            }
            self.add(&table, blocks);
        }
        let total = Message::new("compare.title")
            .with("organization", self.wording.word("total"))
            .with("from", self.form.comparison.from)
            .with("to", self.form.comparison.to);
        let mut table = self.change_table("line", self.wording.sentence(&total));
        for (index, shift, _) in self.form.total() {
            let cells = self.shift_cells(shift, index);
            push(&mut table, self.heading(index), cells, self.label(index));
        }
        self.add(&table, blocks);
    }

    /// A table for each line, with all organizations and the total.
    fn lines(&self, blocks: &mut Vec<String>) {
        let comparison = &self.form.comparison;
        let of_grounds = comparison.grounds.iter().flat_map(|ground| ground.changes.keys());
        let cells: BTreeSet<&CellIndex> =
            of_grounds.filter(|index| self.form.shows(**index)).collect();
        for index in cells {
            let title = format!("{}: {}", self.heading(*index), self.label(*index));
            let mut table = self.change_table("organization", title);
            let told = |compared: &GroundChanges| compared.changes.get(index).cloned();
            for compared in &comparison.grounds {
                let Some(change) = told(compared) else { continue };
                let cells = self.change_cells(&change, *index);
                let name = words::name(self.report.book, &compared.ground, self.report.language);
                push(&mut table, words::code(&compared.ground), cells, name);
            }
            for (_, shift, n) in self.form.total().filter(|(total, ..)| total == index) {
                let cells = self.shift_cells(shift, *index);
                let over = Message::new("compare.over").with("n", n);
                let word = self.wording.word("total").to_owned();
                push(&mut table, word, cells, self.wording.sentence(&over));
            }
            self.add(&table, blocks);
        }
    }

    fn ranking(&self, ranking: &Ranking, blocks: &mut Vec<String>) {
        let comparison = &self.form.comparison;
        let title = Message::new("compare.ranking")
            .with("line", self.label(ranking.index))
            .with("from", comparison.from)
            .with("to", comparison.to);
        let mut table = Table::new([
            Column::number(self.wording.word("rank")),
            Column::text(self.wording.word("organization")),
            Column::number(self.wording.word("change")),
            Column::number("%"),
            Column::number(self.wording.word("rank-by-percent")),
            Column::number(self.wording.word("stated")),
            Column::text(self.wording.word("label")),
        ])
        .with_title(self.wording.sentence(&title));
        let kind = kind(self.form, ranking.index);
        let change = |figure: &Figure| words::change(figure, kind, self.report.language);
        for entry in &ranking.entries {
            table.push([
                entry.rank.to_string(),
                words::code(&entry.ground),
                change(&entry.net),
                words::percent(entry.percent.as_ref(), self.report.language),
                entry.rank_by_percent.map(|rank| rank.to_string()).unwrap_or_default(),
                entry.stated.as_ref().map(change).unwrap_or_default(),
                words::name(self.report.book, &entry.ground, self.report.language),
            ]);
        }
        if table.rows().is_empty() {
            return;
        }
        self.add(&table, blocks);
        let mut sentences = vec![self.balance("compare.balance", &ranking.net(), kind)];
        if ranking.net() != ranking.as_stated() {
            sentences.push(self.balance("compare.as-stated", &ranking.as_stated(), kind));
        }
        for entry in ranking.entries.iter().filter(|entry| !entry.hidden_losses.is_empty()) {
            let losses = entry.hidden_losses.iter().map(|(index, loss)| {
                Argument::Literal(format!("{} ({})", self.label(*index), change(loss)))
            });
            let signed = |figure: &Figure| Argument::Literal(change(figure));
            let message = Message::new("compare.hides-loss")
                .with("organization", words::code(&entry.ground))
                .with("stated", signed(entry.stated.as_ref().unwrap_or(&entry.net)))
                .with("net", signed(&entry.net))
                .with("losses", losses.collect::<Vec<_>>());
            sentences.push(self.wording.sentence(&message));
        }
        blocks.push(match self.look {
            Look::Text => format!("{}\n", sentences.join("\n")),
            Look::Markdown => format!("{}\n", sentences.join("\n\n")),
            Look::Html => paragraphs(sentences.iter().map(String::as_str)),
        });
    }

    fn balance(&self, key: &'static str, balance: &Balance, kind: UnitKind) -> String {
        let sum = |figure: &Option<Figure>| match figure {
            Some(figure) => Argument::Literal(words::change(figure, kind, self.report.language)),
            None => Argument::Amount(Amount::new(Rational::ZERO, 0, kind)),
        };
        let message = Message::new(key)
            .with("growth", balance.n_growth)
            .with("gains", sum(&balance.gains))
            .with("decline", balance.n_decline)
            .with("losses", sum(&balance.losses));
        let mut text = self.wording.sentence(&message);
        let rest = [
            ("compare.unchanged", balance.n_unchanged),
            ("compare.undecided", balance.n_uncertain),
        ];
        for (key, n) in rest.into_iter().filter(|(_, n)| *n > 0) {
            text.extend(["; ", &self.wording.sentence(&Message::new(key).with("n", n))]);
        }
        text
    }

    fn banding(&self, banding: &Banding, blocks: &mut Vec<String>) {
        let label = self.label(banding.index);
        let mut table = Table::new([
            Column::text(self.wording.word("period")),
            Column::text(self.wording.word("band")),
            Column::number(self.wording.word("how-many")),
            Column::text(self.wording.word("organizations")),
        ])
        .with_title(format!("{}: {label}", self.heading(banding.index)));
        for banded in [&banding.before, &banding.after] {
            let bands = words::bands(banded);
            if bands.iter().all(|(_, grounds)| grounds.is_empty()) {
                continue;
            }
            for (band, grounds) in bands {
                let band = match band {
                    OUTSIDE => self.wording.word("in-no-band"),
                    UNCERTAIN => self.wording.word("not-certain"),
                    band => band,
                };
                let codes: Vec<String> = grounds.iter().map(|ground| words::code(ground)).collect();
                let n = codes.len().to_string();
                table.push([banded.period.to_string(), band.to_owned(), n, codes.join(", ")]);
            }
        }
        self.add(&table, blocks);
    }

    fn change_table(&self, first: &'static str, title: String) -> Table {
        let comparison = &self.form.comparison;
        Table::new([
            Column::text(self.wording.word(first)),
            Column::number(comparison.from.to_string()),
            Column::number(comparison.to.to_string()),
            Column::number(self.wording.word("change")),
            Column::number("%"),
            Column::text(self.wording.word("label")),
        ])
        .with_title(title)
    }

    fn change_cells(&self, change: &Change, index: CellIndex) -> [String; 4] {
        let kind = kind(self.form, index);
        match change {
            Change::Known(shift) => self.shift_cells(shift, index),
            Change::Unknown(unknown) => {
                let figure = |figure: &Option<Figure>| {
                    let said = |it: &Figure| words::figure(it, kind, self.report.language);
                    figure.as_ref().map(said).unwrap_or_default()
                };
                [figure(&unknown.before), figure(&unknown.after), String::new(), String::new()]
            }
        }
    }

    fn shift_cells(&self, shift: &Shift, index: CellIndex) -> [String; 4] {
        let (kind, language) = (kind(self.form, index), self.report.language);
        [
            words::figure(&shift.before, kind, language),
            words::figure(&shift.after, kind, language),
            words::change(&shift.difference, kind, language),
            words::percent(shift.percent.as_ref(), language),
        ]
    }

    fn add(&self, table: &Table, blocks: &mut Vec<String>) {
        if table.rows().is_empty() {
            return;
        }
        blocks.push(match self.look {
            Look::Text => table.to_text(),
            Look::Markdown => table.to_markdown(),
            Look::Html => table.to_html(),
        });
    }

    fn title(&self, ground: &Ground) -> String {
        let code = words::code(ground);
        let name = words::name(self.report.book, ground, self.report.language);
        let organization = if name.is_empty() { code } else { format!("{name} ({code})") };
        let title = Message::new("compare.title")
            .with("organization", organization)
            .with("from", self.form.comparison.from)
            .with("to", self.form.comparison.to);
        self.wording.sentence(&title)
    }

    fn heading(&self, index: CellIndex) -> String {
        heading(&self.form.comparison, index)
    }

    fn label(&self, index: CellIndex) -> String {
        let form = &self.form.comparison.form;
        let line = form.lines().get(index.line).map(|line| &line.label);
        let column = form.columns().get(index.column).map(|column| &column.label);
        let labels = [line, column].into_iter().flatten();
        let labels = labels.map(|label| label.in_language(self.report.language));
        labels.collect::<Vec<_>>().join(", ")
    }
}

/// Adds a row, unless it says nothing and would only hide the others.
fn push(table: &mut Table, first: String, cells: [String; 4], last: String) {
    if cells.iter().any(|cell| !cell.is_empty()) {
        table.push([first].into_iter().chain(cells).chain([last]));
    }
}
