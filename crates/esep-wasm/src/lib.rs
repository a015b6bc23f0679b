//! Esep for JavaScript: the functions and types of the package `esep`.
//!
//! A thin edge over `esep` and `esep-documents`: a function reads what it is given, calls one
//! function and gives what that gave. Figures are strings, exact. The declarations of TypeScript
//! come from the types and comments here. The files of `js/` load the module and make errors of
//! what is refused; `cargo xtask wasm` puts all of it together.

mod codes;
mod documents;
mod forms;
mod input;
mod output;
mod refusal;
mod texts;

use wasm_bindgen::prelude::wasm_bindgen;

pub use codes::{CodeSummary, Explanation, codes, explain};
pub use documents::Documents;
pub use forms::{
    BreakdownSummary, ColumnSummary, FormDescription, FormSummary, LineSummary, UnitSummary, form,
    forms,
};
pub use refusal::{PlaceJson, Refusal, internal_error};
pub use texts::{say, texts};

/// The version of Esep.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
