//! What a change of one figure looks like: the slip that would explain it; and how likely slips are.
//!
//! Slips that change several figures at once are in [`hypothesis`](super::hypothesis).

use std::cmp::Reverse;

use super::hypothesis::{LEAST, LEAST_COPIED, earlier, is_same_sheet};
use super::part::Part;
use super::slip::{Meant, Slip, slips};
use super::telling::Teller;
use crate::binding::Value;
use crate::check::name_of;
use crate::figure::{Content, Figure, Interval, Rational, UnitKind};
use crate::finding::BoundKind;
use crate::language::Text;
use crate::sheet::{CellAddress, CellIndex};

/// What happened, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// What came about since the start stands where the figure of one period, or of one part,
    /// belongs.
    RunningTotals,
    /// The figure is a slip of the pen.
    Slip(Slip),
    /// Figures stand in each other's place.
    Exchanged,
    /// A whole row, line or column is in another unit: 10 to this power times too much.
    RowInOtherUnit(i32),
    /// What an organization states is what this one states, so that it was entered twice.
    RowTwice(Text),
    /// The parent's figures count what this organization states once too often.
    CountedTwice(Text),
    /// The parent's figures leave out what this organization states.
    LeftOut(Text),
    /// The parent's figures count an organization of which there is no row.
    RowMissing,
    /// The total counts this figure once too often.
    Includes(Text),
    /// The total leaves out this figure.
    LeavesOut(Text),
    /// What this other part states is entered here again, as where a remainder is entered twice.
    InOtherPart(Text),
    /// A block of figures stands one line or column off.
    Shifted,
    /// What stands there was left from the period before.
    CopiedFromPrevious,
    /// What stands there was copied from another cell.
    Copied(Text),
    /// A part was left blank.
    PartMissing,
    /// The share is taken of another figure.
    OtherBase {
        /// Of this one.
        base: Text,
        /// Less this one.
        without: Option<Text>,
    },
    /// Nothing that is known, in a figure that others make up.
    Total,
    /// Nothing that is known.
    Unknown,
    /// Each figure by itself, in the order of the changes.
    Each(Vec<Self>),
}

/// How likely a figure is of which nothing is known.
const UNKNOWN: u8 = 20;

/// How likely a solution is, the likeliest least.
pub(super) type Rank = (usize, u8, u32, bool, Reverse<usize>, usize);

/// What speaks for a solution beside its cause.
pub(super) struct Evidence {
    /// Whether its figures are just what some relation needs.
    pub(super) is_exact: bool,
    /// Whether it is one of the smallest sets.
    pub(super) is_smallest: bool,
    /// How many relations bear it out.
    pub(super) relations: usize,
    /// How many digits it changes.
    pub(super) digits: usize,
}

impl Cause {
    /// How likely it is among those of as many slips.
    fn kind_rank(&self) -> u8 {
        match self {
            Self::RunningTotals => 0,
            Self::Slip(Slip::DigitsSwapped) => 1,
            Self::Slip(Slip::DigitDropped) => 2,
            Self::Slip(Slip::DigitDoubled) => 3,
            Self::Slip(Slip::DigitAdded) => 4,
            Self::Slip(Slip::DigitWrong) => 5,
            Self::Slip(Slip::Sign) => 6,
            Self::Exchanged => 7,
            Self::Slip(Slip::PowerOfTen(_)) | Self::RowInOtherUnit(_) => 8,
            Self::RowTwice(_) => 9,
            Self::CountedTwice(_) | Self::LeftOut(_) => 10,
            Self::RowMissing => 11,
            Self::Includes(_) | Self::LeavesOut(_) => 12,
            Self::InOtherPart(_) => 13,
            Self::Shifted => 14,
            Self::CopiedFromPrevious => 15,
            Self::Copied(_) => 16,
            Self::PartMissing => 17,
            Self::OtherBase { .. } => 18,
            Self::Total => 19,
            Self::Unknown => UNKNOWN,
            Self::Each(causes) => causes.iter().map(Self::kind_rank).max().unwrap_or(UNKNOWN),
        }
    }

    /// How likely a solution is for which so much speaks.
    pub(super) fn rank(&self, evidence: &Evidence) -> Rank {
        let kind = if evidence.is_exact { self.kind_rank() } else { UNKNOWN };
        let (slips, sum) = match self {
            Self::Each(causes) => {
                (causes.len(), causes.iter().map(|cause| u32::from(cause.kind_rank())).sum())
            }
            _ => (1, u32::from(kind)),
        };
        let Evidence { is_smallest, relations, digits, .. } = evidence;
        (slips, kind, sum, !is_smallest, Reverse(*relations), *digits)
    }
}

