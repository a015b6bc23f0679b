//! Circles of affiliations: found day by day, said, and cut.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::Builder;
use crate::finding::{Argument, Code, Finding, Message};
use crate::id::OrganizationId;

impl Builder {
    /// Finds circles of affiliations that hold on one day, says so, and cuts them.
    pub(super) fn cut_cycles(&mut self) {
        let rest = self.with_circle_below();
        let days: BTreeSet<Date> = rest
            .iter()
            .filter_map(|id| self.organizations.get(id))
            .flat_map(|organization| &organization.affiliations)
            .map(|affiliation| affiliation.since.unwrap_or(Date::MIN))
            .collect();
        for day in days {
            let mut done: BTreeSet<OrganizationId> = BTreeSet::new();
            for start in &rest {
                let mut path: Vec<OrganizationId> = Vec::new();
                let mut steps: BTreeMap<OrganizationId, usize> = BTreeMap::new();
                let mut next = Some(start.clone());
                while let Some(id) = next.filter(|id| !done.contains(id)) {
                    if let Some(first) = steps.insert(id.clone(), path.len()) {
                        let circle = path.get(first..).unwrap_or_default().to_vec();
                        self.cut(&circle, day);
                        break;
                    }
                    next = self.parent_on(&id, day);
                    path.push(id);
                }
                done.extend(path);
            }
        }
    }

    /// What is left when, again and again, whoever has no child is taken away: circles, and those
    /// above them.
    fn with_circle_below(&self) -> BTreeSet<OrganizationId> {
        let parents_of = |id: &OrganizationId| {
            let found = self.organizations.get(id);
            let affiliations = found.map_or(&[][..], |found| &found.affiliations);
            affiliations.iter().filter_map(|affiliation| affiliation.to.clone())
        };
        let mut children: BTreeMap<OrganizationId, usize> = BTreeMap::new();
        for parent in self.organizations.keys().flat_map(parents_of) {
            *children.entry(parent).or_default() += 1;
        }
        let mut ready: Vec<OrganizationId> =
            self.organizations.keys().filter(|id| !children.contains_key(*id)).cloned().collect();
        while let Some(id) = ready.pop() {
            for parent in parents_of(&id) {
                if let Some(count) = children.get_mut(&parent) {
                    *count -= 1;
                    if *count == 0 {
                        children.remove(&parent);
                        ready.push(parent);
                    }
                }
            }
        }
        children.into_keys().collect()
    }

    fn cut(&mut self, circle: &[OrganizationId], day: Date) {
        let names = circle.iter().map(|id| Argument::Label(self.name(id))).collect::<Vec<_>>();
        let places = circle.iter().filter_map(|id| {
            let affiliation = self.organizations.get(id)?.affiliation_on(day)?;
            Some(affiliation.place.clone())
        });
        let place = places.min();
        let message = Message::new("cycle").with("organizations", names);
        self.findings.push(Finding::new(Code::Cycle, place, message));
        for id in circle {
            if let Some(organization) = self.organizations.get_mut(id) {
                organization.affiliations.retain(|affiliation| !affiliation.holds_on(day));
            }
        }
    }
}
