//! Cases of parents and children: trees of accounts, organizations and their parent.

use std::collections::BTreeSet;

use esep::explain::{Explained, Outcome};
use serde_json::Value;

use super::Verdict;
use super::case::{Case, entries, list, text};
use super::trial::{NOW, Trial};

const SUMMED: &str = "unit = \"number\"\nrollup = \"sum\"";

/// Amounts booked on accounts, and what is asserted of some accounts with all that is below them.
/// An account's own bookings stand in an organization below it.
pub(super) fn tree_sum(case: &Case) -> Verdict {
    let check = |plus: i64| {
        let mut trial = Trial::default();
        trial.line("balance", SUMMED);
        let mut known = BTreeSet::new();
        for (account, amount) in entries(case.input("leaves")) {
            let own = format!("{account}:=");
            let mut child = own.as_str();
            while let Some((parent, _)) = child.rsplit_once(':') {
                if known.insert(child.to_owned()) {
                    trial.belongs(child, parent);
                }
                child = parent;
            }
            if known.insert(child.to_owned()) {
                trial.belongs(child, "");
            }
            trial.state_of(&own, NOW, "balance", text(amount));
        }
        for (account, amount) in entries(case.input("asserted")) {
            let amount = text(amount).parse::<i64>().unwrap() + plus;
            trial.state_of(account, NOW, "balance", &amount.to_string());
        }
        if trial.check().findings.is_empty() { "pass" } else { "fail" }
    };
    // What passes must fail where one more is asserted.
    Verdict::new(
        format!("{}, fail", text(case.expected("status"))),
        format!("{}, {}", check(0), check(1)),
    )
}

/// Children and their parent, line by line; each line's gap, and which rules of a child fail.
pub(super) fn parent(case: &Case) -> Verdict {
    const LINES: [&str; 3] = ["men", "women", "total"];
    let mut trial = Trial::default();
    for line in LINES {
        trial.line(line, "unit = \"persons\"");
    }
    trial.rule("total", "men + women = total").belongs("parent", "");
    let report = |trial: &mut Trial, organization: &str, figures: &Value| {
        for (line, figure) in LINES.iter().zip(list(figures)) {
            trial.state_of(organization, NOW, line, text(figure));
        }
    };
    let children: Vec<(&str, &Value)> = match case.input("children") {
        Value::Array(rows) => rows.iter().map(|row| (text(&row[0]), &row[1])).collect(),
        children => entries(children),
    };
    for (child, figures) in children {
        match child.strip_suffix(" (again)") {
            Some(child) => report(&mut trial, child, figures),
            None => report(trial.belongs(child, "parent"), child, figures),
        }
    }
    report(&mut trial, "parent", case.input("parent"));
    let outcome = trial.check();
    let found: Vec<String> = outcome
        .findings
        .iter()
        .map(|finding| match &finding.comparison {
            Some(comparison) => format!("{} {}", finding.code, comparison.difference.value),
            None => finding.code.to_string(),
        })
        .collect();
    let gaps = |gaps: [&str; 3]| gaps.map(|gap| format!("R001 {gap}")).join(", ");
    let expected = match case.kind() {
        "parent_missing_child" => {
            let residual: Vec<&str> = list(case.expected("residual")).iter().map(text).collect();
            gaps(residual.try_into().unwrap())
        }
        // The third child is a thousand times what it should be, on every line alike.
        "parent_unit_error" => gaps(["-299700", "-99900", "-399600"]),
        // The sum of all rows exceeds the parent by the row that is there twice.
        "parent_duplicate_row" => gaps(["-45", "-55", "-100"]),
        _ => String::new(),
    };
    let mut verdict = Verdict::new(expected, found.join(", "));
    if let cause @ Value::String(_) = case.expected("cause") {
        let groups = outcome.explained();
        let likeliest = |group: &Explained| match &group.outcome {
            Outcome::Solved { solutions, .. } => solutions[0].cause.name(),
            other => panic!("{other:?}"),
        };
        let found: Vec<&str> = groups.iter().map(likeliest).collect();
        verdict.add(text(cause), &found.join(", "));
    }
    verdict
}
