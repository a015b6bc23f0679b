//! The texts of the page of calculators.

use std::collections::BTreeMap;

use esep::{Argument, Wording};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::input;
use crate::refusal::answer;

/// What stands in the gap of a text.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Value {
    Count(usize),
    Text(String),
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
        let values: BTreeMap<String, Value> = input::object(values)?;
        let arguments: Vec<(&str, Argument)> = values
            .iter()
            .map(|(name, value)| match value {
                Value::Count(number) => (name.as_str(), Argument::Count(*number)),
                Value::Text(text) => (name.as_str(), Argument::Literal(text.clone())),
            })
            .collect();
        let said = Wording::in_language(language).page_text(key, &arguments);
        Ok(said.unwrap_or_else(|| key.to_owned()))
    })
}
