//! Esep: exact figures of a trade union, checked.

mod binding;
mod book;
mod check;
mod figure;
mod finding;
mod form;
mod id;
mod language;
mod linear;
mod lookup;
mod linear;
mod lookup;
mod period;
mod place;
mod rollup;
mod sheet;
mod structure;
mod wording;

pub use book::Book;
pub use check::{Checked, check};
pub use figure::{Amount, Content, End, Figure, Interval, Rational, Rounding, Unit, UnitKind};
pub use figure::{
    Amount, Content, Convention, Count, Currency, End, Expected, Figure, Interval, Misreading,
    Money, Obstacle, Rational, Reading, Rounding, Share, Unit, UnitKind, read_figure,
};
pub use finding::{
    Argument, Cell as FindingCell, Code, Comparison, Family, Finding, Message, Severity, Summary,
};
pub use form::{
    Breakdown, Column, Comparison as RelationComparison, Expression, Form, Forms, Line, Mistake,
    MistakeKind, Operator, Reference, Relation, Rollup, Rule, Scope, Sign, contradictions,
};
pub use id::{ColumnId, FormId, LineId, OrganizationId};
pub use language::{Language, Text};
pub use linear::{
    Budget, Conflict, Member as LinearMember, Outcome as LinearOutcome, Row as LinearRow,
    System as LinearSystem, Variable,
};
pub use lookup::Lookup;
pub use linear::{
    Budget, Conflict, Member as LinearMember, Outcome as LinearOutcome, Row as LinearRow,
    System as LinearSystem, Variable,
};
pub use lookup::Lookup;
pub use lookup::{Lookup, Names, nearest};
pub use period::{Period, PeriodError, PeriodLength};
pub use place::{LineIndex, Place, Written};
pub use rollup::{RolledUp, rollup};
pub use sheet::{CellAddress, CellIndex, Entry, Notation, Sheet, Sheets, Stated};
pub use structure::{Affiliation, Organization, OrganizationKind, Structure, StructureRow};
pub use place::{Place, Written};
pub use sheet::{CellIndex, Entry, Notation, Sheet, Stated};
pub use structure::StructureRow;
pub use wording::Wording;
