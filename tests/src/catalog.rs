//! Every code of a finding has all that belongs to it.

use std::collections::BTreeSet;

use esep::{Code, Forms, Language, Register};

use crate::{golden, suite, tree};

#[test]
fn every_code_is_raised_by_a_golden_case() {
    let pages = suite::pages();
    let shown: String = pages.iter().flat_map(golden::consoles).collect();
    without("no golden case raises", |code| shown.contains(&format!("[{code}]")));
}

#[test]
fn every_code_has_a_line_in_the_changelog() {
    let changelog = tree::read("CHANGELOG.md");
    without("CHANGELOG.md does not name", |code| {
        changelog.contains(&format!("\n- `{code}` `{}`: ", code.name()))
    });
}

#[test]
fn every_code_has_its_page_in_every_language_and_nothing_else_has() {
    for language in Language::ALL {
        let folder = format!("crates/esep/pages/{language}");
        let expected: BTreeSet<String> =
            Code::ALL.iter().map(|code| format!("{folder}/{}.md", code.name())).collect();
        assert_eq!(tree::paths(&folder).into_iter().collect::<BTreeSet<_>>(), expected);
    }
}

#[test]
fn every_code_has_a_title_and_a_message_in_every_language() {
    for language in Language::ALL {
        let table: toml::Table =
            tree::read(&format!("crates/esep/messages/{language}.toml")).parse().unwrap();
        without(&format!("messages/{language}.toml has no words for"), |code| {
            let name = code.name();
            let variant = format!("{name}.");
            table.contains_key(&format!("title.{name}"))
                && table.keys().any(|key| key == name || key.starts_with(&variant))
        });
    }
}

#[test]
fn the_files_of_messages_are_those_of_the_languages() {
    let expected = Language::ALL.map(|language| format!("crates/esep/messages/{language}.toml"));
    let found: BTreeSet<String> = tree::paths("crates/esep/messages").into_iter().collect();
    assert_eq!(found, expected.into());
}

#[test]
fn every_file_of_a_form_is_built_in() {
    let built_in: Vec<String> = Forms::built_in_files()
        .iter()
        .map(|(name, _)| name.replace("built-in/", "crates/esep/forms/"))
        .collect();
    assert_eq!(built_in, tree::paths("crates/esep/forms"));
}

#[test]
fn every_column_of_a_register_is_described() {
    let page = tree::read("docs/tally.md");
    for register in Register::all() {
        let described =
            page.split("\n\n").find(|it| it.starts_with(&format!("| {} |", register.id)));
        for column in &register.columns {
            let name = format!("`{}`", column.id);
            let found = described.is_some_and(|table| table.contains(&name));
            assert!(found, "docs/tally.md does not describe {name} of {}", register.id);
            let is_bold = described.is_some_and(|table| table.contains(&format!("**{name}**")));
            assert_eq!(is_bold, column.is_needed, "{name} of {}", register.id);
        }
    }
}

#[test]
fn every_unit_of_the_built_in_forms_has_its_words_and_nothing_else_has() {
    let forms = Forms::built_in();
    let lines = forms.iter().flat_map(|form| form.lines());
    let expected: BTreeSet<String> = lines.map(|line| format!("unit.{}", line.unit)).collect();
    for language in Language::ALL {
        let table: toml::Table =
            tree::read(&format!("crates/esep/messages/{language}.toml")).parse().unwrap();
        let found = table.keys().filter(|key| key.starts_with("unit.")).cloned();
        assert_eq!(found.collect::<BTreeSet<_>>(), expected, "{language}");
    }
}

/// Complains of every code for which something does not hold.
fn without(complaint: &str, holds: impl Fn(Code) -> bool) {
    let missing: Vec<String> =
        Code::ALL.iter().filter(|code| !holds(**code)).map(ToString::to_string).collect();
    assert!(missing.is_empty(), "{complaint} {}", missing.join(", "));
}
