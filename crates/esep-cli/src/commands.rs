//! The commands, one file each.

mod add_up;
mod check;
mod compare;
mod completions;
mod explain;
mod forms;
mod new;
mod rollup;

use std::sync::Arc;

use esep::{Form, Forms, Language, Message, OrganizationKind, Period, Wording};

use crate::args::Command;
use crate::exit::Exit;
use crate::failure::{Failure, Stop};
use crate::io::Io;

/// Runs a command and says how it ended.
pub(crate) fn run(command: Command, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match command {
        Command::AddUp(args) => add_up::run(&args, language, io),
        Command::Check(args) => check::run(&args, language, io),
        Command::Rollup(args) => rollup::run(&args, language, io),
        Command::Compare(args) => compare::run(&args, language, io),
        Command::Explain(args) => explain::run(&args, language, io),
        Command::Forms(args) => forms::run(args.command, language, io),
        Command::New(args) => new::run(&args, language, io),
        Command::Completions(args) => completions::run(&args, language, io),
    }
}

/// The kind of organization that a text names.
fn kind(text: &str) -> Result<OrganizationKind, Failure> {
    OrganizationKind::parse(text).ok_or_else(|| {
        Failure::new(Message::new("run.unknown-kind").with("kind", text))
            .with_hint(OrganizationKind::hint_for(text))
    })
}

/// A remark beside the output.
fn note(message: &Message, language: Language) -> String {
    let wording = Wording::in_language(language);
    format!("{}: {}\n", wording.word("note"), wording.sentence(message))
}

/// Reads a period.
fn period(text: &str) -> Result<Period, Failure> {
    let message = || Message::new("run.unreadable-period").with("period", text);
    text.parse().map_err(|_| Failure::new(message()))
}

/// The form that is meant by an id, a number or a title.
fn form<'a>(named: &str, forms: &'a Forms) -> Result<&'a Arc<Form>, Failure> {
    forms.find(named).ok_or_else(|| Failure::unknown_form(named, forms))
}
