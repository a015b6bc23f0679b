//! `esep read`: what is recognized in books and documents.

use esep::Language;
use esep_documents::{Recognized, RecognizedFormat};

use super::check::request;
use crate::args::{Read, ReadFormat};
use crate::exit::Exit;
use crate::failure::Stop;
use crate::inputs;
use crate::io::Io;
use crate::report;

/// Writes what is recognized in everything that the paths name; what is not is told on standard
/// error.
pub(super) fn run(args: &Read, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let (form, structure) = (args.form.as_deref(), args.structure.as_deref());
    let request = request(form, structure, args.period.as_deref(), io.files)?;
    let format = match args.format {
        ReadFormat::Text => RecognizedFormat::Text,
        ReadFormat::Json => RecognizedFormat::Json,
    };
    let mut exit = Exit::Clean;
    for inputs in inputs::collect(&args.paths, io)? {
        let parts = inputs.parts(&request)?;
        let text = Recognized::new(&parts).write(format, language);
        io.stdout.write_all(text.as_bytes())?;
        let read = parts.understand();
        let told = report::tell_mistakes(read.findings, read.sources, language, io)?;
        if told != Exit::Clean {
            exit = told;
        }
    }
    Ok(exit)
}
