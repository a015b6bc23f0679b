//! What a figure has to do with those of other periods, as far as its line says how they come from
//! each other.

use super::Value;
use crate::book::Book;
use crate::finding::BoundKind;
use crate::form::{Line, OverTime, Sign};
use crate::period::PeriodLength;
use crate::sheet::{CellIndex, Sheet};

/// The figures of shorter periods that make up one of a longer period.
pub(crate) struct PeriodParts<'a> {
    /// How long they are.
    pub(crate) length: PeriodLength,
    /// The sheets whose figures are taken.
    pub(crate) sheets: Vec<&'a Sheet>,
    pub(crate) value: Value,
    /// What the figure is to their sum: equal, or not below it where some are not reported;
    /// `None` where nothing follows.
    pub(crate) sign: Option<Sign>,
}

impl<'a> PeriodParts<'a> {
    /// All that a figure is made up of: the longest periods first, and shorter ones as long as some
    /// are missing.
    pub(crate) fn all(book: &'a Book, sheet: &Sheet, index: CellIndex) -> Vec<Self> {
        let line = sheet.form().lines().get(index.line);
        let Some((line, over_time)) = line.and_then(|line| Some((line, line.over_time?))) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for length in PeriodLength::ALL {
            let Some(parts) = Self::of_length(book, sheet, index, line, over_time, length) else {
                continue;
            };
            let is_whole = parts.sign == Some(Sign::Equal);
            all.push(parts);
            // Shorter periods are compared with the parts themselves.
            if is_whole {
                break;
            }
        }
        all
    }

    /// What the periods of a length within that of a sheet say; `None` where they say nothing.
    fn of_length(
        book: &'a Book,
        sheet: &Sheet,
        index: CellIndex,
        line: &Line,
        over_time: OverTime,
        length: PeriodLength,
    ) -> Option<Self> {
        let of = |period| book.sheets.get(&sheet.form().id, period, sheet.organization());
        let said = |sheet: &Sheet| Value::of(&sheet.cell(index)?.content);
        let periods: Vec<_> = sheet.period().parts(length).collect();
        if over_time != OverTime::Flow {
            let last = of(*periods.last()?)?;
            let value = said(last)?;
            return Some(Self { length, sheets: vec![last], value, sign: Some(Sign::Equal) });
        }
        let n_periods = periods.len();
        let told = periods.into_iter().filter_map(of).filter_map(|part| Some((part, said(part)?)));
        let (sheets, values): (Vec<_>, Vec<_>) = told.unzip();
        let sign = if sheets.len() == n_periods {
            Some(Sign::Equal)
        } else {
            // What is missing may well be below nought.
            (!line.can_be_negative()).then_some(Sign::GreaterOrEqual)
        };
        let value = values.into_iter().reduce(|sum, value| sum.plus(&value))?;
        Some(Self { length, sheets, value, sign })
    }

    /// The relation, as it is asked of the longer period.
    pub(crate) fn kind(&self) -> BoundKind {
        BoundKind::PeriodParts(self.length)
    }
}

/// Whether a line counts from the start of the year.
pub(crate) fn is_cumulative(line: &Line) -> bool {
    line.over_time == Some(OverTime::Cumulative)
}

/// The organization's sheets of the same form and year whose periods end before this one ends; the
/// last one first.
pub(crate) fn earlier_sheets<'a>(book: &'a Book, sheet: &Sheet) -> Vec<&'a Sheet> {
    let (form, period) = (&sheet.form().id, sheet.period());
    let ends_before = book.sheets.periods_within(form, period.year()).filter_map(|earlier| {
        let is_earlier = earlier.last_day() < period.last_day();
        is_earlier.then(|| book.sheets.get(form, earlier, sheet.organization())).flatten()
    });
    let mut earlier: Vec<&Sheet> = ends_before.collect();
    earlier.sort_by_key(|sheet| std::cmp::Reverse(sheet.period().last_day()));
    earlier
}

/// Of earlier sheets the first that states a figure which one counted from the start of the year
/// cannot be below.
pub(crate) fn not_below<'a>(
    sheet: &Sheet,
    earlier: &[&'a Sheet],
    index: CellIndex,
) -> Option<&'a Sheet> {
    let line = sheet.form().lines().get(index.line).filter(|line| is_cumulative(line));
    line.and_then(|_| earlier.iter().copied().find(|sheet| sheet.figure(index).is_some()))
}
