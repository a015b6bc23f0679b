//! Totals and their parts, found by labels, numbers, indentation and arithmetic.
//!
//! Rows and columns are looked at alike, as series of figures side by side.
//!
//! - A series that is called a total is the sum of those before or after it: of the group that fits
//!   nearly everywhere (in three cases of four, or all but one), or, where none does, of the group that stands where a total's parts
//!   stand. So a total that is wrong everywhere is still a total.
//! - `4.1` and `4.2` are parts of `4`; what is indented is part of what it is indented below; `of
//!   which` begins parts. They need not be all: where they do not add up nearly everywhere,
//!   each may not exceed its whole, and nothing else is asked.
//! - Without any word, the last series is the sum of all before it, the first of all after it, and any
//!   other of those right before or after it, only if that holds nearly everywhere, at least twice
//!   or with three parts that are not nought.

use super::axis::Axis;
use super::layout::Series;
use crate::binding::possible;
use crate::figure::{Interval, Rational};
use crate::form::Sign;

/// A whole and what was taken for its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
    /// How we know.
    pub(super) basis: Basis,
    /// Whether the parts are all, so that they add up.
    pub(super) is_complete: bool,
}

/// How a relation is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// By a word such as `total` or `of which`.
    Label,
    /// By numbers or indentation.
    Order,
    /// It holds nearly everywhere.
    Arithmetic,
}

/// More totals are not looked at.
const MOST_TOTALS: usize = 200;
/// Totals of totals of totals, and so on.
const MOST_LEVELS: usize = 8;

/// What is found on an axis. `left_out` are series that are neither whole nor part: shares, changes.
pub(super) fn find(axis: &Axis<'_>, left_out: &[usize]) -> Vec<Claim> {
    let series: Vec<usize> = (0..axis.series.len()).filter(|at| !left_out.contains(at)).collect();
    let totals = axis.series.iter().filter(|series| series.words.is_total).count();
    let totals_mean_something = totals * 2 <= axis.series.len() || axis.series.len() < 4;
    let mut search = Search {
        axis,
        series,
        claims: Vec::new(),
        is_part: vec![false; axis.series.len()],
        totals_mean_something,
    };
    search.by_number();
    search.by_indent();
    search.by_part_words();
    search.by_label();
    search.by_arithmetic();
    search.claims
}

struct Search<'a, 'b> {
    axis: &'a Axis<'b>,
    /// The series that can be added, in order.
    series: Vec<usize>,
    claims: Vec<Claim>,
    is_part: Vec<bool>,
    totals_mean_something: bool,
}

impl Search<'_, '_> {
    fn get(&self, at: usize) -> Option<&Series> {
        self.axis.series.get(at)
    }

    /// Whether a series is called a total. Where most are, as in a column of groups that reads
    /// `all` again and again, the word says nothing.
    fn is_total(&self, at: usize) -> bool {
        self.totals_mean_something && self.get(at).is_some_and(|series| series.words.is_total)
    }

    fn is_whole(&self, at: usize) -> bool {
        self.claims.iter().any(|claim| claim.whole == at)
    }

    fn is_part(&self, at: usize) -> bool {
        self.is_part.get(at).copied().unwrap_or(false)
    }

    fn claim(&mut self, whole: usize, parts: Vec<usize>, basis: Basis, is_complete: bool) {
        for part in &parts {
            if let Some(is_part) = self.is_part.get_mut(*part) {
                *is_part = true;
            }
        }
        self.claims.push(Claim { whole, parts, basis, is_complete });
    }

    /// Claims that parts belong to a whole: all of them if they add up, otherwise as bounds.
    fn order(&mut self, whole: usize, parts: Vec<usize>) {
        if parts.is_empty() || self.is_whole(whole) {
            return;
        }
        let is_complete = self.axis.score(whole, &parts).is_good() && parts.len() > 1
            || (self.is_total(whole) && self.axis.is_near(whole, &parts));
        self.claim(whole, parts, Basis::Order, is_complete);
    }

    fn by_number(&mut self) {
        let number =
            |at: &usize| self.get(*at).map(|series| series.number.clone()).unwrap_or_default();
        let all: Vec<(usize, Vec<u32>)> = self
            .series
            .iter()
            .map(|at| (*at, number(at)))
            .filter(|(_, number)| !number.is_empty())
            .collect();
        for (whole, own) in &all {
            let is_below =
                |number: &Vec<u32>| number.len() == own.len() + 1 && number.starts_with(own);
            let parts: Vec<usize> =
                all.iter().filter(|(_, number)| is_below(number)).map(|(at, _)| *at).collect();
            self.order(*whole, parts);
        }
    }

