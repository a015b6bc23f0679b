//! Saving what a command has made.

use std::path::{Path, PathBuf};

use esep::{Argument, Message, Refusal};

use crate::failure::{Stop, shown, unwritable};
use crate::io::{Draft, Files, Obstacle};

/// Writes a file; over one that is there already only where that is wanted.
///
/// # Errors
/// - a file that is there already;
/// - whatever keeps the file from being written.
pub(super) fn save(
    path: &Path,
    bytes: &[u8],
    force: bool,
    files: &mut dyn Files,
) -> Result<(), Stop> {
    match files.write_new(path, bytes) {
        Ok(()) => Ok(()),
        Err(Obstacle::Taken) if force => {
            files.replace(path, bytes).map_err(|obstacle| unwritable(path, obstacle).into())
        }
        Err(Obstacle::Taken) => Err(taken(path)),
        Err(obstacle) => Err(unwritable(path, obstacle).into()),
    }
}

/// Writes several files, all or none; over those that are there already only where that is wanted.
///
/// # Errors
/// - a file that is there already;
/// - whatever keeps any of the files from being written: then none is.
pub(super) fn save_together(
    texts: impl Iterator<Item = (PathBuf, String)>,
    force: bool,
    files: &mut dyn Files,
) -> Result<(), Stop> {
    let drafts = texts.map(|(path, text)| Draft {
        replaces: force && files.kind(&path).is_ok(),
        path,
        bytes: text.into_bytes(),
    });
    let drafts: Vec<Draft> = drafts.collect();
    match files.write_together(&drafts) {
        Ok(()) => Ok(()),
        Err((path, Obstacle::Taken)) => Err(taken(&path)),
        Err((path, obstacle)) => Err(unwritable(&path, obstacle).into()),
    }
}

fn taken(path: &Path) -> Stop {
    let message = Message::new("run.file-there").with("path", shown(path));
    Refusal::new(message).with_hint(Message::new("hint.force")).into()
}

/// The format of a file that is to be written, by its ending; `endings` are those that there are.
///
/// # Errors
/// - a file with another ending.
pub(super) fn format_of<T>(
    path: &Path,
    of_ending: impl FnOnce(&str) -> Option<T>,
    endings: &[&str],
) -> Result<T, Refusal> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.and_then(of_ending).ok_or_else(|| {
        let endings = endings.iter().map(|ending| Argument::Literal(format!(".{ending}")));
        let message = Message::new("run.unknown-ending").with("path", shown(path));
        Refusal::new(message.with("endings", endings.collect::<Vec<_>>()))
    })
}
