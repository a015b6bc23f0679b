//! Findings as JSON of the schema `esep/findings/1`, described in `docs/findings.md`.
//!
//! Figures are strings, exact; shares are in percent. The order of the keys is part of the schema.

mod explanations;

use std::collections::BTreeSet;

use esep::{
    Amount, ColumnId, Finding, FindingCell, OrganizationId, Part, Place, Severity, Summary, Wording,
};
use serde::Serialize;

use super::annotations::workbooks;
use super::{FindingsReport, unit, within};
use crate::examined::Quote;
pub(crate) use explanations::ExplanationJson;

pub(super) fn write(report: &FindingsReport<'_>) -> String {
    crate::json::pretty(&DocumentJson::new(report))
}

/// The same for a program that shows it: with the title of each code, the line that is pointed at,
/// and the verdict in words.
pub(crate) fn write_shown<'a>(
    report: &FindingsReport<'a>,
    quote: &dyn Fn(&Place) -> Option<Quote<'a>>,
) -> String {
    let wording = report.wording();
    let mut document = DocumentJson::new(report);
    document.verdict = Some(wording.summary(report.summary));
    let is_looked_at = report.summary.relations_evaluated > 0 || !report.findings.is_empty();
    document.workbooks = Some(workbooks(report.findings));
    document.clean = Some(is_looked_at.then_some(report.findings.is_empty()));
    for (shown, finding) in document.findings.iter_mut().zip(report.findings) {
        shown.title = Some(wording.title(finding.code));
        let quote = finding.place.as_ref().and_then(quote);
        shown.quote = Some(quote.map(QuoteJson::from));
        let place = finding.place.as_ref().filter(|place| place.part.is_some());
        shown.within = Some(place.map(|place| within(place, wording)));
    }
    // Only keys that are no strings can fail, and there are none.
    serde_json::to_string(&document).unwrap_or_default()
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    schema: &'static str,
    findings: Vec<FindingJson<'a>>,
    explanations: Vec<ExplanationJson<'a, CellJson<'a>>>,
    summary: SummaryJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    // Left out, `null`, or there.
    #[allow(clippy::option_option)]
    clean: Option<Option<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workbooks: Option<BTreeSet<&'a str>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    code: String,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    severity: &'static str,
    rule: Option<&'a str>,
    organization: Option<&'a str>,
    period: Option<String>,
    stated: Option<String>,
    computed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed_exact: Option<String>,
    difference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slack: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    message: String,
    hints: Vec<String>,
    place: Option<PlaceJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    // Left out, `null`, or there.
    #[allow(clippy::option_option)]
    quote: Option<Option<QuoteJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    // Left out, `null`, or there.
    #[allow(clippy::option_option)]
    within: Option<Option<String>>,
    cells: Vec<CellJson<'a>>,
}

/// A line of a file, cut where a finding points at.
#[derive(Serialize)]
struct QuoteJson<'a> {
    line: u32,
    before: &'a str,
    marked: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct CellJson<'a> {
    form: &'a str,
    line: &'a str,
    column: Option<&'a str>,
    organization: &'a str,
    period: String,
    stated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    place: Option<PlaceJson<'a>>,
}

/// A place in a text, a workbook or a document; only the file where the file as a whole is meant.
#[derive(Serialize)]
pub(crate) struct PlaceJson<'a> {
    file: &'a str,
    #[serde(flatten)]
    within: Within<'a>,
}

/// Where in the file.
#[derive(Serialize)]
#[serde(untagged)]
enum Within<'a> {
    Text {
        #[serde(skip_serializing_if = "is_zero")]
        line: u32,
        #[serde(skip_serializing_if = "is_zero")]
        column: u32,
    },
    Sheet {
        sheet: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        cell: Option<String>,
    },
    Table {
        table: u32,
        #[serde(skip_serializing_if = "is_zero")]
        row: u32,
        #[serde(skip_serializing_if = "is_zero")]
        cell: u32,
    },
    Paragraph {
        paragraph: u32,
    },
}

#[derive(Serialize)]
struct SummaryJson {
    sheets: usize,
    figures: usize,
    relations_evaluated: usize,
    relations_skipped: usize,
    errors: usize,
    warnings: usize,
}

impl<'a> DocumentJson<'a> {
    fn new(report: &FindingsReport<'a>) -> Self {
        let wording = report.wording();
        Self {
            schema: "esep/findings/1",
            findings: report.findings.iter().map(|f| FindingJson::new(f, wording)).collect(),
            explanations: explanations::of(report),
            summary: report.summary.into(),
            verdict: None,
            workbooks: None,
            clean: None,
        }
    }
}

impl<'a> From<Quote<'a>> for QuoteJson<'a> {
    fn from(quote: Quote<'a>) -> Self {
        let Quote { line, before, marked, after } = quote;
        Self { line, before, marked, after }
    }
}

