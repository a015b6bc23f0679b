//! `esep completions`: what a shell needs to complete commands and options.

use clap::CommandFactory;
use esep::Language;

use crate::args::{Arguments, Completions, help};
use crate::exit::Exit;
use crate::failure::Stop;
use crate::io::Io;

/// Prints the completions for a shell.
pub(super) fn run(args: &Completions, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    let mut command = help::in_language(Arguments::command(), language);
    clap_complete::generate(args.shell, &mut command, "esep", &mut script);
    io.stdout.write_all(&script)?;
    Ok(Exit::Clean)
}
