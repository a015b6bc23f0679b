//! Counts the members of a register by organization as the benchmark asks it: the result to
//! standard output as CSV.
//!
//! usage: tally REGISTER FILE STRUCTURE PERIOD [THREADS]
//!
//! `lines` instead of a register reads the same file and only looks for line ends.

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use esep::{Forms, Period, Register, Rules, When};
use esep_documents::{Organizations, Readable, Tallying};

struct Table {
    file: File,
    length: u64,
    threads: usize,
}

impl Table {
    fn open(path: &str, threads: usize) -> io::Result<Self> {
        let file = File::open(path)?;
        Ok(Self { length: file.metadata()?.len(), file, threads })
    }
}

impl Readable for Table {
    type Error = io::Error;

    fn length(&self) -> u64 {
        self.length
    }

    fn read(&self, from: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.file.read_exact_at(buffer, from)
    }

    fn share<S: Send>(
        &self,
        tasks: usize,
        state: impl Fn() -> S + Sync,
        task: impl Fn(&mut S, usize) -> io::Result<()> + Sync,
    ) -> io::Result<Vec<S>> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut state = state();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= tasks {
                    return Ok(state);
                }
                task(&mut state, number)?;
            }
        };
        thread::scope(|scope| {
            let more: Vec<_> = (1..self.threads).map(|_| scope.spawn(work)).collect();
            let own = work();
            let join = |worker: thread::ScopedJoinHandle<'_, io::Result<S>>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            std::iter::once(own).chain(more.into_iter().map(join)).collect()
        })
    }
}

/// How many lines there are, each looked for by itself.
fn lines(table: &Table) -> io::Result<usize> {
    const PIECE: usize = 256 * 1024;
    let pieces = usize::try_from(table.length).unwrap_or(usize::MAX).div_ceil(PIECE);
    let counts = table.share(
        pieces,
        || (0, vec![0; PIECE]),
        |(lines, buffer), number| {
            let length = table.file.read_at(buffer, u64::try_from(number * PIECE).unwrap_or(0))?;
            let mut rest = buffer.get(..length).unwrap_or_default();
            while let Some(end) = memchr::memchr(b'\n', rest) {
                *lines += 1;
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            Ok(())
        },
    )?;
    Ok(counts.iter().map(|(lines, _)| lines).sum())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [register, path, structure, period, rest @ ..] = &arguments[..] else {
        return Err("usage: tally REGISTER FILE STRUCTURE PERIOD [THREADS]".into());
    };
    let threads = rest.first().map_or(Ok(2), |threads| threads.parse())?;
    if register == "lines" {
        println!("{}", lines(&Table::open(path, threads)?)?);
        return Ok(());
    }
    let register = Register::find(register).ok_or("no such register")?;
    let period: Period = period.parse().map_err(|_| "no period")?;
    let when =
        if register.id == "members" { When::On(period.first_day()) } else { When::In(period) };
    let table = Table::open(path, threads)?;
    let mut head = vec![0; usize::try_from(table.length.min(4096))?];
    table.read(0, &mut head)?;
    let end = head.iter().position(|byte| *byte == b'\n').ok_or("no header")?;
    let header = std::str::from_utf8(head.get(..end).unwrap_or_default())?;
    let header: Vec<&str> = header.split(',').collect();
    let rules = Rules::new(register, &Forms::built_in(), &header, when)
        .map_err(|mistakes| format!("{mistakes:?}"))?;
    let organizations = Organizations::read(&Table::open(structure, 1)?)?;
    let organizations = organizations.ok_or("the structure is doubtful")?;
    let tallying = Tallying::of_organizations(&rules, ',', &organizations);
    let counted = tallying.count(&table, u64::try_from(end + 1)?, 1)?;
    let mut to = BufWriter::new(io::stdout().lock());
    counted.write_csv(&organizations, &mut to)?;
    to.flush()?;
    for fault in counted.faults() {
        eprintln!("{fault:?}");
    }
    Ok(())
}
