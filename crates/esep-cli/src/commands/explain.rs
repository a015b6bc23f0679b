//! `esep explain`: the page of a code, or the list of all codes.

use esep::{Code, Language, Wording, page};

use crate::args::Explain;
use crate::exit::Exit;
use crate::failure::Stop;
use crate::io::Io;

/// Prints the page of a code; without a code, all codes with their titles.
pub(super) fn run(args: &Explain, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match &args.code {
        Some(text) => io.stdout.write_all(page(Code::named(text)?, language).as_bytes())?,
        None => io.stdout.write_all(list(language).as_bytes())?,
    }
    Ok(Exit::Clean)
}

fn list(language: Language) -> String {
    let wording = Wording::in_language(language);
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let line = |code: &Code| format!("{code}  {:width$}  {}\n", code.name(), wording.title(*code));
    Code::ALL.iter().map(line).collect()
}
