//! Families: a parent and all its children, judged together once the whole table is read.

use esep::{Screen, Siblings, Suspicion};

use super::holding::Strange;
use super::index::{Index, repeated};
use super::lines::{Row, Spot};
use super::parts::{PARTS, part_of};
use super::reading::{Rules, Worker};
use super::store::{Store, unpack};
use crate::pieces::Readable;

/// What is known of a family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Family {
    /// The number of the parent.
    pub(super) parent: u64,
    /// The first row of the parent itself, if it has any that is plain.
    pub(super) row: Option<OwnRow>,
    /// What could be found in comparing its rows.
    pub(super) suspicion: Suspicion,
}

/// The row of a parent.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnRow {
    pub(super) spot: Spot,
    /// The number of the one that the parent itself belongs to; 0 where it belongs to none.
    pub(super) above: u64,
}

/// The same as a worker has kept it.
#[derive(Debug, Clone, Copy)]
struct Own {
    row: OwnRow,
    /// The fingerprint of its figures, or where the worker keeps them.
    mark: u64,
    worker: usize,
}

/// All families, by parts.
#[derive(Debug)]
pub(super) struct Families {
    parts: Vec<Part>,
    /// How many families are in the parts before each.
    before: Vec<usize>,
    /// The numbers of codes that come more than once.
    pub(super) twice: Vec<u64>,
}

/// The families whose parents fall into a part.
#[derive(Debug, Default)]
struct Part {
    /// The parents, each at the position of its family.
    index: Index,
    families: Vec<Family>,
}

/// What came of judging some parts, and memory that is used again.
#[derive(Debug, Default)]
struct Judge {
    parts: Vec<(usize, Part)>,
    twice: Vec<u64>,
    codes: Vec<u64>,
    children: Children,
    siblings: Siblings,
    parent: Vec<i64>,
}

impl Families {
    /// Judges the families of a table.
    pub(super) fn judge<T: Readable>(
        table: &T,
        rules: &Rules,
        workers: &[Worker],
        strange: &[Strange],
    ) -> Result<Self, T::Error> {
        let judges = table.share(PARTS, Judge::default, |judge, part| {
            judge.judge(rules, workers, strange, part);
            Ok(())
        })?;
        let (mut parts, mut twice) = (Vec::new(), Vec::new());
        for judge in judges {
            parts.extend(judge.parts);
            twice.extend(judge.twice);
        }
        parts.sort_unstable_by_key(|(number, _)| *number);
        let parts: Vec<Part> = parts.into_iter().map(|(_, part)| part).collect();
        let mut sum = 0;
        let before = |part: &Part| {
            sum += part.families.len();
            sum - part.families.len()
        };
        Ok(Self { before: parts.iter().map(before).collect(), parts, twice })
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Family> + Clone {
        self.parts.iter().flat_map(|part| &part.families)
    }

    /// Whether the organization with this number has others below it.
    pub(super) fn contains(&self, parent: u64) -> bool {
        self.find(parent).is_some()
    }

    /// The families whose parents belong, over some steps, to themselves.
    pub(super) fn circles(&self, strange: &[Strange]) -> Vec<u64> {
        let mut rows: Vec<Option<(Spot, u64)>> =
            self.all().map(|family| family.row.map(|row| (row.spot, row.above))).collect();
        for row in strange {
            // Of several rows with a code, the first counts.
            let first = self.find(row.code).and_then(|family| rows.get_mut(family));
            if let Some(first) = first.filter(|first| first.is_none_or(|(spot, _)| row.spot < spot))
            {
                *first = Some((row.spot, row.parent));
            }
        }
        let above = |family: usize| {
            let (_, above) = rows.get(family).copied().flatten()?;
            self.find(above)
        };
        let parents: Vec<u64> = self.all().map(|family| family.parent).collect();
        // From which start each family was reached first, plus one.
        let mut reached = vec![0; rows.len()];
        let mut circles = Vec::new();
        for start in 0..rows.len() {
            let mut next = Some(start);
            while let Some(family) = next {
                let Some(first) = reached.get_mut(family) else { break };
                if *first == 0 {
                    *first = start + 1;
                    next = above(family);
                    continue;
                }
                if *first == start + 1 {
                    let mut member = Some(family);
                    while let Some(other) = member {
                        circles.extend(parents.get(other));
                        member = above(other).filter(|member| *member != family);
                    }
                }
                break;
            }
        }
        circles
    }

    /// The position of a family.
    fn find(&self, parent: u64) -> Option<usize> {
        let part = part_of(parent);
        Some(self.before.get(part)? + self.parts.get(part)?.index.find(parent)?)
    }
}

impl Judge {
    /// Judges the families of a part.
    fn judge(&mut self, rules: &Rules, workers: &[Worker], strange: &[Strange], part: usize) {
        let (is_whole, width) = (rules.screen.compares_siblings(), rules.screen.width());
        let mut index = Index::default();
        let sums = if is_whole {
            let rows = || workers.iter().flat_map(|worker| worker.figures.rows(part, width));
            self.children.group(&mut index, rows);
            Vec::new()
        } else {
            add_up(&mut index, workers, part)
        };
        let own = |number: &u64| part_of(*number) == part;
        index.extend(strange.iter().map(|row| row.parent).filter(own));
        let families = self.find_parents(&index, workers, strange, part);
        let families = families.zip(0..).map(|((parent, own), family)| {
            let suspicion = own.map_or(Suspicion::Anything, |own| {
                if is_whole {
                    self.compare(&rules.screen, workers, own, family)
                } else if sums.get(family) == Some(&own.mark) {
                    Suspicion::Nothing
                } else {
                    Suspicion::Sums
                }
            });
            Family { parent, row: own.map(|own| own.row), suspicion }
        });
        let families = families.collect();
        self.parts.push((part, Part { index, families }));
    }

