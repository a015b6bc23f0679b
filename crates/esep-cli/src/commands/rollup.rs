//! `esep rollup`: the sheets of every organization that has others below it, added up.

use esep::{Language, Wording};
use esep_documents::{Request, RollupReport, RollupRequest};

use super::{note, saving};
use crate::args::Rollup;
use crate::exit::Exit;
use crate::failure::Stop;
use crate::inputs;
use crate::io::Io;
use crate::report;

/// Adds up a form and period of a book and writes the sheets. What could not be read, and from
/// whom nothing came, is told on standard error.
pub(super) fn run(args: &Rollup, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let read = inputs::book(&args.book, io.files)?.read(&Request::default())?;
    let level = args.level.as_deref();
    let request = RollupRequest { form: &args.form, period: &args.period, level };
    let report = RollupReport::new(&read.book, &request)?;
    let bytes = match args.format.of_text() {
        Some(format) => report.write(format, language).into_bytes(),
        None => report.workbook(language)?,
    };
    match &args.output {
        Some(path) => saving::save(path, &bytes, args.force, io.files)?,
        None => io.stdout.write_all(&bytes)?,
    }
    let mut notes: String = report.notes().iter().map(|message| note(message, language)).collect();
    if let Some(hint) = report.hint() {
        let wording = Wording::in_language(language);
        notes.extend(["  ", wording.word("hint"), ": ", &wording.sentence(&hint), "\n"]);
    }
    io.stderr.write_all(notes.as_bytes())?;
    report::tell_mistakes(read.findings, read.sources, language, io)
}
