//! What is wrong with the header of a register.

use std::sync::Arc;

use esep::{
    Argument, Code, Finding, HeaderMistake, Language, Message, Part, Place, Register,
    RegisterColumn, nearest,
};

use crate::csv::Record;

/// One finding for each mistake. Whatever stands in a first row of which nothing is known as a
/// heading is not shown: it may be a row of the register.
pub(super) fn findings(
    register: &Register,
    file: &Arc<str>,
    header: &Record<'_>,
    mistakes: &[HeaderMistake],
) -> Vec<Finding> {
    let place = || header.cells.first().map(|cell| cell.place(file));
    let refused = |place, message| Finding::new(Code::UnreadableDocument, place, message);
    if !is_header(register, header) {
        let place = place().map(|place| Place { length: 1, ..place });
        let finding = refused(place, Message::new("unreadable-document.no-header"));
        return vec![
            finding.with_hint(Message::new("hint.headings").with("headings", needed(register))),
        ];
    }
    let finding = |mistake: &HeaderMistake| match *mistake {
        HeaderMistake::Missing { column } => {
            let column = register.columns.get(column)?;
            let message = Message::new("unreadable-document.missing-heading")
                .with("heading", column.label.clone());
            let finding = refused(place(), message);
            let finding = match nearest_heading(register, column, header) {
                Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
                None => finding,
            };
            let there = header.cells.iter().filter(|cell| !cell.text.is_empty());
            let there: Vec<Argument> = there.map(|cell| Argument::from(&*cell.text)).collect();
            Some(finding.with_hint(Message::new("hint.headings-there").with("headings", there)))
        }
        HeaderMistake::Twice { at, .. } => {
            let cell = header.cells.get(at)?;
            let message = Message::new("unreadable-document.heading-twice");
            Some(refused(Some(cell.place(file)), message.with("heading", &*cell.text)))
        }
        // It is refused before any file is read.
        HeaderMistake::NeedsPeriod => None,
    };
    mistakes.iter().filter_map(finding).collect()
}

/// What is told where no row of a sheet is a header.
pub(super) const NOT_ON_SHEET: &str = "unreadable-document.no-header-on-sheet";

/// A finding that no row of a sheet is a header. What stands there is not shown: it may be anything.
pub(super) fn not_on_sheet(register: &Register, file: &Arc<str>, part: &Arc<Part>) -> Finding {
    let place = Some(Place::in_part(file, part, 0, 0));
    let message = Message::new(NOT_ON_SHEET);
    Finding::new(Code::UnreadableDocument, place, message)
        .with_hint(Message::new("hint.headings-on-sheet").with("headings", needed(register)))
}

/// What the columns that a register must have are called.
fn needed(register: &Register) -> Vec<Argument> {
    let needed = register.columns.iter().filter(|column| column.is_needed);
    needed.map(|column| Argument::Label(column.label.clone())).collect()
}

/// Whether any heading is one of the register.
pub(super) fn is_header(register: &Register, header: &Record<'_>) -> bool {
    header.cells.iter().any(|cell| register.column_named(&cell.text).is_some())
}

/// The heading of which nothing is known that comes nearest to what a column is called.
fn nearest_heading(
    register: &Register,
    column: &RegisterColumn,
    header: &Record<'_>,
) -> Option<String> {
    let unknown = header.cells.iter().filter(|it| register.column_named(&it.text).is_none());
    let unknown: Vec<&str> = unknown.map(|cell| &*cell.text).collect();
    let labels = Language::ALL.map(|language| column.label.in_language(language));
    let names = labels.into_iter().chain([column.id.as_str()]);
    let mut names = names.chain(column.aliases.iter().map(String::as_str));
    names.find_map(|name| nearest(name, unknown.iter().copied())).map(str::to_owned)
}
