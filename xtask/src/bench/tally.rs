//! `cargo xtask bench tally`: registers counted by organization, beside `DuckDB`, Polars
//! and a program that only looks for line ends.

pub(super) mod registers;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::programs::{Programs, Run, Spread};
use crate::Outcome;
use crate::process::{self, cargo, command};
use registers::Union;

const RUNS: usize = 5;
/// A register, its rows, and organizations on the lowest level.
const SIZES: [(&str, usize, usize); 5] = [
    ("members", 703_070, 10_000),
    ("members", 10_000_000, 100_000),
    ("members", 30_000_000, 400_000),
    ("cases", 1_000_000, 10_000),
    ("cases", 10_000_000, 100_000),
];
/// The other programs, each with the end of the name of the script that does the same with it.
const OTHERS: [(&str, &str); 2] = [("DuckDB", "duckdb.py"), ("Polars", "polars.py")];
pub(super) const ESEP: &str = "Esep";
const LINES: &str = "line ends alone";

/// Where everything stands.
pub(super) struct Folder {
    programs: Programs,
    files: PathBuf,
}

/// Runs Esep on two threads and on one, the others and the reader of lines in turn, compares the
/// results, which must be the same to the byte, and prints for each the median, the least and the
/// most.
pub(super) fn run(arguments: &[&str]) -> Outcome {
    let (mut runs, mut sizes) = (RUNS, SIZES.to_vec());
    let mut rest = arguments;
    while let [option, value, others @ ..] = rest {
        let number = || value.parse().map_err(|_| format!("expected a number, found `{value}`"));
        match *option {
            "--runs" => runs = number()?,
            "--rows" => {
                let number: usize = number()?;
                sizes.retain(|(_, rows, _)| *rows == number);
            }
            "--register" => sizes.retain(|(register, ..)| register == value),
            _ => break,
        }
        rest = others;
    }
    if !rest.is_empty() || sizes.is_empty() {
        let sizes =
            SIZES.map(|(register, rows, _)| format!("\n  --register {register} --rows {rows}"));
        let usage = "usage: cargo xtask bench tally [--runs N] [--register NAME] [--rows N]";
        return Err(format!("{usage}{}", sizes.concat()));
    }
    let folder = Folder::prepare()?;
    println!("| register | rows | organizations | program | wall, s | CPU, s | peak, MB |");
    println!("|---|---|---|---|---|---|---|");
    for (register, rows, leaves) in sizes {
        for (name, runs) in folder.measure(register, rows, leaves, runs.max(1))? {
            println!(
                "| {register} | {rows} | {leaves} | {name} | {} | {} | {} |",
                Spread::of(&runs, |run| run.wall_micros),
                Spread::of(&runs, |run| run.cpu_micros),
                megabytes(&runs),
            );
        }
    }
    Ok(())
}

/// The most memory that a run took at its peak, in MB.
pub(super) fn megabytes(runs: &[Run]) -> u64 {
    runs.iter().map(|run| run.peak_kib * 1_024 / 1_000_000).max().unwrap_or_default()
}

impl Folder {
    /// Builds and installs all that is measured.
    pub(super) fn prepare() -> Result<Self, String> {
        process::run(&mut cargo("build --release --locked --package esep-cli"))?;
        let lines = "build --release --locked --package esep-documents --example lines";
        process::run(&mut cargo(lines))?;
        let files = process::target().join("bench");
        Ok(Self { programs: Programs::prepare(&files)?, files })
    }

    /// Measures one size: what each program took in so many runs.
    pub(super) fn measure(
        &self,
        register: &str,
        rows: usize,
        leaves: usize,
        runs: usize,
    ) -> Result<Vec<(&'static str, Vec<Run>)>, String> {
        let inputs = [self.files.join("register.csv"), self.files.join("structure.csv")];
        let [table, structure] = &inputs;
        let union = Union::new(leaves);
        union.write(structure, rows).map_err(|error| error.to_string())?;
        union.write_register(register, table, rows).map_err(|error| error.to_string())?;
        let measured = self.take_turns(register, table, structure, runs);
        // They are large.
        let removed = inputs.iter().try_for_each(fs::remove_file);
        removed.map_err(|error| error.to_string()).and(measured)
    }

    /// Runs each program in turn, and compares what they give.
    fn take_turns(
        &self,
        register: &str,
        table: &Path,
        structure: &Path,
        runs: usize,
    ) -> Result<Vec<(&'static str, Vec<Run>)>, String> {
        let esep_on = |processors: &str| {
            let mut esep = on(processors, esep());
            esep.args(arguments(register, table, structure));
            esep
        };
        let mut lines = command(process::target().join("release/examples/lines"));
        lines.arg(table);
        let mut subjects =
            vec![(ESEP, esep_on("0,1")), ("Esep, one thread", esep_on("0")), (LINES, lines)];
        for (name, script) in OTHERS {
            let mut other = self.programs.script(&format!("tally_{register}_{script}"));
            other.args([table, structure]);
            subjects.push((name, other));
        }
        let mut measured: Vec<_> = subjects.iter().map(|(name, _)| (*name, Vec::new())).collect();
        for _ in 0..runs {
            for ((name, subject), (_, measured)) in subjects.iter().zip(&mut measured) {
                measured.push(self.programs.time(subject, &self.output(name))?);
            }
        }
        let ours = read(&self.output(ESEP))?;
        for (name, _) in subjects.iter().filter(|(name, _)| *name != LINES) {
            if read(&self.output(name))? != ours {
                return Err(format!("{name} counts something else than {ESEP}"));
            }
        }
        Ok(measured)
    }

    fn output(&self, name: &str) -> PathBuf {
        self.files.join(format!("{name}.out"))
    }
}

/// A program on some processors: it has as many threads as these.
pub(super) fn on(processors: &str, program: impl AsRef<OsStr>) -> Command {
    let mut bound = command("taskset");
    bound.args(["--cpu-list", processors]).arg(program);
    bound
}

/// The program that is measured.
pub(super) fn esep() -> PathBuf {
    process::target().join("release/esep")
}

/// What it is told: to write the table for machines.
pub(super) fn arguments(register: &str, table: &Path, structure: &Path) -> Vec<OsString> {
    let time = if register == "members" { "--as-of=2020-07-01" } else { "--period=2020" };
    let words = [OsStr::new("tally"), register.as_ref(), table.as_ref()];
    let more =
        ["--structure".as_ref(), structure.as_os_str(), time.as_ref(), "--format=csv".as_ref()];
    words.into_iter().chain(more).map(OsStr::to_owned).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| error.to_string())
}
