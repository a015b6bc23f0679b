//! `esep forms`: the forms that there are, what stands on one, whether one's own are sound.

mod show;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use esep::{Form, Forms, Language, Message, Refusal, Wording, contradictions};
use esep_documents::{Examined, Source, Sources};

use crate::args::{Color, FailOn, FindingsFormat, FormsCommand};
use crate::exit::Exit;
use crate::failure::{Stop, shown};
use crate::inputs;
use crate::io::{Files, Io, Kind};
use crate::report;

/// Lists, shows or checks forms.
pub(super) fn run(
    command: Option<FormsCommand>,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    match command {
        None | Some(FormsCommand::List) => {
            io.stdout.write_all(list(&Forms::built_in(), language).as_bytes())?;
            Ok(Exit::Clean)
        }
        Some(FormsCommand::Show { form }) => {
            let form = find(&form, io.files)?;
            io.stdout.write_all(show::text(&form, language).as_bytes())?;
            Ok(Exit::Clean)
        }
        Some(FormsCommand::Check { files, color }) => check(&files, color, language, io),
    }
}

/// The form that an id or a file names.
///
/// # Errors
/// - an id that no built-in form has;
/// - a file that cannot be read or describes no form.
pub(super) fn find(named: &Path, files: &dyn Files) -> Result<Arc<Form>, Refusal> {
    if is_file(named, files) {
        let file = inputs::file(named, files)?;
        let source = Source::decode(file).0;
        let form = source.and_then(|source| Form::read(&source.name, &source.text).0);
        return form.map(Arc::new).ok_or_else(|| {
            let message = Message::new("run.no-form-in-file").with("path", shown(named));
            Refusal::new(message).with_hint(Message::new("hint.forms-check"))
        });
    }
    Ok(Arc::clone(Forms::built_in().named(&shown(named))?))
}

/// Whether `--form` and the like name a file rather than an id: it ends in `.toml` or is there.
pub(super) fn is_file(named: &Path, files: &dyn Files) -> bool {
    named.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
        || files.kind(named) == Ok(Kind::File)
}

fn list(forms: &Forms, language: Language) -> String {
    let width = forms.iter().map(|form| form.id.as_str().len()).max().unwrap_or_default();
    let lines = forms.iter().map(|form| {
        let title = form.title.in_language(language);
        format!("{:width$}  {title}\n", form.id.as_str())
    });
    lines.collect()
}

/// Checks forms together with the built-in ones, to which their rules may refer.
fn check(
    paths: &[PathBuf],
    color: Color,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let mut findings = Vec::new();
    let mut forms = Forms::built_in();
    let mut sources = Sources::default();
    for path in paths {
        let (source, mistakes) = Source::decode(inputs::file(path, io.files)?);
        findings.extend(mistakes);
        let Some(source) = source else { continue };
        let (form, mistakes) = Form::read(&source.name, &source.text);
        findings.extend(mistakes);
        if let Some(form) = form {
            findings.extend(contradictions(&form));
            findings.extend(forms.add(form));
        }
        sources.add(source);
    }
    findings.extend(forms.resolve());
    if findings.is_empty() {
        let sound = Message::new("forms.sound").with("forms", paths.len());
        writeln!(io.stdout, "{}", Wording::in_language(language).sentence(&sound))?;
        return Ok(Exit::Clean);
    }
    let examined = Examined::new(findings, sources);
    let format = report::format(FindingsFormat::Text, color, io.terminal);
    io.stdout.write_all(examined.write(format, language).as_bytes())?;
    Ok(report::exit(&examined, FailOn::Error))
}
