//! Cases of repair: rules and figures as they were stated, and after what others propose to mend
//! them.
//!
//! Whatever is proposed, the checker must complain of the figures before and not of those after.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Verdict;
use super::case::{Case, decimal, entries, list, text, texts};
use super::trial::{NUMBER, Outcome, Trial, rule_id};

/// Rules and figures before and after a repair, and with the cells left blank that may be wrong.
pub(super) fn before_and_after(case: &Case) -> Verdict {
    let keys = ["changes", "values_after", "filled", "published_solution"];
    let changes: Vec<_> = keys.iter().flat_map(|key| entries(case.expected(key))).collect();
    let status = text(case.expected("status"));
    let is_sound = match case.kind() {
        "typo_repair" => status == "valid",
        "sign_or_swap" => changes.is_empty(),
        "deduce_missing" => true,
        _ => text(case.expected("weight")) == "0",
    };
    let before = trial_of(case, &[], "").check();
    let mut verdict = Verdict::new(if is_sound { "sound" } else { "wrong" }, soundness(&before));
    let mut failing = texts(case.expected("failing_before"));
    failing.extend(texts(case.expected("failing_before_exact")));
    if !failing.is_empty() {
        let expected: BTreeSet<String> = failing.into_iter().map(rule_id).collect();
        verdict.add(&format!("{expected:?}"), &format!("{:?}", before.failed()));
    }
    if !changes.is_empty() {
        let after = trial_of(case, &changes, text(case.input("tolerance"))).check();
        // A partial repair mends some rules and leaves the rest.
        verdict.add(if status == "partial" { "fail" } else { "pass" }, after.status());
    }
    for set in list(case.expected("all_sets")) {
        let blank: Vec<_> = texts(set).into_iter().map(|line| (line, &Value::Null)).collect();
        verdict.add("sound", soundness(&trial_of(case, &blank, "").check()));
    }
    verdict
}

fn soundness(outcome: &Outcome) -> &'static str {
    if outcome.findings.is_empty() { "sound" } else { "wrong" }
}

/// The rules and figures of a case, some figures changed; equal within a tolerance where there is
/// one.
pub(super) fn trial_of(case: &Case, changes: &[(&str, &Value)], tolerance: &str) -> Trial {
    let mut trial = Trial::default();
    for (line, ends) in entries(case.input("domain")) {
        let bound = |key: &str, end: &Value| match text(end) {
            "" => String::new(),
            end => format!("\n{key} = {}", decimal(end)),
        };
        trial.line(line, &format!("{NUMBER}{}{}", bound("min", &ends[0]), bound("max", &ends[1])));
    }
    for (line, half_width) in entries(case.input("half_width")) {
        assert_eq!(text(half_width), "1/2");
        trial.line(line, &format!("{NUMBER}\nrounding = \"printed\""));
    }
    for (line, value) in entries(case.input("values")) {
        let changed = changes.iter().find(|(changed, _)| *changed == line);
        trial.line(line, NUMBER).state(line, text(changed.map_or(value, |(_, value)| *value)));
    }
    if let rule @ Value::String(_) = case.input("rule") {
        trial.rule("r", text(rule));
    }
    for rule in list(case.input("rules")) {
        let terms: Vec<String> = entries(&rule["terms"])
            .into_iter()
            .map(|(line, factor)| format!("({}) * {line}", text(factor)))
            .collect();
        let (id, left) = (text(&rule["id"]), terms.join(" + "));
        let (sign, right) = (text(&rule["op"]), text(&rule["rhs"]));
        match (sign, tolerance) {
            ("=", "" | "0") | ("<" | "<=" | ">" | ">=", _) => {
                trial.rule(id, &format!("{left} {sign} {right}"));
            }
            _ => {
                trial.rule(&format!("{id}-above"), &format!("{left} <= {right} + {tolerance}"));
                trial.rule(&format!("{id}-below"), &format!("{left} >= {right} - {tolerance}"));
            }
        }
    }
    trial
}
