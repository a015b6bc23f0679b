//! Cases of hierarchies: sums of sums, and sums with gaps in them.
//!
//! What becomes of a rule with a gap is for the form to say, in the six modes of the Validation and
//! Transformation Language.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Verdict;
use super::case::{Case, entries, list, text, texts};
use super::trial::{NUMBER, Trial};

/// Codes with parents: every code is the sum of those below it.
pub(super) fn codes(case: &Case) -> Verdict {
    let line = |code: &str| format!("c{code}");
    let parents = entries(case.input("parents"));
    let mut trial = Trial::default();
    for (code, value) in entries(case.input("values")) {
        trial.line(&line(code), NUMBER).state(&line(code), text(value));
    }
    let wholes: BTreeSet<&str> = parents.iter().map(|(_, parent)| text(parent)).collect();
    for whole in &wholes {
        let parts = parents.iter().filter(|(_, parent)| text(parent) == *whole);
        let parts: Vec<String> = parts.map(|(code, _)| line(code)).collect();
        trial.breakdown(&line(whole), &parts);
    }
    let outcome = trial.check();
    let shown =
        |lines: BTreeSet<&str>| lines.iter().map(|line| &line[1..]).collect::<Vec<_>>().join(", ");
    let cells = outcome.findings.iter().flat_map(|finding| &finding.cells);
    Verdict::new(
        format!(
            "{} of {} fail, cells {}",
            texts(case.expected("failed_sums")).join(", "),
            wholes.len(),
            texts(case.expected("cells_flagged")).join(", ")
        ),
        format!(
            "{} of {} fail, cells {}",
            shown(outcome.failed()),
            outcome.evaluated,
            shown(cells.map(|cell| cell.line.as_str()).collect())
        ),
    )
}

/// Rules asked of several groups of figures with gaps.
pub(super) fn groups(case: &Case) -> Verdict {
    let shows_all = text(case.input("output")) != "invalid";
    let (mut expected, mut found) = (BTreeSet::new(), BTreeSet::new());
    for row in list(case.expected("rows")) {
        let at = format!("{} {}", text(&row["group"]), text(&row["rule"]));
        expected.insert(format!("{at} {}", expected_of(&row["passes"], &row["imbalance"])));
    }
    for (group, values) in entries(case.input("groups")) {
        for rule in list(case.input("rules")) {
            let result = found_of(&relation(rule), values, text(case.input("mode")));
            if result.as_ref().is_some_and(|result| shows_all || result.starts_with("fails")) {
                found.insert(format!("{group} {} {}", text(&rule["id"]), result.unwrap()));
            }
        }
    }
    Verdict::new(joined(&expected), joined(&found))
}

/// Rules asked of one group of figures with gaps.
pub(super) fn missing_mode(case: &Case) -> Verdict {
    let (mut expected, mut found) = (BTreeSet::new(), BTreeSet::new());
    for (rule, result) in entries(case.expected("result")) {
        let result = expected_of(&result["passes"], &result["imbalance"]);
        expected.insert(format!("{rule} {result}"));
    }
    for rule in list(case.input("rules")) {
        // Rules that are written out belong to the case below.
        let Value::Object(_) = rule else { return totals_with_gaps(case) };
        let result = found_of(&relation(rule), case.input("values"), text(case.input("mode")));
        found.extend(result.map(|result| format!("{} {result}", text(&rule["id"]))));
    }
    Verdict::new(joined(&expected), joined(&found))
}

/// Totals with gaps, in three modes.
fn totals_with_gaps(case: &Case) -> Verdict {
    let (mut expected, mut found) = (BTreeSet::new(), BTreeSet::new());
    for mode in ["non_null", "always_null"] {
        for (total, result) in entries(case.expected(mode)) {
            let result = expected_of(&result[0], &result[1]);
            expected.insert(format!("{mode} {total} {result}"));
        }
    }
    for (total, imbalance) in entries(case.expected("always_zero_failures")) {
        expected.insert(format!("always_zero {total} fails by {}", text(imbalance)));
    }
    for mode in ["non_null", "always_null", "always_zero"] {
        for rule in texts(case.input("rules")) {
            let (total, _) = rule.split_once(" = ").unwrap();
            let result = found_of(rule, case.input("values"), mode);
            let result = result.filter(|found| mode != "always_zero" || found.starts_with("fails"));
            found.extend(result.map(|result| format!("{mode} {total} {result}")));
        }
    }
    Verdict::new(joined(&expected), joined(&found))
}