    /// The parents of a part with their rows; finds the codes that come more than once as well.
    fn find_parents(
        &mut self,
        index: &Index,
        workers: &[Worker],
        strange: &[Strange],
        part: usize,
    ) -> impl Iterator<Item = (u64, Option<Own>)> + use<> {
        let mut parents: Vec<Option<Own>> = vec![None; index.len()];
        self.codes.clear();
        let own = |number: &u64| part_of(*number) == part;
        self.codes.extend(strange.iter().map(|row| row.code).filter(own));
        for (worker, rows) in workers.iter().map(|worker| worker.rows.of(part)).enumerate() {
            for row in rows {
                self.codes.push(row.code);
                if let Some(parent) = index.find(row.code).and_then(|at| parents.get_mut(at))
                    && parent.is_none_or(|first| row.spot < first.row.spot)
                {
                    let Row { parent: above, mark, spot, .. } = *row;
                    *parent = Some(Own { row: OwnRow { spot, above }, mark, worker });
                }
            }
        }
        self.twice.extend(repeated(&self.codes));
        index.numbers().into_iter().zip(parents)
    }

    fn compare(
        &mut self,
        screen: &Screen,
        workers: &[Worker],
        own: Own,
        family: usize,
    ) -> Suspicion {
        let width = screen.width();
        self.parent.resize(width, 0);
        let figures = workers.get(own.worker).map(|worker| &worker.figures);
        let part = part_of(own.row.above);
        if let Some(mut kept) = figures.and_then(|figures: &Store| figures.row(part, own.mark)) {
            unpack(&mut kept, &mut self.parent);
        }
        let (count, mut kept) = self.children.of(family);
        for figures in self.siblings.rows_mut(count, width).chunks_exact_mut(width) {
            unpack(&mut kept, figures);
        }
        screen.compare(&self.parent, &mut self.siblings)
    }
}

/// The sums of the fingerprints of the children of each family of a part.
fn add_up(index: &mut Index, workers: &[Worker], part: usize) -> Vec<u64> {
    let mut sums: Vec<u64> = Vec::new();
    for child in workers.iter().flat_map(|worker| worker.children.of(part)) {
        match sums.get_mut(index.insert(child.parent)) {
            Some(sum) => *sum = sum.wrapping_add(child.fingerprint),
            None => sums.push(child.fingerprint),
        }
    }
    sums
}

/// The figures of rows as they are kept, family after family: they are read in order.
#[derive(Debug, Default)]
struct Children {
    bytes: Vec<u8>,
    families: Vec<Kin>,
    /// To which family each row belongs, in the order in which they come.
    order: Vec<usize>,
}

/// Where the rows of a family end, and how many they are.
#[derive(Debug, Clone, Copy, Default)]
struct Kin {
    end: usize,
    rows: usize,
}

impl Children {
    /// The children of a family: how many, and their figures.
    fn of(&self, family: usize) -> (usize, &[u8]) {
        let before = family.checked_sub(1).and_then(|last| self.families.get(last));
        let start = before.map_or(0, |before| before.end);
        let Some(Kin { end, rows }) = self.families.get(family) else { return (0, &[]) };
        (*rows, self.bytes.get(start..*end).unwrap_or_default())
    }

    /// Sorts rows by families, which the index numbers.
    fn group<'a, I: Iterator<Item = (u64, &'a [u8])>>(
        &mut self,
        index: &mut Index,
        rows: impl Fn() -> I,
    ) {
        let children = || rows().filter(|(parent, _)| *parent != 0);
        self.families.clear();
        self.order.clear();
        for (parent, row) in children() {
            let family = index.insert(parent);
            self.order.push(family);
            if family == self.families.len() {
                self.families.push(Kin::default());
            }
            if let Some(kin) = self.families.get_mut(family) {
                kin.end += row.len();
                kin.rows += 1;
            }
        }
        let mut sum = 0;
        for kin in &mut self.families {
            sum += std::mem::replace(&mut kin.end, sum);
        }
        if self.bytes.len() < sum {
            self.bytes.resize(sum, 0);
        }
        // Each family begins where the one before ends; when it is filled, its beginning is its end.
        for ((_, row), family) in children().zip(&self.order) {
            let Some(kin) = self.families.get_mut(*family) else { continue };
            let end = kin.end + row.len();
            if let Some(place) = self.bytes.get_mut(kin.end..end) {
                place.copy_from_slice(row);
            }
            kin.end = end;
        }
    }
}
