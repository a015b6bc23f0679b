//! `cargo xtask codegen`: the pages of `docs/` that follow from the code, and charts of what was
//! measured.

pub(crate) mod charts;
mod findings;
mod forms;

use std::fs;

use crate::Outcome;
use crate::process::root;

/// What to do with the generated pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write them.
    Write,
    /// Say which of them are stale.
    Check,
}

/// Writes or checks every generated page.
pub(crate) fn run(mode: Mode) -> Outcome {
    let mut stale = Vec::new();
    let [time, memory] = charts::drawn()?;
    let pages = [
        ("docs/findings.md", findings::page()),
        ("docs/forms-bundled.md", forms::page()),
        ("docs/tally-time.svg", time),
        ("docs/tally-memory.svg", memory),
    ];
    for (path, page) in pages {
        let file = root().join(path);
        let is_fresh = fs::read_to_string(&file).is_ok_and(|present| present == page);
        match mode {
            _ if is_fresh => {}
            Mode::Check => stale.push(path),
            Mode::Write => {
                fs::write(&file, page).map_err(|error| format!("{path}: {error}"))?;
                println!("wrote {path}");
            }
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("stale: {}; run `cargo xtask codegen`", stale.join(", ")))
}

/// A line of a Markdown table; what would end a cell is escaped.
fn row(cells: &[&str]) -> String {
    let cells: Vec<String> =
        cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
    format!("| {} |\n", cells.join(" | "))
}
