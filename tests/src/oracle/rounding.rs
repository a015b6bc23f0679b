//! Cases of rounded figures: what they stand for, and whether sums and shares can be true.

use esep::{Code, Interval, Rational};
use serde_json::Value;

use super::Verdict;
use super::case::{Case, list, number, text, texts};
use super::trial::{NUMBER, Outcome, Trial, shown};

const PRINTED: &str = "unit = \"number\"\nrounding = \"printed\"";
const PERCENT: &str = "unit = \"percent\"";
const PERSONS: &str = "unit = \"persons\"";

/// A rounded total and rounded parts, each with a weight and perhaps stated several times.
pub(super) fn rounded_sum(case: &Case) -> Verdict {
    let mut trial = Trial::default();
    let facts = |trial: &mut Trial, name: &str, facts: &Value| {
        for (index, fact) in list(facts).iter().enumerate() {
            let line = format!("{name}-{index}");
            trial.line(&line, PRINTED).state(&line, &printed(fact));
            if index > 0 {
                trial.rule(&line, &format!("{line} = {name}-0"));
            }
        }
        list(facts).len()
    };
    facts(&mut trial, "total", case.input("total"));
    let mut terms = Vec::new();
    let mut parts = Vec::new();
    for (part, index) in list(case.input("parts")).iter().zip(0..) {
        let weight = text(&part["weight"]);
        let name = format!("part-{index}");
        parts.push((number(weight), name.clone(), facts(&mut trial, &name, &part["facts"])));
        terms.push(format!("({weight}) * {name}-0"));
    }
    let outcome = trial.rule("sum", &format!("total-0 = {}", terms.join(" + "))).check();
    let found = if outcome.status() == "pass" { "consistent" } else { "inconsistent" };
    let mut verdict = Verdict::new(text(case.expected("status")), found);
    let computed = parts.iter().fold(Interval::point(Rational::ZERO), |sum, (weight, name, n)| {
        let stated = (0..*n).map(|index| outcome.figure(&format!("{name}-{index}")).interval());
        let meet = stated.fold(Interval::EVERYTHING, |meet, stated| meet.meet(stated).unwrap());
        sum.plus(&meet.scaled(weight))
    });
    verdict.add_interval(case.expected("computed"), &computed, 1);
    verdict.add_interval(case.expected("reported"), outcome.figure("total-0").interval(), 1);
    verdict
}

/// The same figure stated several times, rounded differently. That all of them agree is asked of
/// them together.
pub(super) fn duplicate_facts(case: &Case) -> Verdict {
    let mut trial = Trial::default();
    let facts = list(case.input("facts"));
    for (index, fact) in facts.iter().enumerate() {
        let line = format!("fact-{index}");
        trial.line(&line, PRINTED).state(&line, &printed(fact));
        if index > 0 {
            trial.rule(&line, &format!("{line} = fact-0"));
        }
    }
    let outcome = trial.check();
    let mut intervals =
        (0..facts.len()).map(|index| outcome.figure(&format!("fact-{index}")).interval());
    let meet = intervals.try_fold(Interval::EVERYTHING, |meet, fact| meet.meet(fact));
    let expected = case.expected("consistent").as_bool().unwrap();
    let mut verdict = Verdict::new(
        if expected { "pass, []" } else { "fail, [NoCommonSolution]" },
        format!("{}, {:?}", outcome.status(), outcome.codes()),
    );
    verdict.add(
        &format!("meet: {}", !case.expected("intersection").is_null()),
        &format!("meet: {}", meet.is_some()),
    );
    if let Some(meet) = meet {
        verdict.add_interval(case.expected("intersection"), &meet, 1);
    }
    verdict
}

