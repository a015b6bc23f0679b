//! All that the program sees of the world: streams, files, the terminal, the environment.
//!
//! This is the only place of the project that touches files. Tests pass [`MemoryFiles`] instead.

mod files;
mod memory;
mod obstacle;
mod progress;
mod shared;
mod together;

use std::io::{IsTerminal, Read, Write};

use esep::Language;

pub(crate) use files::read_up_to;
pub use files::{Files, Kind, LARGEST_FILE, Open, RealFiles, Walked};
pub use memory::MemoryFiles;
pub use obstacle::Obstacle;
pub(crate) use progress::Progress;
pub use progress::ShowProgress;
pub(crate) use shared::Shared;
pub use together::Draft;

/// The width of lines where no terminal tells another.
const USUAL_WIDTH: usize = 120;
/// Nothing can be laid out in less.
const LEAST_WIDTH: usize = 40;

/// What a run reads from and writes to.
pub struct Io<'a> {
    /// Read where a path is `-`.
    pub stdin: &'a mut dyn Read,
    /// Results.
    pub stdout: &'a mut dyn Write,
    /// Why a command could not run.
    pub stderr: &'a mut dyn Write,
    /// Shows how far a long run has come; `None` where nobody looks.
    pub progress: ShowProgress<'a>,
    /// The files.
    pub files: &'a mut dyn Files,
    /// What standard output can show.
    pub terminal: Terminal,
    /// What the environment asks for.
    pub environment: Environment,
}

/// What standard output can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// How many characters fit on a line.
    pub width: usize,
    /// Whether colors are welcome unless `--color` says otherwise.
    pub color: bool,
    /// Whether standard output is a terminal at all.
    pub is_terminal: bool,
}

/// What the environment asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Environment {
    /// The language of the locale; `None` where it is none of Esep's.
    pub language: Option<Language>,
}

impl Terminal {
    /// No terminal: a file, a pipe, a test.
    pub const NONE: Self = Self { width: USUAL_WIDTH, color: false, is_terminal: false };

    /// The terminal behind standard output; `NO_COLOR` and `TERM=dumb` are heeded.
    pub fn of_stdout() -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let width = terminal_size::terminal_size()
            .map_or(USUAL_WIDTH, |(width, _)| usize::from(width.0).max(LEAST_WIDTH));
        Self { width, color: is_terminal && !is_dumb && !is_set("NO_COLOR"), is_terminal }
    }
}

impl Environment {
    /// The environment of this process: the first set of `LC_ALL`, `LC_MESSAGES`, `LANG` names the
    /// language.
    pub fn of_process() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        Self { language: locale.as_deref().and_then(Language::parse) }
    }
}
