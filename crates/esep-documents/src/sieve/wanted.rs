//! Which rows are held back, and where they are.

use std::collections::BTreeSet;

use esep::Suspicion;

use super::families::{Family, circles};
use super::holding::{Strange, number_of};
use super::index::Index;
use super::reading::{Worker, stored};
use super::store::{PARTS, part_of};

/// The families of which all rows are held back, and the codes of other rows that are.
#[derive(Debug)]
pub(super) struct Wanted {
    families: Index,
    /// The families of which it is not clear who belongs to them.
    unsure: Index,
    /// The clear families whose rows are not proven right.
    doubtful: Index,
    /// Those of them of which only the sums are doubtful.
    of_sums: Index,
    codes: Index,
}

/// Where rows begin that are held back.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Of rows that are read and checked together.
    pub(super) apart: Vec<u64>,
    /// Of families that are compared by themselves, each with what is suspected and the number of
    /// its parent.
    pub(super) families: Vec<(Suspicion, u64, u64)>,
}

impl Wanted {
    /// What must be held back, but for rows that are not right by themselves. `twice` are the
    /// numbers of codes that come more than once.
    pub(super) fn new(
        workers: &[Worker],
        strange: &[Strange],
        families: &[Family],
        twice: &[u64],
    ) -> Self {
        let unknown = families.iter().filter(|family| family.start.is_none());
        let mut unsure: Index = unknown.map(|family| family.parent).collect();
        // What is not plain was not compared with anything.
        for row in strange {
            unsure.insert(row.code);
            unsure.insert(row.parent);
        }
        for circle in circles(families, strange) {
            unsure.insert(circle);
        }
        let twice: Index = twice.iter().copied().collect();
        for code in twice.hashes() {
            unsure.insert(*code);
        }
        let parts = if twice.is_empty() { 0..0 } else { 0..PARTS };
        for (store, worker) in workers.iter().enumerate() {
            let notes = parts.clone().flat_map(|part| worker.codes.notes(part));
            let rows = notes.filter(|(code, _)| twice.contains(*code));
            for row in rows.filter_map(|(_, row)| stored(workers, row.in_store(store))) {
                unsure.insert(row.parent);
            }
        }
        let wrong = families.iter().filter(|family| family.suspicion != Suspicion::Nothing);
        let wrong = wrong.map(|family| family.parent);
        let mut doubtful: Index = wrong.filter(|family| !unsure.contains(*family)).collect();
        if !unsure.is_empty() {
            // An organization that belongs to nobody may be what another one counted in.
            for family in std::mem::take(&mut doubtful).hashes() {
                unsure.insert(*family);
            }
        }
        let codes = unsure.hashes().iter().copied().filter(|code| *code != 0).collect();
        let of_sums = families.iter().filter(|family| family.suspicion == Suspicion::Sums);
        let of_sums = of_sums.map(|family| family.parent).collect();
        let families = families.iter().map(|family| family.parent).collect();
        Self { families, unsure, doubtful, of_sums, codes }
    }

    /// Adds the codes of single rows.
    pub(super) fn add_codes(&mut self, codes: impl Iterator<Item = u64>) {
        codes.for_each(|code| {
            self.codes.insert(code);
        });
    }

    /// Whether the organization with this number has others below it.
    pub(super) fn is_family(&self, number: u64) -> bool {
        self.families.contains(number)
    }

    /// Whether it is not clear who belongs to a family.
    pub(super) fn is_unsure(&self, number: u64) -> bool {
        number != 0 && self.unsure.contains(number)
    }

    fn suspicion(&self, parent: u64) -> Suspicion {
        if self.of_sums.contains(parent) { Suspicion::Sums } else { Suspicion::Anything }
    }

    /// Finds the rows of a part that are held back, and the rows of those whose codes fall into it.
    pub(super) fn find(&self, workers: &[Worker], width: usize, part: usize, found: &mut Found) {
        let is_there = |index: &Index| index.hashes().iter().any(|hash| part_of(*hash) == part);
        if is_there(&self.unsure) || is_there(&self.doubtful) {
            for (_, row) in workers.iter().flat_map(|worker| worker.rows.rows(part, width)) {
                if self.is_unsure(row.parent) {
                    found.apart.push(row.start);
                } else if self.doubtful.contains(row.parent) {
                    let suspicion = self.suspicion(row.parent);
                    found.families.push((suspicion, row.parent, row.start));
                }
            }
        }
        if is_there(&self.codes) || is_there(&self.doubtful) {
            for (store, worker) in workers.iter().enumerate() {
                for (code, row) in worker.codes.notes(part) {
                    let start = || Some(stored(workers, row.in_store(store))?.start);
                    if self.codes.contains(code) {
                        found.apart.extend(start());
                    }
                    if self.doubtful.contains(code) {
                        let suspicion = self.suspicion(code);
                        found.families.extend(start().map(|start| (suspicion, code, start)));
                    }
                }
            }
        }
    }
}

/// Which of some codes are those of rows, by their numbers.
pub(super) fn known<'a>(
    workers: &[Worker],
    strange: &[Strange],
    codes: impl Iterator<Item = &'a String>,
) -> BTreeSet<u64> {
    let asked: Index = codes.map(|code| number_of(code)).collect();
    let plain = (0..PARTS)
        .flat_map(|part| workers.iter().flat_map(move |worker| worker.codes.notes(part)))
        .map(|(code, _)| code);
    let all = plain.chain(strange.iter().map(|row| row.code));
    all.filter(|code| asked.contains(*code)).collect()
}
