//! What a reader is told beside the documents.

use esep::{Argument, Form, FormId, Message, Period, Refusal, Written};

use crate::source::File;

/// What the caller says of documents beside their names and bytes. What a document says itself
/// goes before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The form of documents that do not say which they fill.
    pub form: Option<FormId>,
    /// The period of documents that do not say theirs.
    pub period: Option<Written>,
    /// Forms of the user's own, beside the built-in ones and those of the book.
    pub own_forms: Vec<File>,
    /// The structure, for documents that belong to no book.
    pub structure: Option<File>,
}

/// The period that somebody asks for.
///
/// # Errors
/// - a text that is no period.
pub fn read_period(text: &str) -> Result<Period, Refusal> {
    let refused = || Refusal::new(Message::new("run.unreadable-period").with("period", text));
    text.parse().map_err(|_| refused())
}

/// Whether a form is filled for such a period.
///
/// # Errors
/// - a period of a length for which the form is not filled.
pub(crate) fn check_length(form: &Form, period: Period) -> Result<(), Refusal> {
    if form.periods.is_empty() || form.periods.contains(&period.length()) {
        return Ok(());
    }
    let lengths = form.periods.iter().map(|length| Argument::Label(length.label()));
    let message = Message::new("unreadable-period.length")
        .with("form", form.title.clone())
        .with("lengths", lengths.collect::<Vec<_>>())
        .with("text", period.to_string());
    Err(Refusal::new(message))
}
