//! How the fields of a register are read: what the rules say, made ready for many rows at once.

use esep::{Field, Lookup, Rules};

use super::additions::{Additions, Layout};
use super::names::Names;
use super::sums;

/// What a column holds.
#[derive(Debug)]
pub(super) enum Column {
    /// What nothing is made of.
    Aside,
    /// Something that must be there.
    Key,
    /// The code of the organization.
    Organization,
    Date(DateColumn),
    Choice(Names),
    Number(NumberColumn),
}

/// A column of dates.
#[derive(Debug)]
pub(super) struct DateColumn {
    pub(super) may_be_blank: bool,
    /// What a date adds to the class for each of these that it is after; no date is after all.
    pub(super) after: Vec<Day>,
    pub(super) weight: u32,
    /// Where the date is kept, if it is compared with another.
    pub(super) slot: Option<usize>,
}

/// A column of numbers.
#[derive(Debug)]
pub(super) struct NumberColumn {
    pub(super) may_be_blank: bool,
    /// How many digits may stand behind the point; the number is kept in units of the last of them.
    pub(super) decimals: u32,
    /// How many bits these take as text, and how many of their units are a whole.
    pub(super) behind_bits: usize,
    pub(super) unit: i64,
    pub(super) most: i64,
    /// Where the number is kept, if it is added up.
    pub(super) slot: Option<usize>,
}

/// A day as four bytes, two for the year, the first highest: later days are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) i32);

impl Day {
    /// None, after all others.
    pub(super) const BLANK: Self = Self(i32::MAX);

    /// From `yyyymmdd` as a number.
    pub(super) fn new(number: u32) -> Self {
        let part = |by: u32| number / by % 100;
        let parts = part(1_000_000) << 24 | part(10_000) << 16 | part(100) << 8 | part(1);
        Self(parts.cast_signed())
    }

    /// Whether it is February 29 of a leap year.
    #[cold]
    pub(super) fn is_leap_day(self) -> bool {
        let [century, year, month, day] = self.0.to_be_bytes();
        let leaps = if year == 0 { century } else { year };
        leaps % 4 == 0 && (month, day) == (2, 29)
    }
}

/// How rows become counts.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) separator: char,
    /// The same, where rows can be read many at once.
    pub(super) at_once: Option<u8>,
    /// In the order of the file; none where rows are read one by one.
    pub(super) columns: Vec<Column>,
    /// The column of keys.
    pub(super) key: Option<usize>,
    /// The slots of dates of which the first must not be after the second, where both are there.
    pub(super) orders: Vec<(usize, usize)>,
    /// How many slots there are for dates and numbers.
    pub(super) n_days: usize,
    pub(super) n_numbers: usize,
    pub(super) layout: Layout,
    pub(super) additions: Additions,
    /// Where each counter of the rules is among the counters and sums that are kept.
    pub(super) kept: Vec<Kept>,
}

/// How a counter is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kept {
    /// As a counter of rows.
    Counter(usize),
    /// As a sum of numbers.
    Sum(usize),
    /// Not at all: it is all of these sums together.
    Total(Vec<usize>),
}

impl Plan {
    /// What the rules say, for a file with such a separator.
    pub(super) fn new(rules: &Rules, separator: char) -> Self {
        let width = rules.fields().len();
        let mut slots = vec![None; width];
        let mut n_days = 0;
        for column in rules.orders().iter().flat_map(|(first, then)| [*first, *then]) {
            if let Some(slot @ None) = slots.get_mut(column) {
                *slot = Some(n_days);
                n_days += 1;
            }
        }
        let slot = |column: usize| slots.get(column).copied().flatten();
        let orders = rules.orders().iter();
        let orders = orders.filter_map(|(first, then)| Some((slot(*first)?, slot(*then)?)));
        let sums = sums::arrange(rules.effects());
        let n_sums = sums.iter().filter(|(_, sum)| matches!(sum, Kept::Sum(_))).count();
        let mut n_counters = 0;
        let kept: Vec<Kept> = (0..rules.counters().len())
            .map(|counter| {
                sums.get(&counter).cloned().unwrap_or_else(|| {
                    n_counters += 1;
                    Kept::Counter(n_counters - 1)
                })
            })
            .collect();
        let layout = Layout::new(n_counters, n_sums);
        let fields = rules.fields().iter().enumerate();
        let columns = fields.map(|(at, field)| Column::new(field, slot(at)));
        let columns: Option<Vec<Column>> = columns.collect();
        let is_fit = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
        let at_once = u8::try_from(separator).ok().filter(is_fit);
        Self {
            separator,
            at_once: at_once.filter(|_| columns.is_some() && width > 1),
            columns: columns.unwrap_or_default(),
            key: rules.fields().iter().position(|field| matches!(field, Field::Key)),
            orders: orders.collect(),
            n_days,
            n_numbers: rules.numbers(),
            additions: Additions::new(layout, rules.effects(), &kept),
            layout,
            kept,
        }
    }
}

/// Numbers with more digits behind the point are for the general reading.
const MOST_DECIMALS: u8 = 6;

impl Column {
    /// How a field is read; `None` where that takes the general reading.
    fn new(field: &Field, slot: Option<usize>) -> Option<Self> {
        let weight = |weight: usize| u32::try_from(weight).ok();
        Some(match field {
            Field::Skip => Self::Aside,
            Field::Key => Self::Key,
            Field::Organization => Self::Organization,
            Field::Date(date) => Self::Date(DateColumn {
                may_be_blank: date.may_be_blank,
                after: date.after.iter().map(|day| Day::new(*day)).collect(),
                weight: weight(date.weight)?,
                slot,
            }),
            Field::Choice(choice) => {
                let spellings = choice.spellings.iter();
                let is_clear =
                    |name: &str, number| choice.names.find(name) == Lookup::Found(number);
                let spellings = spellings.filter(|(name, number)| is_clear(name, *number));
                let names = spellings.map(|(name, number)| {
                    Some((name.as_str(), weight(choice.weight.checked_mul(*number)?)?))
                });
                Self::Choice(Names::new(&names.collect::<Option<Vec<_>>>()?))
            }
            Field::Flag { weight: yes } => {
                let no = ["", "0", "no", "n", "false", "-", "нет", "жоқ"].map(|name| (name, 0));
                let said = weight(*yes)?;
                let yes =
                    ["1", "yes", "y", "true", "+", "да", "иә", "бар"].map(|name| (name, said));
                Self::Choice(Names::new(&[&no[..], &yes].concat()))
            }
            Field::Number(number) if number.decimals > MOST_DECIMALS => return None,
            Field::Number(number) => Self::Number(NumberColumn {
                may_be_blank: number.may_be_blank,
                decimals: u32::from(number.decimals),
                behind_bits: usize::from(number.decimals) * 8,
                unit: 10_i64.checked_pow(u32::from(number.decimals))?,
                most: number.max,
                slot: number.slot,
            }),
        })
    }
}
