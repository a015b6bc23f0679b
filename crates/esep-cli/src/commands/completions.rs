//! `esep completions`: what a shell needs to complete commands and options.

use clap::CommandFactory;

use crate::args::{Arguments, Completions};
use crate::exit::Exit;
use crate::failure::Stop;
use crate::io::Io;

/// Prints the completions for a shell.
pub(super) fn run(args: &Completions, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "esep", &mut script);
    io.stdout.write_all(&script)?;
    Ok(Exit::Clean)
}
