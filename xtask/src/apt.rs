//! Packages of Debian, where we may install them.

use std::process::{Command, Stdio};

use crate::Outcome;
use crate::process::{self, command};

/// Installs packages; says why it cannot.
pub(crate) fn install(packages: &[&str]) -> Outcome {
    let user = process::output(command("id").arg("-u").stderr(Stdio::null()))?;
    if user.trim() != "0" {
        return Err("it can be installed here by root only".to_owned());
    }
    println!("== installing {}", packages.join(", "));
    let install = || {
        let mut apt = apt();
        apt.args(["install", "--yes", "--no-install-recommends"]).args(packages);
        process::output(&mut apt).map(drop)
    };
    // The lists of packages may be missing or old.
    install().or_else(|_| process::output(apt().arg("update")).map(drop).and_then(|()| install()))
}

fn apt() -> Command {
    let mut apt = command("apt-get");
    apt.arg("--quiet").env("DEBIAN_FRONTEND", "noninteractive");
    apt
}
