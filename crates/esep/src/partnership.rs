//! Social partnership: agreements with their terms and amendments, and whom they cover.

mod agreement;

pub use agreement::Agreement;

use crate::figure::{Count, Share};
use crate::period::Period;
use crate::record::{parts, record};

parts! {
    /// Agreements by level. Every one is in exactly one part.
    Agreements, each a
    /// The level of an agreement.
    AgreementLevel {
        /// For the whole republic.
        Republican => republican: "republican",
        /// For an industry.
        Sectoral => sectoral: "sectoral",
        /// For an oblast or a city of that rank.
        Regional => regional: "regional",
        /// For a district or a city.
        District => district: "district",
    }
}

record! {
    /// Agreements and collective agreements in force at the end of a period, and whom they cover.
    ///
    /// Coverage is workers to whom a collective agreement applies over all employees, as ILOSTAT
    /// and the OECD/AIAS ICTWSS database count it.
    ///
    /// ```
    /// use esep::{Count, Partnership, Record};
    /// let partnership = Partnership {
    ///     employees: Some(Count::new(800)),
    ///     workers_covered: Count::new(700),
    ///     organizations: Some(Count::new(10)),
    ///     organizations_covered: Count::new(9),
    ///     ..Partnership::EMPTY
    /// };
    /// assert_eq!(partnership.coverage().unwrap().to_amount(1).plain(), "87.5");
    /// let organizations = partnership.share_of_organizations_covered();
    /// assert_eq!(organizations.unwrap().to_amount(0).plain(), "90");
    /// assert_eq!(Partnership { employees: None, ..partnership }.coverage(), None);
    /// ```
    Partnership of "social-partnership" {
        /// Agreements in force, by level.
        agreements: Agreements = "agreements",
        /// Amendments made to agreements in the period.
        amendments: Count = "amendments",
        /// Collective agreements in force.
        collective_agreements: Count = "collective-agreements",
        /// Organizations in which the union is active, where they are known.
        organizations: Option<Count> = "organizations",
        /// Those of them that have a collective agreement.
        organizations_covered: Count = "organizations-covered",
        /// Employees of these organizations, in persons, where they are known.
        employees: Option<Count> = "employees",
        /// Those of them to whom a collective agreement applies, in persons.
        workers_covered: Count = "workers-covered",
        /// Meetings of the commission on social partnership in the period.
        commission_meetings: Count = "commission-meetings",
    }
    measures {
        "coverage" => coverage,
    }
}

impl Partnership {
    /// Workers covered over employees; `None` where these are 0 or unknown, or fewer.
    pub fn coverage(&self) -> Option<Share> {
        Share::new(self.workers_covered, self.employees?)
    }

    /// Organizations covered over organizations; `None` where these are 0 or unknown, or fewer.
    pub fn share_of_organizations_covered(&self) -> Option<Share> {
        Share::new(self.organizations_covered, self.organizations?)
    }

    /// The same with these agreements: those in force on the last day of the period, and the
    /// amendments made in it.
    ///
    /// ```
    /// use esep::{Agreement, AgreementLevel, Count, Partnership, Record};
    /// use time::macros::date;
    /// let pavlodar = Agreement {
    ///     level: AgreementLevel::Sectoral,
    ///     since: date!(2021-01-01),
    ///     until: None,
    ///     amendments: vec![date!(2021-05-20), date!(2022-03-01)],
    /// };
    /// let year = "2021".parse().unwrap();
    /// let partnership = Partnership::EMPTY.with_agreements(&[pavlodar], year);
    /// assert_eq!(partnership.agreements.sectoral, Count::new(1));
    /// assert_eq!(partnership.amendments, Count::new(1));
    /// ```
    #[must_use]
    pub fn with_agreements(self, agreements: &[Agreement], period: Period) -> Self {
        let mut counts = Agreements::EMPTY;
        for level in AgreementLevel::ALL {
            let in_force = agreements.iter().filter(|agreement| {
                agreement.level == *level && agreement.is_in_force_on(period.last_day())
            });
            *counts.of_mut(*level) = how_many(in_force);
        }
        let amendments = how_many(agreements.iter().flat_map(|a| a.amendments_in(period)));
        Self { agreements: counts, amendments, ..self }
    }
}

fn how_many<T>(items: impl Iterator<Item = T>) -> Count {
    Count::new(u64::try_from(items.count()).unwrap_or(u64::MAX))
}
