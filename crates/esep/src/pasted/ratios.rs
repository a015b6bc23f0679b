//! Changes and shares: what follows from two other figures beside it.
//!
//! - What is called a change is the second figure less the first, or that over the first in percent.
//! - What is in percent is a part over a whole, beside it or at the end of its own row or column.
//!   Which two, the figures say: the two that fit in three cases of four. Where none do, two are meant
//!   only if there are no others, or if the label says so; otherwise nothing can be told.
//! - Without a word, a column is a difference only if it is one in three rows at least.

use super::axis::{Axis, Score};
use super::sums::Basis;
use crate::binding::{Value, possible};
use crate::figure::{Interval, Rational};
use crate::form::Sign;
use crate::language::Language;

/// A series that follows from two others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ratio {
    /// The series that follows.
    pub(super) of: usize,
    pub(super) kind: RatioKind,
    pub(super) basis: Basis,
}

/// How a series follows from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RatioKind {
    /// `after - before`.
    Difference { before: usize, after: usize },
    /// `after / before - 1`.
    PercentChange { before: usize, after: usize },
    /// `part / whole`.
    Share { part: usize, whole: usize },
    /// `part` over the figure of the same series at another position.
    OfTotal { part: usize, total: usize },
    /// It cannot be told.
    Unknown,
}

/// No more series than these are tried for each share.
const MOST: usize = 12;

/// The differences on an axis.
pub(super) fn differences(axis: &Axis<'_>, may_guess: bool) -> Vec<Ratio> {
    let numbers: Vec<usize> = (0..axis.series.len()).filter(|at| !axis.is_share(*at)).collect();
    let mut found: Vec<Ratio> = Vec::new();
    for of in &numbers {
        let Some(series) = axis.series.get(*of) else { continue };
        let is_remainder = series.words.is_remainder;
        let is_called_so = series.words.is_change || is_remainder;
        if !is_called_so && (series.words.is_total || !may_guess) {
            continue;
        }
        let is_change = |at: usize| {
            found.iter().any(|ratio| ratio.of == at)
                || axis.series.get(at).is_some_and(|series| series.words.is_change)
        };
        let others: Vec<usize> = nearest(&numbers, *of).filter(|at| !is_change(*at)).collect();
        let mut best: Option<(Score, usize, usize)> = None;
        for before in &others {
            for after in others.iter().filter(|after| *after != before) {
                let is_in_order = before < after && after < of;
                let total = axis.series.get(*after).is_some_and(|series| series.words.is_total);
                if !is_called_so && (!is_in_order || total) {
                    continue;
                }
                let mut score = Score::default();
                let mut weighty = 0;
                for at in 0..axis.across {
                    let holds = is_difference(axis, *of, *before, *after, at);
                    score.add(holds.map(|(holds, _)| holds));
                    weighty += usize::from(holds == Some((true, true)));
                    let says_nothing = !is_called_so && score.asked >= 8 && weighty == 0;
                    if score.is_hopeless() || says_nothing {
                        break;
                    }
                }
                if (is_called_so || weighty > 2)
                    && score.is_good()
                    && best.is_none_or(|(most, ..)| score.holds > most.holds)
                {
                    best = Some((score, *before, *after));
                }
            }
        }
        let kind = match best {
            Some((_, before, after)) => Some(RatioKind::Difference { before, after }),
            None if is_called_so && !is_remainder => {
                let mut preceding = others.iter().copied().filter(|at| at < of);
                match (preceding.next(), preceding.next()) {
                    (Some(after), Some(before)) => Some(RatioKind::Difference { before, after }),
                    _ => None,
                }
            }
            None => None,
        };
        let basis = if is_called_so { Basis::Label } else { Basis::Arithmetic };
        found.extend(kind.map(|kind| Ratio { of: *of, kind, basis }));
    }
    found
}

/// Whether a difference is one at a position, and whether that says anything.
fn is_difference(
    axis: &Axis<'_>,
    of: usize,
    before: usize,
    after: usize,
    at: usize,
) -> Option<(bool, bool)> {
    let [of, before, after] = [of, before, after].map(|series| axis.value(series, at));
    let (of, before, after) = (of?, before?, after?);
    let gap = after.interval.plus(&before.interval.negated());
    let is_weighty = [&of, &before, &after].iter().all(|value| !value.number.is_zero());
    Some((possible(Sign::Equal, &of.interval, &gap), is_weighty))
}

/// The shares on an axis; `totals` are the positions at which totals of each series stand.
pub(super) fn shares(axis: &Axis<'_>, differences: &[Ratio], totals: &[usize]) -> Vec<Ratio> {
    let all = 0..axis.series.len();
    let (shares, numbers): (Vec<usize>, Vec<usize>) = all.partition(|at| axis.is_share(*at));
    let is_difference = |at: &usize| differences.iter().any(|ratio| ratio.of == *at);
    let numbers: Vec<usize> = numbers
        .into_iter()
        .filter(|at| !is_difference(at) && (0..axis.across).any(|it| axis.value(*at, it).is_some()))
        .collect();
    shares.into_iter().filter_map(|of| share(axis, of, &numbers, totals)).collect()
}

