//! What is refused, as JavaScript catches it.

use esep::{Language, Message, Refusal, Wording};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{input, output};

/// Where something stands: only the file where the file as a whole is meant, a line and a column of
/// a text, a cell of a workbook, a cell or a paragraph of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Place {
    /// The file's name as it was given.
    pub file: String,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub line: Option<u32>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub column: Option<u32>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub sheet: Option<String>,
    /// The table of a document, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub table: Option<u32>,
    /// The row of the table, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub row: Option<u32>,
    /// The cell of the sheet, such as `C9`, or of the row, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "string | number")]
    pub cell: Option<CellName>,
    /// The paragraph of a document, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub paragraph: Option<u32>,
}

/// What a cell is called: `C9` in a sheet, its number in a row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(untagged)]
pub enum CellName {
    /// In a sheet.
    InSheet(String),
    /// In a table.
    InTable(u32),
}

#[cfg(feature = "tally")]
impl Place {
    /// A place in a file, or the whole of it.
    pub(crate) fn of(place: &esep::Place) -> Self {
        let known = |number: u32| (number > 0).then_some(number);
        let (line, column) = (known(place.line), known(place.column));
        let file = place.file.to_string();
        match place.part.as_deref() {
            None => Self { file, line, column, ..Self::default() },
            Some(esep::Part::Sheet(_, name)) => {
                let cell = place.cell_name().map(CellName::InSheet);
                Self { file, sheet: Some(name.clone()), cell, ..Self::default() }
            }
            Some(esep::Part::Table(number)) => {
                let (table, cell) = (Some(*number), column.map(CellName::InTable));
                Self { file, table, row: line, cell, ..Self::default() }
            }
            Some(esep::Part::Paragraphs) => Self { file, paragraph: line, ..Self::default() },
        }
    }
}

/// What the files of `js/` make an `EsepError` of.
#[derive(Serialize)]
struct Refused {
    code: String,
    message: String,
    hints: Vec<String>,
    place: Option<Place>,
}

impl Refused {
    fn new(refusal: &Refusal, language: Language) -> Self {
        let wording = Wording::in_language(language);
        let key = refusal.message.key;
        Self {
            // `run.unknown-form` is `unknown-form` to programs.
            code: key.strip_prefix("run.").unwrap_or(key).replace('.', "-"),
            message: wording.sentence(&refusal.message),
            hints: refusal.hints.iter().map(|hint| wording.sentence(hint)).collect(),
            place: None,
        }
    }
}

/// What is said of a mistake of Esep's own, as JSON.
#[wasm_bindgen(js_name = internalError, skip_typescript)]
pub fn internal_error(language: &str) -> String {
    let language = Language::parse(language).unwrap_or(Language::En);
    serde_json::to_string(&Refused::new(&internal(), language)).unwrap_or_default()
}

/// A mistake of Esep's own.
pub(crate) fn internal() -> Refusal {
    let refusal = Refusal::new(Message::new("run.internal"));
    refusal.with_hint(Message::new("hint.report-mistake"))
}

/// What was done, or what JavaScript catches.
pub(crate) fn done<T>(
    language: Language,
    done: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, JsValue> {
    done().map_err(|refusal| refused(&refusal, language))
}

// Once for all that is refused, instead of in every function that may refuse.
#[inline(never)]
fn refused(refusal: &Refusal, language: Language) -> JsValue {
    let refused = Refused::new(refusal, language);
    output::to_js(&refused).unwrap_or_else(|_| JsValue::from_str(&refused.code))
}

/// Answers in a language; so is said what is refused.
pub(crate) fn answer_in<T: Serialize>(
    language: Language,
    answer: impl FnOnce() -> Result<T, Refusal>,
) -> Result<JsValue, JsValue> {
    done(language, || output::to_js(&answer()?))
}

/// Answers in the language with this code.
pub(crate) fn answer<T: Serialize>(
    language: &str,
    answer: impl FnOnce(Language) -> Result<T, Refusal>,
) -> Result<JsValue, JsValue> {
    let language = input::asked(language)?;
    answer_in(language, || answer(language))
}
