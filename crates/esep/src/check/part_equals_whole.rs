//! `part-equals-whole`: a part as large as its whole, where that is no matter of course, as where
//! the total was written into the line of a part.
//!
//! A union may well have found violations of pay only. So a part that is all of its whole is worth
//! a look in two cases:
//!
//! - other parts are stated too and are not nil, so that the part cannot be all;
//! - the whole counts at least 100 things, the organization is the only one of those side by side, and of all
//!   the others, at least five of them with wholes as large, at least a tenth of the whole lies
//!   outside the part.

use super::evaluation::{Evaluation, address_of, cell, label_at};
use super::family::ENOUGH;
use crate::book::Book;
use crate::figure::{Amount, Content, Rational, UnitKind};
use crate::finding::{Argument, Code, Finding, Message};
use crate::form::{Breakdown, Form, Line};
use crate::sheet::{CellIndex, Sheet};
use crate::sorted::SortedMap;

/// Wholes below this are small.
pub(super) const LARGE: i32 = 100;
/// What of a whole at least lies outside the part where that is usual: one in so many.
pub(super) const OUTSIDE: i32 = 10;

/// A part as large as its whole.
struct Equal<'a> {
    sheet: &'a Sheet,
    whole: CellIndex,
    part: CellIndex,
    why: Why,
}

enum Why {
    /// Other parts are stated.
    Others(Vec<CellIndex>),
    /// Elsewhere it is never more than this share.
    Most(Rational),
}

pub(super) fn check(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut equals = Vec::new();
    for family in &evaluation.families {
        let Some(form) = family.first().map(|sheet| sheet.form()) else { continue };
        for breakdown in form.breakdowns() {
            for column in 0..form.columns().len().max(1) {
                let Some((whole, parts)) = lines(form, breakdown, column) else { continue };
                for part in &parts {
                    equals.extend(beside_others(family, whole, *part, &parts));
                    equals.extend(among_siblings(family, whole, *part));
                }
            }
        }
    }
    let mut told = SortedMap::new();
    for equal in equals {
        told.or_insert_with(address_of(equal.sheet, equal.part), || equal);
    }
    told.values().filter_map(|equal| finding(evaluation.book, equal)).collect()
}

/// The cells of a breakdown in a column; `None` where any of them may be below nought.
pub(super) fn lines(
    form: &Form,
    breakdown: &Breakdown,
    column: usize,
) -> Option<(CellIndex, Vec<CellIndex>)> {
    let cell = |id: &str| {
        let line = form.line_position(id)?;
        let can_be_negative = form.lines().get(line).is_none_or(Line::can_be_negative);
        (!can_be_negative).then_some(CellIndex { line, column })
    };
    let parts: Option<Vec<CellIndex>> =
        breakdown.parts.iter().map(|part| cell(part.as_str())).collect();
    Some((cell(breakdown.of.as_str())?, parts?))
}

/// The exact number that a cell states.
fn exact(sheet: &Sheet, index: CellIndex) -> Option<Rational> {
    match &sheet.cell(index)?.content {
        Content::Figure(figure) => figure.interval().as_point().cloned(),
        Content::Nil => Some(Rational::ZERO),
        Content::NotApplicable | Content::NotAvailable | Content::Blank => None,
    }
}

/// The sheets on which a part is all of its whole although other parts are stated.
fn beside_others<'a>(
    family: &[&'a Sheet],
    whole: CellIndex,
    part: CellIndex,
    parts: &[CellIndex],
) -> Vec<Equal<'a>> {
    let mut equals = Vec::new();
    for sheet in family {
        let number = |index| exact(sheet, index).filter(|number| !number.is_zero());
        let Some(all) = number(whole) else { continue };
        if number(part) != Some(all) {
            continue;
        }
        let others = parts.iter().copied().filter(|other| *other != part);
        let others: Vec<CellIndex> = others.filter(|other| number(*other).is_some()).collect();
        if !others.is_empty() {
            equals.push(Equal { sheet, whole, part, why: Why::Others(others) });
        }
    }
    equals
}

/// The sheet on which a part is all of its whole although it is far from that on all others.
fn among_siblings<'a>(
    family: &[&'a Sheet],
    whole: CellIndex,
    part: CellIndex,
) -> Option<Equal<'a>> {
    let form = family.first()?.form();
    // How an amount of money falls into parts may hang on a single case.
    if form.lines().get(whole.line)?.unit.kind() != UnitKind::Count {
        return None;
    }
    let mut equal = None;
    let mut shares = Vec::new();
    for sheet in family {
        let (Some(all), Some(some)) = (exact(sheet, whole), exact(sheet, part)) else { continue };
        if all < Rational::from(LARGE) {
            continue;
        }
        let outside = (&all - &some) * Rational::from(OUTSIDE);
        if all == some {
            if equal.replace(*sheet).is_some() {
                return None;
            }
        } else if outside < all {
            return None;
        } else {
            shares.push(some.checked_div(&all)?);
        }
    }
    if shares.len() < ENOUGH {
        return None;
    }
    let most = shares.into_iter().max()?;
    Some(Equal { sheet: equal?, whole, part, why: Why::Most(most) })
}

fn finding(book: &Book, equal: &Equal<'_>) -> Option<Finding> {
    let address = |index| address_of(equal.sheet, index);
    let label = |index: &CellIndex| label_at(book, &address(*index)).map(Argument::Label);
    let stated = cell(book, &address(equal.part))?;
    let mut cells = vec![equal.part, equal.whole];
    let message = match &equal.why {
        Why::Others(others) => {
            cells.extend(others);
            let others: Vec<Argument> = others.iter().filter_map(label).collect();
            Message::new(Code::PartEqualsWhole.name()).with("others", others)
        }
        Why::Most(share) => {
            let share = Amount::new(share.clone(), 1, UnitKind::Share);
            Message::new("part-equals-whole.elsewhere").with("share", share)
        }
    };
    let message = message
        .with("part", label(&equal.part)?)
        .with("line", label(&equal.whole)?)
        .with("stated", stated.stated.clone()?);
    let mut finding = Finding::new(Code::PartEqualsWhole, stated.place, message);
    finding.organization = Some(equal.sheet.organization().clone());
    finding.period = Some(equal.sheet.period());
    finding.cells = cells.into_iter().filter_map(|index| cell(book, &address(index))).collect();
    Some(finding)
}
