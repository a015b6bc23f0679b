//! Known cases; in `laws`, everything small compared with a search through all sets; in `books`,
//! groups of findings compared with the book as one.

mod books;
mod laws;

use super::{Answer, Cell, CellId, Explanation, Limits, Problem, Relation, Row};
use crate::figure::{End, Interval, Rational};

fn number(text: &str) -> Rational {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let exponent = -i32::try_from(decimals.len()).unwrap();
    Rational::from(sign) * Rational::from_digits(&format!("{whole}{decimals}"), exponent).unwrap()
}

fn explained(problem: &Problem) -> Explanation {
    match problem.smallest(&Limits::default()) {
        Answer::Explained(explanation) => explanation,
        other => panic!("{other:?}"),
    }
}

/// The sets with the values of their cells, as text: `0: 90` or `0: 5..7`.
fn check(problem: &Problem, expected: &[&str]) {
    let explanation = explained(problem);
    let text = |interval: &Interval| match (interval.as_point(), interval.low(), interval.high()) {
        (Some(point), _, _) => point.to_string(),
        (None, low, high) => {
            let end = |end: &End| end.number().map(ToString::to_string).unwrap_or_default();
            format!("{}..{}", end(low), end(high))
        }
    };
    let sets: Vec<String> = explanation
        .repairs
        .iter()
        .map(|repair| {
            let changes = repair.changes.iter();
            let changes = changes.map(|(id, values)| format!("{}: {}", id.index(), text(values)));
            changes.collect::<Vec<_>>().join(", ")
        })
        .collect();
    assert_eq!(sets, expected);
    assert!(explanation.is_complete);
}

fn counts<const N: usize>(problem: &mut Problem, figures: [i64; N]) -> [CellId; N] {
    figures.map(|figure| problem.cell(Cell::count(&Rational::from(figure))))
}

fn share(stated: &str, radius: &str) -> Cell {
    let unit = Interval::new(End::Closed(Rational::ZERO), End::Closed(Rational::ONE));
    Cell {
        stated: Interval::around(&number(stated), &number(radius)),
        domain: unit.unwrap(),
        is_whole: false,
        weight: Some(1),
    }
}

#[test]
fn what_adds_up_needs_no_explanation() {
    let mut problem = Problem::new();
    let [whole, a, b] = counts(&mut problem, [5, 2, 3]);
    problem.require(Relation::sum(whole, [a, b]));
    assert_eq!(problem.smallest(&Limits::default()), Answer::Consistent);
}

#[test]
fn downtime_of_the_report_of_2020() {
    let mut problem = Problem::new();
    let [whole, a, b, c, d, blank] =
        counts(&mut problem, [61_307, 17_270, 36_302, 3_645, 3_791, 0]);
    problem.require(Relation::sum(whole, [a, b, c, d, blank]));
    check(&problem, &["0: 61008", "1: 17569", "2: 36601", "3: 3944", "4: 4090", "5: 299"]);
}

#[test]
fn two_shares_that_no_single_total_explains() {
    let mut problem = Problem::new();
    let [members, women, students] = counts(&mut problem, [703_070, 510_252, 97_702]);
    let of_women = problem.cell(share("0.696", "0.0005"));
    let of_students = problem.cell(share("0.144", "0.0005"));
    problem.require(Relation::share(of_women, women, members));
    problem.require(Relation::share(of_students, students, members));
    let sum = |terms: &[(CellId, i64)], high: i64| {
        let terms = terms.iter().map(|(id, by)| (*id, Rational::from(*by)));
        Relation::linear(
            terms.collect::<Vec<_>>(),
            Interval::new(End::Unbounded, End::Closed(high.into())).unwrap(),
        )
    };
    problem.require(sum(&[(women, 1), (members, -1)], 0));
    problem.require(sum(&[(students, 1), (members, -1)], 0));
    let explanation = explained(&problem);
    assert_eq!(explanation.weight, 2);
    assert!(explanation.certain().is_empty());
    let sets: Vec<Vec<usize>> = explanation
        .repairs
        .iter()
        .map(|repair| repair.changes.keys().map(|id| id.index()).collect())
        .collect();
    let (w, s, sw, ss) = (women.index(), students.index(), of_women.index(), of_students.index());
    // The total with either share or count, or one of the two for each share.
    assert_eq!(
        sets,
        [
            vec![0, w],
            vec![0, s],
            vec![0, sw],
            vec![0, ss],
            vec![w, s],
            vec![w, ss],
            vec![s, sw],
            vec![sw, ss]
        ]
    );
}

