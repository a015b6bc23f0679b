//! `esep export`: the sheets of a book or of documents, for other programs.

use std::path::Path;

use esep::{Language, Message, Refusal};
use esep_documents::{ExportFormat as Format, Exported};

use super::check::request;
use super::saving;
use crate::args::{Export, ExportFormat};
use crate::exit::Exit;
use crate::failure::Stop;
use crate::inputs;
use crate::io::Io;
use crate::report;

/// Writes all sheets of one book, or of documents, to standard output, into a file or,
/// where they are several files, into a folder; what could
/// not be read is told on standard error.
///
/// # Errors
/// - several books, or a book and documents: figures of different books are not to be mixed.
pub(super) fn run(args: &Export, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let (form, structure) = (args.form.as_deref(), args.structure.as_deref());
    let request = request(form, structure, args.period.as_deref(), io.files)?;
    let mut inputs = inputs::collect(&args.paths, io)?;
    let (Some(input), true) = (inputs.pop(), inputs.is_empty()) else {
        return Err(Refusal::new(Message::new("run.one-book")).into());
    };
    let read = input.read(&request)?;
    let exported = Exported::new(&read.book);
    let exported = if args.rollup { exported.with_rolled_up() } else { exported };
    let text = match args.format {
        ExportFormat::Csv => Ok(exported.write(Format::Csv)),
        ExportFormat::Json => Ok(exported.write(Format::Json)),
        ExportFormat::Sdmx => Err(exported.sdmx()),
    };
    match (text, &args.output) {
        (Ok(text), Some(path)) => saving::save(path, text.as_bytes(), args.force, io.files)?,
        (Ok(text), None) => io.stdout.write_all(text.as_bytes())?,
        (Err(files), folder) => {
            let folder = folder.as_deref().unwrap_or(Path::new("."));
            let files = files.into_iter().map(|file| (folder.join(file.name), file.text));
            saving::save_together(files, args.force, io.files)?;
        }
    }
    report::tell_mistakes(read.findings, read.sources, language, io)
}
