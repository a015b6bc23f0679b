//! Findings as workflow commands of GitHub, which shows them beside the lines of a change.

use esep::{Finding, Severity, Wording};

use super::FindingsReport;
use super::explanations::{Explanations, Reading, Said};

pub(super) fn write(report: &FindingsReport<'_>) -> String {
    let wording = report.wording();
    let explanations = Explanations::of(report);
    let findings = report.findings.iter().enumerate();
    findings
        .map(|(number, finding)| {
            command(finding, &explanations.below(number, report, Reading::Elsewhere), wording)
        })
        .collect()
}

fn command(finding: &Finding, explanations: &[Said], wording: Wording) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = Vec::new();
    if let Some(place) = &finding.place {
        properties.push(format!("file={}", property(&place.file)));
        if place.line > 0 && place.part.is_none() {
            let column = place.column.max(1);
            properties.push(format!("line={}", place.line));
            properties.push(format!("col={column}"));
            // The column of the last character.
            let last = column.saturating_add(place.length.saturating_sub(1));
            properties.push(format!("endColumn={last}"));
        }
    }
    let title = format!("{} {}", finding.code, finding.code.name());
    properties.push(format!("title={}", property(&title)));
    let mut message = wording.sentence(&finding.message);
    // GitHub knows no cells.
    if let Some(place) = finding.place.as_ref().filter(|place| place.part.is_some()) {
        message = format!("{}: {message}", wording.place(place));
    }
    for hint in &finding.hints {
        message.extend(["\n", wording.word("hint"), ": ", &wording.sentence(hint)]);
    }
    for said in explanations {
        message.push_str(&said.text(wording));
    }
    format!("::{level} {}::{}\n", properties.join(","), data(&message))
}

/// A text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which `,` and `:` would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::sample::{downtime, share, whole_file, write as report};
    use super::*;

    fn check(finding: Finding, expected: &str) {
        assert_eq!(report(&[finding], write), expected);
    }

    #[test]
    fn one_command_for_each_finding() {
        check(
            downtime(),
            "::error file=reports/жартыжылдық.toml,line=5,col=12,endColumn=17,\
             title=F001 parts-do-not-add-up::`downtime` is stated as 61,307, but its parts give \
             61,008 (difference 299)%0Ahint: the part `downtime.other` is blank; 299 there would \
             settle it\n",
        );
    }

    #[test]
    fn without_a_place_or_a_line() {
        check(
            share(),
            "::error title=F005 share-does-not-match::`share, <of>: 100 %25 | students ` is \
             stated as 14.4%25, but the figures give 13.9%25\n",
        );
        let text = report(&[whole_file()], write);
        assert!(text.starts_with("::warning file=old book.xls,title=S005 missing-report::"));
    }

    #[test]
    fn properties_are_escaped() {
        assert_eq!(property("a:b,c%\r\n"), "a%3Ab%2Cc%25%0D%0A");
    }
}
