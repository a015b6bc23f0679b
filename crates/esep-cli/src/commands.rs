//! The commands, one file each.

mod add_up;
mod check;
mod compare;
mod completions;
mod explain;
mod export;
mod forms;
mod new;
mod read;
mod report;
mod rollup;
mod saving;
mod tally;
mod template;

use esep::{Language, Message, Wording};

use crate::args::Command;
use crate::exit::Exit;
use crate::failure::Stop;
use crate::io::Io;

/// Runs a command and says how it ended.
pub(crate) fn run(command: Command, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match command {
        Command::Export(args) => export::run(&args, language, io),
        Command::AddUp(args) => add_up::run(&args, language, io),
        Command::Check(args) => check::run(&args, language, io),
        Command::Read(args) => read::run(&args, language, io),
        Command::Rollup(args) => rollup::run(&args, language, io),
        Command::Tally(args) => tally::run(&args.command, language, io),
        Command::Compare(args) => compare::run(&args, language, io),
        Command::Report(args) => report::run(&args, language, io),
        Command::Explain(args) => explain::run(&args, language, io),
        Command::Forms(args) => forms::run(args.command, language, io),
        Command::Template(args) => template::run(&args, language, io),
        Command::New(args) => new::run(&args, language, io),
        Command::Completions(args) => completions::run(&args, language, io),
    }
}

/// A remark beside the output.
fn note(message: &Message, language: Language) -> String {
    let wording = Wording::in_language(language);
    format!("{}: {}\n", wording.word("note"), wording.sentence(message))
}
