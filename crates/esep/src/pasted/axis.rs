//! Rows or columns of figures side by side, and how far they add up.

use super::layout::{Series, Stated};
use crate::binding::{Value, possible};
use crate::figure::{Content, Rational, UnitKind};
use crate::form::Sign;

/// Series side by side: the rows, or the columns, of a table.
pub(super) struct Axis<'a> {
    pub(super) series: &'a [Series],
    /// How many figures each of them has.
    pub(super) across: usize,
    /// The figure of a series.
    pub(super) at: &'a dyn Fn(usize, usize) -> Option<&'a Stated>,
}

/// In how many cases a relation was asked and held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Score {
    pub(super) holds: usize,
    pub(super) asked: usize,
}

impl Score {
    /// Whether it holds nearly everywhere: in three cases of four, or in all but one of three.
    pub(super) fn is_good(self) -> bool {
        let misses = self.asked - self.holds;
        self.holds > 0 && (self.holds >= misses * 3 || (misses == 1 && self.holds > 1))
    }

    /// Whether so much speaks against it already that it need not be asked further.
    pub(super) fn is_hopeless(self) -> bool {
        self.asked >= 8 && self.holds * 2 < self.asked
    }

    pub(super) fn add(&mut self, holds: Option<bool>) {
        self.asked += usize::from(holds.is_some());
        self.holds += usize::from(holds == Some(true));
    }
}

impl Axis<'_> {
    pub(super) fn value(&self, series: usize, at: usize) -> Option<Value> {
        Value::of(&(self.at)(series, at)?.reading.content)
    }

    /// Whether none of the figures of a series is rounded.
    pub(super) fn is_exact(&self, series: usize) -> bool {
        let mut values = (0..self.across).filter_map(|at| self.value(series, at));
        values.all(|value| value.interval.as_point().is_some())
    }

    pub(super) fn kind(&self, series: usize, at: usize) -> Option<UnitKind> {
        Some((self.at)(series, at)?.unit.kind())
    }

    /// Whether a series consists of shares.
    pub(super) fn is_share(&self, series: usize) -> bool {
        let mut kinds = (0..self.across).filter_map(|at| {
            matches!((self.at)(series, at)?.reading.content, Content::Figure(_))
                .then(|| self.kind(series, at))
                .flatten()
        });
        kinds.next().is_some_and(|kind| kind == UnitKind::Share)
            && kinds.all(|kind| kind == UnitKind::Share)
    }

    /// The sum of the parts that are stated; `None` where nothing is, or something is unknown.
    pub(super) fn sum(&self, parts: &[usize], at: usize) -> Option<Value> {
        let mut sum: Option<Value> = None;
        for part in parts {
            match (self.at)(*part, at).map(|stated| &stated.reading.content) {
                Some(Content::NotAvailable) => return None,
                Some(content) => {
                    if let Some(value) = Value::of(content) {
                        sum = Some(sum.map_or_else(|| value.clone(), |sum| sum.plus(&value)));
                    }
                }
                None => {}
            }
        }
        sum
    }

    /// Whether parts add up to a whole; `None` where that cannot be asked. Shares are asked only
    /// where the whole is 100 % and the parts are near, for most shares cannot be added.
    pub(super) fn adds_up(&self, whole: usize, parts: &[usize], at: usize) -> Option<bool> {
        let kind = self.kind(whole, at)?;
        let value = self.value(whole, at)?;
        let stated = |part: &&usize| self.value(**part, at).is_some();
        let is_share = |kind: UnitKind| kind == UnitKind::Share;
        if parts
            .iter()
            .filter(stated)
            .any(|part| self.kind(*part, at).map(is_share) != Some(is_share(kind)))
        {
            return None;
        }
        let sum = self.sum(parts, at)?;
        let holds = possible(Sign::Equal, &value.interval, &sum.interval);
        if is_share(kind) && !holds {
            let gap = (&sum.number - &value.number).abs() * Rational::from(20);
            let is_distribution = value.number == Rational::ONE && gap <= Rational::ONE;
            return is_distribution.then_some(false);
        }
        Some(holds)
    }

    /// Whether shares beside the figures say that the parts are not all, or overlap: as where a
    /// total has 100 % or no share, and its parts have 14 % and 70 %.
    pub(super) fn are_no_distribution(&self, whole: usize, parts: &[usize], at: usize) -> bool {
        let is_share = |series: &usize| self.kind(*series, at) == Some(UnitKind::Share);
        let stated: Vec<usize> =
            parts.iter().copied().filter(|part| self.value(*part, at).is_some()).collect();
        let is_hundred = self.value(whole, at).is_none_or(|value| value.number == Rational::ONE);
        let Some(sum) = self.sum(&stated, at) else { return false };
        let gap = (&sum.number - &Rational::ONE).abs() * Rational::from(20);
        stated.len() > 1 && stated.iter().all(is_share) && is_hundred && gap > Rational::ONE
    }

    pub(super) fn score(&self, whole: usize, parts: &[usize]) -> Score {
        let mut score = Score::default();
        for at in 0..self.across {
            score.add(self.adds_up(whole, parts, at));
        }
        score
    }

    /// Sums of nothing yet, one for each position.
    pub(super) fn no_sums(&self) -> Vec<Option<Value>> {
        vec![None; self.across]
    }

    /// Adds the figures of a series to running sums.
    pub(super) fn add_to(&self, sums: &mut [Option<Value>], series: usize) {
        for (at, sum) in sums.iter_mut().enumerate() {
            if let Some(value) = self.value(series, at) {
                *sum = Some(sum.as_ref().map_or_else(|| value.clone(), |it| it.plus(&value)));
            }
        }
    }

    /// Whether running sums are the figures of a whole in half of the first cases.
    pub(super) fn is_promising(&self, whole: usize, sums: &[Option<Value>]) -> bool {
        let mut score = Score::default();
        for (at, sum) in sums.iter().enumerate() {
            let (Some(value), Some(sum)) = (self.value(whole, at), sum) else { continue };
            score.add(Some(possible(Sign::Equal, &value.interval, &sum.interval)));
            if score.is_hopeless() {
                return false;
            }
        }
        score.holds * 2 >= score.asked
    }

    /// In how many cases the whole is the sum of at least so many parts that are not nought.
    pub(super) fn weighty(&self, whole: usize, parts: &[usize], least: usize) -> usize {
        let is_weighty = |at: &usize| {
            let many = parts.iter().filter(|part| {
                self.value(**part, *at).is_some_and(|value| !value.number.is_zero())
            });
            many.count() >= least && self.adds_up(whole, parts, *at) == Some(true)
        };
        (0..self.across).filter(is_weighty).count()
    }

    /// Whether the parts are a little off the whole in most cases, as after a slip.
    pub(super) fn is_near(&self, whole: usize, parts: &[usize]) -> bool {
        let mut score = Score::default();
        for at in 0..self.across {
            let (Some(value), Some(sum)) = (self.value(whole, at), self.sum(parts, at)) else {
                continue;
            };
            let gap = (&sum.number - &value.number).abs() * Rational::from(50);
            score.add(Some(gap <= value.number.abs()));
        }
        score.holds > 0 && score.holds * 2 >= score.asked
    }
}
