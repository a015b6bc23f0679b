//! `cargo xtask test`: everything that must pass before a change lands.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::bench::instructions;
use crate::process::{self, cargo};
use crate::{Outcome, browser, codegen, node, office, site, wasm};

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

/// The steps so far.
#[derive(Debug, Default)]
struct Run {
    tally: Tally,
    failed: Vec<&'static str>,
}

/// Runs every step, whether or not an earlier one failed, and closes with `N passed, N failed`.
///
/// A step that fails without a failing test of its own counts as one failure.
pub(crate) fn run() -> Outcome {
    let mut run = Run::default();
    run.step("format", || optional("fmt", cargo("fmt --all -- --check")));
    let clippy = "clippy --workspace --all-targets --locked --quiet -- -D warnings";
    run.step("lints", || optional("clippy", cargo(clippy)));
    run.step("generated pages", || codegen::run(codegen::Mode::Check));
    let mut doc = cargo("doc --workspace --no-deps --locked --quiet");
    run.step("documentation", || process::run(doc.env("RUSTDOCFLAGS", "-D warnings")));
    let mut tests = cargo("test --workspace --locked --no-fail-fast");
    tests.env("ESEP_CASES", node::cases()).env("ESEP_SQL", node::sql());
    run.tests("tests", || Ok(tests));
    run.tests("SQL in DuckDB", node::sql_tests);
    run.tests("files saved by LibreOffice", office::tests);
    run.step("instructions a row", instructions::run);
    run.tests("package for JavaScript", || wasm::run().and_then(|()| node::tests()));
    if run.step("page", site::build_twice) {
        run.tests("page in the browser", browser::tests);
    }

    run.close()
}

/// Runs the tests that need LibreOffice, and nothing else.
pub(crate) fn office() -> Outcome {
    let mut run = Run::default();
    run.tests("files saved by LibreOffice", office::tests);
    run.close()
}

impl Run {
    /// Says what failed, and how many.
    fn close(self) -> Outcome {
        let Self { tally, failed } = self;
        println!();
        if !failed.is_empty() {
            println!("failed: {}", failed.join(", "));
        }
        println!("{} passed, {} failed", tally.passed, tally.failed);
        if failed.is_empty() { Ok(()) } else { Err(String::new()) }
    }

    /// Takes a step and says whether it went well.
    fn step(&mut self, name: &'static str, step: impl FnOnce() -> Outcome) -> bool {
        announce(name);
        let outcome = step();
        self.note(name, outcome, 1)
    }

    /// Runs tests that count themselves.
    fn tests(&mut self, name: &'static str, tests: impl FnOnce() -> Result<Command, String>) {
        announce(name);
        let mut tally = Tally::default();
        let outcome = tests().and_then(|tests| streamed(tests, |line| tally.add(line)));
        self.tally.passed += tally.passed;
        self.note(name, outcome, tally.failed.max(1));
    }

    fn note(&mut self, name: &'static str, outcome: Outcome, failures: u64) -> bool {
        let Err(message) = outcome else { return true };
        eprintln!("{message}");
        self.failed.push(name);
        self.tally.failed += failures;
        false
    }
}

fn announce(step: &str) {
    println!("== {step}");
}

/// Runs a subcommand of cargo that comes as a component of its own, where it is installed.
fn optional(component: &str, mut command: Command) -> Outcome {
    let probe = process::output(cargo(component).arg("--version").stderr(Stdio::null()));
    if probe.is_err() {
        println!("skipped: cargo {component} is not installed");
        return Ok(());
    }
    process::run(&mut command)
}

/// Runs a command, passes on each line it prints and shows it to `see` as well.
fn streamed(mut command: Command, mut see: impl FnMut(&str)) -> Outcome {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(|error| error.to_string())?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            see(&line);
        }
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("the tests ended with {status}")) }
}

impl Tally {
    /// Adds a runner's closing line; any other line is ignored.
    fn add(&mut self, line: &str) {
        let Some(counts) = line.trim().strip_prefix("test result: ") else { return };
        for count in counts.split([';', '.']) {
            match count.split_whitespace().collect::<Vec<_>>().as_slice() {
                [number, "passed"] => self.passed += number.parse().unwrap_or(0),
                [number, "failed"] => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_runners_add_up() {
        let mut tally = Tally::default();
        tally.add("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
        tally.add("test result: FAILED. 4 passed; 2 failed; 0 ignored; finished in 0.01s");
        tally.add("test laws::roll_up ... ok");
        assert_eq!(tally, Tally { passed: 7, failed: 2 });
    }
}
