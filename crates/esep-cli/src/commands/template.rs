//! `esep template`: a form to send out, blank or with figures.

use esep::{Language, Message, Wording};
use esep_documents::{Reading, Template, TemplateFormat, filled_sheet, read_form, read_period};

use super::{forms, saving};
use crate::args;
use crate::exit::Exit;
use crate::failure::{Stop, shown};
use crate::inputs;
use crate::io::Io;
use crate::report;

/// Writes a form as the ending of the file asks for.
pub(super) fn run(
    args: &args::Template,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let endings = TemplateFormat::ALL.map(TemplateFormat::ending);
    let format = saving::format_of(&args.output, TemplateFormat::of_ending, &endings)?;
    let form = forms::find(&args.form, io.files)?;
    let organization = args.organization.as_deref().map(str::trim);
    let period = args.period.as_deref().map(read_period).transpose()?;
    let reading = match &args.from {
        Some(path) => read_form(&form, language, inputs::file(path, io.files)?),
        None => Reading::default(),
    };
    let template = match &args.from {
        Some(_) => {
            let sheet = filled_sheet(&reading.book, &form, organization, period)?;
            Template::of_sheet(sheet, language)
        }
        None => Template::blank(&form, language),
    };
    let template = Template {
        organization: organization.unwrap_or(template.organization),
        period: period.or(template.period),
        ..template
    };
    saving::save(&args.output, &template.write(format)?, args.force, io.files)?;
    let done = Message::new("template.done").with("form", form.title.clone());
    let done = done.with("path", shown(&args.output));
    writeln!(io.stdout, "{}", Wording::in_language(language).sentence(&done))?;
    report::tell_mistakes(reading.findings, reading.sources, language, io)
}
