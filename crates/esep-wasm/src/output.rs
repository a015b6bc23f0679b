//! From values of Rust to values of JavaScript.

use esep::Refusal;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::refusal::internal;

#[wasm_bindgen]
extern "C" {
    /// Faster than building objects one property at a time, and smaller.
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse(text: &str) -> Result<JsValue, JsValue>;
}

/// The value as JavaScript sees it: what is not there is `null`.
pub(crate) fn to_js(value: &(impl Serialize + ?Sized)) -> Result<JsValue, Refusal> {
    let text = serde_json::to_string(value).map_err(|_| internal())?;
    parsed(&text)
}

/// What a text of JSON says.
#[inline(never)]
pub(crate) fn parsed(text: &str) -> Result<JsValue, Refusal> {
    parse(text).map_err(|_| internal())
}
