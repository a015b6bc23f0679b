//! Reading and writing the documents of Esep: bytes in, bytes out.
//!
//! A reader delivers what stands in a document, each text with its place, and interprets nothing:
//! that is done by `esep` when all documents are there. No file is opened here.

mod add_up;
mod annex;
mod book;
mod chart;
mod comparison;
mod computed;
mod csv;
mod digits;
#[cfg(feature = "workbooks")]
mod docx;
mod examined;
mod export;
mod figures;
mod filling;
mod findings;
mod form_table;
mod grids;
mod growth;
mod html;
mod json;
#[cfg(feature = "office")]
mod office;
mod page;
mod pasted;
mod pieces;
mod reading;
mod recognized;
mod register;
#[cfg(feature = "workbooks")]
mod report;
mod request;
mod rollup;
mod rows;
mod settings;
mod sheet;
mod sheet_csv;
mod sheet_tree;
mod sheet_writing;
mod sieve;
mod source;
#[cfg(feature = "workbooks")]
mod spreadsheet;
mod structure;
mod table;
mod tally;
#[cfg(feature = "workbooks")]
mod template;
#[cfg(test)]
mod test;
mod toml;
mod totals;
mod tree;
mod tried;

pub use add_up::{AddUpFormat, add_up_table, write_add_up};
pub use annex::{Annex, ReportExplanation, ReportFinding, ReportRequest};
pub use book::{Parts, book_folder, read_book, read_documents};
pub use chart::{Bar, bars};
#[cfg(feature = "workbooks")]
pub use chart::{Chart, ChartItem, ChartKind, Tile};
pub use comparison::{
    ComparedForm, ComparisonReport, ComparisonRequest, ComparisonTable, compare_book,
    comparison_notes, write_comparison,
};
pub use csv::{Cell, Comment, Mistake as QuoteMistake, Record, Records, write_record};
pub use examined::{Examined, Quote};
pub use export::{ExportFormat, Exported, ExportedFile};
pub use filling::{
    Computed, Entered, FilledCell, Filling, FillingFormat, FillingState, FoundCell, MeasureState,
    ShownChange, ShownExplanation, ShownFinding, ShownWay, Typing, When,
};
pub use findings::{Coloring, FindingsFormat, FindingsReport, TextStyle, Ways, write_findings};
pub use grids::{Grids, Notes, SheetTexts, is_read_as_grids, is_workbook};
pub use growth::{GrowthFormat, growth_bars, growth_notes, growth_table, write_growth};
pub use html::{HtmlExtent, html_document};
#[cfg(feature = "office")]
pub use office::annotate;
pub use page::page_to_html;
pub use pasted::read_pasted;
pub use pieces::{BeyondEnd, Readable};
pub use reading::Reading;
pub use recognized::{Recognized, RecognizedFormat};
pub use register::{Counted, Faulty, Stream, Tallying};
#[cfg(feature = "workbooks")]
pub use report::{
    Alert, Block, Origin, Report, ReportCell, ReportFormat, ReportPart, ReportRow, ReportTable,
};
pub use request::{Request, read_period};
pub use rollup::{RollupReport, RollupRequest};
pub use settings::{Settings, read_settings};
pub use sheet::{Certainty, Entries};
pub use sheet_csv::read_sheet_csv;
pub use sheet_tree::{read_sheet_json, read_sheet_toml};
pub use sheet_writing::{
    write_sheets_json, write_sheets_tidy_csv, write_sheets_toml, write_sheets_wide_csv,
};
pub use sieve::{Sieve, Sifted};
pub use source::{File, Source, Sources};
pub use structure::read_structure;
pub use table::{Column, ColumnKind, Table, TableFormat};
pub use tally::{
    FiledSheet, PlainTallied, PlainTally, RegisterFile, TallyFiles, TallyReport, TallyRequest,
    TallyStream,
};
#[cfg(feature = "workbooks")]
pub use template::{Template, TemplateFormat, filled_sheet, read_form};
pub use tried::{Tried, TriedSheet};
