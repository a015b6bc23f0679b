//! What a figure counts.

use std::fmt;
use std::sync::Arc;

/// What a figure counts: `persons`, `KZT`, `percent`, `days`, ...
///
/// The name is free; its kind follows from it:
/// `percent` is a share, three capital letters are a currency (ISO 4217),
/// a name that begins with `per-` is a rate, `number` is any number, all others are counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(Arc<str>);

/// The kinds of units, which decide what a figure can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// Whole and not negative: persons, organizations, documents, days.
    Count,
    /// An amount in a currency, not negative, in whole minor units.
    Money,
    /// A ratio between 0 and 1, written in percent.
    Share,
    /// A quotient such as injuries per 1 000 workers, not negative.
    Rate,
    /// Any number.
    Number,
}

/// How a line's figures were rounded before they were printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// They were not: `703070` stands for itself.
    Exact,
    /// To the last digit that was printed: `14.4` stands for all from 14.35 to 14.45.
    Printed,
}

impl Unit {
    /// The unit with this name.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The unit's name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// What kind of unit this is.
    pub fn kind(&self) -> UnitKind {
        let is_currency = self.0.len() == 3 && self.0.bytes().all(|byte| byte.is_ascii_uppercase());
        match &*self.0 {
            "percent" => UnitKind::Share,
            "number" => UnitKind::Number,
            name if name.starts_with("per-") => UnitKind::Rate,
            _ if is_currency => UnitKind::Money,
            _ => UnitKind::Count,
        }
    }
}

impl UnitKind {
    /// Whether only whole numbers make sense.
    pub fn is_whole(self) -> bool {
        self == Self::Count
    }

    /// How figures of this kind are rounded unless a form says otherwise.
    pub fn usual_rounding(self) -> Rounding {
        match self {
            Self::Count | Self::Money | Self::Number => Rounding::Exact,
            Self::Share | Self::Rate => Rounding::Printed,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