impl<'a> FindingJson<'a> {
    fn new(finding: &'a Finding, wording: Wording) -> Self {
        let compared = finding.comparison.as_ref();
        Self {
            code: finding.code.to_string(),
            name: finding.code.name(),
            title: None,
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            rule: finding.rule.as_deref(),
            organization: finding.organization.as_ref().map(OrganizationId::as_str),
            period: finding.period.map(|period| period.to_string()),
            stated: compared.map(|compared| compared.stated.plain()),
            computed: compared.map(|compared| compared.computed.plain()),
            computed_exact: compared.and_then(|c| c.computed_exact.as_ref()).map(Amount::exact),
            difference: compared.map(|compared| compared.difference.plain()),
            slack: compared.and_then(|compared| compared.slack.as_ref()).map(Amount::exact),
            unit: compared.and_then(|compared| unit(&compared.stated)),
            message: wording.sentence(&finding.message),
            hints: finding.hints.iter().map(|hint| wording.sentence(hint)).collect(),
            place: finding.place.as_ref().map(Into::into),
            quote: None,
            within: None,
            cells: finding.cells.iter().map(Into::into).collect(),
        }
    }
}

impl<'a> From<&'a FindingCell> for CellJson<'a> {
    fn from(cell: &'a FindingCell) -> Self {
        Self {
            form: cell.form.as_str(),
            line: cell.line.as_str(),
            column: cell.column.as_ref().map(ColumnId::as_str),
            organization: cell.organization.as_str(),
            period: cell.period.to_string(),
            stated: cell.stated.as_ref().map(Amount::plain),
            unit: cell.stated.as_ref().and_then(unit),
            place: cell.place.as_ref().map(Into::into),
        }
    }
}

impl<'a> From<&'a Place> for PlaceJson<'a> {
    fn from(place: &'a Place) -> Self {
        let Place { line, column, .. } = *place;
        let within = match place.part.as_deref() {
            None => Within::Text { line, column },
            Some(Part::Paragraphs) => Within::Paragraph { paragraph: line },
            Some(Part::Table(table)) => Within::Table { table: *table, row: line, cell: column },
            Some(Part::Sheet(_, sheet)) => Within::Sheet { sheet, cell: place.cell_name() },
        };
        Self { file: &place.file, within }
    }
}

impl From<&Summary> for SummaryJson {
    fn from(summary: &Summary) -> Self {
        Self {
            sheets: summary.sheets,
            figures: summary.figures,
            relations_evaluated: summary.relations_evaluated,
            relations_skipped: summary.relations_skipped,
            errors: summary.errors,
            warnings: summary.warnings,
        }
    }
}

// Serde wants a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::super::sample::{downtime, share, whole_file, write as report};
    use super::*;

    #[test]
    fn the_downtime_of_2020() {
        let expected = r#"{
  "schema": "esep/findings/1",
  "findings": [
    {
      "code": "F001",
      "name": "parts-do-not-add-up",
      "severity": "error",
      "rule": "emergency-employment/downtime",
      "organization": "kz-edu",
      "period": "2020-H1",
      "stated": "61307",
      "computed": "61008",
      "difference": "299",
      "message": "`downtime` is stated as 61,307, but its parts give 61,008 (difference 299)",
      "hints": [
        "the part `downtime.other` is blank; 299 there would settle it"
      ],
      "place": {
        "file": "reports/жартыжылдық.toml",
        "line": 5,
        "column": 12
      },
      "cells": [
        {
          "form": "emergency-employment",
          "line": "downtime",
          "column": null,
          "organization": "kz-edu",
          "period": "2020-H1",
          "stated": "61307",
          "place": {
            "file": "reports/жартыжылдық.toml",
            "line": 5,
            "column": 12
          }
        },
        {
          "form": "emergency-employment",
          "line": "downtime.preschool",
          "column": null,
          "organization": "kz-edu",
          "period": "2020-H1",
          "stated": "61008",
          "place": {
            "file": "reports/жартыжылдық.toml",
            "line": 6,
            "column": 24
          }
        },
        {
          "form": "emergency-employment",
          "line": "downtime.other",
          "column": null,
          "organization": "kz-edu",
          "period": "2020-H1",
          "stated": null,
          "place": null
        }
      ]
    }
  ],
  "explanations": [],
  "summary": {
    "sheets": 1,
    "figures": 3,
    "relations_evaluated": 1,
    "relations_skipped": 0,
    "errors": 1,
    "warnings": 0
  }
}
"#;
        assert_eq!(report(&[downtime()], write), expected);
    }

    #[test]
    fn shares_are_in_percent() {
        let text = report(&[share()], write);
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let finding = &document["findings"][0];
        let expected = [
            ("stated", "14.4"),
            ("computed", "13.9"),
            ("computed_exact", "977020/70307"),
            ("difference", "0.5"),
            ("slack", "0.05"),
            ("unit", "percent"),
        ];
        for (key, value) in expected {
            assert_eq!(finding[key], value, "{key}");
        }
        assert!(finding["place"].is_null() && finding["rule"].is_null());
    }

    #[test]
    fn of_a_whole_file_the_place_is_the_file() {
        let text = report(&[whole_file()], write);
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({ "file": "old book.xls" });
        assert_eq!(document["findings"][0]["place"], expected);
        assert_eq!(document["summary"]["warnings"], 1);
    }
}
