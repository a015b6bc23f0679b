//! `esep check`: what does not add up in books and documents.

use std::sync::Arc;

use esep::{Language, Place, Written};
use esep_documents::Request;

use super::forms;
use crate::args::Check;
use crate::codes::Selection;
use crate::exit::Exit;
use crate::failure::{Failure, Stop, shown};
use crate::inputs;
use crate::io::{Files, Io};
use crate::report::Report;

/// Checks everything that the paths name and writes what was found.
pub(super) fn run(args: &Check, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let selection = Selection::new(&args.select, &args.ignore)?;
    let request = request(args, io.files)?;
    let mut report = Report::default();
    if let Some(sifted) = inputs::sift(&args.paths, &request, io.files)? {
        let checked = sifted.check();
        report.findings.extend(checked.findings);
        report.sources.push(sifted.into_sources());
        report.count(checked.summary);
    } else {
        for inputs in inputs::collect(&args.paths, io)? {
            let read = inputs.read(&request)?;
            let checked = esep::check(&read.book);
            report.findings.extend(read.findings.into_iter().chain(checked.findings));
            report.sources.push(read.sources);
            report.count(checked.summary);
        }
    }
    report.findings.retain(|finding| selection.contains(finding.code));
    let text = report.write(args.format, args.color, language, io.terminal);
    io.stdout.write_all(text.as_bytes())?;
    Ok(report.exit(args.fail_on))
}

/// What the options say of documents that do not say it themselves.
fn request(args: &Check, files: &dyn Files) -> Result<Request, Failure> {
    let mut request = Request::default();
    match &args.form {
        Some(form) if forms::is_file(form, files) => {
            request.own_forms.push(inputs::file(form, files)?);
        }
        Some(form) => request.form = Some(shown(form).as_str().into()),
        None => {}
    }
    if let Some(path) = &args.structure {
        request.structure = Some(inputs::file(path, files)?);
    }
    if let Some(text) = &args.period {
        let period = super::period(text)?;
        let place = Place::whole(&Arc::from("--period"));
        request.period = Some(Written::new(period.to_string(), place));
    }
    Ok(request)
}
