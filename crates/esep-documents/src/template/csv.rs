//! A form to be filled in as CSV, as spreadsheet programs open it.

use esep::{CellIndex, Language};

use super::Template;
use crate::csv::write_cell;

/// Writes a form: what separates cells is what programs in its language expect, and a mark at the
/// start says that it is UTF-8.
pub(super) fn write(template: &Template<'_>) -> Vec<u8> {
    let separator = if template.language == Language::En { ',' } else { ';' };
    let headings = template.headings();
    let width = 3 + headings.figures.len();
    let mut out = String::from("\u{feff}");
    let mut row = |cells: Vec<&str>| {
        let cells = cells.into_iter().chain(std::iter::repeat("")).take(width);
        for (position, cell) in cells.enumerate() {
            if position > 0 {
                out.push(separator);
            }
            write_cell(&mut out, &harmless(cell));
        }
        out.push_str("\r\n");
    };
    let word = |name: &'static str| template.wording().word(name);
    if let Some(number) = template.form_number() {
        row(vec!["", &number]);
    }
    row(vec!["", template.title()]);
    row(vec!["", word("template-organization"), template.organization]);
    row(vec!["", word("template-period"), &template.period_shown()]);
    let figures = headings.figures.iter().map(String::as_str);
    row([headings.number, headings.label, headings.unit].into_iter().chain(figures).collect());
    for field in template.fields() {
        let cells = (0..template.n_columns())
            .map(|column| template.filled(CellIndex { line: field.position, column }));
        let cells: Vec<String> = cells.collect();
        let figures = cells.iter().map(String::as_str);
        row([field.number, field.label, &*field.unit].into_iter().chain(figures).collect());
    }
    out.into_bytes()
}

/// A text that no program takes for a formula, as what begins with `=`, `+`, `-` or `@`. A figure
/// below nought, and a dash alone, are none.
fn harmless(text: &str) -> String {
    let is_figure = text.strip_prefix('-').is_some_and(|digits| {
        digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    });
    let is_suspect = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_suspect && !is_figure { format!("'{text}") } else { text.to_owned() }
}
