//! What JavaScript asks of documents.

use esep::{Language, Refusal};
use esep_documents::ReportRequest;
use tsify::Tsify;

use crate::options::{Given, Options};

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

/// What is to be reported.
#[derive(Debug, Clone, PartialEq, Eq, Default, Tsify)]
#[serde(default)]
pub struct ReportOptions {
    /// The period: `2025-H1`.
    #[tsify(type = "string")]
    pub period: String,
    /// Whose report; that of the organization whose book it is where none is named.
    pub organization: Option<String>,
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

impl Options for FindingsOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            select: given.texts("select")?,
            ignore: given.texts("ignore")?,
            explain: given.text("explain")?,
        })
    }
}

impl ReportOptions {
    /// What is asked of the core.
    pub(crate) fn request(&self, language: Language) -> ReportRequest<'_> {
        let Self { period, organization } = self;
        ReportRequest { period, organization: organization.as_deref(), language }
    }
}

impl Options for ReportOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            period: given.text("period")?.unwrap_or_default(),
            organization: given.text("organization")?,
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
