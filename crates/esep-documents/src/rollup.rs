//! The sheets of parents, added up, as tables.

#[cfg(feature = "workbooks")]
mod workbook;

use std::sync::Arc;

use esep::{
    Amount, Argument, Book, CellIndex, Content, Figure, Form, Language, Message, OrganizationId,
    OrganizationKind, Period, Refusal, RolledUp, Sheet, UnitKind, Wording, rollup,
};

use crate::request::read_period;
use crate::table::{Column, Table, TableFormat};

/// What is to be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollupRequest<'a> {
    /// The form: its id, number or title.
    pub form: &'a str,
    /// The period.
    pub period: &'a str,
    /// Only organizations of this kind; `None`: all that have others below them.
    pub level: Option<&'a str>,
}

/// A form and period of a book, added up.
#[derive(Debug, Clone)]
pub struct RollupReport<'a> {
    book: &'a Book,
    form: Arc<Form>,
    rolled: RolledUp,
    level: Option<OrganizationKind>,
    period: Period,
}

impl<'a> RollupReport<'a> {
    /// Adds up.
    ///
    /// # Errors
    /// - a text that is no period, no kind of organization, or no form of the book.
    pub fn new(book: &'a Book, request: &RollupRequest<'_>) -> Result<Self, Refusal> {
        let period = read_period(request.period)?;
        let level = request.level.map(OrganizationKind::named).transpose()?;
        let form = Arc::clone(book.forms.named(request.form)?);
        let rolled = rollup(book, &form, period);
        Ok(Self { book, form, rolled, level, period })
    }

    /// The sheets that were asked for, and whose they are.
    fn sheets(&self) -> impl Iterator<Item = (&OrganizationId, &Sheet)> {
        self.rolled.sheets.iter().filter(|(id, _)| self.is_asked_for(id))
    }

    fn is_asked_for(&self, id: &OrganizationId) -> bool {
        self.level.is_none() || kind_of(self.book, id) == self.level
    }

    /// The table as a workbook: all organizations that were asked for and all below them, a row
    /// each. What was added up is the formula that gives it, beside what it gives.
    ///
    /// # Errors
    /// - more organizations or lines than a workbook has rows or columns.
    #[cfg(feature = "workbooks")]
    pub fn workbook(&self, language: Language) -> Result<Vec<u8>, Refusal> {
        workbook::write(self, language).map_err(crate::spreadsheet::too_large)
    }

    /// The sheets in a format: for machines one table, for people one for each organization.
    pub fn write(&self, format: TableFormat, language: Language) -> String {
        let tables = || self.tables(language).into_iter();
        match format {
            TableFormat::Text => joined(tables().map(|table| table.to_text())),
            TableFormat::Markdown => joined(tables().map(|table| table.to_markdown())),
            TableFormat::Html(extent) => {
                let title = self.form.title.in_language(language);
                extent.finish(title, language, joined(tables().map(|table| table.to_html())))
            }
            TableFormat::Csv => self.table().to_csv(),
            TableFormat::Json => self.table().to_json(),
        }
    }

    /// One table for machines: a row for each organization, a column for each line.
    pub fn table(&self) -> Table {
        let cells = cells(&self.form);
        let fixed = ["organization", "kind", "period"].map(Column::text);
        let figures = cells.iter().map(|(_, heading)| Column::number(heading));
        let mut table = Table::new(fixed.into_iter().chain(figures));
        for (id, sheet) in self.sheets() {
            let kind = kind_of(self.book, id).map_or("", OrganizationKind::id);
            let fixed = [id.to_string(), kind.to_owned(), sheet.period().to_string()];
            let figures = cells.iter().map(|(index, _)| said(sheet, *index, None));
            table.push(fixed.into_iter().chain(figures));
        }
        table
    }

    /// One table for people: as [`RollupReport::table`], with the names of the organizations, and
    /// figures as the language writes them. The ids of its columns stand beside it.
    pub fn shown(&self, language: Language) -> (Table, Vec<String>) {
        let wording = Wording::in_language(language);
        let cells = cells(&self.form);
        let figures = cells.iter().map(|(index, _)| label(&self.form, *index, language));
        let mut table = Table::new(
            [
                Column::text(wording.word("organization")),
                Column::text(wording.word("name")),
                Column::text(wording.word("kind")),
                Column::text(wording.word("period")),
            ]
            .into_iter()
            .chain(figures.map(Column::number)),
        )
        .with_title(self.form.title.in_language(language));
        for (id, sheet) in self.sheets() {
            let found = self.book.structure.get(id.as_str());
            let name = found.map_or(id.as_str(), |found| found.name.in_language(language));
            let kind = kind_of(self.book, id).map(OrganizationKind::label);
            let kind = kind.map(|kind| kind.in_language(language).to_owned());
            let period = wording.period(sheet.period());
            let fixed = [id.to_string(), name.to_owned(), kind.unwrap_or_default(), period];
            let figures = cells.iter().map(|(index, _)| said(sheet, *index, Some(language)));
            table.push(fixed.into_iter().chain(figures));
        }
        let ids = ["organization", "name", "kind", "period"].map(str::to_owned);
        let ids = ids.into_iter().chain(cells.into_iter().map(|(_, heading)| heading));
        (table, ids.collect())
    }