fn relation(rule: &Value) -> String {
    let expression = text(&rule["expression"]).replace('+', " + ");
    format!("{} {} {expression}", text(&rule["total"]), text(&rule["op"]))
}

/// What a result says.
fn expected_of(passes: &Value, imbalance: &Value) -> String {
    match passes.as_bool() {
        None => "unknown".to_owned(),
        Some(true) => "passes".to_owned(),
        Some(false) => format!("fails by {}", text(imbalance)),
    }
}

/// What becomes of a rule with these figures in a mode; `None` where it is not asked. A figure
/// without a value is blank. A sum is the same as a rule and as a breakdown.
fn found_of(rule: &str, values: &Value, mode: &str) -> Option<String> {
    let as_rule = outcome_of(rule, values, |trial| trial.missing(mode).rule("r", rule));
    if let Some((whole, parts)) = rule.split_once(" = ").filter(|(_, parts)| !parts.contains('-')) {
        let parts: Vec<String> = parts.split('+').map(|part| part.trim().to_lowercase()).collect();
        let whole = whole.to_lowercase();
        let as_breakdown =
            outcome_of(rule, values, |trial| trial.missing(mode).breakdown(&whole, &parts));
        assert_eq!(as_rule, as_breakdown, "{rule}, {mode}");
    }
    as_rule
}

/// What becomes of a relation of the lines of a rule with these figures.
fn outcome_of(
    rule: &str,
    values: &Value,
    relate: impl Fn(&mut Trial) -> &mut Trial,
) -> Option<String> {
    let mut trial = Trial::default();
    let names = rule.split(|c: char| !c.is_alphanumeric()).filter(|name| !name.is_empty());
    for name in names {
        trial.line(name, NUMBER);
    }
    for (name, value) in entries(values) {
        trial.line(name, NUMBER).state(name, text(value));
    }
    let outcome = relate(&mut trial).check();
    match outcome.findings.as_slice() {
        [finding] => {
            let difference = &finding.comparison.as_ref().unwrap().difference.value;
            Some(format!("fails by {difference}"))
        }
        [] if outcome.evaluated > 0 => Some("passes".to_owned()),
        [] => (outcome.unknown > 0).then(|| "unknown".to_owned()),
        findings => panic!("{findings:?}"),
    }
}

fn joined(results: &BTreeSet<String>) -> String {
    results.iter().map(String::as_str).collect::<Vec<_>>().join("; ")
}

/// The example of the reference manual in the modes in which what is left out is nought, worked
/// out by hand.
#[test]
fn what_is_left_out_is_nought_in_three_modes() {
    let always = [
        ("A = J + K + L", "fails by 5"),
        ("B = M + N + O", "passes"),
        ("C = P + Q", "passes"),
        ("D = R + S", "fails by -3"),
        ("E = T + U + V", "unknown"),
        ("F = Y + W + Z", "passes"),
        ("G = B + C", "fails by 8"),
        ("H = D + E", "unknown"),
        ("I = D + G", "fails by -5"),
        ("M >= N", "fails by -3"),
        ("M <= G", "passes"),
    ];
    let values = serde_json::json!({
        "A": "5", "B": "11", "C": "0", "G": "19", "H": null, "I": "14", "M": "2", "N": "5",
        "O": "4", "P": "7", "Q": "-7", "S": "3", "T": "9", "U": null, "V": "6",
    });
    for (rule, result) in always {
        let found = |mode| found_of(rule, &values, mode).unwrap_or_default();
        assert_eq!(found("always_zero"), result, "{rule}");
        let (all_left_out, only_nulls) = (rule.starts_with('F'), rule.starts_with('H'));
        assert_eq!(found("non_zero"), if all_left_out { "" } else { result }, "{rule}");
        let nothing_there = all_left_out || only_nulls;
        assert_eq!(found("partial_zero"), if nothing_there { "" } else { result }, "{rule}");
    }
}
