//! Breakdowns, rules and formulas: what they say and what is wrong with them.

use super::{HEAD, check, findings, line, read, rule};
use crate::finding::{Code, Severity};

#[test]
fn breakdowns_name_lines_and_no_line_is_part_of_itself() {
    let lines = [HEAD, &line("a", ""), &line("b", ""), &line("c", "")].concat();
    let breakdown = |of: &str, parts: &str| {
        format!("[[breakdown]]\nof = \"{of}\"\nparts = [{parts}]\ncomplete = true\n")
    };
    let text = lines.clone() + &breakdown("aa", "\"a\", \"d\"") + &breakdown("a", "\"b\", \"b\"");
    check(
        &(text + &breakdown("a", "") + "[[breakdown]]\n"),
        "20:7: aa: the rule `choir/aa` names `aa`, which the form does not have (did you mean `a`?)\n\
         21:16: d: the rule `choir/aa` names `d`, which the form does not have (did you mean `a`?)\n\
         25:16: b: `b` is named twice among the parts\n\
         27:1: [[breakdown]]: a breakdown needs at least one part\n\
         31:1: [[breakdown]]: `of` is missing\n\
         31:1: [[breakdown]]: `parts` is missing\n\
         31:1: [[breakdown]]: `complete` is missing",
    );
    let circle = lines + &breakdown("a", "\"b\"") + &breakdown("b", "\"c\", \"a\"");
    check(
        &circle,
        "20:7: a: `a` would be a part of itself\n24:7: b: `b` would be a part of itself",
    );
}

#[test]
fn mistakes_of_a_relation_point_into_it() {
    let form = |holds: &str| [HEAD, &line("a", ""), &line("b", ""), &rule(holds)].concat();
    check(&form("a ≤ b +"), "16:17: : expected a line or a number, found the end");
    check(
        &form("a -b <= 703 070"),
        "16:12: -: a minus between two figures stands between spaces (a hyphen without spaces \
         belongs to the name; write ` - `)\n\
         16:22: 070: expected an operator such as `+` before `070`",
    );
    check(
        &form("a <= a-b"),
        "16:15: a-b: the rule `choir/rule` names `a-b`, which the form does not have (a hyphen without spaces belongs to \
         the name; write ` - `)",
    );
    // With an escape the text and what is written differ: the whole is pointed at.
    check(
        &form("a \\u003d 5a"),
        "16:9: \"a \\u003d 5a\": expected a number, found `5a` (write digits without spaces, and \
         a point before the decimals: `1000.5`)",
    );
}

#[test]
fn every_mistake_of_a_relation_has_its_sentence() {
    let digits = format!("a = {}", "9".repeat(31));
    let deep = format!("a = {}b", "-".repeat(100));
    let long = format!("a = b{}", " + b".repeat(500));
    for broken in [
        "",
        "a",
        "a =",
        "= a",
        "a b",
        "a = 1,5",
        "a = B",
        "a or b",
        "if a = b",
        "c: = a",
        "a[] = b",
        "a[b = c",
        "a@ = b",
        "a@now = b",
        "a = (b",
        "a = b)",
        "a % = b",
        "a -b = c",
        "a = b = c",
        "a = sum b",
        "a = sum(b)",
        "a = b.*",
        "a = b@children",
        "a = $",
        "a = b c = d",
        &digits,
        &deep,
        &long,
    ] {
        let text = [HEAD, &line("a", ""), &line("b", ""), &rule(broken)].concat();
        assert!(findings(&text).starts_with("16:"), "{broken}");
    }
}

