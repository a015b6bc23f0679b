//! What a user's files are.

use std::collections::{BTreeMap, BTreeSet};

use esep::{Book, FormId, Language, OrganizationId, Period, Wording};
use serde::Serialize;
use tsify::Tsify;

/// What the files are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct Described {
    /// The title of the book.
    pub title: Option<String>,
    /// How many organizations the structure has.
    pub organizations: usize,
    /// The kinds of organization that have others below them.
    pub levels: Vec<DescribedKind>,
    /// The organizations that a report is asked for, from above: that whose book it is, those that
    /// have others below them; where there are none, all of which there are sheets.
    pub reporting: Vec<DescribedKind>,
    /// The forms of which there are sheets.
    pub forms: Vec<DescribedForm>,
    /// The names of the files, sorted.
    pub files: Vec<String>,
}

/// A kind of organization, an organization, or a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct DescribedKind {
    /// The id.
    pub id: String,
    /// What it is called.
    pub label: String,
}

/// A form of which there are sheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct DescribedForm {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The periods of the sheets, sorted.
    pub periods: Vec<DescribedKind>,
}

/// What these files are.
pub(crate) fn describe(book: &Book, files: Vec<String>, language: Language) -> Described {
    let wording = Wording::in_language(language);
    let mut forms: BTreeMap<&FormId, BTreeSet<Period>> = BTreeMap::new();
    for (form, period) in book.sheets.forms_and_periods() {
        forms.entry(form).or_default().insert(period);
    }
    let last = forms.values().filter_map(BTreeSet::last).max().copied();
    let parents: BTreeSet<_> = book
        .structure
        .iter()
        .flat_map(|organization| &organization.affiliations)
        .filter_map(|affiliation| affiliation.to.as_ref())
        .collect();
    let levels: BTreeSet<_> = parents
        .into_iter()
        .filter_map(|parent| book.structure.get(parent.as_str())?.kind)
        .collect();
    let levels = levels.into_iter().map(|kind| DescribedKind {
        id: kind.id().to_owned(),
        label: kind.label().in_language(language).to_owned(),
    });
    let period =
        |period: Period| DescribedKind { id: period.to_string(), label: wording.period(period) };
    let forms = forms.into_iter().map(|(id, periods)| DescribedForm {
        id: id.to_string(),
        title: book
            .forms
            .get(id.as_str())
            .map_or_else(|| id.to_string(), |form| form.title.in_language(language).to_owned()),
        periods: periods.into_iter().map(period).collect(),
    });
    Described {
        title: book.title.as_ref().map(|title| title.in_language(language).to_owned()),
        organizations: book.structure.iter().count(),
        levels: levels.collect(),
        reporting: reporting(book, last, language),
        forms: forms.collect(),
        files,
    }
}

/// The organizations that a report is asked for, from above; `last` is the last period.
fn reporting(book: &Book, last: Option<Period>, language: Language) -> Vec<DescribedKind> {
    let parents = last.map(|period| book.structure.parents_upwards(period)).unwrap_or_default();
    let mut ids: Vec<&OrganizationId> = book.root.iter().chain(parents.into_iter().rev()).collect();
    if ids.is_empty() {
        ids.extend(book.sheets.iter().map(esep::Sheet::organization));
    }
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    let described = ids.into_iter().map(|id| {
        let found = book.structure.get(id.as_str());
        let label = found.map_or(id.as_str(), |found| found.name.in_language(language));
        DescribedKind { id: id.to_string(), label: label.to_owned() }
    });
    described.collect()
}
