//! Saving what a command has made.

use std::path::Path;

use esep::{Message, Refusal};

use crate::failure::{Stop, shown, unwritable};
use crate::io::{Files, Obstacle};

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
        Err(Obstacle::Taken) => {
            let message = Message::new("run.file-there").with("path", shown(path));
            Err(Refusal::new(message).with_hint(Message::new("hint.force")).into())
        }
        Err(obstacle) => Err(unwritable(path, obstacle).into()),
    }
}
