//! LibreOffice, which saves templates and what unions send in other formats.

use std::process::{Command, Stdio};

use crate::process::{self, cargo, command};
use crate::{Outcome, apt};

const PROGRAM: &str = "soffice";

/// Debian's packages without windows, which are half as large.
const PACKAGES: [&str; 2] = ["libreoffice-calc-nogui", "libreoffice-writer-nogui"];

const MISSING: &str = "workbooks and documents are tested with LibreOffice: install it (on Debian as \
    root: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui)";

/// The tests that have LibreOffice save files, which is installed if it is missing and we may.
pub(crate) fn tests() -> Result<Command, String> {
    provide().map_err(|error| format!("{MISSING}\n{error}"))?;
    let mut tests = cargo("test --locked --package esep-tests --lib libreoffice");
    tests.env("ESEP_SOFFICE", PROGRAM);
    Ok(tests)
}

fn provide() -> Outcome {
    if is_there() {
        return Ok(());
    }
    apt::install(&PACKAGES)?;
    if is_there() { Ok(()) } else { Err(format!("{PROGRAM} is not among the programs")) }
}

fn is_there() -> bool {
    process::output(command(PROGRAM).arg("--version").stderr(Stdio::null())).is_ok()
}
