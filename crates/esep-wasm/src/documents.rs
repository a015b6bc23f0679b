//! A user's files: read together, checked, added up, compared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use esep::{FormId, Language, Message, Place, Refusal, Selection, Written};
use esep_documents::{
    ComparisonReport, ComparisonRequest, ComparisonTable, Examined, File, FindingsFormat,
    HtmlExtent, Readable, Reading, Request, RollupReport, RollupRequest, Sieve, Sifted,
    TableFormat, TextStyle, book_folder, compare_book, comparison_notes, read_book, read_documents,
    read_period, write_comparison,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::described::describe;
use crate::documents_options::{
    ComparisonOptions, DocumentsOptions, FindingsOptions, Options, RollupOptions,
};
use crate::documents_shown::{TableColumn, TableDocument, kind_name, sentences};
use crate::input;
use crate::output;
use crate::refusal::{answer_in, done};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How findings are written: `html` is a page, `html-fragment` a part of one. */
export type FindingsFormat =
  "text" | "json" | "sarif" | "github" | "markdown" | "html" | "html-fragment";
/** How tables are written: `html` is a page, `html-fragment` a part of one. */
export type TableFormat = "text" | "csv" | "json" | "markdown" | "html" | "html-fragment";
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Reflect, js_name = set, catch)]
    fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<bool, JsValue>;
}

/// Files that are understood together: a book, or single documents.
///
/// They are read when something is first asked of them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Documents {
    language: Language,
    options: DocumentsOptions,
    files: BTreeMap<String, Vec<u8>>,
    /// What the files say, as long as they stay as they are.
    read: Option<Reading>,
    /// What does not add up, once it was asked for; `read` is then left with the book alone.
    examined: Option<Examined>,
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
            let options = DocumentsOptions::of(options)?;
            Ok(Self { language, options, files: BTreeMap::new(), read: None, examined: None })
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
        self.files.insert(name.to_owned(), bytes);
        self.forget();
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
        self.answer(|this, reading| {
            Ok(describe(&reading.book, this.files.keys().cloned().collect(), this.language))
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

    /// A form and period, added up: a row for each organization that has others below it.
    #[wasm_bindgen(unchecked_return_type = "TableDocument")]
    pub fn rollup(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "RollupOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.answer(|this, reading| {
            let options = RollupOptions::of(options)?;
            let report = RollupReport::new(&reading.book, &rollup_request(&options))?;
            let (table, ids) = report.shown(this.language);
            let columns = table.columns().iter().zip(ids).map(|(column, id)| TableColumn {
                id,
                label: column.heading.clone(),
                kind: kind_name(column.kind),
            });
            Ok(TableDocument {
                title: table.title().map(str::to_owned),
                columns: columns.collect(),
                rows: table.rows().to_vec(),
                notes: sentences(report.notes().into_iter().chain(report.hint()), this.language),
            })
        })
    }

    /// The same as `esep rollup` writes it.
    #[wasm_bindgen(js_name = writeRollup)]
    pub fn write_rollup(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "TableFormat")] format: &str,
        #[wasm_bindgen(unchecked_param_type = "RollupOptions")] options: &JsValue,
    ) -> Result<String, JsValue> {
        self.done(|this, reading| {
            let format = table_format(format)?;
            let options = RollupOptions::of(options)?;
            let report = RollupReport::new(&reading.book, &rollup_request(&options))?;
            Ok(report.write(format, this.language))
        })
    }

    /// Two periods compared.
    #[wasm_bindgen(unchecked_return_type = "ComparisonDocument")]
    pub fn compare(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ComparisonOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let (text, notes) = self.compared(TableFormat::Json, options)?;
        done(self.language, || {
            let document = output::parsed(&text)?;
            // An object that was just made takes any property.
            let _ = set(&document, "notes", &output::to_js(&notes)?);
            Ok(document)
        })
    }

    /// The same as `esep compare` writes it.
    #[wasm_bindgen(js_name = writeComparison)]
    pub fn write_comparison(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "TableFormat")] format: &str,
        #[wasm_bindgen(unchecked_param_type = "ComparisonOptions")] options: &JsValue,
    ) -> Result<String, JsValue> {
        let format = done(self.language, || table_format(format))?;
        Ok(self.compared(format, options)?.0)
    }
}

