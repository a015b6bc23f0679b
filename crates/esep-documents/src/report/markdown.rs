//! A report as Markdown: tables as GitHub reads them, no charts, for what they show stands in the
//! tables.

use super::model::{Block, Report, ReportCell, ReportTable};
use crate::annex::ReportFinding;
use crate::table::ColumnKind;

/// What sets a part in below its whole.
const INDENT: &str = "\u{2003}";

pub(super) fn write(report: &Report) -> String {
    let mut text = format!("# {}\n\n{}\n", plain(&report.title), plain(&report.subtitle));
    if let Some(alert) = &report.alert {
        text.extend(["\n> **", &plain(&alert.text), "**\n"]);
    }
    for part in &report.parts {
        text.extend(["\n## ", &plain(&part.heading), "\n"]);
        for block in &part.blocks {
            match block {
                Block::Paragraph(sentences) => text.extend(["\n", &sentence(sentences), "\n"]),
                Block::Table(table) => text.extend(["\n", &self::table(table)]),
                Block::Chart(_) => {}
                Block::Findings(findings) => text.extend(["\n", &self::findings(findings)]),
            }
        }
    }
    text
}

fn table(table: &ReportTable) -> String {
    let mut text = format!("**{}**\n\n", plain(&table.caption));
    text.push_str(&row(table.columns.iter().map(|column| plain(&column.heading))));
    text.push_str(&row(table.columns.iter().map(|column| match column.kind {
        ColumnKind::Text => "---".to_owned(),
        ColumnKind::Number => "---:".to_owned(),
    })));
    for line in &table.rows {
        text.push_str(&row(line.cells.iter().enumerate().map(|(position, cell)| {
            let depth = if position == table.row_heading { usize::from(line.depth) } else { 0 };
            format!("{}{}", INDENT.repeat(depth), self::cell(cell))
        })));
    }
    for note in &table.notes {
        text.extend(["\n", &sentence(note), "\n"]);
    }
    text
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn cell(cell: &ReportCell) -> String {
    let text = plain(&cell.text);
    let mut text = if cell.is_computed() && !text.is_empty() { format!("*{text}*") } else { text };
    text.push_str(&cell.marks());
    text
}

fn findings(findings: &[ReportFinding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let number = format!("{}. ", finding.number);
        let indent = " ".repeat(number.len());
        let sentence = sentence(&finding.sentence);
        text.extend([&*number, "**", &plain(&finding.code), "**: ", &sentence, "\n"]);
        let mut below = |line: String| text.extend([&*indent, "- ", &line, "\n"]);
        if !finding.about.is_empty() {
            below(plain(&finding.about.join("; ")));
        }
        for hint in &finding.hints {
            below(self::sentence(hint));
        }
        for explanation in &finding.explanations {
            below(self::sentence(&explanation.heading));
            for (way, number) in explanation.ways.iter().zip(1_usize..) {
                below(format!("({number}) {}", self::sentence(way)));
            }
            explanation.remarks.iter().for_each(|remark| below(self::sentence(remark)));
        }
    }
    text
}

/// A sentence, its words in backticks as code.
fn sentence(text: &str) -> String {
    let pieces = text
        .split('`')
        .enumerate()
        .map(|(number, piece)| if number % 2 == 0 { plain(piece) } else { format!("`{piece}`") });
    pieces.collect()
}

/// A text in which nothing means anything to Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '#' | '~') {
            plain.push('\\');
        }
        plain.push(if letter.is_control() { ' ' } else { letter });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_markdown() {
        assert_eq!(
            plain("a|b <c> *d* `e` [f](g)\n# h"),
            "a\\|b \\<c> \\*d\\* \\`e\\` \\[f\\](g) \\# h"
        );
    }

    #[test]
    fn a_cell_shows_its_origin_and_findings() {
        let mut cell = ReportCell::words("1 200");
        cell.findings = vec![2, 13];
        assert_eq!(self::cell(&cell), "1 200² ¹³");
    }
}
