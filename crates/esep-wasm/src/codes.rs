//! The codes of findings and the pages that explain them.

use esep::{Code, Language, Message, Severity, Wording, page};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::refusal::{Refusal, answer};

/// A code of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct CodeSummary {
    /// The code: `F001`.
    pub code: String,
    /// The defect: `parts-do-not-add-up`.
    pub name: &'static str,
    /// The defect in words.
    pub title: &'static str,
    /// How grave it is unless a form says otherwise.
    #[tsify(type = "\"error\" | \"warning\"")]
    pub severity: &'static str,
}

/// The page that explains a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Explanation {
    /// The code.
    #[serde(flatten)]
    pub summary: CodeSummary,
    /// The page.
    pub markdown: &'static str,
}

/// All codes of findings, by family and number.
#[wasm_bindgen(unchecked_return_type = "CodeSummary[]")]
pub fn codes(
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        Ok(Code::ALL.iter().map(|code| summary(*code, language)).collect::<Vec<_>>())
    })
}

/// The page of a code: what the finding says, why it matters, an example, how to put it right.
#[wasm_bindgen(unchecked_return_type = "Explanation")]
pub fn explain(
    #[wasm_bindgen(param_description = "the code or the name of a finding")] code: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        let code = Code::parse(code.trim())
            .ok_or_else(|| Refusal::new(Message::new("run.unknown-code").with("code", code)))?;
        Ok(Explanation { summary: summary(code, language), markdown: page(code, language) })
    })
}

pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn summary(code: Code, language: Language) -> CodeSummary {
    CodeSummary {
        code: code.to_string(),
        name: code.name(),
        title: Wording::in_language(language).title(code),
        severity: severity(code.severity()),
    }
}
