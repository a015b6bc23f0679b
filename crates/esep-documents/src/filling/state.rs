//! What is shown of a form that is being filled. Every figure is written as the language does.

use esep::{Code, ColumnId, Direction, LineId, Period, Severity};

use super::When;

/// All that there is to show of a form that is being filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FillingState {
    /// The period that is filled.
    pub period: Period,
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
    /// Whether nothing was found; `None` where nothing could be looked at yet.
    pub clean: Option<bool>,
}

/// A cell of the form, and the same of the periods it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledCell {
    /// The line.
    pub line: LineId,
    /// The column, where the form has any.
    pub column: Option<ColumnId>,
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entered {
    /// As typed; blank where nothing is.
    pub text: String,
    /// What was typed, as the language writes it; `None` where nothing was, or nothing readable.
    pub shown: Option<String>,
    /// What the form computes where nothing was typed.
    pub computed: Option<Computed>,
}

/// A figure that the form computes.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownChange {
    /// The difference, with its sign.
    pub difference: String,
    /// The difference in percent; `None` of shares, and where there was nothing before.
    pub percent: Option<String>,
    /// Which way it went.
    pub direction: Direction,
}

/// A measure of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureState {
    /// The id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The figure; `None` where it is not known.
    pub shown: Option<String>,
    /// That of the period before.
    pub previous: Option<String>,
    /// The change from the period before.
    pub change: Option<ShownChange>,
    /// What it says, and of what it is taken.
    pub why: String,
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownFinding {
    /// Which defect.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCell {
    /// In which column of figures.
    pub when: When,
    /// The line.
    pub line: LineId,
    /// The column, where the form has any.
    pub column: Option<ColumnId>,
}

/// Which figures of a group of findings are probably wrong, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownExplanation {
    /// The findings that it explains, by their places in the list.
    pub findings: Vec<usize>,
    /// How many figures are wrong.
    pub message: String,
    /// The ways to settle the findings, the likeliest first.
    pub ways: Vec<ShownWay>,
    /// What else there is to be said.
    pub remarks: Vec<String>,
}

/// A way to settle a group of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownWay {
    /// The sentence.
    pub message: String,
    /// What slip it looks like: `digits-swapped`, `part-missing`, `unknown`.
    pub kind: &'static str,
    /// What would have to be typed; nothing where a figure is left open.
    pub typing: Vec<Typing>,
}

/// What would have to be typed into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    /// The cell.
    pub cell: FoundCell,
    /// The figure, as the language writes it.
    pub text: String,
}