impl Documents {
    /// Does something with what the files say.
    fn done<T>(
        &mut self,
        asked: impl FnOnce(&Self, &Reading) -> Result<T, Refusal>,
    ) -> Result<T, JsValue> {
        let language = self.language;
        done(language, || {
            let reading = match self.read.take() {
                Some(reading) => reading,
                None => self.understood()?,
            };
            let outcome = asked(self, &reading);
            self.read = Some(reading);
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
            let examined = match self.examined.take() {
                Some(examined) => examined,
                None => self.examined_anew()?,
            };
            let outcome = if options == FindingsOptions::default() {
                said(&examined, language)
            } else {
                let mut selected = examined.clone();
                selected.select(&selection);
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
    }

    fn answer<T: serde::Serialize>(
        &mut self,
        asked: impl FnOnce(&Self, &Reading) -> Result<T, Refusal>,
    ) -> Result<JsValue, JsValue> {
        let answer = self.done(asked)?;
        answer_in(self.language, || Ok(answer))
    }

    /// Checks the files.
    fn examined_anew(&mut self) -> Result<Examined, Refusal> {
        let mut examined = Examined::default();
        let sifted = if self.read.is_none() { self.sifted()? } else { None };
        if let Some(sifted) = sifted {
            examined.add_sifted(sifted);
        } else {
            let reading = self.read.take().map_or_else(|| self.understood(), Ok)?;
            let book = examined.check(reading);
            self.read = Some(Reading { book, ..Reading::default() });
        }
        Ok(examined)
    }

    /// Goes through a single large table piece by piece; `None` of all other files.
    fn sifted(&self) -> Result<Option<Sifted>, Refusal> {
        let (request, beside) = self.request()?;
        let mut files = self.files.iter().filter(|(name, _)| !beside.contains(name.as_str()));
        let (Some((name, bytes)), None) = (files.next(), files.next()) else { return Ok(None) };
        let bytes = bytes.as_slice();
        if self.options.folder.is_some() || bytes.length() < Sieve::LARGE {
            return Ok(None);
        }
        let sieve = Sieve::new(name, bytes, &request, |_| true);
        Ok(sieve.and_then(|sieve| sieve.sift(&bytes).ok().flatten()))
    }

    /// What the files say.
    fn understood(&self) -> Result<Reading, Refusal> {
        let (mut request, beside) = self.request()?;
        let files = self.files.iter().filter(|(name, _)| !beside.contains(name.as_str()));
        let files: Vec<File> =
            files.map(|(name, bytes)| File::new(name.as_str(), bytes.clone())).collect();
        let folder = self.options.folder.clone();
        let folder = folder.or_else(|| book_folder(self.files.keys().map(String::as_str)));
        let parts = match folder {
            Some(folder) => {
                // A book's own structure goes before another.
                let own = if folder.is_empty() { String::new() } else { format!("{folder}/") };
                if self.files.contains_key(&(own + "structure.csv")) {
                    request.structure = None;
                }
                read_book(&folder, files, &request)
            }
            None => read_documents(files, &request),
        };
        let reading = parts.understand();
        if let Some(form) = &request.form {
            reading.book.forms.named(form.as_str())?;
        }
        Ok(reading)
    }

    /// What the options say, and the names of the files that they bring.
    fn request(&self) -> Result<(Request, BTreeSet<&str>), Refusal> {
        let (mut request, mut beside) = (Request::default(), BTreeSet::new());
        let DocumentsOptions { form, period, structure, .. } = &self.options;
        if let Some(form) = form {
            match self.files.get_key_value(form.as_str()) {
                Some((name, bytes)) => {
                    beside.insert(name.as_str());
                    request.own_forms.push(File::new(name.as_str(), bytes.clone()));
                }
                None => request.form = Some(FormId::from(form.as_str())),
            }
        }
        if let Some(name) = structure {
            let bytes = self.files.get(name);
            let bytes = bytes.ok_or_else(|| {
                Refusal::new(Message::new("run.not-found").with("path", name.as_str()))
            })?;
            beside.insert(name.as_str());
            request.structure = Some(File::new(name.as_str(), bytes.clone()));
        }
        if let Some(text) = period {
            let place = Place::whole(&Arc::from("--period"));
            request.period = Some(Written::new(read_period(text)?.to_string(), place));
        }
        Ok((request, beside))
    }

    fn compared(
        &mut self,
        format: TableFormat,
        options: &JsValue,
    ) -> Result<(String, Vec<String>), JsValue> {
        let tables = [
            ("changes", ComparisonTable::Changes),
            ("ranking", ComparisonTable::Ranking),
            ("bands", ComparisonTable::Bands),
        ];
        self.done(|this, reading| {
            let options = ComparisonOptions::of(options)?;
            let table = options.table.as_deref().map(|name| input::one_of(name, &tables));
            let table = table.transpose()?;
            let forms = compare_book(&reading.book, &comparison_request(&options))?;
            let report =
                ComparisonReport { book: &reading.book, forms: &forms, language: this.language };
            let notes = forms.iter().flat_map(|form| comparison_notes(form, table));
            Ok((write_comparison(&report, format, table), sentences(notes, this.language)))
        })
    }
}

fn rollup_request(options: &RollupOptions) -> RollupRequest<'_> {
    let RollupOptions { form, period, level } = options;
    RollupRequest { form, period, level: level.as_deref() }
}

fn comparison_request(options: &ComparisonOptions) -> ComparisonRequest<'_> {
    ComparisonRequest {
        from: &options.from,
        to: &options.to,
        form: options.form.as_deref(),
        lines: &options.line,
        rank: options.rank.as_deref(),
        organization: options.organization.as_deref(),
        level: options.level.as_deref(),
    }
}

fn table_format(name: &str) -> Result<TableFormat, Refusal> {
    let formats = [
        ("text", TableFormat::Text),
        ("csv", TableFormat::Csv),
        ("json", TableFormat::Json),
        ("markdown", TableFormat::Markdown),
        ("html", TableFormat::Html(HtmlExtent::Document)),
        ("html-fragment", TableFormat::Html(HtmlExtent::Fragment)),
    ];
    input::one_of(name, &formats)
}
