//! The annex on its way from the module that checks to the one that writes reports.
//!
//! JSON, in arrays. Only this file knows the order.

use esep::{CellAddress, CellIndex, FormId, Language, OrganizationId, Severity};
use serde::{Deserialize, Serialize};

use super::{Annex, ReportExplanation, ReportFinding};

/// Whose, of which period, in which language; the findings, what was looked at, how many others.
#[derive(Serialize, Deserialize)]
struct AnnexJson(String, String, String, Vec<FindingJson>, String, usize);

/// Whether it is an error; the code, the sentence, what it is about, hints, explanations, cells.
#[derive(Serialize, Deserialize)]
struct FindingJson(
    bool,
    String,
    String,
    Vec<String>,
    Vec<String>,
    Vec<ExplanationJson>,
    Vec<AddressJson>,
);

/// The heading, the ways, remarks.
#[derive(Serialize, Deserialize)]
struct ExplanationJson(String, Vec<String>, Vec<String>);

/// The form, the period, whose figure, the positions of line and column.
#[derive(Serialize, Deserialize)]
struct AddressJson(String, String, String, usize, usize);

impl Annex {
    /// The annex for a module that writes reports: JSON that only [`Self::from_json`] is to read.
    pub fn to_json(&self) -> String {
        let findings = self.findings.iter().map(|(finding, cells)| {
            let explanations = finding.explanations.iter().cloned();
            let explanations =
                explanations.map(|it| ExplanationJson(it.heading, it.ways, it.remarks));
            let cells = cells.iter().map(|cell| {
                let CellAddress { form, period, organization, index } = cell;
                let [form, period, organization] =
                    [form.to_string(), period.to_string(), organization.to_string()];
                AddressJson(form, period, organization, index.line, index.column)
            });
            let ReportFinding { code, sentence, about, hints, .. } = finding.clone();
            let is_error = finding.severity == Severity::Error;
            let (explanations, cells) = (explanations.collect(), cells.collect());
            FindingJson(is_error, code, sentence, about, hints, explanations, cells)
        });
        let json = AnnexJson(
            self.organization.to_string(),
            self.period.to_string(),
            self.language.code().to_owned(),
            findings.collect(),
            self.summary.clone(),
            self.n_others,
        );
        // Only keys that are no strings can fail, and there are none.
        serde_json::to_string(&json).unwrap_or_default()
    }

    /// What was written so; `None` of anything else.
    pub fn from_json(json: &str) -> Option<Self> {
        let AnnexJson(organization, period, language, findings, summary, n_others) =
            serde_json::from_str(json).ok()?;
        let findings = findings.into_iter().zip(1..).map(finding).collect::<Option<_>>()?;
        let (organization, period) = (OrganizationId::new(organization), period.parse().ok()?);
        let language = Language::parse(&language)?;
        Some(Self { organization, period, language, findings, summary, n_others })
    }
}

fn finding((json, number): (FindingJson, usize)) -> Option<(ReportFinding, Vec<CellAddress>)> {
    let FindingJson(is_error, code, sentence, about, hints, explanations, cells) = json;
    let severity = if is_error { Severity::Error } else { Severity::Warning };
    let explanations = explanations.into_iter().map(|ExplanationJson(heading, ways, remarks)| {
        ReportExplanation { heading, ways, remarks }
    });
    let explanations = explanations.collect();
    let cells = cells.into_iter().map(|AddressJson(form, period, organization, line, column)| {
        let (form, organization) = (FormId::new(form), OrganizationId::new(organization));
        let index = CellIndex { line, column };
        Some(CellAddress { form, period: period.parse().ok()?, organization, index })
    });
    let finding = ReportFinding { number, severity, code, sentence, about, hints, explanations };
    Some((finding, cells.collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::ReportRequest;
    use crate::book::read_documents;
    use crate::examined::Examined;
    use crate::request::Request;
    use crate::source::File;

    #[test]
    fn an_annex_arrives_as_it_was_sent() {
        let rows = "# form: membership\n# period: 2025-H1\norganization,parent,members,women\n\
                    a,u,9,4\nb,u,30,\nu,,38,39\n";
        let parts = read_documents(vec![File::new("a.csv", rows)], &Request::default());
        let mut examined = Examined::default();
        let book = examined.check(parts.understand());
        for language in Language::ALL {
            let request = ReportRequest { period: "2025-H1", organization: Some("u"), language };
            let annex = Annex::new(&book, &mut examined.clone(), &request).unwrap();
            assert!(annex.findings.iter().any(|(_, cells)| cells.len() > 1), "{annex:#?}");
            assert!(annex.findings.iter().any(|(finding, _)| !finding.explanations.is_empty()));
            assert_eq!(Annex::from_json(&annex.to_json()), Some(annex));
        }
    }

    #[test]
    fn anything_else_is_no_annex() {
        for json in
            ["", "[]", "null", r#"["u","2025-13","en",[],"",0]"#, r#"["u","2025","de",[],"",0]"#]
        {
            assert_eq!(Annex::from_json(json), None, "{json}");
        }
    }
}
