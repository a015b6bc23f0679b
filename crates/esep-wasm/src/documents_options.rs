//! What JavaScript asks of documents.

use esep::Refusal;
use tsify::Tsify;

use crate::options::{Given, Options};

/// What is said of documents beside their names and bytes. What a document says itself goes before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Tsify)]
#[serde(default)]
pub struct DocumentsOptions {
    /// The form of documents that do not say which they fill: its id, or the name of a file of a
    /// form of one's own among those added.
    pub form: Option<String>,
    /// The period of documents that do not say theirs.
    pub period: Option<String>,
    /// The name of the file that holds the structure, for documents that belong to no book.
    pub structure: Option<String>,
    /// The folder in which the book lies; an empty text where names begin with `reports/`. Found
    /// out where it is not given.
    pub folder: Option<String>,
}

/// Which findings are given: codes, names of codes, letters of families.
#[derive(Debug, Clone, PartialEq, Eq, Default, Tsify)]
#[serde(default)]
pub struct FindingsOptions {
    /// Only these.
    pub select: Vec<String>,
    /// All but these.
    pub ignore: Vec<String>,
    /// How many of the ways to settle findings are shown to people: none, the three likeliest, or
    /// all. The document that `check` gives has all of them unless it is `"none"`.
    #[tsify(type = "\"none\" | \"short\" | \"all\"")]
    pub explain: Option<String>,
}

/// What is to be added up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Tsify)]
#[serde(default)]
pub struct RollupOptions {
    /// The form: its id, number or title.
    #[tsify(type = "string")]
    pub form: String,
    /// The period: `2025-H1`.
    #[tsify(type = "string")]
    pub period: String,
    /// Only organizations of this kind.
    pub level: Option<String>,
}

/// What is to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Tsify)]
#[serde(default)]
pub struct ComparisonOptions {
    /// The earlier period.
    #[tsify(type = "string")]
    pub from: String,
    /// The later period, of the same length.
    #[tsify(type = "string")]
    pub to: String,
    /// The form; all of which either period has sheets where none is given.
    pub form: Option<String>,
    /// Only these lines, each as a table of all organizations.
    pub line: Vec<String>,
    /// The line by which organizations are ranked.
    pub rank: Option<String>,
    /// Only this organization.
    pub organization: Option<String>,
    /// Only organizations of this kind.
    pub level: Option<String>,
    /// Only this table.
    #[tsify(type = "\"changes\" | \"ranking\" | \"bands\"")]
    pub table: Option<String>,
}

impl Options for DocumentsOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            form: given.text("form")?,
            period: given.text("period")?,
            structure: given.text("structure")?,
            folder: given.text("folder")?,
        })
    }
}

impl Options for FindingsOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            select: given.texts("select")?,
            ignore: given.texts("ignore")?,
            explain: given.text("explain")?,
        })
    }
}

impl Options for RollupOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            form: given.text("form")?.unwrap_or_default(),
            period: given.text("period")?.unwrap_or_default(),
            level: given.text("level")?,
        })
    }
}

impl Options for ComparisonOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            from: given.text("from")?.unwrap_or_default(),
            to: given.text("to")?.unwrap_or_default(),
            form: given.text("form")?,
            line: given.texts("line")?,
            rank: given.text("rank")?,
            organization: given.text("organization")?,
            level: given.text("level")?,
            table: given.text("table")?,
        })
    }
}
