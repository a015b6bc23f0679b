//! Cases of explanation: which figures are wrong, what they should be, and by which slip.
//!
//! Weights and figures that are known to be right exist only for relations of any origin; all else
//! goes the whole way, from a form and sheets to what is offered.

use std::collections::{BTreeMap, BTreeSet};

use esep::explain::{
    Answer, Cause, Cell, CellId, Explanation, Limits, Outcome, Problem, Relation, Repair, Settled,
    Slip, Solution, meant_figures,
};
use esep::{End, Interval, Rational};
use serde_json::Value;

use super::Verdict;
use super::case::{Case, entries, list, number, text, texts};
use super::repair::{before_and_after, trial_of};

/// A case as relations between figures, without any form.
struct Posed {
    problem: Problem,
    names: Vec<String>,
}

impl Posed {
    fn of(case: &Case) -> Self {
        let mut posed = Self { problem: Problem::new(), names: Vec::new() };
        let domains: BTreeMap<_, _> = entries(case.input("domain")).into_iter().collect();
        let widths: BTreeMap<_, _> = entries(case.input("half_width")).into_iter().collect();
        let weights: BTreeMap<_, _> = entries(case.input("weights")).into_iter().collect();
        let fixed = texts(case.input("fixed_cells"));
        let mut ids: BTreeMap<&str, CellId> = BTreeMap::new();
        for (name, value) in entries(case.input("values")) {
            let end = |at: usize| match domains.get(name).map(|ends| text(&ends[at])) {
                None | Some("") => End::Unbounded,
                Some(end) => End::Closed(number(end)),
            };
            let domain = Interval::new(end(0), end(1)).unwrap();
            let radius = widths.get(name).map_or(Rational::ZERO, |width| number(text(width)));
            let weight = weights.get(name).map_or(1, |weight| text(weight).parse().unwrap());
            let cell = match text(value) {
                "" => Cell::unknown(domain, false),
                stated => Cell {
                    domain,
                    weight: (!fixed.contains(&name)).then_some(weight),
                    ..Cell::number(Interval::around(&number(stated), &radius))
                },
            };
            ids.insert(name, posed.problem.cell(cell));
            posed.names.push(name.to_owned());
        }
        for rule in list(case.input("rules")) {
            let terms = entries(&rule["terms"]).into_iter();
            let terms = terms.map(|(name, factor)| (ids[name], number(text(factor))));
            let at = number(text(&rule["rhs"]));
            let (low, high) = match text(&rule["op"]) {
                "=" => (End::Closed(at.clone()), End::Closed(at)),
                "<=" => (End::Unbounded, End::Closed(at)),
                "<" => (End::Unbounded, End::Open(at)),
                ">=" => (End::Closed(at), End::Unbounded),
                sign => {
                    assert_eq!(sign, ">");
                    (End::Open(at), End::Unbounded)
                }
            };
            posed.problem.require(Relation::linear(terms, Interval::new(low, high).unwrap()));
        }
        posed
    }

    /// The smallest sets; `None` where nothing is wrong.
    fn explanation(&self) -> Option<Explanation> {
        match self.problem.smallest(&Limits::default()) {
            Answer::Consistent => None,
            Answer::Explained(explanation) => {
                assert!(explanation.is_complete);
                Some(explanation)
            }
            other => panic!("{other:?}"),
        }
    }

    fn name(&self, id: CellId) -> &str {
        &self.names[id.index()]
    }

    /// What a repair comes to if each of its figures is a slip of the digits; `None` if not.
    fn meant<'r>(&'r self, repair: &'r Repair) -> Option<BTreeMap<&'r str, Rational>> {
        let figures = repair.changes.keys().map(|id| self.meant_figure(*id, repair));
        figures.collect()
    }

    fn meant_figure<'r>(&'r self, id: CellId, repair: &Repair) -> Option<(&'r str, Rational)> {
        let (_, cell) = self.problem.cells().find(|(other, _)| *other == id)?;
        let meant = meant_figures(cell.stated.as_point()?, 0, &repair.changes[&id]);
        let mut digits =
            meant.into_iter().filter(|(slip, _)| !matches!(slip, Slip::Sign | Slip::PowerOfTen(_)));
        Some((self.name(id), digits.next()?.1))
    }
}

fn shown<T: ToString>(changes: &BTreeMap<&str, T>) -> String {
    let changes = changes.iter().map(|(name, to)| format!("{name} = {}", to.to_string()));
    changes.collect::<Vec<_>>().join(", ")
}

