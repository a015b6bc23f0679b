//! What becomes of the columns of a file: compiled once, followed for every row.

use std::sync::Arc;

use time::Date;

use super::classes::{Classes, effect};
use super::counting::{Counter, Counting};
use super::header::{HeaderMistake, columns_of};
use crate::form::{Form, Forms};
use crate::lookup::Names;
use crate::period::Period;
use crate::register::{Moment, Register};

/// Of which day, or of which period, rows are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// What there is at the end of a day.
    On(Date),
    /// What there is at the end of a period, and what happened in it.
    In(Period),
}

impl When {
    /// The last day.
    pub fn last_day(self) -> Date {
        match self {
            Self::On(day) => day,
            Self::In(period) => period.last_day(),
        }
    }

    /// Whether what happened is counted, too.
    pub fn is_period(self) -> bool {
        matches!(self, Self::In(_))
    }

    /// The day before the first of the period.
    pub(super) fn day_before(self) -> Option<Date> {
        match self {
            Self::On(_) => None,
            Self::In(period) => period.first_day().previous_day(),
        }
    }
}

/// What becomes of the columns of a file.
///
/// ```
/// use esep::{Forms, Register, Rules, When};
/// let register = Register::find("members").unwrap();
/// let header = ["номер", "организация", "пол", "дата вступления", "дата выхода"];
/// let when = When::In("2020-H1".parse().unwrap());
/// let rules = Rules::new(register, &Forms::built_in(), &header, when).unwrap();
/// let row = rules.read(&["17", "school-7", "жен", "2019-09-01", ""]).unwrap().unwrap();
/// let lines = rules.effects()[row.class].adds.iter();
/// let lines: Vec<&str> = lines.map(|counter| &*rules.counters()[*counter].line).collect();
/// assert_eq!(lines, ["members", "women", "opening"]);
/// ```
#[derive(Debug, Clone)]
pub struct Rules {
    pub(super) counting: Counting,
    pub(super) columns: Vec<Option<usize>>,
    pub(super) fields: Vec<Field>,
    pub(super) orders: Vec<(usize, usize)>,
    pub(super) effects: Vec<Effect>,
    pub(super) numbers: usize,
}

/// What becomes of a column of the file.
#[derive(Debug, Clone)]
pub enum Field {
    /// Nothing: the register does not know it.
    Skip,
    /// It is what the row is known by.
    Key,
    /// It says to which organization the row belongs.
    Organization,
    /// A day.
    Date(DateField),
    /// One of a few things.
    Choice(ChoiceField),
    /// Yes or no; yes adds so much to the class.
    Flag {
        /// How much.
        weight: usize,
    },
    /// A number.
    Number(NumberField),
}

impl Field {
    /// Whether a row need not say anything in this column.
    pub fn may_be_blank(&self) -> bool {
        match self {
            Self::Skip | Self::Flag { .. } => true,
            Self::Key | Self::Organization | Self::Choice(_) => false,
            Self::Date(date) => date.may_be_blank,
            Self::Number(number) => number.may_be_blank,
        }
    }
}

/// A column of days. What it adds to the class is `weight` for each of `after` that the day is
/// later than; where it is blank, for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateField {
    /// Whether it may be blank.
    pub may_be_blank: bool,
    /// The digits of days, the earliest first.
    pub after: Vec<u32>,
    /// How much each adds to the class.
    pub weight: usize,
}

/// A column of choices. What it adds to the class is `weight` for each choice before its own.
#[derive(Debug, Clone)]
pub struct ChoiceField {
    /// What each value means: the place of a choice.
    pub names: Names<usize>,
    /// The values as they may be written, each with the place of its choice.
    pub spellings: Vec<(String, usize)>,
    /// How much each choice adds to the class more than the one before.
    pub weight: usize,
}

/// A column of numbers, in the smallest unit that its decimals make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberField {
    /// How many decimals there are at most.
    pub decimals: u8,
    /// The largest that makes sense, in the smallest unit.
    pub max: i64,
    /// Whether it may be blank, and is 0 then.
    pub may_be_blank: bool,
    /// Its place in [`Row::numbers`](super::Row::numbers); `None` where it is only looked at.
    pub slot: Option<usize>,
}

