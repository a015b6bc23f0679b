//! Explanations as data for readers: cells with what they would say, and the sentences.

use std::collections::BTreeMap;

use super::book::{Explained, Outcome, Solution};
use super::cause::Cause;
use super::slip::Slip;
use crate::book::Book;
use crate::check::{cell, label_at, name_of};
use crate::figure::{Amount, End, Interval, Rational, UnitKind};
use crate::finding::{Argument, Cell, Message};
use crate::language::{Language, Text};
use crate::sheet::CellAddress;

/// What a cell would say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// The cell, with what it says.
    pub cell: Cell,
    /// What it is called: the line and column, with organization and period where these are not
    /// those of all the findings.
    pub label: Text,
    /// What it would say.
    pub to: Settled,
    /// The slips of one figure that it looks like, the likeliest first; also those that so small a
    /// figure does not bear out. Nothing where it is one of many that one slip changes.
    pub kinds: Vec<Cause>,
}

/// A figure that settles a group of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// This figure, as it would be printed.
    Figure(Amount),
    /// Any figure between two, where there is an end.
    Between {
        /// The smallest.
        low: Option<Amount>,
        /// The largest.
        high: Option<Amount>,
    },
}

/// Of more changes than these it is said first what they are.
const LONG: usize = 3;

/// Says where cells stand, in view of where the first finding is.
pub(super) struct Teller<'a> {
    pub(super) book: &'a Book,
    /// The cells that the findings complain of. Where these are all of one organization, or period,
    /// it is not named.
    pub(super) complaints: Vec<&'a Cell>,
}

impl Teller<'_> {
    pub(super) fn changes(&self, changes: &BTreeMap<CellAddress, Interval>) -> Vec<CellChange> {
        let change = |(address, to)| self.change(address, to);
        changes.iter().filter_map(change).collect()
    }

    pub(super) fn change(&self, address: &CellAddress, to: &Interval) -> Option<CellChange> {
        let cell = cell(self.book, address)?;
        let line = self.book.forms.get(address.form.as_str())?.lines().get(address.index.line)?;
        let kind = line.unit.kind();
        let decimals = cell.stated.as_ref().map_or(line.decimals, |stated| stated.decimals);
        let to =
            Settled::new(to, decimals, kind, line.rounding == crate::figure::Rounding::Printed);
        let label = self.label(address)?;
        Some(CellChange { cell, label, to, kinds: Vec::new() })
    }

    pub(super) fn label(&self, address: &CellAddress) -> Option<Text> {
        let line = label_at(self.book, address)?;
        let is_elsewhere = self.complaints.iter().any(|it| it.organization != address.organization);
        let name = is_elsewhere.then(|| name_of(self.book, &address.organization));
        let is_other_time = self.complaints.iter().any(|it| it.period != address.period);
        let period = is_other_time.then(|| address.period.to_string());
        let said = |language: Language| {
            let mut said = line.in_language(language).to_owned();
            let more = [name.as_ref().map(|name| name.in_language(language)), period.as_deref()];
            for more in more.into_iter().flatten() {
                said.extend([", ", more]);
            }
            said
        };
        Some(Text::new(said(Language::Kk), said(Language::Ru), said(Language::En)))
    }
}

impl Settled {
    /// One figure where all of the interval is printed alike, or else from end to end. The ends of an
    /// exact figure are rounded inwards, so that what is printed lies within.
    fn new(to: &Interval, decimals: i32, kind: UnitKind, is_rounded: bool) -> Self {
        let places = if kind == UnitKind::Share { decimals + 2 } else { decimals };
        let amount = |number: &Rational| Amount::new(number.clone(), decimals, kind);
        if let Some(number) = to.as_point() {
            let is_short = number.round(places) == *number;
            let decimals = if is_rounded || is_short { decimals } else { decimals + 4 };
            return Self::Figure(Amount::new(number.clone(), decimals, kind));
        }
        let unit = Rational::power_of_ten(places);
        let nearest = |end: &End| Some(end.number()?.round(places));
        let inwards = |end: &End, up: bool| {
            let scaled = end.number()? * &unit;
            let rounded = if up { scaled.ceil() } else { scaled.floor() };
            let is_left_out = matches!(end, End::Open(_)) && rounded == scaled;
            let step = if up { Rational::ONE } else { -Rational::ONE };
            let rounded = if is_left_out { rounded + step } else { rounded };
            Some(rounded * Rational::power_of_ten(-places))
        };
        let (low, high) = if is_rounded {
            (nearest(to.low()), nearest(to.high()))
        } else {
            (inwards(to.low(), true), inwards(to.high(), false))
        };
        match (&low, &high) {
            (Some(low), Some(high)) if low == high => Self::Figure(amount(low)),
            _ => Self::Between { low: low.as_ref().map(amount), high: high.as_ref().map(amount) },
        }
    }
}

