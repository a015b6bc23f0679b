//! Growth between two pasted tables, as a table and with all that is to be said of it.

use esep::{
    Amount, Argument, Change, Figure, Ground, Growth, Language, Message, UnitKind, Wording,
};

use crate::chart::{Bar, bars};
use crate::html::{HtmlExtent, paragraphs};
use crate::table::{Column, Table};

/// How growth between two pasted tables is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrowthFormat {
    /// For people at a terminal.
    Text,
    /// Markdown, for minutes and mail.
    Markdown,
    /// Comma-separated, with plain figures.
    Csv,
    /// An array of objects, with plain figures.
    Json,
    /// HTML for reading and printing.
    Html(HtmlExtent),
}

/// Writes growth between two pasted tables.
pub fn write_growth(growth: &Growth, language: Language, format: GrowthFormat) -> String {
    let wording = Wording::in_language(language);
    let notes = || growth_notes(growth).into_iter().map(|message| wording.sentence(&message));
    let mut text = match format {
        GrowthFormat::Csv => return plain(growth).to_csv(),
        GrowthFormat::Json => return plain(growth).to_json(),
        GrowthFormat::Text => growth_table(growth, language).to_text(),
        GrowthFormat::Html(extent) => {
            let notes: Vec<String> = notes().collect();
            let table = growth_table(growth, language).to_html();
            let html = table + &paragraphs(notes.iter().map(String::as_str));
            let title = wording.sentence(&Message::new("growth.title"));
            return extent.finish(&title, language, html);
        }
        GrowthFormat::Markdown => growth_table(growth, language).to_markdown(),
    };
    for (number, note) in notes().enumerate() {
        let bullet = if format == GrowthFormat::Markdown { "- " } else { "" };
        text.extend([if number == 0 { "\n" } else { "" }, bullet, &note, "\n"]);
    }
    text
}

/// Everything that is to be said of the table: gains and losses, what hides behind them, what is
/// not compared, and how the tables were understood.
pub fn growth_notes(growth: &Growth) -> Vec<Message> {
    let net = growth.ranking.net();
    let change = |figure: &Option<Figure>| match figure {
        Some(figure) => Argument::Change(amount(figure)),
        None => Argument::from("0"),
    };
    let mut notes = vec![
        Message::new("compare.balance")
            .with("growth", net.n_growth)
            .with("gains", change(&net.gains))
            .with("decline", net.n_decline)
            .with("losses", change(&net.losses)),
    ];
    if net.n_unchanged > 0 {
        notes.push(Message::new("compare.unchanged").with("n", net.n_unchanged));
    }
    notes.extend(growth.notes.iter().cloned());
    notes.extend(growth.findings.iter().map(|finding| finding.message.clone()));
    for ground in &growth.ranking.unknown {
        notes.push(Message::new("growth.blank").with("name", name(ground)));
    }
    for lonely in &growth.unmatched {
        let key = if lonely.is_before { "growth.only-before" } else { "growth.only-after" };
        notes.push(Message::new(key).with("name", &*lonely.name.text));
        if let Some(nearest) = &lonely.nearest {
            notes.push(Message::new("hint.nearest").with("name", nearest.as_str()));
        }
    }
    notes.extend(growth.reading.iter().cloned());
    notes
}

/// Who gained and who lost, the largest gain first, as people read it.
pub fn growth_table(growth: &Growth, language: Language) -> Table {
    let wording = Wording::in_language(language);
    let [before, after] = &growth.headings;
    let heading = |own: &Option<String>, other: &Option<String>, word| match own {
        // Two columns are headed alike where both tables are of the same kind.
        Some(own) if Some(own) != other.as_ref() => own.clone(),
        _ => wording.word(word).to_owned(),
    };
    let mut table = Table::new([
        Column::number(wording.word("rank")),
        Column::text(wording.word("name")),
        Column::number(heading(before, after, "before")),
        Column::number(heading(after, before, "after")),
        Column::number(wording.word("change")),
        Column::number("%"),
        Column::number(wording.word("rank-by-percent")),
    ]);
    let shown = |amount: Amount| amount.in_language(language);
    let change = |amount: Amount| {
        let is_gain = !amount.value.is_negative() && !amount.value.is_zero();
        format!("{}{}", if is_gain { "+" } else { "" }, amount.in_language(language))
    };
    rows(growth, &mut table, &shown, &change);
    table
}

/// The changes as bars on one scale, in the order of the table.
pub fn growth_bars(growth: &Growth) -> Vec<Bar> {
    let changes: Vec<_> =
        growth.ranking.entries.iter().map(|entry| entry.net.value().clone()).collect();
    bars(&changes)
}

/// The same for programs: headings in English, plain figures.
fn plain(growth: &Growth) -> Table {
    let headings = ["from", "to", "change", "percent", "rank_by_percent"].map(Column::number);
    let first = [Column::number("rank"), Column::text("name")];
    let mut table = Table::new(first.into_iter().chain(headings));
    let shown = |amount: Amount| amount.plain();
    rows(growth, &mut table, &shown, &shown);
    table
}

fn rows(
    growth: &Growth,
    table: &mut Table,
    shown: &dyn Fn(Amount) -> String,
    change: &dyn Fn(Amount) -> String,
) {
    for entry in &growth.ranking.entries {
        let compared = growth.comparison.grounds.iter().find(|it| it.ground == entry.ground);
        let figures = compared.and_then(|it| it.changes.get(&growth.ranking.index));
        let (before, after) = match figures {
            Some(Change::Known(shift)) => (Some(&shift.before), Some(&shift.after)),
            Some(Change::Unknown(unknown)) => (unknown.before.as_ref(), unknown.after.as_ref()),
            None => (None, None),
        };
        let figure = |figure: Option<&Figure>| figure.map(amount).map(shown).unwrap_or_default();
        let percent = entry
            .percent
            .as_ref()
            .map(|it| change(Amount::new(it.value().clone(), 1, UnitKind::Share)));
        let rank = entry.rank_by_percent.map(|rank| rank.to_string());
        table.push([
            entry.rank.to_string(),
            name(&entry.ground),
            figure(before),
            figure(after),
            change(amount(&entry.net)),
            percent.unwrap_or_default(),
            rank.unwrap_or_default(),
        ]);
    }
}

fn name(ground: &Ground) -> String {
    let names = ground.after.first().or(ground.before.first());
    names.map(ToString::to_string).unwrap_or_default()
}

fn amount(figure: &Figure) -> Amount {
    Amount::new(figure.value().clone(), figure.decimals(), UnitKind::Number)
}

#[cfg(test)]
mod tests;
