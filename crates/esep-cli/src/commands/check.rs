//! `esep check`: what does not add up in books and documents.

mod annotated;

use std::path::Path;
use std::sync::Arc;

use esep::{Language, Place, Refusal, Selection, Written};
use esep_documents::{Examined, Request, Ways, read_period};

use super::forms;
use crate::args::Check;
use crate::exit::Exit;
use crate::failure::{Stop, shown};
use crate::inputs;
use crate::io::{Files, Io};
use crate::report;

/// Checks everything that the paths name and writes what was found.
pub(super) fn run(args: &Check, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let selection = Selection::new(&args.select, &args.ignore)?;
    let (form, structure) = (args.form.as_deref(), args.structure.as_deref());
    let request = request(form, structure, args.period.as_deref(), io.files)?;
    let ways = args.explain.ways();
    let examined = match inputs::sift(&args.paths, &request, &selection, ways, io.files)? {
        Some(examined) => examined,
        None => examine(args, &request, &selection, ways, io)?,
    };
    let copies = match &args.annotate {
        Some(out) => annotated::copies(&examined, &args.paths, out)?,
        None => Vec::new(),
    };
    let format = report::format(args.format, args.color, io.terminal);
    io.stdout.write_all(examined.write(format, language).as_bytes())?;
    if let Some(out) = &args.annotate {
        annotated::write(&examined, &copies, out, language, io)?;
    }
    Ok(report::exit(&examined, args.fail_on))
}

/// What is found in everything that the paths name.
fn examine(
    args: &Check,
    request: &Request,
    selection: &Selection,
    ways: Option<Ways>,
    io: &mut Io<'_>,
) -> Result<Examined, Stop> {
    let mut examined = Examined::default();
    for inputs in inputs::collect(&args.paths, io)? {
        examined.check(inputs.read(request)?);
    }
    examined.select(selection);
    if let Some(ways) = ways {
        examined.explain(ways);
    }
    Ok(examined)
}

/// What the options say of documents that do not say it themselves.
pub(super) fn request(
    form: Option<&Path>,
    structure: Option<&Path>,
    period: Option<&str>,
    files: &dyn Files,
) -> Result<Request, Refusal> {
    let mut request = Request::default();
    match form {
        Some(form) if forms::is_file(form, files) => {
            request.own_forms.push(inputs::file(form, files)?);
        }
        Some(form) => request.form = Some(shown(form).as_str().into()),
        None => {}
    }
    if let Some(path) = structure {
        request.structure = Some(inputs::file(path, files)?);
    }
    if let Some(text) = period {
        let period = read_period(text)?;
        let place = Place::whole(&Arc::from("--period"));
        request.period = Some(Written::new(period.to_string(), place));
    }
    Ok(request)
}
