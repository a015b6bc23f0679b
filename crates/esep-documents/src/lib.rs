//! Reading and writing the documents of Esep: bytes in, bytes out.

mod csv;
mod source;

pub use csv::{Cell, Comment, Mistake as QuoteMistake, Record, Records, write_record};
pub use source::{File, Source, Sources};