/// What a row of a class does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// The counters to which it adds 1.
    pub adds: Vec<usize>,
    /// The counters to which it adds a number, by its slot.
    pub sums: Vec<(usize, usize)>,
    /// The contradiction that it is, by its place in [`Register::never`]: then it does nothing.
    pub contradiction: Option<usize>,
}

/// The largest number that a field may hold: a million million times a million.
pub(super) const LARGEST: i64 = 1_000_000_000_000_000_000;

impl Rules {
    /// The rules for a file with this header.
    ///
    /// What the register does not know is skipped. What cannot be counted without a column that is
    /// not there is left out; see [`counters`](Self::counters).
    ///
    /// # Errors
    /// - a needed column is missing, or a column stands there twice
    /// - things that happen on one day are asked for without a period
    pub fn new(
        register: &'static Register,
        forms: &Forms,
        header: &[&str],
        when: When,
    ) -> Result<Self, Vec<HeaderMistake>> {
        let columns = columns_of(register, header)?;
        if matches!(register.moment, Moment::Flow { .. }) && when.day_before().is_none() {
            return Err(vec![HeaderMistake::NeedsPeriod]);
        }
        let is_there = |column: usize| columns.contains(&Some(column));
        let can_tell = |line: &str| {
            let counted = register.counts.iter().find(|counted| counted.line == line);
            counted.is_some_and(|counted| {
                let conditions = counted.conditions.iter().map(|condition| condition.column);
                conditions.chain(counted.add.iter().copied()).all(is_there)
            })
        };
        let counting = Counting::new(register, forms, when, can_tell);
        let counted: Vec<usize> = counting.counters().iter().map(|it| it.number).collect();
        let mut classes = Classes::new(register, when);
        let mut fields = Vec::new();
        let mut slots = Vec::new();
        for column in &columns {
            let known = column.and_then(|number| Some((number, register.columns.get(number)?)));
            fields.push(known.map_or(Field::Skip, |(number, column)| {
                let is_added = |it: &&usize| {
                    register.counts.get(**it).is_some_and(|it| it.add.contains(&number))
                };
                let slot = counted.iter().any(|it| is_added(&it)).then(|| {
                    slots.push(number);
                    slots.len() - 1
                });
                classes.field(number, column, slot)
            }));
        }
        let place = |column: usize| columns.iter().position(|it| *it == Some(column));
        let order = |(first, then): &(usize, usize)| Some((place(*first)?, place(*then)?));
        let orders = register.orders.iter().filter_map(order).collect();
        let effects = (0..classes.count())
            .map(|class| effect(register, &classes, class, &counted, &slots, when))
            .collect();
        let numbers = slots.len();
        Ok(Self { counting, columns, fields, orders, effects, numbers })
    }

    /// What is counted: all that the columns of the file allow.
    pub fn counting(&self) -> &Counting {
        &self.counting
    }

    /// The form that the register fills, where it is known.
    pub fn form(&self) -> Option<&Arc<Form>> {
        self.counting.form()
    }

    /// The register.
    pub fn register(&self) -> &'static Register {
        self.counting.register()
    }

    /// Of when rows are counted.
    pub fn when(&self) -> When {
        self.counting.when()
    }

    /// Which column of the register each column of the file is, by its place in
    /// [`Register::columns`].
    pub fn columns(&self) -> &[Option<usize>] {
        &self.columns
    }

    /// What becomes of each column of the file, in its order.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Two columns of the file each, of which the day of the first is never after that of the
    /// second.
    pub fn orders(&self) -> &[(usize, usize)] {
        &self.orders
    }

    /// What rows do, by their class.
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// The counters of what is counted.
    pub fn counters(&self) -> &[Counter] {
        self.counting.counters()
    }

    /// How many numbers are taken from each row.
    pub fn numbers(&self) -> usize {
        self.numbers
    }
}
