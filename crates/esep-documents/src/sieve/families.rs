//! Families: a parent and all its children, judged together once the whole table is read.

use esep::{Screen, Siblings, Suspicion};

use super::holding::Strange;

use super::index::{Index, repeated};
use super::reading::{Rules, Worker, fingerprint, stored};
use super::store::{Kept, Locator, part_of};

/// What is known of a family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Family {
    /// The number of the parent.
    pub(super) parent: u64,
    /// Where the first row of the parent itself begins, if it has any that is plain.
    pub(super) start: Option<u64>,
    /// The number of the one that the parent itself belongs to; 0 where it belongs to none.
    pub(super) above: u64,
    /// What could be found in comparing its rows.
    pub(super) suspicion: Suspicion,
}

/// What came of judging some families.
#[derive(Debug, Default)]
pub(super) struct Judge {
    pub(super) families: Vec<Family>,
    /// The numbers of codes that come more than once.
    pub(super) twice: Vec<u64>,
    siblings: Siblings,
    parent: Vec<i64>,
}

impl Judge {
    /// Judges the families of a part. `strange` are the rows that are not plain.
    pub(super) fn judge(
        &mut self,
        rules: &Rules,
        workers: &[Worker],
        strange: &[Strange],
        part: usize,
    ) {
        let parents = strange.iter().map(|row| row.parent);
        let mut index: Index =
            parents.filter(|parent| *parent != 0 && part_of(*parent) == part).collect();
        let is_whole = rules.screen.compares_siblings();
        let (children, sums) = if is_whole {
            (group(&mut index, rules, workers, part), Vec::new())
        } else {
            (Children::default(), add_up(&mut index, rules, workers, part))
        };
        let mut parents: Vec<Option<Locator>> = vec![None; index.hashes().len()];
        let strange = strange.iter().map(|row| row.code);
        let mut codes: Vec<u64> = strange.filter(|code| part_of(*code) == part).collect();
        for (store, worker) in workers.iter().enumerate() {
            for (code, row) in worker.codes.notes(part) {
                codes.push(code);
                if let Some(parent) = index.find(code).and_then(|family| parents.get_mut(family)) {
                    let start = |row: Locator| stored(workers, row).map(|row| row.start);
                    let row = row.in_store(store);
                    if parent.is_none_or(|first| start(row) < start(first)) {
                        *parent = Some(row);
                    }
                }
            }
        }
        self.twice.extend(repeated(&codes));
        for (family, (parent, own)) in index.hashes().iter().zip(parents).enumerate() {
            let own = own.and_then(|own| stored(workers, own));
            let suspicion = own.map_or(Suspicion::Anything, |own| {
                if is_whole {
                    self.compare(&rules.screen, workers, own, children.of(family))
                } else if sums.get(family) == Some(&fingerprint(own)) {
                    Suspicion::Nothing
                } else {
                    Suspicion::Sums
                }
            });
            self.families.push(Family {
                parent: *parent,
                start: own.map(|own| own.start),
                above: own.map_or(0, |own| own.parent),
                suspicion,
            });
        }
    }

    fn compare(
        &mut self,
        screen: &Screen,
        workers: &[Worker],
        own: Kept<'_>,
        children: &[Locator],
    ) -> Suspicion {
        let width = screen.width();
        self.parent.resize(width, 0);
        own.unpack(&mut self.parent);
        let rows = self.siblings.rows_mut(children.len(), width);
        for (child, figures) in children.iter().zip(rows.chunks_exact_mut(width)) {
            if let Some(kept) = stored(workers, *child) {
                kept.unpack(figures);
            }
        }
        screen.compare(&self.parent, &mut self.siblings)
    }
}

/// Rows side by side, family after family.
#[derive(Debug, Default)]
struct Children {
    rows: Vec<Locator>,
    ends: Vec<usize>,
}

impl Children {
    /// The children of a family.
    fn of(&self, family: usize) -> &[Locator] {
        let start = family.checked_sub(1).map_or(Some(0), |last| self.ends.get(last).copied());
        let rows =
            start.zip(self.ends.get(family)).and_then(|(start, end)| self.rows.get(start..*end));
        rows.unwrap_or_default()
    }
}

/// Adds up the fingerprints of the children of each family of a part.
fn add_up(index: &mut Index, rules: &Rules, workers: &[Worker], part: usize) -> Vec<u128> {
    let mut sums: Vec<u128> = vec![0; index.hashes().len()];
    let rows = workers.iter().flat_map(|worker| worker.rows.rows(part, rules.kept()));
    for (_, kept) in rows.filter(|(_, kept)| kept.parent != 0) {
        let (family, fingerprint) = (index.insert(kept.parent), fingerprint(kept));
        match sums.get_mut(family) {
            Some(sum) => *sum = sum.wrapping_add(fingerprint),
            None => sums.push(fingerprint),
        }
    }
    sums
}

/// The families of a part: the rows of each.
fn group(index: &mut Index, rules: &Rules, workers: &[Worker], part: usize) -> Children {
    let mut rows: Vec<(usize, Locator)> = Vec::new();
    let mut ends: Vec<usize> = vec![0; index.hashes().len()];
    for (store, worker) in workers.iter().enumerate() {
        for (row, kept) in worker.rows.rows(part, rules.kept()) {
            if kept.parent == 0 {
                continue;
            }
            let family = index.insert(kept.parent);
            match ends.get_mut(family) {
                Some(count) => *count += 1,
                None => ends.push(1),
            }
            rows.push((family, row.in_store(store)));
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += std::mem::replace(end, sum);
    }
    // Each family begins where the one before ends; when it is filled, its beginning is its end.
    let Some((_, any)) = rows.first().copied() else {
        return Children { rows: Vec::new(), ends };
    };
    let mut sorted = vec![any; rows.len()];
    for (family, row) in rows {
        if let Some(end) = ends.get_mut(family) {
            if let Some(place) = sorted.get_mut(*end) {
                *place = row;
            }
            *end += 1;
        }
    }
    Children { rows: sorted, ends }
}

/// The families whose parents belong, over some steps, to themselves.
pub(super) fn circles(families: &[Family], strange: &[Strange]) -> Vec<u64> {
    let index: Index = families.iter().map(|family| family.parent).collect();
    let mut families = families.to_vec();
    for row in strange {
        // Of several rows with a code, the first counts.
        let family = index.find(row.code).and_then(|family| families.get_mut(family));
        if let Some(family) =
            family.filter(|family| family.start.is_none_or(|start| row.start < start))
        {
            (family.start, family.above) = (Some(row.start), row.parent);
        }
    }
    let above = |family: usize| families.get(family).and_then(|family| index.find(family.above));
    // From which start each family was reached first, plus one.
    let mut reached = vec![0; families.len()];
    let mut circles = Vec::new();
    for start in 0..families.len() {
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
                    circles.extend(families.get(other).map(|family| family.parent));
                    member = above(other).filter(|member| *member != family);
                }
            }
            break;
        }
    }
    circles
}
