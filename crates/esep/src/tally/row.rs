//! Reading a row, plainly: what everything faster is held to.

use super::day::Day;
use super::fault::{Fault, FaultKind};
use super::rules::{Field, NumberField, Rules};
use crate::figure::{Content, Convention, Expected, Misreading, Rational, Unit, read_figure};
use crate::lookup::{Lookup, fold};

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'r> {
    /// The organization as written.
    pub organization: &'r str,
    /// What the row is known by, where the register has such a column.
    pub key: Option<&'r str>,
    /// What its dates, choices and flags make: a place in [`Rules::effects`].
    pub class: usize,
    /// The numbers that are added up, by slot, each in the smallest unit of its decimals.
    pub numbers: Vec<i64>,
}

impl Rules {
    /// Reads a row, field by field. `None` where all fields are blank: then it is no row.
    ///
    /// # Errors
    /// - the first thing for which the row cannot be counted
    pub fn read<'r>(&self, fields: &[&'r str]) -> Result<Option<Row<'r>>, Fault> {
        if fields.iter().all(|field| field.trim().is_empty()) {
            return Ok(None);
        }
        let beyond = fields.get(self.fields.len()..);
        if beyond.is_none_or(|beyond| beyond.iter().any(|field| !field.trim().is_empty())) {
            let found = fields.len();
            return Err(Fault::of_row(FaultKind::WrongNumberOfFields { found }));
        }
        let numbers = vec![0; self.numbers];
        let mut row = Row { organization: "", key: None, class: 0, numbers };
        let mut days = vec![None; self.fields.len()];
        for (at, (field, text)) in self.fields.iter().zip(fields).enumerate() {
            let text = text.trim();
            let fault = |kind| Fault::at(at, kind);
            if text.is_empty() && !field.may_be_blank() {
                return Err(fault(FaultKind::Blank));
            }
            match field {
                Field::Skip => {}
                Field::Key => row.key = Some(text),
                Field::Organization => row.organization = text,
                Field::Date(date) if text.is_empty() => {
                    row.class += date.weight * date.after.len();
                }
                Field::Date(date) => {
                    let day = Day::read(text).ok_or(fault(FaultKind::NoDay))?;
                    let later = date.after.iter().filter(|after| day.number() > **after);
                    row.class += date.weight * later.count();
                    if let Some(place) = days.get_mut(at) {
                        *place = Some(day);
                    }
                }
                Field::Choice(choice) => match choice.names.find(text) {
                    Lookup::Found(number) => row.class += choice.weight * number,
                    _ => return Err(fault(FaultKind::NoChoice)),
                },
                Field::Flag { weight } => {
                    let flag = flag(text).ok_or(fault(FaultKind::NoFlag))?;
                    row.class += weight * usize::from(flag);
                }
                Field::Number(number) => {
                    let read = number_of(text, *number).map_err(fault)?;
                    let place = number.slot.and_then(|slot| row.numbers.get_mut(slot));
                    if let Some(place) = place {
                        *place = read;
                    }
                }
            }
        }
        let day = |column: usize| days.get(column).copied().flatten();
        for (first, then) in &self.orders {
            if let (Some(earlier), Some(later)) = (day(*first), day(*then))
                && later < earlier
            {
                return Err(Fault::at(*then, FaultKind::TooEarly { than: *first }));
            }
        }
        match self.effects.get(row.class).and_then(|effect| effect.contradiction) {
            Some(number) => Err(Fault::of_row(FaultKind::Contradiction { number })),
            None => Ok(Some(row)),
        }
    }
}

/// What says yes.
pub(super) const YES: [&str; 8] = ["1", "yes", "y", "true", "+", "да", "иә", "бар"];
/// What says no.
pub(super) const NO: [&str; 9] = ["", "0", "no", "n", "false", "-", "нет", "жоқ", "–"];

/// What a flag says.
pub(super) fn flag(text: &str) -> Option<bool> {
    let folded = fold(text);
    let is_among = |words: &[&str]| words.iter().any(|word| *word == text || fold(word) == folded);
    if is_among(&NO) { Some(false) } else { is_among(&YES).then_some(true) }
}

/// A number in the smallest unit of its column.
fn number_of(text: &str, field: NumberField) -> Result<i64, FaultKind> {
    if text.is_empty() {
        return Ok(0);
    }
    let unit = Unit::new(match field.decimals {
        0 => "persons",
        2 if field.slot.is_some() => "KZT",
        _ => "number",
    });
    let decimals = u32::from(field.decimals);
    let exact = match plain(text, decimals) {
        Some(number) => number,
        None => {
            let convention = Convention::of(&[]);
            let read = read_figure(text, &convention, &Expected::of(&unit));
            let reading = read.map_err(|misreading| match misreading {
                Misreading::Ambiguous { .. } => FaultKind::AmbiguousNumber,
                Misreading::Unreadable { .. } => FaultKind::NoNumber,
            })?;
            match reading.content {
                Content::Figure(figure) => {
                    figure.interval().as_point().cloned().ok_or(FaultKind::NoNumber)?
                        * Rational::power_of_ten(i32::from(field.decimals))
                }
                Content::Nil => Rational::ZERO,
                _ => return Err(FaultKind::NoNumber),
            }
        }
    };
    if exact.is_negative() || !exact.is_integer() {
        return Err(FaultKind::NoNumber);
    }
    let number = exact.to_i128().and_then(|number| i64::try_from(number).ok());
    number.filter(|number| *number <= field.max).ok_or(FaultKind::NumberTooLarge)
}

/// Digits, and behind a point at most so many more; in the smallest unit.
fn plain(text: &str, decimals: u32) -> Option<Rational> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let missing = decimals.checked_sub(u32::try_from(part.len()).ok()?)?;
    let has_point = text.len() > whole.len();
    if whole.is_empty() || !is_digits(whole) || !is_digits(part) || has_point && part.is_empty() {
        return None;
    }
    Rational::from_digits(&format!("{whole}{part}"), i32::try_from(missing).ok()?)
}
