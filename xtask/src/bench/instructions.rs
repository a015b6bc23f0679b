//! How many instructions a row of a register takes: the same on a crowded machine as on a quiet one.

use std::ffi::OsString;
use std::fs;
use std::process::Stdio;

use super::tally::registers::Union;
use super::tally::{arguments, esep, on};
use crate::Outcome;
use crate::process::{self, cargo, command};

const ROWS: usize = 100_000;
/// Few, so that the table, which is written once for each of them, weighs little.
const LEAVES: usize = 1_000;
/// Each register, and how many instructions one of its rows may take.
const BOUNDS: [(&str, u64); 2] = [("members", 670), ("cases", 1_120)];

/// Counts registers under callgrind and holds each to its bound.
pub(crate) fn run() -> Outcome {
    if !has_wide_vectors() {
        println!("skipped: the bounds are for x86-64 with AVX2");
        return Ok(());
    }
    if let Err(reason) = provide_callgrind() {
        println!("skipped: valgrind is neither installed nor to be had: {}", reason.trim_end());
        return Ok(());
    }
    process::run(&mut cargo("build --release --locked --package esep-cli"))?;
    let files = process::target().join("instructions");
    fs::create_dir_all(&files).map_err(|error| error.to_string())?;
    let union = Union::new(LEAVES);
    let structure = files.join("structure.csv");
    union.write(&structure, ROWS).map_err(|error| error.to_string())?;
    let mut exceeded = Vec::new();
    for (register, bound) in BOUNDS {
        let count = |rows: usize| {
            let path = files.join(format!("{register}.csv"));
            union.write_register(register, &path, rows).map_err(|error| error.to_string())?;
            instructions(&arguments(register, &path, &structure))
        };
        // What no row takes falls out.
        let (few, many) = (count(ROWS / 10)?, count(ROWS)?);
        let rows = u64::try_from(ROWS - ROWS / 10).unwrap_or(u64::MAX);
        let found = many.saturating_sub(few) / rows;
        println!("{register}: {found} instructions a row, at most {bound}");
        if found > bound {
            exceeded.push(format!("{register}: expected at most {bound}, found {found}"));
        }
    }
    if exceeded.is_empty() { Ok(()) } else { Err(exceeded.join("\n")) }
}

/// Whether the processor has what the inner loop is compiled for a second time.
fn has_wide_vectors() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("avx2");
    #[cfg(not(target_arch = "x86_64"))]
    return false;
}

/// Installs valgrind from the packages of Debian where it is missing.
fn provide_callgrind() -> Outcome {
    let version = || process::output(command("valgrind").arg("--version").stderr(Stdio::null()));
    if version().is_ok() {
        return Ok(());
    }
    let mut install = command("apt-get");
    install.args(["--quiet=2", "--yes", "--no-install-recommends", "install", "valgrind"]);
    process::output(install.stderr(Stdio::null()))?;
    version().map(|_| ())
}

/// How many instructions the program takes on one thread.
fn instructions(arguments: &[OsString]) -> Result<u64, String> {
    let told = process::target().join("instructions/callgrind.log");
    let mut option = OsString::from("--log-file=");
    option.push(&told);
    let mut callgrind = on("0", "valgrind");
    callgrind.arg("--tool=callgrind").arg(option).arg("--callgrind-out-file=/dev/null");
    callgrind.arg(esep()).args(arguments);
    process::run(callgrind.stdout(Stdio::null()))?;
    let text = fs::read_to_string(&told).map_err(|error| error.to_string())?;
    let counted = text.lines().find_map(|line| line.split_once("Collected : "));
    let number = counted.and_then(|(_, number)| number.trim().parse().ok());
    number.ok_or_else(|| format!("expected a number of instructions, found `{text}`"))
}