/// What a change of one figure looks like: every slip that makes it, the likeliest first.
pub(super) struct Looks {
    /// The slips.
    pub(super) kinds: Vec<Cause>,
    /// The first that tells something; a figure may be so small that many others would fit as well.
    pub(super) cause: Cause,
}

/// What a change of one figure looks like.
pub(super) fn looks(
    part: &Part<'_>,
    address: &CellAddress,
    to: &Interval,
    teller: &Teller<'_>,
) -> Looks {
    if *part.content(address) == Content::Blank {
        return Looks { kinds: vec![Cause::PartMissing], cause: Cause::PartMissing };
    }
    let look = Look { part, address, to, teller };
    let is_total = part.is_total(address);
    let telling = |cause: Option<Cause>| cause.map(|cause| (cause, true));
    let all = telling(look.running_total()).into_iter();
    let all = all
        .chain(look.slips().map(|it| (Cause::Slip(it.slip), it.is_telling)))
        .chain(telling(look.child()))
        .chain(telling(look.includes(is_total)))
        .chain(telling(look.other_part()))
        .chain(look.copied())
        .chain(telling(look.other_base()));
    let all: Vec<(Cause, bool)> = all.collect();
    let first = all.iter().find(|(_, is_telling)| *is_telling).map(|(cause, _)| cause.clone());
    let cause = first.unwrap_or(if is_total { Cause::Total } else { Cause::Unknown });
    Looks { kinds: all.into_iter().map(|(cause, _)| cause).collect(), cause }
}

/// A look at the change of one figure.
struct Look<'c, 'p> {
    part: &'c Part<'p>,
    address: &'c CellAddress,
    to: &'c Interval,
    teller: &'c Teller<'c>,
}

