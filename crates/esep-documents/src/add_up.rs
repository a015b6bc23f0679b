//! The verdict on a pasted table as bytes: for people, for other programs.

mod json;

use esep::explain::Explained;
use esep::{
    AddUp, AddUpRelation, AddUpVerdict, Amount, Finding, Language, Message, RelationVerdict,
    Wording, add_up,
};

use crate::findings::{
    FindingsFormat, FindingsReport, TextStyle, Ways, html as findings_html,
    markdown as findings_markdown, write_findings,
};
use crate::html::{HtmlExtent, paragraphs};
use crate::pasted::read_pasted;
use crate::source::Source;
use crate::table::{Column, Table};

/// How the verdict on a pasted table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddUpFormat {
    /// For people at a terminal: the user's own lines with carets below them.
    Text(TextStyle),
    /// Markdown, for minutes and mail.
    Markdown,
    /// JSON of the schema `esep/add-up/1`.
    Json,
    /// HTML for reading and printing.
    Html(HtmlExtent),
    /// The relations for a spreadsheet: a row for each, figures as machines write them.
    Csv,
}

/// Whether a pasted text adds up: the verdict, what does not hold and what is probably wrong, and
/// how the table was understood; written, and with all that was found.
///
/// What was found in decoding the text comes first. So many of the ways to settle something are
/// shown, and JSON has all of them; where none are asked for, nothing is explained.
pub fn write_add_up(
    source: &Source,
    found: Vec<Finding>,
    ways: Option<Ways>,
    language: Language,
    format: AddUpFormat,
) -> (String, Vec<Finding>) {
    let mut result = add_up(&read_pasted(source));
    for place in result.rows.iter_mut().flatten().flat_map(|cell| &mut cell.findings) {
        *place += found.len();
    }
    result.findings.splice(0..0, found);
    result.summary = result.summary.counting(&result.findings);
    let explanations = if ways.is_some() { result.explanations() } else { Vec::new() };
    let written =
        written(&result, &explanations, ways.unwrap_or_default(), source, language, format);
    (written, result.findings)
}

fn written(
    result: &AddUp,
    explanations: &[Explained],
    ways: Ways,
    source: &Source,
    language: Language,
    format: AddUpFormat,
) -> String {
    let wording = Wording::in_language(language);
    let findings = FindingsReport {
        findings: &result.findings,
        explanations,
        ways,
        summary: &result.summary,
        language,
        source: &|name| (name == &*source.name).then_some(source.text.as_str()),
    };
    match format {
        AddUpFormat::Csv => for_machines(&result.relations, wording).to_csv(),
        AddUpFormat::Json => json::write(result, explanations, wording),
        AddUpFormat::Markdown => markdown(result, &findings, wording),
        AddUpFormat::Html(extent) => {
            let html = html(result, &findings, wording);
            extent.finish(wording.sentence(&Message::new("add-up.title")).as_str(), language, html)
        }
        AddUpFormat::Text(style) => text(result, &findings, wording, style),
    }
}

/// The relations of a pasted table as a table of their own: what was found, the verdict, and the
/// figures.
pub fn add_up_table(relations: &[AddUpRelation], language: Language) -> Table {
    let wording = Wording::in_language(language);
    let words = ["stated", "computed", "difference"].map(|word| Column::number(wording.word(word)));
    let columns = [Column::text(wording.word("relation")), Column::text(wording.word("verdict"))];
    let mut table = Table::new(columns.into_iter().chain(words));
    for relation in relations {
        let amount = |amount: &Option<Amount>| {
            amount.as_ref().map(|amount| amount.in_language(language)).unwrap_or_default()
        };
        let difference = relation.difference.as_ref().map(|amount| wording.difference(amount));
        table.push([
            wording.sentence(&relation.sentence),
            verdict(relation.verdict, wording).to_owned(),
            amount(&relation.stated),
            amount(&relation.computed),
            difference.unwrap_or_default(),
        ]);
    }
    table
}

