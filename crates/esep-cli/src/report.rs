//! What a run found, written for the terminal at hand.

use esep::{Finding, Language, Severity};
use esep_documents::{
    Coloring, Examined, FindingsFormat as Format, HtmlExtent, Sources, TextStyle,
};

use crate::args::{Color, FailOn, FindingsFormat};
use crate::exit::Exit;
use crate::failure::Stop;
use crate::io::{Io, Terminal};

/// Writes what could not be read to standard error, beside a result, and says how the program ends.
pub(crate) fn tell_mistakes(
    findings: Vec<Finding>,
    sources: Sources,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let mistakes = Examined::new(findings, sources);
    if !mistakes.findings().is_empty() {
        let format = format(FindingsFormat::Text, Color::Never, io.terminal);
        io.stderr.write_all(mistakes.write(format, language).as_bytes())?;
    }
    Ok(exit(&mistakes, FailOn::Error))
}

/// How the program ends, with these findings.
pub(crate) fn exit(examined: &Examined, fail_on: FailOn) -> Exit {
    let least = match fail_on {
        FailOn::Never => return Exit::Clean,
        FailOn::Warning => Severity::Warning,
        FailOn::Error => Severity::Error,
    };
    if examined.has(least) { Exit::Findings } else { Exit::Clean }
}

/// The format that the arguments name, as the terminal wants it.
pub(crate) fn format(format: FindingsFormat, color: Color, terminal: Terminal) -> Format {
    match format {
        FindingsFormat::Text => Format::Text(text_style(color, terminal)),
        FindingsFormat::Json => Format::Json,
        FindingsFormat::Sarif => Format::Sarif,
        FindingsFormat::Github => Format::Github,
        FindingsFormat::Markdown => Format::Markdown,
        FindingsFormat::Html => Format::Html(HtmlExtent::Document),
    }
}

/// How text for a terminal looks, by what was asked for.
pub(crate) fn text_style(color: Color, terminal: Terminal) -> TextStyle {
    let is_colored = match color {
        Color::Auto => terminal.color,
        Color::Always => true,
        Color::Never => false,
    };
    let coloring = if is_colored { Coloring::Ansi } else { Coloring::Plain };
    TextStyle { coloring, width: terminal.width }
}
