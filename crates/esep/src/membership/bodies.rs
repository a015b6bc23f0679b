//! Bodies: how many organizations of which kind stand below one, counted in the structure.

use std::collections::BTreeSet;

use crate::figure::Count;
use crate::id::OrganizationId;
use crate::period::Period;
use crate::record::{parts, record};
use crate::structure::{OrganizationKind, Structure};

parts! {
    /// Organizations by kind. Every organization is in exactly one part.
    Bodies, each a
    /// The kinds of organizations that the form counts.
    BodyKind {
        /// Organizations of oblasts.
        Oblast => oblast: "oblast",
        /// Organizations of parts of oblasts.
        Territorial => territorial: "territorial",
        /// Organizations with the status of a branch.
        Branch => branch: "branch",
        /// Organizations of districts.
        District => district: "district",
        /// Organizations of cities.
        City => city: "city",
        /// Local unions.
        Local => local: "local",
        /// Primary organizations; those of students among them, for which the form has no line.
        Primary => primary: "primary",
    }
}

record! {
    /// How many organizations stand below one at the end of a period.
    ///
    /// It is counted in the structure, never added up along it: what the children count leaves out
    /// the children themselves.
    UnionBodies of "membership" {
        /// The organizations by kind.
        bodies: Bodies = "organizations",
    }
}

impl UnionBodies {
    /// Counts the organizations that belong to one in a period, over however many steps.
    ///
    /// # Errors
    /// Organizations below it that are of no kind that the form counts, sorted by code.
    ///
    /// ```
    /// use esep::{Count, Place, Structure, StructureRow, UnionBodies, Written};
    /// let written = |text: &str| Written::new(text, Place::whole(&"structure.csv".into()));
    /// let row = |code, parent, kind| {
    ///     let mut row = StructureRow::new(written(code));
    ///     row.parent = Some(written(parent));
    ///     row.kind = Some(written(kind));
    ///     row
    /// };
    /// let (structure, findings) = Structure::build(&[
    ///     row("kz", "", "sectoral-union"),
    ///     row("aktobe", "kz", "regional"),
    ///     row("university", "aktobe", "student"),
    /// ]);
    /// assert_eq!(findings, []);
    /// let year = "2024".parse().unwrap();
    /// let below = UnionBodies::below(&structure, &"kz".into(), year).unwrap();
    /// assert_eq!(below.bodies.oblast, Count::new(1));
    /// assert_eq!(below.bodies.total(), Some(Count::new(2)));
    /// ```
    pub fn below(
        structure: &Structure,
        organization: &OrganizationId,
        period: Period,
    ) -> Result<Self, Vec<OrganizationId>> {
        let mut bodies = Bodies::EMPTY;
        let mut uncounted = BTreeSet::new();
        let mut waiting = structure.children(organization, period);
        while let Some(id) = waiting.pop() {
            waiting.extend(structure.children(id, period));
            let kind = structure.get(id.as_str()).and_then(|found| found.kind);
            let Some(kind) = kind.and_then(counted) else {
                uncounted.insert(id.clone());
                continue;
            };
            let count = bodies.of_mut(kind);
            *count = count.checked_add(Count::new(1)).unwrap_or(*count);
        }
        if uncounted.is_empty() {
            Ok(Self { bodies })
        } else {
            Err(uncounted.into_iter().collect())
        }
    }
}

/// As which kind the form counts an organization.
fn counted(kind: OrganizationKind) -> Option<BodyKind> {
    match kind {
        OrganizationKind::Regional => Some(BodyKind::Oblast),
        OrganizationKind::Territorial => Some(BodyKind::Territorial),
        OrganizationKind::Branch => Some(BodyKind::Branch),
        OrganizationKind::District => Some(BodyKind::District),
        OrganizationKind::City => Some(BodyKind::City),
        OrganizationKind::Local => Some(BodyKind::Local),
        OrganizationKind::Primary | OrganizationKind::Student => Some(BodyKind::Primary),
        OrganizationKind::International
        | OrganizationKind::Federation
        | OrganizationKind::TerritorialAssociation
        | OrganizationKind::SectoralUnion => None,
    }
}
