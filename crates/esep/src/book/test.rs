//! Small books for tests, written as lines of text.

use std::sync::Arc;

use crate::book::Book;
use crate::form::{Form, Forms};
use crate::language::Language;
use crate::place::{Place, Written};
use crate::sheet::{Batch, Entry, assemble};
use crate::structure::{Structure, StructureRow};

/// A form: its columns, its lines (`id unit`, then more keys), and further TOML.
///
/// `form("a", "total women", &["members persons", "share percent rollup='none'"], "[[rule]] ...")`
pub(crate) fn form(id: &str, columns: &str, lines: &[&str], rest: &str) -> String {
    let (keys, tables) = rest.split_at(rest.find('[').unwrap_or(rest.len()));
    let named = |id: &str, key: &str| {
        format!("id = '{id}'\n{key} = {{ kk = '{id}', ru = '{id}', en = '{id}' }}\n")
    };
    let column = |id: &str| format!("[[column]]\n{}", named(id, "label"));
    let line = |line: &&str| {
        let (id, rest) = line.split_once(' ').unwrap();
        let (unit, keys) = rest.split_once(' ').unwrap_or((rest, ""));
        format!("[[line]]\n{}unit = '{unit}'\n{}\n", named(id, "label"), keys.replace("; ", "\n"))
    };
    let columns: String = columns.split_whitespace().map(column).collect();
    let lines: String = lines.iter().map(line).collect();
    format!("{}{keys}\n{columns}{lines}{tables}", named(id, "title"))
}

/// A book of these forms.
///
/// The structure is a row for each affiliation: `code parent since until`, a dash for what is not
/// given. The figures are a line each: `organization period form line[column] figure`. Figures
/// are written in English; a figure `blank` is an empty cell. Places are lines of `book.csv`.
#[track_caller]
pub(crate) fn book(forms: &[String], structure: &str, figures: &str) -> Book {
    let mut known = Forms::default();
    for text in forms {
        let (form, findings) = Form::read(&"form.toml".into(), text);
        assert_eq!(findings, [], "{text}");
        assert_eq!(known.add(form.unwrap()), None);
    }
    let rows: Vec<StructureRow> = structure.lines().filter_map(row).collect();
    let (structure, findings) = Structure::build(&rows);
    assert_eq!(findings, []);
    let lines = (1..).zip(figures.lines()).filter(|(_, line)| !line.trim().is_empty());
    let entries = lines.map(|(number, line)| entry(number, line)).collect();
    let batch = Batch { entries, languages: vec![Language::En] };
    let (sheets, findings) = assemble(&structure, &known, &[batch]);
    assert_eq!(findings, []);
    Book { structure, forms: known, sheets, ..Book::default() }
}

fn row(line: &str) -> Option<StructureRow> {
    let place = Place::whole(&"structure.csv".into());
    let mut words = line.split_whitespace();
    let mut given = || words.next().filter(|word| *word != "-");
    let mut row = StructureRow::new(Written::new(given()?, place.clone()));
    let mut next = || given().map(|word| Written::new(word, place.clone()));
    row.parent = next();
    row.since = next();
    row.until = next();
    Some(row)
}

fn entry(number: u32, line: &str) -> Entry {
    let file: Arc<str> = "book.csv".into();
    let written = |text: &str| Written::new(text, Place::new(&file, number, 1, 1));
    let words: Vec<&str> = line.trim().splitn(5, ' ').collect();
    let [organization, period, form, cell, figure] = words.as_slice() else { panic!("{line}") };
    let (cell, column) = match cell.trim_end_matches(']').split_once('[') {
        Some((cell, column)) => (cell, Some(written(column))),
        None => (*cell, None),
    };
    let figure = if *figure == "blank" { "" } else { figure };
    let entry = Entry::new(written(cell), written(figure));
    Entry {
        column: column.map(Arc::new),
        ..entry.of(written(organization), written(period), written(form))
    }
}
