//! Registers, read in little memory however large they are.

use std::path::{Path, PathBuf};

use esep::{Finding, Language, Refusal, Repeats};
use esep_documents::TallyFiles;

use super::unopened;
use crate::failure::shown;
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
