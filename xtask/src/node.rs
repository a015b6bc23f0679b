//! What is tested in Node: the package for JavaScript, and the SQL of tallies.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::process::{self, command, root};

/// The oldest Node that will do.
const OLDEST: u32 = 20;

/// The folder into which the golden cases are written for Node.
pub(crate) fn cases() -> PathBuf {
    root().join("target/golden")
}

/// What runs the tests of the package, which must be built.
pub(crate) fn tests() -> Result<Command, String> {
    require_node()?;
    install("crates/esep-wasm", Lock::Whole)?;
    let mut node = command("node");
    node.current_dir(root().join("crates/esep-wasm")).env("ESEP_CASES", cases());
    node.arg("--test").arg(reporter()).args(test_files("crates/esep-wasm/tests")?);
    Ok(node)
}

/// The folder into which registers and their SQL are written for `DuckDB`.
pub(crate) fn sql() -> PathBuf {
    root().join("target/sql")
}

/// What has `DuckDB` run the SQL of tallies.
pub(crate) fn sql_tests() -> Result<Command, String> {
    require_node()?;
    install("tests/sql", Lock::OfThisSystem)?;
    let mut node = command("node");
    node.env("ESEP_SQL", sql()).arg("--test").arg(reporter()).args(test_files("tests/sql")?);
    Ok(node)
}

/// Has the runner close as cargo's do.
pub(crate) fn reporter() -> String {
    format!("--test-reporter={}", root().join("crates/esep-wasm/tests/reporter.js").display())
}

/// The files of a folder that hold tests.
pub(crate) fn test_files(folder: &str) -> Result<Vec<PathBuf>, String> {
    let files = fs::read_dir(root().join(folder)).map_err(|error| error.to_string())?.flatten();
    let mut files: Vec<PathBuf> = files.map(|file| file.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.js"));
    files.sort();
    Ok(files)
}

/// Says what is missing where there is no Node, or an old one.
pub(crate) fn require_node() -> Outcome {
    let advice = format!(
        "the package for JavaScript, the page and the SQL of tallies are tested in Node: install Node.js {OLDEST} or newer"
    );
    let printed = process::output(command("node").arg("--version").stderr(Stdio::null()));
    let printed = printed.map_err(|_| advice.clone())?;
    let major = printed.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    match major.parse::<u32>() {
        Ok(major) if major >= OLDEST => Ok(()),
        _ => Err(format!("{advice}; found {}", printed.trim())),
    }
}

/// What a lock file holds.
#[derive(Clone, Copy)]
pub(crate) enum Lock {
    /// All: nothing else is installed.
    Whole,
    /// No builds for systems of which the registry had none; `npm ci` refuses such a file.
    OfThisSystem,
}

/// Installs what a folder's lock file names, unless that has been done.
pub(crate) fn install(folder: &str, from: Lock) -> Outcome {
    let folder = root().join(folder);
    let lock = fs::read(folder.join("package-lock.json")).map_err(|error| error.to_string())?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    let mut npm = command("npm");
    let ways: &[&str] = match from {
        Lock::Whole => &["ci"],
        Lock::OfThisSystem => &["install", "--no-save"],
    };
    process::run(npm.args(ways).args(["--no-audit", "--no-fund"]).current_dir(&folder))?;
    fs::write(&installed, lock).map_err(|error| error.to_string())
}
