//! The fields of many rows at once, column by column.
//!
//! What is not plainly right is left to the general reading, right or wrong.
//! Loops go over whole batches, so that the compiler can do several rows at once.

use crate::digits::{HIGH, NOUGHTS, ONES, eight_digits};

use super::names::Names;
use super::plan::{Column, DateColumn, Day, NumberColumn, Plan};
use super::text::{Head, eight_bytes, is_long, two_words};
use super::tokens::{BATCH, Plain};

/// What is read of some rows, field by field. Where there are less of them than make a batch, what
/// stands behind them is of no row.
#[derive(Debug)]
pub(super) struct Batch {
    /// The head of each organization's code.
    pub(super) codes: [Head; BATCH],
    pub(super) classes: [u32; BATCH],
    /// By slots.
    pub(super) days: Vec<[Day; BATCH]>,
    pub(super) numbers: Vec<[i64; BATCH]>,
    /// For each row, 0 where it is plainly right.
    pub(super) odd: [u32; BATCH],
    /// Where fields begin, by columns.
    starts: Vec<[[u32; BATCH]; TOGETHER]>,
    /// Where the next row begins.
    nexts: [u32; BATCH],
    /// How many columns there are.
    width: usize,
}

/// So many columns are sorted together.
const TOGETHER: usize = 4;

/// The fields of a column: where each begins, and how many bytes it has.
#[derive(Debug, Clone, Copy)]
struct Fields<'a> {
    bytes: &'a [u8],
    starts: &'a [u32; BATCH],
    lengths: &'a [u32; BATCH],
}

impl<'a> Fields<'a> {
    #[inline(always)]
    fn iter(self) -> impl Iterator<Item = (usize, usize)> {
        self.starts.iter().zip(self.lengths).map(|(start, length)| (size(*start), size(*length)))
    }

    fn text(self, start: usize, length: usize) -> &'a [u8] {
        self.bytes.get(start..start + length).unwrap_or_default()
    }
}

