//! Text documents to be written: paragraphs and tables, packed as office programs expect them.

use std::io::{Cursor, Write as _};

use esep::{Message, Refusal};
use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

/// What leads a reader of the file to its text, and the text to its looks and to what stands at the
/// foot of a page.
const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer.xml"/></Relationships>"#;
const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// A number of the page in the middle of its foot.
const PAGE_NUMBER: &str = r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r></w:p>"#;

const MARGIN: u32 = 1_134;

/// A sheet of A4, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paper {
    width: u32,
    height: u32,
    /// The width of the text.
    pub(crate) text: u32,
}

impl Paper {
    pub(crate) const UPRIGHT: Self = Self { width: 11_906, height: 16_838, text: 9_638 };
    pub(crate) const LYING: Self = Self { width: 16_838, height: 11_906, text: 14_570 };
}

/// What stands at the foot of every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foot {
    Nothing,
    PageNumber,
}

/// Why there is no document.
pub(crate) fn too_large() -> Refusal {
    Refusal::new(Message::new("run.too-large-for-document"))
}

/// Packs a document: paragraphs and tables, and the styles that they name beside the plain one.
///
/// # Errors
/// - more than an archive can hold.
pub(crate) fn pack(
    body: &str,
    styles: &str,
    language: &str,
    paper: Paper,
    foot: Foot,
) -> Result<Vec<u8>, Refusal> {
    let Paper { width, height, .. } = paper;
    let orientation = if width > height { r#" w:orient="landscape""# } else { "" };
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document {NAMESPACES}><w:body>{body}<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="{width}" w:h="{height}"{orientation}/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    );
    let styles = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="22"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>{styles}</w:styles>"#
    );
    let foot = match foot {
        Foot::Nothing => "<w:p/>",
        Foot::PageNumber => PAGE_NUMBER,
    };
    let footer = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr {NAMESPACES}>{foot}</w:ftr>"#
    );
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("word/document.xml", document.as_str()),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/styles.xml", styles.as_str()),
        ("word/footer.xml", footer.as_str()),
    ];
    packed(&parts).map_err(|_| too_large())
}

fn packed(parts: &[(&str, &str)]) -> Result<Vec<u8>, ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        // Without a time of its own every file is of the same day.
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

/// A paragraph with one run of text; without text an empty one.
pub(crate) fn paragraph(text: &str, properties: &str, of_run: &str) -> String {
    paragraph_of(&run(text, of_run), properties)
}

/// A paragraph of runs.
pub(crate) fn paragraph_of(runs: &str, properties: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

/// A run of text; nothing where there is no text.
pub(crate) fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    // What XML cannot say is left out.
    let said: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .filter(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}'))
        .collect();
    let said = escape(&said);
    format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>"#)
}

/// A table with columns of these widths; its heading stands on every page.
pub(crate) fn table(widths: &[u32], heading: &str, rows: &str) -> String {
    let grid = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#));
    let borders = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(|side| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>"#));
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{heading}{rows}</w:tbl>"#,
        borders.concat(),
        grid.collect::<String>(),
    )
}

/// The row of headings: one paragraph for each.
pub(crate) fn heading(cells: impl Iterator<Item = String>, widths: &[u32]) -> String {
    row_with(r"<w:cantSplit/><w:tblHeader/>", cells.map(|cell| (cell, "")), widths)
}

/// A row: one paragraph for each cell, and what is particular to the cell.
pub(crate) fn row<'a>(cells: impl Iterator<Item = (String, &'a str)>, widths: &[u32]) -> String {
    row_with(r"<w:cantSplit/>", cells, widths)
}

fn row_with<'a>(
    properties: &str,
    cells: impl Iterator<Item = (String, &'a str)>,
    widths: &[u32],
) -> String {
    let cells = cells.zip(widths).map(|((text, own), width)| {
        let properties =
            format!(r#"<w:tcW w:w="{width}" w:type="dxa"/>{own}<w:vAlign w:val="center"/>"#);
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>")
    });
    format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.collect::<String>())
}
