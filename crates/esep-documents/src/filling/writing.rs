//! A filled form as bytes: for programs, and for people with what was compared and found.

use std::sync::Arc;

use esep::{OrganizationId, Severity, Sheet, Wording};

use super::state::{FilledCell, FillingState, MeasureState, ShownFinding};
use super::work::Worked;
use super::{Filling, When};
use crate::findings::html::{hint_list, list_item};
use crate::html::{HtmlExtent, sentence};
use crate::sheet_writing::{write_sheets_json, write_sheets_tidy_csv, write_sheets_toml};
use crate::table::{Column, Table};

/// How a filled form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillingFormat {
    /// Comma-separated, one figure a row, as it is read again.
    Csv,
    /// JSON of the schema `esep/sheets/1`, as it is read again.
    Json,
    /// TOML, as it is read again.
    Toml,
    /// For people, as plain text.
    Text,
    /// For minutes and mail.
    Markdown,
    /// For people, as a page to print.
    Html(HtmlExtent),
}

/// How a page for people looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Text,
    Markdown,
    Html,
}

impl Filling {
    /// The filled form with all that is computed: for programs as far as digits say it, for there
    /// they must mean the same when they are read again; for people the earlier
    /// periods, the changes, the measures and what does not add up stand beside it.
    pub fn write(&self, format: FillingFormat) -> String {
        match format {
            FillingFormat::Csv => write_sheets_tidy_csv(&[&sheet(self)]),
            FillingFormat::Json => write_sheets_json(&[&sheet(self)]),
            FillingFormat::Toml => write_sheets_toml(&[&sheet(self)]),
            FillingFormat::Text => self.page(Look::Text).0,
            FillingFormat::Markdown => self.page(Look::Markdown).0,
            FillingFormat::Html(extent) => {
                let (html, title) = self.page(Look::Html);
                extent.finish(&title, self.language, html)
            }
        }
    }

    /// A page for people, and its title.
    fn page(&self, look: Look) -> (String, String) {
        let state = self.state();
        let wording = Wording::in_language(self.language);
        let title = self.form.title.in_language(self.language).to_owned();
        let whose = [state.organization.trim(), &state.period_shown];
        let whose: Vec<&str> = whose.into_iter().filter(|it| !it.is_empty()).collect();
        let whose = whose.join(", ");
        let tables = [self.figures(&state, wording), measures(&state, wording)];
        let tables = tables.iter().filter(|table| !table.rows().is_empty());
        let page = match look {
            Look::Text => {
                let tables: String = tables.map(|table| table.to_text() + "\n").collect();
                let found: String = state.findings.iter().map(|it| text(it, wording)).collect();
                format!("{title}\n{whose}\n\n{tables}{}\n{found}", state.verdict)
            }
            Look::Markdown => {
                let tables: String = tables.map(|table| table.to_markdown() + "\n").collect();
                let found: String = state.findings.iter().map(|it| markdown(it, wording)).collect();
                let found = if found.is_empty() { found } else { format!("\n{found}") };
                format!("# {title}\n\n{whose}\n\n{tables}{}\n{found}", state.verdict)
            }
            Look::Html => {
                let tables: String = tables.map(Table::to_html).collect();
                let found: String = state.findings.iter().map(|it| html(it, wording)).collect();
                let found = match found.as_str() {
                    "" => found,
                    _ => format!("<ol class=\"findings\">\n{found}</ol>\n"),
                };
                format!("{tables}<p>{}</p>\n{found}", sentence(&state.verdict))
            }
        };
        (page, format!("{title}: {whose}"))
    }

    /// The cells, with those columns of earlier periods that hold anything.
    fn figures(&self, state: &FillingState, wording: Wording) -> Table {
        let has_any = |when: When| {
            let texts = state.cells.iter().map(|cell| figure_of(cell, when));
            texts.into_iter().any(|text| !text.is_empty())
        };
        let earlier: Vec<When> =
            [When::Previous, When::YearAgo].into_iter().filter(|when| has_any(*when)).collect();
        let has_shares = state.cells.iter().any(|cell| cell.share.is_some());
        let mut columns =
            vec![Column::text(wording.word("line")), Column::number(state.period_shown.as_str())];
        if has_shares {
            columns.push(Column::number(wording.word("share")));
        }
        for when in &earlier {
            let period = match when {
                When::YearAgo => &state.year_ago_shown,
                _ => &state.previous_shown,
            };
            columns.push(Column::number(period.as_deref().unwrap_or_default()));
            columns.push(Column::number(wording.word("change")));
            columns.push(Column::number("%"));
        }
        let mut table = Table::new(columns);
        for cell in &state.cells {
            let mut row = vec![self.label(cell), figure_of(cell, When::Now)];
            if has_shares {
                row.push(cell.share.clone().unwrap_or_default());
            }
            for when in &earlier {
                let change = match when {
                    When::YearAgo => cell.change_in_a_year.as_ref(),
                    _ => cell.change.as_ref(),
                };
                row.push(figure_of(cell, *when));
                row.push(change.map(|it| it.difference.clone()).unwrap_or_default());
                row.push(change.and_then(|it| it.percent.clone()).unwrap_or_default());
            }
            table.push(row);
        }
        table
    }

