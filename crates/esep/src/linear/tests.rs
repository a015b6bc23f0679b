//! Known cases; below, the laws of the solver and an elimination that checks it.

mod elimination;
mod laws;

use super::{Budget, Conflict, Outcome, Row, System, Variable};
use crate::figure::{End, Interval, Rational};

/// A system as data: the variables' intervals, and rows of factors with theirs.
#[derive(Debug, Clone)]
struct Plan {
    variables: Vec<Interval>,
    rows: Vec<(Vec<i32>, Interval)>,
}

impl Plan {
    fn build(&self) -> System {
        let mut system = System::new();
        let variables: Vec<Variable> =
            self.variables.iter().map(|interval| system.variable(interval)).collect();
        for (factors, interval) in &self.rows {
            system.require(terms(&variables, factors), interval);
        }
        system
    }

    fn solve(&self) -> Outcome {
        self.build().solve(&mut Budget::default())
    }

    fn is_solved_by(&self, solution: &[Rational]) -> bool {
        let sum = |factors: &[i32]| -> Rational {
            factors.iter().zip(solution).map(|(by, number)| Rational::from(*by) * number).sum()
        };
        solution.len() == self.variables.len()
            && self.variables.iter().zip(solution).all(|(within, number)| within.contains(number))
            && self.rows.iter().all(|(factors, within)| within.contains(&sum(factors)))
    }

    /// The same plan with only these members bounded.
    fn only(&self, conflict: &Conflict) -> Self {
        let mut plan = self.clone();
        for (index, interval) in plan.variables.iter_mut().enumerate() {
            if !conflict.variables.contains(&Variable(index)) {
                *interval = Interval::EVERYTHING;
            }
        }
        for (index, (_, interval)) in plan.rows.iter_mut().enumerate() {
            if !conflict.rows.contains(&Row(index)) {
                *interval = Interval::EVERYTHING;
            }
        }
        plan
    }
}

fn terms(variables: &[Variable], factors: &[i32]) -> Vec<(Variable, Rational)> {
    variables.iter().zip(factors).map(|(variable, by)| (*variable, Rational::from(*by))).collect()
}

fn number(text: &str) -> Rational {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let exponent = -i32::try_from(decimals.len()).unwrap();
    Rational::from(sign) * Rational::from_digits(&format!("{whole}{decimals}"), exponent).unwrap()
}

/// An interval as mathematicians write it: `[0,1]`, `(0,)`, `(,5)`, or one number.
fn interval(text: &str) -> Interval {
    let Some((low, high)) = text.split_once(',') else { return Interval::point(number(text)) };
    let end = |text: &str, bracket: &str| match text.replace(['[', ']', '(', ')'], "") {
        number if number.is_empty() => End::Unbounded,
        digits if text.contains(bracket) => End::Closed(number(&digits)),
        digits => End::Open(number(&digits)),
    };
    Interval::new(end(low, "["), end(high, "]")).unwrap()
}

fn plan(variables: &[&str], rows: &[(&[i32], &str)]) -> Plan {
    Plan {
        variables: variables.iter().map(|text| interval(text)).collect(),
        rows: rows.iter().map(|(factors, text)| (factors.to_vec(), interval(text))).collect(),
    }
}

/// What cannot hold together: rows, then variables.
fn conflict(plan: &Plan) -> (Vec<usize>, Vec<usize>) {
    match plan.solve() {
        Outcome::Contradiction(Conflict { rows, variables }) => (
            rows.into_iter().map(|Row(index)| index).collect(),
            variables.into_iter().map(|Variable(index)| index).collect(),
        ),
        other => panic!("expected a contradiction, found {other:?}"),
    }
}