#[test]
fn figures_that_hold_one_by_one_but_not_together() {
    let mut problem = Problem::new();
    let around =
        |figure: i64| Cell::number(Interval::around(&Rational::from(figure), &Rational::HALF));
    let [p, q, s, t] = [10, 10, 21, 19].map(|figure| problem.cell(around(figure)));
    problem.require(Relation::sum(s, [p, q]));
    problem.require(Relation::sum(t, [p, q]));
    check(&problem, &["2: 19..39/2", "3: 41/2..21"]);
}

#[test]
fn a_rule_with_a_condition() {
    // if x > 0 then y > 0
    let mut problem = Problem::new();
    let [x, y] = counts(&mut problem, [1, 0]);
    let row = |cell: CellId, low: End, high: End| {
        vec![Row {
            terms: [(cell, Rational::ONE)].into(),
            interval: Interval::new(low, high).unwrap(),
        }]
    };
    problem.require(Relation::Either(vec![
        row(x, End::Unbounded, End::Closed(Rational::ZERO)),
        row(y, End::Open(Rational::ZERO), End::Unbounded),
    ]));
    check(&problem, &["0: 0", "1: 1.."]);
}

#[test]
fn figures_that_were_left_out_are_free() {
    // x1 + x2 = x3, x2 = x4, x5 + x6 = x3, of which x2 is not known.
    let mut problem = Problem::new();
    let [x1, x3, x4, x5, x6] = counts(&mut problem, [145, 155, 20, 100, 55]);
    let x2 = problem.cell(Cell::unknown(Interval::EVERYTHING, true));
    problem.require(Relation::sum(x3, [x1, x2]));
    problem.require(Relation::sum(x2, [x4]));
    problem.require(Relation::sum(x3, [x5, x6]));
    check(&problem, &["0: 135", "2: 10"]);
}

#[test]
fn a_figure_that_cannot_be_is_wrong_by_itself() {
    let mut problem = Problem::new();
    let [x, y] = counts(&mut problem, [-3, 7]);
    problem.require(Relation::sum(y, [x]));
    check(&problem, &["0: 7"]);
}

#[test]
fn a_figure_that_cannot_be_takes_others_with_it() {
    let mut problem = Problem::new();
    let [men, women, total] = counts(&mut problem, [-120, 180, 60]);
    problem.require(Relation::sum(total, [men, women]));
    check(&problem, &["0: 0..60, 1: 0..60", "0: 0.., 2: 180.."]);
}

#[test]
fn relations_that_contradict_each_other_are_nobodys_fault() {
    let mut problem = Problem::new();
    let [x] = counts(&mut problem, [1]);
    let just =
        |low: i64| Relation::linear([(x, Rational::ONE)], Interval::point(Rational::from(low)));
    problem.require(just(2));
    problem.require(just(3));
    assert_eq!(problem.smallest(&Limits::default()), Answer::Contradictory);
}

#[test]
fn weights_are_policy() {
    let mut problem = Problem::new();
    let [whole, a, b] = counts(&mut problem, [10, 4, 5]);
    let heavy = |cell| Cell { weight: Some(3), ..cell };
    let c = problem.cell(heavy(Cell::count(&Rational::ZERO)));
    problem.require(Relation::sum(whole, [a, b, c]));
    check(&problem, &["0: 9", "1: 5", "2: 6"]);
}

#[test]
fn whole_numbers_are_kept_whole() {
    // 2 a = b with a and b whole: b = 7 cannot be mended by a.
    let mut problem = Problem::new();
    let [a, b] = counts(&mut problem, [3, 7]);
    problem.require(Relation::linear(
        [(a, Rational::from(2)), (b, -Rational::ONE)],
        Interval::point(Rational::ZERO),
    ));
    check(&problem, &["1: 6"]);
}

#[test]
fn figures_that_are_not_known_are_whole_as_well() {
    // 1 / whole is between 0.65 and 0.75 for no whole number.
    let mut problem = Problem::new();
    let [part] = counts(&mut problem, [1]);
    let small = Interval::new(End::Closed(Rational::ZERO), End::Closed(Rational::from(3)));
    let whole = problem.cell(Cell::unknown(small.unwrap(), true));
    let stated = problem.cell(share("0.7", "0.05"));
    problem.require(Relation::share(stated, part, whole));
    let explanation = explained(&problem);
    assert_eq!(explanation.certain(), [].into());
    assert_eq!(explanation.repairs.len(), 2);
}

#[test]
fn a_large_family_is_no_matter() {
    let mut problem = Problem::new();
    let parent = problem.cell(Cell::count(&Rational::from(2_001)));
    let children: Vec<CellId> =
        (0..2_000).map(|_| problem.cell(Cell::count(&Rational::ONE))).collect();
    problem.require(Relation::sum(parent, children));
    let explanation = explained(&problem);
    assert_eq!((explanation.weight, explanation.is_complete), (1, false));
    assert_eq!(explanation.repairs.len(), Limits::default().repairs);
}
