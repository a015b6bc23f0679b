//! Blank forms to send out, and sheets in their shape: workbooks, documents, CSV, TOML.
//!
//! What is written reads again as the form that it is, with whatever is filled in.

mod csv;
mod docx;
mod fields;
mod filled;
mod toml;
mod xlsx;

use esep::{Form, Language, Period, Refusal, Sheet};

pub(crate) use fields::depth;
pub use filled::{filled_sheet, read_form};

use crate::request::check_length;
use crate::spreadsheet::too_large;

/// A form to be filled in.
///
/// ```
/// use esep::{Forms, Language};
/// use esep_documents::{Template, TemplateFormat};
/// let forms = Forms::built_in();
/// let form = forms.get("legal-service").unwrap();
/// let template = Template { organization: "Ақтөбе", ..Template::blank(form, Language::Kk) };
/// let toml = template.write(TemplateFormat::Toml).unwrap();
/// assert!(String::from_utf8(toml).unwrap().starts_with("organization = \"Ақтөбе\"\n"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Template<'a> {
    /// The form.
    pub form: &'a Form,
    /// The language of its labels.
    pub language: Language,
    /// Whose figures it is for; empty where that is to be filled in.
    pub organization: &'a str,
    /// The period; `None` where that is to be filled in.
    pub period: Option<Period>,
    /// Figures that stand in it already. Their notes are left out.
    pub figures: Option<&'a Sheet>,
}

/// In which kind of file a form is sent out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateFormat {
    /// A workbook: totals add themselves up, and say where they do not.
    Xlsx,
    /// A text document, to be printed or filled in.
    Docx,
    /// Comma-separated, a line of the form a row.
    Csv,
    /// TOML, as books keep it.
    Toml,
}

impl TemplateFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Docx, Self::Csv, Self::Toml];

    /// The ending of its files.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Csv => "csv",
            Self::Toml => "toml",
        }
    }

    /// The format of files with this ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| ending.eq_ignore_ascii_case(format.ending()))
    }
}

impl<'a> Template<'a> {
    /// A form with nothing filled in.
    pub fn blank(form: &'a Form, language: Language) -> Self {
        Self { form, language, organization: "", period: None, figures: None }
    }

    /// A form with the figures of a sheet of it.
    pub fn of_sheet(sheet: &'a Sheet, language: Language) -> Self {
        Self {
            form: sheet.form(),
            language,
            organization: filled::whose(sheet),
            period: Some(sheet.period()),
            figures: Some(sheet),
        }
    }

    /// The form as a file. The same form gives the same bytes.
    ///
    /// # Errors
    /// - a period of a length for which the form is not filled;
    /// - a form or a text larger than a workbook can hold.
    pub fn write(&self, format: TemplateFormat) -> Result<Vec<u8>, Refusal> {
        self.period.map_or(Ok(()), |period| check_length(self.form, period))?;
        match format {
            TemplateFormat::Xlsx => xlsx::write(self).map_err(too_large),
            TemplateFormat::Docx => docx::write(self),
            TemplateFormat::Csv => Ok(csv::write(self)),
            TemplateFormat::Toml => Ok(toml::write(self)),
        }
    }
}