#[test]
fn rules_name_what_the_form_has() {
    let form = |holds: &str| {
        [
            HEAD,
            "[[column]]\nid = \"all\"\nlabel = { kk = \"1\", ru = \"1\", en = \"1\" }\n",
            "[[column]]\nid = \"women\"\nlabel = { kk = \"2\", ru = \"2\", en = \"2\" }\n",
            &line("singers", ""),
            &line("singers.bass", "columns = [\"all\"]"),
            &line("altos", "columns = [\"women\"]"),
            &rule(holds),
        ]
        .concat()
    };
    for fits in [
        "[women] <= [all]",
        "singers >= sum(singers.*)",
        "singers[all] >= altos[women] - singers.bass[all]@previous",
        "choir:singers > 1",
        "singers[all] <= membership:members",
    ] {
        check(&form(fits), "");
    }
    let place = |part: &str, holds: &str| 10 + holds[..holds.find(part).unwrap()].chars().count();
    for (holds, part, expected) in [
        (
            "singer > 1",
            "singer",
            "the rule `choir/rule` names `singer`, which the form does not have (did you mean `singers`?)".to_owned(),
        ),
        (
            "singers > sum(altos.*)",
            "altos.*",
            "the rule `choir/rule` adds up `altos.*`, but the form has no such lines".to_owned(),
        ),
        (
            "singers[woman] > 1",
            "singers[woman]",
            "the rule `choir/rule` names the column `woman`, which the form does not have \
             (did you mean `women`?)"
                .to_owned(),
        ),
        (
            "altos[all] > 1",
            "altos[all]",
            "the rule `choir/rule` names `altos` in the column `all`, in which that line is not \
             filled"
                .to_owned(),
        ),
        (
            "singers > altos[women]",
            "altos[women]",
            "the rule `choir/rule` names some figures with a column and others without".to_owned(),
        ),
        (
            "altos < singers.bass",
            "altos < singers.bass",
            "the rule `choir/rule` fits nowhere: no line and column has all the figures that it \
             names"
                .to_owned(),
        ),
        ("5 % < 1", "5 % < 1", "the rule `choir/rule` names no figure".to_owned()),
    ] {
        let expected = format!("27:{}: {part}: {expected}", place(part, holds));
        check(&form(holds), &expected);
    }
}

#[test]
fn a_computed_line_has_one_formula_that_does_not_need_it() {
    let rule = |id: &str, holds: &str| format!("[[rule]]\nid = \"{id}\"\nholds = \"{holds}\"\n");
    let computed = "unit = \"percent\"\nrollup = \"formula\"";
    let lines = [HEAD, &line("a", ""), &line("b", ""), &line("share", computed)].concat();
    let form = read(&(lines.clone() + &rule("share", "share = a / b")));
    assert_eq!(form.definition_of("share").map(|rule| rule.id.as_str()), Some("share"));
    assert_eq!(form.definition_of("a"), None);
    check(
        &(lines.clone() + &rule("share", "share <= a / b")),
        "15:7: share: `share` is computed, but no rule says `share = ...`",
    );
    check(
        &(lines.clone() + &rule("first", "share = a / b") + &rule("second", "share = b / a")),
        "25:10: share = b / a: `share` is computed, but several rules say `share = ...`",
    );
    check(
        &(lines.clone() + &rule("share", "share = a / (b + share)")),
        "22:10: share = a / (b + share): to compute `share`, `share` itself is needed",
    );
    check(&(lines + &rule("share", "share = share@previous + a / b")), "");
}

#[test]
fn rules_say_what_they_raise() {
    let lines = [HEAD, &line("a", "")].concat();
    let rule = |finding: &str| {
        format!(
            "{lines}[[rule]]\nid = \"r\"\nholds = \"a > 1\"\nseverity = \"warning\"\nfinding = {finding:?}\n"
        )
    };
    let form = read(&rule("remedied-exceeds-found"));
    let rule_read = form.rule("r").unwrap();
    assert_eq!(rule_read.code, Some(Code::RemediedExceedsFound));
    assert_eq!(rule_read.severity, Some(Severity::Warning));
    check(
        &rule("remedied-exceeds-foud"),
        "13:12: remedied-exceeds-foud: `remedied-exceeds-foud` is no finding that a rule can raise \
         (did you mean `remedied-exceeds-found`?)",
    );
    check(&rule("cycle"), "13:12: cycle: `cycle` is no finding that a rule can raise");
}
