//! The change of one cell.

use super::figures::{Side, figure_at};
use super::ground::Ground;
use crate::binding::possible;
use crate::figure::{Figure, Interval, Rational, UnitKind};
use crate::form::{Form, OverTime, Sign};
use crate::id::OrganizationId;
use crate::period::Period;
use crate::sheet::CellIndex;

/// The change of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Both figures are known.
    Known(Box<Shift>),
    /// They are not, or they say nothing of a change.
    Unknown(Box<UnknownChange>),
}

/// What there is of a change that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownChange {
    /// The figure of the period compared with, where there is one.
    pub before: Option<Figure>,
    /// The figure of the period compared, where there is one.
    pub after: Option<Figure>,
    /// Why there is no change to tell.
    pub gap: ChangeGap,
}

/// From one figure to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The figure of the period compared with.
    pub before: Figure,
    /// The figure of the period compared.
    pub after: Figure,
    /// The second less the first, and all that their printing leaves open.
    pub difference: Figure,
    /// The difference over the first, as a ratio; `None` of shares, which differ by percentage
    /// points, and where the first is not certainly above nought.
    pub percent: Option<Figure>,
}

/// Why a change is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeGap {
    /// There was nobody on this ground yet.
    Joined,
    /// There is nobody on this ground any more.
    Left,
    /// Some have not given the figure.
    NotReported {
        /// Who did not in the period compared with.
        before: Vec<OrganizationId>,
        /// Who did not in the period compared.
        after: Vec<OrganizationId>,
    },
    /// The figure counts from the start of the year, so that only the same part of another year can
    /// be compared with it.
    Cumulative,
    /// The ground has several organizations, whose figures on this line cannot be added.
    NotAdded,
}

/// Which way a figure went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// It rose.
    Growth,
    /// It fell.
    Decline,
    /// It stayed.
    Unchanged,
    /// Rounding does not tell.
    Uncertain,
}

impl Direction {
    /// Which way a difference points.
    pub fn of(difference: &Figure) -> Self {
        let nought = Interval::point(Rational::ZERO);
        let interval = difference.interval();
        if !possible(Sign::LessOrEqual, interval, &nought) {
            Self::Growth
        } else if !possible(Sign::GreaterOrEqual, interval, &nought) {
            Self::Decline
        } else if *interval == nought {
            Self::Unchanged
        } else {
            Self::Uncertain
        }
    }

    /// The name in data: `growth`, `decline`, `unchanged`, `uncertain`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Growth => "growth",
            Self::Decline => "decline",
            Self::Unchanged => "unchanged",
            Self::Uncertain => "uncertain",
        }
    }
}

impl ChangeGap {
    /// The name in data: `joined`, `left`, `not-reported`, `cumulative`, `not-added`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Left => "left",
            Self::NotReported { .. } => "not-reported",
            Self::Cumulative => "cumulative",
            Self::NotAdded => "not-added",
        }
    }
}

impl Change {
    /// The change, where it is known.
    pub fn shift(&self) -> Option<&Shift> {
        match self {
            Self::Known(shift) => Some(shift),
            Self::Unknown(_) => None,
        }
    }
}

impl Shift {
    /// From the figure of one period to that of another.
    pub fn between(before: Figure, after: Figure, kind: UnitKind) -> Self {
        Self::new(before, after, kind, false)
    }

    /// From one figure to another. In one and the same period it is the same figure, so that
    /// rounding leaves nothing open.
    pub(crate) fn new(before: Figure, after: Figure, kind: UnitKind, is_same: bool) -> Self {
        let decimals = before.decimals().max(after.decimals());
        let value = after.value() - before.value();
        let difference = if is_same {
            Figure::exact(value, decimals)
        } else {
            let interval = after.interval().plus(&before.interval().negated());
            Figure::within(value, interval, decimals)
        };
        let percent = if kind == UnitKind::Share || difference.interval().radius().is_none() {
            None
        } else if is_same {
            let ratio = difference.value().checked_div(before.value());
            ratio.filter(|_| is_above_nought(&before)).map(|ratio| Figure::exact(ratio, 1))
        } else {
            percent(&before, &after)
        };
        Self { before, after, difference, percent }
    }

    /// Which way the figure went.
    pub fn direction(&self) -> Direction {
        Direction::of(&self.difference)
    }
}

fn is_above_nought(figure: &Figure) -> bool {
    let nought = Interval::point(Rational::ZERO);
    !possible(Sign::LessOrEqual, figure.interval(), &nought)
}

/// By which part of the first figure the second differs from it.
pub(super) fn percent(before: &Figure, after: &Figure) -> Option<Figure> {
    if !is_above_nought(before) {
        return None;
    }
    let less_one = -Rational::ONE;
    let ratio = after.value().checked_div(before.value())? + less_one.clone();
    let interval = after.interval().divided_by(before.interval())?;
    Some(Figure::within(ratio, interval.plus(&Interval::point(less_one)), 1))
}

/// The change of a cell on a ground; `None` where neither period says anything of it.
pub(super) fn of(
    form: &Form,
    index: CellIndex,
    ground: &Ground,
    sides: &[Side; 2],
    (from, to): (Period, Period),
) -> Option<Change> {
    let line = form.lines().get(index.line)?;
    let [before, after] = sides.each_ref().map(|side| figure_at(&side.sheet, index));
    if before.is_none() && after.is_none() && is_silent(sides, ground, index) {
        return None;
    }
    let missing = || sides.each_ref().map(|side| side.missing.get(&index).cloned());
    let gap = if ground.before.is_empty() {
        ChangeGap::Joined
    } else if ground.after.is_empty() {
        ChangeGap::Left
    } else if line.over_time == Some(OverTime::Cumulative) && from.number() != to.number() {
        ChangeGap::Cumulative
    } else {
        match (&before, &after, missing()) {
            (Some(before), Some(after), _) => {
                let kind = line.unit.kind();
                let shift = Shift::new(before.clone(), after.clone(), kind, from == to);
                return Some(Change::Known(Box::new(shift)));
            }
            (_, _, [None, None]) => ChangeGap::NotAdded,
            (_, _, [before, after]) => ChangeGap::NotReported {
                before: before.unwrap_or_default(),
                after: after.unwrap_or_default(),
            },
        }
    };
    Some(Change::Unknown(Box::new(UnknownChange { before, after, gap })))
}

/// Whether nobody on either side has given any figure for a cell.
fn is_silent(sides: &[Side; 2], ground: &Ground, index: CellIndex) -> bool {
    let all = [&ground.before, &ground.after];
    sides.iter().zip(all).all(|(side, organizations)| {
        side.missing.get(&index).map_or(0, Vec::len) == organizations.len()
    })
}
