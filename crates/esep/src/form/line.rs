//! Lines and columns of a form.

use crate::figure::{Figure, Interval, Rational, Rounding, Unit, UnitKind};
use crate::id::{ColumnId, LineId};
use crate::language::Text;
use crate::place::Place;

/// With how many decimals an exact figure is shown at most; one that needs more is rounded where it
/// is shown.
const MOST_DECIMALS: u32 = 28;

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
    /// How its figure for a longer period comes from those for the shorter ones within it; `None`
    /// where nothing follows.
    pub over_time: Option<OverTime>,
    /// The bands by which organizations are listed, from the highest; most lines have none.
    pub bands: Vec<Band>,
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

/// How a figure for a period comes from those for the periods within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OverTime {
    /// What there is at the end: a year's figure is that of its last half-year.
    Stock,
    /// What happened within: a year's figure is the sum of its half-years'.
    Flow,
    /// What happened since the start of the year: the figure cannot fall within it, and a year's is
    /// that of its last half-year.
    Cumulative,
}

/// A range of figures under which organizations are listed together, such as `78-90 %`.
///
/// A figure is rounded to the digits of the limits, a half away from zero, before it is put into
/// one: 90.4 % lies in `78-90 %`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// As the form writes it.
    pub text: String,
    /// The lowest figure; of a share, as a ratio.
    pub low: Rational,
    /// The highest figure; of a share, as a ratio.
    pub high: Rational,
    /// To how many decimals a figure is rounded; of a share, as a ratio.
    pub places: i32,
}

impl Band {
    /// Whether a figure lies in it.
    pub fn contains(&self, figure: &Rational) -> bool {
        let rounded = figure.round(self.places);
        self.low <= rounded && rounded <= self.high
    }
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

    /// A computed number as the line shows it, with its decimals, or with those that it has where
    /// nothing may be rounded; `interval` is all that the number may be.
    pub(crate) fn shown(&self, number: &Rational, interval: &Interval) -> Figure {
        let hundredth = if self.unit.kind() == UnitKind::Share { 2 } else { 0 };
        if self.rounding == Rounding::Exact {
            let needed =
                number.decimals_needed(MOST_DECIMALS).and_then(|it| i32::try_from(it).ok());
            let decimals =
                needed.map_or(self.decimals, |needed| self.decimals.max(needed - hundredth));
            return Figure::within(number.clone(), interval.clone(), decimals);
        }
        let places = self.decimals + hundredth;
        let half = Rational::power_of_ten(-places) * Rational::HALF;
        let interval = interval.plus(&Interval::around(&Rational::ZERO, &half));
        Figure::within(number.round(places), interval, self.decimals)
    }

    /// Whether the line is filled in this column.
    pub fn has_column(&self, column: &ColumnId) -> bool {
        self.columns.as_ref().is_none_or(|columns| columns.contains(column))
    }
}