    /// For people: a table for each organization, of the lines that say something.
    pub fn tables(&self, language: Language) -> Vec<Table> {
        let wording = Wording::in_language(language);
        let tables = self.sheets().map(|(id, sheet)| {
            let found = self.book.structure.get(id.as_str());
            let name = found.map(|found| found.name.in_language(language));
            let period = wording.period(sheet.period());
            let title = match name.filter(|name| *name != id.as_str()) {
                Some(name) => format!("{name} ({id}), {period}"),
                None => format!("{id}, {period}"),
            };
            let mut table = Table::new([
                Column::text(wording.word("line")),
                Column::number(wording.word("figure")),
                Column::text(wording.word("label")),
            ])
            .with_title(title);
            for (index, heading) in cells(sheet.form()) {
                let figure = said(sheet, index, Some(language));
                if !figure.is_empty() {
                    table.push([heading, figure, label(sheet.form(), index, language)]);
                }
            }
            table
        });
        tables.collect()
    }

    /// What must be said beside the tables: from whom nothing came, one sentence for each sheet
    /// that lacks any; or that there is nothing to add up.
    pub fn notes(&self) -> Vec<Message> {
        if self.sheets().next().is_none() {
            let message = Message::new("rollup.nothing").with("form", self.form.id.as_str());
            return vec![message.with("period", self.period)];
        }
        let name = |id: &OrganizationId| {
            let found = self.book.structure.get(id.as_str());
            found.map_or(Argument::from(id.as_str()), |found| Argument::Label(found.name.clone()))
        };
        let notes = self.sheets().filter_map(|(id, _)| {
            let missing: Vec<_> = self.rolled.missing(id).map(name).collect();
            let message = Message::new("rollup.missing").with("organization", name(id));
            (!missing.is_empty()).then(|| message.with("missing", missing))
        });
        notes.collect()
    }

    /// Where there is nothing to add up: for which periods there are sheets of the form.
    pub fn hint(&self) -> Option<Message> {
        let there = self.book.sheets.forms_and_periods().filter(|(id, _)| **id == self.form.id);
        let periods: Vec<Argument> = there.map(|(_, period)| Argument::Period(period)).collect();
        let is_asked = self.sheets().next().is_none() && !periods.is_empty();
        is_asked.then(|| Message::new("hint.periods-there").with("periods", periods))
    }
}

fn joined(tables: impl Iterator<Item = String>) -> String {
    tables.collect::<Vec<_>>().join("\n")
}

fn kind_of(book: &Book, id: &OrganizationId) -> Option<OrganizationKind> {
    book.structure.get(id.as_str())?.kind
}

/// The cells of a form with their headings: a line's id, and the column's in brackets.
fn cells(form: &Form) -> Vec<(CellIndex, String)> {
    let mut cells = Vec::new();
    for (line, on_form) in form.lines().iter().enumerate() {
        if form.columns().is_empty() {
            cells.push((CellIndex { line, column: 0 }, on_form.id.to_string()));
        }
        for (column, heading) in form.columns().iter().enumerate() {
            if on_form.has_column(&heading.id) {
                let heading = format!("{}[{}]", on_form.id, heading.id);
                cells.push((CellIndex { line, column }, heading));
            }
        }
    }
    cells
}

pub(crate) fn label(form: &Form, index: CellIndex, language: Language) -> String {
    let line = form.lines().get(index.line).map(|line| line.label.in_language(language));
    let column = form.columns().get(index.column).map(|column| column.label.in_language(language));
    [line, column].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What a cell says: for people in a language, for machines without one.
fn said(sheet: &Sheet, index: CellIndex, language: Option<Language>) -> String {
    let kind = sheet.form().lines().get(index.line).map(|line| line.unit.kind());
    let kind = kind.unwrap_or(UnitKind::Number);
    match sheet.cell(index).map(|stated| &stated.content) {
        Some(Content::Figure(figure)) => figure_said(figure, kind, language),
        Some(Content::Nil) => "-".to_owned(),
        Some(Content::NotApplicable) => "x".to_owned(),
        Some(Content::NotAvailable) => "...".to_owned(),
        Some(Content::Blank) | None => String::new(),
    }
}

/// A figure; where some organizations left the line blank, it is at least so much.
fn figure_said(figure: &Figure, kind: UnitKind, language: Option<Language>) -> String {
    let amount = Amount::new(figure.value().clone(), figure.decimals(), kind);
    let is_at_least = figure.interval().high().number().is_none();
    match (language, is_at_least) {
        (None, false) => amount.plain(),
        (None, true) => format!(">={}", amount.plain()),
        (Some(language), false) => amount.in_language(language),
        (Some(language), true) => format!("≥\u{a0}{}", amount.in_language(language)),
    }
}
