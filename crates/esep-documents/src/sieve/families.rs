//! Families: a parent and all its children, judged together once the whole table is read.

use esep::{Screen, Siblings};

use super::holding::Strange;

use super::index::{Index, repeated};
use super::reading::{Worker, stored};
use super::store::{Locator, part_of};

/// What is known of a family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Family {
    /// The number of the parent.
    pub(super) parent: u64,
    /// Where the first row of the parent itself begins, if it has any that is plain.
    pub(super) start: Option<u64>,
    /// The number of the one that the parent itself belongs to; 0 where it belongs to none.
    pub(super) above: u64,
    /// Whether it is proven that nothing could be found in comparing its rows.
    pub(super) is_right: bool,
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
        screen: &Screen,
        workers: &[Worker],
        strange: &[Strange],
        part: usize,
    ) {
        let (index, children) = group(screen, workers, strange, part);
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
        for ((parent, own), children) in index.hashes().iter().zip(parents).zip(children.iter()) {
            let own = own.and_then(|own| stored(workers, own));
            let is_right = own.is_some_and(|own| {
                self.parent.resize(screen.width(), 0);
                own.unpack(&mut self.parent);
                self.compare(screen, workers, children)
            });
            self.families.push(Family {
                parent: *parent,
                start: own.map(|own| own.start),
                above: own.map_or(0, |own| own.parent),
                is_right,
            });
        }
    }

    fn compare(&mut self, screen: &Screen, workers: &[Worker], children: &[Locator]) -> bool {
        let width = screen.width();
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
struct Children {
    rows: Vec<Locator>,
    ends: Vec<usize>,
}

impl Children {
    /// The children of each family, in the order of the index.
    fn iter(&self) -> impl Iterator<Item = &[Locator]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.rows.get(start..*end).unwrap_or_default())
    }
}

/// The families of a part: their parents, and the rows of each.
fn group(
    screen: &Screen,
    workers: &[Worker],
    strange: &[Strange],
    part: usize,
) -> (Index, Children) {
    let parents = strange.iter().map(|row| row.parent);
    let mut index: Index =
        parents.filter(|parent| *parent != 0 && part_of(*parent) == part).collect();
    let mut rows: Vec<(usize, Locator)> = Vec::new();
    let mut ends: Vec<usize> = vec![0; index.hashes().len()];
    for (store, worker) in workers.iter().enumerate() {
        for (row, kept) in worker.rows.rows(part, screen.width()) {
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
        return (index, Children { rows: Vec::new(), ends });
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
    (index, Children { rows: sorted, ends })
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
