//! Every file of the corpus goes through its target.

use std::fs;

use super::*;
use crate::tree;

#[test]
fn no_file_of_the_corpus_makes_a_reader_panic() {
    for (name, target) in TARGETS {
        let paths = tree::paths(&format!("tests/fuzz/corpus/{name}"));
        assert!(!paths.is_empty(), "tests/fuzz/corpus/{name} is empty");
        for path in paths {
            let bytes = fs::read(tree::root().join(&path)).unwrap();
            let outcome = std::panic::catch_unwind(|| target(&bytes));
            assert!(outcome.is_ok(), "{path} makes {name} panic");
        }
    }
}

#[test]
fn every_target_is_one_the_fuzzer_knows() {
    let stem = |path: String| path.rsplit('/').next().unwrap_or_default().replace(".rs", "");
    let files = tree::paths("tests/fuzz/fuzz_targets").into_iter().map(stem);
    let names = TARGETS.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(files.collect::<Vec<_>>(), names.collect::<Vec<_>>());
    let manifest = tree::read("tests/fuzz/Cargo.toml");
    for (name, _) in TARGETS {
        let path = format!("tests/fuzz/fuzz_targets/{name}.rs");
        assert!(tree::read(&path).contains(&format!("esep_tests::fuzz::{name}(")), "{path}");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in Cargo.toml");
    }
}
