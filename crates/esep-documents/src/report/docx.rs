//! A report as a text document: headings and tables as office programs know them, so that it can be
//! worked on, signed and printed. Charts are left out: what they show stands in the tables.

use std::fmt::Write as _;

use esep::{Refusal, Severity};

use super::model::{Block, Report, ReportCell, ReportRow, ReportTable, raised};
use crate::annex::ReportFinding;
use crate::docx::{self, Foot, Paper, pack, paragraph, paragraph_of, run};
use crate::table::ColumnKind;

const STYLES: &str = concat!(
    r#"<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:spacing w:after="60"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:spacing w:after="240"/></w:pPr><w:rPr><w:color w:val="525D63"/><w:sz w:val="26"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:pPr><w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="120"/></w:pPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="200" w:after="80"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Table Text"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr><w:rPr><w:sz w:val="19"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Table Note"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="40" w:after="60"/></w:pPr><w:rPr><w:color w:val="525D63"/><w:sz w:val="19"/></w:rPr></w:style>"#,
);

/// What a letter takes of a column, a letter of a heading, and the edges of a cell, in twentieths of
/// a point.
const LETTER: u32 = 103;
const BOLD_LETTER: u32 = 124;
const EDGES: u32 = 240;

/// How far a part is set in.
const INDENT: u32 = 240;

/// What stands behind figures that findings speak of, and behind headings.
const MARKED: &str = r#"<w:shd w:val="clear" w:color="auto" w:fill="FAEAE7"/>"#;

/// Writes a report.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, Refusal> {
    let mut body = paragraph(&report.title, &style("Title"), "");
    body.push_str(&paragraph(&report.subtitle, &style("Subtitle"), ""));
    if let Some(alert) = &report.alert {
        let (color, fill) = match alert.severity {
            Severity::Error => ("A3262A", "FAEAE7"),
            Severity::Warning => ("7D5200", "FAF0D9"),
        };
        let properties = format!(
            r#"{}<w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="{color}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>"#,
            style("BodyText")
        );
        body.push_str(&paragraph_of(&sentence(&alert.text), &properties));
    }
    for part in &report.parts {
        body.push_str(&paragraph(&part.heading, &style("Heading1"), ""));
        for block in &part.blocks {
            match block {
                Block::Paragraph(text) => {
                    body.push_str(&paragraph_of(&sentence(text), &style("BodyText")));
                }
                Block::Table(table) => body.push_str(&self::table(table)),
                Block::Chart(_) => {}
                Block::Findings(findings) => body.extend(findings.iter().map(finding)),
            }
        }
    }
    pack(&body, STYLES, report.language.code(), Paper::UPRIGHT, Foot::PageNumber)
}

