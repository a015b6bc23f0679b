//! Two periods against each other: what changed, who gained and who lost, who lies in which band.
//!
//! Everything is compared over the same ground: an organization with itself, the successors of a
//! split together with their predecessor, what was merged with all that it was merged from.

mod banding;
mod change;
mod figures;
mod ground;
mod ranking;
mod total;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use banding::{Banded, Banding};
pub use change::{Change, ChangeGap, Direction, Shift, UnknownChange};
pub use figures::{KnownFigures, known_figures};
pub use ground::Ground;
pub use ranking::{Balance, Ranked, Ranking};
pub use total::Total;

use ground::Succession;

use crate::binding::is_open;
use crate::book::Book;
use crate::form::Form;
use crate::id::OrganizationId;
use crate::period::Period;
use crate::sheet::{CellIndex, Sheet};
use crate::structure::OrganizationKind;

/// A form in two periods, side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodComparison {
    /// The form.
    pub form: Arc<Form>,
    /// The period compared with.
    pub from: Period,
    /// The period compared.
    pub to: Period,
    /// The changes, one item for each ground, sorted by it.
    pub grounds: Vec<GroundChanges>,
    /// The changes of all of them together.
    pub total: Total,
    /// Which of `grounds` stand side by side: those right below the top one, or all that are on
    /// top, or all that were asked for.
    side_by_side: Vec<usize>,
}

/// What changed on one ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroundChanges {
    /// Whose figures are compared with whose.
    pub ground: Ground,
    /// The change of every cell of the form of which either period says anything.
    pub changes: BTreeMap<CellIndex, Change>,
    /// Who came to lie below in between, and whose ground did not before.
    pub joined_below: Vec<OrganizationId>,
    /// Who lay below before, and whose ground does not any more.
    pub left_below: Vec<OrganizationId>,
    before: Sheet,
    after: Sheet,
}

/// Of whom the changes are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Of everybody.
    All,
    /// Of the organizations of a kind.
    Kind(OrganizationKind),
    /// Of one organization.
    Organization(OrganizationId),
    /// Of those right below an organization, in either period.
    Below(OrganizationId),
}

/// Two periods that cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{from} and {to} cannot be compared")]
pub struct Incomparable {
    /// The period compared with.
    pub from: Period,
    /// The period compared.
    pub to: Period,
}

/// Compares a form in two periods.
///
/// A figure that is not stated is put together from the periods within, if the form says how, or
/// added up from the organizations below, if all of them reported. Blank is unknown, never nought.
///
/// # Errors
/// - the periods differ in length, or are neither the same part of two years nor next to each other.
pub fn compare(
    book: &Book,
    form: &Arc<Form>,
    from: Period,
    to: Period,
    whose: &Whose,
) -> Result<PeriodComparison, Incomparable> {
    compare_known(&KnownFigures::new(book), form, from, to, whose)
}

/// As [`compare`], with figures that may be computed already.
///
/// # Errors
/// As [`compare`].
pub fn compare_known(
    known: &KnownFigures<'_>,
    form: &Arc<Form>,
    from: Period,
    to: Period,
    whose: &Whose,
) -> Result<PeriodComparison, Incomparable> {
    let book = known.book();
    if !are_comparable(from, to) {
        return Err(Incomparable { from, to });
    }
    let (before, after) = (known.of(form, from), known.of(form, to));
    let succession = Succession::between(book, [(from, &before), (to, &after)]);
    let mut grounds = succession.grounds();
    grounds.retain(|ground| is_asked_for(book, ground, whose, (from, to)));
    let mut below = succession.below(&grounds);
    let cells = cells(form);
    let compared = grounds.into_iter().map(|ground| {
        let sides = [
            figures::together(form, from, &ground.before, &before),
            figures::together(form, to, &ground.after, &after),
        ];
        let changes = cells.iter().filter_map(|index| {
            let change = change::of(form, *index, &ground, &sides, (from, to))?;
            Some((*index, change))
        });
        let changes = changes.collect();
        let [before, after] = sides.map(|side| side.sheet);
        let [joined_below, left_below] = below.remove(&ground).unwrap_or_default();
        GroundChanges { ground, changes, joined_below, left_below, before, after }
    });
    let grounds: Vec<GroundChanges> = compared.collect();
    let above = ground::above(book, &grounds, from, to);
    let total = total::of(form, &cells, &grounds, &above, (from, to));
    let side_by_side = match whose {
        Whose::All => ground::side_by_side(&above),
        Whose::Kind(_) | Whose::Organization(_) | Whose::Below(_) => (0..grounds.len()).collect(),
    };
    Ok(PeriodComparison { form: Arc::clone(form), from, to, grounds, total, side_by_side })
}

/// Whether two periods are of the same length, and the same part of two years or next to each other.
fn are_comparable(from: Period, to: Period) -> bool {
    let is_next = |a: Period, b: Period| b.previous() == Some(a);
    let is_same_part = from.number() == to.number();
    from.length() == to.length() && (is_same_part || is_next(from, to) || is_next(to, from))
}

fn is_asked_for(book: &Book, ground: &Ground, whose: &Whose, (from, to): (Period, Period)) -> bool {
    let mut organizations = ground.before.iter().chain(&ground.after);
    match whose {
        Whose::All => true,
        Whose::Kind(kind) => organizations.any(|id| {
            book.structure.get(id.as_str()).is_some_and(|found| found.kind == Some(*kind))
        }),
        Whose::Organization(wanted) => organizations.any(|id| id == wanted),
        Whose::Below(parent) => {
            let is_below = |id, period| book.structure.parent(id, period) == Some(parent);
            ground.before.iter().any(|id| is_below(id, from))
                || ground.after.iter().any(|id| is_below(id, to))
        }
    }
}

/// Every cell in which the form asks for a figure.
fn cells(form: &Form) -> Vec<CellIndex> {
    let columns = form.columns().len().max(1);
    let all = (0..form.lines().len())
        .flat_map(|line| (0..columns).map(move |column| CellIndex { line, column }));
    all.filter(|index| is_open(form, *index)).collect()
}

impl PeriodComparison {
    /// The changes that stand side by side, so that ranking them makes sense.
    fn side_by_side(&self) -> impl Iterator<Item = &GroundChanges> {
        self.side_by_side.iter().filter_map(|index| self.grounds.get(*index))
    }
}
