//! What a set of changes looks like: the slip that would explain it.

use std::collections::BTreeMap;

use super::part::Part;
use super::slip::{Slip, meant_figures};
use super::telling::Teller;
use crate::check::name_of;
use crate::figure::{Content, Figure, Interval, Rational, UnitKind};
use crate::finding::BoundKind;
use crate::language::Text;
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// What happened, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Each figure is a slip of the pen; of several the least likely is named.
    Slip(Slip),
    /// Two figures stand in each other's place.
    Exchanged,
    /// A whole row is in another unit: 10 to this power times too much.
    RowInOtherUnit(i32),
    /// The parent's figures count what this organization states once too often.
    CountedTwice(Text),
    /// The parent's figures leave out what this organization states.
    LeftOut(Text),
    /// A part was left blank.
    PartMissing,
    /// The share is taken of another figure.
    OtherBase(Text),
    /// What stands there was copied from the period before.
    CopiedFromPrevious,
    /// What stands there was copied from another cell.
    Copied(Text),
    /// Nothing that is known, in a figure that others make up.
    Total,
    /// Nothing that is known.
    Unknown,
}

/// The powers of ten that units differ by.
const POWERS: [i32; 6] = [3, -3, 2, -2, 6, -6];
/// A figure below this is met everywhere, so that it is copied from nowhere.
const LEAST_COPIED: i64 = 100;

/// What a set of changes looks like.
pub(super) fn cause(
    part: &Part<'_>,
    changes: &BTreeMap<CellAddress, Interval>,
    teller: &Teller<'_>,
) -> Cause {
    let all = Look { part, changes, teller };
    all.part_missing()
        .or_else(|| all.slips())
        .or_else(|| all.exchanged())
        .or_else(|| all.other_unit())
        .or_else(|| all.child())
        .or_else(|| all.other_base())
        .or_else(|| all.copied())
        .unwrap_or_else(|| if all.is_total() { Cause::Total } else { Cause::Unknown })
}

impl Cause {
    /// How likely it is, the likeliest first: a slip that just one figure in many fits is more than
    /// a blank, which is more than a figure that nothing speaks against.
    pub(super) fn rank(&self) -> (u8, Option<Slip>) {
        let rank = match self {
            Self::Slip(slip) => return (0, Some(*slip)),
            Self::Exchanged => 1,
            Self::RowInOtherUnit(_) => 2,
            Self::CountedTwice(_) => 3,
            Self::LeftOut(_) => 4,
            Self::CopiedFromPrevious => 5,
            Self::Copied(_) => 6,
            Self::PartMissing => 7,
            Self::OtherBase(_) => 8,
            Self::Total => 9,
            Self::Unknown => 10,
        };
        (rank, None)
    }
}

/// A look at some changes.
struct Look<'c, 'p> {
    part: &'c Part<'p>,
    changes: &'c BTreeMap<CellAddress, Interval>,
    teller: &'c Teller<'c>,
}

impl Look<'_, '_> {
    fn single(&self) -> Option<(&CellAddress, &Interval)> {
        let mut changes = self.changes.iter();
        changes.next().filter(|_| changes.next().is_none())
    }

