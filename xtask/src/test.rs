//! `cargo xtask test`: everything that must pass before a change lands.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::process::{self, cargo};
use crate::{Outcome, codegen, node, wasm};

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

/// Runs every step, whether or not an earlier one failed, and closes with `N passed, N failed`.
///
/// A step that fails without a failing test of its own counts as one failure.
pub(crate) fn run() -> Outcome {
    let mut failed_steps = Vec::new();
    let mut step = |name: &'static str, outcome: Outcome| {
        if let Err(message) = outcome {
            eprintln!("{message}");
            failed_steps.push(name);
        }
    };

    announce("format");
    step("format", optional("fmt", cargo("fmt --all -- --check")));
    announce("lints");
    let clippy = "clippy --workspace --all-targets --locked --quiet -- -D warnings";
    step("lints", optional("clippy", cargo(clippy)));
    announce("generated pages");
    step("generated pages", codegen::run(codegen::Mode::Check));
    announce("documentation");
    let mut doc = cargo("doc --workspace --no-deps --locked --quiet");
    step("documentation", process::run(doc.env("RUSTDOCFLAGS", "-D warnings")));
    announce("tests");
    let mut tally = Tally::default();
    let mut tests = cargo("test --workspace --locked --no-fail-fast");
    tests.env("ESEP_CASES", node::cases());
    step("tests", streamed(tests, |line| tally.add(line)));
    let in_rust = tally.failed;
    announce("package for JavaScript");
    let package = wasm::run().and_then(|()| node::tests());
    let package = package.and_then(|tests| streamed(tests, |line| tally.add(line)));
    step("package for JavaScript", package);

    // A step that runs tests has counted its failures itself, unless it could not even be built.
    let counted = |name: &&str| match *name {
        "tests" => in_rust > 0,
        "package for JavaScript" => tally.failed > in_rust,
        _ => false,
    };
    let uncounted = failed_steps.iter().filter(|name| !counted(name)).count();
    println!();
    if !failed_steps.is_empty() {
        println!("failed: {}", failed_steps.join(", "));
    }
    println!("{} passed, {} failed", tally.passed, tally.failed + uncounted as u64);
    if failed_steps.is_empty() { Ok(()) } else { Err(String::new()) }
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
