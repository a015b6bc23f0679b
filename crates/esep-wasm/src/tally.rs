//! A register tallied as its bytes come.

use esep::{Language, Refusal, Severity, Wording};
use esep_documents::{File, Table, TableFormat, TallyReport, TallyRequest, TallyStream};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::input;
use crate::options::{Given, Options, refused, table_format};
use crate::refusal::{Place, answer_in, done};
use crate::tables::{TableDocument, sentences};

/// What is to be tallied.
#[derive(Debug, Clone, PartialEq, Eq, Default, Tsify)]
#[serde(default)]
pub struct TallyOptions {
    /// The register.
    #[tsify(type = "\"members\" | \"cases\" | \"injuries\" | \"trainings\" | \"agreements\"")]
    pub register: String,
    /// The day: `2020-07-01`.
    pub as_of: Option<String>,
    /// The period: `2020-H1`. Either this or a day.
    pub period: Option<String>,
    /// Only organizations of this kind.
    pub level: Option<String>,
    /// What the register is called in findings.
    pub name: Option<String>,
}

impl Options for TallyOptions {
    fn take(given: &mut Given) -> Result<Self, Refusal> {
        Ok(Self {
            register: given.text("register")?.unwrap_or_default(),
            as_of: given.text("as_of")?,
            period: given.text("period")?,
            level: given.text("level")?,
            name: given.text("name")?,
        })
    }
}

/// What a register gives, as tables for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct TallyTables {
    /// All organizations together, line by line.
    pub total: TableDocument,
    /// A row for each organization; of very many, those that stand highest.
    pub organizations: TableDocument,
}

/// Something in a register that could not be read, or not be counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct TallyFinding {
    /// The code: `I011`.
    pub code: String,
    /// How grave.
    #[tsify(type = "\"error\" | \"warning\"")]
    pub severity: &'static str,
    /// The sentence. It holds nothing that stands in a row.
    pub message: String,
    /// Advice, and how many rows are left out for this.
    pub hints: Vec<String>,
    /// Where the first of these rows is.
    pub place: Option<Place>,
}

/// Whether a register of this name is a workbook: such a file is read by `readSheets` and counted by
/// `pushSheets`.
#[wasm_bindgen(js_name = isWorkbook)]
pub fn is_workbook(name: &str) -> bool {
    esep_documents::is_workbook(name)
}

/// A register tallied by organization as its bytes come: memory does not grow with its rows.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Tallying {
    language: Language,
    options: TallyOptions,
    /// While bytes may come.
    stream: Option<TallyStream>,
    /// Whether some have come.
    has_bytes: bool,
    /// What all bytes have given.
    report: TallyReport,
}

