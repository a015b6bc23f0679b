//! Relations of forms, bound to the cells of a book.

use crate::id::{FormId, OrganizationId};
use crate::period::{Period, PeriodLength};

/// A relation of a form as it is asked of an organization and period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BoundRelation {
    /// The form that states it.
    pub form: FormId,
    /// Of which period.
    pub period: Period,
    /// Of which organization.
    pub organization: OrganizationId,
    /// Which relation.
    pub kind: BoundKind,
    /// The line for which it is asked, by its order on the form, where it is asked of one.
    pub line: Option<usize>,
    /// The column for which it is asked; 0 where the form has none.
    pub column: usize,
}

/// What kind of relation. The numbers are places among those of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoundKind {
    /// A rule.
    Rule(usize),
    /// A breakdown.
    Breakdown(usize),
    /// That the line of the organization is the sum of those below it.
    Parent,
    /// That the figure is what those for the periods of this length within its own give.
    PeriodParts(PeriodLength),
    /// That the figure, counted from the start of the year, is not below that of this period.
    NotBelow(Period),
}
