//! What files say, before and after they are checked.

use std::sync::Arc;

use esep::Book;
use esep_documents::Reading;

/// What files say.
#[derive(Debug)]
pub(crate) enum Read {
    /// Not checked yet.
    Fresh(Box<Reading>),
    /// Checked.
    Checked(Arc<Book>),
}

impl Read {
    /// The book.
    pub(crate) fn book(&self) -> &Book {
        match self {
            Self::Fresh(reading) => &reading.book,
            Self::Checked(book) => book,
        }
    }
}
