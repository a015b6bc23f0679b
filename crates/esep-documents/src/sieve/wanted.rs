//! Which rows are held back, and where they are.

use std::collections::BTreeSet;

use esep::Suspicion;

use super::families::Families;
use super::holding::Strange;
use super::index::Index;
use super::lines::{Row, Spot};
use super::reading::Worker;

/// The families of which all rows are held back, and the codes of other rows that are.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The families of which it is not clear who belongs to them.
    unsure: Index,
    /// The clear families whose rows are not proven right.
    doubtful: Index,
    /// Those of them of which only the sums are doubtful.
    of_sums: Index,
    codes: Index,
    /// All of these.
    all: Marks,
}

/// A few bits that tell most numbers apart from some.
#[derive(Debug)]
struct Marks(Vec<u64>);

/// Rows that are held back.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Those that are read and checked together.
    pub(super) apart: Vec<Spot>,
    /// Those of families that are compared by themselves, each with what is suspected and the number of
    /// its parent.
    pub(super) families: Vec<(Suspicion, u64, Spot)>,
}

impl Wanted {
    /// What must be held back, but for rows that are not right by themselves.
    pub(super) fn new(workers: &[Worker], strange: &[Strange], families: &Families) -> Self {
        let unknown = families.all().filter(|family| family.row.is_none());
        let mut unsure: Index = unknown.map(|family| family.parent).collect();
        // What is not plain was not compared with anything.
        let of_strange = strange.iter().flat_map(|row| [row.code, row.parent]);
        unsure.extend(of_strange.chain(families.circles(strange)));
        let twice: Index = families.twice.iter().copied().collect();
        if !twice.is_empty() {
            unsure.extend(twice.numbers());
            let rows = workers.iter().flat_map(|worker| worker.rows.all());
            unsure.extend(rows.filter(|row| twice.contains(row.code)).map(|row| row.parent));
        }
        let wrong = families.all().filter(|family| family.suspicion != Suspicion::Nothing);
        let wrong = wrong.map(|family| family.parent);
        let mut doubtful: Index = wrong.filter(|family| !unsure.contains(*family)).collect();
        if !unsure.is_empty() {
            // An organization that belongs to nobody may be what another one counted in.
            unsure.extend(std::mem::take(&mut doubtful).numbers());
        }
        let codes = unsure.numbers().into_iter().collect();
        let of_sums = families.all().filter(|family| family.suspicion == Suspicion::Sums);
        let of_sums = of_sums.map(|family| family.parent).collect();
        let mut wanted = Self { unsure, doubtful, of_sums, codes, all: Marks(Vec::new()) };
        wanted.all = wanted.marks();
        wanted
    }

    /// Adds the codes of single rows.
    pub(super) fn add_codes(&mut self, codes: impl Iterator<Item = u64>) {
        self.codes.extend(codes);
        self.all = self.marks();
    }

    fn marks(&self) -> Marks {
        let numbers = [&self.unsure, &self.doubtful, &self.codes].map(Index::numbers).concat();
        let mut marks = Marks(vec![0; numbers.len().next_power_of_two().max(512)]);
        for number in numbers {
            let (word, bit) = marks.place(number);
            if let Some(word) = marks.0.get_mut(word) {
                *word |= bit;
            }
        }
        marks
    }

    /// Whether it is not clear who belongs to a family.
    pub(super) fn is_unsure(&self, parent: u64) -> bool {
        self.unsure.contains(parent)
    }

    /// Adds a plain row where it is held back.
    #[inline]
    pub(super) fn look_at(&self, row: &Row, found: &mut Found) {
        if self.all.may_be_of(row.code) || self.all.may_be_of(row.parent) {
            self.look_closely_at(row, found);
        }
    }

    fn look_closely_at(&self, row: &Row, found: &mut Found) {
        if self.is_unsure(row.parent) || self.codes.contains(row.code) {
            found.apart.push(row.spot);
        }
        for family in [row.parent, row.code] {
            if self.doubtful.contains(family) {
                let is_of_sums = self.of_sums.contains(family);
                let suspicion = if is_of_sums { Suspicion::Sums } else { Suspicion::Anything };
                found.families.push((suspicion, family, row.spot));
            }
        }
    }
}

impl Marks {
    #[inline]
    fn may_be_of(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    #[inline]
    fn place(&self, number: u64) -> (usize, u64) {
        let word = usize::try_from(number >> 6 & 0xFFFF_FFFF).unwrap_or_default();
        (word & (self.0.len() - 1), 1 << (number & 63))
    }
}

/// Which of some codes are those of rows, all by their numbers.
pub(super) fn known(
    workers: &[Worker],
    strange: &[Strange],
    codes: impl Iterator<Item = u64>,
) -> BTreeSet<u64> {
    let asked: Index = codes.collect();
    let plain = workers.iter().flat_map(|worker| worker.rows.all()).map(|row| row.code);
    let all = plain.chain(strange.iter().map(|row| row.code));
    all.filter(|code| asked.contains(*code)).collect()
}
