//! From the rows of `structure.csv` to the structure, with everything that is wrong with them.

mod cells;
mod circles;

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use cells::{aliases_of, given, listed, name_of, read_date, read_whole_number};

use super::{Affiliation, Organization, OrganizationKind, Structure, StructureRow};
use crate::finding::{Argument, Code, Finding, Message};
use crate::id::OrganizationId;
use crate::language::{Language, Text};
use crate::lookup::{MOST_SUGGESTIONS, Names, nearest};
use crate::place::{Place, Written};

pub(super) fn build(rows: &[StructureRow]) -> (Structure, Vec<Finding>) {
    let mut builder = Builder::default();
    for row in rows {
        builder.add(row);
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    organizations: BTreeMap<OrganizationId, Organization>,
    /// What every row says it belongs to, in the order of the rows.
    affiliations: Vec<(OrganizationId, Affiliation)>,
    predecessors: Vec<(OrganizationId, Written)>,
    /// Those whose kind is given but not understood: they may stand beside the tree.
    of_unknown_kind: BTreeSet<OrganizationId>,
    /// Those whose parent was looked for in vain.
    orphans: BTreeSet<OrganizationId>,
    findings: Vec<Finding>,
}

impl Builder {
    fn add(&mut self, row: &StructureRow) {
        let id = OrganizationId::new(row.code.text.trim());
        if id.as_str().is_empty() {
            let message = Message::new("unreadable-value.no-code");
            self.findings.push(Finding::new(
                Code::UnreadableValue,
                Some(row.code.place.clone()),
                message,
            ));
            return;
        }
        let organization = Organization {
            id: id.clone(),
            kind: self.read(row.kind.as_ref(), "unreadable-value.kind", |text| {
                OrganizationKind::parse(text)
            }),
            name: name_of(row),
            aliases: aliases_of(row),
            predecessors: Vec::new(),
            employees: self.read(
                row.employees.as_ref(),
                "unreadable-value.employees",
                read_whole_number,
            ),
            place: row.code.place.clone(),
            affiliations: Vec::new(),
            memberships: Vec::new(),
        };
        if organization.kind.is_none() && row.kind.as_ref().and_then(given).is_some() {
            self.of_unknown_kind.insert(id.clone());
        }
        let affiliation = Affiliation {
            to: row.parent.as_ref().and_then(given).map(OrganizationId::new),
            since: self.read(row.since.as_ref(), "unreadable-value.date", read_date),
            until: self.read(row.until.as_ref(), "unreadable-value.date", read_date),
            place: row.parent.as_ref().map_or(&row.code.place, |parent| &parent.place).clone(),
        };
        if let (Some(since), Some(until), Some(written)) =
            (affiliation.since, affiliation.until, &row.until)
            && until <= since
        {
            let message = Message::new("unreadable-value.until-before-since")
                .with("until", until.to_string())
                .with("since", since.to_string());
            self.findings.push(Finding::new(
                Code::UnreadableValue,
                Some(written.place.clone()),
                message,
            ));
            return;
        }
        if self.is_another_organization(&organization) {
            return;
        }
        if let Some(predecessor) = row.predecessor.as_ref().filter(|text| given(text).is_some()) {
            self.predecessors.push((id.clone(), predecessor.clone()));
        }
        match self.organizations.get_mut(&id) {
            None => {
                self.organizations.insert(id.clone(), organization);
            }
            Some(known) => known.complete_with(organization),
        }
        self.affiliations.push((id, affiliation));
    }

    /// Whether a row gives a code that another organization has; says so.
    fn is_another_organization(&mut self, organization: &Organization) -> bool {
        let Some(known) = self.organizations.get(&organization.id) else { return false };
        let differs = |a: &Text, b: &Text| {
            let named = |text: &Text| *text != Text::same(organization.id.as_str());
            named(a)
                && named(b)
                && Language::ALL.iter().all(|language| {
                    a.in_language(*language).trim() != b.in_language(*language).trim()
                })
        };
        let kinds_differ =
            known.kind.zip(organization.kind).is_some_and(|(known, other)| known != other);
        if !differs(&known.name, &organization.name) && !kinds_differ {
            return false;
        }
        let message = Message::new("duplicate-code")
            .with("organization", organization.id.as_str())
            .with("first", known.place.to_string());
        self.findings.push(Finding::new(
            Code::DuplicateCode,
            Some(organization.place.clone()),
            message,
        ));
        true
    }

    fn finish(mut self) -> (Structure, Vec<Finding>) {
        let affiliations = std::mem::take(&mut self.affiliations);
        let (doubtful, clear): (Vec<_>, Vec<_>) = affiliations
            .into_iter()
            .partition(|(_, to)| to.to.as_ref().is_some_and(|to| self.is_doubtful(to)));
        for (id, affiliation) in clear.into_iter().chain(doubtful) {
            self.affiliate(&id, affiliation);
        }
        for (id, written) in std::mem::take(&mut self.predecessors) {
            self.succeed(&id, &written);
        }
        self.cut_cycles();
        let mut names = Names::default();
        let mut children: BTreeMap<OrganizationId, Vec<OrganizationId>> = BTreeMap::new();
        for organization in self.organizations.values() {
            let id = &organization.id;
            let in_languages =
                Language::ALL.map(|language| organization.name.in_language(language));
            let aliases = organization.aliases.iter().map(String::as_str);
            let mut own: Vec<&str> = in_languages.into_iter().chain(aliases).collect();
            own.push(id.as_str());
            // Most have the same name in all languages.
            own.dedup();
            for name in own {
                names.add(name, id.clone());
            }
            for parent in organization.affiliations.iter().filter_map(|to| to.to.as_ref()) {
                let known = children.entry(parent.clone()).or_default();
                if known.last() != Some(id) {
                    known.push(id.clone());
                }
            }
        }
        let orphans = self.orphans.into_iter().collect();
        let structure = Structure { organizations: self.organizations, children, orphans, names };
        (structure, self.findings)
    }

    /// Adds an affiliation, in the tree or beside it, if it can be one.
    fn affiliate(&mut self, id: &OrganizationId, mut affiliation: Affiliation) {
        let Some(organization) = self.organizations.get(id) else { return };
        let mut beside = false;
        if let Some(parent_id) = affiliation.to.clone() {
            let Some(parent) = self.organizations.get(&parent_id) else {
                let finding = self.orphan(id, &parent_id, &affiliation.place);
                self.findings.push(finding);
                affiliation.to = None;
                return self.attach(id, affiliation, false);
            };
            beside = parent.kind.is_some_and(OrganizationKind::is_beside_the_tree);
            if let (Some(kind), Some(parent_kind)) = (organization.kind, parent.kind)
                && !beside
                && !kind.may_belong_to(parent_kind)
            {
                let message = Message::new("misplaced-kind")
                    .with("organization", organization.name.clone())
                    .with("kind", kind.label())
                    .with("parent", parent.name.clone())
                    .with("parent_kind", parent_kind.label());
                self.findings.push(Finding::new(
                    Code::MisplacedKind,
                    Some(affiliation.place.clone()),
                    message,
                ));
            }
        }
        if !beside && let Some(finding) = self.clash(id, &affiliation) {
            // One mistake, one finding: with its kind put right, the parent may stand beside.
            if !affiliation.to.as_ref().is_some_and(|to| self.is_doubtful(to)) {
                self.findings.push(finding);
            }
            return;
        }
        self.attach(id, affiliation, beside);
    }

    /// Whether an organization may stand beside the tree, for its kind was not understood.
    fn is_doubtful(&self, id: &OrganizationId) -> bool {
        let is_known = || self.organizations.get(id).is_some_and(|found| found.kind.is_some());
        self.of_unknown_kind.contains(id) && !is_known()
    }

    fn attach(&mut self, id: &OrganizationId, affiliation: Affiliation, beside: bool) {
        if let Some(organization) = self.organizations.get_mut(id) {
            let list =
                if beside { &mut organization.memberships } else { &mut organization.affiliations };
            list.push(affiliation);
        }
    }

    fn orphan(&mut self, id: &OrganizationId, parent: &OrganizationId, place: &Place) -> Finding {
        let message = Message::new("orphan-organization")
            .with("organization", self.name(id))
            .with("parent", parent.as_str());
        let finding = Finding::new(Code::OrphanOrganization, Some(place.clone()), message);
        self.orphans.insert(id.clone());
        let known = self.organizations.keys().map(OrganizationId::as_str);
        let known = known.filter(|known| *known != id.as_str());
        let is_asked = self.orphans.len() <= MOST_SUGGESTIONS;
        match is_asked.then(|| nearest(parent.as_str(), known)).flatten() {
            Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
            None => finding,
        }
    }

    /// A finding where an organization would belong to two at once, or to one twice.
    fn clash(&self, id: &OrganizationId, affiliation: &Affiliation) -> Option<Finding> {
        let organization = self.organizations.get(id)?;
        let other = organization.affiliations.iter().find(|other| other.overlaps(affiliation))?;
        let place = Some(affiliation.place.clone());
        let finding = match (&other.to, &affiliation.to) {
            (Some(first), Some(second)) if first != second => {
                let parents = [first, second].map(|parent| Argument::Label(self.name(parent)));
                let message = Message::new("counted-twice")
                    .with("organization", organization.name.clone())
                    .with("parents", Vec::from(parents));
                Finding::new(Code::CountedTwice, place, message)
                    .with_hint(Message::new("hint.until"))
            }
            _ => {
                let message = Message::new("duplicate-code")
                    .with("organization", id.as_str())
                    .with("first", organization.place.to_string());
                Finding::new(Code::DuplicateCode, place, message)
            }
        };
        Some(finding)
    }

    fn succeed(&mut self, id: &OrganizationId, written: &Written) {
        for code in listed(written).map(OrganizationId::new) {
            let place = Some(written.place.clone());
            if code == *id {
                let message = Message::new("unreadable-value.own-predecessor");
                let message = message.with("organization", code.as_str());
                self.findings.push(Finding::new(Code::UnreadableValue, place, message));
            } else if !self.organizations.contains_key(&code) {
                let message = Message::new("unknown-organization");
                let message = message.with("organization", code.as_str());
                self.findings.push(Finding::new(Code::UnknownOrganization, place, message));
            } else if let Some(organization) = self.organizations.get_mut(id)
                && !organization.predecessors.contains(&code)
            {
                organization.predecessors.push(code);
            }
        }
    }

    fn parent_on(&self, id: &OrganizationId, day: Date) -> Option<OrganizationId> {
        self.organizations.get(id)?.affiliation_on(day)?.to.clone()
    }

    fn name(&self, id: &OrganizationId) -> Text {
        self.organizations
            .get(id)
            .map_or_else(|| Text::same(id.as_str()), |found| found.name.clone())
    }

    /// Reads a value that may be given; says so where it cannot be read.
    fn read<T>(
        &mut self,
        written: Option<&Written>,
        key: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let written = written?;
        let text = given(written)?;
        let value = read(text);
        if value.is_none() {
            let message = Message::new(key).with("text", text);
            let place = Some(written.place.clone());
            let mut finding = Finding::new(Code::UnreadableValue, place, message);
            if key == "unreadable-value.kind" {
                finding = finding.with_hint(OrganizationKind::hint_for(text));
            }
            self.findings.push(finding);
        }
        value
    }
}

impl Organization {
    /// Takes from another row of the same organization what is not known yet.
    fn complete_with(&mut self, other: Self) {
        let code = Text::same(self.id.as_str());
        if self.name == code {
            self.name = other.name;
        }
        self.kind = self.kind.or(other.kind);
        self.employees = self.employees.or(other.employees);
        for alias in other.aliases {
            if !self.aliases.contains(&alias) {
                self.aliases.push(alias);
            }
        }
    }
}

#[cfg(test)]
mod tests;