fn share(axis: &Axis<'_>, of: usize, numbers: &[usize], totals: &[usize]) -> Option<Ratio> {
    let words = axis.series.get(of)?.words;
    let near: Vec<usize> = nearest(numbers, of).collect();
    let mut kinds = Vec::new();
    for total in totals.iter().filter(|_| !words.is_change) {
        kinds.extend(near.iter().map(|part| RatioKind::OfTotal { part: *part, total: *total }));
    }
    for (position, a) in near.iter().enumerate() {
        for b in near.iter().skip(position + 1) {
            let (first, second) = (*a.min(b), *a.max(b));
            kinds.push(RatioKind::Share { part: first, whole: second });
            kinds.push(RatioKind::Share { part: second, whole: first });
            kinds.push(RatioKind::PercentChange { before: first, after: second });
            kinds.push(RatioKind::PercentChange { before: second, after: first });
        }
    }
    let scored: Vec<(Score, RatioKind)> =
        kinds.iter().map(|kind| (score(axis, of, *kind), *kind)).collect();
    let most = scored.iter().map(|(score, _)| score.holds).max().unwrap_or(0);
    // Of equally good ones the first: a share of the total, then of the nearest figures.
    let best =
        scored.iter().find(|(score, _)| score.holds == most && score.holds * 2 >= score.asked);
    let stated = (0..axis.across).filter(|at| axis.value(of, *at).is_some()).count();
    if let Some((score, kind)) = best.filter(|_| most > 0) {
        let is_trivial = score.holds < 2 && stated > 2;
        if !is_trivial {
            return Some(Ratio { of, kind: *kind, basis: Basis::Arithmetic });
        }
    }
    let kind = match (near.as_slice(), totals) {
        _ if words.is_change => {
            let mut preceding = near.iter().copied().filter(|at| *at < of);
            match (preceding.next(), preceding.next()) {
                (Some(after), Some(before)) => RatioKind::PercentChange { before, after },
                _ => RatioKind::Unknown,
            }
        }
        ([part], [total, ..]) => RatioKind::OfTotal { part: *part, total: *total },
        ([a, b], []) => smaller_first(axis, *a, *b),
        _ => named(axis, of, numbers).unwrap_or(RatioKind::Unknown),
    };
    // A column of shares alone, such as coverage, follows from nothing in the table.
    if kind == RatioKind::Unknown && numbers.is_empty() {
        return None;
    }
    Some(Ratio { of, kind, basis: Basis::Label })
}

/// The smaller of two series over the larger.
fn smaller_first(axis: &Axis<'_>, a: usize, b: usize) -> RatioKind {
    let mut a_smaller = Score::default();
    for at in 0..axis.across {
        if let (Some(a), Some(b)) = (axis.value(a, at), axis.value(b, at)) {
            a_smaller.add(Some(a.number <= b.number));
        }
    }
    if a_smaller.holds * 2 >= a_smaller.asked {
        RatioKind::Share { part: a, whole: b }
    } else {
        RatioKind::Share { part: b, whole: a }
    }
}

/// The series whose name stands in the name of a share, over the total, or over the first series.
fn named(axis: &Axis<'_>, of: usize, numbers: &[usize]) -> Option<RatioKind> {
    let label = |at: usize| {
        axis.series.get(at).map(|series| series.label.in_language(Language::En).to_lowercase())
    };
    let stems = |at: usize| -> Vec<String> {
        let label = label(at).unwrap_or_default();
        let words = label.split(|letter: char| !letter.is_alphabetic());
        words
            .filter(|word| word.chars().count() > 3)
            .map(|word| word.chars().take(5).collect())
            .collect()
    };
    let whole = numbers
        .iter()
        .copied()
        .find(|at| axis.series.get(*at).is_some_and(|series| series.words.is_total));
    let whole = whole.or(numbers.first().copied())?;
    let own = stems(of);
    let mut parts = numbers
        .iter()
        .copied()
        .filter(|at| *at != whole && stems(*at).iter().any(|stem| own.contains(stem)));
    let part = parts.next()?;
    parts.next().is_none().then_some(RatioKind::Share { part, whole })
}

/// In how many cases a share follows so.
fn score(axis: &Axis<'_>, of: usize, kind: RatioKind) -> Score {
    let mut score = Score::default();
    for at in 0..axis.across {
        let Some(share) = axis.value(of, at) else { continue };
        if let Some(computed) = computed(axis, kind, at) {
            score.add(Some(possible(Sign::Equal, &share.interval, &computed)));
        }
        if score.is_hopeless() {
            break;
        }
    }
    score
}

fn computed(axis: &Axis<'_>, kind: RatioKind, at: usize) -> Option<Interval> {
    let over =
        |part: Option<Value>, whole: Option<Value>| part?.interval.divided_by(&whole?.interval);
    match kind {
        RatioKind::Share { part, whole } => over(axis.value(part, at), axis.value(whole, at)),
        RatioKind::OfTotal { part, total } => {
            // That a total is all of itself says nothing.
            if at == total { None } else { over(axis.value(part, at), axis.value(part, total)) }
        }
        RatioKind::PercentChange { before, after } => {
            let ratio = over(axis.value(after, at), axis.value(before, at))?;
            Some(ratio.plus(&Interval::point(-Rational::ONE)))
        }
        RatioKind::Difference { .. } | RatioKind::Unknown => None,
    }
}

/// The nearest of some series, those before before those after, no more than are tried.
fn nearest(series: &[usize], to: usize) -> impl Iterator<Item = usize> + use<> {
    let mut near: Vec<usize> = series.iter().copied().filter(|at| *at != to).collect();
    near.sort_by_key(|at| (at.abs_diff(to), *at > to));
    near.truncate(MOST);
    // Before comes before after, whatever lies nearer.
    near.sort_by_key(|at| (*at > to, at.abs_diff(to)));
    near.into_iter()
}