impl Batch {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            codes: [Head::EMPTY; BATCH],
            classes: [0; BATCH],
            days: vec![[Day::BLANK; BATCH]; plan.n_days],
            numbers: vec![[0; BATCH]; plan.n_numbers],
            odd: [0; BATCH],
            starts: vec![[[0; BATCH]; TOGETHER]; plan.columns.len().div_ceil(TOGETHER)],
            nexts: [0; BATCH],
            width: plan.columns.len(),
        }
    }

    /// Reads all fields.
    #[inline(always)]
    pub(super) fn read(&mut self, bytes: &[u8], rows: Plain<'_>, plan: &Plan) {
        self.classes = [0; BATCH];
        self.odd = [0; BATCH];
        let width = plan.columns.len();
        self.transpose(rows, width);
        let starts = std::mem::take(&mut self.starts);
        let columns = starts.as_flattened();
        let row_ends = self.nexts;
        for (number, column) in plan.columns.iter().enumerate() {
            let Some(starts) = columns.get(number) else { break };
            let is_last = number + 1 == width;
            let nexts = columns.get(number + 1).filter(|_| !is_last).unwrap_or(&row_ends);
            let mut lengths = [0; BATCH];
            for ((length, start), next) in lengths.iter_mut().zip(starts).zip(nexts) {
                *length = next.wrapping_sub(*start).wrapping_sub(1);
            }
            if is_last && rows.has_returns {
                leave_out_returns(bytes, starts, &mut lengths);
            }
            let fields = Fields { bytes, starts, lengths: &lengths };
            if rows.has_letters && matches!(column, Column::Aside | Column::Key) {
                self.texts(fields);
            }
            match column {
                Column::Aside => {}
                Column::Key => self.keys(fields),
                Column::Organization => self.organizations(fields),
                Column::Date(column) => self.dates(fields, column),
                Column::Choice(names) => self.choices(fields, names),
                Column::Number(column) => self.numbers(fields, column),
            }
        }
        self.starts = starts;
        for (first, second) in &plan.orders {
            let (Some(first), Some(second)) = (self.days.get(*first), self.days.get(*second))
            else {
                continue;
            };
            for ((first, second), odd) in first.iter().zip(second).zip(&mut self.odd) {
                *odd |= u32::from(first > second && *first != Day::BLANK);
            }
        }
    }

    /// A field of a row, with a carriage return at its end if the row ends with one.
    pub(super) fn field<'b>(&self, row: usize, column: usize, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let columns = self.starts.as_flattened();
        let start = size(*columns.get(column)?.get(row)?);
        let next = columns.get(column + 1).filter(|_| column + 1 < self.width);
        let next = size(*next.unwrap_or(&self.nexts).get(row)?);
        bytes.get(start..next.checked_sub(1)?)
    }

    /// Where a row ends, behind its line end, or behind the last byte by one.
    pub(super) fn row_end(&self, row: usize) -> usize {
        self.nexts.get(row).map_or(0, |next| size(*next))
    }

    /// Sorts where fields begin by columns, a few of them at a time.
    #[inline(always)]
    fn transpose(&mut self, rows: Plain<'_>, width: usize) {
        for (number, columns) in self.starts.iter_mut().enumerate() {
            let mut rest = rows.starts.get(number * TOGETHER..).unwrap_or_default();
            let [first, second, third, fourth] = columns;
            let columns = first.iter_mut().zip(second).zip(third.iter_mut().zip(fourth));
            for ((first, second), (third, fourth)) in columns {
                let Some(starts) = rest.first_chunk() else { break };
                [*first, *second, *third, *fourth] = *starts;
                rest = rest.get(width..).unwrap_or_default();
            }
        }
        let [nexts @ .., last] = &mut self.nexts;
        if let Some([_, firsts @ ..]) = self.starts.as_flattened().first() {
            *nexts = *firsts;
        }
        *last = rows.starts.get(BATCH * width).copied().unwrap_or_default();
    }

    /// Marks rows in which a field is no text, or has something in it that could not be read.
    fn texts(&mut self, fields: Fields<'_>) {
        for ((start, length), odd) in fields.iter().zip(&mut self.odd) {
            let text = std::str::from_utf8(fields.text(start, length));
            let is_text =
                text.is_ok_and(|text| !text.contains(['\0', char::REPLACEMENT_CHARACTER]));
            *odd |= u32::from(!is_text);
        }
    }

    #[inline(always)]
    fn keys(&mut self, fields: Fields<'_>) {
        for ((start, length), odd) in fields.iter().zip(&mut self.odd) {
            let first = fields.bytes.get(start).copied().unwrap_or_default();
            *odd |= u32::from(length == 0 || !(b'!'..=b'~').contains(&first));
        }
    }

    #[inline(always)]
    fn organizations(&mut self, fields: Fields<'_>) {
        for (((start, length), code), odd) in fields.iter().zip(&mut self.codes).zip(&mut self.odd)
        {
            *code = Head::of(fields.bytes, start, length);
            *odd |= u32::from(is_long(length.wrapping_sub(1)) || is_long(length));
        }
    }

    #[inline(always)]
    fn choices(&mut self, fields: Fields<'_>, names: &Names) {
        for (((start, length), class), odd) in
            fields.iter().zip(&mut self.classes).zip(&mut self.odd)
        {
            let found = if length == 1 {
                fields.bytes.get(start).and_then(|byte| names.find_single(*byte))
            } else if is_long(length) {
                names.find_long(fields.text(start, length))
            } else {
                names.find(Head::of(fields.bytes, start, length))
            };
            *class += found.unwrap_or_default();
            *odd |= u32::from(found.is_none());
        }
    }

    #[inline(always)]
    fn dates(&mut self, fields: Fields<'_>, column: &DateColumn) {
        let mut texts = [[0; BATCH]; 3];
        let [years, months, days] = &mut texts;
        for ((((start, _), year), month), day) in fields.iter().zip(years).zip(months).zip(days) {
            let [low, high] = two_words(fields.bytes, start);
            [*year, *month, *day] = [lower(low), lower(low >> 32), lower(high)];
        }
        let mut unused = [Day::BLANK; BATCH];
        let read = column.slot.and_then(|slot| self.days.get_mut(slot)).unwrap_or(&mut unused);
        let mut mistakes = [0; BATCH];
        let [years, months, days] = &texts;
        let parts = years.iter().zip(months).zip(days).zip(fields.lengths);
        let blank = u32::from(!column.may_be_blank);
        for (((((year, month), day), length), read), mistake) in
            parts.zip(read.iter_mut()).zip(&mut mistakes)
        {
            let (date, wrong) = date(*year, *month, *day);
            *mistake = if *length == 0 { blank } else { wrong | length.abs_diff(DATE) };
            *read = if *length == 0 { Day::BLANK } else { date };
        }
        for after in &column.after {
            for (day, class) in read.iter().zip(&mut self.classes) {
                *class += if day > after { column.weight } else { 0 };
            }
        }
        if mistakes.iter().fold(0, |all, mistake| all | mistake) != 0 {
            let rows = mistakes.iter().zip(fields.lengths).zip(read.iter()).zip(&mut self.odd);
            for (((mistake, length), day), odd) in rows {
                let is_right = *mistake == 0
                    || *mistake == NO_SUCH_DAY && *length == DATE && day.is_leap_day();
                *odd |= u32::from(!is_right);
            }
        }
    }

    #[inline(always)]
    fn numbers(&mut self, fields: Fields<'_>, column: &NumberColumn) {
        let mut unused = [0; BATCH];
        let numbers =
            column.slot.and_then(|slot| self.numbers.get_mut(slot)).unwrap_or(&mut unused);
        for (((start, length), number), odd) in fields.iter().zip(numbers).zip(&mut self.odd) {
            let text = eight_bytes(fields.bytes, start);
            let read = match short_decimal(text, length, column) {
                Some(number) => Some(number),
                None => long_decimal(fields.text(start, length.min(LONGEST)), column.decimals),
            };
            let is_plain = read.is_some_and(|number| number <= column.most);
            let is_blank = length == 0 && column.may_be_blank;
            *number = read.unwrap_or_default();
            *odd |= u32::from(!(is_plain || is_blank));
        }
    }
}

