//! A whole row, line or column in another unit.

use super::{Court, Pivot};
use crate::binding::Value;
use crate::explain::cause::Cause;
use crate::figure::{Rational, UnitKind};
use crate::sheet::CellAddress;

/// The powers of ten that units differ by.
pub(in crate::explain) const POWERS: [i32; 8] = [3, -3, 1, -1, 2, -2, 6, -6];

pub(super) fn try_all(court: &mut Court<'_, '_>, pivot: &Pivot) {
    for suspect in &pivot.suspects {
        let Some(own) = court.value(&suspect.address).filter(|own| !own.number.is_zero()) else {
            continue;
        };
        for power in POWERS {
            let factor = Rational::power_of_ten(-power);
            if !suspect.can_be(&scaled(&own, &factor)) {
                continue;
            }
            for block in blocks(court, &suspect.address) {
                let changes: Vec<(CellAddress, Value)> = block
                    .into_iter()
                    .filter_map(|at| Some((scaled(&court.value(&at)?, &factor), at)))
                    .map(|(value, at)| (at, value))
                    .collect();
                court.try_changes(Cause::RowInOtherUnit(power), changes);
            }
        }
    }
}

fn scaled(value: &Value, factor: &Rational) -> Value {
    Value { number: &value.number * factor, interval: value.interval.scaled(factor) }
}

/// What may have been written in one unit: all of a sheet that is no ratio, what is of one kind
/// there, a column, a line.
fn blocks(court: &Court<'_, '_>, address: &CellAddress) -> Vec<Vec<CellAddress>> {
    let all = court.cells_of_sheet(address);
    let is_ratio =
        |at: &&CellAddress| matches!(court.kind(at), None | Some(UnitKind::Share | UnitKind::Rate));
    let all: Vec<&CellAddress> = all.iter().filter(|at| !is_ratio(at)).collect();
    let kind = court.kind(address);
    let these = |is_one: &dyn Fn(&CellAddress) -> bool| -> Vec<CellAddress> {
        all.iter().filter(|at| is_one(at)).map(|at| (*at).clone()).collect()
    };
    vec![
        these(&|_| true),
        these(&|at| court.kind(at) == kind),
        these(&|at| at.index.column == address.index.column),
        these(&|at| at.index.line == address.index.line),
    ]
}
