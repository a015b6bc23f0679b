//! The structure: who belongs to whom on the last day, and how many employees there are.

use super::dialect::CsvView;
use super::{SqlStructure, Writer};
use crate::lookup::fold;
use crate::structure::OrganizationKind;

/// So many levels at most: a structure in which an organization belongs to itself must not keep an
/// engine busy for ever.
const LEVELS: usize = 64;

impl Writer<'_> {
    /// The organizations, by what names they are known, and what they belong to.
    pub(super) fn structure_views(&self, structure: &SqlStructure<'_>) -> Vec<String> {
        let names: Vec<String> = (1_usize..)
            .zip(structure.columns)
            .map(|(at, column)| column.map_or(format!("column {at}"), str::to_owned))
            .collect();
        let mut views = self.dialect.csv(&CsvView {
            view: "structure_file",
            files: &[structure.file],
            separator: structure.separator,
            above: structure.above,
            columns: names,
        });
        let has = |column: &str| structure.columns.contains(&Some(column));
        let text = |column: &str| {
            if has(column) { format!("as_text({})", self.name(column)) } else { "''".to_owned() }
        };
        let day = self.rules.when().last_day();
        let date = |column: &str| {
            let text = text(column);
            let is_day = self.dialect.matches(&text, "[0-9]{4}-[0-9]{2}-[0-9]{2}");
            format!("CASE WHEN {is_day} THEN try_cast({text} AS DATE) END")
        };
        let digits = format!("translate({}, concat(' ', chr(9), chr(160)), '')", text("employees"));
        let is_number = self.dialect.matches(&digits, "[0-9]+");
        if let Some(first) = views.first_mut() {
            *first = format!(
                "-- The structure as it is. It must be one in which `esep check` finds nothing wrong.\n\
                 {first}"
            );
        }
        views.push(format!(
            "CREATE OR REPLACE TEMPORARY VIEW structure_rows AS\n\
             SELECT\n  {} AS code,\n  {} AS parent,\n  CASE{}\n  END AS kind,\n  {} AS since,\n  {} AS until,\n  \
             CASE WHEN {is_number} THEN try_cast({digits} AS DECIMAL(20, 0)) END AS employees,\n  \
             {} AS names\n\
             FROM structure_file\nWHERE {} <> ''",
            text("code"),
            text("parent"),
            self.kinds(&text("kind")),
            date("since"),
            date("until"),
            self.all_names(structure),
            text("code"),
        ));
        views.push(
            "-- An organization may have several rows, one for each affiliation.\n\
             CREATE OR REPLACE TEMPORARY VIEW organizations AS\n\
             SELECT code, max(kind) AS kind, max(employees) AS employees\n\
             FROM structure_rows\nWHERE until IS NULL OR since IS NULL OR since < until\nGROUP BY code"
                .to_owned(),
        );
        let beside = OrganizationKind::ALL.into_iter().filter(|kind| kind.is_beside_the_tree());
        let beside = self.texts(beside.map(OrganizationKind::id));
        views.push(format!(
            "-- What each organization belongs to on the last day, NULL at the root; those beside \
             the tree have none below them.\n\
             CREATE OR REPLACE TEMPORARY VIEW affiliations AS\n\
             SELECT one.code, parent.code AS parent\n\
             FROM structure_rows AS one LEFT JOIN organizations AS parent ON parent.code = one.parent\n\
             WHERE (one.since IS NULL OR one.since <= DATE '{day}')\n  \
             AND (one.until IS NULL OR one.until > DATE '{day}')\n  \
             AND (parent.kind IS NULL OR parent.kind NOT IN ({beside}))"
        ));
        views.push(format!(
            "-- What an organization may be called, where only one is called so.\n\
             CREATE OR REPLACE TEMPORARY VIEW names AS\n\
             SELECT name, min(code) AS code\n\
             FROM (\n  \
             SELECT code, as_name(code) AS name FROM organizations\n  \
             UNION SELECT code, as_name(name) AS name\n  \
             FROM (SELECT code, {} AS name FROM structure_rows) AS each_name\n) AS all_names\n\
             WHERE name <> ''\nGROUP BY name\nHAVING count(DISTINCT code) = 1",
            self.dialect.each_name("names"),
        ));
        views.push(format!(
            "-- Each organization with itself and all above it.\n\
             CREATE OR REPLACE TEMPORARY VIEW above AS\n\
             WITH RECURSIVE way AS (\n  \
             SELECT code, code AS ancestor, 0 AS level FROM organizations\n  \
             UNION ALL\n  \
             SELECT way.code, affiliations.parent AS ancestor, way.level + 1 AS level\n  \
             FROM way JOIN affiliations ON affiliations.code = way.ancestor\n  \
             WHERE affiliations.parent IS NOT NULL AND way.level < {LEVELS}\n)\n\
             SELECT code, ancestor FROM way{}",
            self.dialect.all_rows(),
        ));
        let all = OrganizationKind::ALL.into_iter().filter(|kind| !kind.is_beside_the_tree());
        let all = self.texts(all.map(OrganizationKind::id));
        views.push(format!(
            "-- The organizations of the table, but for those beside the tree that have rows.\n\
             CREATE OR REPLACE TEMPORARY VIEW present AS\n\
             SELECT DISTINCT code\nFROM organizations JOIN affiliations USING (code)\n\
             WHERE kind IS NULL OR kind IN ({all})"
        ));
        views.push(
            "-- The employees of each organization: those of the lowest ones in and below it that \
             state some.\n\
             CREATE OR REPLACE TEMPORARY VIEW employees_of AS\n\
             SELECT above.ancestor AS code, sum(organizations.employees) AS employees\n\
             FROM above JOIN organizations USING (code)\n\
             WHERE organizations.employees IS NOT NULL AND organizations.code NOT IN (\n  \
             SELECT above.ancestor\n  FROM above JOIN organizations USING (code)\n  \
             WHERE organizations.employees IS NOT NULL AND above.ancestor <> above.code\n)\n\
             GROUP BY above.ancestor"
                .to_owned(),
        );
        views
    }

    /// The cases of the kind of an organization.
    fn kinds(&self, text: &str) -> String {
        let case = |kind: OrganizationKind| {
            let mut names: Vec<String> = kind.names().map(|name| fold(&name)).collect();
            names.sort();
            names.dedup();
            let names = self.texts(names.iter().map(String::as_str));
            format!("\n    WHEN as_name({text}) IN ({names}) THEN {}", self.text(kind.id()))
        };
        OrganizationKind::ALL.into_iter().map(case).collect()
    }

    /// All names of an organization, separated by `|`.
    fn all_names(&self, structure: &SqlStructure<'_>) -> String {
        let columns = structure.columns.iter().copied().flatten();
        let names = columns.filter(|column| *column == "aliases" || column.starts_with("name"));
        let names: Vec<String> = names.map(|column| self.name(column)).collect();
        if names.is_empty() {
            return "''".to_owned();
        }
        format!("concat_ws('|', {})", names.join(", "))
    }
}
