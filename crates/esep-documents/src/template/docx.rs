//! A form to be filled in as a text document.

use esep::{CellIndex, Refusal};

use super::Template;
use super::fields::Field;
use crate::docx::{Foot, Paper, heading, pack, paragraph, row, table};

/// How wide the columns are that are no figures or labels.
const NUMBER_WIDTH: u32 = 640;
const UNIT_WIDTH: u32 = 1_500;
const FIGURE_WIDTH: u32 = 1_700;

/// How far a part is set in.
const INDENT: u32 = 280;

/// Writes a form.
pub(super) fn write(template: &Template<'_>) -> Result<Vec<u8>, Refusal> {
    let paper = if template.n_columns() > 2 { Paper::LYING } else { Paper::UPRIGHT };
    let body = body(template, paper);
    pack(&body, "", template.language.code(), paper, Foot::Nothing)
}

fn body(template: &Template<'_>, paper: Paper) -> String {
    let word = |name: &'static str| template.wording().word(name);
    let mut body = String::new();
    if let Some(number) = template.form_number() {
        body.push_str(&paragraph(&number, r#"<w:jc w:val="right"/>"#, "<w:i/>"));
    }
    let centered = r#"<w:spacing w:after="200"/><w:jc w:val="center"/>"#;
    body.push_str(&paragraph(template.title(), centered, r#"<w:b/><w:sz w:val="28"/>"#));
    let asked = [
        (word("template-organization"), template.organization.to_owned()),
        (word("template-period"), template.period_shown()),
    ];
    for (label, text) in asked {
        let text = if text.is_empty() { "_".repeat(40) } else { text };
        body.push_str(&paragraph(&format!("{label} {text}"), r#"<w:spacing w:after="120"/>"#, ""));
    }
    body.push_str(&lines(template, paper.text));
    body.push_str("<w:p/>");
    body
}

fn lines(template: &Template<'_>, width: u32) -> String {
    let headings = template.headings();
    let figures = headings.figures.iter().map(|_| FIGURE_WIDTH);
    let others: u32 = NUMBER_WIDTH + UNIT_WIDTH + figures.clone().sum::<u32>();
    let label = width.saturating_sub(others).max(3_000);
    let widths: Vec<u32> = [NUMBER_WIDTH, label, UNIT_WIDTH].into_iter().chain(figures).collect();
    let texts = [headings.number, headings.label, headings.unit].map(str::to_owned);
    let texts = texts
        .into_iter()
        .chain(headings.figures)
        .map(|text| paragraph(&text, r#"<w:jc w:val="center"/>"#, "<w:b/>"));
    let rows = template.fields().map(|field| line(template, &field, &widths));
    table(&widths, &heading(texts, &widths), &rows.collect::<String>())
}

fn line(template: &Template<'_>, field: &Field<'_>, widths: &[u32]) -> String {
    let indent = format!(r#"<w:ind w:left="{}"/>"#, u32::from(field.depth) * INDENT);
    let weight = if field.depth == 0 { "<w:b/>" } else { "" };
    let fixed = [
        paragraph(field.number, "", ""),
        paragraph(field.label, &indent, weight),
        paragraph(&field.unit, "", r#"<w:sz w:val="18"/>"#),
    ];
    let figures = (0..template.n_columns()).map(|column| {
        let text = template.filled(CellIndex { line: field.position, column });
        paragraph(&text, r#"<w:jc w:val="right"/>"#, "")
    });
    row(fixed.into_iter().chain(figures).map(|cell| (cell, "")), widths)
}