impl CellChange {
    /// How many digits change, as far as that is known.
    pub(super) fn digits(&self) -> usize {
        let from = self.cell.stated.as_ref().map(Amount::plain).unwrap_or_default();
        match &self.to {
            Settled::Figure(to) => strsim::osa_distance(&from, &to.plain()),
            Settled::Between { .. } => from.len(),
        }
    }

    /// What it says and what it would say.
    pub fn sentence(&self) -> Message {
        let from = self.cell.stated.clone();
        let key = match (&self.to, &from) {
            (Settled::Figure(_), Some(_)) => "explanation.figure",
            (Settled::Figure(_), None) => "explanation.blank",
            (Settled::Between { low: Some(_), high: Some(_) }, _) => "explanation.between",
            (Settled::Between { low: Some(_), high: None }, _) => "explanation.at-least",
            (Settled::Between { low: None, high: Some(_) }, _) => "explanation.at-most",
            (Settled::Between { low: None, high: None }, _) => "explanation.any",
        };
        let mut message = Message::new(key).with("line", self.label.clone());
        if let Some(from) = from {
            message = message.with("from", from);
        } else if key != "explanation.blank" {
            message = message.with("from", Message::new("explanation.nothing"));
        }
        match &self.to {
            Settled::Figure(to) => message.with("to", to.clone()),
            Settled::Between { low, high } => {
                let ends = [("low", low), ("high", high)];
                ends.into_iter().fold(message, |message, (name, end)| match end {
                    Some(end) => message.with(name, end.clone()),
                    None => message,
                })
            }
        }
    }
}

impl Explained {
    /// What explains the findings, in one sentence.
    pub fn sentence(&self) -> Message {
        let findings = self.findings.len();
        match &self.outcome {
            Outcome::Solved { size, .. } => {
                let size = usize::try_from(*size).unwrap_or(usize::MAX);
                let key = match (size, findings) {
                    (1, 1) => "explanation.one.this",
                    (1, _) => "explanation.one",
                    (_, 1) => "explanation.several.this",
                    _ => "explanation.several",
                };
                Message::new(key).with("size", size).with("findings", findings)
            }
            Outcome::Contradictory => Message::new("explanation.contradictory"),
            Outcome::OutOfBudget { at_least, .. } => {
                let size = usize::try_from(*at_least).unwrap_or(usize::MAX);
                Message::new("explanation.out-of-budget").with("size", size)
            }
            Outcome::NotLinear => Message::new("explanation.not-linear"),
        }
    }

    /// The ways to settle it, the likeliest first, one sentence each.
    pub fn ways(&self) -> Vec<Message> {
        self.outcome.solutions().iter().map(Solution::sentence).collect()
    }

    /// What remains to be said after so many of the ways: how many more there are, whether these
    /// are all, and what is wrong in every one.
    pub fn remarks(&self, shown: usize) -> Vec<Message> {
        let solutions = self.outcome.solutions();
        let (is_complete, certain) = match &self.outcome {
            Outcome::Solved { is_complete, certain, .. } => (*is_complete, certain.as_slice()),
            _ => (solutions.is_empty(), &[][..]),
        };
        let more = solutions.len().saturating_sub(shown);
        let mut smallest = solutions.iter().filter(|solution| solution.is_smallest);
        let first = smallest.next().filter(|_| smallest.next().is_some());
        let changes = first.into_iter().flat_map(|solution| &solution.changes);
        let certain: Vec<Argument> = changes
            .filter(|change| certain.contains(&change.cell))
            .map(|change| Argument::Label(change.label.clone()))
            .collect();
        let remarks = [
            (!certain.is_empty())
                .then(|| Message::new("explanation.certain").with("lines", certain)),
            (more > 0).then(|| Message::new("explanation.more").with("count", more)),
            (!is_complete).then(|| Message::new("explanation.not-all")),
        ];
        remarks.into_iter().flatten().collect()
    }
}

impl Solution {
    /// What each cell would say, and what happened.
    pub fn sentence(&self) -> Message {
        let each = match &self.cause {
            Cause::Each(causes) => causes.iter().map(Cause::sentence).collect(),
            _ => Vec::new(),
        };
        let each = each.into_iter().chain(std::iter::repeat(None));
        let changes = self.changes.iter().zip(each);
        let changes: Vec<Argument> = changes
            .map(|(change, cause)| Argument::Sentence(because([change.sentence().into()], cause)))
            .collect();
        match self.cause.sentence() {
            Some(cause) if !self.is_smallest || changes.len() > LONG => {
                Message::new("explanation.one-slip")
                    .with("cause", cause)
                    .with("count", changes.len())
                    .with("changes", changes)
            }
            cause => because(changes, cause),
        }
    }
}

