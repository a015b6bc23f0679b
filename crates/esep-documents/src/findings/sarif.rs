//! Findings as SARIF 2.1.0, the format that tools of code review read.

use std::collections::BTreeSet;

use esep::{Code, Finding, Place, Severity, Wording};
use serde_json::{Value, json};

use super::{FindingsReport, further_cells};

pub(super) fn write(report: &FindingsReport<'_>) -> String {
    let wording = report.wording();
    let codes: BTreeSet<Code> = report.findings.iter().map(|finding| finding.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code, wording)).collect();
    let results: Vec<Value> = report.findings.iter().map(|f| result(f, wording)).collect();
    crate::json::pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "esep",
                "version": env!("CARGO_PKG_VERSION"),
                "language": report.language.code(),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: Code, wording: Wording) -> Value {
    json!({
        "id": code.to_string(),
        "name": code.name(),
        "shortDescription": { "text": wording.title(code) },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(finding: &Finding, wording: Wording) -> Value {
    let mut text = wording.sentence(&finding.message);
    for hint in &finding.hints {
        text.push('\n');
        text.push_str(&wording.sentence(hint));
    }
    let locations: Vec<Value> = finding.place.iter().map(location).collect();
    let mut result = json!({
        "ruleId": finding.code.to_string(),
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": locations,
    });
    let related: Vec<Value> =
        further_cells(finding).into_iter().map(|(_, place)| location(place)).collect();
    if let (Some(object), false) = (result.as_object_mut(), related.is_empty()) {
        object.insert("relatedLocations".to_owned(), related.into());
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn location(place: &Place) -> Value {
    let file = json!({ "uri": uri(&place.file) });
    if place.line == 0 {
        return json!({ "physicalLocation": { "artifactLocation": file } });
    }
    let region = json!({
        "startLine": place.line,
        "startColumn": place.column.max(1),
        "endColumn": place.column.max(1).saturating_add(place.length),
    });
    json!({ "physicalLocation": { "artifactLocation": file, "region": region } })
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