fn expected_changes(changes: &Value) -> BTreeMap<&str, Rational> {
    entries(changes).into_iter().map(|(name, to)| (name, number(text(to)))).collect()
}

/// Slips of the digits: what is corrected is the one smallest set in which every figure is one;
/// what is partly corrected is in every set; what is not has none or several.
pub(super) fn typo(case: &Case) -> Verdict {
    let mut verdict = before_and_after(case);
    let posed = Posed::of(case);
    let Some(explanation) = posed.explanation() else { return verdict };
    let repairs = explanation.repairs.iter();
    let meant: Vec<BTreeMap<&str, Rational>> =
        repairs.clone().filter_map(|repair| posed.meant(repair)).collect();
    let is_one = repairs.len() == 1;
    let partly: BTreeMap<&str, Rational> = repairs
        .flat_map(|repair| repair.changes.keys().map(|id| posed.meant_figure(*id, repair)))
        .flatten()
        .collect();
    let status = match meant.as_slice() {
        [_] => "corrected",
        [] if is_one && !partly.is_empty() => "partial",
        _ => "no_correction",
    };
    let expected = expected_changes(case.expected("changes"));
    let found = match status {
        "corrected" => meant.into_iter().next().unwrap_or_default(),
        // Others decide on less than the smallest set has.
        "partial" => partly.into_iter().filter(|(name, _)| expected.contains_key(name)).collect(),
        _ => BTreeMap::new(),
    };
    verdict.add(
        &format!("{}: {}", text(case.expected("status")), shown(&expected)),
        &format!("{status}: {}", shown(&found)),
    );
    if status == "corrected" {
        verdict.add(&shown(&expected), &likeliest(case));
    }
    verdict
}

/// The first solution of each group of findings, as the whole way gives it.
fn likeliest(case: &Case) -> String {
    let groups = trial_of(case, &[], "").check().explained();
    let mut changes: BTreeMap<String, String> = BTreeMap::new();
    for group in &groups {
        let Outcome::Solved { solutions, .. } = &group.outcome else { panic!("{group:?}") };
        for change in &solutions[0].changes {
            let Settled::Figure(to) = &change.to else { continue };
            changes.insert(change.cell.line.to_string(), to.value.to_string());
        }
    }
    shown(&changes.iter().map(|(name, to)| (name.as_str(), to)).collect())
}

/// A sign, figures in each other's place, running totals: what others propose is among the ways
/// that are offered, group by group, and called by its name.
pub(super) fn offered(case: &Case) -> Verdict {
    let mut verdict = before_and_after(case);
    let keys = ["changes", "values_after"].into_iter();
    let expected: BTreeMap<&str, Rational> =
        keys.flat_map(|key| expected_changes(case.expected(key))).collect();
    let mut trial = trial_of(case, &[], "");
    // What others tolerate is what rounding explains.
    if !matches!(text(case.input("tolerance")), "" | "0") {
        trial.rounded();
    }
    let mut found: BTreeMap<&str, &Rational> = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    let groups = trial.check().explained();
    for group in &groups {
        let Outcome::Solved { solutions, .. } = &group.outcome else { panic!("{group:?}") };
        if let Some(solution) = solutions.iter().find(|solution| is_within(solution, &expected)) {
            kinds.extend(kinds_of(&solution.cause));
            let names: BTreeSet<&str> =
                solution.changes.iter().map(|change| change.cell.line.as_str()).collect();
            found.extend(
                expected.iter().filter(|(name, _)| names.contains(**name)).map(|(n, to)| (*n, to)),
            );
        }
    }
    let known = ["exchanged", "running-totals", "sign"];
    let kinds: Vec<&str> = kinds.into_iter().filter(|kind| !known.contains(kind)).collect();
    verdict.add(&shown(&expected), &(shown(&found) + &kinds.join(", ")));
    verdict
}

/// Whether a solution changes only what is expected, to what is expected.
fn is_within(solution: &Solution, expected: &BTreeMap<&str, Rational>) -> bool {
    solution.changes.iter().all(|change| {
        let Some(to) = expected.get(change.cell.line.as_str()) else { return false };
        match &change.to {
            Settled::Figure(figure) => figure.value == *to,
            Settled::Between { low, high } => {
                low.as_ref().is_none_or(|low| low.value <= *to)
                    && high.as_ref().is_none_or(|high| high.value >= *to)
            }
        }
    })
}

fn kinds_of(cause: &Cause) -> Vec<&'static str> {
    match cause {
        Cause::Each(causes) => causes.iter().map(Cause::name).collect(),
        one => vec![one.name()],
    }
}

