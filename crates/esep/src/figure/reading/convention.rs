//! Which mark is decimal and which groups digits.

use crate::language::Language;

/// How the figures of a document are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convention(Rule);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    DecimalComma,
    DecimalPoint,
    Unknown,
    Machine,
}

impl Convention {
    /// The convention that the languages of a document share.
    ///
    /// In Kazakh and Russian the comma is decimal, and a point too where it cannot group.
    /// In English the point is decimal and the comma groups.
    /// No language, or languages that disagree, leave both open.
    ///
    /// ```
    /// use esep::{Convention, Language};
    /// assert_eq!(
    ///     Convention::of(&[Language::Kk, Language::Ru]),
    ///     Convention::of(&[Language::Ru]),
    /// );
    /// assert_eq!(Convention::of(&[Language::Kk, Language::En]), Convention::of(&[]));
    /// ```
    pub fn of(languages: &[Language]) -> Self {
        let of_one = |language: &Language| match language {
            Language::Kk | Language::Ru => Rule::DecimalComma,
            Language::En => Rule::DecimalPoint,
        };
        let mut rules = languages.iter().map(of_one);
        let Some(first) = rules.next() else { return Self(Rule::Unknown) };
        Self(if rules.all(|rule| rule == first) { first } else { Rule::Unknown })
    }

    /// The convention of numbers in TOML and JSON: digits, `_` between them, a sign, a decimal
    /// point and an exponent, nothing else.
    pub const fn machine() -> Self {
        Self(Rule::Machine)
    }

    /// Whether figures are written by machines.
    pub(super) fn is_machine(self) -> bool {
        self.0 == Rule::Machine
    }

    /// Whether a comma that could group three digits is decimal; `None` where that is open.
    pub(super) fn comma_is_decimal(self) -> Option<bool> {
        match self.0 {
            Rule::DecimalComma => Some(true),
            Rule::DecimalPoint => Some(false),
            Rule::Unknown | Rule::Machine => None,
        }
    }

    /// Whether a point that could group three digits is decimal; `None` where that is open.
    ///
    /// It is open in Kazakh and Russian documents, where people write both.
    pub(super) fn point_is_decimal(self) -> Option<bool> {
        match self.0 {
            Rule::DecimalPoint | Rule::Machine => Some(true),
            Rule::DecimalComma | Rule::Unknown => None,
        }
    }
}
