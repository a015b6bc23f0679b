//! Running totals where single values belong: the sheet of a later period holds what has come about
//! since the start of the year, or each part of a sum holds those before it too.

use std::collections::BTreeMap;

use super::{Court, Pivot, is_same_sheet};
use crate::binding::{PeriodParts, Value};
use crate::explain::cause::Cause;
use crate::explain::local::Taken;
use crate::figure::{Interval, Rational};
use crate::form::{OverTime, Sign};
use crate::period::Period;
use crate::sheet::{CellAddress, CellIndex, Sheet};

pub(super) fn try_all(court: &mut Court<'_, '_>, pivot: &Pivot) {
    for suspect in &pivot.suspects {
        let address = &suspect.address;
        if let Some(before) = before(court, address)
            && let Some(own) = court.value(address)
            && suspect.can_be(&own.minus(&before))
        {
            let sheet = since_start(court, address);
            court.try_changes(Cause::RunningTotals, sheet);
        }
        for sheets in whole_years(court, address) {
            let changes = sheets.iter().flat_map(|address| since_start(court, address));
            let changes: Vec<_> = changes.collect();
            court.try_changes(Cause::RunningTotals, changes);
        }
    }
    for (series, lack) in series(court) {
        let steps: Vec<(CellAddress, Value)> = series
            .windows(2)
            .filter_map(|pair| {
                let [before, at] = pair else { return None };
                Some((at.clone(), court.value(at)?.minus(&court.value(before)?)))
            })
            .collect();
        for from in 0..steps.len() {
            let mut gain = Rational::ZERO;
            for to in from..steps.len() {
                if let Some(before) = series.get(to).and_then(|before| court.value(before)) {
                    gain = gain - before.number;
                }
                if lack.contains(&gain) {
                    let changes = steps.get(from..=to).unwrap_or_default().iter().cloned();
                    court.try_changes(Cause::RunningTotals, changes);
                }
            }
        }
    }
}

/// What the period before in the same year states of something that happens within a period.
fn before(court: &Court<'_, '_>, address: &CellAddress) -> Option<Value> {
    let previous = earlier_in_year(court, address)?;
    court.part.net().stated(&CellAddress { period: previous, ..address.clone() })
}

/// The period before in the same year, for a line of what happens within.
pub(in crate::explain) fn earlier(sheet: &Sheet, index: CellIndex) -> Option<Period> {
    let line = sheet.form().lines().get(index.line)?;
    let previous = sheet.period().previous()?;
    let is_flow = line.over_time == Some(OverTime::Flow);
    (is_flow && previous.year() == sheet.period().year()).then_some(previous)
}

fn earlier_in_year(court: &Court<'_, '_>, address: &CellAddress) -> Option<Period> {
    earlier(court.sheet(address)?, address.index)
}

/// Every line of a sheet that tells what happens within, less what the period before states.
fn since_start(court: &Court<'_, '_>, address: &CellAddress) -> Vec<(CellAddress, Value)> {
    let cells = court.cells_of_sheet(address).into_iter();
    let less = |at: CellAddress| {
        let value = court.value(&at)?.minus(&before(court, &at)?);
        Some((at, value))
    };
    cells.filter_map(less).collect()
}

/// For each length of periods: the later sheets of the year in which a cell stands, all of them
/// running totals.
fn whole_years(court: &Court<'_, '_>, address: &CellAddress) -> Vec<Vec<CellAddress>> {
    let Some(sheet) = court.sheet(address) else { return Vec::new() };
    let all = PeriodParts::all(court.part.book(), sheet, address.index).into_iter();
    let complete = all.filter(|parts| parts.sign == Some(Sign::Equal) && parts.sheets.len() > 2);
    let later = complete.map(|parts| {
        let later = parts.sheets.iter().skip(1);
        later.map(|part| CellAddress { period: part.period(), ..address.clone() }).collect()
    });
    later.collect()
}

/// The cells of one sheet that some relation which does not hold adds up, in the order of the form,
/// with what they should give more.
fn series(court: &Court<'_, '_>) -> Vec<(Vec<CellAddress>, Interval)> {
    let nothing = BTreeMap::new();
    let as_stated = Taken { problem: &court.part.problem, instead: &nothing };
    let mut all = Vec::new();
    for (_, relation) in court.failed_relations() {
        if let Some((terms, lack)) = as_stated.lack(relation) {
            for sign in [Rational::ONE, -Rational::ONE] {
                let terms = terms.iter().filter(|(_, by)| **by == sign);
                let mut cells: Vec<CellAddress> =
                    terms.filter_map(|(id, _)| court.part.address(*id).cloned()).collect();
                cells.sort();
                let is_one_sheet = |pair: &[CellAddress]| match pair {
                    [a, b] => is_same_sheet(a, b),
                    _ => true,
                };
                if cells.len() > 2 && cells.windows(2).all(is_one_sheet) {
                    all.push((cells, lack.scaled(&sign)));
                }
            }
        }
    }
    all
}
