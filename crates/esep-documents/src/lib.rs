//! Reading and writing the documents of Esep: bytes in, bytes out.

mod csv;
mod findings;
mod source;
mod table;

pub use csv::{Cell, Comment, Mistake as QuoteMistake, Record, Records, write_record};
pub use findings::{Coloring, FindingsFormat, FindingsReport, TextStyle, write_findings};
pub use source::{File, Source, Sources};
pub use table::{Column, ColumnKind, Table};
