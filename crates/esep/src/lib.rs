//! Esep: exact figures of a trade union, checked.

mod figure;
mod finding;
mod form;
mod id;
mod language;
mod period;
mod place;
mod sheet;
mod structure;

pub use figure::{
    Amount, Content, Convention, Count, Currency, End, Expected, Figure, Interval, Misreading,
    Money, Obstacle, Rational, Reading, Rounding, Share, Unit, UnitKind, read_figure,
};
pub use finding::{
    Argument, Cell as FindingCell, Code, Comparison, Family, Finding, Message, Severity,
};
pub use form::{
    Breakdown, Column, Comparison as RelationComparison, Expression, Form, Forms, Line, Operator,
    Reference, Relation, Rollup, Rule, Scope, Sign,
};
pub use id::{ColumnId, FormId, LineId, OrganizationId};
pub use language::{Language, Text};
pub use period::{Period, PeriodError, PeriodLength};
pub use place::{Place, Written};
pub use sheet::{CellIndex, Entry, Notation, Sheet, Stated};
pub use structure::StructureRow;
