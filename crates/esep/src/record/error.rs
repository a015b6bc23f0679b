//! Why a sheet gives no record, or a record no sheet.

use std::fmt;

use crate::figure::Rational;
use crate::id::{FormId, LineId};

/// Why a sheet gives no record, or a record no sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The sheet is of another form.
    #[error("expected the form `{expected}`, found `{found}`")]
    OtherForm {
        /// The form of the record.
        expected: &'static str,
        /// The form of the sheet.
        found: FormId,
    },
    /// Some lines do not give what the record needs; at least one.
    #[error("{}", listed(.0))]
    Gaps(Vec<Gap>),
}

/// A line that does not give what a record needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The line.
    pub line: LineId,
    /// Why not.
    pub reason: GapReason,
}

/// Why a line does not give what a record needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapReason {
    /// The form has no such line, or asks for it in columns.
    NoSuchLine,
    /// The line is blank, or said to be not available.
    Missing,
    /// What is stated stands for several numbers: it was rounded, or is a bound.
    NotExact,
    /// What is stated is no whole number, or below nought, or too large.
    NotACount,
    /// What is stated is no whole number of the smallest units of money, or too large.
    NotMoney,
    /// The line is in another currency, or is no amount of money at all.
    OtherCurrency,
    /// The line is stated as a whole, but is not the sum of its parts.
    NotTheSum {
        /// What is stated.
        stated: Rational,
        /// What the parts give.
        computed: Rational,
    },
}

impl RecordError {
    pub(super) fn require_form(expected: &'static str, found: &FormId) -> Result<(), Self> {
        if found.as_str() == expected {
            return Ok(());
        }
        Err(Self::OtherForm { expected, found: found.clone() })
    }

    pub(super) fn require_none(gaps: Vec<Gap>) -> Result<(), Self> {
        if gaps.is_empty() { Ok(()) } else { Err(Self::Gaps(gaps)) }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.line)?;
        match &self.reason {
            GapReason::NoSuchLine => f.write_str("is no line of the form"),
            GapReason::Missing => f.write_str("is not stated"),
            GapReason::NotExact => f.write_str("is not stated exactly"),
            GapReason::NotACount => f.write_str("is no count"),
            GapReason::NotMoney => f.write_str("is no amount of money"),
            GapReason::OtherCurrency => f.write_str("is in another currency"),
            GapReason::NotTheSum { stated, computed } => {
                write!(f, "is stated as {stated}, but its parts give {computed}")
            }
        }
    }
}

fn listed(gaps: &[Gap]) -> String {
    gaps.iter().map(Gap::to_string).collect::<Vec<_>>().join("; ")
}
