//! Writing records so that they are read again as they were.

/// Writes a record, comma-separated, with a line end. Cells stand in quotes where they need them.
///
/// ```
/// let mut text = String::new();
/// esep_documents::write_record(&mut text, ["kz-edu", "1,5", "\"Ұстаз\""]);
/// assert_eq!(text, "kz-edu,\"1,5\",\"\"\"Ұстаз\"\"\"\n");
/// ```
pub fn write_record(out: &mut String, cells: impl IntoIterator<Item = impl AsRef<str>>) {
    let start = out.len();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_cell(out, cell.as_ref());
    }
    if out.len() == start {
        // A line without anything would be skipped.
        out.push_str("\"\"");
    }
    out.push('\n');
}

/// Writes a cell, in quotes where it needs them.
pub(crate) fn write_cell(out: &mut String, cell: &str) {
    // Any separator needs quotes, lest it be recognized in the header; a `#` would begin a comment,
    // and `sep=` say what separates.
    let is_plain = cell.trim() == cell
        && !cell.starts_with('#')
        && !cell.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
        && !cell.contains([',', ';', '\t', '"', '\r', '\n']);
    if is_plain {
        out.push_str(cell);
    } else {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
}