/// What a rounded figure stands for.
pub(super) fn rounding_interval(case: &Case) -> Verdict {
    let is_exact = text(case.input("decimals")) == "INF";
    let mut trial = Trial::default();
    if is_exact {
        trial.line("x", NUMBER).state("x", text(case.input("value")));
    } else {
        trial
            .line("x", PRINTED)
            .state("x", &with_decimals(case.input("value"), case.input("decimals")));
    }
    let outcome = trial.check();
    let ends =
        [case.expected("lower"), case.expected("upper")].map(|end| number(text(end)).to_string());
    Verdict::new(
        format!(
            "[{}], {} and {}",
            ends.join(", "),
            text(case.expected("lower_end")),
            text(case.expected("upper_end"))
        ),
        found_interval(&outcome),
    )
}

fn found_interval(outcome: &Outcome) -> String {
    let interval = outcome.figure("x").interval();
    let end = |end: &esep::End| match end {
        esep::End::Closed(_) => "closed",
        esep::End::Open(_) => "open",
        esep::End::Unbounded => "unbounded",
    };
    format!("{}, {} and {}", shown(interval, 1), end(interval.low()), end(interval.high()))
}

/// How far from an asserted figure the truth may lie. Whole figures are exact; decimals are
/// rounded.
pub(super) fn inferred_tolerance(case: &Case) -> Verdict {
    let asserted = text(case.input("asserted"));
    let settings = if asserted.contains('.') { PRINTED } else { NUMBER };
    let mut trial = Trial::default();
    let outcome = trial.line("x", settings).state("x", asserted).check();
    let radius = outcome.figure("x").interval().radius().unwrap();
    Verdict::new(number(text(case.expected("tolerance"))).to_string(), radius.to_string())
}

/// A percentage of two exact counts.
pub(super) fn percentage(case: &Case) -> Verdict {
    let mut trial = Trial::default();
    trial.line("share", PERCENT).line("part", PERSONS).line("whole", PERSONS);
    trial.rule("share", "share = part / whole");
    trial.state("share", text(case.input("percentage")));
    trial.state("part", text(case.input("part"))).state("whole", text(case.input("whole")));
    Verdict::status(case, trial.check().status())
}

/// Percentages that should add up to a hundred.
pub(super) fn percentage_list(case: &Case) -> Verdict {
    let mut trial = Trial::default();
    let mut names = Vec::new();
    for (index, percentage) in texts(case.input("percentages")).into_iter().enumerate() {
        names.push(format!("share-{index}"));
        trial.line(&names[index], PERCENT).state(&names[index], percentage);
    }
    trial.rule("all", &format!("{} = {} %", names.join(" + "), text(case.input("sum"))));
    let outcome = trial.check();
    let mut verdict = Verdict::status(case, outcome.status());
    let sum = names.iter().fold(Interval::point(Rational::ZERO), |sum, name| {
        sum.plus(outcome.figure(name).interval())
    });
    verdict.add_interval(case.expected("computed"), &sum, 100);
    verdict
}

/// Digits finer than a figure may have. Esep takes the precision from the digits themselves; only
/// counts are declared to have none behind the point.
pub(super) fn excess_digits(case: &Case) -> Verdict {
    let settings = if text(case.input("decimals")) == "0" { PERSONS } else { PRINTED };
    let mut trial = Trial::default();
    let outcome = trial.line("x", settings).state("x", text(case.input("value"))).check();
    let found = outcome.codes();
    assert!(found.is_empty() || found == [Code::FractionalCount], "{found:?}");
    let says = |excess: bool| if excess { "excess" } else { "nothing" };
    Verdict::new(says(!case.expected("excess").is_null()), says(!found.is_empty()))
}

/// A fact with its declared decimals, so that its digits say the same: 12000 with -3 is `12e3`.
fn printed(fact: &Value) -> String {
    with_decimals(&fact["value"], &fact["decimals"])
}

fn with_decimals(value: &Value, decimals: &Value) -> String {
    let (value, decimals) = (text(value), text(decimals).parse::<i32>().unwrap());
    let Ok(noughts) = usize::try_from(-decimals) else { return value.to_owned() };
    let (digits, left_out) = value.split_at(value.len() - noughts);
    assert!(
        left_out.bytes().all(|digit| digit == b'0'),
        "{value} has more than {decimals} decimals"
    );
    format!("{digits}e{noughts}")
}
