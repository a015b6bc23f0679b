//! Workbooks, documents and reports, written.
//!
//! The module that does it checks nothing: what does not add up, `Documents` tells it.

use esep::{Forms, Language, Refusal};
use esep_documents::{
    Annex, File, Reading, Report, ReportFormat, RollupReport, Template, TemplateFormat,
    filled_sheet, read_form, read_period,
};
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::files::Files;
use crate::files_options::{DocumentsOptions, RollupOptions};
use crate::input;
use crate::options::{Given, Options, refused};
use crate::refusal::done;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How a report is written: a page that stands by itself, a text document, Markdown. */
export type ReportFormat = "html" | "docx" | "md";

/** How a form to be filled in is written. */
export type TemplateFormat = "xlsx" | "docx" | "csv" | "toml";
"#;

/// What stands in a form that is sent out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Tsify)]
#[serde(default)]
pub struct TemplateOptions {
    /// Whose figures it is for, as it is to be written.
    pub organization: Option<String>,
    /// The period: `2025-H1`.
    pub period: Option<String>,
    /// What `write("json")` of `Filling` gave.
    pub filled: Option<String>,
}

impl Options for TemplateOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            organization: given.text("organization")?,
            period: given.text("period")?,
            filled: given.text("filled")?,
        })
    }
}

/// Files of which workbooks and reports are written: the same as those of `Documents`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Writer {
    language: Language,
    files: Files,
    /// What the files say, as long as they stay as they are.
    read: Option<Box<Reading>>,
}

#[wasm_bindgen]
impl Writer {
    /// No files yet.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "DocumentsOptions")] options: &JsValue,
    ) -> Result<Writer, JsValue> {
        let language = input::asked(language)?;
        done(language, || {
            let files = Files::new(DocumentsOptions::of(options)?);
            Ok(Self { language, files, read: None })
        })
    }

    /// Writes in this language from now on.
    #[wasm_bindgen(js_name = setLanguage)]
    pub fn set_language(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    ) -> Result<(), JsValue> {
        self.language = input::asked(language)?;
        Ok(())
    }

    /// Adds a file; one of the same name takes the place of the other.
    pub fn add(
        &mut self,
        #[wasm_bindgen(param_description = "with `/` between folders")] name: &str,
        bytes: Vec<u8>,
    ) {
        self.files.insert(File::new(name, bytes));
        self.read = None;
    }

    /// Adds a workbook, a document or a page: what `readGrids` gave of it.
    #[wasm_bindgen(js_name = addGrids)]
    pub fn add_grids(&mut self, name: &str, grids: &str) -> Result<(), JsValue> {
        self.read = None;
        done(self.language, || self.files.insert_grids(name, grids))
    }

    /// Takes a file away.
    pub fn remove(&mut self, name: &str) {
        self.files.remove(name);
        self.read = None;
    }

    /// Takes all files away.
    pub fn clear(&mut self) {
        self.files.clear();
        self.read = None;
    }

    /// A form and period, added up, as a workbook with its formulas: as `esep rollup --format xlsx`
    /// writes it.
    #[wasm_bindgen(js_name = rollupWorkbook)]
    pub fn rollup_workbook(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "RollupOptions")] options: &JsValue,
    ) -> Result<Vec<u8>, JsValue> {
        let options = done(self.language, || RollupOptions::of(options))?;
        self.written(|reading, language| {
            RollupReport::new(&reading.book, &options.request())?.workbook(language)
        })
    }

    /// The report of an organization on a period, as `esep report` writes it.
    pub fn report(
        &mut self,
        #[wasm_bindgen(param_description = "what `annex` of `Documents` gave of the same files")]
        annex: &str,
        #[wasm_bindgen(unchecked_param_type = "ReportFormat")] format: &str,
    ) -> Result<Vec<u8>, JsValue> {
        let formats = ReportFormat::ALL.map(|format| (format.ending(), format));
        self.written(|reading, _| {
            let format = input::one_of(format, &formats)?;
            let annex = Annex::from_json(annex).ok_or_else(|| refused("annex"))?;
            Report::with_annex(&reading.book, &annex)?.write(format)
        })
    }
}

impl Writer {
    fn written(
        &mut self,
        write: impl FnOnce(&Reading, Language) -> Result<Vec<u8>, Refusal>,
    ) -> Result<Vec<u8>, JsValue> {
        let language = self.language;
        done(language, || {
            let reading = match self.read.take() {
                Some(reading) => reading,
                None => Box::new(self.files.understood()?),
            };
            let written = write(&reading, language);
            self.read = Some(reading);
            written
        })
    }
}

/// A form to be sent out: to be filled in, or with the figures of a filled one.
#[wasm_bindgen]
pub fn template(
    #[wasm_bindgen(param_description = "the id, the number or the title of a form")] form: &str,
    #[wasm_bindgen(unchecked_param_type = "TemplateFormat")] format: &str,
    #[wasm_bindgen(unchecked_param_type = "TemplateOptions | null")] options: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<Vec<u8>, JsValue> {
    let language = input::asked(language)?;
    let formats = TemplateFormat::ALL.map(|format| (format.ending(), format));
    done(language, || {
        let format = input::one_of(format, &formats)?;
        let TemplateOptions { organization, period, filled } = TemplateOptions::of(options)?;
        let organization = organization.as_deref().map(str::trim);
        let period = period.as_deref().map(read_period).transpose()?;
        let forms = Forms::built_in();
        let form = forms.named(form)?;
        let Some(filled) = filled else {
            let organization = organization.unwrap_or_default();
            let template = Template { organization, period, ..Template::blank(form, language) };
            return template.write(format);
        };
        let book = read_form(form, language, File::new("form.json", filled)).book;
        let template =
            Template::of_sheet(filled_sheet(&book, form, organization, period)?, language);
        let organization = organization.unwrap_or(template.organization);
        Template { organization, period: period.or(template.period), ..template }.write(format)
    })
}
