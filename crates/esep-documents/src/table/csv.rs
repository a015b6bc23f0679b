//! Tables as comma-separated text.

use super::Table;
use crate::csv::write_record;

pub(super) fn write(table: &Table) -> String {
    let mut text = String::new();
    write_record(&mut text, table.columns.iter().map(|column| &column.heading));
    for row in &table.rows {
        write_record(&mut text, row);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn quotes_only_what_needs_it() {
        let expected = "organization,members,\"note, if any\"\nҰстаз,12\u{a0}200,joined | in 2020\n\
            ақмола,,\"\"\"new\"\"\nline\"\nx,,\n";
        assert_eq!(sample().to_csv(), expected);
    }
}
