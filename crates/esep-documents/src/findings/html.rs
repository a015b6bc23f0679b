//! Findings as a list of HTML.

use esep::{Finding, Severity, Wording};

use super::FindingsReport;
use super::explanations::{Explanations, Reading, Said};
use crate::html::{HtmlExtent, escaped, paragraphs, sentence};

pub(super) fn write(report: &FindingsReport<'_>, extent: HtmlExtent) -> String {
    let wording = report.wording();
    let summary = wording.summary(report.summary);
    // A page has the first line for its heading.
    let n_above = usize::from(extent == HtmlExtent::Document);
    let mut html = paragraphs(summary.lines().skip(n_above));
    if !report.findings.is_empty() {
        html.push_str("<ol class=\"findings\">\n");
        let explanations = Explanations::of(report);
        for (number, finding) in report.findings.iter().enumerate() {
            html.push_str(&item(
                finding,
                &explanations.below(number, report, Reading::Elsewhere),
                wording,
            ));
        }
        html.push_str("</ol>\n");
    }
    let title = summary.lines().next().unwrap_or_default();
    extent.finish(title, report.language, html)
}

/// What explains the findings, all of it.
pub(crate) fn explanations(report: &FindingsReport<'_>) -> String {
    let wording = report.wording();
    let said =
        report.explanations.iter().map(|explained| Said::of(explained, report, Reading::Elsewhere));
    said.map(|said| explanation(&said, wording)).collect()
}

fn item(finding: &Finding, explanations: &[Said], wording: Wording) -> String {
    let whose = super::whose(finding, wording);
    let place = finding.place.as_ref().map(|place| wording.place(place));
    let hints = finding.hints.iter().map(|hint| wording.sentence(hint));
    let mut html = list_item(finding.severity, &finding.code.to_string(), wording, &{
        wording.sentence(&finding.message)
    });
    let aside: Vec<String> = place.into_iter().chain(whose).collect();
    if !aside.is_empty() {
        html.extend(["<br>\n<span class=\"place\">", &escaped(&aside.join("; ")), "</span>"]);
    }
    html.push_str(&hint_list(hints, wording));
    html.extend(explanations.iter().map(|said| explanation(said, wording)));
    html.push_str("</li>\n");
    html
}

/// What explains a group of findings, below the last of them.
fn explanation(said: &Said, wording: Wording) -> String {
    let heading = sentence(&said.heading());
    let mut html = format!(
        "\n<div class=\"explanation\">\n<p><strong>{}</strong>: {heading}</p>\n",
        wording.word("explanation")
    );
    if !said.ways.is_empty() {
        let ways = said.ways.iter().map(|way| format!("<li>{}</li>\n", sentence(way)));
        html.extend(["<ol>\n", &ways.collect::<String>(), "</ol>\n"]);
    }
    html.push_str(&paragraphs(said.remarks.iter().map(String::as_str)));
    html.push_str("</div>\n");
    html
}

/// The start of an item: how grave it is, which code, and the sentence.
pub(crate) fn list_item(severity: Severity, code: &str, wording: Wording, message: &str) -> String {
    let (class, word) = match severity {
        Severity::Error => ("error", "error"),
        Severity::Warning => ("warning", "warning"),
    };
    let word = wording.word(word);
    format!("<li class=\"{class}\"><strong>{word} {code}</strong>: {}", sentence(message))
}

/// The hints of an item, each on a line of its own.
pub(crate) fn hint_list(hints: impl Iterator<Item = String>, wording: Wording) -> String {
    let hint = |hint: String| format!("<br>\n{}: {}", wording.word("hint"), sentence(&hint));
    hints.map(hint).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{downtime, share, write as report};
    use super::*;

    #[test]
    fn an_item_for_each_finding() {
        let html = report(&[downtime(), share()], |report| write(report, HtmlExtent::Fragment));
        let expected = "\
<p>2 errors, 0 warnings: one relation checked between 3 figures on one sheet</p>
<ol class=\"findings\">
<li class=\"error\"><strong>error F001</strong>: <b>downtime</b> is stated as 61,307, but its parts give 61,008 (difference 299)<br>
<span class=\"place\">reports/жартыжылдық.toml:5:12; kz-edu, first half of 2020</span><br>
hint: the part <b>downtime.other</b> is blank; 299 there would settle it</li>
<li class=\"error\"><strong>error F005</strong>: <b>share, &lt;of&gt;: 100 % | students </b> is stated as 14.4%, but the figures give 13.9%</li>
</ol>
";
        assert_eq!(html, expected);
    }

    #[test]
    fn a_page_says_in_its_title_what_was_found() {
        let html = report(&[], |report| write(report, HtmlExtent::Document));
        assert!(html.contains("<title>nothing found: one relation"), "{html}");
        assert!(!html.contains("<ol"), "{html}");
    }
}
