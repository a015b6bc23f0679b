//! Esep for JavaScript: the functions and types of the package `esep`.
//!
//! A thin edge over `esep` and `esep-documents`: a function reads what it is given, calls one
//! function and gives what that gave. Figures are strings, exact. The declarations of TypeScript
//! come from the types and comments here. The files of `js/` load the module and make errors of
//! what is refused; `cargo xtask wasm` puts all of it together.

mod codes;
mod described;
mod documents;
mod documents_options;
mod documents_shown;
mod figures;
mod filling;
mod filling_state;
mod forms;
mod input;
mod output;
mod pasted;
mod refusal;
mod texts;

use wasm_bindgen::prelude::wasm_bindgen;

pub use codes::{CodeSummary, code, codes};
pub use described::{Described, DescribedForm, DescribedKind};
pub use documents::Documents;
pub use documents_options::{ComparisonOptions, DocumentsOptions, FindingsOptions, RollupOptions};
pub use documents_shown::{
    ComparisonDocument, FindingDocument, FindingsDocument, FoundCellDocument, QuoteDocument,
    SummaryDocument, TableColumn, TableDocument,
};
pub use figures::{FigureRead, format_figure, read_figure};
pub use filling::Filling;
pub use filling_state::{
    Computed, Entered, FilledCell, FillingState, FoundCell, MeasureState, ShownChange, ShownFinding,
};
pub use forms::{
    BreakdownSummary, ColumnSummary, FormDescription, FormSummary, LineSummary, MeasureSummary,
    UnitSummary, form, forms,
};
pub use pasted::{
    AddUp, AddUpCell, AddUpFinding, AddUpRelation, GrowthBar, add_up, bars_of_growth, growth,
    write_add_up, write_growth_of,
};
pub use refusal::{Place, internal_error};
pub use texts::{say, texts};

/// The version of Esep.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