    fn by_indent(&mut self) {
        let depth = |at: usize| self.get(at).map_or(0, |series| series.depth);
        let mut found = Vec::new();
        for (position, whole) in self.series.iter().enumerate() {
            let below = self.series.iter().skip(position + 1).copied();
            let below: Vec<usize> = below.take_while(|at| depth(*at) > depth(*whole)).collect();
            let nearest = below.iter().map(|at| depth(*at)).min().unwrap_or(0);
            let parts: Vec<usize> = below
                .into_iter()
                .filter(|at| depth(*at) == nearest && !self.is_total(*at))
                .collect();
            found.push((*whole, parts));
        }
        for (whole, parts) in found {
            let parts: Vec<usize> = parts.into_iter().filter(|at| !self.is_part(*at)).collect();
            self.order(whole, parts);
        }
    }

    /// `of which` begins parts of the series before it.
    fn by_part_words(&mut self) {
        let mut whole = None;
        let mut position = 0;
        while let Some(at) = self.series.get(position).copied() {
            position += 1;
            let begins =
                self.get(at).is_some_and(|series| series.words.is_part || series.below_parts);
            let Some(of) = whole.filter(|_| begins && !self.is_part(at) && !self.is_total(at))
            else {
                if !self.is_part(at) {
                    whole = Some(at);
                }
                continue;
            };
            let below_row = self.get(at).is_some_and(|series| series.below_parts);
            let section = self.get(at).map(|series| series.section);
            let goes_on = |at: &usize| {
                !self.is_total(*at)
                    && !self.is_part(*at)
                    && self.get(*at).map(|series| series.section) == section
                    && (!below_row || self.get(*at).is_some_and(|series| series.below_parts))
            };
            let block: Vec<usize> =
                self.series.iter().skip(position - 1).copied().take_while(goes_on).collect();
            let fits = (2..=block.len()).rev().find(|n| {
                block.get(..*n).is_some_and(|parts| self.axis.score(of, parts).is_good())
            });
            let is_near = self.is_total(of) && self.axis.is_near(of, &block);
            let taken = match fits {
                Some(n) => n,
                None if below_row || is_near => block.len(),
                // Only what says so itself, as `of which women`.
                None => block
                    .iter()
                    .take_while(|at| self.get(**at).is_some_and(|series| series.words.is_part))
                    .count(),
            };
            let parts: Vec<usize> = block.into_iter().take(taken.max(1)).collect();
            position += parts.len() - 1;
            let is_complete = fits.is_some() || (is_near && parts.len() > 1);
            if !self.is_whole(of) {
                self.claim(of, parts, Basis::Label, is_complete);
            }
        }
    }

    /// The groups that a total may be the sum of, the likeliest first.
    fn groups(&self, total: usize) -> Vec<Vec<usize>> {
        let Some(position) = self.series.iter().position(|at| *at == total) else {
            return Vec::new();
        };
        let free = |at: &usize| !self.is_part(*at);
        let section = |at: usize| self.get(at).map(|series| series.section);
        let near = |at: &usize| {
            !self.is_total(*at) && !self.is_whole(*at) && section(*at) == section(total)
        };
        let all = |at: &usize| !self.is_total(*at);
        let before = || self.series.iter().take(position).rev().copied().filter(free);
        let after = || self.series.iter().skip(position + 1).copied().filter(free);
        let sorted = |mut group: Vec<usize>| {
            group.sort_unstable();
            group
        };
        let groups = [
            before().take_while(near).collect(),
            after().take_while(near).collect(),
            before().take_while(all).collect(),
            after().take_while(all).collect(),
            before().collect(),
            after().collect(),
        ];
        let mut groups: Vec<Vec<usize>> = groups.into_iter().map(sorted).collect();
        groups.dedup();
        groups.retain(|group| !group.is_empty());
        groups
    }

    fn by_label(&mut self) {
        let is_open = |search: &Self, at: usize| search.is_total(at) && !search.is_whole(at);
        let series = self.series.clone();
        let mut totals: Vec<usize> =
            series.into_iter().filter(|at| is_open(self, *at)).take(MOST_TOTALS).collect();
        // Subtotals first, then the totals of what they leave.
        for _ in 0..MOST_LEVELS {
            let before = totals.len();
            totals.retain(|total| match self.fitting(*total) {
                Some(group) => {
                    self.claim(*total, group, Basis::Label, true);
                    false
                }
                None => true,
            });
            if totals.len() == before {
                break;
            }
        }
        // What fits nowhere is the sum of where a total's parts stand.
        for total in totals {
            let (group, is_sum) = match self.fitting(total) {
                Some(group) => (group, true),
                None => match self.usual(total) {
                    Some(group) => {
                        let is_sum = self.must_add_up(total, &group);
                        (group, is_sum)
                    }
                    None => continue,
                },
            };
            // Of what need not add up, nothing else is known either.
            let basis = if is_sum { Basis::Label } else { Basis::Order };
            self.claim(total, group, basis, is_sum);
        }
    }

    /// The group that a total is the sum of nearly everywhere.
    fn fitting(&self, total: usize) -> Option<Vec<usize>> {
        let groups = self.groups(total);
        let fits = |group: &&Vec<usize>| self.axis.score(total, group).is_good();
        groups.iter().find(fits).cloned().or_else(|| self.fitting_some(total))
    }

