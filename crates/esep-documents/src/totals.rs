//! Rows of totals: `Итого` among the organizations of a table stands for the one above them all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use esep::{
    Code, Entry, Finding, Lookup, Message, Names, OrganizationId, Period, Structure, StructureRow,
    Written,
};

use crate::sheet::Entries;

/// What the row of a total is called.
const WORDS: &[&str] =
    &["барлығы", "жиыны", "жалпы жиыны", "итого", "всего", "total", "grand total"];

/// What begins the name of a row that is a total of some rows only, or part of another row.
const PARTIAL: &[&str] = &[
    "барлығы",
    "жиыны",
    "итого",
    "всего",
    "в том числе",
    "в т.ч",
    "из них",
    "оның ішінде",
    "соның ішінде",
    "total",
    "subtotal",
    "of which",
    "including",
];

/// The structure that follows from rows of totals, where nothing else is said of the structure:
/// every other organization of such a document belongs to that of the total.
///
/// Nothing follows where a document has totals of some of its rows: which ones, it does not say.
pub(crate) fn structure_of_totals(documents: &[Entries]) -> Vec<StructureRow> {
    let names = Words::new();
    let parties: Vec<_> = documents.iter().map(|document| names.parties(document)).collect();
    let is_clear = !parties.iter().any(|parties| parties.has_partial);
    let first = parties.iter().find_map(Parties::total).filter(|_| is_clear);
    let Some(first) = first else { return Vec::new() };
    let code = Written::new(first.text.trim_end_matches(':'), first.place.clone());
    let mut rows = BTreeMap::new();
    for parties in &parties {
        for other in &parties.others {
            let row = rows
                .entry(Arc::clone(&other.text))
                .or_insert_with(|| StructureRow::new(other.clone()));
            row.parent = row.parent.take().or_else(|| parties.total().map(|_| code.clone()));
        }
    }
    let totals = parties.iter().flat_map(|parties| &parties.totals);
    let aliases: BTreeSet<&str> = totals.map(|total| &*total.text).collect();
    let aliases: Vec<&str> = aliases.into_iter().collect();
    let mut top = StructureRow::new(code);
    top.aliases = Some(Written::new(aliases.join("|"), first.place.clone()));
    [top].into_iter().chain(rows.into_values()).collect()
}

/// Gives the rows of totals to the organization above all others of their document, where these
/// are all that it has. Of whom others are the total is asked back.
pub(crate) fn name_totals(documents: &mut [Entries], structure: &Structure) -> Vec<Finding> {
    let names = Words::new();
    let mut findings = Vec::new();
    for document in documents.iter_mut().filter(|_| !structure.is_empty()) {
        let Parties { totals, others, .. } = names.parties(document);
        let is_known = |written: &Written| structure.find(&written.text) != Lookup::Unknown;
        if totals.is_empty() || totals.iter().any(is_known) {
            continue;
        }
        let ids = known(structure, &others).unwrap_or_default();
        let mut parents: BTreeMap<Option<Arc<str>>, Option<OrganizationId>> = BTreeMap::new();
        document.entries.retain_mut(|entry| {
            let Some(organization) = &mut entry.organization else { return true };
            if !totals.iter().any(|total| total.text == organization.text) {
                return true;
            }
            let period = entry.period.as_ref().map(|period| Arc::clone(&period.text));
            let is_first = !parents.contains_key(&period);
            let parent = parents.entry(period).or_insert_with_key(|period| {
                common_parent(structure, &ids, period.as_ref()?.trim().parse().ok()?)
            });
            match parent {
                Some(parent) => {
                    Arc::make_mut(organization).text = Arc::from(parent.as_str());
                }
                None if is_first => findings.push(unclear(organization)),
                None => {}
            }
            parent.is_some()
        });
    }
    findings
}

/// A finding that a row is a total, but not of whom.
fn unclear(total: &Written) -> Finding {
    let message = Message::new("unknown-organization.total").with("total", &*total.text);
    Finding::new(Code::UnknownOrganization, Some(total.place.clone()), message)
        .with_hint(Message::new("hint.whose-total"))
}

/// The organizations of these names; `None` where one of them is not known.
fn known(structure: &Structure, names: &[Written]) -> Option<BTreeSet<OrganizationId>> {
    let ids = names.iter().map(|name| match structure.find(&name.text) {
        Lookup::Found(id) => Some(id),
        _ => None,
    });
    ids.collect()
}

/// The organization to which all of these belong, and no others.
fn common_parent(
    structure: &Structure,
    ids: &BTreeSet<OrganizationId>,
    period: Period,
) -> Option<OrganizationId> {
    let parent = structure.parent(ids.first()?, period)?;
    let children: BTreeSet<&OrganizationId> =
        structure.children(parent, period).into_iter().collect();
    (children == ids.iter().collect()).then(|| parent.clone())
}

/// The organizations of a document, each once: those of its totals, and all others.
#[derive(Default)]
struct Parties {
    totals: Vec<Written>,
    others: Vec<Written>,
    /// Whether rows add up some of the others.
    has_partial: bool,
}

impl Parties {
    /// The total of all others.
    fn total(&self) -> Option<&Written> {
        self.totals.first().filter(|_| !self.others.is_empty())
    }
}

struct Words {
    names: Names<()>,
}

impl Words {
    fn new() -> Self {
        let mut names = Names::default();
        for word in WORDS {
            names.add(word, ());
        }
        Self { names }
    }

    fn is_total(&self, text: &str) -> bool {
        self.names.find(text) != Lookup::Unknown
    }

    fn parties(&self, document: &Entries) -> Parties {
        let mut parties = Parties::default();
        let mut known = BTreeSet::new();
        let mut last: Option<&Arc<str>> = None;
        for organization in document.entries.iter().filter_map(organization_of) {
            let text = &organization.text;
            // Most figures are of the same organization as those before them.
            if last.replace(text).is_some_and(|last| Arc::ptr_eq(last, text)) || !known.insert(text)
            {
                continue;
            }
            let list = if self.is_total(text) { &mut parties.totals } else { &mut parties.others };
            list.push(organization.clone());
        }
        parties.has_partial = !parties.totals.is_empty()
            && parties.others.iter().any(|other| {
                let text = other.text.trim().to_lowercase();
                PARTIAL.iter().any(|word| text.starts_with(word))
            });
        parties
    }
}

fn organization_of(entry: &Entry) -> Option<&Written> {
    entry.organization.as_deref().filter(|organization| !organization.text.trim().is_empty())
}
