//! The same tally as SQL, for those whose registers are in the hands of an engine already.
//!
//! The statements say what [`Rules::read`] and [`Totals`](super::Totals) do: tables that both give
//! are the same, to the letter. Where SQL understands less than we do, a comment in it says so; such
//! rows are left out and counted, never misread.

mod dialect;
mod rows;
mod table;
mod tree;

use std::fmt;

pub use dialect::SqlDialect;

use super::header::columns_of;
use super::rules::{Rules, When};
use crate::register::RegisterColumn;

/// Where an engine finds a register and the structure of the union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqlFiles<'a> {
    /// The files of the register, which all have the same header.
    pub register: &'a [&'a str],
    /// The header.
    pub header: &'a [&'a str],
    /// What separates their fields.
    pub separator: char,
    /// The structure; without one each organization stands alone.
    pub structure: Option<SqlStructure<'a>>,
}

/// Where an engine finds the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqlStructure<'a> {
    /// The file.
    pub file: &'a str,
    /// What separates its fields.
    pub separator: char,
    /// How many lines stand above its header.
    pub above: usize,
    /// What each of its columns is: `code`, `parent`, `kind`, `since`, `until`, `employees`,
    /// `aliases` or one of the names; `None` for all others.
    pub columns: &'a [Option<&'a str>],
}

/// A tally as SQL. Written out, it is a script of all its statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallySql {
    /// What must be run before: functions and views, which live as long as the session.
    pub views: Vec<String>,
    /// The table: a query with the columns and the rows of the table that Esep writes as CSV.
    pub table: String,
    /// How many rows are left out of it, by what is wrong with them: a query.
    pub faults: String,
}

impl TallySql {
    /// The SQL of a tally, in the dialect of an engine.
    ///
    /// ```
    /// use esep::{Forms, Register, Rules, SqlDialect, SqlFiles, TallySql, When};
    /// let register = Register::find("members").unwrap();
    /// let header = ["организация", "пол", "дата вступления", "дата выхода"];
    /// let when = When::In("2020-H1".parse().unwrap());
    /// let rules = Rules::new(register, &Forms::built_in(), &header, when).unwrap();
    /// let files = SqlFiles {
    ///     register: &["members.csv"], header: &header, separator: ',', structure: None,
    /// };
    /// let sql = TallySql::new(&rules, SqlDialect::DuckDb, files);
    /// let women = r#"count(*) FILTER (WHERE at_end AND "sex" IN ('f')) AS "women""#;
    /// assert!(sql.table.contains(women));
    /// ```
    pub fn new(rules: &Rules, dialect: SqlDialect, files: SqlFiles<'_>) -> Self {
        let writer = Writer { rules, dialect, files, columns: columns(rules, files.header) };
        let mut views = writer.functions();
        views.extend(writer.register_views());
        views
            .extend(files.structure.iter().flat_map(|structure| writer.structure_views(structure)));
        Self { views, table: writer.table(), faults: writer.faults() }
    }
}

impl fmt::Display for TallySql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for statement in self.views.iter().chain([&self.table, &self.faults]) {
            writeln!(f, "{statement};\n")?;
        }
        Ok(())
    }
}

/// What the statements are written from.
struct Writer<'a> {
    rules: &'a Rules,
    dialect: SqlDialect,
    files: SqlFiles<'a>,
    /// What each column of the file is.
    columns: Vec<Option<&'static RegisterColumn>>,
}

fn columns(rules: &Rules, header: &[&str]) -> Vec<Option<&'static RegisterColumn>> {
    let register = rules.register();
    let columns = columns_of(register, header).unwrap_or_default();
    columns.into_iter().map(|column| register.columns.get(column?)).collect()
}

impl Writer<'_> {
    /// A name as the engine reads it, whatever it is.
    fn name(&self, name: &str) -> String {
        self.dialect.name(name)
    }

    fn text(&self, text: &str) -> String {
        self.dialect.text(text)
    }

    /// Texts, separated by commas.
    fn texts<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> String {
        let texts = texts.into_iter().map(|text| self.text(text));
        texts.collect::<Vec<_>>().join(", ")
    }

    /// The name of a column of the register, where the file has it.
    fn column(&self, number: usize) -> Option<String> {
        let column = self.rules.register().columns.get(number)?;
        let is_there = self.columns.iter().flatten().any(|known| known.id == column.id);
        is_there.then(|| self.name(&column.id))
    }

    /// What the figures are of.
    fn period(&self) -> String {
        match self.rules.when() {
            When::On(day) => day.to_string(),
            When::In(period) => period.to_string(),
        }
    }
}

/// Lines of a list, indented and separated by commas.
fn listed(indent: usize, lines: impl IntoIterator<Item = String>) -> String {
    let margin = " ".repeat(indent);
    let lines: Vec<String> = lines.into_iter().map(|line| format!("{margin}{line}")).collect();
    lines.join(",\n")
}

#[cfg(test)]
mod tests;