/// All smallest sets, of the relations by themselves and, where no figure weighs more than others,
/// of the whole way.
pub(super) fn sets(case: &Case) -> Verdict {
    let mut verdict = before_and_after(case);
    let sets = list(case.expected("all_sets")).iter().map(texts);
    // Where only changes are told, they are the only ones.
    let changed = entries(case.expected("changes")).into_iter().map(|(name, _)| name);
    let only: Vec<Vec<&str>> = vec![changed.collect()];
    let only = only.into_iter().filter(|only| !only.is_empty());
    let expected: BTreeSet<BTreeSet<String>> =
        sets.chain(only).map(|set| set.into_iter().map(str::to_lowercase).collect()).collect();
    if case.input("rule").is_null() {
        let posed = Posed::of(case);
        let found: BTreeSet<BTreeSet<String>> = match posed.explanation() {
            None => BTreeSet::from([BTreeSet::new()]),
            Some(explanation) => {
                if let weight @ Value::String(_) = case.expected("weight") {
                    verdict.add(text(weight), &explanation.weight.to_string());
                }
                let names = |repair: &Repair| {
                    repair.changes.keys().map(|id| posed.name(*id).to_lowercase()).collect()
                };
                explanation.repairs.iter().map(names).collect()
            }
        };
        verdict.add(&format!("{expected:?}"), &format!("{found:?}"));
    }
    if case.input("weights").is_null() && case.input("fixed_cells").is_null() {
        verdict.add(&format!("{expected:?}"), &format!("{:?}", sets_of_groups(case)));
    }
    verdict
}

/// The smallest sets of all groups of findings, each joined with each.
fn sets_of_groups(case: &Case) -> BTreeSet<BTreeSet<String>> {
    let mut all = BTreeSet::from([BTreeSet::new()]);
    for group in trial_of(case, &[], "").check().explained() {
        let Outcome::Solved { solutions, is_complete: true, .. } = group.outcome else {
            panic!("{group:?}")
        };
        let smallest = solutions.into_iter().filter(|solution| solution.is_smallest);
        let sets: Vec<BTreeSet<String>> = smallest
            .map(|solution| solution.changes.iter().map(|it| it.cell.line.to_string()).collect())
            .collect();
        let join = |known: &BTreeSet<String>| {
            let known = known.clone();
            sets.iter().map(move |set| known.union(set).cloned().collect()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(join).collect();
    }
    all
}

/// What must stand in the blanks, of the relations by themselves and of the whole way.
pub(super) fn deduced(case: &Case) -> Verdict {
    let mut verdict = before_and_after(case);
    let expected = shown(&expected_changes(case.expected("filled")));
    let posed = Posed::of(case);
    let deduced = posed.problem.deduce();
    let points = deduced.iter().filter_map(|(id, to)| Some((posed.name(*id), to.as_point()?)));
    verdict.add(&expected, &shown(&points.collect()));
    let changes = trial_of(case, &[], "").check().deduced();
    let figures = changes.iter().filter_map(|change| match &change.to {
        Settled::Figure(to) => Some((change.cell.line.as_str(), &to.value)),
        Settled::Between { .. } => None,
    });
    verdict.add(&expected, &shown(&figures.collect()));
    verdict
}

fn slips(stated: &str, meant: &str) -> Vec<Slip> {
    let within = Interval::point(number(meant));
    meant_figures(&number(stated), 0, &within).into_iter().map(|(slip, _)| slip).collect()
}

/// A distance of 1 is a slip, and more is none.
pub(super) fn edit_distance(case: &Case) -> Verdict {
    let found = slips(text(case.input("a")), text(case.input("b")));
    let is_one = text(case.expected("restricted_damerau_levenshtein")) == "1";
    Verdict::new(is_one.to_string(), (found.len() == 1).to_string())
}

/// What a slip of the pen makes of a figure is recognized as that slip.
pub(super) fn digit_slip(case: &Case) -> Verdict {
    let slip = match text(case.input("function")) {
        "interchange" => Slip::DigitsSwapped,
        function => {
            assert_eq!(function, "omit");
            Slip::DigitDropped
        }
    };
    let found = slips(text(case.expected("observed")), text(case.input("true_value")));
    Verdict::new(format!("{:?}", [slip]), format!("{found:?}"))
}

/// Digits that changed places.
pub(super) fn permutation(case: &Case) -> Verdict {
    let found = slips(text(case.input("reported")), text(case.input("implied")));
    let is_swap = case.expected("adjacent_transposition").as_bool().unwrap();
    Verdict::new(is_swap.to_string(), (found == [Slip::DigitsSwapped]).to_string())
}
