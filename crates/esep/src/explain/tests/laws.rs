//! Small problems, compared with a search through all sets and all whole numbers.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::explain::problem::total;

/// The largest number a cell can be.
const MOST: i64 = 3;
const CELLS: usize = 5;

/// A problem of counts from 0 to `MOST`, some of them unknown.
fn problem() -> impl Strategy<Value = Problem> {
    let cell = (0..=MOST, 0..8_u32, 1..3_u32);
    let cells = prop::collection::vec(cell, CELLS);
    let row = (prop::collection::vec(-1..=1_i64, CELLS), -2..=5_i64, 0..4_u8);
    let relation = prop::collection::vec(prop::collection::vec(row, 1..3), 1..3);
    let relations = prop::collection::vec(relation, 1..5);
    (cells, relations, any::<bool>()).prop_map(|(cells, relations, weighted)| {
        let mut problem = Problem::new();
        for (stated, unknown, weight) in cells {
            let domain =
                Interval::new(End::Closed(Rational::ZERO), End::Closed(MOST.into())).unwrap();
            let cell = Cell { domain, ..Cell::count(&Rational::from(stated)) };
            problem.cell(match unknown {
                0 => Cell::unknown(cell.domain, true),
                _ => Cell { weight: Some(if weighted { weight } else { 1 }), ..cell },
            });
        }
        for lists in relations {
            let row = |(factors, at, kind): (Vec<i64>, i64, u8)| {
                let at = Rational::from(at);
                let (low, high) = match kind {
                    0 | 1 => (End::Closed(at.clone()), End::Closed(at)),
                    2 => (End::Closed(at), End::Unbounded),
                    _ => (End::Unbounded, End::Open(at)),
                };
                let terms = factors.into_iter().enumerate();
                let terms = terms.filter(|(_, by)| *by != 0);
                Row {
                    terms: terms.map(|(cell, by)| (CellId(cell), by.into())).collect(),
                    interval: Interval::new(low, high).unwrap(),
                }
            };
            let lists = lists.into_iter().map(|rows| rows.into_iter().map(row).collect());
            problem.require(Relation::Either(lists.collect()));
        }
        problem
    })
}

/// The same with two shares more, each of two of the counts, printed to a tenth.
fn problem_with_shares() -> impl Strategy<Value = Problem> {
    let tenths = 0..=10_i64;
    let pairs = prop::sample::subsequence((0..CELLS).collect::<Vec<_>>(), 4).prop_shuffle();
    (problem(), [tenths.clone(), tenths], pairs).prop_map(|(mut problem, tenths, pairs)| {
        let unit = Interval::new(End::Closed(Rational::ZERO), End::Closed(Rational::ONE)).unwrap();
        for (tenths, pair) in tenths.into_iter().zip(pairs.chunks(2)) {
            let tenths = Rational::new(tenths.into(), 10).unwrap();
            let stated = Interval::around(&tenths, &Rational::new(1, 20).unwrap());
            let share = Cell { stated, ..share("0", "0") };
            let share = problem.cell(Cell { domain: unit.clone(), ..share });
            problem.require(Relation::share(share, CellId(pair[0]), CellId(pair[1])));
        }
        problem
    })
}

/// All assignments of whole numbers in which only these cells change; a share has none of its own.
fn solutions(problem: &Problem, set: &BTreeSet<CellId>) -> Vec<Vec<Rational>> {
    let mut assignments = vec![Vec::new()];
    for (id, cell) in problem.cells() {
        let is_free = set.contains(&id) || cell.weight.is_none();
        let numbers: Vec<Rational> = if !cell.is_whole {
            vec![Rational::ZERO]
        } else if is_free {
            (0..=MOST).map(Rational::from).collect()
        } else {
            vec![cell.stated.as_point().unwrap().clone()]
        };
        assignments = assignments
            .into_iter()
            .flat_map(|known: Vec<Rational>| {
                numbers.iter().map(move |number| {
                    let mut longer = known.clone();
                    longer.push(number.clone());
                    longer
                })
            })
            .collect();
    }
    let holds = |relation: &Relation, numbers: &[Rational]| match relation {
        Relation::Either(lists) => lists
            .iter()
            .any(|rows| rows.iter().all(|row| row.interval.contains(&total(&row.terms, numbers)))),
        Relation::Quotient { share, part, whole } => {
            let cell = problem.get(*share).unwrap();
            let bounds = cell.bounds(set.contains(share));
            let [part, whole] = [part, whole].map(|terms| total(terms, numbers));
            match part.checked_div(&whole) {
                Some(quotient) => bounds.is_some_and(|within| within.contains(&quotient)),
                None => part.is_zero(),
            }
        }
    };
    assignments
        .retain(|numbers| problem.relations().iter().all(|relation| holds(relation, numbers)));
    assignments
}

