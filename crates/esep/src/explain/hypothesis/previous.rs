//! A block of figures left standing from the period before.

use std::collections::BTreeSet;

use super::{Court, Hypothesis, is_same_sheet};
use crate::explain::cause::Cause;
use crate::explain::search::{Search, Verdict};
use crate::figure::Rational;
use crate::linear::Budget;
use crate::sheet::CellAddress;

/// A figure below this is often the same twice.
pub(in crate::explain) const LEAST_COPIED: i64 = 100;

/// The figures of one sheet in relations that do not hold are free where they are those of the
/// period before.
pub(super) fn try_all(court: &mut Court<'_, '_>) {
    let cells = court.failed_relations().flat_map(|(_, relation)| relation.cells());
    let cells: BTreeSet<&CellAddress> = cells.filter_map(|id| court.part.address(id)).collect();
    let copied = cells.into_iter().filter(|address| is_as_before(court, address)).cloned();
    let copied: Vec<CellAddress> = copied.collect();
    let sheets = copied.chunk_by(is_same_sheet);
    for sheet in sheets.filter(|sheet| sheet.len() > 1) {
        court.part.surround(sheet);
        if court.part.touches_opaque(sheet.iter()) {
            continue;
        }
        let set = sheet.iter().filter_map(|address| court.part.id(address)).collect();
        let mut budget = Budget::steps(court.limits.steps);
        let mut search = Search::new(&court.part.problem);
        if !matches!(search.decide(&set, &mut budget), Verdict::Enough) {
            continue;
        }
        let values = search.values(&set, &mut budget).into_iter();
        let changes = values.filter_map(|(id, to)| Some((court.part.address(id)?.clone(), to)));
        let changes = changes.collect();
        let cause = Cause::CopiedFromPrevious;
        court.accepted.push(Hypothesis { cause, changes, is_exact: true });
    }
}

/// Whether a cell states just what it did in the period before.
fn is_as_before(court: &Court<'_, '_>, address: &CellAddress) -> bool {
    let previous = address.period.previous();
    let previous = previous.map(|period| CellAddress { period, ..address.clone() });
    let before = previous.and_then(|previous| court.part.net().stated(&previous));
    let now = court.part.net().stated(address);
    now.zip(before).is_some_and(|(now, before)| {
        now.number == before.number && now.number.abs() >= Rational::from(LEAST_COPIED)
    })
}
