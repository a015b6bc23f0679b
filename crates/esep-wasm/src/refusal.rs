//! What is refused, as JavaScript catches it.

use esep::{Language, Message, Place, Wording};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{input, output};

/// Why something that was asked for cannot be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    message: Message,
    hints: Vec<Message>,
    place: Option<Place>,
}

/// Where something stands: only the file where the file as a whole is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename = "Place")]
pub struct PlaceJson {
    /// The file's name as it was given.
    pub file: String,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// What the files of `js/` make an `EsepError` of.
#[derive(Serialize)]
struct Refused {
    code: &'static str,
    message: String,
    hints: Vec<String>,
    place: Option<PlaceJson>,
}

impl Refusal {
    /// A refusal with its sentence.
    pub(crate) fn new(message: Message) -> Self {
        Self { message, hints: Vec::new(), place: None }
    }

    /// The same refusal with one more piece of advice.
    pub(crate) fn with_hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }

    /// What should not happen.
    pub(crate) fn internal() -> Self {
        Self::new(Message::new("run.internal")).with_hint(Message::new("hint.report-mistake"))
    }

    /// For JavaScript.
    fn into_js(self, language: Language) -> JsValue {
        let refused = self.worded(language);
        output::to_js(&refused).unwrap_or_else(|_| JsValue::from_str(refused.code))
    }

    fn worded(self, language: Language) -> Refused {
        let wording = Wording::in_language(language);
        let Self { message, hints, place } = self;
        // The key without its family: `run.unknown-form` is known to programs as `unknown-form`.
        let code = message.key.rsplit('.').next().unwrap_or(message.key);
        Refused {
            code,
            message: wording.sentence(&message),
            hints: hints.iter().map(|hint| wording.sentence(hint)).collect(),
            place: place.as_ref().map(PlaceJson::from),
        }
    }
}

/// What is said of a mistake of Esep's own, as JSON.
#[wasm_bindgen(js_name = internalError, skip_typescript)]
pub fn internal_error(language: &str) -> String {
    let language = Language::parse(language).unwrap_or(Language::En);
    let refused = Refusal::internal().worded(language);
    serde_json::to_string(&refused).unwrap_or_default()
}

impl From<&Place> for PlaceJson {
    fn from(place: &Place) -> Self {
        let within = |number| (place.line > 0).then_some(number);
        Self {
            file: place.file.to_string(),
            line: within(place.line),
            column: within(place.column),
        }
    }
}

/// Answers in the language with this code; so is said what is refused.
pub(crate) fn answer<T: Serialize>(
    language: &str,
    answer: impl FnOnce(Language) -> Result<T, Refusal>,
) -> Result<JsValue, JsValue> {
    let language = input::language(language).map_err(|refusal| refusal.into_js(Language::En))?;
    answer_in(language, || answer(language))
}

/// Answers in a language; so is said what is refused.
pub(crate) fn answer_in<T: Serialize>(
    language: Language,
    answer: impl FnOnce() -> Result<T, Refusal>,
) -> Result<JsValue, JsValue> {
    answer().and_then(|answer| output::to_js(&answer)).map_err(|refusal| refusal.into_js(language))
}

/// The same for what is no answer but done, or a text.
pub(crate) fn done<T>(
    language: Language,
    done: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, JsValue> {
    done().map_err(|refusal| refusal.into_js(language))
}
