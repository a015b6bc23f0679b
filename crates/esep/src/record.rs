//! Typed records: what the figures of a form mean, exact and ready to be computed with.
//!
//! A sheet holds what was stated and may be wrong; a record holds what is established. The two are
//! views of one thing: a record is read from a sheet that states all its lines exactly, and writes
//! a sheet of its form again. Wholes and measures are never stored, so they cannot contradict what
//! is: a record keeps the parts and computes the rest.

mod definition;
mod error;
mod quantity;
mod reader;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use definition::{parts, record};
pub use error::{Gap, GapReason, RecordError};
pub use quantity::Distinct;
pub(crate) use quantity::Quantity;
pub use reader::RecordReader;

use crate::figure::{Content, Count, Currency, Figure, Interval, Rational};
use crate::form::{Form, Line};
use crate::id::{LineId, OrganizationId};
use crate::period::Period;
use crate::sheet::{CellIndex, Sheet, Sheets, Stated};

/// The figures of one form, or of some of its lines, as what they mean.
///
/// Records of one kind are a commutative monoid: [`EMPTY`](Self::EMPTY) changes nothing, and in
/// which order records are merged makes no difference. The sheet of merged records is the roll-up
/// of their sheets.
///
/// ```
/// use esep::{Count, Members, Membership, Record};
/// let school = Membership {
///     members: Members { working: Count::new(60), pensioners: Count::new(5), ..Members::EMPTY },
///     women: Some(Count::new(50)),
///     employees: Some(Count::new(80)),
///     ..Membership::EMPTY
/// };
/// // What one of them does not know, both together do not know.
/// let college = Membership { women: None, ..school };
/// let both = school.checked_merge(&college).unwrap();
/// assert_eq!(both.gross(), Some(Count::new(130)));
/// assert_eq!(both.women, None);
/// assert_eq!(school.checked_merge(&Membership::EMPTY), Some(school));
/// ```
pub trait Record: Copy + Eq {
    /// The id of the form.
    const FORM: &'static str;

    /// The record of no organization at all: nothing of anything. Neutral in
    /// [`checked_merge`](Self::checked_merge).
    const EMPTY: Self;

    /// Both together; `None` where a count grows too large or amounts are of different currencies.
    fn checked_merge(&self, other: &Self) -> Option<Self>;

    /// What it says of each line that it covers: those it stores, their wholes, and its measures.
    fn lines(&self) -> Vec<RecordLine>;

    /// Takes the stored lines from a sheet; `reader` notes what is missing there.
    #[must_use]
    fn read(reader: &mut RecordReader<'_>) -> Self;

    /// All together; [`EMPTY`](Self::EMPTY) where there are none. `None` as for two.
    fn checked_sum(records: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut records = records.into_iter();
        let first = records.next().unwrap_or(Self::EMPTY);
        records.try_fold(first, |sum, record| sum.checked_merge(&record))
    }

    /// The record that a sheet states.
    ///
    /// Nil and not applicable count as nothing. Measures that the sheet states are not looked at:
    /// whether they fit, and whether a part stays within its whole, is for [`check`](crate::check)
    /// to say.
    ///
    /// # Errors
    /// - the sheet is of another form
    /// - a line that the record needs is not stated exactly, or not at all
    /// - a stated whole is not the sum of its parts
    fn from_sheet(sheet: &Sheet) -> Result<Self, RecordError> {
        let mut reader = RecordReader::open(sheet, Self::FORM)?;
        let record = Self::read(&mut reader);
        reader.close(&record.lines())?;
        Ok(record)
    }

    /// Writes its lines into a sheet, where several records fill one form; a line of which the
    /// record knows nothing is left as it is.
    ///
    /// # Errors
    /// - the sheet is of another form
    /// - its form, though of that id, lacks a line or counts it in another currency
    ///
    /// Then nothing is written.
    fn write_to(&self, sheet: &mut Sheet) -> Result<(), RecordError> {
        RecordError::require_form(Self::FORM, &sheet.form().id)?;
        let form = Arc::clone(sheet.form());
        let (mut cells, mut gaps) = (Vec::new(), Vec::new());
        for said in self.lines() {
            match said.cell(&form) {
                Ok(cell) => cells.extend(cell),
                Err(reason) => gaps.push(Gap { line: said.line, reason }),
            }
        }
        RecordError::require_none(gaps)?;
        for (index, figure) in cells {
            sheet.set(index, Stated::computed(Content::Figure(figure)));
        }
        Ok(())
    }

    /// The record as a sheet.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to).
    fn to_sheet(
        &self,
        form: &Arc<Form>,
        organization: OrganizationId,
        period: Period,
    ) -> Result<Sheet, RecordError> {
        let mut sheet = Sheet::new(Arc::clone(form), organization, period);
        self.write_to(&mut sheet)?;
        Ok(sheet)
    }
}

/// What a record says of a line of its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLine {
    /// The line.
    pub line: LineId,
    /// What the line is to the record.
    pub role: LineRole,
    /// The number; of a share, the ratio. `None` where it is not known.
    pub number: Option<Rational>,
    /// In which currency, where the record stores an amount of money.
    pub currency: Option<Currency>,
}

