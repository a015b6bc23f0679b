//! `cargo xtask bless`: takes what the program prints now for what it should print.

use crate::Outcome;
use crate::process::{self, cargo, command};

/// Rewrites golden cases, explanation pages and documentation, then shows what changed.
pub(crate) fn run(filter: Option<&str>) -> Outcome {
    let mut tests = cargo("test --quiet --package esep-tests --lib --");
    tests.args(["suite", "pages", "docs"]).env("ESEP_BLESS", "1");
    if let Some(filter) = filter {
        tests.env("ESEP_BLESS", filter);
    }
    let outcome = process::run(&mut tests);
    process::run(command("git").args(["--no-pager", "diff", "--stat"]))?;
    outcome
}
