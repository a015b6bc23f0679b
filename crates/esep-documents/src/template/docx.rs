//! A form to be filled in as a text document.

use std::io::{Cursor, Write as _};

use esep::{CellIndex, Message, Refusal};
use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::Template;
use super::fields::Field;

/// What leads a reader of the file to its text, and the text to its looks.
const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"#;

/// The width of the text on a sheet of A4, upright and lying, in twentieths of a point.
const UPRIGHT: (u32, u32, u32) = (11_906, 16_838, 9_638);
const LYING: (u32, u32, u32) = (16_838, 11_906, 14_570);
const MARGIN: u32 = 1_134;

/// How wide the columns are that are no figures or labels.
const NUMBER_WIDTH: u32 = 640;
const UNIT_WIDTH: u32 = 1_500;
const FIGURE_WIDTH: u32 = 1_700;

/// How far a part is set in.
const INDENT: u32 = 280;

/// Why there is no document.
pub(super) fn too_large() -> Refusal {
    Refusal::new(Message::new("run.too-large-for-document"))
}

/// Writes a form.
pub(super) fn write(template: &Template<'_>) -> Result<Vec<u8>, ZipError> {
    let document = document(template);
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("word/document.xml", document.as_str()),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/styles.xml", STYLES),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        // Without a time of its own every file is of the same day.
        writer.start_file(name, SimpleFileOptions::default())?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

fn document(template: &Template<'_>) -> String {
    let (width, height, text) = if template.n_columns() > 2 { LYING } else { UPRIGHT };
    let orientation = if width > height { r#" w:orient="landscape""# } else { "" };
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
    body.push_str(&table(template, text));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:p/><w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{orientation}/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    )
}

fn table(template: &Template<'_>, width: u32) -> String {
    let headings = template.headings();
    let figures = headings.figures.iter().map(|_| FIGURE_WIDTH);
    let others: u32 = NUMBER_WIDTH + UNIT_WIDTH + figures.clone().sum::<u32>();
    let label = width.saturating_sub(others).max(3_000);
    let widths: Vec<u32> = [NUMBER_WIDTH, label, UNIT_WIDTH].into_iter().chain(figures).collect();
    let grid = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#));
    let borders = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(|side| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>"#));
    let texts = [headings.number, headings.label, headings.unit].map(str::to_owned);
    let texts = texts
        .into_iter()
        .chain(headings.figures)
        .map(|text| paragraph(&text, r#"<w:jc w:val="center"/>"#, "<w:b/>"));
    let heading = row(r"<w:cantSplit/><w:tblHeader/>", texts, &widths);
    let rows = template.fields().map(|field| line(template, &field, &widths));
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{heading}{}</w:tbl>"#,
        borders.concat(),
        grid.collect::<String>(),
        rows.collect::<String>(),
    )
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
    row("<w:cantSplit/>", fixed.into_iter().chain(figures), widths)
}

fn row(properties: &str, cells: impl Iterator<Item = String>, widths: &[u32]) -> String {
    let cells = cells.zip(widths).map(|(text, width)| {
        let properties =
            format!(r#"<w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>"#);
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>")
    });
    format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.collect::<String>())
}

/// A paragraph with one run of text; without text an empty one.
fn paragraph(text: &str, properties: &str, of_run: &str) -> String {
    let run = if text.is_empty() {
        String::new()
    } else {
        // What XML cannot say is left out.
        let said: String = text
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .filter(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}'))
            .collect();
        let said = escape(&said);
        format!(r#"<w:r><w:rPr>{of_run}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>"#)
    };
    format!("<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>")
}