/// Facts of published test suites of checkers of figures, restated: the packages errorlocate,
/// validate and validatetools for R, beancount, Arelle, and our own for joint rounding.
#[test]
fn known_cases() {
    let cases: &[(&str, Plan, bool)] = &[
        // Figures printed in whole units, p + q = s and p + q = t.
        ("loc-27", printed(&[10, 10, 21, 19]), false),
        ("loc-28", printed(&[10, 10, 21, 20]), true),
        // profit + cost = turnover, cost >= 3/5 turnover.
        ("loc-01", profit(&["755", "125", "200"]), false),
        ("loc-01, profit free", profit(&["[0,)", "125", "200"]), true),
        ("loc-03, cost free", profit(&["55", "[0,)", "200"]), true),
        ("loc-19, large figures", profit(&["10000000000", "200", "300"]), false),
        ("loc-19, profit free", profit(&["(,)", "200", "300"]), true),
        // x + y = z, x < 1.
        ("loc-05", plan(&["1", "1", "1"], &[(&[1, 1, -1], "0"), (&[1, 0, 0], "(,1)")]), false),
        (
            "loc-05, x free",
            plan(&["(,)", "1", "1"], &[(&[1, 1, -1], "0"), (&[1, 0, 0], "(,1)")]),
            true,
        ),
        (
            "loc-05, y free",
            plan(&["1", "(,)", "1"], &[(&[1, 1, -1], "0"), (&[1, 0, 0], "(,1)")]),
            false,
        ),
        // x + y = z, 2 y = z - 1.
        (
            "loc-13, x free",
            plan(&["(,)", "1", "3"], &[(&[1, 1, -1], "0"), (&[0, 2, -1], "-1")]),
            true,
        ),
        (
            "loc-13, y free",
            plan(&["1", "(,)", "3"], &[(&[1, 1, -1], "0"), (&[0, 2, -1], "-1")]),
            false,
        ),
        ("loc-15, a part is missing", plan(&["10", "[0,)", "5"], &[(&[1, 1, -1], "0")]), false),
        ("rules-1", plan(&["(,)"], &[(&[1], "(0,)"), (&[1], "(,0)")]), false),
        ("rules-5", plan(&["(,)"], &[(&[1], "[0,)"), (&[1], "(,0]")]), true),
        ("bean-bal-1", plan(&["23.024", "[23.021,23.023]"], &[(&[1, -1], "0")]), false),
        ("bean-bal-3", plan(&["23.024", "[23.023,23.025]"], &[(&[1, -1], "0")]), true),
        ("bean-411, no silent tolerance", plan(&["25.00", "25.01"], &[(&[1, -1], "0")]), false),
        ("bean-tree-1", plan(&["100", "10", "-50", "60"], &[(&[1, 1, 1, -1], "0")]), true),
        ("tol-3, decimals are exact", plan(&["0.1", "0.2", "0.3"], &[(&[1, 1, -1], "0")]), true),
        (
            "calc11-07",
            plan(&["[3147.5,3148.5]", "[935.5,936.5]", "[4084.5,4085.5]"], &[(&[1, 1, -1], "0")]),
            true,
        ),
        (
            "calc11-09, truncated",
            plan(&["[4,5)", "[5,6)", "[11,12)"], &[(&[1, 1, -1], "0")]),
            false,
        ),
        ("calc11-11, truncated", plan(&["[4,5)", "[5,6)", "[10,11)"], &[(&[1, 1, -1], "0")]), true),
        (
            "pct-12",
            plan(&["[33.25,33.35]", "[33.25,33.35]", "[33.25,33.35]"], &[(&[1, 1, 1], "100")]),
            true,
        ),
    ];
    for (name, plan, solvable) in cases {
        match plan.solve() {
            Outcome::Solution(solution) => {
                assert!(*solvable, "{name}: {solution:?}");
                assert!(plan.is_solved_by(&solution), "{name}: {solution:?}");
            }
            Outcome::Contradiction(conflict) => assert!(!solvable, "{name}: {conflict:?}"),
            Outcome::OutOfBudget => panic!("{name}: out of budget"),
        }
    }
}

