//! `esep add-up`: whether a pasted table adds up.

use std::path::Path;

use esep::{Language, add_up};
use esep_documents::{AddUpFormat, File, HtmlExtent, Source, read_pasted, write_add_up};

use crate::args::{AddUp, FindingsFormat, VerdictFormat};
use crate::exit::Exit;
use crate::failure::{Failure, Stop};
use crate::inputs;
use crate::io::{Io, LARGEST_FILE, read_up_to};
use crate::report::{Report, text_style};

/// Reads a table from a file or standard input and writes the verdict.
pub(super) fn run(args: &AddUp, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let file = if args.file.as_os_str() == "-" {
        let read = read_up_to(io.stdin, 0, LARGEST_FILE);
        let unreadable = |obstacle| Failure::unreadable(Path::new("-"), obstacle);
        File::new("-", read.map_err(unreadable)?)
    } else {
        inputs::file(&args.file, io.files)?
    };
    let (source, findings) = Source::decode(file);
    let mut report = Report { findings, ..Report::default() };
    let Some(source) = source else {
        let text = report.write(FindingsFormat::Text, args.color, language, io.terminal);
        io.stdout.write_all(text.as_bytes())?;
        return Ok(report.exit(args.fail_on));
    };
    let mut result = add_up(&read_pasted(&source));
    let format = match args.format {
        VerdictFormat::Text => AddUpFormat::Text(text_style(args.color, io.terminal)),
        VerdictFormat::Json => AddUpFormat::Json,
        VerdictFormat::Markdown => AddUpFormat::Markdown,
        VerdictFormat::Html => AddUpFormat::Html(HtmlExtent::Document),
    };
    result.findings.splice(0..0, report.findings.drain(..));
    io.stdout.write_all(write_add_up(&result, &source, language, format).as_bytes())?;
    report.findings = result.findings;
    Ok(report.exit(args.fail_on))
}
