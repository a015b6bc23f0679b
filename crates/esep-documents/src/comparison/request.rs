//! What of a book is to be compared.

use std::sync::Arc;

use esep::{
    Argument, Book, CellIndex, Form, Incomparable, Lookup, Message, OrganizationKind, Period,
    PeriodComparison, Refusal, Whose, compare, nearest,
};

use super::ComparedForm;
use crate::request::read_period;

/// What is to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComparisonRequest<'a> {
    /// The earlier period.
    pub from: &'a str,
    /// The later period.
    pub to: &'a str,
    /// The form: its id, number or title; `None`: all of which either period has sheets.
    pub form: Option<&'a str>,
    /// Only these lines, each as a table of all organizations; none: all, in a table for each.
    pub lines: &'a [String],
    /// The line by which organizations are ranked, if not the usual one.
    pub rank: Option<&'a str>,
    /// Only this organization.
    pub organization: Option<&'a str>,
    /// Only organizations of this kind.
    pub level: Option<&'a str>,
}

/// Compares two periods of a book.
///
/// # Errors
/// - a text that is no period, form, line, organization or kind of the book;
/// - periods of different lengths;
/// - nothing to compare.
pub fn compare_book(
    book: &Book,
    request: &ComparisonRequest<'_>,
) -> Result<Vec<ComparedForm>, Refusal> {
    let (from, to) = (read_period(request.from)?, read_period(request.to)?);
    let whose = whose(request, book)?;
    let mut forms = Vec::new();
    for form in asked_for(request, book, from, to)? {
        let comparison = compare(book, &form, from, to, &whose).map_err(incomparable)?;
        forms.push(shown(comparison, request));
    }
    if request.form.is_none() && forms.iter().any(|form| !form.comparison.grounds.is_empty()) {
        forms.retain(|form| !form.comparison.grounds.is_empty());
    }
    if !request.lines.is_empty() {
        forms.retain(|form| form.lines.as_ref().is_some_and(|lines| !lines.is_empty()));
    }
    Ok(forms)
}

fn whose(request: &ComparisonRequest<'_>, book: &Book) -> Result<Whose, Refusal> {
    if let Some(kind) = request.level {
        return Ok(Whose::Kind(OrganizationKind::named(kind)?));
    }
    let Some(text) = request.organization else { return Ok(Whose::All) };
    match book.structure.find(text) {
        Lookup::Found(id) => Ok(Whose::Organization(id)),
        _ if book.structure.is_empty() => Ok(Whose::Organization(text.into())),
        _ => {
            let message = Message::new("unknown-organization").with("organization", text);
            let known = book.structure.iter().map(|organization| organization.id.as_str());
            let failure = Refusal::new(message);
            Err(match nearest(text, known) {
                Some(name) => failure.with_hint(Message::new("hint.nearest").with("name", name)),
                None => failure,
            })
        }
    }
}

/// The forms to compare: the one named, or all of which either period has sheets, its parts
/// included.
fn asked_for(
    request: &ComparisonRequest<'_>,
    book: &Book,
    from: Period,
    to: Period,
) -> Result<Vec<Arc<Form>>, Refusal> {
    let forms: Vec<Arc<Form>> = if let Some(id) = request.form {
        vec![Arc::clone(book.forms.named(id)?)]
    } else {
        let is_filled = |form: &&Arc<Form>| {
            let filled = book.sheets.forms_and_periods();
            let mut periods = filled.filter(|(id, _)| **id == form.id);
            periods.any(|(_, period)| from.contains(period) || to.contains(period))
        };
        book.forms.iter().filter(is_filled).cloned().collect()
    };
    let asked = request.lines.iter().map(String::as_str).chain(request.rank);
    for text in asked {
        if !forms.iter().any(|form| line(form, text).is_some()) {
            return Err(unknown_line(text, &forms));
        }
    }
    if forms.is_empty() {
        let message = Message::new("run.nothing-to-compare").with("from", from).with("to", to);
        return Err(Refusal::new(message));
    }
    Ok(forms)
}

fn line(form: &Form, text: &str) -> Option<usize> {
    match form.find_line(text) {
        Lookup::Found(line) => Some(line),
        _ => None,
    }
}

fn unknown_line(text: &str, forms: &[Arc<Form>]) -> Refusal {
    let ids: Vec<Argument> = forms.iter().map(|form| Argument::from(form.id.as_str())).collect();
    let message = Message::new("run.unknown-line").with("line", text).with("forms", ids);
    let known = forms.iter().flat_map(|form| form.lines()).map(|line| line.id.as_str());
    match nearest(text, known) {
        Some(name) => {
            Refusal::new(message).with_hint(Message::new("hint.nearest").with("name", name))
        }
        None => Refusal::new(message),
    }
}

/// What of a comparison is shown.
fn shown(comparison: PeriodComparison, request: &ComparisonRequest<'_>) -> ComparedForm {
    let form = Arc::clone(&comparison.form);
    let lines = (!request.lines.is_empty())
        .then(|| request.lines.iter().filter_map(|text| line(&form, text)).collect());
    let columns = 0..form.columns().len().max(1);
    let cells: Vec<CellIndex> = match request.rank {
        Some(text) => line(&form, text)
            .into_iter()
            .flat_map(|line| columns.clone().map(move |column| CellIndex { line, column }))
            .collect(),
        None if request.lines.is_empty() => comparison.usual_ranking().into_iter().collect(),
        None => Vec::new(),
    };
    let rankings = cells.into_iter().map(|index| comparison.ranking(index)).collect();
    ComparedForm { comparison, lines, rankings }
}

fn incomparable(mistake: Incomparable) -> Refusal {
    let Incomparable { from, to } = mistake;
    let message = Message::new("run.incomparable").with("from", from).with("to", to);
    Refusal::new(message).with_hint(Message::new("hint.comparable"))
}