fn printed(figures: &[i32; 4]) -> Plan {
    let around = |figure: &i32| Interval::around(&Rational::from(*figure), &Rational::HALF);
    let rows: [(&[i32], &str); 2] = [(&[1, 1, -1, 0], "0"), (&[1, 1, 0, -1], "0")];
    Plan { variables: figures.iter().map(around).collect(), ..plan(&[], &rows) }
}

fn profit(figures: &[&str; 3]) -> Plan {
    plan(figures, &[(&[1, 1, -1], "0"), (&[0, 5, -3], "[0,)")])
}

#[test]
fn each_relation_holds_alone_but_not_together() {
    assert_eq!(conflict(&printed(&[10, 10, 21, 19])), (vec![0, 1], vec![2, 3]));
}

#[test]
fn what_has_no_part_in_a_contradiction_is_not_named() {
    let rows: &[(&[i32], &str)] =
        &[(&[1, 1, 0], "[0,9]"), (&[0, 0, 1], "(5,)"), (&[1, -1, 0], "0")];
    assert_eq!(conflict(&plan(&["[0,3]", "[0,3]", "[0,5]"], rows)), (vec![1], vec![2]));
}

#[test]
fn a_row_whose_terms_cancel_stands_for_itself() {
    let mut system = System::new();
    let x = system.variable(&Interval::EVERYTHING);
    let row = system.require([(x, Rational::ONE), (x, -Rational::ONE)], &interval("(0,)"));
    let Outcome::Contradiction(conflict) = system.solve(&mut Budget::default()) else {
        panic!("nought is not above nought");
    };
    assert_eq!(conflict, Conflict { rows: vec![row], variables: vec![] });
}

#[test]
fn open_ends_leave_room_as_long_as_there_is_any() {
    let between = |sum: &str| plan(&["(0,1)", "(0,1)"], &[(&[1, 1], sum)]).solve();
    assert!(matches!(between("[2,)"), Outcome::Contradiction(_)));
    assert!(matches!(between("(,0]"), Outcome::Contradiction(_)));
    let Outcome::Solution(solution) = between("[1.99999,)") else {
        panic!("there is room below 2");
    };
    assert!(plan(&["(0,1)", "(0,1)"], &[(&[1, 1], "[1.99999,)")]).is_solved_by(&solution));
}

#[test]
fn a_budget_ends_the_search_and_can_be_renewed() {
    let mut system = printed(&[10, 10, 21, 19]).build();
    let mut budget = Budget::steps(1);
    assert_eq!(system.solve(&mut budget), Outcome::OutOfBudget);
    assert_eq!(budget.left(), 0);
    assert!(matches!(system.solve(&mut Budget::default()), Outcome::Contradiction(_)));
}

#[test]
fn the_bounds_of_a_sum_are_those_of_its_rows_and_variables() {
    let check =
        |variables: &[&str], rows: &[(&[i32], &str)], sum: &[i32], expected: Option<&str>| {
            let mut system = plan(variables, rows).build();
            let variables: Vec<Variable> = (0..variables.len()).map(Variable).collect();
            let found = system.bounds_of(terms(&variables, sum), &mut Budget::default());
            assert_eq!(found, expected.map(interval), "{sum:?}");
        };
    // What the blank fifth part must be: 61 307 less the four that are reported.
    let parts = ["17270", "36302", "3645", "3791", "[0,)", "61307"];
    check(&parts, &[(&[1, 1, 1, 1, 1, -1], "0")], &[0, 0, 0, 0, 1, 0], Some("299"));
    check(&["(0,1)", "[0,1]"], &[], &[1, 2], Some("(0,3)"));
    check(&["(0,1)", "[0,1]"], &[], &[0, 2], Some("[0,2]"));
    check(&["[0,)", "[0,)"], &[(&[1, 1], "(,10)")], &[1, -1], Some("(-10,10)"));
    check(&["[0,)", "[0,)"], &[(&[1, -1], "[0,)")], &[1, 0], Some("[0,)"));
    check(&["[0,1]"], &[(&[1], "[2,)")], &[1], None);
}
