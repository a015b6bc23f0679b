//! Why a file cannot be read or written, as far as it helps to know.

use std::io;

use esep::Message;

use super::files::LARGEST_FILE;

/// Why something cannot be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Nothing is there, or not any more.
    Missing,
    /// The user may not.
    NotAllowed,
    /// A folder where a file is needed.
    Folder,
    /// A file where a folder is needed.
    NoFolder,
    /// A device, a pipe or a socket.
    NoFile,
    /// A link to what is not there, or to itself.
    DeadLink,
    /// A link to a folder that is read anyway, such as one it lies in.
    KnownFolder,
    /// More than [`LARGEST_FILE`] bytes.
    TooLarge,
    /// More than memory can hold.
    OutOfMemory,
    /// A path that is too long for the system, or has signs that it does not allow.
    BadPath,
    /// No room on the disk.
    Full,
    /// A disk that is not to be written.
    ReadOnly,
    /// Another program keeps it.
    Busy,
    /// Something stands where something new was to be written.
    Taken,
    /// Anything else, with the number that the system gives it.
    Other(Option<i32>),
}

impl Obstacle {
    /// The reason as a sentence.
    pub(crate) fn reason(self) -> Message {
        match self {
            Self::Missing => Message::new("reason.missing"),
            Self::NotAllowed => Message::new("reason.not-allowed"),
            Self::Folder => Message::new("reason.folder"),
            Self::NoFolder => Message::new("reason.no-folder"),
            Self::NoFile => Message::new("reason.no-file"),
            Self::DeadLink => Message::new("reason.dead-link"),
            Self::KnownFolder => Message::new("reason.known-folder"),
            Self::TooLarge => Message::new("reason.too-large").with("limit", megabytes()),
            Self::OutOfMemory => Message::new("reason.out-of-memory"),
            Self::BadPath => Message::new("reason.bad-path"),
            Self::Full => Message::new("reason.full"),
            Self::ReadOnly => Message::new("reason.read-only"),
            Self::Busy => Message::new("reason.busy"),
            Self::Taken => Message::new("reason.taken"),
            Self::Other(Some(number)) => {
                Message::new("reason.other").with("number", number.to_string())
            }
            Self::Other(None) => Message::new("reason.unknown"),
        }
    }

    /// What to do about it when reading.
    pub(crate) fn hint(self) -> Option<Message> {
        let key = match self {
            Self::NotAllowed | Self::Busy => "hint.permission",
            Self::NoFile => "hint.real-file",
            Self::DeadLink | Self::KnownFolder => "hint.mend-link",
            Self::TooLarge | Self::OutOfMemory => "hint.split-file",
            Self::BadPath => "hint.shorten-path",
            Self::Missing
            | Self::Folder
            | Self::NoFolder
            | Self::Full
            | Self::ReadOnly
            | Self::Taken
            | Self::Other(_) => return None,
        };
        Some(Message::new(key))
    }
}

impl From<io::Error> for Obstacle {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Kind;
        // Windows names neither of these: the file, or part of it, is locked by another program.
        if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
            return Self::Busy;
        }
        match error.kind() {
            Kind::NotFound => Self::Missing,
            Kind::PermissionDenied => Self::NotAllowed,
            Kind::IsADirectory => Self::Folder,
            Kind::NotADirectory => Self::NoFolder,
            Kind::OutOfMemory => Self::OutOfMemory,
            Kind::FileTooLarge => Self::TooLarge,
            Kind::InvalidFilename | Kind::InvalidInput => Self::BadPath,
            Kind::StorageFull | Kind::QuotaExceeded => Self::Full,
            Kind::ReadOnlyFilesystem => Self::ReadOnly,
            Kind::ResourceBusy | Kind::ExecutableFileBusy => Self::Busy,
            Kind::AlreadyExists => Self::Taken,
            _ => Self::Other(error.raw_os_error()),
        }
    }
}

fn megabytes() -> usize {
    usize::try_from(LARGEST_FILE >> 20).unwrap_or(usize::MAX)
}
