//! Organizations and what they belong to, with dates.

use time::Date;

use super::OrganizationKind;
use crate::id::OrganizationId;
use crate::language::Text;
use crate::place::Place;

/// An organization of the union, or a body that the union belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// The code.
    pub id: OrganizationId,
    /// The kind, where it is given.
    pub kind: Option<OrganizationKind>,
    /// The name in three languages; the code where no name is given.
    pub name: Text,
    /// Other names met in documents.
    pub aliases: Vec<String>,
    /// The organizations whose ground, or part of it, this one took over.
    pub predecessors: Vec<OrganizationId>,
    /// How many employees there are where the organization is active.
    pub employees: Option<u64>,
    /// Where it stands in the structure file.
    pub place: Place,
    /// What it belongs to in the tree, at most one at a time.
    pub affiliations: Vec<Affiliation>,
    /// What it belongs to beside the tree: federations, international bodies, territorial
    /// associations. Nothing is added up along these.
    pub memberships: Vec<Affiliation>,
}

/// That an organization belongs to another, from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// The organization it belongs to; `None` for a root, whose dates are those of its own life.
    pub to: Option<OrganizationId>,
    /// The first day; `None`: since ever.
    pub since: Option<Date>,
    /// The first day after; `None`: still.
    pub until: Option<Date>,
    /// Where the affiliation is written.
    pub place: Place,
}

impl Affiliation {
    /// Whether it holds on a day: from `since`, to the day before `until`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| match (a.until, b.since) {
            (Some(until), Some(since)) => until <= since,
            _ => false,
        };
        !before(self, other) && !before(other, self)
    }
}

impl Organization {
    /// The affiliation in the tree that holds on a day.
    pub fn affiliation_on(&self, day: Date) -> Option<&Affiliation> {
        self.affiliations.iter().find(|affiliation| affiliation.holds_on(day))
    }

    /// The organization that it belongs to on a day.
    pub fn parent_on(&self, day: Date) -> Option<&OrganizationId> {
        self.affiliation_on(day)?.to.as_ref()
    }
}