/// All sets of the least weight that have a solution.
fn smallest_by_trying(problem: &Problem) -> Option<(u64, BTreeSet<BTreeSet<CellId>>)> {
    let doubtful: Vec<CellId> =
        problem.cells().filter(|(_, cell)| cell.weight.is_some()).map(|(id, _)| id).collect();
    let mut sets: Vec<(u64, BTreeSet<CellId>)> = (0..1_u32 << doubtful.len())
        .map(|bits| {
            let chosen = doubtful.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            let set: BTreeSet<CellId> = chosen.map(|(_, id)| *id).collect();
            (set.iter().map(|id| problem.weight(*id)).sum(), set)
        })
        .collect();
    sets.sort();
    let enough = |(_, set): &&(u64, BTreeSet<CellId>)| !solutions(problem, set).is_empty();
    let (weight, _) = sets.iter().find(enough)?.clone();
    let equal = sets.iter().filter(|(other, _)| *other == weight).filter(enough);
    Some((weight, equal.map(|(_, set)| set.clone()).collect()))
}

fn agrees_with_trying(problem: &Problem) -> Result<(), TestCaseError> {
    match (problem.smallest(&Limits::default()), smallest_by_trying(problem)) {
        (Answer::Contradictory, None) | (Answer::Consistent, Some((0, _))) => {}
        (Answer::Explained(explanation), Some((weight, sets))) => {
            prop_assert_eq!(explanation.weight, weight);
            prop_assert!(explanation.is_complete);
            let found: Vec<BTreeSet<CellId>> = explanation
                .repairs
                .iter()
                .map(|repair| repair.changes.keys().copied().collect())
                .collect();
            prop_assert_eq!(found, sets.into_iter().collect::<Vec<_>>());
        }
        (answer, expected) => prop_assert!(false, "{answer:?} for {expected:?}"),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_smallest_sets_are_found_and_none_is_left_out(problem in problem()) {
        agrees_with_trying(&problem)?;
    }

    #[test]
    fn so_they_are_where_there_are_shares(problem in problem_with_shares()) {
        agrees_with_trying(&problem)?;
    }

    #[test]
    fn values_hold_every_solution(problem in problem()) {
        if let Answer::Explained(explanation) = problem.smallest(&Limits::default()) {
            for repair in &explanation.repairs {
                let set: BTreeSet<CellId> = repair.changes.keys().copied().collect();
                for numbers in solutions(&problem, &set) {
                    for (id, values) in &repair.changes {
                        prop_assert!(values.contains(&numbers[id.0]), "{id:?}: {values:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_single_cause_is_what_the_whole_search_finds(problem in problem_with_shares()) {
        let Some(causes) = problem.single_causes() else { return Ok(()) };
        let found: BTreeMap<CellId, Interval> = match problem.search(&Limits::default()) {
            Answer::Explained(explanation) if explanation.repairs[0].changes.len() == 1 => {
                explanation.repairs.into_iter().flat_map(|repair| repair.changes).collect()
            }
            _ => BTreeMap::new(),
        };
        prop_assert_eq!(causes, found);
    }

    #[test]
    fn what_is_deduced_holds_in_every_solution(problem in problem()) {
        let deduced = problem.deduce();
        for numbers in solutions(&problem, &BTreeSet::new()) {
            for (id, values) in &deduced {
                prop_assert!(values.contains(&numbers[id.0]), "{id:?}: {values:?}");
            }
        }
    }
}
