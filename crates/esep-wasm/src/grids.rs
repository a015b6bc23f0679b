//! Workbooks, documents and pages, as far as they concern who does not read them.

use esep::Refusal;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::files::grids;
use crate::input;
use crate::refusal::done;

/// Whether a file of this name is a workbook, a document or a page: such a file is read by
/// `readGrids` and added by `addGrids`.
#[wasm_bindgen(js_name = isReadAsGrids)]
pub fn is_read_as_grids(name: &str) -> bool {
    esep_documents::is_read_as_grids(name)
}

/// Refuses what `annotate` could not do, in words.
#[wasm_bindgen(js_name = refuseGrids, skip_typescript)]
pub fn refuse_grids(told: &str, language: &str) -> Result<(), JsValue> {
    let language = input::asked(language)?;
    done(language, || {
        let grids = grids("", told)?;
        let Some(finding) = grids.findings().first() else { return Ok(()) };
        let refusal = Refusal::new(finding.message.clone());
        Err(finding.hints.iter().cloned().fold(refusal, Refusal::with_hint))
    })
}
