//! Why a command could not run, as a sentence of the catalog and advice.

use std::io;
use std::path::Path;

use esep::{Message, Refusal};

use crate::io::Obstacle;

/// Why a run stops before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The command cannot do what was asked.
    Refused(Refusal),
    /// Nobody reads the output any more, as after `| head`.
    Closed,
}

/// A file or folder that cannot be read.
pub(crate) fn unreadable(path: &Path, obstacle: Obstacle) -> Refusal {
    let about = |key| Message::new(key).with("path", shown(path));
    if obstacle == Obstacle::Missing {
        return Refusal::new(about("run.not-found"))
            .with_hint(Message::new("hint.paths-from-here"));
    }
    let refusal = Refusal::new(about("run.unreadable-file").with("reason", obstacle.reason()));
    match obstacle.hint() {
        Some(hint) => refusal.with_hint(hint),
        None => refusal,
    }
}

/// A file or folder that cannot be written.
pub(crate) fn unwritable(path: &Path, obstacle: Obstacle) -> Refusal {
    let message = Message::new("run.unwritable-file").with("path", shown(path));
    Refusal::new(message.with("reason", obstacle.reason()))
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Writing to standard output failed.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let message = Message::new("run.unwritable-output");
        Self::Refused(Refusal::new(message.with("reason", Obstacle::from(error).reason())))
    }
}

/// A path as it is shown: as the user gave it, with `/` between folders. Bytes that are no letters
/// are written as `\xFF`, so that no two paths are shown alike.
pub(crate) fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                std::path::MAIN_SEPARATOR => text.push('/'),
                _ if letter.is_control() => text.push_str(&escaped(u32::from(letter))),
                _ => text.push(letter),
            }
        }
        for byte in chunk.invalid() {
            text.push_str(&escaped(u32::from(*byte)));
        }
    }
    text
}

/// `\xFF`.
fn escaped(number: u32) -> String {
    format!("\\x{number:02X}")
}
