//! What is shown of documents.

use esep_documents::{Tried, TriedSheet};
use serde::Serialize;
use tsify::Tsify;

use crate::refusal::Place;
use crate::tables::TableDocument;

/// What does not add up: the schema `esep/findings/1`, with what a program needs that shows it.
/// The writer of findings in `esep-documents` writes it; a test holds these types against it.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct FindingsDocument {
    /// The schema.
    #[tsify(type = "\"esep/findings/1\"")]
    pub schema: String,
    /// The findings, by place.
    pub findings: Vec<FindingDocument>,
    /// Which figures are probably wrong, for each group of findings that share figures.
    pub explanations: Vec<ExplanationDocument>,
    /// What was looked at.
    pub summary: SummaryDocument,
    /// All of it in a sentence.
    pub verdict: String,
    /// Whether nothing was found; `null` where nothing could be looked at.
    pub clean: Option<bool>,
    /// The names of the workbooks on whose cells it can be noted.
    pub workbooks: Vec<String>,
}

/// One thing that does not add up. Figures are exact, in digits with `-` and `.`; shares are in
/// percent.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct FindingDocument {
    /// The code: `F001`.
    pub code: String,
    /// The defect: `parts-do-not-add-up`.
    pub name: String,
    /// The defect in words.
    pub title: String,
    /// How grave.
    #[tsify(type = "\"error\" | \"warning\"")]
    pub severity: String,
    /// The rule that does not hold: `form/rule`.
    pub rule: Option<String>,
    /// Whose figures.
    pub organization: Option<String>,
    /// Of which period.
    pub period: Option<String>,
    /// What was stated.
    pub stated: Option<String>,
    /// What the others give, as precise as what was stated.
    pub computed: Option<String>,
    /// The same in full, where it differs.
    #[tsify(optional)]
    pub computed_exact: Option<String>,
    /// Stated less computed.
    pub difference: Option<String>,
    /// How much of a difference rounding explains at most.
    #[tsify(optional)]
    pub slack: Option<String>,
    /// `percent`, where the figures are shares.
    #[tsify(optional)]
    pub unit: Option<String>,
    /// The sentence.
    pub message: String,
    /// What to look at first, or what would settle it.
    pub hints: Vec<String>,
    /// Where to look.
    pub place: Option<Place>,
    /// The line that is pointed at.
    pub quote: Option<QuoteDocument>,
    /// Which cell or paragraph of the file, in words; `null` in a text.
    pub within: Option<String>,
    /// The cells concerned; the first is the one complained of.
    pub cells: Vec<FoundCellDocument>,
}

/// A line of a file, cut where a finding points at.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct QuoteDocument {
    /// Its number, from 1.
    pub line: u32,
    /// What stands before.
    pub before: String,
    /// What is meant.
    pub marked: String,
    /// What stands behind.
    pub after: String,
}

/// A cell that a finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct FoundCellDocument {
    /// The form.
    pub form: String,
    /// The line.
    pub line: String,
    /// The column, where the form has any.
    pub column: Option<String>,
    /// Whose figure.
    pub organization: String,
    /// Of which period.
    pub period: String,
    /// The figure; `null` where the cell is blank.
    pub stated: Option<String>,
    /// `percent`, where the figure is a share.
    #[tsify(optional)]
    pub unit: Option<String>,
    /// Where it stands; `null` where it is nowhere written.
    pub place: Option<Place>,
}

/// Which figures of a group of findings are probably wrong.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct ExplanationDocument {
    /// The findings that it explains, by their places in the list, from 0.
    pub findings: Vec<usize>,
    /// What became of the search: `contradictory` where no figures settle the relations,
    /// `out-of-budget` where the search was given up, `not-linear` where a relation multiplies
    /// figures.
    #[tsify(type = "\"solved\" | \"contradictory\" | \"out-of-budget\" | \"not-linear\"")]
    pub outcome: String,
    /// How many figures are wrong; at least so many where the search was given up.
    pub size: Option<u64>,
    /// Whether `solutions` are all of that size.
    pub complete: bool,
    /// The sentence.
    pub message: String,
    /// What else there is to be said beside the solutions.
    pub remarks: Vec<String>,
    /// The ways to settle the findings, the likeliest first.
    pub solutions: Vec<SolutionDocument>,
    /// The cells that are wrong in every solution.
    pub certain: Vec<FoundCellDocument>,
}

