//! Whether a system has a solution, found in another way: by Fourier-Motzkin elimination.

use std::collections::BTreeMap;

use super::Plan;
use crate::figure::{End, Interval, Rational};

/// For sums with these factors, the number that they may not exceed, or not even reach.
type AtMost = BTreeMap<Vec<Rational>, (Rational, Reached)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    No,
    Yes,
}

impl Plan {
    /// Whether there is a solution, by elimination of one variable after another.
    pub(super) fn has_solution(&self) -> bool {
        let width = self.variables.len();
        let mut limits = AtMost::new();
        let unit = |index: usize| (0..width).map(|other| i32::from(other == index)).collect();
        let variables =
            self.variables.iter().enumerate().map(|(index, within)| (unit(index), within.clone()));
        for (factors, within) in self.rows.iter().cloned().chain(variables) {
            let factors: Vec<Rational> = factors.into_iter().map(Rational::from).collect();
            let turned: Vec<Rational> = factors.iter().map(|by| -by).collect();
            limit(&mut limits, &turned, &within.negated());
            limit(&mut limits, &factors, &within);
        }
        for index in 0..width {
            limits = eliminate(&limits, index);
        }
        limits.values().all(|limit| *limit >= (Rational::ZERO, Reached::Yes))
    }
}

fn limit(limits: &mut AtMost, factors: &[Rational], within: &Interval) {
    match within.high() {
        End::Unbounded => {}
        End::Open(number) => keep(limits, factors, (number.clone(), Reached::No)),
        End::Closed(number) => keep(limits, factors, (number.clone(), Reached::Yes)),
    }
}

/// Keeps the tighter of two limits of the same sum, scaled so that its first factor is 1 or -1.
fn keep(limits: &mut AtMost, factors: &[Rational], (limit, reached): (Rational, Reached)) {
    let first = factors.iter().find(|by| !by.is_zero()).map_or(Rational::ONE, Rational::abs);
    let scaled = |number: &Rational| number.checked_div(&first).unwrap();
    let limit = (scaled(&limit), reached);
    let factors = factors.iter().map(scaled).collect();
    let kept = limits.entry(factors).or_insert_with(|| limit.clone());
    if limit < *kept {
        *kept = limit;
    }
}

fn eliminate(limits: &AtMost, index: usize) -> AtMost {
    let mut result = AtMost::new();
    for (upper, (high, high_reached)) in limits {
        if upper[index].is_zero() {
            keep(&mut result, upper, (high.clone(), *high_reached));
        }
        for (lower, (low, low_reached)) in limits {
            if upper[index] > Rational::ZERO && lower[index].is_negative() {
                let (up, down) = (-&lower[index], &upper[index]);
                let factors: Vec<Rational> =
                    upper.iter().zip(lower).map(|(a, b)| a * &up + b * down).collect();
                let reached = *high_reached.min(low_reached);
                keep(&mut result, &factors, (high * &up + low * down, reached));
            }
        }
    }
    result
}
