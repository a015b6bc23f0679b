//! `esep report`: the report of an organization on a period.

use esep::{Language, Message, Wording};
use esep_documents::{Examined, Report, ReportFormat, ReportRequest, Request};

use super::saving;
use crate::args;
use crate::args::FailOn;
use crate::exit::Exit;
use crate::failure::{Stop, shown};
use crate::inputs;
use crate::io::Io;
use crate::report;

/// Checks a book, writes its report as the ending of the file asks for, and says whether figures of
/// it contradict each other.
pub(super) fn run(args: &args::Report, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let output = args.output.as_ref().filter(|path| path.as_os_str() != "-");
    let endings = ReportFormat::ALL.map(ReportFormat::ending);
    let format = match output {
        Some(path) => saving::format_of(path, ReportFormat::of_ending, &endings)?,
        None => ReportFormat::Markdown,
    };
    let mut examined = Examined::default();
    let book = inputs::book_with_registers(&args.book, io.files)?;
    let book = examined.check(book.read(&Request::default())?);
    let organization = args.organization.as_deref();
    let request = ReportRequest { period: &args.period, organization, language };
    let written = Report::new(&book, &mut examined, &request)?.write(format)?;
    match output {
        Some(path) => {
            saving::save(path, &written, args.force, io.files)?;
            let done = Message::new("report.done").with("path", shown(path));
            writeln!(io.stdout, "{}", Wording::in_language(language).sentence(&done))?;
        }
        None => io.stdout.write_all(&written)?,
    }
    Ok(report::exit(&examined, FailOn::Error))
}
