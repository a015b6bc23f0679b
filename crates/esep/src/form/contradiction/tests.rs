//! Small forms, each with what contradicts itself in it.

use std::sync::Arc;

use proptest::prelude::*;

use super::contradictions;
use crate::figure::{Rational, Unit, UnitKind};
use crate::finding::{Argument, Code, Finding};
use crate::form::{Breakdown, Column, Form, Forms, Line, Relation, Rollup, Rule};
use crate::id::{ColumnId, LineId};
use crate::language::Text;
use crate::lookup::Names;
use crate::place::Place;
use crate::sorted::SortedMap;

/// A form of these statements, one to a line of text:
/// `a, b: percent` are lines with a unit, `columns men women` are columns,
/// `a <= 5` is a rule, `of a: b c` a complete breakdown, `within a: b c` a partial one.
fn form(text: &str) -> Form {
    let mut form = Form {
        id: "f".into(),
        number: None,
        title: Text::same("f"),
        periods: Vec::new(),
        source: None,
        scale_thousand: false,
        missing: None,
        replaces: false,
        place: Place::whole(&"f.toml".into()),
        lines: Vec::new(),
        columns: Vec::new(),
        breakdowns: Vec::new(),
        rules: Vec::new(),
        measures: Vec::new(),
        line_index: SortedMap::new(),
        line_names: Names::default(),
        column_names: Names::default(),
    };
    let file: Arc<str> = "f.toml".into();
    for (text, number) in text.lines().map(str::trim).zip(1..) {
        let place = Place::new(&file, number, 1, 1);
        if let Some(columns) = text.strip_prefix("columns ") {
            form.columns = columns.split(' ').map(column).collect();
        } else if let Some((complete, of, parts)) = breakdown(text) {
            let parts = parts.split_whitespace().map(LineId::new).collect();
            form.breakdowns.push(Breakdown {
                of: of.into(),
                parts,
                complete,
                severity: None,
                place,
            });
        } else if let Some((lines, unit)) = text.split_once(": ") {
            for id in lines.split(", ") {
                form.line_index.insert(id.into(), form.lines.len());
                form.lines.push(line(id, &Unit::new(unit)));
            }
        } else {
            form.rules.push(Rule {
                id: format!("rule-{number}"),
                text: text.to_owned(),
                relation: Relation::parse(text).unwrap(),
                severity: None,
                code: None,
                why: None,
                place,
            });
        }
    }
    form
}

fn breakdown(text: &str) -> Option<(bool, &str, &str)> {
    let (head, parts) = text.split_once(": ")?;
    let (word, of) = head.split_once(' ')?;
    matches!(word, "of" | "within").then_some((word == "of", of, parts))
}

fn column(id: &str) -> Column {
    Column { id: id.into(), label: Text::same(id), aliases: Vec::new() }
}

/// A line; `a[men]` is filled only in that column.
fn line(id: &str, unit: &Unit) -> Line {
    let kind = unit.kind();
    Line {
        id: id.into(),
        number: None,
        unit: unit.clone(),
        label: Text::same(id),
        aliases: Vec::new(),
        rollup: Rollup::Sum,
        min: (kind != UnitKind::Number).then_some(Rational::ZERO),
        max: (kind == UnitKind::Share).then_some(Rational::ONE),
        rounding: kind.usual_rounding(),
        decimals: 0,
        over_time: None,
        bands: Vec::new(),
        columns: (id == "only-men").then(|| vec![ColumnId::new("men")]),
        place: Place::whole(&"f.toml".into()),
    }
}

/// The texts of the rules that a finding names.
fn rules(finding: &Finding) -> Vec<String> {
    let literal = |argument: &Argument| match argument {
        Argument::Literal(text) => text.clone(),
        other => panic!("expected a literal, found {other:?}"),
    };
    match &finding.message.arguments.first().unwrap().1 {
        Argument::List(items) => items.iter().map(literal).collect(),
        alone => vec![literal(alone)],
    }
}

