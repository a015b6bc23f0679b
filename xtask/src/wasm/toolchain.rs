//! A compiler for browsers: the one in use, one completed by rustup, or Debian's.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{TARGET, debian};
use crate::process::{self, command};

/// How long rustup may take to bring the target.
const PATIENCE: Duration = Duration::from_secs(180);

/// A compiler that has the standard library of the target.
pub(super) struct Toolchain {
    kind: Kind,
    /// What is to be run in place of the compiler in use.
    rustc: Option<PathBuf>,
    sysroot: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Installed,
    Rustup,
    Debian,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Installed, Self::Rustup, Self::Debian];

    fn name(self) -> &'static str {
        match self {
            Self::Installed => "installed",
            Self::Rustup => "rustup",
            Self::Debian => "debian",
        }
    }
}

impl Toolchain {
    /// The first that there is or can be had, in the order of [`Kind::ALL`]; the variable
    /// `ESEP_WASM_TOOLCHAIN` names one.
    pub(super) fn find() -> Result<Self, String> {
        let kinds = match env::var("ESEP_WASM_TOOLCHAIN") {
            Ok(name) => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
                let unknown = "ESEP_WASM_TOOLCHAIN: expected installed, rustup or debian";
                vec![kind.ok_or_else(|| format!("{unknown}, found {name}"))?]
            }
            Err(_) => Kind::ALL.to_vec(),
        };
        let mut complaints = format!("no compiler for {TARGET}:\n");
        for kind in kinds {
            match Self::of(kind) {
                Ok(toolchain) => return Ok(toolchain),
                Err(complaint) => {
                    complaints.extend(["  ", kind.name(), ": ", complaint.trim_end(), "\n"]);
                }
            }
        }
        Err(complaints + "run `rustup target add wasm32-unknown-unknown`, then try again")
    }

    fn of(kind: Kind) -> Result<Self, String> {
        let (rustc, sysroot) = match kind {
            Kind::Installed => (None, complete(sysroot()?)?),
            Kind::Rustup => {
                let mut rustup = command("rustup");
                within(rustup.args(["target", "add", TARGET]), PATIENCE)?;
                (None, complete(sysroot()?)?)
            }
            Kind::Debian => {
                let (rustc, sysroot) = debian::provide(&linker()?)?;
                (Some(rustc), sysroot)
            }
        };
        Ok(Self { kind, rustc, sysroot })
    }

    pub(super) fn name(&self) -> &'static str {
        self.kind.name()
    }

    /// Has cargo use this compiler.
    pub(super) fn configure(&self, cargo: &mut Command) {
        if let Some(rustc) = &self.rustc {
            cargo.env("RUSTC", rustc);
        }
    }

    /// Where the sources of the standard library lie, and what they are called in what is built:
    /// the folder itself, and what a link leads to.
    pub(super) fn sources(&self) -> Vec<(PathBuf, &'static str)> {
        let sources = self.sysroot.join("lib/rustlib/src/rust");
        let real = sources.canonicalize().ok().filter(|real| *real != sources);
        [Some(sources), real].into_iter().flatten().map(|path| (path, "rust")).collect()
    }
}

/// The folder of the compiler in use.
fn sysroot() -> Result<PathBuf, String> {
    let printed = process::output(command("rustc").args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(printed.trim_end()))
}

/// The folder, if the standard library of the target is in it.
fn complete(sysroot: PathBuf) -> Result<PathBuf, String> {
    let library = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    let is_complete = library.read_dir().is_ok_and(|mut files| files.next().is_some());
    if is_complete { Ok(sysroot) } else { Err("the target is not installed".to_owned()) }
}

/// The linker that comes with the compiler in use.
fn linker() -> Result<PathBuf, String> {
    let folder = sysroot()?.join("lib/rustlib");
    let hosts = folder.read_dir().map_err(|error| error.to_string())?.flatten();
    let mut linkers = hosts.map(|host| host.path().join("bin/rust-lld"));
    linkers.find(|linker| linker.is_file()).ok_or_else(|| no_linker(&folder))
}

fn no_linker(folder: &Path) -> String {
    format!("no linker rust-lld below {}", folder.display())
}

/// Runs a command, and ends it when it takes too long.
fn within(command: &mut Command, limit: Duration) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let told = |error| format!("{program}: {error}");
    let mut child = command.stdin(Stdio::null()).spawn().map_err(told)?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(told)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("{program} ended with {status}")),
            None if start.elapsed() > limit => {
                child.kill().and_then(|()| child.wait()).map_err(told)?;
                return Err(format!("{program} did not end within {} s", limit.as_secs()));
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    }
}