/// The same for machines: in English but for the sentences.
fn for_machines(relations: &[AddUpRelation], wording: Wording) -> Table {
    let words = ["stated", "computed", "difference"].map(Column::number);
    let mut table = Table::new(["relation", "verdict"].map(Column::text).into_iter().chain(words));
    for relation in relations {
        let amount =
            |amount: &Option<Amount>| amount.as_ref().map(Amount::plain).unwrap_or_default();
        table.push([
            wording.sentence(&relation.sentence),
            relation.verdict.name().to_owned(),
            amount(&relation.stated),
            amount(&relation.computed),
            amount(&relation.difference),
        ]);
    }
    table
}

fn verdict(verdict: RelationVerdict, wording: Wording) -> &'static str {
    match verdict {
        RelationVerdict::Holds => wording.word("holds"),
        RelationVerdict::Fails => wording.word("fails"),
        RelationVerdict::Unknown => wording.word("cannot-tell"),
    }
}

fn text(
    result: &AddUp,
    findings: &FindingsReport<'_>,
    wording: Wording,
    style: TextStyle,
) -> String {
    let mut text = format!("{}\n", wording.sentence(&result.sentence));
    for hint in &result.hints {
        text.extend(["  ", wording.word("hint"), ": ", &wording.sentence(hint), "\n"]);
    }
    if !result.findings.is_empty() {
        text.push('\n');
        text.push_str(&write_findings(findings, FindingsFormat::Text(style)));
    }
    let uncertain = uncertain(result);
    for (title, sentences) in
        [("cannot-tell", uncertain), ("understood", result.reading.iter().collect())]
    {
        if sentences.is_empty() {
            continue;
        }
        let title = match title {
            "cannot-tell" => wording.word("cannot-tell"),
            _ => wording.word("understood"),
        };
        text.extend(["\n", title, ":\n"]);
        let rest = sentences.len().saturating_sub(MOST_SENTENCES);
        for sentence in sentences.into_iter().take(MOST_SENTENCES) {
            text.extend(["  ", &wording.sentence(sentence), "\n"]);
        }
        if rest > 0 {
            let others = Message::new("list.others").with("n", rest);
            text.extend(["  ", &wording.sentence(&others), "\n"]);
        }
    }
    text
}

/// No more sentences of a kind are said to people.
const MOST_SENTENCES: usize = 12;

/// What is said of relations that could not be asked.
fn uncertain(result: &AddUp) -> Vec<&Message> {
    let unknown = result.relations.iter().filter(|it| it.verdict == RelationVerdict::Unknown);
    unknown.map(|relation| &relation.sentence).collect()
}

fn markdown(result: &AddUp, findings: &FindingsReport<'_>, wording: Wording) -> String {
    let mut text = format!("**{}**\n", wording.sentence(&result.sentence));
    for hint in &result.hints {
        text.extend(["\n", wording.word("hint"), ": ", &wording.sentence(hint), "\n"]);
    }
    if !result.relations.is_empty() {
        text.push('\n');
        text.push_str(&add_up_table(&result.relations, wording.language()).to_markdown());
    }
    let explained = findings_markdown::explanations(findings);
    if !explained.is_empty() {
        text.extend(["\n", explained.trim_end(), "\n"]);
    }
    let items = remarks(result, wording);
    if !items.is_empty() {
        text.push('\n');
    }
    for item in items {
        text.extend(["- ", &item, "\n"]);
    }
    text
}

/// What is said below the table: the hints of findings, and how the table was understood.
fn remarks(result: &AddUp, wording: Wording) -> Vec<String> {
    let hints = result.findings.iter().flat_map(|finding| &finding.hints);
    let hints = hints.filter(|_| result.verdict != AddUpVerdict::AddsUp);
    hints.chain(&result.reading).map(|message| wording.sentence(message)).collect()
}

fn html(result: &AddUp, findings: &FindingsReport<'_>, wording: Wording) -> String {
    let verdict = [&result.sentence].into_iter().chain(&result.hints);
    let verdict: Vec<String> = verdict.map(|message| wording.sentence(message)).collect();
    let mut html = paragraphs(verdict.iter().map(String::as_str));
    if !result.relations.is_empty() {
        html.push_str(&add_up_table(&result.relations, wording.language()).to_html());
    }
    html.push_str(&findings_html::explanations(findings));
    html.push_str(&paragraphs(remarks(result, wording).iter().map(String::as_str)));
    html
}
