//! Rules that every file of the tree keeps.

use std::collections::BTreeSet;

use crate::tree::{self, SourceFile};

/// The most lines of a file, and of its part before the tests.
const LONGEST: usize = 500;
const LONGEST_BEFORE_TESTS: usize = 400;

/// Files that may be longer, each with the reason.
const LONG: [(&str, &str); 0] = [];

/// Files that hold the words of others or that name what is banned.
const FOREIGN: [&str; 4] = ["LICENSE-APACHE", "LICENSE-MIT", "Cargo.lock", "tests/src/tidy.rs"];

/// Spellings that are not American, by their beginnings.
const BRITISH: [&str; 14] = [
    "analyse",
    "behaviour",
    "catalogue",
    "centre",
    "colour",
    "favour",
    "fulfil ",
    "honour",
    "labour",
    "licence",
    "neighbour",
    "organisation",
    "recognis",
    "serialis",
];

/// Files that misspell on purpose, each with the reason.
const MISSPELLED: [(&str, &str); 1] =
    [("crates/esep-documents/src/sheet_tree/tests.rs", "a key that a user misspells")];

/// Names of institutions keep their spelling.
const PROPER_NAMES: [&str; 2] = ["International Labour", "Labour Statisticians"];

/// Beginnings of paths that exist on one machine only.
const ABSOLUTE: [&str; 5] = ["/home/", "/root/", "/tmp/", "/Users/", "C:\\"];

/// What has no place in a finished file.
const UNFINISHED: [&str; 7] =
    ["todo!", "unimplemented!", "dbg!(", "#[ignore", "#[should_panic", "TODO", "FIXME"];

/// The only file with code that the compiler does not check.
const UNSAFE: &str = "crates/esep-documents/src/digits/vectors.rs";

#[test]
fn every_rust_file_begins_with_its_purpose() {
    report(
        rust_files().filter(|file| !file.text.starts_with("//! ")),
        "does not begin with `//! `",
    );
}

#[test]
fn no_rust_file_is_too_long() {
    let is_long = |file: &SourceFile| {
        let is_test = file.path.starts_with("tests/") || file.path.contains("/tests");
        let before_tests = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        file.text.lines().count() > LONGEST
            || (!is_test && before_tests.lines().count() > LONGEST_BEFORE_TESTS)
    };
    let excepted = |file: &SourceFile| LONG.iter().any(|(path, _)| file.path == *path);
    let long: Vec<SourceFile> = rust_files().filter(is_long).collect();
    for (path, reason) in LONG {
        assert!(long.iter().any(|file| file.path == path), "{path} needs no exception: {reason}");
    }
    report(long.into_iter().filter(|file| !excepted(file)), "is too long");
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    report(containing(&ABSOLUTE), "names a path of one machine");
}

#[test]
fn no_rust_file_is_unfinished() {
    report(containing(&UNFINISHED).filter(|file| file.is("rs")), "is unfinished");
}

#[test]
fn only_one_file_is_unsafe() {
    let word = concat!("un", "safe");
    let is_unsafe = |file: &SourceFile| {
        let code = file.text.lines().map(|line| line.split("//").next().unwrap_or_default());
        code.into_iter().any(|code| code.split_whitespace().any(|written| written == word))
    };
    let ours = rust_files().filter(|file| file.path != UNSAFE);
    report(ours.filter(is_unsafe), "has code that the compiler does not check");
    assert!(is_unsafe(&tree::files("").into_iter().find(|file| file.path == UNSAFE).unwrap()));
}

#[test]
fn spelling_is_american() {
    let is_british = |file: &SourceFile| {
        let text = PROPER_NAMES.iter().fold(file.text.clone(), |text, name| text.replace(name, ""));
        let text = text.to_lowercase();
        BRITISH.iter().any(|word| text.contains(word))
    };
    let on_purpose = |file: &SourceFile| MISSPELLED.iter().any(|(path, _)| file.path == *path);
    let british = our_files().filter(|file| is_british(file) && !on_purpose(file));
    report(british, "has a British spelling; the list is in tidy.rs");
}

#[test]
fn every_file_ends_with_one_line_end() {
    let is_ragged = |file: &SourceFile| {
        let is_data = file.path.contains("/corpus/") || file.text.is_empty();
        !is_data && (!file.text.ends_with('\n') || file.text.ends_with("\n\n"))
    };
    report(our_files().filter(is_ragged), "does not end with one line end");
}

#[test]
fn every_module_file_stands_beside_its_folder() {
    report(rust_files().filter(|file| file.path.ends_with("/mod.rs")), "should be named otherwise");
}

#[test]
fn every_dependency_has_its_reason() {
    let decisions = tree::read("docs/decisions.md");
    let mut used = BTreeSet::new();
    let manifests = tree::files("").into_iter().filter(|file| file.path.ends_with("/Cargo.toml"));
    for manifest in manifests {
        let table: toml::Table = manifest.text.parse().unwrap();
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let names = table.get(kind).and_then(toml::Value::as_table);
            used.extend(names.into_iter().flat_map(|names| names.keys().cloned()));
        }
    }
    let packages = tree::files("").into_iter().filter(|file| file.path.ends_with("/package.json"));
    for package in packages {
        let table: serde_json::Value = serde_json::from_str(&package.text).unwrap();
        for kind in ["dependencies", "devDependencies"] {
            let names = table.get(kind).and_then(serde_json::Value::as_object);
            used.extend(names.into_iter().flat_map(|names| names.keys().cloned()));
        }
    }
    let foreign = used.iter().filter(|name| !name.starts_with("esep"));
    let silent: Vec<&String> =
        foreign.filter(|name| !decisions.contains(&format!("`{name}`"))).collect();
    assert!(silent.is_empty(), "docs/decisions.md does not say why we depend on {silent:?}");

    let workspace: toml::Table = tree::read("Cargo.toml").parse().unwrap();
    let declared = workspace["workspace"]["dependencies"].as_table().unwrap();
    let unused: Vec<&String> = declared.keys().filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "declared in Cargo.toml but used by no crate: {unused:?}");
}

fn report(files: impl Iterator<Item = SourceFile>, complaint: &str) {
    let paths: Vec<String> = files.map(|file| file.path).collect();
    assert!(paths.is_empty(), "{complaint}:\n{}\n", paths.join("\n"));
}

fn our_files() -> impl Iterator<Item = SourceFile> {
    tree::files("").into_iter().filter(|file| !FOREIGN.contains(&file.path.as_str()))
}

fn rust_files() -> impl Iterator<Item = SourceFile> {
    tree::files("").into_iter().filter(|file| file.is("rs"))
}

/// Our files that contain any of some words.
fn containing(words: &'static [&'static str]) -> impl Iterator<Item = SourceFile> {
    our_files().filter(move |file| words.iter().any(|word| file.text.contains(word)))
}
