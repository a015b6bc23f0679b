//! `cargo xtask fuzz`: looks for bytes that make a reader panic or hang.

use std::process::Stdio;

use crate::Outcome;
use crate::process::{self, cargo, command, root};

/// How long each target runs unless `--seconds` says otherwise.
const SECONDS: u64 = 60;

/// Runs one target, or all of them one after the other.
pub(crate) fn run(arguments: &[&str]) -> Outcome {
    let (target, seconds) = match arguments {
        [] => (None, SECONDS),
        [target] if !target.starts_with('-') => (Some(*target), SECONDS),
        ["--seconds", seconds] => (None, parse(seconds)?),
        [target, "--seconds", seconds] => (Some(*target), parse(seconds)?),
        _ => return Err("usage: cargo xtask fuzz [TARGET] [--seconds N]".to_owned()),
    };
    install()?;
    let all = targets()?;
    let chosen: Vec<&str> =
        all.iter().map(String::as_str).filter(|name| target.is_none_or(|t| t == *name)).collect();
    if chosen.is_empty() {
        return Err(format!("no such target; there are {}", all.join(", ")));
    }
    for name in chosen {
        println!("== {name}, {seconds} seconds");
        let time = format!("-max_total_time={seconds}");
        // A reader that takes longer than this for a small input hangs for a user.
        let limits = ["-timeout=10", "-malloc_limit_mb=256", "-max_len=16384"];
        let corpus = format!("tests/fuzz/corpus/{name}");
        // What is found on the way stays in the build folder; the corpus in git is chosen by hand.
        let found = process::target().join("fuzz-corpus").join(name);
        std::fs::create_dir_all(&found).map_err(|error| error.to_string())?;
        let mut fuzz = with_nightly_features(cargo("fuzz run --fuzz-dir tests/fuzz"))?;
        fuzz.arg("--target-dir").arg(process::target().join("fuzz")).arg(name);
        process::run(fuzz.arg(found).arg(corpus).arg("--").arg(time).args(limits))?;
    }
    Ok(())
}

fn parse(seconds: &str) -> Result<u64, String> {
    seconds.parse().map_err(|_| format!("expected a number of seconds, found `{seconds}`"))
}

fn install() -> Outcome {
    let probe = process::output(cargo("fuzz --version").stderr(Stdio::null()));
    if probe.is_ok() {
        return Ok(());
    }
    println!("== installing cargo-fuzz");
    process::run(&mut cargo("install cargo-fuzz --locked"))
}

/// The names of the targets: the files of `tests/fuzz/fuzz_targets`.
fn targets() -> Result<Vec<String>, String> {
    let folder = root().join("tests/fuzz/fuzz_targets");
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// Sanitizers are unstable: a stable toolchain allows them only when told to.
fn with_nightly_features(
    mut cargo: std::process::Command,
) -> Result<std::process::Command, String> {
    let version = process::output(command("rustc").arg("--version"))?;
    if !version.contains("nightly") {
        cargo.env("RUSTC_BOOTSTRAP", "1");
    }
    Ok(cargo)
}
