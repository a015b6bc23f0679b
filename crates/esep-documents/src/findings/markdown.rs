//! Findings as a table of Markdown, for minutes and mail.

use esep::{Finding, Wording};

use super::FindingsReport;
use super::explanations::{Reading, Said};
use crate::table::markdown::escaped;
use crate::table::{Column, Table};

pub(super) fn write(report: &FindingsReport<'_>) -> String {
    let wording = report.wording();
    let summary = wording.summary(report.summary);
    if report.findings.is_empty() {
        return format!("{summary}\n");
    }
    let headings = ["code", "place", "organization", "period", "finding"];
    let mut table = Table::new(headings.map(|word| Column::text(wording.word(word))));
    for finding in report.findings {
        table.push(row(finding, wording));
    }
    format!("{}\n{}{summary}\n", table.to_markdown(), explanations(report))
}

/// What explains the findings: the ways to settle each group.
pub(crate) fn explanations(report: &FindingsReport<'_>) -> String {
    let word = report.wording().word("explanation");
    let mut text = String::new();
    for explained in report.explanations {
        let said = Said::of(explained, report, Reading::Elsewhere);
        let about = said.about.join(", ");
        text.push_str(&escaped(&format!("**{word}** ({about}): {}", said.sentence)));
        text.push_str("\n\n");
        for (way, number) in said.ways.iter().zip(1_usize..) {
            text.extend([&number.to_string(), ". ", &escaped(way), "\n"]);
        }
        if !said.ways.is_empty() {
            text.push('\n');
        }
        for remark in &said.remarks {
            text.extend([&escaped(remark), "\n\n"]);
        }
    }
    text
}

fn row(finding: &Finding, wording: Wording) -> [String; 5] {
    let mut said = wording.sentence(&finding.message);
    for hint in &finding.hints {
        said.push_str("; ");
        said.push_str(&wording.sentence(hint));
    }
    [
        finding.code.to_string(),
        finding.place.as_ref().map(|place| wording.place(place)).unwrap_or_default(),
        finding.organization.as_ref().map(ToString::to_string).unwrap_or_default(),
        finding.period.map(|period| wording.period(period)).unwrap_or_default(),
        said,
    ]
}

#[cfg(test)]
mod tests {
    use super::super::sample::{downtime, share, write as report};
    use super::*;

    #[test]
    fn a_row_for_each_finding() {
        let text = report(&[downtime(), share()], write);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[0], "| code | place | organization | period | finding |");
        assert_eq!(rows[1], "| --- | --- | --- | --- | --- |");
        assert_eq!(
            rows[2],
            "| F001 | reports/жартыжылдық.toml:5:12 | kz-edu | first half of 2020 | `downtime` is \
             stated as 61,307, but its parts give 61,008 (difference 299); the part \
             `downtime.other` is blank; 299 there would settle it |"
        );
        assert!(rows[3].contains("100 % \\| students"), "{}", rows[3]);
        assert_eq!(
            rows[5],
            "2 errors, 0 warnings: one relation checked between 3 figures on one sheet"
        );
    }

    #[test]
    fn nothing_found_is_said() {
        let text = report(&[], write);
        assert_eq!(text, "nothing found: one relation checked between 3 figures on one sheet\n");
    }
}
