//! What a run found, gathered from one or more books and written.

use esep::{Finding, Language, Severity, Summary};
use esep_documents::{
    Coloring, FindingsFormat as Format, FindingsReport, HtmlExtent, Sources, TextStyle,
    write_findings,
};

use crate::args::{Color, FailOn, FindingsFormat};
use crate::exit::Exit;
use crate::failure::Stop;
use crate::io::{Io, Terminal};

/// Findings, with what was looked at and the texts to quote from.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The findings.
    pub(crate) findings: Vec<Finding>,
    /// What was looked at.
    pub(crate) summary: Summary,
    /// The texts of the files, one item for each book.
    pub(crate) sources: Vec<Sources>,
}

/// Writes what could not be read to standard error, beside a result, and says how the program ends.
pub(crate) fn tell_mistakes(
    findings: Vec<Finding>,
    sources: Sources,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let mut report = Report { findings, sources: vec![sources], ..Report::default() };
    if !report.findings.is_empty() {
        let text = report.write(FindingsFormat::Text, Color::Never, language, io.terminal);
        io.stderr.write_all(text.as_bytes())?;
    }
    Ok(report.exit(FailOn::Error))
}

impl Report {
    /// Adds what was looked at elsewhere as well.
    pub(crate) fn count(&mut self, more: Summary) {
        self.summary.sheets += more.sheets;
        self.summary.figures += more.figures;
        self.summary.relations_evaluated += more.relations_evaluated;
        self.summary.relations_skipped += more.relations_skipped;
    }

    /// How the program ends, with these findings.
    pub(crate) fn exit(&self, fail_on: FailOn) -> Exit {
        let least = match fail_on {
            FailOn::Never => return Exit::Clean,
            FailOn::Warning => Severity::Warning,
            FailOn::Error => Severity::Error,
        };
        let fails = self.findings.iter().any(|finding| finding.severity >= least);
        if fails { Exit::Findings } else { Exit::Clean }
    }

    /// All findings, sorted, in a format.
    pub(crate) fn write(
        &mut self,
        format: FindingsFormat,
        color: Color,
        language: Language,
        terminal: Terminal,
    ) -> String {
        Finding::sort(&mut self.findings);
        let report = FindingsReport {
            findings: &self.findings,
            summary: &self.summary.counting(&self.findings),
            language,
            source: &|name| self.text(name),
        };
        let format = match format {
            FindingsFormat::Text => Format::Text(text_style(color, terminal)),
            FindingsFormat::Json => Format::Json,
            FindingsFormat::Sarif => Format::Sarif,
            FindingsFormat::Github => Format::Github,
            FindingsFormat::Markdown => Format::Markdown,
            FindingsFormat::Html => Format::Html(HtmlExtent::Document),
        };
        write_findings(&report, format)
    }

    fn text(&self, name: &str) -> Option<&str> {
        let source = self.sources.iter().find_map(|sources| sources.get(name))?;
        Some(&source.text)
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
