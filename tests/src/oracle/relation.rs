//! Cases of relations between exact figures: sums, balances, changes, sets of rules.

use super::Verdict;
use super::case::{Case, entries, list, text, texts};
use super::repair::trial_of;
use super::trial::{BEFORE, NUMBER, ONE, Trial};

/// Parts and a whole, or rules.
pub(super) fn sum(case: &Case) -> Verdict {
    if !case.input("rules").is_null() {
        return Verdict::status(case, trial_of(case, &[], "").check().status());
    }
    let mut trial = Trial::default();
    let parts = list(case.input("parts"));
    let names: Vec<String> = (1..=parts.len()).map(|number| format!("part-{number}")).collect();
    trial.line("whole", NUMBER).rule("sum", &format!("whole = {}", names.join(" + ")));
    trial.state("whole", text(case.input("whole")));
    for (name, part) in names.iter().zip(parts) {
        trial.line(name, NUMBER).state(name, text(part));
    }
    Verdict::status(case, trial.check().status())
}

/// A figure asserted of a sum, within a tolerance where there is any.
pub(super) fn balance(case: &Case) -> Verdict {
    let mut trial = Trial::default();
    trial.line("computed", NUMBER).state("computed", text(case.input("sum")));
    trial.line("asserted", NUMBER).state("asserted", text(case.input("asserted")));
    match text(case.input("tolerance")) {
        "" => trial.rule("equal", "asserted = computed"),
        most => trial
            .rule("not-above", &format!("asserted - computed <= {most}"))
            .rule("not-below", &format!("computed - asserted <= {most}")),
    };
    let expected = if case.expected("exact").is_null() { "status" } else { "exact" };
    Verdict::new(text(case.expected(expected)), trial.check().status())
}

/// A rule that must not depend on how it is spelled. The language has no `not`; a condition that
/// leads to its opposite says the same.
pub(super) fn inequality(case: &Case) -> Verdict {
    let (rule, equivalent) = (text(case.input("rule")), text(case.input("equivalent")));
    let condition = rule.trim_start_matches("not (").trim_end_matches(')');
    let spellings = [equivalent.to_owned(), format!("if {condition} then {equivalent}")];
    let statuses = spellings.map(|spelling| {
        let mut trial = Trial::default();
        trial.line("x", NUMBER).rule("r", &spelling).state("x", text(case.input("value")));
        trial.check().status()
    });
    let found = match statuses {
        ["fail", "fail"] => "fail for both spellings".to_owned(),
        statuses => statuses.join(" and "),
    };
    Verdict::new(text(case.expected("status")), found)
}

/// A change against the period before, absolute or in percent.
pub(super) fn change(case: &Case) -> Verdict {
    let mut trial = Trial::default();
    trial.line("members", "unit = \"persons\"");
    trial.state("members", text(case.input("current")));
    trial.state_of(ONE, BEFORE, "members", text(case.input("previous")));
    if case.input("change").is_null() {
        trial.line("change", "unit = \"percent\"\nmin = \"none\"\nmax = \"none\"");
        trial.rule("change", "change = (members - members@previous) / members@previous");
        trial.state("change", text(case.input("change_percent")));
    } else {
        trial.line("change", NUMBER).rule("change", "change = members - members@previous");
        trial.state("change", text(case.input("change")));
    }
    Verdict::status(case, trial.check().status())
}

/// What a set of rules says by itself. Of contradictions Esep speaks; of rules that are redundant
/// or leave a figure no freedom it does not.
pub(super) fn rule_set(case: &Case) -> Verdict {
    let mut trial = Trial::default();
    trial.line("x", NUMBER).line("y", NUMBER);
    for (index, rule) in texts(case.input("rules")).into_iter().enumerate() {
        trial.rule(&format!("{index}"), rule);
    }
    let redundant = texts(case.expected("redundant")).join(", ");
    let fixed = entries(case.expected("fixed")).into_iter().map(|(line, _)| line);
    let expected = match (case.expected("contradictory").as_bool(), redundant.as_str()) {
        (Some(true), _) => "contradictory".to_owned(),
        (_, "") => format!("fixed: {}", fixed.collect::<Vec<_>>().join(", ")),
        (_, redundant) => format!("redundant: {redundant}"),
    };
    Verdict::new(expected, if trial.is_contradictory() { "contradictory" } else { "nothing" })
}
