//! Circles of affiliations: found day by day, said, and cut.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::Builder;
use crate::finding::{Argument, Code, Finding, Message};
use crate::id::OrganizationId;

/// From each organization to its parents, or to its children.
type Ways<'a> = BTreeMap<&'a OrganizationId, BTreeSet<&'a OrganizationId>>;

/// Takes away the ways of one organization, and gives those that have no way back any more.
fn take_away<'a>(
    end: &OrganizationId,
    ways: &mut Ways<'a>,
    back: &mut Ways<'a>,
) -> Vec<&'a OrganizationId> {
    let mut ends = Vec::new();
    for neighbor in ways.remove(end).unwrap_or_default() {
        let Some(ways_back) = back.get_mut(neighbor) else { continue };
        ways_back.remove(end);
        if ways_back.is_empty() {
            back.remove(neighbor);
            ends.push(neighbor);
        }
    }
    ends
}

impl Builder {
    /// Finds circles of affiliations that hold on one day, says so, and cuts them.
    pub(super) fn cut_cycles(&mut self) {
        let affiliations = self.organizations.values().flat_map(|found| &found.affiliations);
        let days: BTreeSet<Date> =
            affiliations.map(|affiliation| affiliation.since.unwrap_or(Date::MIN)).collect();
        let all = self.organizations.keys().cloned().collect();
        self.cut_within(&days.into_iter().collect::<Vec<_>>(), &all);
    }

    /// The same among some organizations and days. Where no circle is left even when all that
    /// holds on any of the days is taken together, there is none on any of them; where one is,
    /// both halves of the days are looked at.
    fn cut_within(&mut self, days: &[Date], among: &BTreeSet<OrganizationId>) {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return };
        let rest = self.in_circles(among, *first, *last);
        if rest.is_empty() {
            return;
        }
        if first == last {
            return self.cut_on(*first, &rest);
        }
        let (earlier, later) = days.split_at(days.len() / 2);
        self.cut_within(earlier, &rest);
        self.cut_within(later, &rest);
    }

    fn cut_on(&mut self, day: Date, among: &BTreeSet<OrganizationId>) {
        let mut done: BTreeSet<OrganizationId> = BTreeSet::new();
        for start in among {
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

    /// What is left of some organizations when, again and again, whoever has no parent or no child
    /// among them is taken away, of those that hold between two days: circles, and what lies
    /// between circles.
    fn in_circles(
        &self,
        among: &BTreeSet<OrganizationId>,
        first: Date,
        last: Date,
    ) -> BTreeSet<OrganizationId> {
        let (mut parents, mut children) = (Ways::new(), Ways::new());
        for id in among {
            let affiliations = self.organizations.get(id).map(|found| &found.affiliations);
            for affiliation in affiliations.into_iter().flatten() {
                let holds = affiliation.since.is_none_or(|since| since <= last)
                    && affiliation.until.is_none_or(|until| first < until);
                let to = affiliation.to.as_ref().filter(|to| holds && among.contains(*to));
                if let Some(to) = to {
                    parents.entry(id).or_default().insert(to);
                    children.entry(to).or_default().insert(id);
                }
            }
        }
        let is_end =
            |id: &&OrganizationId| !parents.contains_key(*id) || !children.contains_key(*id);
        let mut ends: Vec<&OrganizationId> = among.iter().filter(is_end).collect();
        while let Some(end) = ends.pop() {
            ends.extend(take_away(end, &mut parents, &mut children));
            ends.extend(take_away(end, &mut children, &mut parents));
        }
        parents.into_keys().cloned().collect()
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