/// Changes, and what happened where it is known.
fn because(changes: impl Into<Vec<Argument>>, cause: Option<Message>) -> Message {
    match cause {
        Some(cause) => Message::new("explanation.way-because")
            .with("changes", changes.into())
            .with("cause", cause),
        None => Message::new("explanation.way").with("changes", changes.into()),
    }
}

impl Cause {
    /// The name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Slip(slip) => slip.name(),
            Self::Exchanged => "exchanged",
            Self::RowInOtherUnit(_) => "row-in-other-unit",
            Self::RunningTotals => "running-totals",
            Self::Shifted => "shifted",
            Self::CountedTwice(_) => "counted-twice",
            Self::LeftOut(_) => "left-out",
            Self::RowTwice(_) => "row-twice",
            Self::RowMissing => "row-missing",
            Self::InOtherPart(_) => "in-other-part",
            Self::Includes(_) => "includes",
            Self::LeavesOut(_) => "leaves-out",
            Self::CopiedFromPrevious => "copied-from-previous",
            Self::Copied(_) => "copied",
            Self::PartMissing => "part-missing",
            Self::OtherBase { .. } => "other-base",
            Self::Total => "total",
            Self::Unknown => "unknown",
            Self::Each(_) => "each",
        }
    }

    /// What happened; `None` where nothing is known, or not the same of all figures.
    pub fn sentence(&self) -> Option<Message> {
        let about =
            |key, name: &'static str, what: &Text| Some(Message::new(key).with(name, what.clone()));
        match self {
            Self::Slip(slip) => Some(slip.sentence()),
            Self::Exchanged => Some(Message::new("cause.exchanged")),
            Self::RowInOtherUnit(power) => Some(power_of_ten(
                ["cause.row-in-other-unit.large", "cause.row-in-other-unit.small"],
                *power,
            )),
            Self::RunningTotals => Some(Message::new("cause.running-totals")),
            Self::Shifted => Some(Message::new("cause.shifted")),
            Self::CountedTwice(name) => about("cause.counted-twice", "organization", name),
            Self::LeftOut(name) => about("cause.left-out", "organization", name),
            Self::RowTwice(name) => about("cause.row-twice", "organization", name),
            Self::RowMissing => Some(Message::new("cause.row-missing")),
            Self::InOtherPart(line) => about("cause.in-other-part", "line", line),
            Self::Includes(line) => about("cause.includes", "line", line),
            Self::LeavesOut(line) => about("cause.leaves-out", "line", line),
            Self::CopiedFromPrevious => Some(Message::new("cause.copied-from-previous")),
            Self::Copied(line) => about("cause.copied", "line", line),
            Self::OtherBase { base, without: None } => about("cause.other-base", "line", base),
            Self::OtherBase { base, without: Some(without) } => Some(
                Message::new("cause.other-base.without")
                    .with("line", base.clone())
                    .with("without", without.clone()),
            ),
            Self::PartMissing | Self::Total | Self::Unknown | Self::Each(_) => None,
        }
    }
}

impl Slip {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::DigitsSwapped => "digits-swapped",
            Self::DigitDropped => "digit-dropped",
            Self::DigitDoubled => "digit-doubled",
            Self::DigitAdded => "digit-added",
            Self::DigitWrong => "digit-wrong",
            Self::Sign => "sign",
            Self::PowerOfTen(_) => "power-of-ten",
        }
    }

    fn sentence(self) -> Message {
        Message::new(match self {
            Self::DigitsSwapped => "cause.digits-swapped",
            Self::DigitDropped => "cause.digit-dropped",
            Self::DigitDoubled => "cause.digit-doubled",
            Self::DigitAdded => "cause.digit-added",
            Self::DigitWrong => "cause.digit-wrong",
            Self::Sign => "cause.sign",
            Self::PowerOfTen(power) => {
                return power_of_ten(
                    ["cause.power-of-ten.large", "cause.power-of-ten.small"],
                    power,
                );
            }
        })
    }
}

/// How many times too large, or too small.
fn power_of_ten([large, small]: [&'static str; 2], power: i32) -> Message {
    let times = Amount::new(Rational::power_of_ten(power.abs()), 0, UnitKind::Count);
    Message::new(if power > 0 { large } else { small }).with("times", times)
}
