//! How the program ends.

use std::process::{ExitCode, Termination};

/// How a run ended; becomes the exit status of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: nothing found at the level of `--fail-on`.
    Clean,
    /// 1: findings at that level or above.
    Findings,
    /// 2: the command could not run.
    CouldNotRun,
}

impl Exit {
    /// The exit status: 0, 1 or 2.
    pub const fn status(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::CouldNotRun => 2,
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self.status())
    }
}
