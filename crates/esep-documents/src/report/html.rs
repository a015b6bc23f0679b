//! A report as a page that stands by itself: it loads nothing and runs nothing, fits any screen, and
//! prints.

use std::fmt::Write as _;

use esep::{Message, Severity, Wording};

use super::composer::capitalized;
use super::model::{Block, Report, ReportCell, ReportRow, ReportTable};
use crate::annex::ReportFinding;
use crate::html::{escaped, page, sentence};
use crate::table::ColumnKind;

/// What the page looks like; the colors are those of the page of calculators.
const STYLE: &str = include_str!("style.css");

/// Texts of more letters want some room.
const LONG: usize = 24;

pub(super) fn write(report: &Report) -> String {
    let mut html = format!("<p class=\"lead\">{}</p>\n", escaped(&report.subtitle));
    if let Some(alert) = &report.alert {
        let class = class(alert.severity);
        let text = sentence(&alert.text);
        let link = report.parts.iter().find(|part| part.id == "annex");
        let link = link.map(|part| format!(" <a href=\"#annex\">{}</a>", escaped(&part.heading)));
        let link = link.unwrap_or_default();
        html.extend(["<p class=\"alert ", class, "\">", &text, &link, "</p>\n"]);
    }
    let contents = Message::new("report.word.contents");
    let contents = capitalized(&Wording::in_language(report.language).sentence(&contents));
    html.extend(["<nav aria-label=\"", &escaped(&contents), "\">\n<ul>\n"]);
    for part in &report.parts {
        let (id, heading) = (escaped(&part.id), escaped(&part.heading));
        html.extend(["<li><a href=\"#", &id, "\">", &heading, "</a></li>\n"]);
    }
    html.push_str("</ul>\n</nav>\n");
    for part in &report.parts {
        let (id, heading) = (escaped(&part.id), escaped(&part.heading));
        html.extend(["<section aria-labelledby=\"", &id, "\">\n<h2 id=\"", &id, "\">"]);
        html.extend([&*heading, "</h2>\n"]);
        for block in &part.blocks {
            match block {
                Block::Paragraph(text) => html.extend(["<p>", &sentence(text), "</p>\n"]),
                Block::Table(table) => html.push_str(&self::table(table)),
                Block::Chart(chart) => {
                    let title = escaped(&chart.title);
                    html.extend(["<figure>\n<figcaption>", &title, "</figcaption>\n"]);
                    html.extend([&*chart.to_svg(), "</figure>\n"]);
                }
                Block::Findings(findings) => html.push_str(&self::findings(findings)),
            }
        }
        html.push_str("</section>\n");
    }
    let title = format!("{}. {}", report.title, report.subtitle);
    page(&title, &report.title, report.language, STYLE, &html)
}

fn table(table: &ReportTable) -> String {
    let caption = sentence(&table.caption);
    let mut html = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>\n\
         <caption><span>{caption}</span></caption>\n<thead>\n<tr>",
        escaped(&table.caption)
    );
    for column in &table.columns {
        let class = match column.kind {
            ColumnKind::Text => "",
            ColumnKind::Number => " class=\"number\"",
        };
        html.extend(["<th scope=\"col\"", class, ">", &escaped(&column.heading), "</th>"]);
    }
    html.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str(&self::row(table, row));
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    for note in &table.notes {
        html.extend(["<p class=\"note\">", &sentence(note), "</p>\n"]);
    }
    html
}

fn row(table: &ReportTable, row: &ReportRow) -> String {
    let mut html = String::from("<tr>");
    for (position, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
        let is_heading = position == table.row_heading;
        let mut classes = Vec::new();
        if column.kind == ColumnKind::Number {
            classes.push("number".to_owned());
        }
        if is_heading && row.depth > 0 {
            classes.push(format!("depth-{}", row.depth.min(3)));
        }
        if !is_heading && cell.text.chars().count() > LONG {
            classes.push("words".to_owned());
        }
        if !cell.findings.is_empty() {
            classes.push("marked".to_owned());
        }
        let class = match classes.as_slice() {
            [] => String::new(),
            classes => format!(" class=\"{}\"", classes.join(" ")),
        };
        let (begin, end) =
            if is_heading { ("<th scope=\"row\"", "</th>") } else { ("<td", "</td>") };
        html.extend([begin, &class, ">", &self::cell(cell), end]);
    }
    html.push_str("</tr>\n");
    html
}

fn cell(cell: &ReportCell) -> String {
    let text = escaped(&cell.text);
    let mut html =
        if cell.is_computed() && !text.is_empty() { format!("<i>{text}</i>") } else { text };
    for number in &cell.findings {
        let _ = write!(html, "<sup><a href=\"#finding-{number}\">{number}</a></sup>");
    }
    html
}

fn findings(findings: &[ReportFinding]) -> String {
    let mut html = String::from("<ol class=\"findings\">\n");
    for finding in findings {
        let ReportFinding { number, code, .. } = finding;
        let _ = writeln!(
            html,
            "<li id=\"finding-{number}\" class=\"{}\"><p><strong>{}</strong>: {}</p>",
            class(finding.severity),
            escaped(code),
            sentence(&finding.sentence),
        );
        if !finding.about.is_empty() {
            let about = escaped(&finding.about.join("; "));
            html.extend(["<p class=\"note\">", &about, "</p>\n"]);
        }
        for hint in &finding.hints {
            html.extend(["<p>", &sentence(hint), "</p>\n"]);
        }
        for explanation in &finding.explanations {
            let heading = sentence(&explanation.heading);
            html.extend(["<div class=\"explanation\">\n<p>", &heading, "</p>\n"]);
            let ways = explanation.ways.iter().map(|way| format!("<li>{}</li>\n", sentence(way)));
            let ways: String = ways.collect();
            if !ways.is_empty() {
                html.extend(["<ol>\n", &ways, "</ol>\n"]);
            }
            for remark in &explanation.remarks {
                html.extend(["<p>", &sentence(remark), "</p>\n"]);
            }
            html.push_str("</div>\n");
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ol>\n");
    html
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
