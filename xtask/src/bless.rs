//! `cargo xtask bless`: takes what the program prints now for what it should print.

use crate::Outcome;
use crate::process::{self, cargo, command};

/// Rewrites explanation pages, golden cases and documentation, then shows what changed.
///
/// The pages come first: they are built into the program, which shows them in golden cases.
pub(crate) fn run(filter: Option<&str>) -> Outcome {
    let rewritten = [&["pages::examples"][..], &["suite::golden", "docs::examples"]].map(|tests| {
        let mut cargo = cargo("test --quiet --package esep-tests --lib --");
        process::run(cargo.args(tests).env("ESEP_BLESS", filter.unwrap_or("1")))
    });
    process::run(command("git").args(["--no-pager", "diff", "--stat"]))?;
    rewritten.into_iter().collect()
}
