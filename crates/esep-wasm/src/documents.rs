//! A user's files: read together, checked, added up, compared.

use esep::{Book, Language, Refusal, Selection};
use esep_documents::{
    Annex, Examined, File, FindingsFormat, HtmlExtent, Readable, Sieve, TextStyle, Ways,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::described::describe;
use crate::documents_options::{FindingsOptions, ReportOptions};
use crate::documents_read::Read;
use crate::documents_shown::TriedDocument;
use crate::files::Files;
use crate::files_options::DocumentsOptions;
use crate::input;
use crate::options::Options;
use crate::output;
use crate::refusal::{answer_in, done, internal};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How findings are written: `html` is a page, `html-fragment` a part of one. */
export type FindingsFormat =
  "text" | "json" | "sarif" | "github" | "markdown" | "html" | "html-fragment";
"#;

/// Files that are understood together: a book, or single documents.
///
/// They are read when something is first asked of them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Documents {
    pub(crate) language: Language,
    files: Files,
    /// What the files say, as long as they stay as they are.
    read: Option<Read>,
    /// What does not add up and why, once it was asked for.
    examined: Option<Examined>,
    /// Whether that is explained.
    is_explained: bool,
    /// Whether it was found by going through a large table piece by piece.
    is_sifted: bool,
}

#[wasm_bindgen]
impl Documents {
    /// No files yet.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "DocumentsOptions")] options: &JsValue,
    ) -> Result<Documents, JsValue> {
        let language = input::asked(language)?;
        done(language, || {
            let files = Files::new(DocumentsOptions::of(options)?);
            Ok(Self {
                language,
                files,
                read: None,
                examined: None,
                is_explained: false,
                is_sifted: false,
            })
        })
    }

    /// Answers in this language from now on.
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
        self.forget();
    }

    /// Adds a workbook, a document or a page: what `readGrids` gave of it.
    #[wasm_bindgen(js_name = addGrids)]
    pub fn add_grids(&mut self, name: &str, grids: &str) -> Result<(), JsValue> {
        self.forget();
        done(self.language, || self.files.insert_grids(name, grids))
    }

    /// Takes a file away.
    pub fn remove(&mut self, name: &str) {
        self.files.remove(name);
        self.forget();
    }

    /// Takes all files away.
    pub fn clear(&mut self) {
        self.files.clear();
        self.forget();
    }

    /// What the files are.
    #[wasm_bindgen(unchecked_return_type = "Described")]
    pub fn describe(&mut self) -> Result<JsValue, JsValue> {
        self.answer(|this, book| {
            Ok(describe(book, this.files.names().map(str::to_owned).collect(), this.language))
        })
    }

    /// What does not add up.
    #[wasm_bindgen(unchecked_return_type = "FindingsDocument")]
    pub fn check(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "FindingsOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.examine(options, |examined, language| output::parsed(&examined.shown(language)))
    }

    /// What does not add up, as `esep check` writes it.
    #[wasm_bindgen(js_name = writeFindings)]
    pub fn write_findings(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "FindingsFormat")] format: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "FindingsOptions")] options: &JsValue,
    ) -> Result<String, JsValue> {
        let formats = [
            ("text", FindingsFormat::Text(TextStyle::PLAIN)),
            ("json", FindingsFormat::Json),
            ("sarif", FindingsFormat::Sarif),
            ("github", FindingsFormat::Github),
            ("markdown", FindingsFormat::Markdown),
            ("html", FindingsFormat::Html(HtmlExtent::Document)),
            ("html-fragment", FindingsFormat::Html(HtmlExtent::Fragment)),
        ];
        let format = done(self.language, || input::one_of(format, &formats))?;
        self.examine(options, |examined, language| Ok(examined.write(format, language)))
    }

    /// What does not add up, as notes on the cells of one of the `workbooks` that `check` names: for
    /// `annotate`.
    pub fn notes(
        &mut self,
        name: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "FindingsOptions")] options: &JsValue,
    ) -> Result<String, JsValue> {
        self.examine(options, |examined, language| Ok(examined.notes(name, language).to_json()))
    }

    /// What a report on a period tells of what does not add up: for `report` of a `Writer` of the
    /// same files.
    pub fn annex(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ReportOptions")] options: &JsValue,
    ) -> Result<String, JsValue> {
        let language = self.language;
        done(language, || {
            let options = ReportOptions::of(options)?;
            let mut examined = match &self.examined {
                Some(examined) if !self.is_sifted => examined.clone(),
                _ => self.read_whole()?,
            };
            let Some(Read::Checked(book)) = &self.read else { return Err(internal()) };
            Ok(Annex::new(book, &mut examined, &options.request(language))?.to_json())
        })
    }

    /// What the tables would be with a way to settle findings: the `solution` and the `explanation`
    /// by their places in what `check` gives with the same options, from 0. `undefined` where the
    /// solution leaves a figure open.
    #[wasm_bindgen(js_name = tryOut, unchecked_return_type = "TriedDocument | undefined")]
    pub fn try_out(
        &mut self,
        explanation: usize,
        solution: usize,
        #[wasm_bindgen(unchecked_optional_param_type = "FindingsOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.examine(options, |examined, language| {
            let tried = examined.tried(explanation, solution, language);
            tried.map_or(Ok(JsValue::UNDEFINED), |tried| output::to_js(&TriedDocument::from(tried)))
        })
    }
}

