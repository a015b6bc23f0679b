//! A row too many or too few: an organization that its parent counts twice or leaves out, one whose
//! row stands there twice, one whose row is missing.

use std::collections::BTreeMap;

use super::Court;
use crate::binding::Value;
use crate::check::name_of;
use crate::explain::cause::Cause;
use crate::explain::local::Taken;
use crate::figure::{Interval, Rational};
use crate::finding::{BoundKind, BoundRelation};
use crate::form::Rollup;
use crate::id::OrganizationId;
use crate::sheet::{CellAddress, CellIndex, Sheet};

pub(super) fn try_all(court: &mut Court<'_, '_>) {
    for parents in parents(court) {
        try_parent(court, &parents);
    }
}

/// Tries what may be wrong below one parent. `parents` are its cells that differ from what its
/// children give, with what they give.
fn try_parent(court: &mut Court<'_, '_>, parents: &[(CellAddress, Interval)]) {
    let Some((first, implied)) = parents.first() else { return };
    let book = court.part.book();
    let children: Vec<&Sheet> = book
        .structure
        .children(&first.organization, first.period)
        .into_iter()
        .filter_map(|child| book.sheets.get(&first.form, first.period, child))
        .collect();
    let Some(own) = court.value(first) else { return };
    for child in &children {
        let Some(figure) = child.figure(first.index).map(Value::of_figure) else { continue };
        if figure.number.is_zero() {
            continue;
        }
        let name = || name_of(book, child.organization());
        let meets = |value: &Value| value.interval.meet(implied).is_some();
        if meets(&own.minus(&figure)) {
            let changes = with_child(court, first, child, Value::minus);
            court.try_changes(Cause::CountedTwice(name()), changes);
        }
        if meets(&own.plus(&figure)) {
            let changes = with_child(court, first, child, Value::plus);
            court.try_changes(Cause::LeftOut(name()), changes);
            let mut twins = children.iter().filter(|other| is_twin(child, other));
            if let Some(twin) = twins.next() {
                let cause = Cause::RowTwice(name_of(book, twin.organization()));
                let changes = all_nought(first, child);
                court.try_changes(cause, changes);
            }
        }
    }
    // What all children give, if the parent has more on every line.
    let is_more = |(address, to): &(CellAddress, Interval)| {
        let stated = court.value(address)?;
        let to = to.as_point().filter(|to| stated.number > **to)?;
        Some((address.clone(), Value::exact(to.clone())))
    };
    if let Some(changes) = parents.iter().map(is_more).collect::<Option<Vec<_>>>() {
        court.try_changes(Cause::RowMissing, changes);
    }
}

/// The cells that differ from what the children give, with what they give: those of each parent.
fn parents(court: &Court<'_, '_>) -> Vec<Vec<(CellAddress, Interval)>> {
    let nothing = BTreeMap::new();
    let as_stated = Taken { problem: &court.part.problem, instead: &nothing };
    let mut parents: BTreeMap<&OrganizationId, Vec<(CellAddress, Interval)>> = BTreeMap::new();
    for (bound, relation) in court.failed_relations() {
        let Some(address) = parent_cell(bound) else { continue };
        let implied = court.part.id(&address).map(|id| as_stated.implied(relation, id));
        if let Some([implied]) = implied.as_deref() {
            let own = parents.entry(&bound.organization).or_default();
            own.push((address, implied.clone()));
        }
    }
    parents.into_values().collect()
}

fn parent_cell(bound: &BoundRelation) -> Option<CellAddress> {
    let line = bound.line.filter(|_| bound.kind == BoundKind::Parent)?;
    Some(CellAddress {
        form: bound.form.clone(),
        period: bound.period,
        organization: bound.organization.clone(),
        index: CellIndex { line, column: bound.column },
    })
}

/// All lines of the parent that are sums, each with that of the child added or taken off.
fn with_child(
    court: &Court<'_, '_>,
    parent: &CellAddress,
    child: &Sheet,
    join: impl Fn(&Value, &Value) -> Value,
) -> Vec<(CellAddress, Value)> {
    let is_summed = |index: CellIndex| {
        let line = child.form().lines().get(index.line);
        line.is_some_and(|line| line.rollup == Rollup::Sum)
    };
    let figures = child.figures().filter(|(index, _)| is_summed(*index));
    let changes = figures.filter_map(|(index, figure)| {
        let address = CellAddress { index, ..parent.clone() };
        let own = court.part.net().stated(&address)?;
        Some((address, join(&own, &Value::of_figure(figure))))
    });
    changes.collect()
}

/// Whether two organizations state the same, and not just nothing.
fn is_twin(sheet: &Sheet, other: &Sheet) -> bool {
    fn figures(sheet: &Sheet) -> impl Iterator<Item = (CellIndex, &Rational)> {
        let figures = sheet.figures().map(|(index, figure)| (index, figure.value()));
        figures.filter(|(_, value)| !value.is_zero())
    }
    sheet.organization() != other.organization()
        && figures(sheet).eq(figures(other))
        && figures(sheet).nth(1).is_some()
}

fn all_nought(first: &CellAddress, sheet: &Sheet) -> Vec<(CellAddress, Value)> {
    let organization = sheet.organization();
    let figures = sheet.figures().map(|(index, _)| {
        let organization = organization.clone();
        (CellAddress { organization, index, ..first.clone() }, Value::exact(Rational::ZERO))
    });
    figures.collect()
}
