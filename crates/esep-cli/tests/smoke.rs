//! The real binary: it starts, ends with its exit status, and bears a closed pipe. All else is
//! tested in process by the golden cases.

// Clippy takes only functions marked `#[test]` for tests, not what they share.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn esep(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_esep"));
    command.args(args).envs([("LC_ALL", "en_US.UTF-8"), ("NO_COLOR", "1")]);
    command
}

fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = esep(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// A folder of this test alone, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        Self(folder)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn version_and_help() {
    let version = format!("esep {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["--version"]), (Some(0), version, String::new()));
    let (status, help, _) = run(&["--help"]);
    assert_eq!(status, Some(0));
    assert!(help.contains("Usage: esep") && help.contains("check"), "{help}");
}

#[test]
fn exit_status() {
    let folder = Folder::new("exit-status");
    assert_eq!(run(&["new", folder.path()]).0, Some(0));
    let (status, text, _) = run(&["check", folder.path()]);
    assert_eq!(status, Some(0), "{text}");

    let report = folder.0.join("reports/2025-H1/district.toml");
    let broken = std::fs::read_to_string(&report).unwrap().replace("women = 172", "women = 712");
    std::fs::write(&report, broken).unwrap();
    let (status, text, _) = run(&["check", folder.path()]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("reports/2025-H1/district.toml:18:"), "{text}");

    let (status, text, error) = run(&["check", "no-such-folder"]);
    assert_eq!((status, text.as_str()), (Some(2), ""));
    assert!(error.contains("`no-such-folder`"), "{error}");
}

#[test]
fn a_pipe_closed_early_is_no_failure() {
    let mut esep = esep(&["completions", "bash"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut reader = BufReader::with_capacity(16, esep.stdout.take().unwrap());
    reader.read_line(&mut line).unwrap();
    drop(reader);
    assert_eq!(esep.wait().unwrap().code(), Some(0));
}
