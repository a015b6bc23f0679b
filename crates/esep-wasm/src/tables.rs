//! Tables as JavaScript sees them.

use esep::{Language, Message, Wording};
use esep_documents::{ColumnKind, Table};
use serde::Serialize;
use tsify::Tsify;

/// A table, in the words of the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct TableDocument {
    /// The title.
    pub title: Option<String>,
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// What must be said beside it.
    pub notes: Vec<String>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct TableColumn {
    /// The id: `organization`, `members`, `members[women]`.
    pub id: String,
    /// The heading.
    pub label: String,
    /// What its cells hold.
    #[tsify(type = "\"text\" | \"number\"")]
    pub kind: &'static str,
}

impl TableDocument {
    /// A table whose columns have these ids.
    pub(crate) fn new<T: Into<String>>(
        table: &Table,
        ids: impl IntoIterator<Item = T>,
        notes: Vec<String>,
    ) -> Self {
        let columns = table.columns().iter().zip(ids).map(|(column, id)| TableColumn {
            id: id.into(),
            label: column.heading.clone(),
            kind: kind_name(column.kind),
        });
        Self {
            title: table.title().map(str::to_owned),
            columns: columns.collect(),
            rows: table.rows().to_vec(),
            notes,
        }
    }
}

/// The name of a kind of column.
fn kind_name(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "text",
        ColumnKind::Number => "number",
    }
}

/// Messages as sentences.
pub(crate) fn sentences(
    messages: impl IntoIterator<Item = Message>,
    language: Language,
) -> Vec<String> {
    let wording = Wording::in_language(language);
    messages.into_iter().map(|message| wording.sentence(&message)).collect()
}
