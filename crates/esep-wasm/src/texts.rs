//! The messages, which are brought to the module, and the texts of the page of calculators.

use std::collections::BTreeMap;

use esep::{Argument, Language, Wording};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::refusal::answer;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys(object: &JsValue) -> Result<Vec<String>, JsValue>;

    #[wasm_bindgen(js_namespace = Object, js_name = values, catch)]
    fn values_of(object: &JsValue) -> Result<Vec<JsValue>, JsValue>;

    #[wasm_bindgen(js_name = String, catch)]
    fn string(value: &JsValue) -> Result<String, JsValue>;
}

/// Brings the messages of a language, which lie beside the module; those that come first stay.
#[wasm_bindgen(skip_typescript)]
pub fn bring(language: &str, messages: &str) {
    if let Some(language) = Language::parse(language) {
        Wording::bring(language, messages);
    }
}

/// What stands in the gap of a text: a text as it is, or a count.
fn argument(value: &JsValue) -> Argument {
    if let Some(text) = value.as_string() {
        return Argument::Literal(text);
    }
    let text = string(value).unwrap_or_default();
    text.parse().map_or_else(|_| Argument::Literal(text), Argument::Count)
}

/// The texts of the page, by key; gaps stand as `{name}`.
#[wasm_bindgen(unchecked_return_type = "Record<string, string>")]
pub fn texts(
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        Ok(Wording::in_language(language).page_texts().collect::<BTreeMap<_, _>>())
    })
}

/// A text of the page with its gaps filled and its plurals chosen; the key itself where there is no
/// such text.
#[wasm_bindgen(unchecked_return_type = "string")]
pub fn say(
    key: &str,
    #[wasm_bindgen(unchecked_param_type = "Record<string, string | number>")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        let keys = keys(values).unwrap_or_default();
        let values = values_of(values).unwrap_or_default();
        let values = values.iter().map(argument);
        let arguments: Vec<(&str, Argument)> =
            keys.iter().map(String::as_str).zip(values).collect();
        let said = Wording::in_language(language).page_text(key, &arguments);
        Ok(said.unwrap_or_else(|| key.to_owned()))
    })
}
