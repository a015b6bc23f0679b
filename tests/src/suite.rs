//! The golden cases of `tests/suite`.

use std::collections::BTreeMap;

use crate::golden;
use crate::tree::{self, SourceFile};

/// All pages of the suite.
pub(crate) fn pages() -> Vec<SourceFile> {
    tree::files("tests/suite")
}

#[test]
fn golden_cases_print_what_they_show() {
    golden::check(&pages());
}

#[test]
fn headings_are_unique() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut twice = Vec::new();
    for page in pages() {
        for heading in golden::headings(&page) {
            if let Some(other) = seen.insert(heading.clone(), page.path.clone()) {
                twice.push(format!("`{heading}` in {other} and {}", page.path));
            }
        }
    }
    assert!(twice.is_empty(), "a case must be known by its heading alone:\n{}", twice.join("\n"));
}

#[test]
fn every_page_runs_something() {
    let idle = |page: &SourceFile| golden::consoles(page).is_empty();
    let idle: Vec<String> = pages().into_iter().filter(idle).map(|page| page.path).collect();
    assert!(idle.is_empty(), "these pages run no command: {idle:?}");
}
