//! Exact figures: what was stated, with the precision it was printed with.

mod count;
mod decimal;
mod interval;
mod money;
mod rational;
mod reading;
mod share;
mod unit;
mod writing;

pub use count::Count;
pub use interval::{End, Interval};
pub use money::{Currency, Money};
pub use rational::Rational;
pub use reading::{Convention, Expected, Misreading, Obstacle, Reading, read_figure};
pub use share::Share;
pub use unit::{Rounding, Unit, UnitKind};

/// A figure as stated: its value and all that its printing leaves open.
///
/// `14.4 %` has the value 0.144 and stands for [0.1435, 0.1445]; `703 070` persons is exact.
/// The value always lies in the interval, or at its open end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    value: Rational,
    interval: Interval,
    decimals: i32,
}

impl Figure {
    /// A figure that stands for itself alone, printed with `decimals` places.
    pub fn exact(value: Rational, decimals: i32) -> Self {
        Self { interval: Interval::point(value.clone()), value, decimals }
    }

    /// A figure rounded to whole multiples of `quantum`: it stands for all that is at most half a
    /// quantum away, both ends included, for we do not know how a half was rounded.
    pub fn rounded(value: Rational, quantum: &Rational, decimals: i32) -> Self {
        let radius = quantum * Rational::HALF;
        Self { interval: Interval::around(&value, &radius), value, decimals }
    }

    /// A figure that stands for any number of `interval`, as "more than 40 000" does.
    pub fn within(value: Rational, interval: Interval, decimals: i32) -> Self {
        Self { value, interval, decimals }
    }

    /// The value; a share is a ratio, so `14.4 %` is 0.144.
    pub fn value(&self) -> &Rational {
        &self.value
    }

    /// All that the figure may stand for.
    pub fn interval(&self) -> &Interval {
        &self.interval
    }

    /// How many decimals were printed; of a share, in percent; negative for round thousands.
    pub fn decimals(&self) -> i32 {
        self.decimals
    }
}

/// What a cell says. A blank is not nought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A figure.
    Figure(Figure),
    /// Nil, written as a dash: nothing of the kind occurred, which counts as 0.
    Nil,
    /// Not applicable, written as `x`: the cell takes no part in any sum.
    NotApplicable,
    /// Not available, written as `...`: the figure exists but is not known.
    NotAvailable,
    /// Nothing is written: not reported.
    Blank,
}

/// A number to be shown: how many decimals, and whether as percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The number; of a share, the ratio.
    pub value: Rational,
    /// How many decimals to show; negative rounds to tens, hundreds and so on.
    pub decimals: i32,
    /// What kind of figure it is; shares are shown in percent.
    pub kind: UnitKind,
}

impl Amount {
    /// A number of this kind, shown with so many decimals.
    pub fn new(value: Rational, decimals: i32, kind: UnitKind) -> Self {
        Self { value, decimals, kind }
    }
}
