//! Options as JavaScript gives them.

use std::collections::BTreeMap;

use esep::{Message, Refusal};
#[cfg(any(feature = "all", feature = "tally"))]
use esep_documents::{HtmlExtent, TableFormat};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(any(feature = "all", feature = "tally"))]
use crate::input;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How tables are written: `html` is a page, `html-fragment` a part of one. */
export type TableFormat = "text" | "csv" | "json" | "markdown" | "html" | "html-fragment";
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys(object: &JsValue) -> Result<Vec<String>, JsValue>;

    #[wasm_bindgen(js_namespace = Object, js_name = values, catch)]
    fn values(object: &JsValue) -> Result<Vec<JsValue>, JsValue>;
}

/// Options as JavaScript has them.
pub(crate) trait Options: Sized {
    /// What was given.
    ///
    /// # Errors
    /// - a value of another kind.
    fn take(given: &mut Given) -> Result<Self, Refusal>;

    /// Options as they are given: an object with these keys and no others, or nothing.
    ///
    /// # Errors
    /// - another key, or a value of another kind.
    fn of(object: &JsValue) -> Result<Self, Refusal> {
        let mut given = Given(BTreeMap::new());
        if !object.is_undefined() && !object.is_null() {
            let refused = |_| refused("options");
            let keys = keys(object).map_err(refused)?;
            given.0.extend(keys.into_iter().zip(values(object).map_err(refused)?));
        }
        let options = Self::take(&mut given)?;
        given.0.keys().next().map_or(Ok(options), |key| Err(refused(key)))
    }
}

/// The values that are given, by their keys.
pub(crate) struct Given(BTreeMap<String, JsValue>);

impl Given {
    fn value(&mut self, key: &str) -> Option<JsValue> {
        self.0.remove(key).filter(|value| !value.is_undefined() && !value.is_null())
    }

    pub(crate) fn text(&mut self, key: &str) -> Result<Option<String>, Refusal> {
        let Some(value) = self.value(key) else { return Ok(None) };
        value.as_string().map(Some).ok_or_else(|| refused(key))
    }

    #[cfg(feature = "all")]
    pub(crate) fn texts(&mut self, key: &str) -> Result<Vec<String>, Refusal> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let texts = if value.is_array() { values(&value).ok() } else { None };
        let texts = texts.and_then(|texts| texts.iter().map(JsValue::as_string).collect());
        texts.ok_or_else(|| refused(key))
    }
}

/// Something was given that is not what it is to be.
pub(crate) fn refused(key: &str) -> Refusal {
    Refusal::new(Message::new("run.unexpected-options").with("reason", key))
}

/// How a table is to be written.
///
/// # Errors
/// - another name.
#[cfg(any(feature = "all", feature = "tally"))]
pub(crate) fn table_format(name: &str) -> Result<TableFormat, Refusal> {
    let formats = [
        ("text", TableFormat::Text),
        ("csv", TableFormat::Csv),
        ("json", TableFormat::Json),
        ("markdown", TableFormat::Markdown),
        ("html", TableFormat::Html(HtmlExtent::Document)),
        ("html-fragment", TableFormat::Html(HtmlExtent::Fragment)),
    ];
    input::one_of(name, &formats)
}