#[wasm_bindgen]
impl Tallying {
    /// Nothing counted yet.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "TallyOptions")] options: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    ) -> Result<Tallying, JsValue> {
        let language = input::asked(language)?;
        done(language, || {
            let options = TallyOptions::of(options)?;
            let stream = Some(stream(TallyReport::default(), &options)?);
            let report = TallyReport::default();
            Ok(Self { language, options, stream, has_bytes: false, report })
        })
    }

    /// Says what organizations there are, and who belongs to whom, before the first bytes.
    #[wasm_bindgen(js_name = setStructure)]
    pub fn set_structure(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), JsValue> {
        done(self.language, || {
            if !self.has_bytes {
                let report = TallyReport::with_structure(File::new(name, bytes));
                self.stream = Some(stream(report, &self.options)?);
            }
            Ok(())
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

    /// Counts the rows that end in some more bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.has_bytes = true;
        if let Some(stream) = &mut self.stream {
            stream.push(bytes);
        }
    }

    /// Counts the rows of a workbook, as `readSheets` gave them, instead of any other bytes.
    #[wasm_bindgen(js_name = pushSheets)]
    pub fn push_sheets(&mut self, sheets: &[u8]) -> Result<(), JsValue> {
        let Self { language, stream, has_bytes, .. } = self;
        *has_bytes = true;
        done(*language, || {
            let is_read = stream.as_mut().is_none_or(|stream| stream.sheets(sheets));
            if is_read { Ok(()) } else { Err(refused("sheets")) }
        })
    }

    /// From now on leaves blank what counts fewer persons than this, and what that could be computed
    /// back from; without a number nothing. A part has all figures. No more bytes come.
    pub fn suppress(&mut self, least: Option<u32>) {
        self.report();
        self.report = std::mem::take(&mut self.report).suppressing(least.map(u64::from));
    }

    /// How many rows were left out. No more bytes come.
    #[wasm_bindgen(js_name = rowsLeftOut)]
    pub fn rows_left_out(&mut self) -> usize {
        self.report().rows_left_out()
    }

    /// What was counted; `null` where nothing could be. No more bytes come.
    #[wasm_bindgen(unchecked_return_type = "TallyTables | null")]
    pub fn tables(&mut self) -> Result<JsValue, JsValue> {
        let language = self.language;
        let report = self.report();
        answer_in(language, || {
            let notes = sentences(report.notes(TableFormat::Text), language);
            Ok(report.tables(language).map(|[total, organizations]| TallyTables {
                organizations: by_line(&organizations, &total, notes),
                total: TableDocument::new(&total, ["line", "total", "label"], Vec::new()),
            }))
        })
    }

    /// What could not be read, and which rows are left out: of each kind the first, with how many
    /// more there are. No more bytes come.
    #[wasm_bindgen(unchecked_return_type = "TallyFinding[]")]
    pub fn findings(&mut self) -> Result<JsValue, JsValue> {
        let language = self.language;
        let wording = Wording::in_language(language);
        let report = self.report();
        answer_in(language, || {
            let found = report.findings().iter().map(|finding| TallyFinding {
                code: finding.code.to_string(),
                severity: match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                message: wording.sentence(&finding.message),
                hints: finding.hints.iter().map(|hint| wording.sentence(hint)).collect(),
                place: finding.place.as_ref().map(Place::of),
            });
            Ok(found.collect::<Vec<_>>())
        })
    }

    /// What was counted as `esep tally` writes it. No more bytes come.
    pub fn write(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "TableFormat")] format: &str,
    ) -> Result<String, JsValue> {
        let language = self.language;
        let report = self.report();
        done(language, || Ok(report.write(table_format(format)?, language)))
    }

    /// What was counted as a part, which `esep tally merge` adds up with others: numbers and no
    /// rows. No more bytes come.
    pub fn part(&mut self) -> String {
        self.report().part().unwrap_or_default()
    }
}

impl Tallying {
    /// What was counted of all bytes.
    fn report(&mut self) -> &TallyReport {
        if let Some(stream) = self.stream.take() {
            self.has_bytes = true;
            self.report = stream.finish();
        }
        &self.report
    }
}

/// The table of organizations, whose columns are called what the lines of the total are.
fn by_line(organizations: &Table, total: &Table, notes: Vec<String>) -> TableDocument {
    let lines = organizations.columns().iter().skip(3).map(|column| column.heading.as_str());
    let ids = ["organization", "name", "kind"].into_iter().chain(lines);
    let mut table = TableDocument::new(organizations, ids, notes);
    for column in &mut table.columns {
        let label = total.rows().iter().find_map(|row| match row.as_slice() {
            [line, _, label] if *line == column.id => Some(label.clone()),
            _ => None,
        });
        column.label = label.unwrap_or(std::mem::take(&mut column.label));
    }
    table
}

fn stream(report: TallyReport, options: &TallyOptions) -> Result<TallyStream, Refusal> {
    let TallyOptions { register, as_of, period, level, name } = options;
    let request = TallyRequest {
        register,
        as_of: as_of.as_deref(),
        period: period.as_deref(),
        level: level.as_deref(),
    };
    report.stream(name.as_deref().unwrap_or("register.csv"), &request)
}
