//! Files of office programs for tests, made of readable descriptions.
//!
//! A line is a row, and `|` stands between cells. `0.144 %` is a number shown as `14.4 %`,
//! `date 43965` one shown as a date, `formula A1+A2` a formula without a value, `error #REF!` one
//! that failed; a line that begins with `~` is hidden.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// A packed file of these parts.
pub(crate) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(relations: &[(&str, &str, &str)]) -> String {
    let items = relations.iter().map(|(id, kind, target)| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    });
    format!("<Relationships>{}</Relationships>", items.collect::<String>())
}

/// A workbook of sheets with these names; one whose name begins with `~` is hidden.
pub(crate) fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
    let names = (1..).zip(sheets).map(|(number, (name, _))| {
        let state = if name.starts_with('~') { " state=\"hidden\"" } else { "" };
        let name = name.trim_start_matches('~');
        format!("<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"r{number}\"/>")
    });
    let workbook = format!("<workbook><sheets>{}</sheets></workbook>", names.collect::<String>());
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"0.0%\"/></numFmts>\
        <fills count=\"1\"><fill/></fills><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let files: Vec<(String, String)> = (1..)
        .zip(sheets)
        .map(|(number, (_, text))| {
            let data = sheet(text);
            (format!("xl/worksheets/sheet{number}.xml"), format!("<worksheet>{data}</worksheet>"))
        })
        .collect();
    let ids: Vec<(String, String)> = (1..=sheets.len())
        .map(|number| (format!("r{number}"), format!("worksheets/sheet{number}.xml")))
        .collect();
    let mut targets = vec![("s", "styles", "styles.xml")];
    targets.extend(ids.iter().map(|(id, target)| (id.as_str(), "worksheet", target.as_str())));
    let root = relations(&[("r", "officeDocument", "xl/workbook.xml")]);
    let of_workbook = relations(&targets);
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", workbook.as_str()),
        ("xl/_rels/workbook.xml.rels", of_workbook.as_str()),
        ("xl/styles.xml", styles),
    ];
    parts.extend(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    packed(&parts)
}

fn sheet(text: &str) -> String {
    let row = |(number, line): (usize, &str)| {
        let hidden = if line.starts_with('~') { " hidden=\"1\"" } else { "" };
        let cells = line.trim_start_matches('~').split('|').zip(b'A'..);
        let cells = cells.filter(|(text, _)| !text.trim().is_empty());
        let cells: String = cells
            .map(|(text, column)| cell(text.trim(), &format!("{}{number}", char::from(column))))
            .collect();
        format!("<row r=\"{number}\"{hidden}>{cells}</row>")
    };
    format!("<sheetData>{}</sheetData>", (1..).zip(text.lines()).map(row).collect::<String>())
}

fn cell(text: &str, name: &str) -> String {
    if let Some(number) = text.strip_suffix(" %") {
        return format!("<c r=\"{name}\" s=\"1\"><v>{number}</v></c>");
    }
    match text.split_once(' ') {
        Some(("date", days)) => format!("<c r=\"{name}\" s=\"2\"><v>{days}</v></c>"),
        Some(("formula", formula)) => format!("<c r=\"{name}\"><f>{formula}</f></c>"),
        Some(("error", error)) => format!("<c r=\"{name}\" t=\"e\"><v>{error}</v></c>"),
        _ if text.parse::<f64>().is_ok() => format!("<c r=\"{name}\"><v>{text}</v></c>"),
        _ => format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    }
}

/// A document: a line without `|` is a paragraph, lines with it that follow each other are a table.
pub(crate) fn docx(text: &str) -> Vec<u8> {
    let mut body = String::new();
    let mut in_table = false;
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", text.trim());
    for line in text.lines() {
        let is_row = line.contains('|');
        if is_row != in_table {
            body.push_str(if is_row { "<w:tbl>" } else { "</w:tbl>" });
            in_table = is_row;
        }
        if is_row {
            let cells = line.split('|').map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell)));
            body.extend(["<w:tr>", &cells.collect::<String>(), "</w:tr>"]);
        } else {
            body.push_str(&paragraph(line));
        }
    }
    if in_table {
        body.push_str("</w:tbl>");
    }
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let root = relations(&[("r", "officeDocument", "word/document.xml")]);
    packed(&[("_rels/.rels", &root), ("word/document.xml", &document)])
}

/// A workbook of the Open Document Format with one sheet.
pub(crate) fn ods(name: &str, text: &str) -> Vec<u8> {
    let cell = |text: &str| {
        let text = text.trim();
        if let Some(number) = text.strip_suffix(" %") {
            return format!(
                "<table:table-cell office:value-type=\"percentage\" office:value=\"{number}\">\
                 <text:p>14,4%</text:p></table:table-cell>"
            );
        }
        if text.parse::<f64>().is_ok() {
            return format!(
                "<table:table-cell office:value-type=\"float\" office:value=\"{text}\">\
                 <text:p>{text}</text:p></table:table-cell>"
            );
        }
        format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>")
    };
    let rows = text.lines().map(|line| {
        let hidden = if line.starts_with('~') { " table:visibility=\"collapse\"" } else { "" };
        let cells: String = line.trim_start_matches('~').split('|').map(cell).collect();
        format!("<table:table-row{hidden}>{cells}</table:table-row>")
    });
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table \
         table:name=\"{name}\">{}</table:table></office:spreadsheet></office:body>\
         </office:document-content>",
        rows.collect::<String>()
    );
    packed(&[("content.xml", &content)])
}
