//! The program `esep` as a function: [`run`] takes arguments and an [`Io`] and says how it ended.
//!
//! A thin edge over `esep` and `esep-documents`: a command reads files, calls one function of the
//! core and writes what it gave. Nothing is computed here.
//!
//! ```
//! use esep_cli::{Environment, Exit, Io, MemoryFiles, Terminal, run};
//! let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
//! let exit = run(
//!     ["esep", "--version"].map(Into::into),
//!     &mut Io {
//!         stdin: &mut std::io::empty(),
//!         stdout: &mut stdout,
//!         stderr: &mut stderr,
//!         progress: None,
//!         files: &mut MemoryFiles::default(),
//!         terminal: Terminal::NONE,
//!         environment: Environment::default(),
//!     },
//! );
//! assert_eq!(exit, Exit::Clean);
//! assert!(stdout.starts_with(b"esep "));
//! ```

mod args;
mod commands;
mod exit;
mod failure;
mod inputs;
mod io;
mod report;

use std::ffi::OsString;
use std::io::Write;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use esep::{Language, Refusal, Wording};

use args::{Arguments, help, mistake};
use failure::Stop;

pub use exit::Exit;
pub use io::{
    Draft, Environment, Files, Io, Kind, LARGEST_FILE, MemoryFiles, Obstacle, Open, RealFiles,
    ShowProgress, Terminal, Walked,
};

/// Runs the program: the first of `args` is its own name.
///
/// Whatever happens is told on the streams of `io`; a closed pipe is no mistake.
pub fn run(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let named = args::language_named(&args);
    let language = named.or(io.environment.language).unwrap_or(Language::En);
    let result = understand(args, language, io).and_then(|arguments| match arguments {
        Ok(arguments) => commands::run(arguments.command, language, io),
        Err(exit) => Ok(exit),
    });
    match result.and_then(|exit| Ok(io.stdout.flush().map(|()| exit)?)) {
        Ok(exit) => exit,
        Err(Stop::Closed) => Exit::Clean,
        Err(Stop::Refused(refusal)) => {
            tell(&refusal, language, io.stderr);
            Exit::CouldNotRun
        }
    }
}

/// The arguments, or how the run ends already: with a help text or the version.
fn understand(
    args: Vec<OsString>,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Result<Arguments, Exit>, Stop> {
    let command = Arguments::command().term_width(io.terminal.width);
    let mut command = help::in_language(command, language);
    let matches = command.try_get_matches_from_mut(args);
    let error = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => return Ok(Ok(arguments)),
        Err(error) => error,
    };
    // Who names no command is shown all of them.
    let names_none = error.kind() == ErrorKind::MissingSubcommand;
    let text = if names_none { command.render_help() } else { error.render() };
    let text = if io.terminal.color { text.ansi().to_string() } else { text.to_string() };
    if !error.use_stderr() {
        io.stdout.write_all(text.as_bytes())?;
        return Ok(Err(Exit::Clean));
    }
    match mistake::refusal(&error) {
        Some(refusal) => tell(&refusal, language, io.stderr),
        // Where standard error is closed as well there is nobody left to tell.
        None => drop(io.stderr.write_all(text.as_bytes())),
    }
    Ok(Err(Exit::CouldNotRun))
}

/// Says why a command could not run, and what to do.
fn tell(refusal: &Refusal, language: Language, stderr: &mut dyn Write) {
    let wording = Wording::in_language(language);
    let mut text = format!("{}: {}\n", wording.word("error"), wording.sentence(&refusal.message));
    for hint in &refusal.hints {
        text.extend(["  ", wording.word("hint"), ": ", &wording.sentence(hint), "\n"]);
    }
    // Where standard error is closed as well there is nobody left to tell.
    let _ = stderr.write_all(text.as_bytes());
}
