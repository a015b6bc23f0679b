//! Esep: exact figures of a trade union, checked.

mod figure;
mod finding;
mod form;
mod id;
mod language;
mod lookup;
mod period;
mod place;
mod sheet;
mod structure;

pub use figure::{Amount, Content, End, Figure, Interval, Rational, Rounding, Unit, UnitKind};
pub use finding::{
    Argument, Cell as FindingCell, Code, Comparison, Family, Finding, Message, Severity,
};
pub use form::{
    Breakdown, Column, Comparison as RelationComparison, Expression, Form, Forms, Line, Operator,
    Reference, Relation, Rollup, Rule, Scope, Sign,
};
pub use id::{ColumnId, FormId, LineId, OrganizationId};
pub use language::{Language, Text};
pub use lookup::{Lookup, Names, nearest};
pub use period::{Period, PeriodError, PeriodLength};
pub use place::{LineIndex, Place, Written};
pub use sheet::{CellIndex, Entry, Notation, Sheet, Stated};
pub use structure::StructureRow;
