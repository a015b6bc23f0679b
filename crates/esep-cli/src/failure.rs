//! Why a command could not run, as a sentence of the catalog and advice.

use std::io;
use std::path::Path;

use esep::{Forms, Message};

use crate::io::Obstacle;

/// Why a run stops before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The command cannot do what was asked.
    Failure(Failure),
    /// Nobody reads the output any more, as after `| head`.
    Closed,
}

/// What is wrong, where, and what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What is wrong, and where.
    pub(crate) message: Message,
    /// What to do.
    pub(crate) hints: Vec<Message>,
}

impl Failure {
    /// A failure without advice.
    pub(crate) fn new(message: Message) -> Self {
        Self { message, hints: Vec::new() }
    }

    /// The same failure with one more piece of advice.
    pub(crate) fn with_hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }

    /// A file or folder that cannot be read.
    pub(crate) fn unreadable(path: &Path, obstacle: Obstacle) -> Self {
        let about = |key| Message::new(key).with("path", shown(path));
        if obstacle == Obstacle::Missing {
            return Self::new(about("run.not-found"))
                .with_hint(Message::new("hint.paths-from-here"));
        }
        let failure = Self::new(about("run.unreadable-file").with("reason", obstacle.reason()));
        match obstacle.hint() {
            Some(hint) => failure.with_hint(hint),
            None => failure,
        }
    }

    /// A form that there is not; the nearest that there is is named.
    pub(crate) fn unknown_form(id: &str, known: &Forms) -> Self {
        let failure = Self::new(Message::new("run.unknown-form").with("form", id));
        match esep::nearest(id, known.iter().map(|form| form.id.as_str())) {
            Some(name) => failure.with_hint(Message::new("hint.nearest").with("name", name)),
            None => failure.with_hint(Message::new("hint.list-forms")),
        }
    }

    /// A file or folder that cannot be written.
    pub(crate) fn unwritable(path: &Path, obstacle: Obstacle) -> Self {
        let message = Message::new("run.unwritable-file").with("path", shown(path));
        Self::new(message.with("reason", obstacle.reason()))
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Writing to standard output failed.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let message = Message::new("run.unwritable-output");
        Self::Failure(Failure::new(message.with("reason", Obstacle::from(error).reason())))
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
