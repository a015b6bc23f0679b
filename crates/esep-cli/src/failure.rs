//! Why a command could not run, as a sentence of the catalog and advice.

use std::io;
use std::path::Path;

use esep::{Forms, Message};

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
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let about = |key| Message::new(key).with("path", shown(path));
        match error.kind() {
            io::ErrorKind::NotFound => {
                Self::new(about("run.not-found")).with_hint(Message::new("hint.paths-from-here"))
            }
            io::ErrorKind::PermissionDenied => {
                Self::new(about("run.not-allowed")).with_hint(Message::new("hint.permission"))
            }
            kind => Self::new(about("run.unreadable-file").with("reason", kind.to_string())),
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
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Self {
        let message = Message::new("run.unwritable-file").with("path", shown(path));
        Self::new(message.with("reason", error.kind().to_string()))
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
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            kind => {
                let message = Message::new("run.unwritable-output");
                Self::Failure(Failure::new(message.with("reason", kind.to_string())))
            }
        }
    }
}

/// A path as it is shown: as the user gave it, with `/` between folders.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
