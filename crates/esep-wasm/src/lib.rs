//! Esep for JavaScript: the functions and types of the package `esep`.
//!
//! A thin edge over `esep` and `esep-documents`: a function reads what it is given, calls one
//! function and gives what that gave. Figures are strings, exact. The declarations of TypeScript
//! come from the types and comments here. The files of `js/` load the module and make errors of
//! what is refused; `cargo xtask wasm` puts all of it together.
//!
//! It is compiled five times: for the module that loads first, which has what forms need while they
//! are filled (`forms`); with all that there is but three (`all`); and these, registers (`tally`),
//! workbooks and documents read (`office`), and written (`write`).

#[cfg(feature = "forms")]
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
#[cfg(feature = "forms")]
mod figures;
#[cfg(any(feature = "all", feature = "write"))]
mod files;
#[cfg(any(feature = "all", feature = "write"))]
mod files_options;
#[cfg(feature = "forms")]
mod filling;
#[cfg(feature = "all")]
mod filling_files;
#[cfg(feature = "forms")]
mod filling_state;
#[cfg(feature = "forms")]
mod forms;
#[cfg(feature = "all")]
mod grids;
#[cfg(any(feature = "forms", feature = "tally", feature = "write"))]
mod input;
#[cfg(feature = "office")]
mod office;
#[cfg(any(feature = "all", feature = "tally", feature = "write"))]
mod options;
#[cfg(any(feature = "forms", feature = "tally", feature = "write"))]
mod output;
#[cfg(feature = "all")]
mod pasted;
#[cfg(any(feature = "forms", feature = "tally", feature = "write"))]
mod refusal;
#[cfg(any(feature = "all", feature = "tally"))]
mod tables;
#[cfg(feature = "tally")]
mod tally;
#[cfg(any(feature = "forms", feature = "tally", feature = "write"))]
mod texts;
#[cfg(feature = "write")]
mod write;

#[cfg(feature = "forms")]
pub use codes::{CodeSummary, code, codes};
#[cfg(feature = "all")]
pub use described::{Described, DescribedForm, DescribedKind};
#[cfg(feature = "all")]
pub use documents::Documents;
#[cfg(feature = "all")]
pub use documents_options::{ComparisonOptions, FindingsOptions, ReportOptions};
#[cfg(feature = "all")]
pub use documents_shown::{
    ChangeDocument, ComparisonDocument, ExplanationDocument, FindingDocument, FindingsDocument,
    FoundCellDocument, QuoteDocument, SolutionDocument, SummaryDocument, TriedDocument,
    TriedSheetDocument,
};
#[cfg(feature = "forms")]
pub use figures::{FigureRead, format_figure, read_figure};
#[cfg(any(feature = "all", feature = "write"))]
pub use files_options::{DocumentsOptions, RollupOptions};
#[cfg(feature = "forms")]
pub use filling::Filling;
#[cfg(feature = "all")]
pub use filling_files::{ShownExplanation, ShownWay, Typing};
#[cfg(feature = "forms")]
pub use filling_state::{
    Computed, Entered, FilledCell, FillingState, FoundCell, MeasureState, ShownChange, ShownFinding,
};
#[cfg(feature = "forms")]
pub use forms::{
    BreakdownSummary, ColumnSummary, FormDescription, FormSummary, LineSummary, MeasureSummary,
    UnitSummary, form, forms,
};
#[cfg(feature = "all")]
pub use grids::{is_read_as_grids, refuse_grids};
#[cfg(feature = "office")]
pub use office::{annotate, read_grids, read_sheets};
#[cfg(feature = "all")]
pub use pasted::{
    AddUp, AddUpCell, AddUpChange, AddUpExplanation, AddUpFinding, AddUpRelation, AddUpSolution,
    GrowthBar, add_up, bars_of_growth, growth, write_add_up, write_growth_of,
};
#[cfg(any(feature = "forms", feature = "tally", feature = "write"))]
pub use refusal::{CellName, Place, internal_error};
#[cfg(any(feature = "all", feature = "tally"))]
pub use tables::{TableColumn, TableDocument};
#[cfg(feature = "tally")]
pub use tally::{TallyFinding, TallyOptions, TallyTables, Tallying, is_workbook};
#[cfg(any(feature = "forms", feature = "tally", feature = "write"))]
pub use texts::{bring, say, texts};
#[cfg(feature = "write")]
pub use write::{TemplateOptions, Writer, template};

/// The version of Esep.
#[cfg(feature = "forms")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