impl Documents {
    /// Does something with what the files say.
    pub(crate) fn done<T>(
        &mut self,
        asked: impl FnOnce(&Self, &Book) -> Result<T, Refusal>,
    ) -> Result<T, JsValue> {
        let language = self.language;
        done(language, || {
            let read = match self.read.take() {
                Some(read) => read,
                None => Read::Fresh(Box::new(self.files.understood()?)),
            };
            let outcome = asked(self, read.book());
            self.read = Some(read);
            outcome
        })
    }

    /// Says something of what does not add up.
    fn examine<T>(
        &mut self,
        options: &JsValue,
        said: impl FnOnce(&Examined, Language) -> Result<T, Refusal>,
    ) -> Result<T, JsValue> {
        let language = self.language;
        done(language, || {
            let options = FindingsOptions::of(options)?;
            let selection = Selection::new(&options.select, &options.ignore)?;
            let ways = input::ways(options.explain.as_deref())?;
            let is_of_all = options.select.is_empty() && options.ignore.is_empty();
            let mut examined = match self.examined.take() {
                Some(examined) => examined,
                None => self.examined_anew(&Selection::default(), None)?,
            };
            let is_explained = ways == Some(Ways::Likeliest);
            if is_of_all && is_explained && !self.is_explained {
                if self.is_sifted {
                    examined = self.examined_anew(&selection, ways)?;
                } else {
                    examined.explain(Ways::Likeliest);
                }
                self.is_explained = true;
            }
            let outcome =
                if is_of_all && is_explained == self.is_explained && ways != Some(Ways::All) {
                    said(&examined, language)
                } else if self.is_sifted {
                    said(&self.examined_anew(&selection, ways)?, language)
                } else {
                    let mut selected = examined.clone();
                    selected.select(&selection);
                    if let Some(ways) = ways {
                        selected.explain(ways);
                    }
                    said(&selected, language)
                };
            self.examined = Some(examined);
            outcome
        })
    }

    /// What was read of the files is void.
    fn forget(&mut self) {
        self.read = None;
        self.examined = None;
        self.is_explained = false;
    }

    pub(crate) fn answer<T: serde::Serialize>(
        &mut self,
        asked: impl FnOnce(&Self, &Book) -> Result<T, Refusal>,
    ) -> Result<JsValue, JsValue> {
        let answer = self.done(asked)?;
        answer_in(self.language, || Ok(answer))
    }

    /// Checks the files. A single large table is gone through piece by piece.
    fn examined_anew(
        &mut self,
        selection: &Selection,
        ways: Option<Ways>,
    ) -> Result<Examined, Refusal> {
        self.is_sifted = false;
        if let Some(examined) = self.sifted(selection, ways)? {
            self.is_sifted = true;
            return Ok(examined);
        }
        let mut examined = self.read_whole()?;
        examined.select(selection);
        if let Some(ways) = ways {
            examined.explain(ways);
        }
        Ok(examined)
    }

    /// Checks the files, whatever they are.
    fn read_whole(&mut self) -> Result<Examined, Refusal> {
        let reading = match self.read.take() {
            Some(Read::Fresh(reading)) => *reading,
            _ => self.files.understood()?,
        };
        let mut examined = Examined::default();
        self.read = Some(Read::Checked(examined.check(reading)));
        Ok(examined)
    }

    /// What is found in a single large table; `None` of all other files.
    fn sifted(
        &self,
        selection: &Selection,
        ways: Option<Ways>,
    ) -> Result<Option<Examined>, Refusal> {
        let (request, beside) = self.files.request()?;
        let mut files = self.files.documents(&beside);
        let (Some(file), None) = (files.next(), files.next()) else { return Ok(None) };
        let bytes = file.bytes.as_slice();
        if self.files.has_folder() || bytes.length() < Sieve::LARGE {
            return Ok(None);
        }
        let sieve = Sieve::new(&file.name, bytes, &request, |code| selection.contains(code));
        Ok(sieve.and_then(|sieve| Examined::sift(&sieve, &bytes, ways).ok().flatten()))
    }
}