    fn figure(&self, address: &CellAddress) -> Option<&Figure> {
        match self.part.content(address) {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// From what to what each changes, where both are numbers.
    fn numbers(&self) -> Option<Vec<(&CellAddress, &Rational, &Rational)>> {
        let changes = self.changes.iter();
        changes
            .map(|(address, to)| Some((address, self.figure(address)?.value(), to.as_point()?)))
            .collect()
    }

    fn part_missing(&self) -> Option<Cause> {
        let (address, _) = self.single()?;
        (*self.part.content(address) == Content::Blank).then_some(Cause::PartMissing)
    }

    fn slips(&self) -> Option<Cause> {
        let slips = self.changes.iter().map(|(address, to)| self.slip(address, to));
        Some(Cause::Slip(slips.collect::<Option<Vec<_>>>()?.into_iter().max()?))
    }

    fn slip(&self, address: &CellAddress, to: &Interval) -> Option<Slip> {
        let figure = self.figure(address)?;
        // A share is printed in percent, and what it should be lies within the last digit.
        let is_share = self.part.kind(address) == Some(UnitKind::Share);
        let hundredfold = if is_share { Rational::from(100) } else { Rational::ONE };
        let value = figure.value() * &hundredfold;
        let radius = figure.interval().scaled(&hundredfold).radius()?;
        let within = to.scaled(&hundredfold).plus(&Interval::around(&Rational::ZERO, &radius));
        within.radius().filter(|within| *within <= (&radius + Rational::HALF))?;
        meant_figures(&value, figure.decimals(), &within).first().map(|(slip, _)| *slip)
    }

    fn exchanged(&self) -> Option<Cause> {
        match self.numbers()?.as_slice() {
            [(_, a, new_a), (_, b, new_b)] if a == new_b && b == new_a => Some(Cause::Exchanged),
            _ => None,
        }
    }

    fn other_unit(&self) -> Option<Cause> {
        let numbers = self.numbers().filter(|numbers| numbers.len() > 1)?;
        let (first, ..) = numbers.first()?;
        let is_one_row = numbers.iter().all(|(address, ..)| is_same_sheet(address, first));
        let is_off = |power: &i32| {
            let factor = Rational::power_of_ten(*power);
            numbers.iter().all(|(_, from, to)| **from == *to * &factor)
        };
        let power = POWERS.into_iter().find(is_off).filter(|_| is_one_row)?;
        Some(Cause::RowInOtherUnit(power))
    }

    /// The organization whose row is the difference in the parent's.
    fn child(&self) -> Option<Cause> {
        let numbers = self.numbers()?;
        let (first, ..) = numbers.first()?;
        let is_one_row = numbers.iter().all(|(address, ..)| is_same_sheet(address, first));
        let is_parent = self.part.relations_of(first).any(|bound| {
            bound.kind == BoundKind::Parent && bound.organization == first.organization
        });
        if !is_one_row || !is_parent {
            return None;
        }
        let states = |sheet: &Sheet, sign: &Rational| {
            numbers.iter().all(|(address, from, to)| {
                let stated = sheet.figure(address.index).map(Figure::value);
                stated.is_some_and(|stated| *from - *to == stated * sign && !stated.is_zero())
            })
        };
        let sheets = || self.part.sheets_below(first);
        let find = |sign: Rational| sheets().find(|sheet| states(sheet, &sign));
        let organization = |sheet: &Sheet| name_of(self.teller.book, sheet.organization());
        if let Some(sheet) = find(Rational::ONE) {
            return Some(Cause::CountedTwice(organization(sheet)));
        }
        find(-Rational::ONE).map(|sheet| Cause::LeftOut(organization(sheet)))
    }

    /// Another figure of the sheet, or of the one before, of which the share is what it says.
    fn other_base(&self) -> Option<Cause> {
        let (address, _) = self.single()?;
        let stated = self.figure(address)?.interval();
        let (part, whole) = self.part.quotient_of(address)?;
        let whole_value = self.figure(&whole)?.value().clone();
        let part = self.figure(&part)?.value().clone();
        let fits = |base: &Rational| {
            *base != whole_value
                && part.checked_div(base).is_some_and(|share| stated.contains(&share))
        };
        let same_kind = |at: &CellAddress| self.part.kind(at) == self.part.kind(&whole);
        let candidates = self.part.cells_near(&whole);
        let mut fitting = candidates.into_iter().filter(|at| {
            same_kind(at) && self.figure(at).is_some_and(|figure| fits(figure.value()))
        });
        self.teller.label(&fitting.next()?).map(Cause::OtherBase)
    }

    fn copied(&self) -> Option<Cause> {
        let (address, _) = self.single()?;
        let value = self.figure(address)?.value();
        if *value < Rational::from(LEAST_COPIED) {
            return None;
        }
        let is_same =
            |at: &CellAddress| self.figure(at).is_some_and(|figure| figure.value() == value);
        let previous = address.period.previous();
        let previous = previous.map(|period| CellAddress { period, ..address.clone() });
        if previous.is_some_and(|previous| is_same(&previous)) {
            return Some(Cause::CopiedFromPrevious);
        }
        let CellIndex { line, column } = address.index;
        let lines = [line.checked_sub(1), line.checked_add(1)].into_iter().flatten();
        let mut neighbors =
            lines.map(|line| CellAddress { index: CellIndex { line, column }, ..address.clone() });
        self.teller.label(&neighbors.find(is_same)?).map(Cause::Copied)
    }

    fn is_total(&self) -> bool {
        self.changes.keys().all(|address| self.part.is_total(address))
    }
}

fn is_same_sheet(a: &CellAddress, b: &CellAddress) -> bool {
    (&a.form, a.period, &a.organization) == (&b.form, b.period, &b.organization)
}
