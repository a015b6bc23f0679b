//! Why a text is no figure, or more than one.

use std::fmt;

use crate::figure::Figure;

/// Why a text could not be read as one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misreading {
    /// A part of the text is not understood.
    Unreadable {
        /// Where that part begins, in characters from the start of the text, from 0.
        at: usize,
        /// How many characters it has; 0 where something is missing at the end.
        length: usize,
        /// The part itself, cut to 40 characters.
        found: String,
        /// What is wrong with it.
        obstacle: Obstacle,
    },
    /// The text can be read in two ways, and nothing decides between them.
    Ambiguous {
        /// The two figures: with the mark as grouping, then with the mark as decimal.
        readings: Vec<Figure>,
    },
}

/// What keeps a text from being read as a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obstacle {
    /// A sign or word that is no part of a figure.
    NotUnderstood,
    /// Digits are missing, as in `< тыс.`.
    NoDigits,
    /// Digits in groups of other than three, as in `1 23` or `12 3456`.
    WrongGrouping,
    /// A dash before a figure, as in `–5`: a minus is `-` or `−`.
    DashForMinus,
    /// A percent sign on a line that is no share.
    PercentOfNoShare,
    /// A scale word on a line of percents, as in `5 млн`.
    ScaleOfShare,
    /// A currency on a line that is not money.
    CurrencyOfNoMoney,
    /// A currency other than the line's.
    OtherCurrency,
    /// An opening parenthesis without its closing one.
    UnclosedParenthesis,
    /// More than 1 000 digits, or an exponent beyond 1 000.
    TooLong,
}

impl Obstacle {
    /// All obstacles, in the order of their declaration.
    pub const ALL: [Self; 10] = [
        Self::NotUnderstood,
        Self::NoDigits,
        Self::WrongGrouping,
        Self::DashForMinus,
        Self::PercentOfNoShare,
        Self::ScaleOfShare,
        Self::CurrencyOfNoMoney,
        Self::OtherCurrency,
        Self::UnclosedParenthesis,
        Self::TooLong,
    ];

    /// The key of its sentence in the catalog of messages.
    pub const fn message_key(self) -> &'static str {
        match self {
            Self::NotUnderstood => "unreadable-figure.not-understood",
            Self::NoDigits => "unreadable-figure.no-digits",
            Self::WrongGrouping => "unreadable-figure.wrong-grouping",
            Self::DashForMinus => "unreadable-figure.dash-for-minus",
            Self::PercentOfNoShare => "unreadable-figure.percent-of-no-share",
            Self::ScaleOfShare => "unreadable-figure.scale-of-share",
            Self::CurrencyOfNoMoney => "unreadable-figure.currency-of-no-money",
            Self::OtherCurrency => "unreadable-figure.other-currency",
            Self::UnclosedParenthesis => "unreadable-figure.unclosed-parenthesis",
            Self::TooLong => "unreadable-figure.too-long",
        }
    }
}

impl fmt::Display for Misreading {
    /// A line for programmers; users get the sentence of their language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { at, found, obstacle, .. } => {
                write!(f, "expected a figure, found `{found}` at character {at} ({obstacle:?})")
            }
            Self::Ambiguous { .. } => f.write_str("expected one figure, found one of two"),
        }
    }
}

impl std::error::Error for Misreading {}
