//! `cargo xtask bench`: how long the program takes, whole process, on the example book; and beside
//! other programs on large tables; of a form while it is filled; and of explanations, with how often
//! they hit on slips that were planted.

mod check;
pub(crate) mod instructions;
mod programs;
mod random;
mod rows;
mod table;
mod tally;

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::process::{self, cargo, command};
use crate::{Outcome, browser, site};

const RUNS: usize = 50;
const BOOK: &str = "docs/examples/kz-education-2020-h1";
const USAGE: &str = "usage: cargo xtask bench [check | explain | fill | instructions | office | page | slips | tally] \
     [--runs N]";

/// Times `esep check` of the example book, taking turns with `esep --version`, which does nothing
/// but start and end.
pub(crate) fn run(arguments: &[&str]) -> Outcome {
    let runs = match arguments {
        [] => RUNS,
        ["check", arguments @ ..] => return check::run(arguments),
        ["tally", arguments @ ..] => return tally::run(arguments),
        ["rows", arguments @ ..] => return rows::run(arguments),
        ["instructions"] => return instructions::run(),
        ["fill"] => return inside("esep-documents", "filling"),
        ["explain"] => return inside("esep-tests", "explain"),
        ["office"] => return inside("esep-tests", "office"),
        ["slips"] => return inside("esep-tests", "slips"),
        ["page"] => return page(),
        ["--runs", number] => {
            number.parse().map_err(|_| format!("expected a number of runs, found `{number}`"))?
        }
        _ => return Err(USAGE.to_owned()),
    };
    process::run(&mut cargo("build --release --locked --package esep-cli"))?;
    let program = process::target().join("release/esep");
    let subjects: [&[&str]; 2] = [&["--version"], &["check", BOOK]];
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..runs.max(1) {
        for (subject, times) in subjects.iter().zip(&mut times) {
            times.push(time(&program, subject)?);
        }
    }
    println!("{:>8} {:>8} {:>8}  of {} runs, in ms", "min", "median", "max", runs.max(1));
    for (subject, times) in subjects.iter().zip(&mut times) {
        times.sort();
        let (min, max) = (times.first(), times.last());
        let median = times.get(times.len() / 2);
        let [min, median, max] = [min, median, max].map(|time| millis(time.copied()));
        println!("{min:>8} {median:>8} {max:>8}  esep {}", subject.join(" "));
    }
    Ok(())
}

/// Runs a benchmark that measures within one process.
fn inside(package: &str, name: &str) -> Outcome {
    process::run(&mut cargo(&format!("bench --locked --package {package} --bench {name}")))
}

/// Measures the page in the browser.
fn page() -> Outcome {
    site::run(&[])?;
    process::run(&mut cargo("build --release --locked --package esep-cli"))?;
    let mut script = browser::script("bench.js")?;
    script.env("ESEP_PROGRAM", tally::esep());
    process::run(&mut script)
}

fn time(program: &Path, arguments: &[&str]) -> Result<Duration, String> {
    let mut command = command(program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().map_err(|error| error.to_string())?;
    let elapsed = start.elapsed();
    // A status of 1 means findings, which the example has.
    match status.code() {
        Some(0 | 1) => Ok(elapsed),
        _ => Err(format!("esep {} ended with {status}", arguments.join(" "))),
    }
}

fn millis(time: Option<Duration>) -> String {
    let micros = time.unwrap_or_default().as_micros();
    format!("{}.{:02}", micros / 1000, micros % 1000 / 10)
}
