//! The limit of any reader of registers: reads a file on some threads and looks for line ends.
//!
//! usage: lines FILE [THREADS]

use std::env;
use std::error::Error;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// How many bytes are read at once.
const PIECE: u64 = 256 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [path, rest @ ..] = &arguments[..] else {
        return Err("usage: lines FILE [THREADS]".into());
    };
    let threads = rest.first().map_or(Ok(2), |threads| threads.parse())?;
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let next = AtomicU64::new(0);
    let lines = thread::scope(|scope| -> io::Result<usize> {
        let workers: Vec<_> =
            (0..threads).map(|_| scope.spawn(|| lines(&file, length, &next))).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, io::Result<usize>>| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().map(join).sum()
    })?;
    println!("{lines}");
    Ok(())
}

/// How many lines end in the pieces that this thread takes, each looked for by itself.
fn lines(file: &File, length: u64, next: &AtomicU64) -> io::Result<usize> {
    let mut buffer = vec![0; usize::try_from(PIECE).unwrap_or_default()];
    let mut lines = 0;
    loop {
        let from = next.fetch_add(PIECE, Ordering::Relaxed);
        if from >= length {
            return Ok(lines);
        }
        let read = file.read_at(&mut buffer, from)?;
        let mut rest = buffer.get(..read).unwrap_or_default();
        while let Some(end) = memchr::memchr(b'\n', rest) {
            lines += 1;
            rest = rest.get(end + 1..).unwrap_or_default();
        }
    }
}