/// One way to settle a group of findings.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct SolutionDocument {
    /// From 1.
    pub rank: usize,
    /// What slip it looks like: `digits-swapped`, `part-missing`, `unknown`.
    pub kind: String,
    /// Whether it is one of the smallest; if not, it is one slip in more figures.
    pub smallest: bool,
    /// The sentence.
    pub message: String,
    /// What each cell would say.
    pub changes: Vec<ChangeDocument>,
}

/// What a cell would say.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct ChangeDocument {
    /// The cell.
    pub cell: FoundCellDocument,
    /// What it says; `null` where it is blank.
    pub from: Option<String>,
    /// What it would say; `null` where that can be anything from `low` to `high`.
    pub to: Option<String>,
    /// The smallest that it can be, if there is one.
    #[tsify(optional)]
    pub low: Option<String>,
    /// The largest that it can be, if there is one.
    #[tsify(optional)]
    pub high: Option<String>,
    /// The slips of one figure that it looks like, the likeliest first; left out where it looks
    /// like none.
    #[cfg_attr(test, serde(default))]
    #[tsify(optional)]
    pub kinds: Vec<String>,
}

/// What the tables would be with a way to settle findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct TriedDocument {
    /// The sheets whose figures change.
    pub sheets: Vec<TriedSheetDocument>,
    /// What would then be found, in a sentence.
    pub verdict: String,
    /// Whether nothing would be found any more.
    pub clean: bool,
}

/// A sheet as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct TriedSheetDocument {
    /// The columns `line`, `stated` and `settled`; the title says whose sheet it is, and of which
    /// period.
    pub table: TableDocument,
    /// The places of the rows that change, from 0.
    pub changed: Vec<usize>,
}

impl From<Tried> for TriedDocument {
    fn from(tried: Tried) -> Self {
        let sheet = |sheet: TriedSheet| TriedSheetDocument {
            table: TableDocument::new(&sheet.table, TriedSheet::COLUMNS, Vec::new()),
            changed: sheet.changed.into_iter().collect(),
        };
        let Tried { sheets, verdict, is_clean } = tried;
        Self { sheets: sheets.into_iter().map(sheet).collect(), verdict, clean: is_clean }
    }
}

/// How much was looked at, and found.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct SummaryDocument {
    /// Sheets looked at.
    pub sheets: usize,
    /// Figures on them.
    pub figures: usize,
    /// Relations that could be asked.
    pub relations_evaluated: usize,
    /// Relations that could not be, for figures are missing.
    pub relations_skipped: usize,
    /// Errors found.
    pub errors: usize,
    /// Warnings found.
    pub warnings: usize,
}

/// Two periods compared: the schema `esep/compare/1`, which docs/compare.md describes.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
pub struct ComparisonDocument {
    /// The schema.
    #[tsify(type = "\"esep/compare/1\"")]
    pub schema: String,
    /// The earlier period.
    pub from: Option<String>,
    /// The later period.
    pub to: Option<String>,
    /// Each form with its `grounds`, `total`, `rankings` and `bands`.
    #[tsify(type = "Record<string, unknown>[]")]
    pub forms: Vec<()>,
    /// What must be said beside it.
    pub notes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use esep::Language;
    use esep_documents::{Examined, File, Request, Ways, read_documents};

    use super::*;

    /// Every key that the writer of findings writes is declared, and of its type.
    #[test]
    fn what_is_written_is_what_is_declared() {
        let text = "organization = \"a\"\nperiod = \"2020-H1\"\n[legal-service]\nviolations = 100\n\
                    \"violations.pay\" = 900\n[membership]\nmembers.end = 1000\nchoir = 3\n\
                    members.students = 500\n\"share.students\" = \"14.4 %\"\n";
        let parts = read_documents(vec![File::new("a.toml", text)], &Request::default());
        let mut examined = Examined::default();
        examined.check(parts.understand());
        examined.explain(Ways::Likeliest);
        for language in Language::ALL {
            let document: FindingsDocument =
                serde_json::from_str(&examined.shown(language)).unwrap();
            assert_eq!(document.findings.len(), examined.findings().len());
            assert!(document.findings.iter().any(|finding| finding.difference.is_some()));
            assert!(document.findings.iter().any(|finding| finding.quote.is_some()));
            assert!(document.explanations.iter().any(|group| !group.solutions.is_empty()));
            assert_eq!(document.clean, Some(false));
        }
        let empty: FindingsDocument =
            serde_json::from_str(&Examined::default().shown(Language::En)).unwrap();
        assert_eq!(empty.clean, None);
    }
}
