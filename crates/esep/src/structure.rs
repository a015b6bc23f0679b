//! The union's structure: a tree of organizations with dates, and affiliations beside it.

mod row;

pub use row::StructureRow;
