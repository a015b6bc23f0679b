//! What a reader is told beside the documents.

use esep::{FormId, Message, Period, Refusal, Written};

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
