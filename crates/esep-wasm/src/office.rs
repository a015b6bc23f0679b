//! Workbooks, documents and pages: read into grids, and workbooks annotated.
//!
//! The module that does it knows no sentence: what it says, `grids.rs` words in another.

use esep_documents::{File, Grids, Notes, SheetTexts};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What stands in a workbook, a document or a page, or why it is not read: for `addGrids` of
/// `Documents`.
#[wasm_bindgen(js_name = readGrids)]
pub fn read_grids(name: &str, bytes: Vec<u8>) -> String {
    Grids::read(File::new(name, bytes)).to_json()
}

/// What the sheets of a workbook say as text: for `pushSheets` of `Tallying`.
#[wasm_bindgen(js_name = readSheets)]
pub fn read_sheets(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    SheetTexts::read(File::new(name, bytes)).to_bytes()
}

/// A copy of a workbook with these notes on its cells.
#[wasm_bindgen]
pub fn annotate(bytes: Vec<u8>, notes: &str) -> Result<Vec<u8>, JsValue> {
    let Some(notes) = Notes::from_json(notes) else { return Err(JsValue::from_str("")) };
    let copy = esep_documents::annotate(&File::new("", bytes), &notes);
    copy.map_err(|finding| JsValue::from_str(&Grids::refused(*finding).to_json()))
}
