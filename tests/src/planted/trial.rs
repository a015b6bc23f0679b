//! One trial: slips planted, checked, explained; and what came of many.

use std::collections::{BTreeMap, BTreeSet};

use esep::explain::{
    Cause, CellChange, Explained, Limits, Outcome, Settled, Slip, Solution, explain,
};
use esep::{Book, Code, Family, OrganizationId, check_for};

use super::random::Random;
use super::slip::{Kind, Planted, plant};
use super::union::Union;

/// What came of many trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many there were in which every slip broke some relation.
    pub trials: usize,
    /// In how many the planted set is among the smallest.
    pub offered: usize,
    /// In how many of those in which no fewer figures explain all findings it is.
    pub offered_of_the_rest: usize,
    /// In how many it is the first offer.
    pub first: usize,
    /// In how many it is called by its kind.
    pub named: usize,
    /// In how many its kind is among those that it is said to look like.
    pub listed: usize,
    /// In how many one explanation tells all that was planted.
    pub in_one: usize,
    /// In how many fewer figures explain all findings, and changing these leaves none: there the
    /// planted set cannot be among the smallest.
    pub fewer: usize,
    /// In how many the search had no answer or not all.
    pub cut_short: usize,
    /// In how many more some slip broke no relation.
    pub invisible: usize,
}

impl Tally {
    /// Plants one slip of each of these kinds, so many times, each in its own place.
    pub fn of(
        union: &Union,
        book: &mut Book,
        times: usize,
        random: &mut Random,
        kinds: impl Fn(&mut Random) -> Vec<Kind>,
    ) -> Self {
        let mut tally = Self::default();
        // What cannot happen to a figure is drawn again, but not for ever.
        for _ in 0..times.saturating_mul(50) {
            if tally.trials >= times {
                break;
            }
            let kinds = kinds(random);
            let slips: Option<Vec<Planted>> =
                kinds.into_iter().map(|kind| plant(union, kind, random)).collect();
            let Some(slips) = slips.filter(|slips| are_apart(slips)) else { continue };
            match one_trial(union, book, &slips) {
                Some(trial) if slips.iter().all(|slip| union.is_broken_by(slip)) => {
                    tally.add(trial);
                }
                _ => tally.invisible += 1,
            }
        }
        tally
    }

    fn add(&mut self, other: Self) {
        self.trials += other.trials;
        self.offered += other.offered;
        self.offered_of_the_rest += other.offered_of_the_rest;
        self.first += other.first;
        self.named += other.named;
        self.listed += other.listed;
        self.in_one += other.in_one;
        self.fewer += other.fewer;
        self.cut_short += other.cut_short;
        self.invisible += other.invisible;
    }
}

/// Whether no cell is changed by two slips.
fn are_apart(slips: &[Planted]) -> bool {
    let cells: BTreeSet<_> = slips.iter().flat_map(|slip| slip.cells.keys()).collect();
    cells.len() == slips.iter().map(|slip| slip.cells.len()).sum::<usize>()
}

/// Plants slips in a book that is right, explains what is found, and puts the book right.
/// `None` where no relation fails.
fn one_trial(union: &Union, book: &mut Book, slips: &[Planted]) -> Option<Tally> {
    for ((organization, line), stated) in slips.iter().flat_map(|slip| &slip.cells) {
        union.state(book, *organization, *line, *stated);
    }
    let tally = look(union, book, slips);
    for (organization, line) in slips.iter().flat_map(|slip| slip.cells.keys()) {
        union.state(book, *organization, *line, union.figure(*organization, *line));
    }
    tally
}

fn look(union: &Union, book: &Book, slips: &[Planted]) -> Option<Tally> {
    let arithmetic = |code: Code| code.family() != Family::Plausibility;
    let findings = check_for(book, arithmetic).findings;
    let explained = explain(book, &findings, &Limits::default());
    if explained.is_empty() {
        return None;
    }
    let planted: BTreeMap<(usize, usize), Kind> =
        slips.iter().flat_map(|slip| slip.cells.keys().map(|cell| (*cell, slip.kind))).collect();
    let (mut is_offered, mut is_first) = (true, true);
    let (mut is_named, mut is_listed) = (true, true);
    let mut is_cut_short = false;
    let (mut found, mut size) = (BTreeSet::new(), 0);
    for group in &explained {
        let solutions = group.outcome.solutions();
        match &group.outcome {
            Outcome::Solved { is_complete, size: smallest, .. } => {
                is_cut_short |= !is_complete;
                size += usize::try_from(*smallest).unwrap_or_default();
            }
            _ => is_cut_short = true,
        }
        let cells_of = |solution: &Solution| -> Option<Vec<(usize, usize)>> {
            let changes = solution.changes.iter();
            changes.map(|change| restored(union, change)).collect()
        };
        let is_planted =
            |cells: &Vec<(usize, usize)>| cells.iter().all(|cell| planted.contains_key(cell));
        let matching = solutions.iter().enumerate().find_map(|(at, solution)| {
            Some((at, solution, cells_of(solution).filter(is_planted)?))
        });
        match matching {
            None => is_offered = false,
            Some((at, solution, cells)) => {
                is_first &= at == 0;
                let kinds: Vec<Kind> =
                    cells.iter().filter_map(|cell| planted.get(cell)).copied().collect();
                is_named &= names(&solution.cause, &kinds);
                is_listed &= names(&solution.cause, &kinds) || lists(solution, &kinds);
                found.extend(cells);
            }
        }
    }
    let is_fewer = size < planted.len() && are_enough(book, &explained, arithmetic);
    is_offered &= found.len() == planted.len();
    Some(Tally {
        trials: 1,
        offered: usize::from(is_offered),
        offered_of_the_rest: usize::from(is_offered && !is_fewer),
        first: usize::from(is_offered && is_first),
        named: usize::from(is_offered && is_named),
        listed: usize::from(is_offered && is_listed),
        in_one: usize::from(is_offered && explained.len() == 1),
        fewer: usize::from(is_fewer),
        cut_short: usize::from(is_cut_short),
        invisible: 0,
    })
}

