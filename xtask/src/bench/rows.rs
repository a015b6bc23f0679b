//! `cargo xtask bench rows`: registers of members that grow to 3 GB, counted for organizations that
//! remain the same. What is measured is kept, for charts.

use std::fmt::Write as _;
use std::fs;

use super::programs::Spread;
use super::tally::{ESEP, Folder, megabytes};
use crate::Outcome;
use crate::codegen::charts::MEASURED;
use crate::process;

const RUNS: usize = 3;
const ROWS: [usize; 6] = [300_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000, 50_000_000];
/// As many as the union has.
const ORGANIZATIONS: usize = 10_000;
/// Esep may take so many MB, however many rows there are.
const MOST_MEGABYTES: u64 = 16;

/// Measures, keeps what was measured, and holds Esep's memory to its bound.
pub(super) fn run(arguments: &[&str]) -> Outcome {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask bench rows".to_owned());
    }
    let folder = Folder::prepare()?;
    let mut table = "rows;program;wall_ms;peak_mb\n".to_owned();
    let mut most = 0;
    for rows in ROWS {
        for (name, runs) in folder.measure("members", rows, ORGANIZATIONS, RUNS)? {
            let wall = (Spread::of(&runs, |run| run.wall_micros).median() + 500) / 1_000;
            let memory = megabytes(&runs);
            println!("{rows} rows, {name}: {wall} ms, {memory} MB");
            let _ = writeln!(table, "{rows};{name};{wall};{memory}");
            if name == ESEP {
                most = most.max(memory);
            }
        }
    }
    fs::write(process::root().join(MEASURED), table).map_err(|error| error.to_string())?;
    println!("wrote {MEASURED}; `cargo xtask codegen` draws it");
    if most > MOST_MEGABYTES {
        return Err(format!("expected at most {MOST_MEGABYTES} MB, found {most}"));
    }
    Ok(())
}
