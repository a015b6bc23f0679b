//! Cases of hierarchies: sums of sums, and sums with gaps in them.
//!
//! A rule with a gap is unknown to Esep. Other modes of other checkers pass it over, which comes to
//! the same, or put noughts into the gaps, which does not.

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
        expected.extend(expected_of(row).map(|result| format!("{at} {result}")));
    }
    for (group, values) in entries(case.input("groups")) {
        for rule in list(case.input("rules")) {
            let result = found_of(&relation(rule), values);
            if result != "unknown" && (shows_all || result != "passes") {
                found.insert(format!("{group} {} {result}", text(&rule["id"])));
            }
        }
    }
    Verdict::new(joined(&expected), joined(&found))
}

/// Rules asked of one group of figures with gaps.
pub(super) fn missing_mode(case: &Case) -> Verdict {
    let (mut expected, mut found) = (BTreeSet::new(), BTreeSet::new());
    for (rule, result) in entries(case.expected("result")) {
        expected.extend(expected_of(result).map(|result| format!("{rule} {result}")));
    }
    for rule in list(case.input("rules")) {
        // Rules that are written out belong to the case below.
        let Value::Object(_) = rule else { return totals_with_gaps(case) };
        let result = found_of(&relation(rule), case.input("values"));
        if result != "unknown" {
            found.insert(format!("{} {result}", text(&rule["id"])));
        }
    }
    Verdict::new(joined(&expected), joined(&found))
}

/// Totals, one of them with a gap that makes it fail only where gaps count as nought.
fn totals_with_gaps(case: &Case) -> Verdict {
    let (mut expected, mut found) = (BTreeSet::new(), BTreeSet::new());
    for rule in texts(case.input("rules")) {
        let (total, _) = rule.split_once(" = ").unwrap();
        found.insert(format!("{total} {}", found_of(rule, case.input("values"))));
        let passes = case.expected("always_null")[total][0].as_bool();
        let result = if passes == Some(true) { "passes" } else { "unknown" };
        expected.insert(format!("{total} {result}"));
    }
    Verdict::new(joined(&expected), joined(&found))
}

fn relation(rule: &Value) -> String {
    let expression = text(&rule["expression"]).replace('+', " + ");
    format!("{} {} {expression}", text(&rule["total"]), text(&rule["op"]))
}

/// What a result says; `None` where it is unknown.
fn expected_of(result: &Value) -> Option<String> {
    let passes = result["passes"].as_bool()?;
    Some(if passes {
        "passes".to_owned()
    } else {
        format!("fails by {}", text(&result["imbalance"]))
    })
}

/// What becomes of a rule with these figures.
fn found_of(rule: &str, values: &Value) -> String {
    let mut trial = Trial::default();
    let names = rule.split(|c: char| !c.is_alphanumeric()).filter(|name| !name.is_empty());
    let stated = entries(values);
    for name in names.chain(stated.iter().map(|(name, _)| *name)) {
        trial.line(name, NUMBER);
    }
    for (name, value) in stated {
        trial.state(name, text(value));
    }
    let outcome = trial.rule("r", rule).check();
    match (outcome.status(), outcome.findings.as_slice()) {
        ("fail", [finding]) => {
            let difference = &finding.comparison.as_ref().unwrap().difference.value;
            format!("fails by {difference}")
        }
        ("pass", _) => "passes".to_owned(),
        (status, findings) => {
            assert_eq!(findings, []);
            status.to_owned()
        }
    }
}

fn joined(results: &BTreeSet<String>) -> String {
    results.iter().map(String::as_str).collect::<Vec<_>>().join("; ")
}
