//! Why a row is left out.

/// Why a row cannot be counted. It says nothing of what stands in the row, which is personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// In which column of the file, from 0; `None` where it is about the whole row.
    pub column: Option<usize>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// The row has fewer fields than the header, or more.
    WrongNumberOfFields {
        /// How many it has.
        found: usize,
    },
    /// The row is not text.
    NoText,
    /// A quotation mark is opened and never closed.
    OpenQuote,
    /// Nothing stands where something must.
    Blank,
    /// It is no day.
    NoDay,
    /// It is none of the choices.
    NoChoice,
    /// It is neither yes nor no.
    NoFlag,
    /// It is no number, or none that such a column can hold.
    NoNumber,
    /// It may be two different numbers.
    AmbiguousNumber,
    /// The number is larger than makes sense.
    NumberTooLarge,
    /// The organization is not in the structure.
    UnknownOrganization,
    /// The day lies before that of another column, which must not be later.
    TooEarly {
        /// The column of the earlier day, in the file.
        than: usize,
    },
    /// The values contradict each other, as [`Register::never`](crate::Register::never) says.
    Contradiction {
        /// Which of these.
        number: usize,
    },
    /// A row with the same key came before.
    Duplicate,
    /// A formula of a workbook gives no value.
    NoResult,
}

impl Fault {
    /// About a column.
    pub(super) fn at(column: usize, kind: FaultKind) -> Self {
        Self { kind, column: Some(column) }
    }

    /// About the whole row.
    pub fn of_row(kind: FaultKind) -> Self {
        Self { kind, column: None }
    }
}
