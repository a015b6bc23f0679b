//! Slips of known kinds, planted in a union whose figures add up.

use std::collections::BTreeMap;

use super::layout::LINES;
use super::random::Random;
use super::union::Union;

/// What kind of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A digit is another one.
    DigitWrong,
    /// Two digits side by side changed places.
    DigitsSwapped,
    /// A digit was left out.
    DigitDropped,
    /// A digit was written twice.
    DigitDoubled,
    /// A digit came in.
    DigitAdded,
    /// The sign is the opposite.
    Sign,
    /// The figure is in another unit.
    PowerOfTen,
    /// A part was left blank.
    Blank,
    /// The figure of the line above or below was copied.
    CopiedFromNeighbor,
    /// The figure of the period before was copied.
    CopiedFromPrevious,
    /// Two figures of a form stand in each other's place.
    Exchanged,
    /// All figures of an organization are in another unit.
    RowInOtherUnit,
    /// A parent's figures count an organization twice.
    CountedTwice,
    /// A parent's figures leave an organization out.
    LeftOut,
}

impl Kind {
    /// Those that change one figure.
    pub const OF_ONE_FIGURE: [Self; 10] = [
        Self::DigitWrong,
        Self::DigitsSwapped,
        Self::DigitDropped,
        Self::DigitDoubled,
        Self::DigitAdded,
        Self::Sign,
        Self::PowerOfTen,
        Self::Blank,
        Self::CopiedFromNeighbor,
        Self::CopiedFromPrevious,
    ];
    /// Those that change a whole row of a tree.
    pub const OF_A_ROW: [Self; 3] = [Self::RowInOtherUnit, Self::CountedTwice, Self::LeftOut];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::DigitWrong => "digit wrong",
            Self::DigitsSwapped => "digits swapped",
            Self::DigitDropped => "digit dropped",
            Self::DigitDoubled => "digit doubled",
            Self::DigitAdded => "digit added",
            Self::Sign => "sign",
            Self::PowerOfTen => "power of ten",
            Self::Blank => "blank part",
            Self::CopiedFromNeighbor => "copied from a neighbor",
            Self::CopiedFromPrevious => "copied from the period before",
            Self::Exchanged => "exchanged",
            Self::RowInOtherUnit => "row in another unit",
            Self::CountedTwice => "row counted twice",
            Self::LeftOut => "row left out",
        }
    }
}

/// A slip: which cells say what, by organization and line; nothing where one is left blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// What kind.
    pub kind: Kind,
    /// The cells that it changes.
    pub cells: BTreeMap<(usize, usize), Option<i64>>,
}

/// A slip of this kind somewhere in the union; `None` where it cannot happen to the figure met.
pub fn plant(union: &Union, kind: Kind, random: &mut Random) -> Option<Planted> {
    let organization = random.below(union.len());
    let line = random.below(LINES);
    let figure = union.figure(organization, line)?;
    let one = |stated| BTreeMap::from([((organization, line), stated)]);
    let cells = match kind {
        Kind::Sign => one(Some(-figure)),
        Kind::PowerOfTen => {
            let power = *random.pick(&[100, 1_000])?;
            let is_up = random.below(2) == 0;
            let divided = || Some(figure / power).filter(|less| less * power == figure);
            one(Some(if is_up { figure * power } else { divided()? }))
        }
        Kind::Blank => {
            let mut sums = union.layout.sums().iter();
            sums.any(|(_, parts)| parts.contains(&line)).then(|| one(None))?
        }
        Kind::CopiedFromNeighbor => {
            let other = if random.below(2) == 0 { line.checked_sub(1)? } else { line + 1 };
            one(Some(union.figure(organization, other)?))
        }
        Kind::CopiedFromPrevious => one(Some(union.previous_figure(organization, line)?)),
        Kind::Exchanged => {
            let other = random.below(LINES);
            let others = union.figure(organization, other)?;
            let mut cells = one(Some(others));
            cells.insert((organization, other), Some(figure));
            cells
        }
        Kind::RowInOtherUnit => row(union, organization, |_, figure| Some(figure * 1_000))?,
        Kind::CountedTwice | Kind::LeftOut => {
            let children: Vec<usize> = union.children(organization).collect();
            let child = *random.pick(&children)?;
            let sign = if kind == Kind::CountedTwice { 1 } else { -1 };
            row(union, organization, |line, figure| {
                Some(figure + sign * union.figure(child, line)?)
            })?
        }
        _ => one(Some(misspelled(figure, kind, random)?)),
    };
    let is_other = |((organization, line), stated): (&(usize, usize), &Option<i64>)| {
        *stated != union.figure(*organization, *line)
    };
    cells.iter().all(is_other).then_some(Planted { kind, cells })
}

/// What every figure of an organization that is not nought becomes.
fn row(
    union: &Union,
    organization: usize,
    becomes: impl Fn(usize, i64) -> Option<i64>,
) -> Option<BTreeMap<(usize, usize), Option<i64>>> {
    let mut cells = BTreeMap::new();
    for line in 0..LINES {
        let figure = union.figure(organization, line)?;
        let stated = becomes(line, figure)?;
        if stated != figure {
            cells.insert((organization, line), Some(stated));
        }
    }
    (cells.len() > 1).then_some(cells)
}

/// A figure of at least two digits with one slip of the pen; never with a nought in front.
fn misspelled(figure: i64, kind: Kind, random: &mut Random) -> Option<i64> {
    let mut digits = figure.to_string().into_bytes();
    if digits.len() < 2 {
        return None;
    }
    let at = random.below(digits.len());
    let digit = b'0' + u8::try_from(random.below(10)).ok()?;
    match kind {
        Kind::DigitWrong => *digits.get_mut(at)? = digit,
        Kind::DigitsSwapped => digits.swap(at, at.checked_sub(1)?),
        Kind::DigitDropped => {
            digits.remove(at);
        }
        Kind::DigitDoubled => digits.insert(at, *digits.get(at)?),
        Kind::DigitAdded => {
            digits.insert(at, digit);
            let next = digits.get(at + 1)?;
            // Otherwise it is a digit written twice.
            let before = at.checked_sub(1).and_then(|at| digits.get(at));
            (*next != digit && before != Some(&digit)).then_some(())?;
        }
        _ => return None,
    }
    let is_figure = digits.first() != Some(&b'0');
    is_figure.then(|| String::from_utf8(digits).ok()?.parse().ok())?
}
