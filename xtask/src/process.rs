//! Starting cargo and git from within cargo.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// Prefixes of the variables by which a user configures cargo; all other `CARGO_*` are those that
/// cargo sets for the programs it starts.
const CONFIGURATION: [&str; 11] = [
    "CARGO_BUILD_",
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_INCREMENTAL",
    "CARGO_NET_",
    "CARGO_PROFILE_",
    "CARGO_REGISTR",
    "CARGO_SOURCE_",
    "CARGO_TARGET_",
    "CARGO_TERM_",
    "CARGO_UNSTABLE_",
];

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// The folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program started at the root, without what cargo has set for this one.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_set_by_cargo) {
            command.env_remove(name);
        }
    }
    command
}

/// Cargo with these arguments, separated by spaces.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut cargo = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments.split_whitespace());
    cargo
}

/// Runs a command to its end, with its output on ours.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    explain(command.status(), command)
}

/// Runs a command to its end and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output();
    let printed = output.as_ref().map(|output| output.stdout.clone()).unwrap_or_default();
    explain(output.map(|output| output.status), command)?;
    Ok(String::from_utf8_lossy(&printed).into_owned())
}

fn explain(status: io::Result<ExitStatus>, command: &Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} ended with {status}")),
        Err(error) => Err(format!("{program} could not be started: {error}")),
    }
}

fn is_set_by_cargo(name: &str) -> bool {
    let configures = CONFIGURATION.iter().any(|prefix| name.starts_with(prefix));
    (name.starts_with("CARGO") && !configures)
        || name.starts_with("RUSTC")
        || ["LD_LIBRARY_PATH", "OUT_DIR", "RUSTDOC"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configuration_stays_and_what_cargo_sets_goes() {
        for name in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_HTTP_CAINFO", "PATH", "RUSTUP_HOME"] {
            assert!(!is_set_by_cargo(name), "{name} should stay");
        }
        for name in ["CARGO", "CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "RUSTC", "LD_LIBRARY_PATH"] {
            assert!(is_set_by_cargo(name), "{name} should go");
        }
    }
}
