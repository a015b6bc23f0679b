//! Tables of Markdown.

use super::{ColumnKind, Table};

pub(super) fn write(table: &Table) -> String {
    let mut text = String::new();
    if let Some(title) = &table.title {
        text.extend(["**", &escaped(title), "**\n\n"]);
    }
    let headings = table.columns.iter().map(|column| escaped(&column.heading));
    text.push_str(&row(headings));
    text.push_str(&row(table.columns.iter().map(|column| match column.kind {
        ColumnKind::Text => "---".to_owned(),
        ColumnKind::Number => "---:".to_owned(),
    })));
    for cells in &table.rows {
        text.push_str(&row(cells.iter().map(|cell| escaped(cell))));
    }
    text
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A cell on one line, in which nothing ends the cell or begins a tag.
pub(crate) fn escaped(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    let mut is_code = false;
    for character in cell.chars() {
        match character {
            '`' => is_code = !is_code,
            // A bar ends a cell even within code.
            '|' => escaped.push('\\'),
            '<' if !is_code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(if character.is_control() { ' ' } else { character });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn figures_are_aligned_and_bars_escaped() {
        let expected = "\
**members \\<2020>, `a<b`**

| organization | members | note, if any |
| --- | ---: | --- |
| Ұстаз | 12\u{a0}200 | joined \\| in 2020 |
| ақмола |  | \"new\" line |
| x |  |  |
";
        assert_eq!(sample().with_title("members <2020>, `a<b`").to_markdown(), expected);
    }
}
