//! A form to be filled in as TOML: each line with its label beside it.

use esep::CellIndex;

use super::Template;
use crate::sheet_writing::{LANGUAGE, key, quoted, written};

/// Writes a form.
pub(super) fn write(template: &Template<'_>) -> Vec<u8> {
    let period = template.period.map(|period| period.to_string()).unwrap_or_default();
    let mut out = String::new();
    if template.figures.is_some() {
        out.extend(["language = ", &quoted(LANGUAGE.code()), "\n"]);
    }
    out.extend(["organization = ", &quoted(template.organization), "\n"]);
    out.extend(["period = ", &quoted(&period), "\n\n"]);
    let number = template.form_number().map(|number| format!("{number}. ")).unwrap_or_default();
    out.extend(["# ", &one_line(&format!("{number}{}", template.title())), "\n"]);
    out.extend(["[", &key(template.form.id.as_str()), "]\n"]);
    let columns = template.form.columns();
    for field in template.fields() {
        let mut cells = (0..template.n_columns())
            .map(|column| CellIndex { line: field.position, column })
            .filter(|index| template.asks_for(*index));
        let value = if columns.is_empty() {
            cells.next().map(|index| value(template, index)).unwrap_or_default()
        } else {
            let cells = cells.filter_map(|index| {
                let column = columns.get(index.column)?;
                Some(format!("{} = {}", key(column.id.as_str()), value(template, index)))
            });
            format!("{{ {} }}", cells.collect::<Vec<_>>().join(", "))
        };
        let number = if field.number.is_empty() { "" } else { ". " };
        let label = one_line(&format!("{}{number}{}", field.number, field.label));
        out.extend([&key(field.line.id.as_str()), " = ", &value, "  # ", &label, "\n"]);
    }
    out.into_bytes()
}

fn value(template: &Template<'_>, index: CellIndex) -> String {
    let stated = template.figures.and_then(|sheet| sheet.cell(index));
    match stated.and_then(|stated| written(template.form, index, stated)) {
        Some((text, true)) => text,
        Some((text, false)) => quoted(&text),
        None => quoted(""),
    }
}

/// A text as a comment.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
