//! Which findings are explained together.

use esep::explain::Outcome;
use esep::{Language, Wording};

use super::small::Small;
use super::{assert_settles, explained};

/// The codes of each group, how many figures must be wrong, and how many ways there are.
fn check(small: &Small, expected: &[(&str, u64, usize)]) {
    let book = small.book();
    assert_settles(&book);
    let (findings, groups) = explained(&book);
    let found: Vec<(String, u64, usize)> = groups
        .iter()
        .map(|group| {
            let codes = group.findings.iter().map(|at| findings[*at].code.to_string());
            let Outcome::Solved { size, solutions, is_complete: true, .. } = &group.outcome else {
                panic!("{group:?}");
            };
            let ways = solutions.iter().filter(|solution| solution.is_smallest).count();
            (codes.collect::<Vec<_>>().join(" "), *size, ways)
        })
        .collect();
    let expected = expected.iter().map(|(codes, size, ways)| ((*codes).to_owned(), *size, *ways));
    assert_eq!(found, expected.collect::<Vec<_>>());
}

fn rules(rules: &[&str]) -> String {
    let rules = rules.iter().enumerate();
    let rules = rules.map(|(at, holds)| format!("[[rule]]\nid = \"r{at}\"\nholds = \"{holds}\"\n"));
    rules.collect::<Vec<_>>().concat()
}

/// Two sums whose results add up to a third.
fn two_sums() -> Small {
    let lines = ["a", "b", "ab", "c", "d", "cd", "all"];
    Small::of(&lines, &rules(&["ab = a + b", "cd = c + d", "all = ab + cd"]))
}

#[test]
fn errors_that_have_nothing_to_do_with_each_other_stay_apart() {
    let small = two_sums();
    check(
        &small.states("one", "2020", "a=100 b=200 ab=337 c=300 d=400 cd=719 all=1056"),
        &[("F004", 1, 2), ("F004", 1, 2)],
    );
}

#[test]
fn what_balances_in_a_relation_that_holds_is_one_way_for_both() {
    // Both sums may be wrong by 50, one up and one down: their total bears it out.
    let small = two_sums();
    check(
        &small.states("one", "2020", "a=100 b=200 ab=350 c=300 d=400 cd=650 all=1000"),
        &[("F004 F004", 2, 5)],
    );
}

#[test]
fn what_a_sum_passes_on_is_one_error() {
    // 120 men of `a` became 160, and the union added up what it was given.
    let small = Small::of(&["total", "men", "women"], &rules(&["total = men + women"]))
        .below("union", &["a", "b"])
        .states("union", "2020", "total=700 men=460 women=280")
        .states("a", "2020", "total=300 men=160 women=180")
        .states("b", "2020", "total=400 men=300 women=100");
    check(&small, &[("F004 F004", 2, 3)]);
}

#[test]
fn rounded_figures_that_hold_one_by_one_but_not_together() {
    let rounded = |id: &str| format!("{id}:unit = \"number\";rounding = \"printed\"");
    let lines = ["p", "q", "s", "u"].map(rounded);
    let lines = lines.each_ref().map(String::as_str);
    let small = Small::of(&lines, &rules(&["s = p + q", "u = p + q"]));
    check(&small.states("one", "2020", "p=10 q=10 s=21 u=19"), &[("F009", 1, 2)]);
}

#[test]
fn a_figure_that_cannot_be() {
    let small = Small::of(&["total", "men", "women"], &rules(&["total = men + women"]));
    let small = small.states("one", "2020", "total=300 men=-120 women=180");
    check(&small, &[("F004 F007", 1, 1)]);
    small.assert_first("`men` 120 in place of −120: the sign is the opposite");
}

#[test]
fn a_figure_that_cannot_be_although_all_adds_up() {
    let small = Small::of(&["total", "men", "women"], &rules(&["total = men + women"]));
    check(&small.states("one", "2020", "total=60 men=-120 women=180"), &[("F007", 2, 2)]);
}

#[test]
fn what_was_counted_from_the_start_of_the_year_and_falls() {
    let line = "collected:unit = \"persons\";over-time = \"cumulative\"";
    let small = Small::of(&[line], "").states("one", "2020-Q1", "collected=41200").states(
        "one",
        "2020-Q2",
        "collected=14800",
    );
    check(&small, &[("P003", 1, 2)]);
    let book = small.book();
    let (_, groups) = explained(&book);
    let wording = Wording::in_language(Language::En);
    let ways: Vec<String> = groups[0].ways().iter().map(|way| wording.sentence(way)).collect();
    assert_eq!(
        ways,
        [
            "`collected, 2020-Q1` from 0 to 14,800 in place of 41,200",
            "`collected` at least 41,200 in place of 14,800",
            "the figures stand in each other's place, one slip in 2 figures: `collected, 2020-Q1` 14,800 in place of 41,200, `collected` 41,200 in place of 14,800",
        ]
    );
}

#[test]
fn a_year_that_its_half_years_do_not_give() {
    let line = "injured:unit = \"persons\";over-time = \"flow\"";
    let small = Small::of(&[line], "")
        .states("one", "2020-H1", "injured=4627")
        .states("one", "2020-H2", "injured=1100")
        .states("one", "2020", "injured=5367");
    check(&small, &[("P004", 1, 3)]);
    small.assert_first("`injured, 2020-H1` 4,267 in place of 4,627: two digits changed places");
}
