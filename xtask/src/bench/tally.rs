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
const ESEP: &str = "Esep";
const LINES: &str = "line ends alone";

/// Where everything stands.
struct Folder {
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
    process::run(&mut cargo("build --release --locked --package esep-cli"))?;
    process::run(&mut cargo("build --release --locked --package esep-documents --example lines"))?;
    let files = process::target().join("bench");
    let programs = Programs::prepare(&files)?;
    let folder = Folder { programs, files };
    println!("| register | rows | organizations | program | wall, s | CPU, s | peak, MB |");
    println!("|---|---|---|---|---|---|---|");
    for (register, rows, leaves) in sizes {
        let inputs = [folder.files.join("register.csv"), folder.files.join("structure.csv")];
        let measured = folder.measure(register, &inputs, rows, leaves, runs.max(1));
        // They are large.
        let removed = inputs.iter().try_for_each(fs::remove_file);
        measured.and(removed.map_err(|error| error.to_string()))?;
    }
    Ok(())
}

impl Folder {
    /// Measures one size and prints a row for each program.
    fn measure(
        &self,
        register: &str,
        [table, structure]: &[PathBuf; 2],
        rows: usize,
        leaves: usize,
        runs: usize,
    ) -> Outcome {
        let union = Union::new(leaves);
        union.write(structure, rows).map_err(|error| error.to_string())?;
        union.write_register(register, table, rows).map_err(|error| error.to_string())?;
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
        let mut measured: Vec<Vec<Run>> = subjects.iter().map(|_| Vec::new()).collect();
        for _ in 0..runs {
            for ((name, subject), measured) in subjects.iter().zip(&mut measured) {
                measured.push(self.programs.time(subject, &self.output(name))?);
            }
        }
        let ours = read(&self.output(ESEP))?;
        for (name, _) in subjects.iter().filter(|(name, _)| *name != LINES) {
            if read(&self.output(name))? != ours {
                return Err(format!("{name} counts something else than {ESEP}"));
            }
        }
        for ((name, _), runs) in subjects.iter().zip(&measured) {
            println!(
                "| {register} | {rows} | {leaves} | {name} | {} | {} | {} |",
                Spread::of(runs, |run| run.wall_micros),
                Spread::of(runs, |run| run.cpu_micros),
                runs.iter().map(|run| run.peak_kib * 1_024 / 1_000_000).max().unwrap_or_default(),
            );
        }
        Ok(())
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
