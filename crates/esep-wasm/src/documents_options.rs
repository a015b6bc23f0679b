//! What JavaScript asks of documents.

use esep::{Message, Refusal};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON, js_name = stringify, catch)]
    fn stringify(value: &JsValue) -> Result<Option<String>, JsValue>;
}

/// What is said of documents beside their names and bytes. What a document says itself goes before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Tsify)]
#[serde(default, deny_unknown_fields)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Tsify)]
#[serde(default, deny_unknown_fields)]
pub struct FindingsOptions {
    /// Only these.
    pub select: Vec<String>,
    /// All but these.
    pub ignore: Vec<String>,
}

/// What is to be added up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Tsify)]
#[serde(default, deny_unknown_fields)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Tsify)]
#[serde(default, deny_unknown_fields)]
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

/// An object as it is given; `None` where there is none.
///
/// # Errors
/// - an object of another shape.
pub(crate) fn object<T: DeserializeOwned + Default>(value: &JsValue) -> Result<T, Refusal> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    let text = stringify(value).ok().flatten().unwrap_or_default();
    serde_json::from_str(&text).map_err(|error| {
        let message = Message::new("run.unexpected-options").with("reason", error.to_string());
        Refusal::new(message)
    })
}
