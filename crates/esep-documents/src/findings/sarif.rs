//! Findings as SARIF 2.1.0, the format that tools of code review read.

use std::collections::BTreeSet;

use esep::{Code, Finding, Place, Severity, Wording};
use serde::Serialize;

use super::explanations::{Explanations, Reading, Said};
use super::{FindingsReport, further_cells};

pub(super) fn write(report: &FindingsReport<'_>) -> String {
    let wording = report.wording();
    let codes: BTreeSet<Code> = report.findings.iter().map(|finding| finding.code).collect();
    let explanations = Explanations::of(report);
    let findings = report.findings.iter().enumerate();
    let driver = Driver {
        language: report.language.code(),
        name: "esep",
        rules: codes.iter().map(|code| Rule::new(*code, wording)).collect(),
        version: env!("CARGO_PKG_VERSION"),
    };
    crate::json::pretty(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        runs: [Run {
            column_kind: "unicodeCodePoints",
            results: findings
                .map(|(number, it)| {
                    Found::new(it, &explanations.below(number, report, Reading::Elsewhere), wording)
                })
                .collect(),
            tool: Tool { driver },
        }],
        version: "2.1.0",
    })
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run; 1],
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    column_kind: &'static str,
    results: Vec<Found>,
    tool: Tool,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    language: &'static str,
    name: &'static str,
    rules: Vec<Rule>,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    default_configuration: Configuration,
    id: String,
    name: &'static str,
    short_description: Words,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Words {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    level: &'static str,
    locations: Vec<Location>,
    message: Words,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    rule_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    physical_location: Physical,
}

/// A cell of a workbook or of a table: SARIF knows lines and columns of texts only.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    end_column: u32,
    start_column: u32,
    start_line: u32,
}

impl Rule {
    fn new(code: Code, wording: Wording) -> Self {
        Self {
            default_configuration: Configuration { level: level(code.severity()) },
            id: code.to_string(),
            name: code.name(),
            short_description: Words { text: wording.title(code).to_owned() },
        }
    }
}

impl Found {
    fn new(finding: &Finding, explanations: &[Said], wording: Wording) -> Self {
        let mut text = wording.sentence(&finding.message);
        for hint in &finding.hints {
            text.push('\n');
            text.push_str(&wording.sentence(hint));
        }
        for said in explanations {
            text.push_str(&said.text(wording));
        }
        let related = further_cells(finding).into_iter();
        Self {
            level: level(finding.severity),
            locations: finding.place.iter().map(Location::new).collect(),
            message: Words { text },
            related_locations: related.map(|(_, place)| Location::new(place)).collect(),
            rule_id: finding.code.to_string(),
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

impl Location {
    fn new(place: &Place) -> Self {
        let region = (place.line > 0 && place.part.is_none()).then(|| Region {
            end_column: place.column.max(1).saturating_add(place.length),
            start_column: place.column.max(1),
            start_line: place.line,
        });
        let artifact_location = Artifact { uri: uri(&place.file) };
        let part =
            place.part.is_some().then(|| Logical { fully_qualified_name: place.to_string() });
        Self {
            logical_locations: part.into_iter().collect(),
            physical_location: Physical { artifact_location, region },
        }
    }
}

/// A file name as a relative reference of RFC 3986.
fn uri(file: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    file.bytes().map(encoded).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{downtime, share, whole_file, write as report};
    use serde_json::{Value, json};

    use super::*;

    fn run(findings: &[Finding]) -> Value {
        let text = report(findings, write);
        let log: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(log["version"], "2.1.0");
        log["runs"][0].clone()
    }

    #[test]
    fn a_result_with_its_places() {
        let run = run(&[downtime()]);
        assert_eq!(run["tool"]["driver"]["name"], "esep");
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "F001");
        let result = &run["results"][0];
        assert_eq!((&result["ruleId"], &result["level"]), (&json!("F001"), &json!("error")));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["region"], json!({ "startLine": 5, "startColumn": 12, "endColumn": 18 }));
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && uri.starts_with("reports/%D0%B6"), "{uri}");
        let related = &result["relatedLocations"][0]["physicalLocation"]["region"];
        assert_eq!(related["startLine"], 6);
        let text = result["message"]["text"].as_str().unwrap();
        assert!(text.ends_with("299 there would settle it"), "{text}");
    }

    #[test]
    fn without_a_place_or_a_line() {
        let run = run(&[share(), whole_file(), share()]);
        assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 2);
        assert_eq!(run["results"][0]["locations"], json!([]));
        let expected = json!([
            { "physicalLocation": { "artifactLocation": { "uri": "old%20book.xls" } } }
        ]);
        assert_eq!(run["results"][1]["locations"], expected);
        assert_eq!(run["results"][1]["level"], "warning");
    }
}
