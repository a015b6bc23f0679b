//! The checker against figures that were computed elsewhere: by other programs, or by hand.
//!
//! Every case becomes a form, sheets and a structure, goes the whole way from reading to findings,
//! and must come out as others say. Where the contract of Esep says otherwise, the case is listed
//! with what Esep finds today and why; a case that changes fails the test either way.

mod case;
mod explanation;
mod family;
mod hierarchy;
mod relation;
mod repair;
mod rounding;
mod trial;

use std::collections::BTreeMap;

use esep::Interval;
use serde_json::Value;

use case::{Case, list, number, text};

use crate::tree;

/// What others say of a case, and what the checker does.
struct Verdict {
    expected: String,
    found: String,
}

const NO_TRUNCATION: &str = "figures are taken to be rounded to the nearest, never cut off";
const DIGITS_DECIDE: &str = "the digits themselves say how precise a figure is; nothing else does";
const HALF_A_UNIT: &str = "what is rounded is off by half a unit of the last digit at most";
const ONLY_CONTRADICTIONS: &str = "of rules it is asked only whether any figures can satisfy them";

/// Cases on which Esep differs: what it finds, and why.
const EXCEPTED: [(&str, &str, &str); 11] = [
    ("interval-05", "[-201/2, -199/2], closed and closed", NO_TRUNCATION),
    ("excess-01", "nothing", DIGITS_DECIDE),
    ("excess-03", "nothing", DIGITS_DECIDE),
    ("bean-tol-3", "1/200", HALF_A_UNIT),
    ("bean-tol-7", "1/200", HALF_A_UNIT),
    ("rules-3", "nothing", ONLY_CONTRADICTIONS),
    ("rules-5", "nothing", ONLY_CONTRADICTIONS),
    ("rules-7", "nothing", ONLY_CONTRADICTIONS),
    (
        "cumul-c",
        "wrong; pass; ",
        "a figure that is wrong twice over is no single slip, and fewer figures settle it",
    ),
    (
        "loc-15",
        "sound; sound; sound; 1; {{\"x\"}, {\"z\"}}; {{}}",
        "a rule with a gap is unknown even where nothing that may stand in the gap would settle it",
    ),
    (
        "org-3",
        "I005, I005, I005",
        "of a row that is there twice the first stands, and that is said",
    ),
];

#[test]
fn every_case_comes_out_as_elsewhere() {
    let excepted: BTreeMap<_, _> = EXCEPTED.into_iter().map(|(id, found, _)| (id, found)).collect();
    let cases = Case::all();
    let mut disagreeing = Vec::new();
    for case in &cases {
        let Verdict { expected, found } = verdict(case);
        match excepted.get(case.id()) {
            None if found == expected => {}
            None => disagreeing.push(format!("{}: expected {expected}, found {found}", case.id())),
            Some(today) if found == *today && found != expected => {}
            Some(today) => disagreeing.push(format!(
                "{}: excepted with {today}, expected {expected}, found {found}",
                case.id()
            )),
        }
    }
    assert!(disagreeing.is_empty(), "{}\n", disagreeing.join("\n"));
    let known = |id: &str| cases.iter().any(|case| case.id() == id);
    assert!(EXCEPTED.iter().all(|(id, ..)| known(id)), "an exception for no case");
}

#[test]
fn every_exception_is_a_decision() {
    let page = tree::read("docs/decisions.md");
    let missing: Vec<_> =
        EXCEPTED.iter().filter(|(id, ..)| !page.contains(&format!("`{id}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn verdict(case: &Case) -> Verdict {
    match case.kind() {
        "sum" => relation::sum(case),
        "balance" => relation::balance(case),
        "inequality" => relation::inequality(case),
        "change" | "change_percent" => relation::change(case),
        "rule_set" => relation::rule_set(case),
        "hierarchy_codes" => hierarchy::codes(case),
        "hierarchy_groups" => hierarchy::groups(case),
        "hierarchy_missing_mode" => hierarchy::missing_mode(case),
        "rounded_sum" => rounding::rounded_sum(case),
        "duplicate_facts" => rounding::duplicate_facts(case),
        "rounding_interval" => rounding::rounding_interval(case),
        "inferred_tolerance" => rounding::inferred_tolerance(case),
        "percentage" => rounding::percentage(case),
        "percentage_list" => rounding::percentage_list(case),
        "excess_digits" => rounding::excess_digits(case),
        "tree_sum" => family::tree_sum(case),
        "parent_sum" | "parent_unit_error" | "parent_duplicate_row" | "parent_missing_child" => {
            family::parent(case)
        }
        "typo_repair" => explanation::typo(case),
        "sign_or_swap" | "cumulation_error" | "swapped_cells" => explanation::offered(case),
        "rounding_repair" | "localize" | "localize_conditional" => explanation::sets(case),
        "deduce_missing" => explanation::deduced(case),
        "edit_distance" => explanation::edit_distance(case),
        "digit_error_function" => explanation::digit_slip(case),
        "digit_permutation_prefilter" => explanation::permutation(case),
        kind => panic!("no way to try `{kind}`"),
    }
}

impl Verdict {
    fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { expected: expected.into(), found: found.into() }
    }

    /// The status that a case expects: `pass`, `fail` or `unknown`.
    fn status(case: &Case, found: &str) -> Self {
        Self::new(text(case.expected("status")), found)
    }

    fn add(&mut self, expected: &str, found: &str) {
        for (all, more) in [(&mut self.expected, expected), (&mut self.found, found)] {
            all.push_str("; ");
            all.push_str(more);
        }
    }

    /// Adds an interval, scaled, where the case says which is expected.
    fn add_interval(&mut self, expected: &Value, found: &Interval, scale: i32) {
        if let [low, high] = list(expected) {
            let [low, high] = [low, high].map(|end| number(text(end)));
            self.add(&format!("[{low}, {high}]"), &trial::shown(found, scale));
        }
    }
}
