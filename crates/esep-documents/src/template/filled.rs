//! Forms that were filled in, to be sent on in another kind of file.

use std::sync::Arc;

use esep::{Book, Finding, Form, Forms, Language, Message, Period, Refusal, Sheet};

use crate::filling::{NOBODY, read_filled};
use crate::reading::Reading;
use crate::source::File;

/// What a file says of a form, which is meant where it names none. Figures whose language it does
/// not name are read in this one.
pub fn read_form(form: &Arc<Form>, language: Language, file: File) -> Reading {
    let mut forms = Forms::built_in();
    let mut findings = Vec::new();
    if forms.get(form.id.as_str()) != Some(form) {
        findings.extend(forms.add(Form::clone(form)));
        findings.extend(forms.resolve());
    }
    let mut reading = read_filled(forms, &form.id, (NOBODY, None), language, file);
    reading.findings.extend(findings);
    Finding::sort(&mut reading.findings);
    reading
}

/// The only sheet of a form in a book; where there are several, that of this organization and
/// period.
///
/// # Errors
/// - there is none;
/// - there are several, and it is not said which is meant.
pub fn filled_sheet<'a>(
    book: &'a Book,
    form: &Form,
    organization: Option<&str>,
    period: Option<Period>,
) -> Result<&'a Sheet, Refusal> {
    let mut sheets: Vec<&Sheet> =
        book.sheets.iter().filter(|sheet| sheet.form().id == form.id).collect();
    if sheets.len() > 1 {
        sheets.retain(|sheet| {
            organization.is_none_or(|id| sheet.organization().as_str() == id)
                && period.is_none_or(|period| sheet.period() == period)
        });
    }
    match sheets.as_slice() {
        [sheet] => Ok(*sheet),
        [] => Err(Refusal::new(
            Message::new("run.nothing-to-fill-in").with("form", form.title.clone()),
        )),
        _ => {
            let message = Message::new("run.several-to-fill-in").with("form", form.title.clone());
            let hint = Message::new("hint.which-to-fill-in");
            Err(Refusal::new(message).with_hint(hint))
        }
    }
}

/// Whose figures a sheet has, as a form says it; empty where it is not known.
pub(super) fn whose(sheet: &Sheet) -> &str {
    let organization = sheet.organization().as_str();
    if organization == NOBODY { "" } else { organization }
}
