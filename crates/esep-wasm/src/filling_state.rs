//! What is shown of a form that is being filled.

use esep_documents as documents;
use serde::Serialize;
use tsify::Tsify;

use crate::codes::severity;

/// All that there is to show of a form that is being filled. Figures are written as the language
/// does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct FillingState {
    /// The form's id.
    pub form: String,
    /// The period that is filled: `2025-H1`.
    pub period: String,
    /// The same in words.
    pub period_shown: String,
    /// The period compared with, in words.
    pub previous_shown: Option<String>,
    /// The same period of the year before, in words, where the form asks for it.
    pub year_ago_shown: Option<String>,
    /// Whose figures they are, as typed.
    pub organization: String,
    /// The cells that the form asks for, in its order.
    pub cells: Vec<FilledCell>,
    /// The measures of the form, in its order.
    pub measures: Vec<MeasureState>,
    /// What does not add up, in the order of the cells.
    pub findings: Vec<ShownFinding>,
    /// What of the file last read could not be taken over.
    pub left_out: Vec<ShownFinding>,
    /// In one sentence, whether the figures add up.
    pub verdict: String,
    /// Whether nothing was found; `null` where nothing could be looked at yet.
    pub clean: Option<bool>,
}

/// A cell of the form, and the same of the periods it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct FilledCell {
    /// The line's id.
    pub line: String,
    /// The column's id, where the form has any.
    pub column: Option<String>,
    /// The figure to be filled.
    pub now: Entered,
    /// The figure of the period before.
    pub previous: Entered,
    /// The figure of the year before, where the form asks for it.
    pub year_ago: Option<Entered>,
    /// The change from the period before.
    pub change: Option<ShownChange>,
    /// The change from the year before.
    pub change_in_a_year: Option<ShownChange>,
    /// Its share in the whole of which it is a part, where the parts add up to it.
    pub share: Option<String>,
    /// Which of the findings speak of it.
    pub findings: Vec<usize>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Entered {
    /// As typed; blank where nothing is.
    pub text: String,
    /// What was typed, as the language writes it; `null` where nothing was, or nothing readable.
    pub shown: Option<String>,
    /// What the form computes where nothing was typed.
    pub computed: Option<Computed>,
}

/// A figure that the form computes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Computed {
    /// The figure.
    pub shown: String,
    /// From what it follows.
    pub why: String,
    /// The cells that it is computed from.
    pub from: Vec<FoundCell>,
    /// Whether it is only proposed: what the whole leaves for a blank part. It is neither checked
    /// nor written.
    pub is_proposal: bool,
}

/// From one period to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct ShownChange {
    /// The difference, with its sign.
    pub difference: String,
    /// The difference in percent; `null` of shares, and where there was nothing before.
    pub percent: Option<String>,
    /// Which way it went.
    #[tsify(type = "\"growth\" | \"decline\" | \"unchanged\" | \"uncertain\"")]
    pub direction: &'static str,
}

/// A measure of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct MeasureState {
    /// The id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The figure; `null` where it is not known.
    pub shown: Option<String>,
    /// That of the period before.
    pub previous: Option<String>,
    /// The change from the period before.
    pub change: Option<ShownChange>,
    /// What it says, and of what it is taken.
    pub why: String,
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct ShownFinding {
    /// The code: `F001`.
    pub code: String,
    /// The defect: `parts-do-not-add-up`.
    pub name: &'static str,
    /// How grave.
    #[tsify(type = "\"error\" | \"warning\"")]
    pub severity: &'static str,
    /// What the code is, in a few words.
    pub title: String,
    /// The sentence.
    pub message: String,
    /// What to look at first, or what would settle it.
    pub hints: Vec<String>,
    /// What was stated, where figures are compared.
    pub stated: Option<String>,
    /// What the others give.
    pub computed: Option<String>,
    /// Stated less computed.
    pub difference: Option<String>,
    /// The cells concerned; the first is the one complained of.
    pub cells: Vec<FoundCell>,
}

/// A cell that a finding or a computed figure speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct FoundCell {
    /// In which column of figures.
    #[tsify(type = "When")]
    pub when: &'static str,
    /// The line's id.
    pub line: String,
    /// The column's id, where the form has any.
    pub column: Option<String>,
}

impl FillingState {
    /// What is shown of a form.
    pub(crate) fn of(form: &str, state: documents::FillingState) -> Self {
        Self {
            form: form.to_owned(),
            period: state.period.to_string(),
            period_shown: state.period_shown,
            previous_shown: state.previous_shown,
            year_ago_shown: state.year_ago_shown,
            organization: state.organization,
            cells: state.cells.into_iter().map(Into::into).collect(),
            measures: state.measures.into_iter().map(Into::into).collect(),
            findings: state.findings.into_iter().map(Into::into).collect(),
            left_out: state.left_out.into_iter().map(Into::into).collect(),
            verdict: state.verdict,
            clean: state.clean,
        }
    }
}

impl From<documents::FilledCell> for FilledCell {
    fn from(cell: documents::FilledCell) -> Self {
        Self {
            line: cell.line.to_string(),
            column: cell.column.map(|column| column.to_string()),
            now: cell.now.into(),
            previous: cell.previous.into(),
            year_ago: cell.year_ago.map(Into::into),
            change: cell.change.map(Into::into),
            change_in_a_year: cell.change_in_a_year.map(Into::into),
            share: cell.share,
            findings: cell.findings,
        }
    }
}

impl From<documents::Entered> for Entered {
    fn from(entered: documents::Entered) -> Self {
        let documents::Entered { text, shown, computed } = entered;
        Self { text, shown, computed: computed.map(Into::into) }
    }
}

impl From<documents::Computed> for Computed {
    fn from(computed: documents::Computed) -> Self {
        let documents::Computed { shown, why, from, is_proposal } = computed;
        Self { shown, why, from: from.into_iter().map(Into::into).collect(), is_proposal }
    }
}

impl From<documents::ShownChange> for ShownChange {
    fn from(change: documents::ShownChange) -> Self {
        let documents::ShownChange { difference, percent, direction } = change;
        Self { difference, percent, direction: direction.name() }
    }
}

impl From<documents::MeasureState> for MeasureState {
    fn from(measure: documents::MeasureState) -> Self {
        let documents::MeasureState { id, label, shown, previous, change, why } = measure;
        Self { id, label, shown, previous, change: change.map(Into::into), why }
    }
}

impl From<documents::ShownFinding> for ShownFinding {
    fn from(finding: documents::ShownFinding) -> Self {
        Self {
            code: finding.code.to_string(),
            name: finding.code.name(),
            severity: severity(finding.severity),
            title: finding.title,
            message: finding.message,
            hints: finding.hints,
            stated: finding.stated,
            computed: finding.computed,
            difference: finding.difference,
            cells: finding.cells.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<documents::FoundCell> for FoundCell {
    fn from(cell: documents::FoundCell) -> Self {
        Self {
            when: cell.when.name(),
            line: cell.line.to_string(),
            column: cell.column.map(|column| column.to_string()),
        }
    }
}
