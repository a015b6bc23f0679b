//! The book: structure, forms and sheets together, all that a check may see.

use std::collections::BTreeSet;

use crate::form::Forms;
use crate::id::{FormId, OrganizationId};
use crate::language::Text;
use crate::sheet::Sheets;
use crate::structure::Structure;

/// A user's files, understood: who there is, which forms there are, and what was stated.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// The title.
    pub title: Option<Text>,
    /// The organization whose book it is.
    pub root: Option<OrganizationId>,
    /// The union's structure; empty where none is given.
    pub structure: Structure,
    /// The forms known: the built-in ones and the user's own.
    pub forms: Forms,
    /// What was stated.
    pub sheets: Sheets,
    /// The forms for which not every organization is expected to report, as in a published report
    /// that names only the largest regions.
    pub partial: BTreeSet<FormId>,
}

#[cfg(test)]
pub(crate) mod test;
