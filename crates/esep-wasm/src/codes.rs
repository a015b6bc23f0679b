//! The codes of findings. The pages that explain them are large: they lie beside the module, and
//! `explain` in `js/` fetches them.

use esep::{Code, Language, Severity, Wording};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::refusal::answer;

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

/// All codes of findings, by family and number.
#[wasm_bindgen(unchecked_return_type = "CodeSummary[]")]
pub fn codes(
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        Ok(Code::ALL.iter().map(|code| summary(*code, language)).collect::<Vec<_>>())
    })
}

/// The code with this name, or itself.
#[wasm_bindgen(unchecked_return_type = "CodeSummary")]
pub fn code(
    #[wasm_bindgen(param_description = "`F001`, or `parts-do-not-add-up`")] name: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| Ok(summary(Code::named(name)?, language)))
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
