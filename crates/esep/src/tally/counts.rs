//! Counting rows by organization; parts that merge.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::counting::Counting;
use super::row::Row;
use super::rules::Rules;
use crate::id::OrganizationId;

/// What was counted, by organization: a number for each of [`Counting::counters`].
///
/// Tallies by the same rules are a commutative monoid: an empty one changes nothing, and in which
/// order rows are added and tallies merged makes no difference.
///
/// ```
/// use esep::{Forms, Register, Rules, Tally, When};
/// let register = Register::find("injuries").unwrap();
/// let header = ["org_code", "date", "severity", "days_lost"];
/// let when = When::In("2020".parse().unwrap());
/// let rules = Rules::new(register, &Forms::built_in(), &header, when).unwrap();
/// let mut tally = Tally::new(&rules);
/// for fields in [["plant", "2020-02-29", "minor", "12"], ["plant", "2020-05-04", "fatal", ""]] {
///     tally.add(&rules.read(&fields).unwrap().unwrap(), "plant", &rules);
/// }
/// let counted: Vec<_> = tally.iter().collect();
/// // injured, minor, moderate, severe, fatal, days lost
/// assert_eq!(counted, [("plant", &[2, 1, 0, 0, 1, 12][..])]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    organizations: BTreeMap<OrganizationId, Vec<i128>>,
    once: Vec<bool>,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(rules: &Rules) -> Self {
        Self::counting(rules.counting())
    }

    /// Nothing counted yet of what is to be counted.
    pub fn counting(counting: &Counting) -> Self {
        let once = counting.counters().iter().map(|counter| counter.once).collect();
        Self { organizations: BTreeMap::new(), once }
    }

    /// The same where less is counted: what `fewer` leaves out is forgotten.
    #[must_use]
    pub fn narrowed(self, counting: &Counting, fewer: &Counting) -> Self {
        if counting == fewer {
            return self;
        }
        let place = |counter| counting.counters().iter().position(|it| it == counter);
        let places: Vec<Option<usize>> = fewer.counters().iter().map(place).collect();
        let narrow = |counters: &Vec<i128>| {
            let number = |place: &Option<usize>| counters.get((*place)?).copied();
            places.iter().map(|place| number(place).unwrap_or_default()).collect()
        };
        let organizations = self.organizations.iter();
        Self {
            organizations: organizations.map(|(id, it)| (id.clone(), narrow(it))).collect(),
            ..Self::counting(fewer)
        }
    }

    /// The same where organizations are called as `name` says; those that it knows nothing of are
    /// left out, and it is told how many these are.
    #[must_use]
    pub fn renamed(self, name: impl Fn(&str) -> Option<OrganizationId>) -> (Self, usize) {
        let mut renamed = Self { organizations: BTreeMap::new(), once: self.once };
        let mut unknown = 0;
        for (organization, counters) in self.organizations {
            match name(organization.as_str()) {
                Some(id) => {
                    let numbers: Vec<_> = counters.into_iter().enumerate().collect();
                    renamed.add_numbers(id.as_str(), &numbers);
                }
                None => unknown += 1,
            }
        }
        (renamed, unknown)
    }

    /// Counts a row of an organization.
    pub fn add(&mut self, row: &Row<'_>, organization: &str, rules: &Rules) {
        let Some(effect) = rules.effects().get(row.class) else { return };
        let numbers = effect
            .sums
            .iter()
            .filter_map(|(counter, slot)| Some((*counter, i128::from(*row.numbers.get(*slot)?))));
        let ones = effect.adds.iter().map(|counter| (*counter, 1));
        let added: Vec<(usize, i128)> = ones.chain(numbers).collect();
        self.add_numbers(organization, &added);
    }

    /// Adds numbers to some counters of an organization.
    pub fn add_numbers(&mut self, organization: &str, numbers: &[(usize, i128)]) {
        let counters = match self.organizations.get_mut(organization) {
            Some(counters) => counters,
            None => {
                let nothing = vec![0; self.once.len()];
                self.organizations.entry(organization.into()).or_insert(nothing)
            }
        };
        for (counter, number) in numbers {
            if let Some(sum) = counters.get_mut(*counter) {
                *sum = sum.saturating_add(*number);
                if self.once.get(*counter) == Some(&true) {
                    *sum = (*sum).min(1);
                }
            }
        }
    }

    /// Adds what another tally by the same rules has counted.
    pub fn merge(&mut self, other: Self) {
        for (organization, counters) in other.organizations {
            match self.organizations.entry(organization) {
                Entry::Vacant(entry) => {
                    entry.insert(counters);
                }
                Entry::Occupied(entry) => {
                    let organization = entry.key().clone();
                    let numbers: Vec<_> = counters.into_iter().enumerate().collect();
                    self.add_numbers(organization.as_str(), &numbers);
                }
            }
        }
    }

    /// The organizations that have rows, sorted by code, and what was counted of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[i128])> {
        let organizations = self.organizations.iter();
        organizations.map(|(id, counters)| (id.as_str(), counters.as_slice()))
    }
}
