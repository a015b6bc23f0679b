//! Classes: what the dates, choices and flags of a row make together, as a number.

use super::day::Day;
use super::rules::{ChoiceField, DateField, Effect, Field, LARGEST, NumberField, When};
use crate::lookup::Names;
use crate::register::{At, ColumnKind, Moment, Register, RegisterColumn, Test};

/// The days that decide, by column of the register, the earliest first.
fn thresholds(register: &Register, when: When) -> Vec<(usize, u32)> {
    let end = Day::from(when.last_day());
    let days = [when.day_before().map(|day| Day::from(day).number()), Some(end.number())];
    let days = days.into_iter().flatten();
    let columns = match register.moment {
        Moment::Flow { on } => vec![on],
        Moment::Stock { from, until } => vec![from, until],
    };
    let mut found: Vec<(usize, u32)> =
        days.flat_map(|day| columns.iter().map(move |column| (*column, day))).collect();
    for condition in register.counts.iter().flat_map(|counted| &counted.conditions) {
        if let Test::Under(years) = condition.is {
            found.push((condition.column, end.years_before(years)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How classes are made of what the columns say.
pub(super) struct Classes {
    thresholds: Vec<(usize, u32)>,
    factors: Vec<Factor>,
}

/// What a column contributes to the class.
struct Factor {
    column: usize,
    weight: usize,
    size: usize,
}

impl Classes {
    /// No column yet.
    pub(super) fn new(register: &Register, when: When) -> Self {
        Self { thresholds: thresholds(register, when), factors: Vec::new() }
    }

    pub(super) fn count(&self) -> usize {
        self.factors.iter().map(|factor| factor.size).product()
    }

    fn factor(&mut self, column: usize, size: usize) -> usize {
        let weight = self.count();
        self.factors.push(Factor { column, weight, size });
        weight
    }

    fn days(&self, column: usize) -> Vec<u32> {
        let of_column = self.thresholds.iter().filter(|(of, _)| *of == column);
        of_column.map(|(_, day)| *day).collect()
    }

    pub(super) fn field(
        &mut self,
        number: usize,
        column: &RegisterColumn,
        slot: Option<usize>,
    ) -> Field {
        let may_be_blank = column.may_be_blank;
        let numbers =
            |decimals, max| Field::Number(NumberField { decimals, max, may_be_blank, slot });
        match &column.kind {
            ColumnKind::Key => Field::Key,
            ColumnKind::Organization => Field::Organization,
            ColumnKind::Date => {
                let after = self.days(number);
                let weight = self.factor(number, after.len() + 1);
                Field::Date(DateField { may_be_blank, after, weight })
            }
            ColumnKind::Choice(choices) => {
                let weight = self.factor(number, choices.len());
                let mut names = Names::default();
                let mut spellings = Vec::new();
                for (at, choice) in choices.iter().enumerate() {
                    for name in [&choice.id].into_iter().chain(&choice.names) {
                        names.add(name, at);
                        spellings.push((name.clone(), at));
                    }
                }
                Field::Choice(ChoiceField { names, spellings, weight })
            }
            ColumnKind::Flag => Field::Flag { weight: self.factor(number, 2) },
            ColumnKind::Count => numbers(0, LARGEST),
            ColumnKind::Money => numbers(2, LARGEST),
            ColumnKind::Decimal { decimals, max } => {
                let unit = 10_i64.checked_pow(u32::from(*decimals)).unwrap_or(LARGEST);
                numbers(*decimals, i64::from(*max).saturating_mul(unit))
            }
        }
    }

    /// What a column says in a class: how many thresholds the day is after, which choice, the flag.
    fn digit(&self, class: usize, column: usize) -> Option<usize> {
        let factor = self.factors.iter().find(|factor| factor.column == column)?;
        Some(class / factor.weight % factor.size)
    }

    /// Whether the day of a column is after another.
    fn is_after(&self, class: usize, column: usize, day: u32) -> bool {
        let place = self.days(column).iter().position(|it| *it == day);
        matches!((self.digit(class, column), place), (Some(after), Some(place)) if after > place)
    }

    fn meets(&self, class: usize, column: usize, is: &Test, end: Day) -> bool {
        match is {
            Test::OneOf(choices) => {
                self.digit(class, column).is_some_and(|digit| choices.contains(&digit))
            }
            Test::Flag(flag) => self.digit(class, column) == Some(usize::from(*flag)),
            Test::Under(years) => self.is_after(class, column, end.years_before(*years)),
        }
    }
}

pub(super) fn effect(
    register: &Register,
    classes: &Classes,
    class: usize,
    counted: &[usize],
    slots: &[usize],
    when: When,
) -> Effect {
    let end = Day::from(when.last_day());
    let start = when.day_before().map(|day| Day::from(day).number());
    let meets = |column, is: &Test| classes.meets(class, column, is, end);
    let mut effect = Effect {
        contradiction: register.never.iter().position(|conditions| {
            conditions.iter().all(|condition| meets(condition.column, &condition.is))
        }),
        ..Effect::default()
    };
    if effect.contradiction.is_some() {
        return effect;
    }
    let is_after = |column, day| classes.is_after(class, column, day);
    let is_within = |column| {
        start.is_some_and(|start| is_after(column, start)) && !is_after(column, end.number())
    };
    let counts_on = |from, until, day| !is_after(from, day) && is_after(until, day);
    for (counter, number) in counted.iter().enumerate() {
        let Some(counted) = register.counts.get(*number) else { continue };
        let is_then = match (register.moment, counted.at) {
            (Moment::Flow { on }, At::End) => is_within(on),
            (Moment::Flow { .. }, _) => false,
            (Moment::Stock { from, until }, At::End) => counts_on(from, until, end.number()),
            (Moment::Stock { from, until }, At::Start) => {
                start.is_some_and(|start| counts_on(from, until, start))
            }
            (Moment::Stock { from, .. }, At::Begun) => is_within(from),
            (Moment::Stock { until, .. }, At::Ended) => is_within(until),
        };
        let conditions = &counted.conditions;
        if !is_then || !conditions.iter().all(|it| meets(it.column, &it.is)) {
            continue;
        }
        if counted.add.is_empty() {
            effect.adds.push(counter);
        }
        let slot = |column: &usize| slots.iter().position(|slot| slot == column);
        effect.sums.extend(counted.add.iter().filter_map(slot).map(|slot| (counter, slot)));
    }
    effect
}
