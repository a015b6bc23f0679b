//! A form being filled: read from files and written to them, and explained.

use esep_documents as documents;
use esep_documents::{File, FillingFormat, HtmlExtent};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::filling::Filling;
use crate::filling_state::FoundCell;
use crate::input;
use crate::refusal::{answer_in, done};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How a filled form is written: `html` is a page, `html-fragment` a part of one. */
export type FillingFormat =
  "csv" | "json" | "toml" | "text" | "markdown" | "html" | "html-fragment";
"#;

/// Which figures of a group of findings are probably wrong, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct ShownExplanation {
    /// The findings that it explains, by their places in the list.
    pub findings: Vec<usize>,
    /// How many figures are wrong.
    pub message: String,
    /// The ways to settle the findings, the likeliest first.
    pub ways: Vec<ShownWay>,
    /// What else there is to be said.
    pub remarks: Vec<String>,
}

/// A way to settle a group of findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct ShownWay {
    /// The sentence.
    pub message: String,
    /// What slip it looks like: `digits-swapped`, `part-missing`, `unknown`.
    pub kind: &'static str,
    /// What would have to be typed, by `set`, to see the form so; nothing where a figure is left
    /// open.
    pub typing: Vec<Typing>,
}

/// What would have to be typed into a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Typing {
    /// The cell.
    pub cell: FoundCell,
    /// The figure, as the language writes it.
    pub text: String,
}

#[wasm_bindgen]
impl Filling {
    /// Which figures are probably wrong, for each group of the findings that share figures.
    #[wasm_bindgen(unchecked_return_type = "ShownExplanation[]")]
    pub fn explanations(&self) -> Result<JsValue, JsValue> {
        answer_in(self.inner.language(), || {
            let explanations = self.inner.explanations().into_iter();
            Ok(explanations.map(ShownExplanation::from).collect::<Vec<_>>())
        })
    }

    /// Takes over a filled form: TOML, CSV or JSON. What of it could not be taken over stands in
    /// `left_out`.
    #[wasm_bindgen(unchecked_return_type = "FillingState")]
    pub fn read(&mut self, name: &str, bytes: &[u8]) -> Result<JsValue, JsValue> {
        self.inner.read(File::new(name, bytes));
        self.state()
    }

    /// Takes over a filled form that is a workbook, a document or a page: what `readGrids` gave of
    /// it.
    #[wasm_bindgen(js_name = readGrids, unchecked_return_type = "FillingState")]
    pub fn read_grids(&mut self, name: &str, grids: &str) -> Result<JsValue, JsValue> {
        let grids = done(self.inner.language(), || crate::files::grids(name, grids))?;
        self.inner.read(File::of_grids(name, grids));
        self.state()
    }

    /// Takes over the figures of an earlier period from a workbook, a document or a page.
    #[wasm_bindgen(js_name = readGridsBefore, unchecked_return_type = "FillingState")]
    pub fn read_grids_before(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "When")] when: &str,
        name: &str,
        grids: &str,
    ) -> Result<JsValue, JsValue> {
        let when = self.when(when)?;
        let grids = done(self.inner.language(), || crate::files::grids(name, grids))?;
        self.inner.read_before(when, File::of_grids(name, grids));
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
        self.inner.read_before(when, File::new(name, bytes));
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

impl From<documents::ShownExplanation> for ShownExplanation {
    fn from(explanation: documents::ShownExplanation) -> Self {
        let documents::ShownExplanation { findings, message, ways, remarks } = explanation;
        Self { findings, message, ways: ways.into_iter().map(Into::into).collect(), remarks }
    }
}

impl From<documents::ShownWay> for ShownWay {
    fn from(way: documents::ShownWay) -> Self {
        let typed =
            |typing: documents::Typing| Typing { cell: typing.cell.into(), text: typing.text };
        let documents::ShownWay { message, kind, typing } = way;
        Self { message, kind, typing: typing.into_iter().map(typed).collect() }
    }
}