/// Takes carriage returns from the ends of rows.
#[inline(always)]
fn leave_out_returns(bytes: &[u8], starts: &[u32; BATCH], lengths: &mut [u32; BATCH]) {
    for (start, length) in starts.iter().zip(lengths) {
        let last = bytes.get((size(*start) + size(*length)).wrapping_sub(1));
        *length -= u32::from(*length > 0 && last == Some(&b'\r'));
    }
}

/// How many bytes a date has.
const DATE: u32 = 10;

/// The bit for a day that its month has not.
const NO_SUCH_DAY: u32 = 1;

/// The day of what should be `yyyy-mm-dd`, in four, four and two bytes, and bits for what is wrong
/// with it; February has 28 days here. No branch and no table, so that several are read at once.
#[inline(always)]
fn date(year: u32, month: u32, day: u32) -> (Day, u32) {
    const DASHES: u32 = 0x2D00_002D;
    const NOUGHTS: u32 = 0x3030_3030;
    let dashes = (month & 0xFF00_00FF) ^ DASHES;
    let year = year ^ NOUGHTS;
    let day = (month >> 8 & 0xFFFF | day << 16) ^ NOUGHTS;
    let others = year.wrapping_add(0x7676_7676) | year | day.wrapping_add(0x7676_7676) | day;
    // Two digits as a number each, at bits 0 and 16.
    let pairs = |digits: u32| (digits << 3).wrapping_add(digits << 1).wrapping_add(digits >> 8);
    let (years, days) = (pairs(year), pairs(day));
    let (century, month, day) = (years & 0xFF, days & 0xFF, days >> 16 & 0xFF);
    let is_february = (month ^ 2).wrapping_sub(1) >> 31;
    let last = 30 + ((month ^ month >> 3) & 1) - (is_february << 1);
    let out_of =
        |number: u32, least: u32, most: u32| number.wrapping_sub(least) | most.wrapping_sub(number);
    let beyond = out_of(century, FIRST_CENTURY, LAST_CENTURY) | out_of(month, 1, 12);
    let mistakes = dashes | others & 0x8080_8080 | beyond >> 31 << 1;
    let no_such_day = out_of(day, 1, last) >> 31;
    let read = century << 24 | years & 0x00FF_0000 | month << 8 | day;
    (Day(read.cast_signed()), mistakes | (no_such_day * NO_SUCH_DAY))
}

/// Years begin with these.
const FIRST_CENTURY: u32 = 18;
const LAST_CENTURY: u32 = 29;

/// A number of at most eight bytes, with just as many digits behind a point as it may have, or with
/// no point, in units of the last of them. `text` begins with it.
#[inline(always)]
fn short_decimal(text: u64, length: usize, column: &NumberColumn) -> Option<i64> {
    if length.wrapping_sub(1) >= 8 {
        return None;
    }
    // The last digits are highest now, the point below those behind it.
    let text = (text ^ NOUGHTS) << (64 - 8 * length);
    let (mut digits, mut unit, mut least) = (text, column.unit, 1);
    if column.decimals > 0 && text << column.behind_bits >> 56 == u64::from(b'.' ^ b'0') {
        let whole = u64::MAX >> column.behind_bits;
        digits = text & !whole | text << 8 & whole;
        (unit, least) = (1, 2 + column.behind_bits / 8);
    }
    let others = (digits.wrapping_add(0x76 * ONES) | digits) & HIGH;
    (others == 0 && length >= least).then(|| eight_digits(digits) * unit)
}

/// No number is longer, but for noughts before it.
const LONGEST: usize = 20;

/// The same of any number of bytes, as long as it has no more than sixteen digits.
fn long_decimal(text: &[u8], decimals: u32) -> Option<i64> {
    let (whole, behind) = match text.iter().position(|byte| *byte == b'.') {
        Some(point) => (text.get(..point)?, text.get(point + 1..).filter(|text| !text.is_empty())?),
        None => (text, &[][..]),
    };
    let more = usize::try_from(decimals).ok()?.checked_sub(behind.len())?;
    if whole.is_empty() || whole.len() + behind.len() + more > 16 {
        return None;
    }
    let digits = whole.iter().chain(behind).map(|byte| byte.wrapping_sub(b'0'));
    let digits = digits.chain(std::iter::repeat_n(0, more));
    digits
        .into_iter()
        .try_fold(0, |number: i64, digit| (digit < 10).then_some(number * 10 + i64::from(digit)))
}

#[inline(always)]
fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The lower half.
#[inline(always)]
fn lower(word: u64) -> u32 {
    u32::try_from(word & 0xFFFF_FFFF).unwrap_or_default()
}
