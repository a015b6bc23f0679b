//! What the lines of a record can hold.

use super::{GapReason, LineRole, RecordLine, RecordReader};
use crate::figure::{Count, Currency, Money, Rational, Share};

/// What a field of a record holds: a number on one line, or parts on several.
pub(crate) trait Quantity: Copy {
    /// Nothing: neutral in `joined`.
    const NOTHING: Self;

    /// Both together; `None` where that cannot be held.
    fn joined(self, other: Self) -> Option<Self>;

    /// What a sheet states.
    fn read(reader: &mut RecordReader<'_>, line: &str) -> Self;

    /// What it says of its line, or of its lines.
    fn tell(self, line: &str, lines: &mut Vec<RecordLine>);
}

/// What a method computes of a record: the number that a line shows.
pub(crate) trait Computed {
    /// The number; of a share, the ratio.
    fn number(self) -> Option<Rational>;
}

impl RecordLine {
    pub(crate) fn new(line: &str, role: LineRole, computed: impl Computed) -> Self {
        Self { line: line.into(), role, number: computed.number(), currency: None }
    }
}

fn to_count(number: &Rational) -> Result<Count, GapReason> {
    Count::from_rational(number).ok_or(GapReason::NotACount)
}

impl Quantity for Count {
    const NOTHING: Self = Self::ZERO;

    fn joined(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }

    fn read(reader: &mut RecordReader<'_>, line: &str) -> Self {
        reader.required(line, to_count).unwrap_or_default()
    }

    fn tell(self, line: &str, lines: &mut Vec<RecordLine>) {
        lines.push(RecordLine::new(line, LineRole::Stored, Some(self)));
    }
}

/// A count that may be unknown; with an unknown one, the sum is unknown.
impl Quantity for Option<Count> {
    const NOTHING: Self = Some(Count::ZERO);

    fn joined(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Some(a), Some(b)) => a.checked_add(b).map(Some),
            _ => Some(None),
        }
    }

    fn read(reader: &mut RecordReader<'_>, line: &str) -> Self {
        reader.optional(line, to_count)
    }

    fn tell(self, line: &str, lines: &mut Vec<RecordLine>) {
        lines.push(RecordLine::new(line, LineRole::Stored, self));
    }
}

/// How many different ones there are, which two do not add up to: the same may be among both.
///
/// ```
/// use esep::{Count, Distinct, International, Record};
/// let countries = |number| Distinct::new(Count::new(number));
/// let union = International { countries: countries(5), ..International::EMPTY };
/// assert_eq!(union.checked_merge(&International::EMPTY).unwrap().countries, countries(5));
/// assert_eq!(union.checked_merge(&union).unwrap().countries, Distinct::UNKNOWN);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Distinct(Option<Count>);

impl Distinct {
    /// Nobody knows how many.
    pub const UNKNOWN: Self = Self(None);

    /// So many different ones.
    pub const fn new(count: Count) -> Self {
        Self(Some(count))
    }

    /// How many, where it is known.
    pub const fn count(self) -> Option<Count> {
        self.0
    }
}

impl Quantity for Distinct {
    const NOTHING: Self = Self(Some(Count::ZERO));

    fn joined(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (known, Self::NOTHING) | (Self::NOTHING, known) => known,
            _ => Self::UNKNOWN,
        })
    }

    fn read(reader: &mut RecordReader<'_>, line: &str) -> Self {
        Self(reader.optional(line, to_count))
    }

    fn tell(self, line: &str, lines: &mut Vec<RecordLine>) {
        self.0.tell(line, lines);
    }
}

/// In tenge, as the built-in forms are; in the currency of the form where that is another.
impl Quantity for Money {
    const NOTHING: Self = Self::from_minor_units(0, Currency::KZT);

    fn joined(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }

    fn read(reader: &mut RecordReader<'_>, line: &str) -> Self {
        let currency = reader.currency(line);
        let to_money = |number: &Rational| {
            let currency = currency.ok_or(GapReason::OtherCurrency)?;
            Self::new(number, currency).ok_or(GapReason::NotMoney)
        };
        reader.required(line, to_money).unwrap_or(Self::NOTHING)
    }

    fn tell(self, line: &str, lines: &mut Vec<RecordLine>) {
        let said = RecordLine::new(line, LineRole::Stored, self.to_rational());
        lines.push(RecordLine { currency: Some(self.currency()), ..said });
    }
}

/// A difference of counts, which may be below nought.
impl Quantity for i128 {
    const NOTHING: Self = 0;

    fn joined(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }

    fn read(reader: &mut RecordReader<'_>, line: &str) -> Self {
        let to_whole = |number: &Rational| number.to_i128().ok_or(GapReason::NotACount);
        reader.required(line, to_whole).unwrap_or_default()
    }

    fn tell(self, line: &str, lines: &mut Vec<RecordLine>) {
        lines.push(RecordLine::new(line, LineRole::Stored, Rational::from(self)));
    }
}

impl Computed for Rational {
    fn number(self) -> Option<Rational> {
        Some(self)
    }
}

impl Computed for Option<Rational> {
    fn number(self) -> Option<Rational> {
        self
    }
}

impl Computed for Option<Count> {
    fn number(self) -> Option<Rational> {
        self.map(Rational::from)
    }
}

impl Computed for Option<Share> {
    fn number(self) -> Option<Rational> {
        self.map(Share::ratio)
    }
}
