//! A user's files: read together, checked, added up, compared.

use std::collections::BTreeMap;

use esep::{Finding, Language, Summary};
use esep_documents::{
    File, FindingsFormat, FindingsReport, Reading, Request, TextStyle, read_documents,
    write_findings,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::input;
use crate::refusal::{answer, done};

/// Files that belong together.
#[wasm_bindgen]
pub struct Documents {
    language: Language,
    files: BTreeMap<String, Vec<u8>>,
}

#[wasm_bindgen]
impl Documents {
    /// No files yet.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    ) -> Result<Documents, JsValue> {
        let mut documents = Self { language: Language::En, files: BTreeMap::new() };
        documents.set_language(language)?;
        Ok(documents)
    }

    /// Answers in this language from now on.
    #[wasm_bindgen(js_name = setLanguage)]
    pub fn set_language(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    ) -> Result<(), JsValue> {
        self.language = done(self.language, || input::language(language))?;
        Ok(())
    }

    /// Adds a file; one of the same name takes the place of the other.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), bytes);
    }

    /// What does not add up, as JSON of the schema `esep/findings/1`.
    #[wasm_bindgen(unchecked_return_type = "unknown")]
    pub fn check(&self) -> Result<JsValue, JsValue> {
        answer(self.language.code(), |_| {
            Ok(serde_json::from_str::<serde_json::Value>(&self.findings(FindingsFormat::Json))
                .unwrap_or_default())
        })
    }

    /// What does not add up, for people.
    #[wasm_bindgen(js_name = writeFindings)]
    pub fn write_findings(&self) -> String {
        self.findings(FindingsFormat::Text(TextStyle::PLAIN))
    }
}

impl Documents {
    fn read(&self) -> Reading {
        let files = self.files.iter().map(|(name, bytes)| File::new(name.as_str(), bytes.clone()));
        read_documents(files.collect(), &Request::default()).understand()
    }

    fn findings(&self, format: FindingsFormat) -> String {
        let read = self.read();
        let checked = esep::check(&read.book);
        let mut findings: Vec<Finding> =
            read.findings.into_iter().chain(checked.findings).collect();
        Finding::sort(&mut findings);
        let summary: Summary = checked.summary.counting(&findings);
        write_findings(
            &FindingsReport {
                findings: &findings,
                summary: &summary,
                language: self.language,
                source: &|name| read.sources.get(name).map(|source| source.text.as_str()),
            },
            format,
        )
    }
}
