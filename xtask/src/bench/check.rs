//! `cargo xtask bench check`: the check of a wide table, beside `DuckDB` and Polars.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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

/// What a run took.
struct Run {
    wall_micros: u64,
    cpu_micros: u64,
    peak_kib: u64,
    /// Of the job alone, where the program says so.
    job_micros: Option<u64>,
}

/// Where everything stands.
struct Folder {
    scripts: PathBuf,
    python: PathBuf,
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
        let environment = files.join("python");
        let python = environment.join("bin/python");
        if !python.exists() {
            process::run(command("python3").args(["-m", "venv"]).arg(&environment))?;
            let packages = OTHERS.map(|(package, _)| package);
            let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
            process::run(command(&python).args(install).args(packages))?;
        }
        Ok(Self {
            scripts: process::root().join("xtask/bench"),
            esep: process::target().join("release/esep"),
            python,
            files,
        })
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
            let mut other = command(&self.python);
            other.arg(self.scripts.join(script)).arg(&table);
            subjects.push((name, other));
        }
        let mut measured: Vec<Vec<Run>> = subjects.iter().map(|_| Vec::new()).collect();
        for _ in 0..runs {
            for ((name, subject), measured) in subjects.iter().zip(&mut measured) {
                measured.push(self.time(subject, &self.output(name))?);
            }
        }
        let mut found = String::new();
        for ours in [SAME_JOB, ALL_CHECKS] {
            for (theirs, _) in OTHERS {
                let mut compare = command(&self.python);
                compare.arg(self.scripts.join("compare.py"));
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

    fn time(&self, subject: &Command, output: &Path) -> Result<Run, String> {
        let mut timed = command(&self.python);
        timed.arg(self.scripts.join("run.py")).arg(output).arg(subject.get_program());
        let printed = process::output(timed.args(subject.get_args()))?;
        let numbers: Vec<u64> =
            printed.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [wall_micros, cpu_micros, peak_kib] = numbers[..] else {
            return Err(format!("expected three numbers, found `{printed}`"));
        };
        Ok(Run { wall_micros, cpu_micros, peak_kib, job_micros: job_micros(output) })
    }
}

/// The seconds that a script writes on the first line of its output.
fn job_micros(output: &Path) -> Option<u64> {
    let text = fs::read_to_string(output).ok()?;
    let (whole, part) = text.lines().next()?.split_once('.')?;
    let micros = format!("{part:0<6}");
    Some(whole.parse::<u64>().ok()? * 1_000_000 + micros.get(..6)?.parse::<u64>().ok()?)
}

/// The median, the least and the most of some times.
struct Spread([u64; 3]);

impl Spread {
    fn of(runs: &[Run], micros: impl Fn(&Run) -> u64) -> Self {
        let mut times: Vec<u64> = runs.iter().map(micros).collect();
        times.sort_unstable();
        let at = |place: usize| times.get(place).copied().unwrap_or_default();
        Self([at(times.len() / 2), at(0), at(times.len().saturating_sub(1))])
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [median, least, most] = self.0.map(|micros| {
            let hundredths = (micros + 5_000) / 10_000;
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        });
        write!(f, "{median} ({least}, {most})")
    }
}