    /// The longest group right after a total that it is the sum of in many cases: what follows may
    /// be parts by another mark, such as women.
    fn fitting_some(&self, total: usize) -> Option<Vec<usize>> {
        if self.axis.across < 3 {
            return None;
        }
        let after = self.series.iter().copied().filter(|at| *at > total);
        let after = after.take_while(|at| !self.is_total(*at) && !self.is_part(*at));
        let mut sums = self.axis.no_sums();
        let (mut parts, mut longest) = (Vec::new(), None);
        for at in after {
            parts.push(at);
            self.axis.add_to(&mut sums, at);
            if parts.len() > 1
                && self.axis.is_promising(total, &sums)
                && self.is_arithmetic(total, &parts)
            {
                longest = Some(parts.clone());
            }
        }
        longest
    }

    /// The parts of a total as people place it: below the parts, or above all of them.
    fn usual(&self, total: usize) -> Option<Vec<usize>> {
        let groups = self.groups(total);
        let best = groups.iter().max_by_key(|group| {
            let score = self.axis.score(total, group);
            (score.holds, usize::from(self.axis.is_near(total, group)))
        })?;
        if self.axis.score(total, best).holds > 0 || self.axis.is_near(total, best) {
            return Some(best.clone());
        }
        let is_before = |group: &&Vec<usize>| group.iter().all(|at| *at < total) && group.len() > 1;
        groups.iter().find(is_before).or(groups.iter().find(|group| group.len() > 1)).cloned()
    }

    /// Whether parts that do not add up should: not where each row of many says otherwise, as when
    /// a column of women stands beside one of youth, or where shares beside them say so.
    fn must_add_up(&self, total: usize, parts: &[usize]) -> bool {
        let score = self.axis.score(total, parts);
        let is_likely = score.holds > 0 || score.asked < 3 || self.axis.is_near(total, parts);
        is_likely
            && !(0..self.axis.across).any(|at| self.axis.are_no_distribution(total, parts, at))
    }

    fn by_arithmetic(&mut self) {
        let free: Vec<usize> =
            self.series.iter().copied().filter(|at| !self.is_part(*at)).collect();
        if free.iter().any(|at| self.is_total(*at) && self.is_whole(*at)) {
            return self.by_arithmetic_within();
        }
        let ends = [
            free.split_last().map(|(last, rest)| (*last, rest.to_vec())),
            free.split_first().map(|(first, rest)| (*first, rest.to_vec())),
        ];
        for (whole, parts) in ends.into_iter().flatten() {
            if self.is_arithmetic(whole, &parts) {
                self.claim(whole, parts, Basis::Arithmetic, true);
                return;
            }
        }
        self.by_arithmetic_within();
    }

    /// Subtotals without a word, in tables of bearable size.
    fn by_arithmetic_within(&mut self) {
        if self.series.len() > 200 || self.axis.across < 2 {
            return;
        }
        let mut position = 0;
        while let Some(whole) = self.series.get(position).copied() {
            position += 1;
            if self.is_whole(whole) || self.is_part(whole) && self.claims.len() > 50 {
                continue;
            }
            let mut parts = Vec::new();
            let mut sums = self.axis.no_sums();
            let below: Vec<usize> = self.series.iter().skip(position).copied().collect();
            for at in below {
                if self.is_whole(at) || self.is_total(at) {
                    break;
                }
                parts.push(at);
                self.axis.add_to(&mut sums, at);
                if parts.len() > 1
                    && self.axis.is_promising(whole, &sums)
                    && self.axis.weighty(whole, &parts, 2) > 1
                    && self.is_arithmetic(whole, &parts)
                {
                    let parts = std::mem::take(&mut parts);
                    self.claim(whole, parts, Basis::Arithmetic, true);
                    break;
                }
            }
        }
    }

    /// Of rounded figures, which are each other's sums by chance more often, it has to hold
    /// everywhere.
    fn is_sum_nearly_everywhere(&self, whole: usize, parts: &[usize]) -> bool {
        let score = self.axis.score(whole, parts);
        let are_exact = parts.iter().chain([&whole]).all(|at| self.axis.is_exact(*at));
        if are_exact { score.is_good() } else { score.holds == score.asked }
    }

    fn is_arithmetic(&self, whole: usize, parts: &[usize]) -> bool {
        let is_large = (0..self.axis.across).any(|at| {
            self.axis.value(whole, at).is_some_and(|value| value.number.abs() >= Rational::from(10))
        });
        let is_positive = |at: usize| {
            let nought = Interval::point(Rational::ZERO);
            parts.iter().all(|part| {
                self.axis
                    .value(*part, at)
                    .is_none_or(|value| possible(Sign::GreaterOrEqual, &value.interval, &nought))
            })
        };
        parts.len() > 1
            && is_large
            && (0..self.axis.across).any(is_positive)
            && self.is_sum_nearly_everywhere(whole, parts)
            && (self.axis.weighty(whole, parts, 2) > 1 || self.axis.weighty(whole, parts, 3) > 0)
    }
}
