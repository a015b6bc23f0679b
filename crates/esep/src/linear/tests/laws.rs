//! The laws of the solver, tried on small systems of all kinds.

use proptest::prelude::*;

use super::{Plan, terms};
use crate::figure::{End, Interval, Rational};
use crate::linear::tableau::Verdict;
use crate::linear::{Budget, Outcome, Row, Variable};

/// Halves from -3 to 3.
fn halves() -> impl Strategy<Value = Rational> {
    (-6..=6).prop_map(|halves| Rational::from(halves) * Rational::HALF)
}

fn ends() -> impl Strategy<Value = End> {
    prop_oneof![
        halves().prop_map(End::Closed),
        halves().prop_map(End::Closed),
        halves().prop_map(End::Open),
        Just(End::Unbounded),
    ]
}

fn intervals() -> impl Strategy<Value = Interval> {
    let point = || halves().prop_map(Interval::point);
    let pair = (ends(), ends()).prop_filter_map("low above high", |(low, high)| {
        Interval::new(low.clone(), high.clone()).or_else(|| Interval::new(high, low))
    });
    prop_oneof![1 => point(), 3 => pair]
}

fn plans() -> impl Strategy<Value = Plan> {
    (1..=4_usize).prop_flat_map(|width| {
        let rows =
            prop::collection::vec((prop::collection::vec(-2..=2, width), intervals()), 0..=5);
        (prop::collection::vec(intervals(), width), rows)
            .prop_map(|(variables, rows)| Plan { variables, rows })
    })
}

/// Plans with a solution that is known beforehand.
fn planted() -> impl Strategy<Value = Plan> {
    let room = || (0..=3_i32, 0..=3_i32);
    (1..=8_usize).prop_flat_map(move |width| {
        let rows = prop::collection::vec((prop::collection::vec(-3..=3, width), room()), 0..=10);
        (prop::collection::vec((-99..=99_i32, room()), width), rows).prop_map(
            |(variables, rows)| {
                let around = |center: i32, (below, above): (i32, i32)| {
                    Interval::new(
                        End::Closed(Rational::from(center - below)),
                        if above == 3 {
                            End::Unbounded
                        } else {
                            End::Closed((center + above).into())
                        },
                    )
                    .unwrap()
                };
                let sum = |factors: &[i32]| -> i32 {
                    factors.iter().zip(&variables).map(|(by, (number, _))| by * number).sum()
                };
                let rows =
                    rows.iter().map(|(by, room)| (by.clone(), around(sum(by), *room))).collect();
                let variables =
                    variables.iter().map(|(number, room)| around(*number, *room)).collect();
                Plan { variables, rows }
            },
        )
    })
}

/// Every combination of these numbers.
fn grid(numbers: &[Rational], width: usize) -> Vec<Vec<Rational>> {
    (0..width).fold(vec![vec![]], |points, _| {
        let longer = |point: &Vec<Rational>| {
            let point = point.clone();
            numbers.iter().map(move |number| [point.clone(), vec![number.clone()]].concat())
        };
        points.iter().flat_map(longer).collect()
    })
}

