//! The forms that come with Esep, described.

use esep::{Form, Forms, Language, Line, Measure, Rollup, Unit, UnitKind, Wording};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::refusal::answer;

/// A form in a list of forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct FormSummary {
    /// The id: `legal-service`.
    pub id: String,
    /// The number printed on the paper form.
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// For which periods it is filled; empty means any.
    #[tsify(type = "(\"year\" | \"half-year\" | \"quarter\" | \"month\")[]")]
    pub periods: Vec<&'static str>,
    /// Where its lines come from.
    pub source: Option<String>,
}

/// A form with all that stands on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct FormDescription {
    /// The form in a list.
    #[serde(flatten)]
    pub summary: FormSummary,
    /// The columns; none where a line has one figure only.
    pub columns: Vec<ColumnSummary>,
    /// The lines, in the order of the form.
    pub lines: Vec<LineSummary>,
    /// Wholes and their parts.
    pub breakdowns: Vec<BreakdownSummary>,
    /// What the form defines but does not ask for.
    pub measures: Vec<MeasureSummary>,
}

/// A measure of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct MeasureSummary {
    /// The id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What it counts.
    pub unit: UnitSummary,
    /// What it says, and of what it is taken.
    pub why: String,
}

/// A column of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct ColumnSummary {
    /// The id: `women`.
    pub id: String,
    /// The wording on the form.
    pub label: String,
}

/// A line of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct LineSummary {
    /// The id: `violations.pay`.
    pub id: String,
    /// The number printed on the paper form.
    pub number: Option<String>,
    /// The wording on the form.
    pub label: String,
    /// How many wholes it is a part of.
    pub depth: usize,
    /// What its figures count.
    pub unit: UnitSummary,
    /// How many decimals are shown where it is computed.
    pub decimals: i32,
    /// The ids of the columns in which it is filled.
    pub columns: Vec<String>,
    /// Whether a rule defines it.
    pub computed: bool,
    /// Why the rule that defines it must hold.
    pub why: Option<String>,
}

/// What the figures of a line count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct UnitSummary {
    /// The id: `persons`, `percent`, `KZT`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What its figures can be.
    #[tsify(type = "\"count\" | \"money\" | \"share\" | \"rate\" | \"number\"")]
    pub kind: &'static str,
}

/// A whole and its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct BreakdownSummary {
    /// The whole.
    pub of: String,
    /// Its parts.
    pub parts: Vec<String>,
    /// Whether the parts add up to the whole; if not, they may not exceed it.
    pub complete: bool,
}

/// The forms that come with Esep, by id.
#[wasm_bindgen(unchecked_return_type = "FormSummary[]")]
pub fn forms(
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        let forms = Forms::built_in();
        Ok(forms.iter().map(|form| summary(form, language)).collect::<Vec<_>>())
    })
}

/// A form with its lines, columns and breakdowns.
#[wasm_bindgen(unchecked_return_type = "FormDescription")]
pub fn form(
    #[wasm_bindgen(param_description = "the id, the number or the title of a form")] id: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        let forms = Forms::built_in();
        Ok(describe(forms.named(id)?, language))
    })
}

fn summary(form: &Form, language: Language) -> FormSummary {
    FormSummary {
        id: form.id.to_string(),
        number: form.number.clone(),
        title: form.title.in_language(language).to_owned(),
        periods: form.periods.iter().map(|length| length.name()).collect(),
        source: form.source.clone(),
    }
}

fn describe(form: &Form, language: Language) -> FormDescription {
    let columns = form.columns().iter().map(|column| ColumnSummary {
        id: column.id.to_string(),
        label: column.label.in_language(language).to_owned(),
    });
    let breakdowns = form.breakdowns().iter().map(|breakdown| BreakdownSummary {
        of: breakdown.of.to_string(),
        parts: breakdown.parts.iter().map(ToString::to_string).collect(),
        complete: breakdown.complete,
    });
    FormDescription {
        summary: summary(form, language),
        columns: columns.collect(),
        lines: form.lines().iter().map(|line| describe_line(form, line, language)).collect(),
        breakdowns: breakdowns.collect(),
        measures: form.measures().iter().map(|it| describe_measure(it, language)).collect(),
    }
}

fn describe_line(form: &Form, line: &Line, language: Language) -> LineSummary {
    let columns = form.columns().iter().filter(|column| line.has_column(&column.id));
    let definition = form.definition_of(line.id.as_str());
    let why = definition.and_then(|rule| rule.why.as_ref());
    LineSummary {
        id: line.id.to_string(),
        number: line.number.clone(),
        label: line.label.in_language(language).to_owned(),
        depth: line.id.as_str().matches('.').count(),
        unit: describe_unit(&line.unit, language),
        decimals: line.decimals,
        columns: columns.map(|column| column.id.to_string()).collect(),
        computed: line.rollup == Rollup::Formula || definition.is_some(),
        why: why.map(|why| why.in_language(language).to_owned()),
    }
}

fn describe_measure(measure: &Measure, language: Language) -> MeasureSummary {
    MeasureSummary {
        id: measure.id.clone(),
        label: measure.label.in_language(language).to_owned(),
        unit: describe_unit(&measure.unit, language),
        why: measure.why.in_language(language).to_owned(),
    }
}

fn describe_unit(unit: &Unit, language: Language) -> UnitSummary {
    let name = Wording::in_language(language).unit(unit);
    UnitSummary { id: unit.name().to_owned(), name, kind: kind(unit.kind()) }
}

fn kind(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Count => "count",
        UnitKind::Money => "money",
        UnitKind::Share => "share",
        UnitKind::Rate => "rate",
        UnitKind::Number => "number",
    }
}
