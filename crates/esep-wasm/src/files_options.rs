//! What JavaScript says of files, and asks of them whether they are checked or written.

use esep::Refusal;
use esep_documents::RollupRequest;
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

impl Options for RollupOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            form: given.text("form")?.unwrap_or_default(),
            period: given.text("period")?.unwrap_or_default(),
            level: given.text("level")?,
        })
    }
}

impl RollupOptions {
    /// What is asked of the core.
    pub(crate) fn request(&self) -> RollupRequest<'_> {
        let Self { form, period, level } = self;
        RollupRequest { form, period, level: level.as_deref() }
    }
}