fn style(name: &str) -> String {
    format!(r#"<w:pStyle w:val="{name}"/>"#)
}

fn table(table: &ReportTable) -> String {
    let widths = widths(table);
    let centered = format!(r#"{}<w:jc w:val="center"/>"#, style("Cell"));
    let headings =
        table.columns.iter().map(|column| paragraph(&column.heading, &centered, "<w:b/>"));
    let heading = docx::heading(headings, &widths);
    let rows: String = table.rows.iter().map(|row| self::row(table, row, &widths)).collect();
    let mut body = paragraph_of(&sentence(&table.caption), &style("Caption"));
    body.push_str(&docx::table(&widths, &heading, &rows));
    // Two tables without a paragraph between them would be one.
    for note in &table.notes {
        body.push_str(&paragraph_of(&sentence(note), &style("Note")));
    }
    if table.notes.is_empty() {
        body.push_str(&paragraph("", &style("Note"), ""));
    }
    body
}

fn row(table: &ReportTable, row: &ReportRow, widths: &[u32]) -> String {
    let cells =
        row.cells.iter().zip(&table.columns).enumerate().map(|(position, (cell, column))| {
            let mut properties = style("Cell");
            if position == table.row_heading && row.depth > 0 {
                let indent = u32::from(row.depth) * INDENT;
                let _ = write!(properties, r#"<w:ind w:left="{indent}"/>"#);
            }
            if column.kind == ColumnKind::Number {
                properties.push_str(r#"<w:jc w:val="right"/>"#);
            }
            let own = if cell.findings.is_empty() { "" } else { MARKED };
            (paragraph_of(&self::cell(cell), &properties), own)
        });
    docx::row(cells, widths)
}

/// What a cell says; its marks lead to their findings.
fn cell(cell: &ReportCell) -> String {
    let mut runs = run(&cell.text, if cell.is_computed() { "<w:i/>" } else { "" });
    let mut space = "";
    for number in &cell.findings {
        let mark = run(&format!("{space}{}", raised(&[*number])), r#"<w:color w:val="A3262A"/>"#);
        let _ = write!(runs, r#"<w:hyperlink w:anchor="finding_{number}">{mark}</w:hyperlink>"#);
        space = " ";
    }
    runs
}

fn finding(finding: &ReportFinding) -> String {
    let number = finding.number;
    let color = match finding.severity {
        Severity::Error => r#"<w:b/><w:color w:val="A3262A"/>"#,
        Severity::Warning => r#"<w:b/><w:color w:val="7D5200"/>"#,
    };
    let first =
        format!(r#"{}<w:keepNext/><w:spacing w:before="200" w:after="40"/>"#, style("BodyText"));
    let below = |runs: String, indent: u32| {
        let properties =
            format!(r#"{}<w:spacing w:after="40"/><w:ind w:left="{indent}"/>"#, style("BodyText"));
        paragraph_of(&runs, &properties)
    };
    let mut body = paragraph_of(
        &format!(
            r#"<w:bookmarkStart w:id="{number}" w:name="finding_{number}"/>{}{}<w:bookmarkEnd w:id="{number}"/>"#,
            run(&format!("{number}. {}: ", finding.code), color),
            sentence(&finding.sentence),
        ),
        &first,
    );
    if !finding.about.is_empty() {
        let about = finding.about.join("; ");
        body.push_str(&below(
            run(&about, r#"<w:color w:val="525D63"/><w:sz w:val="19"/>"#),
            INDENT,
        ));
    }
    for hint in &finding.hints {
        body.push_str(&below(sentence(hint), INDENT));
    }
    for explanation in &finding.explanations {
        body.push_str(&below(sentence(&explanation.heading), INDENT));
        for (way, number) in explanation.ways.iter().zip(1_usize..) {
            body.push_str(&below(sentence(&format!("{number}) {way}")), 2 * INDENT));
        }
        for remark in &explanation.remarks {
            body.push_str(&below(sentence(remark), 2 * INDENT));
        }
    }
    body
}

/// A sentence as runs, its words in backticks set off.
fn sentence(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    pieces.map(|(number, piece)| run(piece, if number % 2 == 0 { "" } else { "<w:b/>" })).collect()
}

/// How wide the columns are: figures as wide as they need, words share the rest by how much they
/// say.
fn widths(table: &ReportTable) -> Vec<u32> {
    const LONGEST_SAID: u32 = 60;
    const LONGEST_WORD: u32 = 18;
    let letters = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let word = |text: &str| text.split(' ').map(letters).max().unwrap_or_default();
    let mut widths = Vec::new();
    let mut shares = Vec::new();
    for (position, column) in table.columns.iter().enumerate() {
        let cells = || table.rows.iter().filter_map(|row| row.cells.get(position));
        let texts = cells().map(|cell| letters(&cell.text) + letters(&cell.marks()));
        let longest = texts.max().unwrap_or_default().min(LONGEST_SAID);
        let words = cells().map(|cell| word(&cell.text)).max().unwrap_or_default();
        let is_fixed = column.kind == ColumnKind::Number || longest <= 14;
        let least = if is_fixed { longest } else { words }.min(LONGEST_WORD) * LETTER;
        let heading = word(&column.heading).min(LONGEST_WORD) * BOLD_LETTER;
        widths.push(least.max(heading) + EDGES);
        shares.push(if is_fixed { 0 } else { longest });
    }
    let rest = Paper::UPRIGHT.text.saturating_sub(widths.iter().sum());
    let whole = shares.iter().sum::<u32>().max(1);
    widths.iter().zip(shares).map(|(width, share)| width + rest / whole * share).collect()
}
