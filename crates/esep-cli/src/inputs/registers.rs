//! Registers, read in little memory however large they are.

use std::io::Read;
use std::path::{Path, PathBuf};

use esep::{Finding, Language, Message, Refusal, Repeats};
use esep_documents::{File, PlainTallied, PlainTally, TallyFiles, TallyRequest};

use super::unopened;
use crate::failure::{self, shown};
use crate::io::{Files, Io, Obstacle, Progress, Shared};

/// Counts the rows of files and of `-` for standard input. A file that is there but cannot be read
/// keeps no other from being counted; it is told.
pub(crate) fn count(
    paths: &[PathBuf],
    tally: &mut TallyFiles,
    language: Language,
    io: &mut Io<'_>,
) -> Vec<Finding> {
    let mut unread = Vec::new();
    for path in paths {
        let progress = Progress::new(shown(path), language, io.progress);
        let counted = if path.as_os_str() == "-" {
            let mut stream = progress.of_stream(io.stdin);
            tally.stream(&shown(path), &mut stream).map_err(Obstacle::from)
        } else {
            count_file(path, tally, &progress, io.files)
        };
        progress.end();
        unread.extend(counted.err().map(|obstacle| unopened(path, obstacle)));
    }
    unread
}

/// Looks for rows with the key of a row before them, which are not to be counted.
///
/// # Errors
/// - standard input, which can be read only once.
pub(crate) fn search(
    paths: &[PathBuf],
    tally: &mut TallyFiles,
    language: Language,
    io: &mut Io<'_>,
) -> Result<(), Refusal> {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Repeats::refusal());
    }
    tally.search(Repeats::MEMORY, Shared::threads().saturating_mul(paths.len()));
    loop {
        // What cannot be read is told where it is counted.
        count(paths, tally, language, io);
        if tally.is_searched() {
            return Ok(());
        }
    }
}

/// Counts the rows of files for the table for machines, where nothing about them and the structure
/// is doubtful. `None` where they must be counted as usual, which says why.
pub(crate) fn count_plainly(
    paths: &[PathBuf],
    structure: &Path,
    request: &TallyRequest<'_>,
    language: Language,
    io: &Io<'_>,
) -> Option<PlainTallied> {
    let is_read_once = |path: &Path| path.as_os_str() == "-" || !io.files.is_lasting(path);
    if is_read_once(structure) || paths.iter().any(|path| is_read_once(path)) {
        return None;
    }
    let file = io.files.open(structure).ok()?;
    let mut tally = PlainTally::begin(&Shared::new(&*file).ok()?, request)?;
    for path in paths {
        let file = io.files.open(path).ok()?;
        let progress = Progress::new(shown(path), language, io.progress);
        let counted = tally.table(&shown(path), &Shared::new(&*file).ok()?.telling(&progress));
        progress.end();
        counted?;
    }
    tally.finish()
}

/// How files begin.
///
/// # Errors
/// - standard input, which has no name by which others could read it;
/// - a file that cannot be read.
pub(crate) fn heads(paths: &[PathBuf], files: &dyn Files) -> Result<Vec<File>, Refusal> {
    let head = |path: &PathBuf| -> Result<File, Refusal> {
        if path.as_os_str() == "-" {
            return Err(Refusal::new(Message::new("run.sql-names-files")));
        }
        let mut bytes = Vec::new();
        let read =
            files.stream(path).and_then(|stream| Ok(stream.take(HEAD).read_to_end(&mut bytes)?));
        read.map_err(|obstacle| failure::unreadable(path, obstacle))?;
        Ok(File::new(shown(path), bytes))
    };
    paths.iter().map(head).collect()
}

/// So many bytes tell the header of a file.
const HEAD: u64 = 1 << 20;

fn count_file(
    path: &Path,
    tally: &mut TallyFiles,
    progress: &Progress<'_>,
    files: &dyn Files,
) -> Result<(), Obstacle> {
    let file = files.open(path)?;
    match Shared::new(&*file) {
        Ok(table) => tally.table(&shown(path), &table.telling(progress)),
        // A pipe.
        Err(Obstacle::NoFile) => {
            let mut stream = files.stream(path)?;
            Ok(tally.stream(&shown(path), &mut progress.of_stream(&mut *stream))?)
        }
        Err(obstacle) => Err(obstacle),
    }
}
