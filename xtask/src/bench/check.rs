//! `cargo xtask bench check`: the check of a wide table, beside `DuckDB` and Polars.

use std::fs;
use std::path::PathBuf;

use super::programs::{Programs, Run, Spread};
use super::table;
use crate::Outcome;
use crate::process::{self, cargo, command};

const RUNS: usize = 5;
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// The other programs, each with the script that does the same with it.
const OTHERS: [(&str, &str); 2] = [("duckdb", "check_duckdb.py"), ("polars", "check_polars.py")];

/// Esep without checks of plausibility, which the others do not know.
const SAME_JOB: &str = "Esep, the same job";
const ALL_CHECKS: &str = "Esep, all checks";

/// Where everything stands.
struct Folder {
    programs: Programs,
    files: PathBuf,
    esep: PathBuf,
}

/// Runs Esep, once for the job of the others and once for all checks, `DuckDB` and Polars in turn,
/// compares what they find, and prints for each the median, the least and the most.
pub(super) fn run(arguments: &[&str]) -> Outcome {
    let (mut runs, mut sizes) = (RUNS, SIZES.to_vec());
    let mut rest = arguments;
    while let [option, number, others @ ..] = rest {
        let number = number.parse().map_err(|_| format!("expected a number, found `{number}`"))?;
        match *option {
            "--runs" => runs = number,
            "--rows" => sizes = vec![number],
            _ => break,
        }
        rest = others;
    }
    if !rest.is_empty() {
        return Err("usage: cargo xtask bench check [--runs N] [--rows N]".to_owned());
    }
    let folder = Folder::prepare()?;
    println!("| rows | program | wall, s | job alone, s | CPU, s | peak, MB |");
    println!("|---|---|---|---|---|---|");
    for size in sizes {
        folder.measure(size, runs.max(1))?;
    }
    Ok(())
}

impl Folder {
    /// Builds the program and installs the others in an environment of their own.
    fn prepare() -> Result<Self, String> {
        process::run(&mut cargo("build --release --locked --package esep-cli"))?;
        let files = process::target().join("bench");
        fs::create_dir_all(&files).map_err(|error| error.to_string())?;
        let programs = Programs::prepare(&files)?;
        Ok(Self { esep: process::target().join("release/esep"), programs, files })
    }

    /// Measures one size and prints a row for each program.
    fn measure(&self, size: usize, runs: usize) -> Outcome {
        let (table, form) = (self.files.join("wide.csv"), self.files.join("wide.toml"));
        let (rows, slips) = table::write(&table, &form, size).map_err(|error| error.to_string())?;
        let esep = |more: &[&str]| {
            let mut esep = command(&self.esep);
            esep.arg("check").arg(&table).arg("--form").arg(&form);
            esep.args(["--period", "2020", "--format", "json"]).args(more);
            esep
        };
        let mut subjects = vec![
            (SAME_JOB, esep(&["--ignore", "Q", "--explain", "none"])),
            (ALL_CHECKS, esep(&["--explain", "none"])),
        ];
        for (name, script) in OTHERS {
            let mut other = self.programs.script(script);
            other.arg(&table);
            subjects.push((name, other));
        }
        let mut measured: Vec<Vec<Run>> = subjects.iter().map(|_| Vec::new()).collect();
        for _ in 0..runs {
            for ((name, subject), measured) in subjects.iter().zip(&mut measured) {
                measured.push(self.programs.time(subject, &self.output(name))?);
            }
        }
        let mut found = String::new();
        for ours in [SAME_JOB, ALL_CHECKS] {
            for (theirs, _) in OTHERS {
                let mut compare = self.programs.script("compare.py");
                found = process::output(compare.arg(self.output(ours)).arg(self.output(theirs)))?;
            }
        }
        for ((name, _), runs) in subjects.iter().zip(&measured) {
            println!(
                "| {rows} | {name} | {} | {} | {} | {} |",
                Spread::of(runs, |run| run.wall_micros),
                Spread::of(runs, |run| run.job_micros.unwrap_or(run.wall_micros)),
                Spread::of(runs, |run| run.cpu_micros),
                runs.iter().map(|run| run.peak_kib * 1_024 / 1_000_000).max().unwrap_or_default(),
            );
        }
        let mut counts = found.split_whitespace();
        println!(
            "\n{slips} figures changed; {} findings, the same of all; {} of codes that only Esep \
             knows\n",
            counts.next().unwrap_or_default(),
            counts.next().unwrap_or_default(),
        );
        Ok(())
    }

    fn output(&self, name: &str) -> PathBuf {
        self.files.join(format!("{name}.out"))
    }
}
