//! A row of `structure.csv` as written, nothing decided.

use crate::place::{Place, Written};

/// A row of `structure.csv` as written. Only the code is required.
///
/// Several rows may share a code: each is one affiliation, with its own dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureRow {
    /// Where the row begins.
    pub place: Place,
    /// The code of the organization.
    pub code: Written,
    /// The code of the organization it belongs to; `None` at the root.
    pub parent: Option<Written>,
    /// The kind, by its id or its name in any language.
    pub kind: Option<Written>,
    /// The name in Kazakh.
    pub name_kk: Option<Written>,
    /// The name in Russian.
    pub name_ru: Option<Written>,
    /// The name in English.
    pub name_en: Option<Written>,
    /// The name, where it is given once for all languages.
    pub name: Option<Written>,
    /// The first day of the affiliation, as `2005-06-21`.
    pub since: Option<Written>,
    /// The first day after the affiliation.
    pub until: Option<Written>,
    /// Other names met in documents, separated by `|`.
    pub aliases: Option<Written>,
    /// The codes of the organizations whose ground this one took over, separated by `|`.
    pub predecessor: Option<Written>,
    /// How many employees there are where the organization is active.
    pub employees: Option<Written>,
}

impl StructureRow {
    /// A row with a code and nothing else.
    pub fn new(code: Written) -> Self {
        Self {
            place: code.place.clone(),
            code,
            parent: None,
            kind: None,
            name_kk: None,
            name_ru: None,
            name_en: None,
            name: None,
            since: None,
            until: None,
            aliases: None,
            predecessor: None,
            employees: None,
        }
    }
}
