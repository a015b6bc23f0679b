//! Circles of affiliations: found day by day, said, and cut.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::Builder;
use crate::finding::{Argument, Code, Finding, Message};
use crate::id::OrganizationId;

/// Ways from some organizations to others, each by its number.
struct Ways {
    /// Sorted by where they begin.
    all: Vec<(usize, usize)>,
    /// How many of each organization's ways lead to one that is still there.
    left: Vec<usize>,
}

impl Ways {
    fn new(mut all: Vec<(usize, usize)>, among: usize) -> Self {
        all.sort_unstable();
        all.dedup();
        let mut left = vec![0; among];
        for (from, _) in &all {
            if let Some(left) = left.get_mut(*from) {
                *left += 1;
            }
        }
        Self { all, left }
    }

    fn of(&self, from: usize) -> impl Iterator<Item = usize> {
        let start = self.all.partition_point(|(other, _)| *other < from);
        let own = self.all.get(start..).unwrap_or_default().iter();
        own.take_while(move |(other, _)| *other == from).map(|(_, to)| *to)
    }

    fn is_end(&self, of: usize) -> bool {
        self.left.get(of) == Some(&0)
    }

    /// Takes away one way of an organization.
    fn take_one(&mut self, of: usize) {
        if let Some(left) = self.left.get_mut(of) {
            *left = left.saturating_sub(1);
        }
    }
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
        let ids: Vec<&OrganizationId> = among.iter().collect();
        let mut ways = Vec::new();
        for (child, id) in ids.iter().enumerate() {
            let affiliations = self.organizations.get(*id).map(|found| &found.affiliations);
            for affiliation in affiliations.into_iter().flatten() {
                let holds = affiliation.since.is_none_or(|since| since <= last)
                    && affiliation.until.is_none_or(|until| first < until);
                let to = affiliation.to.as_ref().filter(|_| holds);
                ways.extend(to.and_then(|to| Some((child, ids.binary_search(&to).ok()?))));
            }
        }
        let back = ways.iter().map(|(child, parent)| (*parent, *child)).collect();
        let mut children = Ways::new(back, ids.len());
        let mut parents = Ways::new(ways, ids.len());
        let mut is_there = vec![true; ids.len()];
        let mut ends: Vec<usize> = (0..ids.len()).collect();
        while let Some(end) = ends.pop() {
            let is_end = parents.is_end(end) || children.is_end(end);
            let Some(there) = is_there.get_mut(end).filter(|there| **there && is_end) else {
                continue;
            };
            *there = false;
            for parent in parents.of(end) {
                children.take_one(parent);
                ends.push(parent);
            }
            for child in children.of(end) {
                parents.take_one(child);
                ends.push(child);
            }
        }
        ids.into_iter()
            .zip(is_there)
            .filter(|(_, there)| *there)
            .map(|(id, _)| id.clone())
            .collect()
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