proptest! {
    #[test]
    fn the_answer_is_that_of_elimination_and_proves_itself(plan in plans()) {
        match plan.solve() {
            Outcome::Solution(solution) => prop_assert!(plan.is_solved_by(&solution)),
            Outcome::Contradiction(conflict) => {
                prop_assert!(!plan.has_solution());
                let core = plan.only(&conflict);
                prop_assert!(!core.has_solution(), "{conflict:?} can hold together");
                for left_out in 0..conflict.rows.len() {
                    let mut fewer = conflict.clone();
                    fewer.rows.remove(left_out);
                    prop_assert!(core.only(&fewer).has_solution(), "{conflict:?} can be smaller");
                }
                for left_out in 0..conflict.variables.len() {
                    let mut fewer = conflict.clone();
                    fewer.variables.remove(left_out);
                    prop_assert!(core.only(&fewer).has_solution(), "{conflict:?} can be smaller");
                }
            }
            Outcome::OutOfBudget => prop_assert!(false, "out of budget"),
        }
    }

    #[test]
    fn where_trying_finds_a_solution_so_does_solving(plan in plans()) {
        let numbers: Vec<Rational> = (-3..=3).map(Rational::from).collect();
        if grid(&numbers, plan.variables.len()).iter().any(|point| plan.is_solved_by(point)) {
            prop_assert!(matches!(plan.solve(), Outcome::Solution(_)));
        }
    }

    #[test]
    fn a_planted_solution_is_not_missed(plan in planted()) {
        let Outcome::Solution(solution) = plan.solve() else {
            return Err(TestCaseError::fail("there is a solution"));
        };
        prop_assert!(plan.is_solved_by(&solution));
    }

    #[test]
    fn blands_rule_alone_comes_to_the_same(plan in plans(), haste in 0..4_usize) {
        let mut system = plan.build();
        let verdict = system.tableau.check_in_haste(haste, &mut Budget::default());
        let feasible = matches!(verdict, Verdict::Feasible);
        prop_assert_eq!(feasible, matches!(plan.solve(), Outcome::Solution(_)));
        prop_assert!(feasible || matches!(verdict, Verdict::Blocked(_)));
    }

    #[test]
    fn the_order_of_rows_does_not_change_the_verdict(plan in plans(), seed in any::<prop::sample::Index>()) {
        let mut turned = plan.clone();
        turned.rows.reverse();
        if !turned.rows.is_empty() {
            let by = seed.index(turned.rows.len());
            turned.rows.rotate_left(by);
        }
        let verdict = |plan: &Plan| matches!(plan.solve(), Outcome::Solution(_));
        prop_assert_eq!(verdict(&plan), verdict(&turned));
    }

    #[test]
    fn solving_again_is_solving_afresh(
        plan in plans(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), intervals()), 1..8),
    ) {
        let mut plan = plan;
        let mut system = plan.build();
        for (which, interval) in changes {
            let which = which.index(plan.variables.len() + plan.rows.len());
            if let Some(index) = which.checked_sub(plan.variables.len()) {
                plan.rows[index].1 = interval.clone();
                system.set_bounds(Row(index), &interval);
            } else {
                plan.variables[which] = interval.clone();
                system.set_bounds(Variable(which), &interval);
            }
            match system.solve(&mut Budget::default()) {
                Outcome::Solution(solution) => prop_assert!(plan.is_solved_by(&solution)),
                Outcome::Contradiction(_) => {
                    prop_assert!(matches!(plan.solve(), Outcome::Contradiction(_)));
                }
                Outcome::OutOfBudget => prop_assert!(false, "out of budget"),
            }
        }
    }

    #[test]
    fn the_bounds_of_a_sum_are_reached_and_not_passed(
        plan in plans(),
        factors in prop::collection::vec(-2..=2, 4),
    ) {
        let mut system = plan.build();
        let variables: Vec<Variable> = (0..plan.variables.len()).map(Variable).collect();
        let bounds = system.bounds_of(terms(&variables, &factors), &mut Budget::default());
        let factors = factors[..plan.variables.len()].to_vec();
        let possible = |within: Interval| {
            let mut plan = plan.clone();
            plan.rows.push((factors.clone(), within));
            plan.has_solution()
        };
        let Some(bounds) = bounds else {
            prop_assert!(!plan.has_solution());
            return Ok(());
        };
        let nearly = Rational::new(1, 1000).unwrap();
        for (end, outward) in [(bounds.low(), -1), (bounds.high(), 1)] {
            let beyond = |end: End| {
                let (low, high) = if outward < 0 { (End::Unbounded, end) } else { (end, End::Unbounded) };
                possible(Interval::new(low, high).unwrap())
            };
            match end {
                End::Closed(number) => {
                    prop_assert!(possible(Interval::point(number.clone())));
                    prop_assert!(!beyond(End::Open(number.clone())));
                }
                End::Open(number) => {
                    prop_assert!(!beyond(End::Closed(number.clone())));
                    prop_assert!(beyond(End::Closed(number - &nearly * Rational::from(outward))));
                }
                End::Unbounded => prop_assert!(beyond(End::Closed(Rational::from(outward * 1_000_000)))),
            }
        }
        // Asking leaves no trace.
        match system.solve(&mut Budget::default()) {
            Outcome::Solution(solution) => prop_assert!(plan.is_solved_by(&solution)),
            _ => prop_assert!(false, "there was a solution"),
        }
    }
}
