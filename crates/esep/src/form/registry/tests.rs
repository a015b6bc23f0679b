//! Forms beside each other, and the built-in ones.

use super::*;

/// A form with a line `a`, with what else its file says.
fn form(id: &str, more: &str) -> Form {
    let label = "{ kk = \"а\", ru = \"а\", en = \"a\" }";
    let text = format!(
        "id = \"{id}\"\ntitle = {label}\n{more}\n[[line]]\nid = \"a\"\nunit = \"persons\"\nlabel = {label}\n"
    );
    let (form, findings) = Form::read(&Arc::from(format!("{id}.toml")), &text);
    assert_eq!(findings, [], "{text}");
    form.unwrap()
}

fn with_rule(id: &str, holds: &str) -> Form {
    form(id, &format!("[[rule]]\nid = \"r\"\nholds = \"{holds}\""))
}

const COLUMNS: &str = "[[column]]\nid = \"x\"\nlabel = { kk = \"1\", ru = \"1\", en = \"1\" }\n\
                       [[column]]\nid = \"y\"\nlabel = { kk = \"2\", ru = \"2\", en = \"2\" }";

#[track_caller]
fn check(holds: &str, expected: &[&str]) {
    let mut forms = Forms::default();
    for form in [form("choir", ""), form("ballet", COLUMNS), with_rule("own", holds)] {
        assert_eq!(forms.add(form), None);
    }
    let findings = forms.resolve();
    let keys: Vec<_> = findings.iter().map(|finding| finding.message.key).collect();
    assert_eq!(keys, expected, "{holds}");
}

#[test]
fn references_to_other_forms_are_resolved() {
    check("a <= choir:a", &[]);
    check("a <= ballet:a[x]", &[]);
    check("a <= chior:a", &["rule-binds-to-nothing.form"]);
    check(
        "a <= choir:b + choir:a[x]",
        &["rule-binds-to-nothing.line-of-form", "rule-binds-to-nothing.column"],
    );
    check("a <= ballet:a", &["rule-binds-to-nothing.which-column"]);
    check("a <= sum(choir:a.*)", &["rule-binds-to-nothing.parts"]);
}

#[test]
fn an_id_is_taken_over_only_on_purpose() {
    let mut forms = Forms::default();
    assert_eq!(forms.add(form("choir", "number = 1")), None);
    let refused = forms.add(form("choir", "number = 2")).unwrap();
    assert_eq!(refused.message.key, "malformed-form.id-taken");
    assert_eq!(refused.place.unwrap().to_string(), "choir.toml:1:7");
    assert_eq!(forms.get("choir").unwrap().number.as_deref(), Some("1"));
    assert_eq!(forms.add(form("choir", "number = 3\nreplaces = true")), None);
    assert_eq!(forms.get("choir").unwrap().number.as_deref(), Some("3"));
}

#[test]
fn built_in_forms_have_no_mistakes_and_name_their_source() {
    for (file, text) in BUILT_IN {
        let (form, findings) = Form::read(&Arc::from(*file), text);
        assert_eq!(findings, [], "{file}");
        let form = form.unwrap();
        assert_eq!(*file, format!("built-in/{}.toml", form.id));
        assert!(form.source.is_some(), "{file} says not where its lines come from");
        assert_eq!(Form::read_built_in(&Arc::from(*file), text), Some(form), "{file}");
    }
    assert_eq!(Forms::built_in().resolve(), []);
    assert_eq!(Forms::built_in().iter().count(), BUILT_IN.len());
}

#[test]
fn every_form_file_is_built_in() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("forms");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| format!("built-in/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    files.sort();
    let built_in: Vec<_> = BUILT_IN.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(built_in, files);
}
