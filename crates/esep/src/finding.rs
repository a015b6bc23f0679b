//! Findings: what does not add up, as data. Sentences are made at the edge.

mod bound;
mod catalog;
mod message;
mod refusal;
mod selection;
mod summary;

pub use bound::{BoundKind, BoundRelation};
pub use catalog::{Code, Family};
pub use message::{Argument, Message};
pub use refusal::Refusal;
pub use selection::Selection;
pub use summary::Summary;

use std::cmp::Ordering;
use std::sync::Arc;

use crate::figure::Amount;
use crate::id::{ColumnId, FormId, LineId, OrganizationId};
use crate::language::Text;
use crate::period::Period;
use crate::place::Place;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; the figures may be right.
    Warning,
    /// The figures contradict each other, or cannot be read.
    Error,
}

/// One thing that does not add up, with all the cells concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of defect.
    pub code: Code,
    /// How grave; a form may make a rule a warning.
    pub severity: Severity,
    /// The rule that does not hold, as `form/rule`.
    pub rule: Option<String>,
    /// Whose figures.
    pub organization: Option<OrganizationId>,
    /// What that organization is called, where the structure says so.
    pub organization_name: Option<Text>,
    /// Of which period.
    pub period: Option<Period>,
    /// The figures compared.
    pub comparison: Option<Comparison>,
    /// The sentence, as data.
    pub message: Message,
    /// What to look at first, or what would settle it.
    pub hints: Vec<Message>,
    /// The cells concerned; the first is the one complained of.
    pub cells: Vec<Cell>,
    /// The relations that do not hold; empty where it is about figures by themselves.
    pub relations: Vec<BoundRelation>,
    /// Where to look in the file; usually the place of the first cell.
    pub place: Option<Place>,
}

/// The figures that a finding compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What was stated.
    pub stated: Amount,
    /// What the other figures give, with the precision of what was stated.
    pub computed: Amount,
    /// The exact value of what was computed, where it differs from `computed`.
    pub computed_exact: Option<Amount>,
    /// Stated less computed.
    pub difference: Amount,
    /// How much of a difference rounding can explain at most; `None` where all figures are exact.
    pub slack: Option<Amount>,
}

/// A cell that a finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The form.
    pub form: FormId,
    /// The line.
    pub line: LineId,
    /// The column, where the form has any.
    pub column: Option<ColumnId>,
    /// Whose figure.
    pub organization: OrganizationId,
    /// Of which period.
    pub period: Period,
    /// The figure stated; `None` where the cell is blank.
    pub stated: Option<Amount>,
    /// A footnote or remark beside it.
    pub note: Option<Arc<str>>,
    /// Where it stands; `None` where it is nowhere written.
    pub place: Option<Place>,
}

impl Finding {
    /// A finding of this code at a place, with its message; the rest is filled in by the caller.
    pub fn new(code: Code, place: Option<Place>, message: Message) -> Self {
        Self {
            code,
            severity: code.severity(),
            rule: None,
            organization: None,
            organization_name: None,
            period: None,
            comparison: None,
            message,
            hints: Vec::new(),
            cells: Vec::new(),
            relations: Vec::new(),
            place,
        }
    }

    /// The same finding with the figures compared, and a hint that says what rounding explains.
    #[must_use]
    pub fn comparing(mut self, comparison: Comparison) -> Self {
        let slack = comparison.slack.clone();
        self.comparison = Some(comparison);
        match slack {
            Some(slack) => self.with_hint(
                Message::new("hint.rounding").with("slack", Argument::Difference(slack)),
            ),
            None => self,
        }
    }

    /// The same finding with one more hint.
    #[must_use]
    pub fn with_hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }

    /// Sorts findings as they are [reported](Self::reporting_order).
    pub fn sort(findings: &mut [Self]) {
        findings.sort_by(Self::reporting_order);
    }

    /// Which of two findings is reported before the other: by place, then by code, then by the
    /// rest. Findings without a place come first.
    pub fn reporting_order(&self, other: &Self) -> Ordering {
        (&self.place, self.code, &self.rule, &self.organization, self.period).cmp(&(
            &other.place,
            other.code,
            &other.rule,
            &other.organization,
            other.period,
        ))
    }
}
