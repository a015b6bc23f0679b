//! Tables as JSON: an array of objects in the order of the rows, keys in the order of the columns.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{ColumnKind, Table};

pub(super) fn write(table: &Table) -> String {
    let rows: Vec<Row<'_>> = table.rows.iter().map(|cells| Row { table, cells }).collect();
    crate::json::pretty(&rows)
}

struct Row<'a> {
    table: &'a Table,
    cells: &'a [String],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (column, cell) in self.table.columns.iter().zip(self.cells) {
            let is_blank = cell.is_empty() && column.kind == ColumnKind::Number;
            map.serialize_entry(&column.heading, &(!is_blank).then_some(cell))?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Table};

    #[test]
    fn a_blank_figure_is_null() {
        let mut table = Table::new([Column::text("organization"), Column::number("members")]);
        table.push(["aktobe", "1200"]);
        table.push(["akmola", ""]);
        let expected = r#"[
  {
    "organization": "aktobe",
    "members": "1200"
  },
  {
    "organization": "akmola",
    "members": null
  }
]
"#;
        assert_eq!(table.to_json(), expected);
    }
}
