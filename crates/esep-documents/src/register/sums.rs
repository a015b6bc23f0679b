//! Which sums of numbers are kept, and in what order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use esep::Effect;

use super::plan::Kept;

/// How each counter of numbers is kept. What is always the total of others is not: they are added up
/// once, not with every row. Sums of the same rows stand side by side, those of most rows first, so
/// that a row finds what it adds to in little memory.
pub(super) fn arrange(effects: &[Effect]) -> BTreeMap<usize, Kept> {
    let mut summed: BTreeMap<usize, Summed> = BTreeMap::new();
    for (number, effect) in effects.iter().enumerate() {
        for (counter, slot) in &effect.sums {
            summed.entry(*counter).or_default().push((number, *slot));
        }
    }
    let mut totals: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (counter, own) in &summed {
        let is_part = |of: &Summed| of.iter().all(|added| own.binary_search(added).is_ok());
        let others = summed.iter().filter(|(other, of)| *other != counter && is_part(of));
        let parts: Vec<_> = others.filter(|(other, _)| !totals.contains_key(other)).collect();
        let is_one = |added| parts.iter().filter(|(_, of)| of.contains(added)).count() == 1;
        if own.iter().all(is_one) {
            totals.insert(*counter, parts.into_iter().map(|(other, _)| *other).collect());
        }
    }
    let mut kept: Vec<_> = summed.iter().filter(|(it, _)| !totals.contains_key(it)).collect();
    kept.sort_by_key(|(_, added)| (Reverse(added.len()), added.first().copied()));
    let mut arranged: BTreeMap<usize, Kept> =
        kept.iter().enumerate().map(|(at, (counter, _))| (**counter, Kept::Sum(at))).collect();
    for (counter, parts) in totals {
        let places = parts.iter().filter_map(|part| match arranged.get(part)? {
            Kept::Sum(at) => Some(*at),
            _ => None,
        });
        let total = Kept::Total(places.collect());
        arranged.insert(counter, total);
    }
    arranged
}

/// The effects that add to a counter, in order, each with the slot of the number.
type Summed = Vec<(usize, usize)>;

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(sums: &[(usize, usize)]) -> Effect {
        Effect { sums: sums.to_vec(), ..Effect::default() }
    }

    #[test]
    fn a_total_is_not_kept() {
        // All, those of one kind, those of the other; then another number of the first kind.
        let effects = [effect(&[(5, 0), (6, 0), (9, 1)]), effect(&[(5, 0), (7, 0)])];
        let arranged = arrange(&effects);
        assert_eq!(arranged[&5], Kept::Total(vec![0, 2]));
        assert_eq!(arranged[&6], Kept::Sum(0));
        assert_eq!(arranged[&9], Kept::Sum(1));
        assert_eq!(arranged[&7], Kept::Sum(2));
    }

    #[test]
    fn what_has_rows_of_its_own_is_kept() {
        let effects = [effect(&[(5, 0), (6, 0)]), effect(&[(5, 0)])];
        assert_eq!(arrange(&effects), [(5, Kept::Sum(0)), (6, Kept::Sum(1))].into());
        // The same rows, but another number.
        let effects = [effect(&[(5, 0), (6, 1)])];
        assert_eq!(arrange(&effects), [(5, Kept::Sum(0)), (6, Kept::Sum(1))].into());
    }

    #[test]
    fn of_two_that_are_always_the_same_one_is_kept() {
        let effects = [effect(&[(5, 0), (6, 0)])];
        assert_eq!(arrange(&effects), [(5, Kept::Total(vec![0])), (6, Kept::Sum(0))].into());
    }
}
