//! A form being filled: read from files and written to them.

use esep_documents::{FillingFormat, HtmlExtent};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::filling::Filling;
use crate::input;
use crate::refusal::done;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How a filled form is written: `html` is a page, `html-fragment` a part of one. */
export type FillingFormat =
  "csv" | "json" | "toml" | "text" | "markdown" | "html" | "html-fragment";
"#;

#[wasm_bindgen]
impl Filling {
    /// Takes over a filled form: TOML, CSV or JSON. What of it could not be taken over stands in
    /// `left_out`.
    #[wasm_bindgen(unchecked_return_type = "FillingState")]
    pub fn read(&mut self, name: &str, bytes: &[u8]) -> Result<JsValue, JsValue> {
        self.inner.read(name, bytes);
        self.state()
    }

    /// Takes over the figures of an earlier period from a filled form.
    #[wasm_bindgen(js_name = readBefore, unchecked_return_type = "FillingState")]
    pub fn read_before(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "When")] when: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<JsValue, JsValue> {
        let when = self.when(when)?;
        self.inner.read_before(when, name, bytes);
        self.state()
    }

    /// The filled form: for programs as it is read again, for people with what was compared and
    /// found beside it.
    pub fn write(
        &self,
        #[wasm_bindgen(unchecked_param_type = "FillingFormat")] format: &str,
    ) -> Result<String, JsValue> {
        let formats = [
            ("csv", FillingFormat::Csv),
            ("json", FillingFormat::Json),
            ("toml", FillingFormat::Toml),
            ("text", FillingFormat::Text),
            ("markdown", FillingFormat::Markdown),
            ("html", FillingFormat::Html(HtmlExtent::Document)),
            ("html-fragment", FillingFormat::Html(HtmlExtent::Fragment)),
        ];
        let format = done(self.inner.language(), || input::one_of(format, &formats))?;
        Ok(self.inner.write(format))
    }
}
