//! Where hypotheses begin: a relation that does not hold.

use std::collections::BTreeMap;

use super::{Court, is_same_sheet};
use crate::binding::Value;
use crate::explain::local::Taken;
use crate::explain::problem::CellId;
use crate::figure::{Interval, Rational};
use crate::sheet::{CellAddress, CellIndex};

/// So many sums are reckoned with before a hypothesis is tried.
const MOST_SUMS: usize = 4;

/// A relation that does not hold: of those the one of fewest cells, one of which every hypothesis
/// changes.
pub(super) struct Pivot {
    pub(super) suspects: Vec<Suspect>,
    /// The suspects by their place, where all stand on one sheet.
    pub(super) on_sheet: Option<BTreeMap<CellIndex, usize>>,
    /// Where it is one sum of numbers: by how much that has to change.
    pub(super) lack: Option<Interval>,
    /// Some of all that does not hold and is a sum of numbers.
    pub(super) sums: Vec<Sum>,
}

/// A sum of numbers that does not hold.
pub(super) struct Sum {
    /// Its cells, those on the sheet of the suspects where all stand on one, with their factors.
    terms: Vec<(CellAddress, Rational)>,
    /// By how much it has to change.
    pub(super) lack: Interval,
}

/// A cell of the pivot.
pub(super) struct Suspect {
    pub(super) address: CellAddress,
    /// What it can be so that the relation holds while no other cell changes.
    pub(super) implied: Vec<Interval>,
    /// Its factor in the sum.
    pub(super) by: Option<Rational>,
}

impl Pivot {
    /// The factor in the sum of a cell on the sheet of a suspect; `None` where it has none.
    pub(super) fn factor<'p>(
        &'p self,
        suspect: &'p Suspect,
        index: CellIndex,
    ) -> Option<&'p Rational> {
        match &self.on_sheet {
            Some(places) => self.suspects.get(*places.get(&index)?)?.by.as_ref(),
            None => suspect.by.as_ref().filter(|_| suspect.address.index == index),
        }
    }

    /// Whether a change of the sum by so much would do; so it may where it is no sum of numbers.
    pub(super) fn can_gain(&self, gain: &Rational) -> bool {
        self.lack.as_ref().is_none_or(|lack| lack.contains(gain))
    }
}

impl Suspect {
    /// Whether the relation would hold if the cell were this.
    pub(super) fn can_be(&self, value: &Value) -> bool {
        self.implied.iter().any(|implied| implied.meet(&value.interval).is_some())
    }
}

impl Sum {
    /// The factors of cells of one sheet; 0 of those that do not stand in it.
    pub(super) fn factors(&self, on: &CellAddress, indices: &[CellIndex]) -> Vec<Rational> {
        let mut factors = vec![Rational::ZERO; indices.len()];
        for (address, by) in self.terms.iter().filter(|(address, _)| is_same_sheet(address, on)) {
            let place = indices.binary_search(&address.index).ok();
            if let Some(factor) = place.and_then(|place| factors.get_mut(place)) {
                factor.clone_from(by);
            }
        }
        factors
    }
}

impl Court<'_, '_> {
    /// `None` where all relations hold one by one.
    pub(super) fn pivot(&self) -> Option<Pivot> {
        let nothing = BTreeMap::new();
        let as_stated = Taken { problem: &self.part.problem, instead: &nothing };
        let broken = self.failed_relations().filter(|(_, it)| !as_stated.is_possible(it));
        let (_, relation) = broken.min_by_key(|(_, relation)| relation.cells().len())?;
        let sum = as_stated.lack(relation);
        let suspect = |(id, implied): (CellId, Vec<Interval>)| {
            let by = sum.as_ref().and_then(|(terms, _)| terms.get(&id).cloned());
            Some(Suspect { address: self.part.address(id)?.clone(), implied, by })
        };
        let suspects: Vec<Suspect> =
            as_stated.implied_each(relation).into_iter().filter_map(suspect).collect();
        let is_same = |pair: &[Suspect]| match pair {
            [a, b] => is_same_sheet(&a.address, &b.address),
            _ => true,
        };
        let is_of_one_sheet = suspects.windows(2).all(is_same);
        let places = suspects.iter().enumerate().map(|(at, suspect)| (suspect.address.index, at));
        let on_sheet = is_of_one_sheet.then(|| places.collect());
        let lack = sum.map(|(_, lack)| lack);
        let first = suspects.first().map(|suspect| &suspect.address);
        let is_near = |address: &CellAddress| {
            !is_of_one_sheet || first.is_some_and(|first| is_same_sheet(first, address))
        };
        let sums = self.failed_relations().filter_map(|(_, relation)| {
            let (terms, lack) = as_stated.lack(relation)?;
            let terms = terms.iter().filter_map(|(id, by)| Some((self.part.address(*id)?, by)));
            let terms = terms.filter(|(address, _)| is_near(address));
            let terms = terms.map(|(address, by)| (address.clone(), by.clone()));
            Some(Sum { terms: terms.collect(), lack })
        });
        let sums = sums.take(MOST_SUMS).collect();
        Some(Pivot { suspects, on_sheet, lack, sums })
    }
}
