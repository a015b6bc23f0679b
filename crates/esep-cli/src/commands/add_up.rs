//! `esep add-up`: whether a pasted table adds up.

use std::path::Path;

use esep::Language;
use esep_documents::{AddUpFormat, Examined, File, HtmlExtent, Source, Sources, write_add_up};

use crate::args::{AddUp, FindingsFormat, VerdictFormat};
use crate::exit::Exit;
use crate::failure::{self, Stop};
use crate::inputs;
use crate::io::{Io, LARGEST_FILE, read_up_to};
use crate::report::{self, text_style};

/// Reads a table from a file or standard input and writes the verdict.
pub(super) fn run(args: &AddUp, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let file = if args.file.as_os_str() == "-" {
        let read = read_up_to(io.stdin, 0, LARGEST_FILE);
        let unreadable = |obstacle| failure::unreadable(Path::new("-"), obstacle);
        File::new("-", read.map_err(unreadable)?)
    } else {
        inputs::file(&args.file, io.files)?
    };
    let (source, findings) = Source::decode(file);
    let Some(source) = source else {
        let examined = Examined::new(findings, Sources::default());
        let format = report::format(FindingsFormat::Text, args.color, io.terminal);
        io.stdout.write_all(examined.write(format, language).as_bytes())?;
        return Ok(report::exit(&examined, args.fail_on));
    };
    let format = match args.format {
        VerdictFormat::Text => AddUpFormat::Text(text_style(args.color, io.terminal)),
        VerdictFormat::Json => AddUpFormat::Json,
        VerdictFormat::Csv => AddUpFormat::Csv,
        VerdictFormat::Markdown => AddUpFormat::Markdown,
        VerdictFormat::Html => AddUpFormat::Html(HtmlExtent::Document),
    };
    let (written, findings) =
        write_add_up(&source, findings, args.explain.ways(), language, format);
    io.stdout.write_all(written.as_bytes())?;
    let examined = Examined::new(findings, Sources::default());
    Ok(report::exit(&examined, args.fail_on))
}
