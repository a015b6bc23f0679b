//! Sheets as JSON.

use esep::Sheet;

use super::{LANGUAGE, Shown, grouped, need_language, quoted, shown};
use crate::sheet_tree::SCHEMA;

/// Writes sheets as JSON of the schema `esep/sheets/1`, sorted by period, organization and form.
///
/// Figures are numbers where a number says the same; `"language": "en"` stands at the top where
/// another could be read otherwise. Of sheets with the same form, organization and period the last
/// is written.
pub fn write_sheets_json(sheets: &[&Sheet]) -> String {
    let language = need_language(sheets).then(|| ("language".to_owned(), quoted(LANGUAGE.code())));
    let written = grouped(sheets).into_iter().map(|((period, organization), sheets)| {
        let head = [
            ("organization".to_owned(), quoted(organization.as_str())),
            ("period".to_owned(), quoted(&period.to_string())),
        ];
        let forms = sheets.into_iter().map(|(form, sheet)| (form.to_string(), lines(sheet)));
        object(3, head.into_iter().chain(forms))
    });
    let sheets = ("sheets".to_owned(), list(2, written));
    let schema = ("schema".to_owned(), quoted(SCHEMA));
    object(1, [schema].into_iter().chain(language).chain([sheets])) + "\n"
}

fn lines(sheet: &Sheet) -> String {
    let cells: Vec<_> = shown(sheet).collect();
    let lines = cells.chunk_by(|a, b| a.line.id == b.line.id).filter_map(|cells| {
        let first = cells.first()?;
        let value = match first.column {
            None => value(first),
            Some(_) => {
                inline(cells.iter().map(|cell| (cell.column.unwrap_or_default(), value(cell))))
            }
        };
        Some((first.line.id.to_string(), value))
    });
    object(4, lines)
}

fn value(cell: &Shown<'_>) -> String {
    let value = if cell.is_number { cell.text.clone() } else { quoted(&cell.text) };
    match cell.note {
        Some(note) => inline([("value", value), ("note", quoted(note))].into_iter()),
        None => value,
    }
}

/// An object on one line.
fn inline<'a>(entries: impl Iterator<Item = (&'a str, String)>) -> String {
    let entries = entries.map(|(key, value)| format!("{}: {value}", quoted(key)));
    format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
}

/// An object with one entry a line, at this depth.
fn object(depth: usize, entries: impl Iterator<Item = (String, String)>) -> String {
    block(depth, '{', '}', entries.map(|(key, value)| format!("{}: {value}", quoted(&key))))
}

/// A list with one item a line, at this depth.
fn list(depth: usize, items: impl Iterator<Item = String>) -> String {
    block(depth, '[', ']', items)
}

fn block(depth: usize, open: char, close: char, items: impl Iterator<Item = String>) -> String {
    let indent = "  ".repeat(depth);
    let items: Vec<_> = items.map(|item| format!("\n{indent}{item}")).collect();
    if items.is_empty() {
        return format!("{open}{close}");
    }
    let end = "  ".repeat(depth.saturating_sub(1));
    format!("{open}{}\n{end}{close}", items.join(","))
}
