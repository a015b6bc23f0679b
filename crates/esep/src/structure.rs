//! The union's structure: a tree of organizations with dates, and affiliations beside it.

mod build;
mod ground;
mod kind;
mod organization;
mod row;

use std::collections::BTreeMap;

use time::Date;

pub(crate) use ground::Grounds;
pub use kind::OrganizationKind;
pub use organization::{Affiliation, Organization};
pub use row::StructureRow;

use crate::finding::Finding;
use crate::id::OrganizationId;
use crate::lookup::{Lookup, Names};
use crate::period::Period;

/// The union's structure.
///
/// Every affiliation in the tree leads to an organization of the structure; on no day does an
/// organization belong to two others in the tree, nor, over however many steps, to itself.
/// Membership of federations, international bodies and territorial associations stands beside the
/// tree.
#[derive(Debug, Clone, Default)]
pub struct Structure {
    organizations: BTreeMap<OrganizationId, Organization>,
    /// For each organization, those that ever belonged to it, sorted by code.
    children: BTreeMap<OrganizationId, Vec<OrganizationId>>,
    /// Those whose parent is not in the structure, sorted by code.
    orphans: Vec<OrganizationId>,
    names: Names<OrganizationId>,
}

impl Structure {
    /// Builds the structure from the rows of `structure.csv` and tells what is wrong with them.
    ///
    /// What is wrong is left out: an orphan, and every organization of a circle, becomes a root.
    pub fn build(rows: &[StructureRow]) -> (Self, Vec<Finding>) {
        build::build(rows)
    }

    /// Whether there is no organization at all: then every organization stands alone.
    pub fn is_empty(&self) -> bool {
        self.organizations.is_empty()
    }

    /// The organization with this code.
    pub fn get(&self, code: &str) -> Option<&Organization> {
        self.organizations.get(code)
    }

    /// All organizations, sorted by code.
    pub fn iter(&self) -> impl Iterator<Item = &Organization> {
        self.organizations.values()
    }

    /// The organization that a document means: by code, name in any language, or alias.
    pub fn find(&self, text: &str) -> Lookup<OrganizationId> {
        match self.organizations.get_key_value(text.trim()) {
            Some((code, _)) => Lookup::Found(code.clone()),
            None => self.names.find(text),
        }
    }

    /// The known name or code that is nearest to an unknown one, if any is near.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        self.names.nearest(text)
    }

    /// The organizations that belong to another in a period, sorted by code: those affiliated on
    /// its last day.
    pub fn children(&self, parent: &OrganizationId, period: Period) -> Vec<&OrganizationId> {
        self.children_on(parent, period.last_day())
    }

    /// The organizations that belong to another on a day, sorted by code.
    pub fn children_on(&self, parent: &OrganizationId, day: Date) -> Vec<&OrganizationId> {
        let children = self.children.get(parent).map_or(&[][..], Vec::as_slice);
        children.iter().filter(|child| self.parent_on(child, day) == Some(parent)).collect()
    }

    /// The organizations that belong to another in some period, or perhaps do, for their own parent
    /// is not in the structure.
    pub fn once_below(&self, parent: &OrganizationId) -> impl Iterator<Item = &OrganizationId> {
        let children = self.children.get(parent).map_or(&[][..], Vec::as_slice);
        children.iter().chain(&self.orphans)
    }

    /// The organization that another belongs to in a period.
    pub fn parent(&self, child: &OrganizationId, period: Period) -> Option<&OrganizationId> {
        self.parent_on(child, period.last_day())
    }

    /// All organizations that have others below them in a period, those below before those above.
    pub fn parents_upwards(&self, period: Period) -> Vec<&OrganizationId> {
        self.parents_upwards_on(period.last_day())
    }

    /// All organizations that have others below them on a day, those below before those above.
    pub fn parents_upwards_on(&self, day: Date) -> Vec<&OrganizationId> {
        let mut waiting: BTreeMap<&OrganizationId, usize> = BTreeMap::new();
        for parent in self.organizations.values().filter_map(|it| it.parent_on(day)) {
            *waiting.entry(parent).or_default() += 1;
        }
        let is_lowest = |it: &&Organization| !waiting.contains_key(&it.id);
        let lowest = self.organizations.values().filter(is_lowest);
        let mut ready: Vec<&OrganizationId> = lowest.filter_map(|it| it.parent_on(day)).collect();
        let mut upwards = Vec::new();
        while let Some(parent) = ready.pop() {
            if let Some(count) = waiting.get_mut(parent) {
                *count -= 1;
                if *count == 0 {
                    upwards.push(parent);
                    ready.extend(self.parent_on(parent, day));
                }
            }
        }
        upwards
    }

    /// The organization that another belongs to on a day.
    pub fn parent_on(&self, child: &OrganizationId, day: Date) -> Option<&OrganizationId> {
        self.organizations.get(child)?.parent_on(day)
    }
}
