//! The verdict on a pasted table as JSON of the schema `esep/add-up/1`, described in
//! `docs/add-up.md`. The order of the keys is part of the schema.

use esep::explain::Explained;
use esep::{
    AddUp, AddUpCell, AddUpRelation, Amount, Finding, FindingCell, Severity, UnitKind, Wording,
};
use serde::Serialize;

use crate::findings::{ExplanationJson, PlaceJson};
use crate::json::pretty;

pub(super) fn write(result: &AddUp, explanations: &[Explained], wording: Wording) -> String {
    let place = |cell: &FindingCell| result.place_of(cell);
    let sentences = |messages: &[esep::Message]| {
        messages.iter().map(|message| wording.sentence(message)).collect()
    };
    pretty(&DocumentJson {
        schema: "esep/add-up/1",
        verdict: result.verdict.name(),
        sentence: wording.sentence(&result.sentence),
        hints: sentences(&result.hints),
        reading: sentences(&result.reading),
        relations: result.relations.iter().map(|it| RelationJson::new(it, wording)).collect(),
        findings: result.findings.iter().map(|it| FindingJson::new(it, wording)).collect(),
        explanations: explanations
            .iter()
            .map(|explained| ExplanationJson::new(explained, wording, &place))
            .collect(),
        rows: result.rows.iter().map(|row| row.iter().map(CellJson::new).collect()).collect(),
    })
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    schema: &'static str,
    verdict: &'static str,
    sentence: String,
    hints: Vec<String>,
    reading: Vec<String>,
    relations: Vec<RelationJson>,
    findings: Vec<FindingJson<'a>>,
    explanations: Vec<ExplanationJson<'a, Option<(usize, usize)>>>,
    rows: Vec<Vec<CellJson<'a>>>,
}

#[derive(Serialize)]
struct RelationJson {
    verdict: &'static str,
    sentence: String,
    stated: Option<String>,
    computed: Option<String>,
    difference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    /// Row and column of each cell, from 0, the one stated first.
    cells: Vec<(usize, usize)>,
}

/// A finding; its cells are those that name it.
#[derive(Serialize)]
struct FindingJson<'a> {
    code: String,
    name: &'static str,
    severity: &'static str,
    title: &'static str,
    message: String,
    hints: Vec<String>,
    stated: Option<String>,
    computed: Option<String>,
    difference: Option<String>,
    place: Option<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct CellJson<'a> {
    text: &'a str,
    role: &'static str,
    #[serde(skip_serializing_if = "<[usize]>::is_empty")]
    findings: &'a [usize],
}

impl RelationJson {
    fn new(relation: &AddUpRelation, wording: Wording) -> Self {
        let is_share = |amount: &&Amount| amount.kind == UnitKind::Share;
        Self {
            verdict: relation.verdict.name(),
            sentence: wording.sentence(&relation.sentence),
            stated: relation.stated.as_ref().map(Amount::plain),
            computed: relation.computed.as_ref().map(Amount::plain),
            difference: relation.difference.as_ref().map(Amount::plain),
            unit: relation.stated.as_ref().filter(is_share).map(|_| "percent"),
            cells: relation.cells.clone(),
        }
    }
}

impl<'a> FindingJson<'a> {
    fn new(finding: &'a Finding, wording: Wording) -> Self {
        let compared = finding.comparison.as_ref();
        Self {
            code: finding.code.to_string(),
            name: finding.code.name(),
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            title: wording.title(finding.code),
            message: wording.sentence(&finding.message),
            hints: finding.hints.iter().map(|hint| wording.sentence(hint)).collect(),
            stated: compared.map(|compared| compared.stated.plain()),
            computed: compared.map(|compared| compared.computed.plain()),
            difference: compared.map(|compared| compared.difference.plain()),
            place: finding.place.as_ref().map(Into::into),
        }
    }
}

impl<'a> CellJson<'a> {
    fn new(cell: &'a AddUpCell) -> Self {
        Self { text: &cell.written.text, role: cell.role.name(), findings: &cell.findings }
    }
}
