//! From the rows of `structure.csv` to the structure, with everything that is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;
use time::macros::format_description;

use super::{Affiliation, Organization, OrganizationKind, Structure, StructureRow};
use crate::finding::{Argument, Code, Finding, Message};
use crate::id::OrganizationId;
use crate::language::{Language, Text};
use crate::lookup::{Names, nearest};
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
            predecessor: None,
            employees: self.read(
                row.employees.as_ref(),
                "unreadable-value.employees",
                read_whole_number,
            ),
            place: row.code.place.clone(),
            affiliations: Vec::new(),
            memberships: Vec::new(),
        };
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
        for (id, affiliation) in std::mem::take(&mut self.affiliations) {
            self.affiliate(&id, affiliation);
        }
        for (id, written) in std::mem::take(&mut self.predecessors) {
            self.succeed(&id, &written);
        }
        self.cut_cycles();
        let mut names = Names::default();
        let mut children: BTreeMap<OrganizationId, Vec<OrganizationId>> = BTreeMap::new();
        for organization in self.organizations.values() {
            for language in Language::ALL {
                names.add(organization.name.in_language(language), organization.id.clone());
            }
            for alias in &organization.aliases {
                names.add(alias, organization.id.clone());
            }
            names.add(organization.id.as_str(), organization.id.clone());
            let parents: BTreeSet<&OrganizationId> =
                organization.affiliations.iter().filter_map(|to| to.to.as_ref()).collect();
            for parent in parents {
                children.entry(parent.clone()).or_default().push(organization.id.clone());
            }
        }
        (Structure { organizations: self.organizations, children, names }, self.findings)
    }

    /// Adds an affiliation, in the tree or beside it, if it can be one.
    fn affiliate(&mut self, id: &OrganizationId, mut affiliation: Affiliation) {
        let Some(organization) = self.organizations.get(id) else { return };
        let mut beside = false;
        if let Some(parent_id) = affiliation.to.clone() {
            let Some(parent) = self.organizations.get(&parent_id) else {
                self.findings.push(self.orphan(id, &parent_id, &affiliation.place));
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
            self.findings.push(finding);
            return;
        }
        self.attach(id, affiliation, beside);
    }

    fn attach(&mut self, id: &OrganizationId, affiliation: Affiliation, beside: bool) {
        if let Some(organization) = self.organizations.get_mut(id) {
            let list =
                if beside { &mut organization.memberships } else { &mut organization.affiliations };
            list.push(affiliation);
        }
    }

    fn orphan(&self, id: &OrganizationId, parent: &OrganizationId, place: &Place) -> Finding {
        let message = Message::new("orphan-organization")
            .with("organization", self.name(id))
            .with("parent", parent.as_str());
        let finding = Finding::new(Code::OrphanOrganization, Some(place.clone()), message);
        let known = self.organizations.keys().map(OrganizationId::as_str);
        match nearest(parent.as_str(), known.filter(|known| *known != id.as_str())) {
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
        let code = OrganizationId::new(written.text.trim());
        if self.organizations.contains_key(&code) {
            if let Some(organization) = self.organizations.get_mut(id) {
                organization.predecessor = Some(code);
            }
            return;
        }
        let message = Message::new("unknown-organization").with("organization", code.as_str());
        let place = Some(written.place.clone());
        self.findings.push(Finding::new(Code::UnknownOrganization, place, message));
    }

    /// Finds circles of affiliations that hold on one day, says so, and cuts them.
    fn cut_cycles(&mut self) {
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
                let kinds = OrganizationKind::ALL.map(|kind| Argument::Literal(kind.id().into()));
                finding =
                    finding.with_hint(Message::new("hint.one-of").with("values", Vec::from(kinds)));
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

/// The text, where there is one.
fn given(written: &Written) -> Option<&str> {
    Some(written.text.trim()).filter(|text| !text.is_empty())
}

/// The name; a language that has none borrows from the next: Kazakh and Russian from each other
/// before English.
fn name_of(row: &StructureRow) -> Text {
    let get = |written: &Option<Written>| written.as_ref().and_then(given).map(str::to_owned);
    let any = get(&row.name);
    let [kk, ru, en] = [&row.name_kk, &row.name_ru, &row.name_en].map(get);
    let pick = |wanted: [&Option<String>; 3]| {
        let [first, second, third] = wanted;
        first
            .clone()
            .or_else(|| any.clone())
            .or_else(|| second.clone())
            .or_else(|| third.clone())
            .unwrap_or_else(|| row.code.text.trim().to_owned())
    };
    Text::new(pick([&kk, &ru, &en]), pick([&ru, &kk, &en]), pick([&en, &ru, &kk]))
}

fn aliases_of(row: &StructureRow) -> Vec<String> {
    let text = row.aliases.as_ref().and_then(given).unwrap_or_default();
    text.split('|').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect()
}

fn read_date(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

fn read_whole_number(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{a0}').collect();
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// Rows as `code,parent,kind,since,until`, and the findings expected, as code and line.
    fn check(rows: &str, expected: &[&str]) -> Structure {
        let file: Arc<str> = "structure.csv".into();
        let rows: Vec<StructureRow> = rows
            .lines()
            .zip(1..)
            .map(|(row, line)| {
                let mut cells = row.split(',').map(|cell| {
                    let place = Place::new(&file, line, 1, 1);
                    (!cell.is_empty()).then(|| Written::new(cell, place))
                });
                let mut next = || cells.next().flatten();
                let mut row = StructureRow::new(next().unwrap());
                (row.parent, row.kind, row.since, row.until) = (next(), next(), next(), next());
                row
            })
            .collect();
        let (structure, findings) = Structure::build(&rows);
        let found: Vec<String> = findings
            .iter()
            .map(|finding| {
                let line = finding.place.as_ref().map_or(0, |place| place.line);
                format!("{}:{line}", finding.code)
            })
            .collect();
        assert_eq!(found, expected);
        structure
    }

    fn children(structure: &Structure, parent: &str, period: &str) -> Vec<String> {
        let children = structure.children(&parent.into(), period.parse().unwrap());
        children.into_iter().map(ToString::to_string).collect()
    }

    #[test]
    fn joined_and_left_in_between() {
        let structure = check("u\na,u,,2020-03-01\nb,u,,,2020-06-30\nc,u", &[]);
        assert_eq!(children(&structure, "u", "2019"), ["b", "c"]);
        assert_eq!(children(&structure, "u", "2020-H1"), ["a", "c"]);
    }

    #[test]
    fn moved_from_one_parent_to_another() {
        let structure = check("u\na,u\nb,u\np,a,,,2020-01-01\np,b,,2020-01-01", &[]);
        assert_eq!(children(&structure, "a", "2019"), ["p"]);
        assert_eq!(children(&structure, "b", "2020"), ["p"]);
    }

    #[test]
    fn federation_stands_beside_the_tree() {
        let structure = check(
            "f,,federation\nt,f,territorial-association\nu,,sectoral-union\nu,f\na,u,regional\na,t",
            &[],
        );
        assert!(children(&structure, "f", "2020").is_empty());
        assert!(children(&structure, "t", "2020").is_empty());
        assert_eq!(children(&structure, "u", "2020"), ["a"]);
        assert_eq!(structure.get("a").unwrap().memberships.len(), 1);
    }

    #[test]
    fn circle_is_cut_and_said() {
        let structure = check("a,b\nb,c\nc,a\nd,c", &["S002:1"]);
        assert_eq!(children(&structure, "c", "2020"), ["d"]);
        assert!(children(&structure, "a", "2020").is_empty());
    }

    #[test]
    fn no_circle_where_the_dates_do_not_meet() {
        check("a,b,,,2010-01-01\nb,a,,2010-01-01", &[]);
        check("a,b,,,2010-01-02\nb,a,,2010-01-01", &["S002:1"]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        check("u\na,x", &["S001:2"]);
        check("u\na,u\na,u", &["S003:3"]);
        check("u\nv\na,u\na,v", &["S006:4"]);
        check("u,,district\na,u,regional", &["S004:2"]);
        check("u,,club,yesterday", &["I011:1", "I011:1"]);
        check("u,,,2020-02-01,2020-01-01", &["I011:1"]);
    }

    #[test]
    fn parents_come_after_their_children() {
        let structure = check("u\na,u\nb,u\np,a\nq,p", &[]);
        let upwards = structure.parents_upwards("2020".parse().unwrap());
        let upwards: Vec<&str> = upwards.into_iter().map(OrganizationId::as_str).collect();
        assert_eq!(upwards, ["p", "a", "u"]);
    }
}
