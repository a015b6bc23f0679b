//! Tables for a terminal, aligned by the cells that characters take.

use unicode_width::UnicodeWidthStr;

use super::{ColumnKind, Table};

pub(super) fn write(table: &Table) -> String {
    let headings: Vec<String> =
        table.columns.iter().map(|column| one_line(&column.heading)).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect();
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(column, heading)| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).fold(heading.width(), usize::max)
        })
        .collect();
    let mut text = String::new();
    if let Some(title) = &table.title {
        text.push_str(&one_line(title));
        text.push_str("\n\n");
    }
    for row in [&headings].into_iter().chain(&rows) {
        let mut line = String::new();
        for ((cell, width), column) in row.iter().zip(&widths).zip(&table.columns) {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            match column.kind {
                ColumnKind::Text => line.extend([cell, padding.as_str(), "  "]),
                ColumnKind::Number => line.extend([padding.as_str(), cell, "  "]),
            }
        }
        text.push_str(line.trim_end_matches(' '));
        text.push('\n');
    }
    text
}

/// A cell on one line, without what would move the cursor.
fn one_line(cell: &str) -> String {
    cell.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn figures_stand_below_each_other() {
        let expected = "\
members of 2020

organization  members  note, if any
Ұстаз          12\u{a0}200  joined | in 2020
ақмола                 \"new\" line
x
";
        assert_eq!(sample().with_title("members of 2020").to_text(), expected);
    }
}
