//! Sheets as TOML.

use std::fmt::Write as _;

use esep::Sheet;

use super::{LANGUAGE, Shown, grouped, need_language, quoted, shown};

/// Writes sheets as TOML, sorted by period, organization and form: the sheets of one organization
/// and period as they are filled by hand, several under `[[sheets]]`.
///
/// Figures are numbers where a number says the same; `language = "en"` stands at the top where
/// another could be read otherwise. Of sheets with the same form, organization and period the last
/// is written.
pub fn write_sheets_toml(sheets: &[&Sheet]) -> String {
    let groups = grouped(sheets);
    let mut out = String::new();
    if need_language(sheets) {
        push(&mut out, format_args!("language = {}\n", quoted(LANGUAGE.code())));
    }
    let is_list = groups.len() > 1;
    for ((period, organization), sheets) in groups {
        if is_list {
            out.push_str(if out.is_empty() { "[[sheets]]\n" } else { "\n[[sheets]]\n" });
        }
        push(&mut out, format_args!("organization = {}\n", quoted(organization.as_str())));
        push(&mut out, format_args!("period = {}\n", quoted(&period.to_string())));
        for (form, sheet) in sheets {
            let outer = if is_list { "sheets." } else { "" };
            push(&mut out, format_args!("\n[{outer}{}]\n", key(form.as_str())));
            write_lines(&mut out, sheet);
        }
    }
    out
}

/// One line of TOML for each line of the form; columns stand in a table.
fn write_lines(out: &mut String, sheet: &Sheet) {
    let cells: Vec<_> = shown(sheet).collect();
    for cells in cells.chunk_by(|a, b| a.line.id == b.line.id) {
        let Some(first) = cells.first() else { continue };
        let columns = cells
            .iter()
            .filter_map(|cell| Some(format!("{} = {}", key(cell.column?), value(cell))));
        let value = match columns.collect::<Vec<_>>().as_slice() {
            [] => value(first),
            columns => format!("{{ {} }}", columns.join(", ")),
        };
        push(out, format_args!("{} = {value}\n", key(first.line.id.as_str())));
    }
}

fn value(cell: &Shown<'_>) -> String {
    let value = if cell.is_number { cell.text.clone() } else { quoted(&cell.text) };
    match cell.note {
        Some(note) => format!("{{ value = {value}, note = {} }}", quoted(note)),
        None => value,
    }
}

/// A key, in quotes where it needs them.
pub(crate) fn key(text: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !text.is_empty() && text.bytes().all(is_bare) { text.to_owned() } else { quoted(text) }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into memory cannot fail.
    let _ = out.write_fmt(text);
}
