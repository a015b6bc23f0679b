//! Laws of pasted tables: what adds up raises nothing, what does not is named in its cell.

use esep::{AddUp, AddUpVerdict, RelationVerdict, add_up};
use esep_documents::{Source, read_pasted};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::tree;

/// A table of counts with totals, and how it is written.
#[derive(Debug, Clone)]
struct Plan {
    /// The counts, by row and column.
    counts: Vec<Vec<u64>>,
    /// Whether the totals of the columns stand above the rows.
    total_is_first: bool,
    /// Whether a column holds the totals of the rows.
    has_total_column: bool,
    language: usize,
    separator: &'static str,
}

const TOTALS: [&str; 3] = ["Барлығы", "Всего", "Total"];

fn plans() -> impl Strategy<Value = Plan> {
    let size = (2..9_usize, 1..6_usize);
    let counts = size.prop_flat_map(|(rows, columns)| {
        prop::collection::vec(prop::collection::vec(100..100_000_u64, columns), rows)
    });
    let separators = prop::sample::select(vec!["\t", ";", " | ", "   "]);
    (counts, any::<bool>(), any::<bool>(), 0..3_usize, separators).prop_map(
        |(counts, total_is_first, has_total_column, language, separator)| Plan {
            has_total_column: has_total_column && counts[0].len() > 1,
            counts,
            total_is_first,
            language,
            separator,
        },
    )
}

impl Plan {
    /// All figures with their totals, by row and column as they are written.
    fn figures(&self) -> Vec<Vec<u64>> {
        let mut rows = self.counts.clone();
        let columns = rows[0].len();
        let total = (0..columns).map(|column| rows.iter().map(|row| row[column]).sum()).collect();
        let at = if self.total_is_first { 0 } else { rows.len() };
        rows.insert(at, total);
        if self.has_total_column {
            for row in &mut rows {
                row.push(row.iter().sum());
            }
        }
        rows
    }

    /// The table of these figures.
    fn written(&self, figures: &[Vec<String>]) -> String {
        let columns = figures[0].len();
        let total = TOTALS[self.language];
        let heading = |column: usize| {
            if self.has_total_column && column + 1 == columns {
                total.to_owned()
            } else {
                format!("col{}", char::from(b'A' + u8::try_from(column).unwrap()))
            }
        };
        let headings: Vec<String> = (0..columns).map(heading).collect();
        let mut text = format!("name{}{}\n", self.separator, headings.join(self.separator));
        let total_row = if self.total_is_first { 0 } else { figures.len() - 1 };
        for (row, figures) in figures.iter().enumerate() {
            let name = if row == total_row {
                total.to_owned()
            } else {
                format!("row{}", char::from(b'A' + u8::try_from(row).unwrap()))
            };
            text.extend([&name, self.separator, &figures.join(self.separator), "\n"]);
        }
        text
    }
}

fn plain(figures: &[Vec<u64>]) -> Vec<Vec<String>> {
    figures.iter().map(|row| row.iter().map(u64::to_string).collect()).collect()
}

fn judged(text: &str) -> AddUp {
    add_up(&read_pasted(&Source { name: "pasted".into(), text: text.to_owned() }))
}

/// A count in thousands, rounded to a number of decimals.
fn thousands(count: u64, decimals: u32) -> String {
    let unit = 10_u64.pow(3 - decimals);
    let rounded = (count + unit / 2) / unit;
    decimal(rounded, decimals)
}

/// A number of which the last digits stand behind the point.
fn decimal(digits: u64, decimals: u32) -> String {
    if decimals == 0 {
        return digits.to_string();
    }
    let one = 10_u64.pow(decimals);
    let width = usize::try_from(decimals).unwrap();
    format!("{}.{:0width$}", digits / one, digits % one)
}

proptest! {
    #[test]
    fn a_table_in_order_raises_nothing(plan in plans()) {
        let text = plan.written(&plain(&plan.figures()));
        let result = judged(&text);
        prop_assert_eq!(result.verdict, AddUpVerdict::AddsUp, "{}\n{:?}", text, result);
        prop_assert!(result.findings.is_empty(), "{}\n{:?}", text, result.findings);
        let relations = plan.figures()[0].len()
            + if plan.has_total_column { plan.figures().len() } else { 0 };
        prop_assert_eq!(result.relations.len(), relations, "{}", text);
    }

    #[test]
    fn one_wrong_cell_is_in_a_relation_that_fails(
        plan in plans(),
        row in any::<Index>(),
        column in any::<Index>(),
        more in 1..50_000_u64,
    ) {
        let mut figures = plan.figures();
        let (row, column) = (row.index(figures.len()), column.index(figures[0].len()));
        figures[row][column] += more;
        let text = plan.written(&plain(&figures));
        let result = judged(&text);
        prop_assert_eq!(result.verdict, AddUpVerdict::DoesNotAddUp, "{}", text);
        for relation in &result.relations {
            let has_cell = relation.cells.contains(&(row + 1, column + 1));
            let fails = relation.verdict == RelationVerdict::Fails;
            prop_assert_eq!(has_cell, fails, "{}\n{:?}", text, relation);
        }
    }

    #[test]
    fn rounding_each_cell_as_printed_raises_nothing(plan in plans(), decimals in 0..3_u32) {
        let rounded: Vec<Vec<String>> = plan
            .figures()
            .iter()
            .map(|row| row.iter().map(|count| thousands(*count, decimals)).collect())
            .collect();
        let text = format!("in thousands\n{}", plan.written(&rounded));
        let result = judged(&text);
        prop_assert!(result.findings.is_empty(), "{}\n{:?}", text, result.findings);
        prop_assert_ne!(result.verdict, AddUpVerdict::DoesNotAddUp);
    }

    #[test]
    fn shares_of_a_total_as_printed_raise_nothing(
        counts in prop::collection::vec(1..100_000_u64, 2..9),
        decimals in 0..3_u32,
    ) {
        let total: u64 = counts.iter().sum();
        let one = 10_u64.pow(decimals);
        let mut text = format!("name\tcount\t%\ntotal\t{total}\t100\n");
        for (row, count) in counts.iter().enumerate() {
            let share = (count * 100 * one * 2 + total) / (total * 2);
            let name = char::from(b'A' + u8::try_from(row).unwrap()).to_string();
            let share = decimal(share, decimals);
            text.extend(["row", &name, "\t", &count.to_string(), "\t", &share, "\n"]);
        }
        let result = judged(&text);
        prop_assert_eq!(result.verdict, AddUpVerdict::AddsUp, "{}\n{:?}", text, result);
        prop_assert!(result.findings.is_empty(), "{}\n{:?}", text, result.findings);
    }
}

#[test]
fn a_published_table_of_925_rows_raises_nothing() {
    let result = judged(&tree::read("tests/data/public/bls_cps_union_1983_2022.csv"));
    assert_eq!(result.verdict, AddUpVerdict::AddsUp);
    assert_eq!((result.relations.len(), result.findings.len()), (1_850, 0));
}

#[test]
fn examples_in_order_raise_nothing() {
    for file in tree::files("docs/examples/clean/reports") {
        let result = judged(&file.text);
        assert!(result.findings.is_empty(), "{}: {:?}", file.path, result.findings);
    }
}
