//! Small forms, each with what is wrong in it.

mod rules;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::figure::{Rational, Rounding};
use crate::finding::{Argument, Message, Severity};
use crate::form::{OverTime, Rollup};

const HEAD: &str = r#"
id = "choir"
title = { kk = "Хор", ru = "Хор", en = "Choir" }
"#;

/// A line with the keys that every line needs, and `more`.
fn line(id: &str, more: &str) -> String {
    let label = format!("label = {{ kk = {id:?}, ru = {id:?}, en = {id:?} }}");
    let unit = if more.contains("unit") { "" } else { "unit = \"persons\"" };
    format!("[[line]]\nid = {id:?}\n{unit}\n{label}\n{more}\n")
}

fn rule(holds: &str) -> String {
    format!("[[rule]]\nid = \"rule\"\nholds = \"{holds}\"\n")
}

fn say(argument: &Argument) -> String {
    match argument {
        Argument::Literal(text) => text.clone(),
        Argument::List(items) => items.iter().map(say).collect::<Vec<_>>().join(", "),
        other => format!("{other:?}"),
    }
}

/// All English messages, of whatever file.
// The core opens no file; this test reads what the messages are made of.
#[allow(clippy::disallowed_methods)]
fn messages() -> BTreeMap<String, String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("messages");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let english =
        files.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("en."));
    let texts = english.map(|path| std::fs::read_to_string(path).unwrap());
    texts.flat_map(|text| toml::from_str::<BTreeMap<String, String>>(&text).unwrap()).collect()
}

/// The sentence in English, all its gaps filled.
fn sentence(messages: &BTreeMap<String, String>, message: &Message) -> String {
    let mut sentence = messages.get(message.key).expect(message.key).clone();
    for (name, argument) in &message.arguments {
        let gap = format!("{{{name}}}");
        assert!(sentence.contains(&gap), "{}: no gap for {name}", message.key);
        sentence = sentence.replace(&gap, &say(argument));
    }
    assert!(!sentence.contains('{'), "{sentence}");
    sentence
}

