//! Lines and columns of a form.

use crate::figure::{Rational, Rounding, Unit};
use crate::id::{ColumnId, LineId};
use crate::language::Text;
use crate::place::Place;

/// A line of a form: one thing that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The id, such as `violations.pay`; a dot separates a part from its whole.
    pub id: LineId,
    /// The number printed on the paper form.
    pub number: Option<String>,
    /// What its figures count.
    pub unit: Unit,
    /// The wording on the form.
    pub label: Text,
    /// Other wordings met in documents.
    pub aliases: Vec<String>,
    /// What happens to it on the way up the tree.
    pub rollup: Rollup,
    /// The smallest figure that makes sense; of a share, as a ratio.
    pub min: Option<Rational>,
    /// The largest figure that makes sense; of a share, as a ratio.
    pub max: Option<Rational>,
    /// How its figures were rounded before they were printed.
    pub rounding: Rounding,
    /// How many decimals to show where the line is computed; of a share, in percent.
    pub decimals: i32,
    /// Whether its figure counts from the start of the year, so that it cannot fall within it.
    pub cumulative: bool,
    /// The columns in which it is filled; `None`: all.
    pub columns: Option<Vec<ColumnId>>,
    /// Where its id stands in the form's file.
    pub place: Place,
}

/// What happens to a line on the way up the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rollup {
    /// The parent's figure is the sum of its children's.
    Sum,
    /// The line is not rolled up.
    None,
    /// The line is computed again from summed lines, by the rule that defines it.
    Formula,
}

/// A column of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The id, such as `women`.
    pub id: ColumnId,
    /// The wording on the form.
    pub label: Text,
    /// Other wordings met in documents.
    pub aliases: Vec<String>,
}

impl Line {
    /// Whether a figure below nought makes sense.
    pub fn can_be_negative(&self) -> bool {
        self.min.as_ref().is_none_or(Rational::is_negative)
    }

    /// Whether the line is filled in this column.
    pub fn has_column(&self, column: &ColumnId) -> bool {
        self.columns.as_ref().is_none_or(|columns| columns.contains(column))
    }
}
