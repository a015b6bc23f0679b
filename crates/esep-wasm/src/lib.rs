//! Esep for JavaScript: the functions and types of the package `esep`.
//!
//! A thin edge over `esep` and `esep-documents`: a function reads what it is given, calls one
//! function and gives what that gave. Figures are strings, exact. The declarations of TypeScript
//! come from the types and comments here. The files of `js/` load the module and make errors of
//! what is refused; `cargo xtask wasm` puts all of it together.
//!
//! It is compiled twice: with all that there is, and without the feature `all` for the module that
//! loads first, which has what forms need while they are filled.

mod codes;
#[cfg(feature = "all")]
mod described;
#[cfg(feature = "all")]
mod documents;
#[cfg(feature = "all")]
mod documents_options;
#[cfg(feature = "all")]
mod documents_read;
#[cfg(feature = "all")]
mod documents_shown;
#[cfg(feature = "all")]
mod documents_tables;
mod figures;
mod filling;
#[cfg(feature = "all")]
mod filling_files;
mod filling_state;
mod forms;
mod input;
mod output;
#[cfg(feature = "all")]
mod pasted;
mod refusal;
mod texts;

use wasm_bindgen::prelude::wasm_bindgen;

pub use codes::{CodeSummary, code, codes};
#[cfg(feature = "all")]
pub use described::{Described, DescribedForm, DescribedKind};
#[cfg(feature = "all")]
pub use documents::Documents;
#[cfg(feature = "all")]
pub use documents_options::{ComparisonOptions, DocumentsOptions, FindingsOptions, RollupOptions};
#[cfg(feature = "all")]
pub use documents_shown::{
    ChangeDocument, ComparisonDocument, ExplanationDocument, FindingDocument, FindingsDocument,
    FoundCellDocument, QuoteDocument, SolutionDocument, SummaryDocument, TableColumn,
    TableDocument, TriedDocument, TriedSheetDocument,
};
pub use figures::{FigureRead, format_figure, read_figure};
pub use filling::Filling;
#[cfg(feature = "all")]
pub use filling_files::{ShownExplanation, ShownWay, Typing};
pub use filling_state::{
    Computed, Entered, FilledCell, FillingState, FoundCell, MeasureState, ShownChange, ShownFinding,
};
pub use forms::{
    BreakdownSummary, ColumnSummary, FormDescription, FormSummary, LineSummary, MeasureSummary,
    UnitSummary, form, forms,
};
#[cfg(feature = "all")]
pub use pasted::{
    AddUp, AddUpCell, AddUpChange, AddUpExplanation, AddUpFinding, AddUpRelation, AddUpSolution,
    GrowthBar, add_up, bars_of_growth, growth, write_add_up, write_growth_of,
};
pub use refusal::{Place, internal_error};
pub use texts::{bring, say, texts};

/// The version of Esep.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