/// Whether the first of the smallest sets of each group leave nothing that could be explained.
fn are_enough(book: &Book, explained: &[Explained], codes: impl Fn(Code) -> bool + Copy) -> bool {
    let settled = explained.iter().try_fold(book.clone(), |book, group| {
        let mut smallest = group.outcome.solutions().iter().filter(|it| it.is_smallest);
        smallest.find_map(|solution| solution.applied(&book))
    });
    settled.is_some_and(|book| {
        check_for(&book, codes).findings.iter().all(|finding| finding.relations.is_empty())
    })
}

/// The cell that a change is about, where the change allows for the true figure.
fn restored(union: &Union, change: &CellChange) -> Option<(usize, usize)> {
    let at = |id: &str, letter: char| id.strip_prefix(letter)?.parse::<usize>().ok();
    let organization: &OrganizationId = &change.cell.organization;
    let cell = (at(organization.as_str(), 'o')?, at(change.cell.line.as_str(), 'l')?);
    let figure = union.figure(cell.0, cell.1)?.into();
    let is_true = match &change.to {
        Settled::Figure(to) => to.value == figure,
        Settled::Between { low, high } => {
            low.as_ref().is_none_or(|low| low.value <= figure)
                && high.as_ref().is_none_or(|high| high.value >= figure)
        }
    };
    (is_true && Some(change.cell.period) == Union::period()).then_some(cell)
}

/// Whether the cause of an offer says what was planted in these cells.
fn names(cause: &Cause, planted: &[Kind]) -> bool {
    if let Cause::Each(causes) = cause {
        let mut pairs = causes.iter().zip(planted);
        return pairs.all(|(cause, kind)| names(cause, &[*kind]));
    }
    let kind = match cause {
        Cause::Slip(slip) => kind_of(*slip),
        Cause::Exchanged => Kind::Exchanged,
        Cause::RowInOtherUnit(_) => Kind::RowInOtherUnit,
        Cause::CountedTwice(_) => Kind::CountedTwice,
        Cause::LeftOut(_) => Kind::LeftOut,
        Cause::PartMissing => Kind::Blank,
        Cause::CopiedFromPrevious => Kind::CopiedFromPrevious,
        Cause::Copied(_) => Kind::CopiedFromNeighbor,
        _ => return false,
    };
    planted.iter().all(|planted| *planted == kind)
}

/// Whether each cell of an offer is said to look like what was planted in it.
fn lists(solution: &Solution, planted: &[Kind]) -> bool {
    let mut pairs = solution.changes.iter().zip(planted);
    pairs.all(|(change, planted)| change.kinds.iter().any(|kind| names(kind, &[*planted])))
}

fn kind_of(slip: Slip) -> Kind {
    match slip {
        Slip::DigitsSwapped => Kind::DigitsSwapped,
        Slip::DigitDropped => Kind::DigitDropped,
        Slip::DigitDoubled => Kind::DigitDoubled,
        Slip::DigitAdded => Kind::DigitAdded,
        Slip::DigitWrong => Kind::DigitWrong,
        Slip::Sign => Kind::Sign,
        Slip::PowerOfTen(_) => Kind::PowerOfTen,
    }
}

impl Union {
    /// Whether a slip by itself breaks some relation: a sum of the form, or one of a parent and its
    /// children. A blank part counts as nought where most parts are there; a sum of children one of
    /// whom left a blank is not asked for.
    fn is_broken_by(&self, slip: &Planted) -> bool {
        let now = |organization: usize, line: usize| match slip.cells.get(&(organization, line)) {
            Some(stated) => *stated,
            None => self.figure(organization, line),
        };
        let breaks_form = |organization: usize| {
            self.layout.sums().iter().any(|(total, parts)| {
                let stated: Vec<i64> =
                    parts.iter().filter_map(|part| now(organization, *part)).collect();
                let sum: i64 = stated.iter().sum();
                let total = now(organization, *total);
                let is_asked = stated.len() == parts.len() || stated.len() > 1;
                total.is_some_and(|total| sum > total || is_asked && sum != total)
            })
        };
        let breaks_parent = |organization: usize, line: usize| {
            let below: Option<Vec<i64>> =
                self.children(organization).map(|child| now(child, line)).collect();
            let below = below.filter(|below| !below.is_empty());
            let own = now(organization, line);
            below.zip(own).is_some_and(|(below, own)| own != below.iter().sum::<i64>())
        };
        slip.cells.keys().any(|(organization, line)| {
            breaks_form(*organization)
                || breaks_parent(*organization, *line)
                || self.parent(*organization).is_some_and(|parent| breaks_parent(parent, *line))
        })
    }
}
