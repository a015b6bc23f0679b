//! Other programs that do the same, and what a run of any takes.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{self, command};

/// The packages of the other programs.
const PACKAGES: [&str; 2] = ["duckdb", "polars"];

/// Python with the other programs.
pub(super) struct Programs {
    scripts: PathBuf,
    python: PathBuf,
}

/// What a run took.
pub(super) struct Run {
    pub(super) wall_micros: u64,
    pub(super) cpu_micros: u64,
    pub(super) peak_kib: u64,
    /// Of the job alone, where the program says so.
    pub(super) job_micros: Option<u64>,
}

impl Programs {
    /// Installs the others in an environment of their own below a folder.
    pub(super) fn prepare(files: &Path) -> Result<Self, String> {
        fs::create_dir_all(files).map_err(|error| error.to_string())?;
        let environment = files.join("python");
        let python = environment.join("bin/python");
        if !python.exists() {
            process::run(command("python3").args(["-m", "venv"]).arg(&environment))?;
            let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
            process::run(command(&python).args(install).args(PACKAGES))?;
        }
        Ok(Self { scripts: process::root().join("xtask/bench"), python })
    }

    /// A script of ours.
    pub(super) fn script(&self, name: &str) -> Command {
        let mut script = command(&self.python);
        script.arg(self.scripts.join(name));
        script
    }

    /// Runs a command to its end, its output into a file.
    pub(super) fn time(&self, subject: &Command, output: &Path) -> Result<Run, String> {
        let mut timed = self.script("run.py");
        timed.arg(output).arg(subject.get_program());
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
pub(super) struct Spread([u64; 3]);

impl Spread {
    pub(super) fn of(runs: &[Run], micros: impl Fn(&Run) -> u64) -> Self {
        let mut times: Vec<u64> = runs.iter().map(micros).collect();
        times.sort_unstable();
        let at = |place: usize| times.get(place).copied().unwrap_or_default();
        Self([at(times.len() / 2), at(0), at(times.len().saturating_sub(1))])
    }
}

impl Spread {
    /// The middle one.
    pub(super) fn median(&self) -> u64 {
        let [median, ..] = self.0;
        median
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