/// What a line is to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineRole {
    /// The record stores it.
    Stored,
    /// It is the sum of lines that the record stores.
    Whole,
    /// It is a share, a rate or an average, computed when it is asked for.
    Measure,
}

impl RecordLine {
    /// The cell that it fills; none where its number is not known.
    fn cell(&self, form: &Form) -> Result<Option<(CellIndex, Figure)>, GapReason> {
        let (index, line) = line_of(form, self.line.as_str()).ok_or(GapReason::NoSuchLine)?;
        if self.currency.is_some_and(|currency| currency.code() != line.unit.name()) {
            return Err(GapReason::OtherCurrency);
        }
        let figure = |number: &Rational| match self.role {
            LineRole::Measure => line.shown(number, &Interval::point(number.clone())),
            LineRole::Stored | LineRole::Whole => exact(number),
        };
        Ok(self.number.as_ref().map(|number| (index, figure(number))))
    }
}

/// The records of all organizations that reported for a period, or why there is none: members by
/// region, violations by region and so on.
///
/// ```
/// use esep::{Count, Forms, Members, Membership, Record, Sheets, records_of};
/// let school = Membership {
///     members: Members { working: Count::new(60), ..Members::EMPTY },
///     ..Membership::EMPTY
/// };
/// let form = Forms::built_in().get("membership").cloned().unwrap();
/// let year = "2024".parse().unwrap();
/// let sheet = school.to_sheet(&form, "school-7".into(), year).unwrap();
/// let records = records_of::<Membership>(&Sheets::from_iter([sheet]), year);
/// assert_eq!(records["school-7"], Ok(school));
/// ```
pub fn records_of<R: Record>(
    sheets: &Sheets,
    period: Period,
) -> BTreeMap<OrganizationId, Result<R, RecordError>> {
    let form = R::FORM.into();
    let sheets = sheets.of(&form, period);
    sheets.map(|sheet| (sheet.organization().clone(), R::from_sheet(sheet))).collect()
}

/// A number over how many; `None` where these are none.
pub(crate) fn per(number: impl Into<Rational>, base: Count) -> Option<Rational> {
    number.into().checked_div(&base.into())
}

/// A line of a form without columns, and its cell.
fn line_of<'form>(form: &'form Form, id: &str) -> Option<(CellIndex, &'form Line)> {
    let line = form.line_position(id).filter(|_| form.columns().is_empty())?;
    Some((CellIndex { line, column: 0 }, form.lines().get(line)?))
}

/// A count or an amount as a figure, with as many decimals as it needs.
fn exact(number: &Rational) -> Figure {
    let decimals = number.decimals_needed(28).and_then(|needed| i32::try_from(needed).ok());
    Figure::exact(number.clone(), decimals.unwrap_or_default())
}
