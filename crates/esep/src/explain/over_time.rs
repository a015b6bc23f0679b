//! The relations between figures of several periods: a figure and its parts in time, a figure
//! counted from the start of the year and the one before.

use crate::binding::{PeriodParts, earlier_sheets, is_cumulative, not_below};
use crate::book::Book;
use crate::finding::{BoundKind, BoundRelation};
use crate::form::Sign;
use crate::id::OrganizationId;
use crate::period::Period;
use crate::sheet::{CellAddress, CellIndex, Sheet};
use crate::structure::Structure;

/// The relations that a cell of a sheet is asked, as long as the same organizations stand below it.
pub(super) fn relations_of(book: &Book, sheet: &Sheet, index: CellIndex) -> Vec<BoundRelation> {
    let mut relations = Vec::new();
    let mut ask = |kind, others: &[&Sheet]| {
        let mut periods = others.iter().map(|other| other.period());
        let (own, now) = (sheet.organization(), sheet.period());
        if periods.all(|other| is_same_ground(&book.structure, own, other, now)) {
            relations.push(BoundRelation {
                form: sheet.form().id.clone(),
                period: now,
                organization: own.clone(),
                kind,
                line: Some(index.line),
                column: index.column,
            });
        }
    };
    if sheet.figure(index).is_none() {
        return relations;
    }
    for parts in PeriodParts::all(book, sheet, index) {
        if parts.sign.is_some() {
            ask(parts.kind(), &parts.sheets);
        }
    }
    if sheet.form().lines().get(index.line).is_some_and(is_cumulative)
        && let Some(before) = not_below(sheet, &earlier_sheets(book, sheet), index)
    {
        ask(BoundKind::NotBelow(before.period()), &[before]);
    }
    relations
}

/// The cell that such a relation is asked of, and those it is compared with: their sum is equal to
/// it, or not above it. `None` of another relation.
pub(super) fn compared(
    book: &Book,
    bound: &BoundRelation,
) -> Option<(CellAddress, Vec<CellAddress>, Sign)> {
    let sheet = book.sheets.get(&bound.form, bound.period, &bound.organization)?;
    let index = CellIndex { line: bound.line?, column: bound.column };
    let at = |period| CellAddress {
        form: bound.form.clone(),
        period,
        organization: bound.organization.clone(),
        index,
    };
    let (others, sign) = match bound.kind {
        BoundKind::PeriodParts(length) => {
            let mut all = PeriodParts::all(book, sheet, index).into_iter();
            let parts = all.find(|parts| parts.length == length)?;
            (parts.sheets.iter().map(|part| at(part.period())).collect(), parts.sign?)
        }
        BoundKind::NotBelow(earlier) => (vec![at(earlier)], Sign::GreaterOrEqual),
        _ => return None,
    };
    Some((at(bound.period), others, sign))
}

/// Whether the same organizations stand below one in two periods, on whatever level.
fn is_same_ground(structure: &Structure, own: &OrganizationId, a: Period, b: Period) -> bool {
    let below = |period| {
        let mut below = structure.children(own, period);
        let mut next = 0;
        while let Some(organization) = below.get(next).copied() {
            below.extend(structure.children(organization, period));
            next += 1;
        }
        below.sort_unstable();
        below
    };
    below(a) == below(b)
}