impl Look<'_, '_> {
    fn figure(&self, address: &CellAddress) -> Option<&Figure> {
        match self.part.content(address) {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    fn own(&self) -> Option<&Figure> {
        self.figure(self.address)
    }

    /// By how much the figure is too large, where that is known and not small.
    fn excess(&self) -> Option<Rational> {
        let excess = self.own()?.value() - self.to.as_point()?;
        (excess.abs() >= Rational::from(LEAST)).then_some(excess)
    }

    /// The slips of the pen, each once.
    fn slips(&self) -> impl Iterator<Item = Meant> {
        let is_whole = self.part.kind(self.address).is_some_and(UnitKind::is_whole);
        let slips = self.slips_within().into_iter().flatten();
        slips.filter(move |meant| !is_whole || meant.number.is_integer())
    }

    fn slips_within(&self) -> Option<Vec<Meant>> {
        let figure = self.own()?;
        // A share is printed in percent, and what it should be lies within the last digit.
        let kind = self.part.kind(self.address);
        let is_share = kind == Some(UnitKind::Share);
        let hundredfold = if is_share { Rational::from(100) } else { Rational::ONE };
        let value = figure.value() * &hundredfold;
        let radius = figure.interval().scaled(&hundredfold).radius()?;
        let within = self.to.scaled(&hundredfold).plus(&Interval::around(&Rational::ZERO, &radius));
        // Of many figures some are one digit away from any; the opposite is one alone.
        let is_narrow = if kind.is_some_and(UnitKind::is_whole) {
            self.to.as_point().is_some()
        } else {
            within.radius().is_some_and(|within| within <= &radius + &Rational::HALF)
        };
        let mut slips = slips(&value, figure.decimals(), &within);
        slips.retain(|meant| is_narrow || meant.slip == Slip::Sign);
        slips.dedup_by(|next, meant| next.slip == meant.slip);
        Some(slips)
    }

    /// The figure since the start of the year.
    fn running_total(&self) -> Option<Cause> {
        let own = Value::of_figure(self.own()?);
        let period = earlier(self.part.net().sheet(self.address)?, self.address.index)?;
        let before = CellAddress { period, ..self.address.clone() };
        let before = self.part.net().stated(&before).filter(|before| !before.number.is_zero())?;
        own.minus(&before).interval.meet(self.to).map(|_| Cause::RunningTotals)
    }

    /// The organization whose figure is the difference in the parent's.
    fn child(&self) -> Option<Cause> {
        let excess = self.own()?.value() - self.to.as_point()?;
        let is_parent = self.part.relations_of(self.address).any(|bound| {
            bound.kind == BoundKind::Parent && bound.organization == self.address.organization
        });
        let mut sheets = self.part.sheets_below(self.address).filter(|_| is_parent);
        let index = self.address.index;
        let sheet = sheets.find(|sheet| {
            let figure = sheet.figure(index).map(Figure::value);
            figure.is_some_and(|figure| !figure.is_zero() && figure.abs() == excess.abs())
        })?;
        let name = name_of(self.teller.book, sheet.organization());
        let is_more = sheet.figure(index)?.value() == &excess;
        Some(if is_more { Cause::CountedTwice(name) } else { Cause::LeftOut(name) })
    }

    /// Another part of the same sum that states what is too much here.
    fn other_part(&self) -> Option<Cause> {
        let excess = self.excess()?;
        let kind = self.part.kind(self.address);
        let is_it = |at: &&CellAddress| {
            is_same_sheet(at, self.address)
                && *at != self.address
                && self.part.kind(at) == kind
                && self.figure(at).is_some_and(|figure| *figure.value() == excess)
        };
        let parts = self.part.parts_beside(self.address);
        self.teller.label(parts.iter().find(is_it)?).map(Cause::InOtherPart)
    }

    /// Another figure of the sheet that a total includes or leaves out.
    fn includes(&self, is_total: bool) -> Option<Cause> {
        let excess = self.excess().filter(|_| is_total)?;
        let kind = self.part.kind(self.address);
        let others = self.part.cells_near(self.address);
        let mut others = others.iter().filter(|at| {
            is_same_sheet(at, self.address) && *at != self.address && self.part.kind(at) == kind
        });
        let is_it = |at: &&CellAddress| {
            let figure = self.figure(at).map(Figure::value);
            figure.is_some_and(|figure| figure.abs() == excess.abs())
        };
        let other = others.find(is_it)?;
        let label = self.teller.label(other)?;
        let is_more = self.figure(other)?.value() == &excess;
        Some(if is_more { Cause::Includes(label) } else { Cause::LeavesOut(label) })
    }

    /// The same figure in the period before, and beside it; and whether it is so large that this
    /// tells something.
    fn copied(&self) -> Vec<(Cause, bool)> {
        let Some(value) = self.own().map(Figure::value) else { return Vec::new() };
        let is_telling = value.abs() >= Rational::from(LEAST_COPIED);
        let is_same =
            |at: &CellAddress| self.figure(at).is_some_and(|figure| figure.value() == value);
        let previous = self.address.period.previous();
        let previous = previous.map(|period| CellAddress { period, ..self.address.clone() });
        let previous = previous.filter(is_same).map(|_| Cause::CopiedFromPrevious);
        let at = |index: CellIndex| CellAddress { index, ..self.address.clone() };
        let mut neighbors = super::hypothesis::beside(self.address.index).map(at);
        let neighbor = neighbors.find(is_same).and_then(|at| self.teller.label(&at));
        let both = previous.into_iter().chain(neighbor.map(Cause::Copied));
        both.map(|cause| (cause, is_telling)).collect()
    }

    /// Another figure of the sheet, or of the one before, of which the share is what it says; or
    /// the whole without some figure of the sheet.
    fn other_base(&self) -> Option<Cause> {
        let stated = self.own()?.interval();
        let (part, whole) = self.part.quotient_of(self.address)?;
        let whole_value = self.figure(&whole)?.value();
        let part = self.figure(&part)?.value();
        let fits = |base: &Rational| {
            base != whole_value
                && part.checked_div(base).is_some_and(|share| stated.contains(&share))
        };
        let kind = self.part.kind(&whole);
        let mut candidates = self.part.cells_near(&whole);
        candidates.retain(|at| *at != whole && self.part.kind(at) == kind);
        let figures = || candidates.iter().filter_map(|at| Some((at, self.figure(at)?.value())));
        if let Some((base, _)) = figures().find(|(_, figure)| fits(figure)) {
            return Some(Cause::OtherBase { base: self.teller.label(base)?, without: None });
        }
        let of_sheet = |at: &CellAddress| is_same_sheet(at, &whole);
        let rest = |figure: &Rational| {
            let rest = whole_value - figure;
            !figure.is_zero() && !figure.is_negative() && fits(&rest)
        };
        let mut figures = figures().filter(|(at, _)| of_sheet(at));
        let (without, _) = figures.find(|(_, figure)| rest(figure))?;
        let [base, without] = [&whole, without].map(|at| self.teller.label(at));
        Some(Cause::OtherBase { base: base?, without: Some(without?) })
    }
}
