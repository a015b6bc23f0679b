//! Measures: indicators that a form defines but does not ask for.

use crate::figure::Unit;
use crate::form::Expression;
use crate::language::Text;
use crate::place::Place;

/// An indicator that a form defines from its figures but does not print.
///
/// It names a cell with every figure, so that it is one figure for a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The id, unique among the lines and measures of the form.
    pub id: String,
    /// What it counts.
    pub unit: Unit,
    /// How many decimals to show; of a share, in percent.
    pub decimals: i32,
    /// What it is called.
    pub label: Text,
    /// The definition as written.
    pub text: String,
    /// The definition.
    pub is: Expression,
    /// What it says, and of what it is taken.
    pub why: Text,
    /// Where the definition stands in the form's file.
    pub place: Place,
}
