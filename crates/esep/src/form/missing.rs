//! What a form says of relations whose figures are not all there.

use crate::figure::Content;

/// When a relation is asked although figures are missing, and what a line that is left out counts.
///
/// These are the six modes of hierarchical rules of the Validation and Transformation Language.
/// A figure is left out where nothing was written for its line; it is null where the line was
/// written but says nothing that can be reckoned with: blank, or not available.
/// A relation with a null is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// Asked where all figures are there.
    NonNull,
    /// What is left out is nought; asked unless all figures are nought.
    NonZero,
    /// Asked where some figure is there; what is left out is null.
    PartialNull,
    /// Asked where some figure is there; what is left out is nought.
    PartialZero,
    /// Always asked; what is left out is null.
    AlwaysNull,
    /// Always asked; what is left out is nought.
    AlwaysZero,
}

/// A figure that a relation touches, as far as it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// It is there and is not nought.
    Some,
    /// It is there and is nought.
    Nought,
    /// Its line was written without a figure.
    Null,
    /// Its line was left out.
    LeftOut,
}

impl Item {
    /// The item that a cell is; `None` where it takes no part in anything.
    pub(crate) fn of(content: &Content) -> Option<Self> {
        match content {
            Content::Figure(figure) if !figure.value().is_zero() => Some(Self::Some),
            Content::Figure(_) | Content::Nil => Some(Self::Nought),
            Content::NotAvailable | Content::Blank => Some(Self::Null),
            Content::NotApplicable => None,
        }
    }
}

impl Missing {
    /// All modes.
    pub const ALL: [Self; 6] = [
        Self::NonNull,
        Self::NonZero,
        Self::PartialNull,
        Self::PartialZero,
        Self::AlwaysNull,
        Self::AlwaysZero,
    ];

    /// The name used in forms, such as `non-null`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NonNull => "non-null",
            Self::NonZero => "non-zero",
            Self::PartialNull => "partial-null",
            Self::PartialZero => "partial-zero",
            Self::AlwaysNull => "always-null",
            Self::AlwaysZero => "always-zero",
        }
    }

    /// Whether a line that is left out counts as nought.
    pub(crate) const fn left_out_is_nought(self) -> bool {
        matches!(self, Self::NonZero | Self::PartialZero | Self::AlwaysZero)
    }

    /// Whether a relation that touches these figures is asked.
    pub(crate) fn asks(self, items: &[Item]) -> bool {
        let is_there = |item: &Item| matches!(item, Item::Some | Item::Nought);
        let is_nought = |item: &Item| matches!(item, Item::Nought | Item::LeftOut);
        match self {
            Self::NonNull => items.iter().all(is_there),
            Self::NonZero => !items.iter().all(is_nought),
            Self::PartialNull | Self::PartialZero => items.iter().any(is_there),
            Self::AlwaysNull | Self::AlwaysZero => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which modes ask a relation of these figures: `5`, `0`, `?` for null, `-` for left out.
    #[track_caller]
    fn check(figures: &str, expected: &[Missing]) {
        let item = |figure| match figure {
            '0' => Item::Nought,
            '?' => Item::Null,
            '-' => Item::LeftOut,
            _ => Item::Some,
        };
        let items: Vec<Item> = figures.chars().map(item).collect();
        let asking: Vec<Missing> =
            Missing::ALL.into_iter().filter(|mode| mode.asks(&items)).collect();
        assert_eq!(asking, expected, "{figures}");
    }

    #[test]
    fn asked_as_far_as_figures_are_there() {
        use Missing::{AlwaysNull, AlwaysZero, NonZero, PartialNull, PartialZero};
        check("550", &Missing::ALL);
        check("00", &[Missing::NonNull, PartialNull, PartialZero, AlwaysNull, AlwaysZero]);
        check("5-", &[NonZero, PartialNull, PartialZero, AlwaysNull, AlwaysZero]);
        check("5?", &[NonZero, PartialNull, PartialZero, AlwaysNull, AlwaysZero]);
        check("0-", &[PartialNull, PartialZero, AlwaysNull, AlwaysZero]);
        check("?-", &[NonZero, AlwaysNull, AlwaysZero]);
        check("--", &[AlwaysNull, AlwaysZero]);
    }
}