/// The findings of a form, each as `line:column: text that is pointed at: sentence (hints)`.
fn findings(text: &str) -> String {
    let (_, findings) = Form::read(&"choir.toml".into(), text);
    let messages = messages();
    let index = crate::place::LineIndex::new(text);
    let shown = findings.iter().map(|finding| {
        let place = finding.place.clone().unwrap();
        let quoted = if place.line == 0 { "" } else { &text[index.bytes(&place)] };
        let hints: Vec<_> = finding.hints.iter().map(|hint| sentence(&messages, hint)).collect();
        let hints =
            if hints.is_empty() { String::new() } else { format!(" ({})", hints.join("; ")) };
        format!(
            "{}:{}: {quoted}: {}{hints}",
            place.line,
            place.column,
            sentence(&messages, &finding.message)
        )
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(findings(text), expected, "{text}");
}

#[track_caller]
fn read(text: &str) -> Form {
    check(text, "");
    Form::read(&"choir.toml".into(), text).0.unwrap()
}

#[test]
fn what_is_not_said_follows_from_the_unit() {
    let text = [
        HEAD,
        &line("singers", ""),
        &line("fees", "unit = \"KZT\""),
        &line("share", "unit = \"percent\""),
        &line("songs-per-evening", "unit = \"per-evening\""),
        &line("balance", "unit = \"number\""),
    ];
    let form = read(&text.concat());
    let shown = form.lines().iter().map(|line| {
        let (min, max) = (&line.min, &line.max);
        format!(
            "{} {:?} {min:?} {max:?} {:?} {}",
            line.id, line.rollup, line.rounding, line.decimals
        )
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            "singers Sum Some(0) None Exact 0",
            "fees Sum Some(0) None Exact 0",
            "share None Some(0) Some(1) Printed 1",
            "songs-per-evening None Some(0) None Printed 2",
            "balance None None None Exact 0",
        ]
    );
}

#[test]
fn what_is_said_is_read() {
    let text = format!(
        "{HEAD}number = 7\nperiods = [\"half-year\", \"year\"]\nscale = \"thousand\"\nreplaces = true\n{}{}{}",
        line("change", "number = \"4\"\nmin = \"none\"\nmax = 10.5\nrounding = \"exact\""),
        line("share", "unit = \"percent\"\nmin = \"-5.5 %\"\nmax = \"1_000 %\"\ndecimals = 2"),
        line("singers", "over-time = \"cumulative\"\nrollup = \"none\"\naliases = [\"voices\"]"),
    );
    let form = read(&text);
    assert_eq!(form.number.as_deref(), Some("7"));
    assert_eq!(form.periods, [PeriodLength::HalfYear, PeriodLength::Year]);
    assert!(form.scale_thousand && form.replaces);
    let [change, share, singers] = form.lines() else { panic!() };
    assert_eq!((&change.min, change.rounding), (&None, Rounding::Exact));
    assert_eq!(change.max, Rational::new(21, 2));
    assert_eq!((&share.min, &share.max), (&Rational::new(-55, 1000), &Rational::new(10, 1)));
    assert_eq!((singers.rounding, singers.rollup), (Rounding::Printed, Rollup::None));
    assert_eq!(singers.over_time, Some(OverTime::Cumulative));
}

#[test]
fn every_key_must_be_known_and_of_its_kind() {
    check("", "0:0: : `id` is missing\n0:0: : `title` is missing\n0:0: : `line` is missing");
    let text = [
        "id = \"Хор\"\ntitle = \"Хор\"\nperiods = \"year\"\nscale = \"million\"\nlines = 1\nrule = 5\n",
        "[[line]]\nid = \"a\"\nunit = 5\nlabel = { kk = \"а\", ru = \" \", de = \"a\" }\ndecimals = 2.5\n",
        "min = \"5 percent\"\nover-time = \"yes\"\nrollup = \"total\"\nlable = 5\n",
    ];
    check(
        &text.concat(),
        "1:7: Хор: `Хор` cannot be an id (an id is of small Latin letters and digits, a letter first, \
         joined by `-` or `.`, and not `if`, `and`, `or`, `then`, `sum`)\n\
         2:9: \"Хор\": `title` takes a wording in each language: \
         `kk`, `ru` and `en`\n\
         3:11: \"year\": `periods` takes a list such as `[\"a\", \"b\"]`\n\
         4:10: million: `scale` takes `thousand`, found `million`\n\
         5:1: lines: nothing reads `lines` (did you mean `line`?)\n\
         6:8: 5: `rule` is written as `[[rule]]`, with its keys below\n\
         9:8: 5: `unit` takes a text in quotation marks\n\
         10:9: { kk = \"а\", ru = \" \", de = \"a\" }: `label` is missing in `ru, en`\n\
         10:31: de: nothing reads `de`\n\
         11:12: 2.5: `decimals` takes a whole number from -12 to 12\n\
         12:7: \"5 percent\": `min` takes a number, a percentage such as `\"100 %\"`, or `\"none\"`\n\
         13:14: yes: `over-time` takes `stock, flow, cumulative`, found `yes`\n\
         14:11: total: `rollup` takes `sum, none, formula`, found `total`\n\
         15:1: lable: nothing reads `lable` (did you mean `label`?)",
    );
}

#[test]
fn measures_are_read_and_mistaken_ones_are_told() {
    let measure = |id: &str, is: &str| {
        let words = "{ kk = 'к', ru = 'р', en = 'e' }";
        format!(
            "[[measure]]\nid = \"{id}\"\nunit = \"percent\"\nlabel = {words}\nis = \"{is}\"\nwhy = {words}\n"
        )
    };
    let lines = [HEAD, &line("singers", ""), &line("women", "")].concat();
    let form = read(&format!("{lines}{}", measure("share", "choir:women / singers@previous")));
    let [share] = form.measures() else { panic!() };
    assert_eq!((share.id.as_str(), share.decimals), ("share", 1));
    assert!(share.is.references().iter().all(|reference| reference.form.is_none()));

    let mistaken = [
        measure("women", "women / singers"),
        measure("share", "men / singers"),
        measure("share", "women <= singers"),
        measure("half", "1 / 2"),
        measure("open", "[women] / singers"),
        "[[measure]]\nid = \"empty\"\nunit = \"persons\"\nshown = 5\n".to_owned(),
    ];
    check(
        &(lines + &mistaken.concat()),
        "15:7: women: the id `women` is taken since line 10\n\
         24:7: men: the rule `choir/share` names `men`, which the form does not have\n\
         27:7: share: the id `share` is taken since line 21\n\
         30:13: <=: `<=` cannot stand here\n\
         36:7: 1 / 2: the rule `choir/half` names no figure\n\
         42:7: [women]: the rule `choir/open` names the column `women`, which the form does not have\n\
         44:1: [[measure]]: `is` is missing\n\
         44:1: [[measure]]: `why` is missing\n\
         44:1: [[measure]]: `label` is missing\n\
         47:1: shown: nothing reads `shown`",
    );
    let column = "[[column]]\nid = 'all'\nlabel = { kk = 'к', ru = 'р', en = 'e' }\n";
    check(
        &[HEAD, column, &line("singers", ""), &measure("open", "singers")].concat(),
        "16:7: singers: a measure is one figure: `open` must name the line here, and the column where \
         the form has columns",
    );
}

#[test]
fn a_missing_translation_is_a_warning_and_another_stands_in() {
    let text = "id = \"choir\"\ntitle = { ru = \"Хор\" }\n".to_owned() + &line("a", "");
    let (form, findings) = Form::read(&"f".into(), &text);
    assert_eq!(findings[0].severity, Severity::Warning);
    assert_eq!(form.unwrap().title, Text::new("Хор", "Хор", "Хор"));
}

#[test]
fn bounds_and_ids_must_make_sense() {
    let text = [
        HEAD,
        &line("a", "min = 5\nmax = 4"),
        &line("a", ""),
        &line("b", "unit = \"percent\"\nmax = 100"),
        &line("sum", ""),
    ];
    check(
        &text.concat(),
        "4:1: [[line]]: `min` is above `max`\n\
         11:7: a: the id `a` is taken since line 5\n\
         20:7: 100: `max` of a line in percent is written with its sign, such as `\"120 %\"`\n\
         22:7: sum: `sum` cannot be an id (an id is of small Latin letters and digits, a letter \
         first, joined by `-` or `.`, and not `if`, `and`, `or`, `then`, `sum`)",
    );
}

#[test]
fn a_file_that_is_no_toml_is_reported_line_by_line() {
    let text = "id = \ntitle = = 5\n\nnumber = \"7\"\n";
    assert!(Form::read(&"f".into(), text).0.is_none());
    check(
        text,
        "1:6: : expected a value after `=`, found nothing\n2:9: =: expected a line of TOML",
    );
}

#[test]
fn the_example_of_the_documentation_is_a_form() {
    let documentation = include_str!("../../../../../docs/forms.md");
    let blocks = documentation.split("```toml\n").skip(1);
    let blocks = blocks.filter_map(|block| block.split("```").next());
    let forms: Vec<_> = blocks.filter(|block| block.starts_with("id =")).map(read).collect();
    assert!(!forms.is_empty());
}

proptest! {
    #[test]
    fn no_text_panics(text in ".{0,400}") {
        Form::read(&"f".into(), &text);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        Form::read(&"f".into(), &String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_broken_form_panics(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "id = \"a\"\n", "[[line]]\n", "[[rule]]\n", "[[column]]\n", "[[breakdown]]\n",
            "unit = \"percent\"\n", "holds = \"a[b]@previous = sum(c.*)\"\n", "of = \"a\"\n",
            "parts = [\"a\", \"b\"]\n", "columns = [\"a\"]\n", "min = 1e9\n", "max = '%'\n",
            "label = { kk = \"\" }\n", "title = 5\n", "rollup = \"formula\"\n", "line = [1]\n",
            "complete = true\n", "holds = '''\na = b +'''\n", "id = \"b\"\n", "why = {}\n",
        ]), 0..30),
    ) {
        let text = pieces.concat();
        findings(&text);
    }
}

#[test]
fn a_large_form_with_a_mistake_in_every_rule_is_read() {
    let form = |n: usize| {
        let lines = (0..n).map(|i| line(&format!("line{i}"), "rollup = \"formula\""));
        let rules = (0..n).map(|i| {
            format!("[[rule]]\nid = \"rule{i}\"\nholds = \"line{i} + no{i} = sum(line.*) -b\"\n")
        });
        HEAD.to_owned() + &lines.chain(rules).collect::<String>()
    };
    let count = |text: &str| Form::read(&"f".into(), text).1.len();
    assert_eq!(count(&form(20)), 20);
    assert_eq!(count(&form(2000)), 2000);
}