/// Checks which sets of rules are found to contradict each other.
fn check(text: &str, expected: &[&[&str]]) {
    let found: Vec<_> = contradictions(&form(text)).iter().map(rules).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn built_in_forms_do_not_contradict_themselves() {
    for form in Forms::built_in().iter() {
        assert_eq!(contradictions(form), [], "{}", form.id);
    }
}

#[test]
fn a_rule_that_cannot_hold_is_named_alone() {
    check("a: persons\na = a + 1", &[&["a = a + 1"]]);
    check("a: persons\na < 0", &[&["a < 0"]]);
    check("a: persons\n1 = 2", &[&["1 = 2"]]);
    check("a: persons\na != a", &[&["a != a"]]);
    check("s: percent\ns = 144 %", &[&["s = 144 %"]]);
    check("n: number\nn < 0", &[]);
}

#[test]
fn rules_that_agree_are_not_named() {
    check("a, b: persons\na <= b\nb <= a", &[]);
    check("a, b: persons\na <= b\nb <= a\na != b", &[&["a <= b", "b <= a", "a != b"]]);
    // Only nothing at all satisfies these; that is a solution.
    check("a, b: persons\na = 2 * b\na = 3 * b", &[]);
    check(
        "a, b, c: persons\na = 2 * b\na = 3 * b\nc <= a\nc >= 1\nb <= 5",
        &[&["a = 2 * b", "a = 3 * b", "c <= a", "c >= 1"]],
    );
}

/// Facts of the test suites of the packages validatetools and errorlocate, restated.
#[test]
fn known_cases() {
    check("x: number\nx > 0\nx < 0", &[&["x > 0", "x < 0"]]);
    check("x: number\nx > 1\nx > 2", &[]);
    check("x: number\nx >= 0\nx <= 0", &[]);
    check("x, y: number\nx > 1\ny > 1\nif x > 0 then y > 0", &[]);
    check(
        "x, y: number\nif x > 0 then y > 0\nx >= 1\ny <= 0",
        &[&["if x > 0 then y > 0", "x >= 1", "y <= 0"]],
    );
    check(
        "a, b: number\nif a = 0 then b = 0\na = 0\nb = 1",
        &[&["if a = 0 then b = 0", "a = 0", "b = 1"]],
    );
}

#[test]
fn every_contradiction_is_reported_once_and_at_its_last_rule() {
    let text = "a, b, c: persons
        a = b + 1
        b = a + 1
        a = c + 2
        c = a + 1";
    let findings = contradictions(&form(text));
    let found: Vec<_> = findings
        .iter()
        .map(|finding| (finding.place.clone().unwrap().line, finding.rule.clone().unwrap()))
        .collect();
    assert_eq!(found, [(3, "f/rule-3".to_owned()), (5, "f/rule-5".to_owned())]);
    assert!(findings.iter().all(|finding| finding.code == Code::RulesContradict));
}

#[test]
fn breakdowns_take_part() {
    let lines = "a, b, c: persons";
    check(&format!("{lines}\nof a: b c\nb = a + 1"), &[&["a = b + c", "b = a + 1"]]);
    check(&format!("{lines}\nwithin a: b c\nb = a + 1"), &[&["b + c <= a", "b = a + 1"]]);
    check(&format!("{lines}\nwithin a: b c\nb = a\nc = a"), &[]);
    let last = "c > 0";
    check(
        &format!("{lines}\nwithin a: b c\nb = a\nc = a\n{last}"),
        &[&["b + c <= a", "b = a", last]],
    );
    // Parts below nought may be more than their sum, but none is more than its whole.
    check("a, b, c: number\nwithin a: b c\nb = a + 1", &[&["b + c <= a", "b = a + 1"]]);
}

#[test]
fn the_parts_of_a_whole_are_summed_but_not_their_parts() {
    let lines = "v, v.pay, v.other, v.other.late: violations";
    check(&format!("{lines}\nv = sum(v.*)\nv.other > v"), &[&["v = sum(v.*)", "v.other > v"]]);
    check(&format!("{lines}\nv = sum(v.*)\nv.other.late > v"), &[]);
}

#[test]
fn shares_say_what_their_bounds_allow() {
    let lines = "women, members: persons\nshare: percent";
    let share = "share = women / members";
    check(&format!("{lines}\n{share}\nwomen <= members"), &[]);
    // Nothing at all is a solution of this one.
    check(&format!("{lines}\n{share}\nwomen = 2 * members"), &[]);
    check(&format!("{lines}\n{share}\nwomen > members"), &[&[share, "women > members"]]);
    check(&format!("{lines}\n{share}\nshare > 1"), &[&["share > 1"]]);
    check(
        &format!("{lines}\nwomen / members = 2\nwomen < 2 * members"),
        &[&["women / members = 2", "women < 2 * members"]],
    );
    let quotient = "women / members - 1 >= share";
    check(&format!("{lines}\n{quotient}\nwomen < members"), &[&[quotient, "women < members"]]);
    let turned = "-1 * share = women / (0 - members)";
    check(&format!("{lines}\n{turned}\nwomen > members"), &[&[turned, "women > members"]]);
    // The sign of a difference is not known.
    check(&format!("{lines}\nshare = 1 / (women - members)\nwomen < members"), &[]);
}

#[test]
fn products_say_nothing() {
    check("a, b: number\na * b = 1\na = 0", &[]);
    check(
        "a, b: number\n2 * a * 3 = b\nb = 7 * a\na >= 1",
        &[&["2 * a * 3 = b", "b = 7 * a", "a >= 1"]],
    );
    check("a: number\na / 0 = 1", &[]);
}

#[test]
fn rules_are_asked_of_every_column_and_line_in_turn() {
    let lines = "columns men women total\na, b: persons";
    check(&format!("{lines}\na <= b\na[men] > b[men]"), &[&["a <= b", "a[men] > b[men]"]]);
    check(
        &format!("{lines}\n[women] <= [total]\nb[women] > b[total]"),
        &[&["[women] <= [total]", "b[women] > b[total]"]],
    );
    check(&format!("{lines}\na[men] <= b[men]\na[women] > b[women]"), &[]);
    check(&format!("{lines}, only-men\na = only-men\na[women] < 0"), &[&["a[women] < 0"]]);
    check(&format!("{lines}\nof a: b\na[men] < b[men]"), &[&["a = b", "a[men] < b[men]"]]);
}

#[test]
fn figures_of_other_sheets_have_the_bounds_of_their_lines() {
    check("a: persons\na = a@previous + 1\na = 0", &[&["a = a@previous + 1", "a = 0"]]);
    check(
        "a: persons\na = a@previous + 1\na@previous = a + 1",
        &[&["a = a@previous + 1", "a@previous = a + 1"]],
    );
    check("a: persons\na = sum(a@children) + 1\na = 0", &[&["a = sum(a@children) + 1", "a = 0"]]);
    check("s: percent\nsum(s@children) = 5", &[]);
    // Nothing is known of another form but that a figure is one figure.
    check("a: persons\na = other:b + 1\na = 0", &[]);
    check("a: persons\na = other:b + 1\na = other:b", &[&["a = other:b + 1", "a = other:b"]]);
    check("a: persons\na = f:a + 1", &[&["a = f:a + 1"]]);
}

#[test]
fn bounds_that_matter_are_hinted_at() {
    let hints = |text: &str| contradictions(&form(text)).remove(0).hints;
    assert_eq!(hints("a, b: number\na > b\nb > a"), []);
    let hint = hints("a, b: persons\na + b + 1 = 0").remove(0);
    let lines = ["a", "b"].map(Argument::from);
    assert_eq!(
        (hint.key, hint.arguments),
        ("hint.bounds-of-lines", vec![("lines", lines.to_vec().into())])
    );
}

/// So many figures from 0 to `highest`, any two of which are at least 1 apart.
fn apart(count: usize, highest: usize) -> Vec<String> {
    let names: Vec<String> = (0..count).map(|index| format!("x{index}")).collect();
    let mut text = vec![format!("{}: persons", names.join(", "))];
    for (index, name) in names.iter().enumerate() {
        text.push(format!("{name} <= {highest}"));
        for other in names.iter().skip(index + 1) {
            text.push(format!("if {name} <= {other} then {name} + 1 <= {other}"));
            text.push(format!("if {other} <= {name} then {other} + 1 <= {name}"));
        }
    }
    text
}

#[test]
fn too_many_alternatives_are_given_up() {
    let found = |count, highest| contradictions(&form(&apart(count, highest).join("\n"))).len();
    assert_eq!(found(4, 3), 0);
    assert_eq!(found(4, 2), 1);
    // To prove that ten do not fit, every order of the ten would have to be tried.
    assert_eq!(found(10, 8), 0);
}

proptest! {
    #[test]
    fn what_some_figures_satisfy_is_never_reported(
        figures in prop::collection::vec(0..5_i32, 3),
        others in prop::collection::vec((0..3_usize, -2..=2_i32, 0..3_usize, 0..6_usize), 1..8),
    ) {
        let signs = ["=", "!=", "<", "<=", ">", ">="];
        let names = ["a", "b", "c"];
        let mut text = vec!["a, b, c: persons".to_owned(), "s: percent".to_owned()];
        let (part, whole) = (figures[0], figures[1]);
        if whole > 0 && part <= whole {
            text.push(format!("s = a / b\ns >= {part} / 4\n{whole} * s <= {part}"));
        }
        for (left, by, right, sign) in others {
            let (a, b) = (figures[left], figures[right]);
            let holds = match signs[sign] {
                "=" => a == by * b,
                "!=" => a != by * b,
                "<" => a < by * b,
                "<=" => a <= by * b,
                ">" => a > by * b,
                _ => a >= by * b,
            };
            let condition = if holds { "" } else { "if c = 7 then " };
            let (left, right) = (names[left], names[right]);
            text.push(format!("{condition}{left} {} {by} * {right}", signs[sign]));
            if b != 0 {
                text.push(format!("{left} / {right} = {a} / {b}"));
            }
        }
        check(&text.join("\n"), &[]);
    }

    #[test]
    fn a_reported_set_is_a_contradiction_by_itself_and_irreducible(
        rules in prop::collection::vec((0..3_usize, -2..=2_i32, 0..3_usize, 0..6_usize, -2..=2_i32), 2..8),
    ) {
        let signs = ["=", "!=", "<", "<=", ">", ">="];
        let names = ["a", "b", "c"];
        let lines = "a, b, c: number";
        let rules: Vec<String> = rules
            .into_iter()
            .map(|(left, by, right, sign, plus)| {
                format!("{} {} {by} * {} + {plus}", names[left], signs[sign], names[right])
            })
            .collect();
        for finding in contradictions(&form(&format!("{lines}\n{}", rules.join("\n")))) {
            let set = self::rules(&finding);
            check(&format!("{lines}\n{}", set.join("\n")), &[&set.iter().map(String::as_str).collect::<Vec<_>>()]);
            for left_out in 0..set.len() {
                let mut fewer = set.clone();
                fewer.remove(left_out);
                check(&format!("{lines}\n{}", fewer.join("\n")), &[]);
            }
        }
    }
}
