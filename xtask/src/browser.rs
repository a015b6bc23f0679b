//! A browser for the tests of the page, and the runs that need it.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{command, root};
use crate::{apt, node, site};

/// Where the usual packages put Chromium.
const PROGRAMS: [&str; 4] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
];

/// Debian's browser, and a font that has the Kazakh letters.
const PACKAGES: [&str; 2] = ["chromium", "fonts-dejavu-core"];

const MISSING: &str = "the tests of the page need Chromium: install it (on Debian as root: apt-get \
    install chromium fonts-dejavu-core), or name the program in ESEP_CHROMIUM";

/// The folder of the page's tests.
const FOLDER: &str = "tests/web";

/// What runs the tests of the page, each in a browser of its own; the page must be built.
pub(crate) fn tests() -> Result<Command, String> {
    let tests = node::test_files(FOLDER)?;
    let mut node = with_browser()?;
    node.arg("--test").arg(node::reporter()).arg("--test-concurrency=2");
    node.args(tests);
    Ok(node)
}

/// A script of the same folder, for figures rather than a verdict.
pub(crate) fn script(name: &str) -> Result<Command, String> {
    let mut node = with_browser()?;
    node.arg(root().join(FOLDER).join(name));
    Ok(node)
}

/// Node, with what the scripts of the folder need: packages, the browser and what was built.
fn with_browser() -> Result<Command, String> {
    node::require_node()?;
    node::install(FOLDER, node::Lock::Whole)?;
    let mut node = command("node");
    node.env("ESEP_CHROMIUM", provide()?).env("ESEP_BUILT", site::built());
    Ok(node)
}

/// The browser, installed if it is missing and we may.
fn provide() -> Result<OsString, String> {
    if let Some(named) = env::var_os("ESEP_CHROMIUM") {
        return Ok(named);
    }
    if let Some(found) = found() {
        return Ok(found);
    }
    apt::install(&PACKAGES).map_err(|error| format!("{MISSING}\n{error}"))?;
    found().ok_or_else(|| MISSING.to_owned())
}

fn found() -> Option<OsString> {
    PROGRAMS.into_iter().map(PathBuf::from).find(|path| path.exists()).map(PathBuf::into_os_string)
}
