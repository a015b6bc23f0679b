//! `esep rollup`: the sheets of every organization that has others below it, added up.

use esep::{
    Amount, Argument, Book, CellIndex, Content, Figure, Form, Language, Message, OrganizationId,
    OrganizationKind, RolledUp, Sheet, UnitKind, Wording,
};
use esep_documents::{Column, Request, Table, html_document};

use super::note;
use crate::args::{Rollup, TableFormat};
use crate::exit::Exit;
use crate::failure::Stop;
use crate::inputs;
use crate::io::Io;
use crate::report;

/// Adds up a form and period of a book and writes the sheets. What could not be read, and from
/// whom nothing came, is told on standard error.
pub(super) fn run(args: &Rollup, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let period = super::period(&args.period)?;
    let level = args.level.as_deref().map(super::kind).transpose()?;
    let read = inputs::book(&args.book, io.files)?.read(&Request::default())?;
    let book = &read.book;
    let form = super::form(&args.form, &book.forms)?;
    let mut rolled = esep::rollup(book, form, period);
    let is_asked_for = |id: &OrganizationId| level.is_none() || kind_of(book, id) == level;
    rolled.sheets.retain(|id, _| is_asked_for(id));

    let text = match args.format {
        TableFormat::Text => sheets(book, &rolled, language, Table::to_text),
        TableFormat::Markdown => sheets(book, &rolled, language, Table::to_markdown),
        TableFormat::Html => {
            let tables = sheets(book, &rolled, language, Table::to_html);
            html_document(form.title.in_language(language), language, &tables)
        }
        TableFormat::Csv => one_table(book, form, &rolled).to_csv(),
        TableFormat::Json => one_table(book, form, &rolled).to_json(),
    };
    io.stdout.write_all(text.as_bytes())?;
    let notes = if rolled.sheets.is_empty() {
        let message = Message::new("rollup.nothing").with("form", form.id.as_str());
        note(&message.with("period", period), language) + &periods_there(book, form, language)
    } else {
        missing(book, &rolled, language)
    };
    io.stderr.write_all(notes.as_bytes())?;
    report::tell_mistakes(read.findings, read.sources, language, io)
}

fn kind_of(book: &Book, id: &OrganizationId) -> Option<OrganizationKind> {
    book.structure.get(id.as_str())?.kind
}

/// One table for machines: a row for each organization, a column for each line.
fn one_table(book: &Book, form: &Form, rolled: &RolledUp) -> Table {
    let cells = cells(form);
    let fixed = ["organization", "kind", "period"].map(Column::text);
    let figures = cells.iter().map(|(_, heading)| Column::number(heading));
    let mut table = Table::new(fixed.into_iter().chain(figures));
    for (id, sheet) in &rolled.sheets {
        let kind = kind_of(book, id).map_or("", OrganizationKind::id);
        let fixed = [id.to_string(), kind.to_owned(), sheet.period().to_string()];
        let figures = cells.iter().map(|(index, _)| said(sheet, *index, None));
        table.push(fixed.into_iter().chain(figures));
    }
    table
}

/// For people: a table for each organization, of the lines that say something.
fn sheets(
    book: &Book,
    rolled: &RolledUp,
    language: Language,
    write: fn(&Table) -> String,
) -> String {
    let wording = Wording::in_language(language);
    let tables = rolled.sheets.iter().map(|(id, sheet)| {
        let name = book.structure.get(id.as_str()).map(|found| found.name.in_language(language));
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
        write(&table)
    });
    tables.collect::<Vec<_>>().join("\n")
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

fn label(form: &Form, index: CellIndex, language: Language) -> String {
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

/// From whom nothing came, one line for each sheet that lacks any.
fn missing(book: &Book, rolled: &RolledUp, language: Language) -> String {
    let name = |id: &OrganizationId| {
        let found = book.structure.get(id.as_str());
        found.map_or(Argument::from(id.as_str()), |found| Argument::Label(found.name.clone()))
    };
    let lines = rolled.sheets.keys().filter_map(|id| {
        let missing: Vec<_> = rolled.missing(id).map(name).collect();
        let message = Message::new("rollup.missing").with("organization", name(id));
        (!missing.is_empty()).then(|| note(&message.with("missing", missing), language))
    });
    lines.collect()
}

/// For which periods there are sheets of the form, if any.
fn periods_there(book: &Book, form: &Form, language: Language) -> String {
    let there = book.sheets.forms_and_periods().filter(|(id, _)| **id == form.id);
    let periods: Vec<Argument> = there.map(|(_, period)| Argument::Period(period)).collect();
    if periods.is_empty() {
        return String::new();
    }
    let wording = Wording::in_language(language);
    let hint = Message::new("hint.periods-there").with("periods", periods);
    format!("  {}: {}\n", wording.word("hint"), wording.sentence(&hint))
}
