//! Tallying: rows of a register become figures of organizations.
//!
//! [`Rules`] say what becomes of the columns of one file; [`Rules::read`] reads a row; a [`Tally`]
//! counts rows and merges with others; [`Totals`] are what every organization and all below it
//! have, with the measures that follow.
//!
//! Reading a row gives its *class*, a number made of what its dates, choices and flags are. What a
//! row adds to which counter depends on nothing else, but for the numbers that are added up.

mod classes;
mod counting;
mod counts;
mod day;
mod fault;
mod header;
mod places;
mod row;
mod rules;
mod sql;
mod suppress;
mod table;
mod totals;
mod unique;

#[cfg(test)]
mod tests;

pub use counting::{Counter, Counting};
pub use counts::Tally;
pub use day::Day;
pub use fault::{Fault, FaultKind};
pub use header::HeaderMistake;
pub use places::Places;
pub use row::Row;
pub use rules::{ChoiceField, DateField, Effect, Field, NumberField, Rules, When};
pub use sql::{SqlDialect, SqlFiles, SqlStructure, TallySql};
pub use suppress::Suppressed;
pub use table::{Quotient, TotalColumn, TotalValue};
pub use totals::{TotalRow, Totals};
pub use unique::{Pass, Repeats};
