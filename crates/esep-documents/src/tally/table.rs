//! What a tally gives as tables.

use esep::{
    Amount, Counting, Language, Message, OrganizationId, OrganizationKind, Rational, TotalColumn,
    TotalRow, Totals, UnitKind, When, Wording,
};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::TallyReport;
use crate::json::pretty;
use crate::table::{Column, Table, TableFormat};

/// The schema that the JSON names.
const SCHEMA: &str = "esep/tally/1";

/// So many organizations are shown to people unless they ask for a kind.
const MOST_SHOWN: usize = 200;

impl TallyReport {
    /// The table in a format: for machines one row for each organization; for people the total
    /// first, line by line, and of very many organizations those that stand highest.
    pub fn write(&self, format: TableFormat, language: Language) -> String {
        let Some((counting, totals)) = self.totals() else { return String::new() };
        let shown = || {
            let with_parts = matches!(format, TableFormat::Html(_));
            let organizations = self.organizations(totals, with_parts, language);
            [self.total(totals, language), organizations].into_iter().flatten()
        };
        match format {
            TableFormat::Text => joined(shown().map(|table| table.to_text())),
            TableFormat::Markdown => joined(shown().map(|table| table.to_markdown())),
            TableFormat::Html(extent) => {
                let title = counting.register().title.in_language(language);
                extent.finish(title, language, joined(shown().map(|table| table.to_html())))
            }
            TableFormat::Csv => self.for_machines(totals).to_csv(),
            TableFormat::Json => {
                let (day, period) = match counting.when() {
                    When::On(day) => (Some(day.to_string()), None),
                    When::In(period) => (None, Some(period.to_string())),
                };
                let rows = self.rows(totals).map(|row| RowJson { columns: &totals.columns, row });
                pretty(&TallyJson {
                    schema: SCHEMA,
                    register: counting.register().id,
                    form: counting.register().form.as_str(),
                    day,
                    period,
                    organizations: rows.collect(),
                })
            }
        }
    }

    /// The tables for people: the total, line by line, and the organizations, each with all lines
    /// that are known of any.
    pub fn tables(&self, language: Language) -> Option<[Table; 2]> {
        let (_, totals) = self.totals()?;
        Some([self.total(totals, language)?, self.organizations(totals, true, language)?])
    }

    /// What must be said beside the tables: how many figures are left blank for privacy and, for
    /// people, how many organizations are not shown.
    pub fn notes(&self, format: TableFormat) -> Vec<Message> {
        let is_for_people = !matches!(format, TableFormat::Csv | TableFormat::Json);
        if !is_for_people && self.least.is_none() {
            return Vec::new();
        }
        let Some((_, totals, suppressed)) = self.suppressed() else { return Vec::new() };
        let mut notes = Vec::new();
        if let Some(least) = self.least {
            let few = Message::new("tally.suppressed").with("few", suppressed.few);
            let least = usize::try_from(least).unwrap_or(usize::MAX);
            notes.push(few.with("more", suppressed.complementary).with("least", least));
        }
        let hidden = self.rows(totals).count() - self.shown_rows(totals).len();
        if is_for_people && hidden > 0 {
            notes.push(Message::new("tally.not-shown").with("organizations", hidden));
        }
        notes
    }

    /// One table for machines.
    fn for_machines(&self, totals: &Totals) -> Table {
        let fixed = ["organization", "kind", "period"].map(Column::text);
        let figures = totals.columns.iter().map(|column| Column::number(&column.id));
        let mut table = Table::new(fixed.into_iter().chain(figures));
        let period = self.period();
        for row in self.rows(totals) {
            let kind = row.kind.map_or("", OrganizationKind::id);
            let fixed = [row.organization.to_string(), kind.to_owned(), period.clone()];
            let cells = totals.columns.iter().zip(&row.cells);
            table.push(fixed.into_iter().chain(cells.map(|(column, cell)| plain(column, *cell))));
        }
        table
    }

    /// The total: a row for each line that is known.
    fn total(&self, totals: &Totals, language: Language) -> Option<Table> {
        let (counting, _) = self.counted.as_ref()?;
        let wording = Wording::in_language(language);
        let time = match counting.when() {
            When::On(day) => day.to_string(),
            When::In(period) => wording.period(period),
        };
        let title = counting.register().title.in_language(language);
        let mut table = Table::new([
            Column::text(wording.word("line")),
            Column::number(wording.word("total")),
            Column::text(wording.word("label")),
        ])
        .with_title(format!("{title}, {time}"));
        for (column, cell) in totals.columns.iter().zip(&totals.total) {
            if let Some(figure) = amount(column, *cell) {
                let label = column.label.in_language(language).to_owned();
                table.push([column.id.clone(), figure.in_language(language), label]);
            }
        }
        Some(table)
    }

