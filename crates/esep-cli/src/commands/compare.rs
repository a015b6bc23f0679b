//! `esep compare`: what changed between two periods, who gained and who lost.

use std::sync::Arc;

use esep::{
    Book, CellIndex, Form, Incomparable, Language, Lookup, Message, Period, PeriodComparison, Whose,
};
use esep_documents::{
    ComparedForm, ComparisonFormat, ComparisonReport, ComparisonTable, HtmlExtent, Request,
    comparison_notes, write_comparison,
};

use super::note;
use crate::args::{Compare, CompareTable, TableFormat};
use crate::exit::Exit;
use crate::failure::{Failure, Stop};
use crate::inputs;
use crate::io::Io;
use crate::report;

/// Compares two periods of a book and writes the changes. What could not be read or compared is
/// told on standard error.
pub(super) fn run(args: &Compare, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let (from, to) = (super::period(&args.from)?, super::period(&args.to)?);
    let read = inputs::book(&args.book, io.files)?.read(&Request::default())?;
    let book = &read.book;
    let whose = whose(args, book)?;
    let mut forms = Vec::new();
    for form in asked_for(args, book, from, to)? {
        let comparison = esep::compare(book, &form, from, to, &whose).map_err(incomparable)?;
        forms.push(shown(comparison, args));
    }
    if args.form.is_none() && forms.iter().any(|form| !form.comparison.grounds.is_empty()) {
        forms.retain(|form| !form.comparison.grounds.is_empty());
    }
    if !args.line.is_empty() {
        forms.retain(|form| form.lines.as_ref().is_some_and(|lines| !lines.is_empty()));
    }
    let report = ComparisonReport { book, forms: &forms, language };
    let format = match args.format {
        TableFormat::Text => ComparisonFormat::Text,
        TableFormat::Csv => ComparisonFormat::Csv,
        TableFormat::Json => ComparisonFormat::Json,
        TableFormat::Markdown => ComparisonFormat::Markdown,
        TableFormat::Html => ComparisonFormat::Html(HtmlExtent::Document),
    };
    let table = args.table.map(|table| match table {
        CompareTable::Changes => ComparisonTable::Changes,
        CompareTable::Ranking => ComparisonTable::Ranking,
        CompareTable::Bands => ComparisonTable::Bands,
    });
    io.stdout.write_all(write_comparison(&report, format, table).as_bytes())?;
    let notes = forms.iter().flat_map(|form| comparison_notes(form, table));
    let notes: String = notes.map(|message| note(&message, language)).collect();
    io.stderr.write_all(notes.as_bytes())?;
    report::tell_mistakes(read.findings, read.sources, language, io)
}

fn whose(args: &Compare, book: &Book) -> Result<Whose, Failure> {
    if let Some(kind) = &args.level {
        return Ok(Whose::Kind(super::kind(kind)?));
    }
    let Some(text) = &args.organization else { return Ok(Whose::All) };
    match book.structure.find(text) {
        Lookup::Found(id) => Ok(Whose::Organization(id)),
        _ if book.structure.is_empty() => Ok(Whose::Organization(text.as_str().into())),
        _ => {
            let message = Message::new("unknown-organization").with("organization", text.as_str());
            let known = book.structure.iter().map(|organization| organization.id.as_str());
            let failure = Failure::new(message);
            Err(match esep::nearest(text, known) {
                Some(name) => failure.with_hint(Message::new("hint.nearest").with("name", name)),
                None => failure,
            })
        }
    }
}

/// The forms to compare: the one named, or all of which either period has sheets, its parts
/// included.
fn asked_for(
    args: &Compare,
    book: &Book,
    from: Period,
    to: Period,
) -> Result<Vec<Arc<Form>>, Failure> {
    let forms: Vec<Arc<Form>> = if let Some(id) = &args.form {
        let form = book.forms.find(id).cloned();
        vec![form.ok_or_else(|| Failure::unknown_form(id, &book.forms))?]
    } else {
        let is_filled = |form: &&Arc<Form>| {
            let filled = book.sheets.forms_and_periods();
            let mut periods = filled.filter(|(id, _)| **id == form.id);
            periods.any(|(_, period)| from.contains(period) || to.contains(period))
        };
        book.forms.iter().filter(is_filled).cloned().collect()
    };
    for text in args.line.iter().chain(&args.rank) {
        if !forms.iter().any(|form| line(form, text).is_some()) {
            return Err(unknown_line(text, &forms));
        }
    }
    if forms.is_empty() {
        let message = Message::new("run.nothing-to-compare").with("from", from).with("to", to);
        return Err(Failure::new(message));
    }
    Ok(forms)
}

fn line(form: &Form, text: &str) -> Option<usize> {
    match form.find_line(text) {
        Lookup::Found(line) => Some(line),
        _ => None,
    }
}

fn unknown_line(text: &str, forms: &[Arc<Form>]) -> Failure {
    let ids: Vec<esep::Argument> =
        forms.iter().map(|form| esep::Argument::from(form.id.as_str())).collect();
    let message = Message::new("run.unknown-line").with("line", text).with("forms", ids);
    let known = forms.iter().flat_map(|form| form.lines()).map(|line| line.id.as_str());
    match esep::nearest(text, known) {
        Some(name) => {
            Failure::new(message).with_hint(Message::new("hint.nearest").with("name", name))
        }
        None => Failure::new(message),
    }
}

/// What of a comparison is shown.
fn shown(comparison: PeriodComparison, args: &Compare) -> ComparedForm {
    let form = Arc::clone(&comparison.form);
    let lines = (!args.line.is_empty())
        .then(|| args.line.iter().filter_map(|text| line(&form, text)).collect());
    let columns = 0..form.columns().len().max(1);
    let cells: Vec<CellIndex> = match &args.rank {
        Some(text) => line(&form, text)
            .into_iter()
            .flat_map(|line| columns.clone().map(move |column| CellIndex { line, column }))
            .collect(),
        None if args.line.is_empty() => comparison.usual_ranking().into_iter().collect(),
        None => Vec::new(),
    };
    let rankings = cells.into_iter().map(|index| comparison.ranking(index)).collect();
    ComparedForm { comparison, lines, rankings }
}

fn incomparable(mistake: Incomparable) -> Failure {
    let Incomparable { from, to } = mistake;
    let message = Message::new("run.incomparable").with("from", from).with("to", to);
    Failure::new(message).with_hint(Message::new("hint.comparable"))
}
