//! International work: memoranda, delegations, events, seminars; and the bodies beside the tree.

use crate::figure::Count;
use crate::id::OrganizationId;
use crate::period::Period;
use crate::record::{Distinct, record};
use crate::structure::{Affiliation, Structure};

record! {
    /// The international work of an organization in a period.
    ///
    /// To which international bodies it belongs is no figure but a fact with dates, which the
    /// structure holds: [`affiliations_in`] tells it.
    ///
    /// ```
    /// use esep::{Count, International, Record};
    /// let work = International {
    ///     seminars: Count::new(38),
    ///     trained: Count::new(1_123),
    ///     ..International::EMPTY
    /// };
    /// let twice = work.checked_merge(&work).unwrap();
    /// assert_eq!(twice.trained, Count::new(2_246));
    /// ```
    International of "international" {
        /// Memoranda of cooperation in force at the end of the period, in documents.
        memoranda: Count = "memoranda",
        /// Delegations sent abroad.
        delegations_sent: Count = "delegations-sent",
        /// Delegations received from abroad.
        delegations_received: Count = "delegations-received",
        /// Countries worked with; two organizations may have worked with the same.
        countries: Distinct = "countries",
        /// International events attended.
        events_attended: Count = "events-attended",
        /// International seminars held.
        seminars: Count = "seminars",
        /// Persons trained at them.
        trained: Count = "trained",
    }
}

/// The bodies beside the tree to which an organization belongs on the last day of a period:
/// international ones, federations, territorial associations; in the order of their dates.
///
/// ```
/// use esep::{Place, Structure, StructureRow, Written, affiliations_in};
/// let written = |text: &str| Written::new(text, Place::whole(&"structure.csv".into()));
/// let row = |code, parent, kind, since| {
///     let mut row = StructureRow::new(written(code));
///     row.parent = Some(written(parent)).filter(|parent| !parent.text.is_empty());
///     row.kind = Some(written(kind));
///     row.since = Some(written(since));
///     row
/// };
/// let (structure, findings) = Structure::build(&[
///     row("etuce", "", "international", "1977-01-01"),
///     row("kz", "", "sectoral-union", "1991-01-01"),
///     row("kz", "etuce", "sectoral-union", "2014-01-01"),
/// ]);
/// assert_eq!(findings, []);
/// let bodies = |year: &str| {
///     let bodies = affiliations_in(&structure, &"kz".into(), year.parse().unwrap());
///     bodies.map(|body| body.to.clone().unwrap()).collect::<Vec<_>>()
/// };
/// assert_eq!(bodies("2013"), []);
/// assert_eq!(bodies("2014"), ["etuce".into()]);
/// ```
pub fn affiliations_in<'a>(
    structure: &'a Structure,
    organization: &OrganizationId,
    period: Period,
) -> impl Iterator<Item = &'a Affiliation> + use<'a> {
    let memberships = structure.get(organization.as_str()).map(|found| &found.memberships);
    let mut holding: Vec<_> = memberships
        .into_iter()
        .flatten()
        .filter(|affiliation| affiliation.holds_on(period.last_day()))
        .collect();
    holding.sort_by_key(|affiliation| affiliation.since);
    holding.into_iter()
}
