//! Whose ground changed between two periods: below whom organizations have come or gone.

use std::collections::BTreeMap;

use super::Structure;
use crate::id::OrganizationId;
use crate::period::Period;

/// Tells whether an organization's figures of two periods are about the same organizations.
pub(crate) struct Grounds<'a> {
    structure: &'a Structure,
    /// What was worked out lately, for it is asked of one organization after another.
    known: BTreeMap<Period, Fingerprints<'a>>,
}

/// For each organization a number made of all that stand below it, on every level.
type Fingerprints<'a> = BTreeMap<&'a OrganizationId, u128>;

/// So many periods are kept.
const MOST_KNOWN: usize = 8;

impl<'a> Grounds<'a> {
    pub(crate) fn of(structure: &'a Structure) -> Self {
        Self { structure, known: BTreeMap::new() }
    }

    /// Whether the same organizations stand below this one in both periods.
    pub(crate) fn is_same(&mut self, id: &OrganizationId, earlier: Period, later: Period) -> bool {
        if self.known.len() > MOST_KNOWN {
            self.known.clear();
        }
        let structure = self.structure;
        let [before, after] = [earlier, later].map(|period| {
            let known = self.known.entry(period).or_insert_with(|| structure.fingerprints(period));
            known.get(id).copied()
        });
        before == after
    }
}

impl Structure {
    /// The sum over all below an organization does not depend on their order or their levels.
    fn fingerprints(&self, period: Period) -> Fingerprints<'_> {
        let mut fingerprints = Fingerprints::new();
        for parent in self.parents_upwards(period) {
            let below = self.children(parent, period).into_iter().map(|child| {
                let further = fingerprints.get(child).copied().unwrap_or_default();
                fingerprint(child).wrapping_add(further)
            });
            let sum = below.fold(0, u128::wrapping_add);
            fingerprints.insert(parent, sum);
        }
        fingerprints
    }
}

/// The hash function FNV-1a: two codes out of however many are most unlikely to agree in it.
fn fingerprint(id: &OrganizationId) -> u128 {
    const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = id.as_str().bytes();
    bytes.fold(START, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}