    /// The organizations: a row for each, with the lines that are known of any. Where it must be
    /// narrow, the parts of lines stand in the total only.
    fn organizations(
        &self,
        totals: &Totals,
        with_parts: bool,
        language: Language,
    ) -> Option<Table> {
        let rows = self.shown_rows(totals);
        let wording = Wording::in_language(language);
        let is_part = |column: &TotalColumn| column.id.contains('.');
        let is_known = |place: &usize| {
            let known = |row: &&TotalRow| row.cells.get(*place).copied().flatten().is_some();
            let is_shown = totals.columns.get(*place).is_some_and(|it| with_parts || !is_part(it));
            is_shown && rows.iter().any(known)
        };
        let places: Vec<usize> = (0..totals.columns.len()).filter(is_known).collect();
        let columns = || places.iter().filter_map(|place| totals.columns.get(*place));
        let fixed = ["organization", "name", "kind"].map(|word| Column::text(wording.word(word)));
        let figures = columns().map(|column| Column::number(&column.id));
        let mut table = Table::new(fixed.into_iter().chain(figures));
        for row in &rows {
            let found = self.structure.get(row.organization.as_str());
            let name = found.map(|found| found.name.in_language(language));
            let name = name.filter(|name| *name != row.organization.as_str()).unwrap_or_default();
            let kind = row.kind.map(|kind| kind.label().in_language(language).to_owned());
            let fixed = [row.organization.to_string(), name.to_owned(), kind.unwrap_or_default()];
            let cells = places.iter().map(|place| row.cells.get(*place).copied().flatten());
            let figures = columns().zip(cells).map(|(column, cell)| {
                amount(column, cell).map_or_else(String::new, |it| it.in_language(language))
            });
            table.push(fixed.into_iter().chain(figures));
        }
        (!rows.is_empty()).then_some(table)
    }

    /// The organizations that are asked for.
    fn rows<'t>(&self, totals: &'t Totals) -> impl Iterator<Item = &'t TotalRow> + use<'t> {
        let level = self.level;
        totals.rows.iter().filter(move |row| level.is_none() || row.kind == level)
    }

    /// Those that are shown to people: where there are very many, those that stand highest.
    fn shown_rows<'t>(&self, totals: &'t Totals) -> Vec<&'t TotalRow> {
        let rows: Vec<&TotalRow> = self.rows(totals).collect();
        if self.level.is_some() || rows.len() <= MOST_SHOWN {
            return rows;
        }
        let mut shown: Vec<&TotalRow> = Vec::new();
        let Some((counting, _)) = &self.counted else { return shown };
        let day = counting.when().last_day();
        let mut level = self.highest(counting, totals);
        while shown.len() < MOST_SHOWN && !level.is_empty() {
            level.sort_unstable();
            let row = |id: &&OrganizationId| {
                let place = rows.binary_search_by(|row| row.organization.cmp(id)).ok()?;
                rows.get(place).copied()
            };
            let missing = MOST_SHOWN - shown.len();
            shown.extend(level.iter().filter_map(row).take(missing));
            level = level.iter().flat_map(|id| self.structure.children_on(id, day)).collect();
        }
        shown.sort_by(|a, b| a.organization.cmp(&b.organization));
        shown
    }

    /// Those that belong to no other.
    fn highest<'s>(&'s self, counting: &Counting, totals: &'s Totals) -> Vec<&'s OrganizationId> {
        let day = counting.when().last_day();
        let known = self.structure.iter().filter(|it| it.parent_on(day).is_none());
        let rows = totals.rows.iter().map(|row| &row.organization);
        let unknown = rows.filter(|id| self.structure.get(id.as_str()).is_none());
        known.map(|it| &it.id).chain(unknown).collect()
    }

    /// The period, or the day.
    fn period(&self) -> String {
        match self.counted.as_ref().map(|(counting, _)| counting.when()) {
            Some(When::On(day)) => day.to_string(),
            Some(When::In(period)) => period.to_string(),
            None => String::new(),
        }
    }
}

fn joined(tables: impl Iterator<Item = String>) -> String {
    tables.collect::<Vec<_>>().join("\n")
}

/// A figure of a column.
fn amount(column: &TotalColumn, cell: Option<i128>) -> Option<Amount> {
    let decimals = i32::from(column.decimals);
    let percent = if column.unit == UnitKind::Share { 2 } else { 0 };
    let figure = Rational::from(cell?) * Rational::power_of_ten(-decimals - percent);
    Some(Amount::new(figure, decimals, column.unit))
}

fn plain(column: &TotalColumn, cell: Option<i128>) -> String {
    amount(column, cell).map_or_else(String::new, |amount| amount.plain())
}

#[derive(Serialize)]
struct TallyJson<'a> {
    schema: &'static str,
    register: &'static str,
    form: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    organizations: Vec<RowJson<'a>>,
}

struct RowJson<'a> {
    columns: &'a [TotalColumn],
    row: &'a TotalRow,
}

impl Serialize for RowJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("organization", self.row.organization.as_str())?;
        map.serialize_entry("kind", &self.row.kind.map(OrganizationKind::id))?;
        map.serialize_entry("figures", &Figures { columns: self.columns, row: self.row })?;
        map.end()
    }
}

/// The figures of an organization by line; `null` where one is not known.
struct Figures<'a> {
    columns: &'a [TotalColumn],
    row: &'a TotalRow,
}

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = self.columns.iter().zip(&self.row.cells);
        serializer.collect_map(
            cells.map(|(column, cell)| {
                (&column.id, amount(column, *cell).map(|amount| amount.plain()))
            }),
        )
    }
}
