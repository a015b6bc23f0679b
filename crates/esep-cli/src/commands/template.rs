//! `esep template`: a blank form to send out.

use esep::{Language, Message, Wording};
use esep_documents::{Template, TemplateFormat, read_period};

use super::{forms, saving};
use crate::args;
use crate::exit::Exit;
use crate::failure::{Stop, shown};
use crate::io::Io;

/// Writes a form as the ending of the file asks for.
pub(super) fn run(
    args: &args::Template,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let endings = TemplateFormat::ALL.map(TemplateFormat::ending);
    let format = saving::format_of(&args.output, TemplateFormat::of_ending, &endings)?;
    let form = forms::find(&args.form, io.files)?;
    let template = Template {
        organization: args.organization.as_deref().unwrap_or_default().trim(),
        period: args.period.as_deref().map(read_period).transpose()?,
        ..Template::blank(&form, language)
    };
    saving::save(&args.output, &template.write(format)?, args.force, io.files)?;
    let done = Message::new("template.done").with("form", form.title.clone());
    let done = done.with("path", shown(&args.output));
    writeln!(io.stdout, "{}", Wording::in_language(language).sentence(&done))?;
    Ok(Exit::Clean)
}