    /// The number and the label of a cell's line, and its column.
    fn label(&self, cell: &FilledCell) -> String {
        let line = self.form.line(cell.line.as_str());
        let number = line.and_then(|line| line.number.as_deref());
        let label = line.map(|line| line.label.in_language(self.language));
        let line = [number, label].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let column = cell.column.as_ref().and_then(|column| self.form.column(column.as_str()));
        match column {
            Some(column) => format!("{line}, {}", column.label.in_language(self.language)),
            None => line,
        }
    }
}

/// The sheet that is filled, with what is computed of it, of whoever it is said to be.
fn sheet(filling: &Filling) -> Sheet {
    let organization = OrganizationId::new(filling.organization().trim());
    let mut sheet = Sheet::new(Arc::clone(filling.form()), organization, filling.period());
    for (index, stated) in Worked::of(filling).told().into_iter().flat_map(Sheet::cells) {
        sheet.set(index, stated.clone());
    }
    sheet
}

/// What stands in a cell: what was typed, or what follows from the rest.
fn figure_of(cell: &FilledCell, when: When) -> String {
    let entered = match when {
        When::Now => &cell.now,
        When::Previous => &cell.previous,
        When::YearAgo => return cell.year_ago.as_ref().map(shown).unwrap_or_default(),
    };
    shown(entered)
}

fn shown(entered: &super::Entered) -> String {
    let computed = entered.computed.as_ref().filter(|computed| !computed.is_proposal);
    let computed = computed.map(|computed| computed.shown.as_str());
    let text = Some(entered.text.as_str()).filter(|text| !text.trim().is_empty());
    entered.shown.as_deref().or(text).or(computed).unwrap_or_default().to_owned()
}

fn measures(state: &FillingState, wording: Wording) -> Table {
    let known = |it: &&MeasureState| it.shown.is_some() || it.previous.is_some();
    let has_previous = state.measures.iter().any(|it| it.previous.is_some());
    let mut columns =
        vec![Column::text(wording.word("measure")), Column::number(state.period_shown.as_str())];
    if has_previous {
        columns.push(Column::number(state.previous_shown.as_deref().unwrap_or_default()));
        columns.push(Column::number(wording.word("change")));
    }
    columns.push(Column::text(wording.word("definition")));
    let mut table = Table::new(columns);
    for measure in state.measures.iter().filter(known) {
        let mut row = vec![measure.label.clone(), measure.shown.clone().unwrap_or_default()];
        if has_previous {
            row.push(measure.previous.clone().unwrap_or_default());
            let change = measure.change.as_ref();
            row.push(change.map(|it| it.difference.clone()).unwrap_or_default());
        }
        row.push(measure.why.clone());
        table.push(row);
    }
    table
}

fn word(finding: &ShownFinding, wording: Wording) -> &'static str {
    match finding.severity {
        Severity::Error => wording.word("error"),
        Severity::Warning => wording.word("warning"),
    }
}

fn text(finding: &ShownFinding, wording: Wording) -> String {
    let word = word(finding, wording);
    let hints = finding.hints.iter().map(|it| format!("  {}: {it}\n", wording.word("hint")));
    let hints: String = hints.collect();
    format!("\n{word}[{}]: {}\n{hints}", finding.code, finding.message)
}

fn markdown(finding: &ShownFinding, wording: Wording) -> String {
    let word = word(finding, wording);
    let hints = finding.hints.iter().map(|hint| format!("; {hint}"));
    let message: String = std::iter::once(finding.message.clone()).chain(hints).collect();
    format!("- **{word} {}**: {}\n", finding.code, crate::table::markdown::escaped(&message))
}

fn html(finding: &ShownFinding, wording: Wording) -> String {
    let code = finding.code.to_string();
    let item = list_item(finding.severity, &code, wording, &finding.message);
    format!("{item}{}</li>\n", hint_list(finding.hints.iter().cloned(), wording))
}
