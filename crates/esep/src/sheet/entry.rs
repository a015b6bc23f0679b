//! What every reader of documents delivers: one written figure with its address, nothing decided.

use std::sync::Arc;

use crate::place::Written;

/// One figure as it was met in a document. Readers deliver entries; nothing is interpreted before
/// all are there. What many entries share stands once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose figure: a code, a name or an alias. `None` where the document does not say.
    pub organization: Option<Arc<Written>>,
    /// Of which period. `None` where the document does not say.
    pub period: Option<Arc<Written>>,
    /// Which form: its id. `None` where the document does not say.
    pub form: Option<Arc<Written>>,
    /// Which line: an id, a label, an alias.
    pub line: Arc<Written>,
    /// Which column: an id, a label, an alias.
    pub column: Option<Arc<Written>>,
    /// The figure, as written. For a figure that is computed or typed by a program, its digits.
    pub value: Written,
    /// How the value is to be read.
    pub notation: Notation,
    /// A remark of the author.
    pub note: Option<Arc<Written>>,
}

impl Entry {
    /// A figure of a line, written by people; whose, of which period and form is still to be said.
    pub fn new(line: impl Into<Arc<Written>>, value: Written) -> Self {
        Self {
            organization: None,
            period: None,
            form: None,
            line: line.into(),
            column: None,
            value,
            notation: Notation::Human,
            note: None,
        }
    }

    /// The same figure, of this organization, period and form.
    #[must_use]
    pub fn of(self, organization: Written, period: Written, form: Written) -> Self {
        let [organization, period, form] =
            [organization, period, form].map(|it| Some(Arc::new(it)));
        Self { organization, period, form, ..self }
    }
}

/// How a value was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// By people, for people: grouping, decimal comma, words, signs.
    Human,
    /// As a number of TOML or JSON: the point is decimal, whatever the document's language.
    Machine,
}
