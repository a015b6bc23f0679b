//! Violations of labor legislation, and what the union's legal service does about them.

mod legal_service;

pub use legal_service::{ConsultationChannel, Consultations, LegalService};

use crate::record::parts;

parts! {
    /// Violations of labor legislation that were found, by what they are about. Every violation is
    /// in exactly one part.
    ///
    /// ```
    /// use esep::{Count, ViolationCategory, Violations};
    /// let found = Violations {
    ///     pay: Count::new(378),
    ///     working_time: Count::new(229),
    ///     employment_relations: Count::new(349),
    ///     other: Count::new(137),
    /// };
    /// assert_eq!(found.total(), Some(Count::new(1_093)));
    /// assert_eq!(found.share_of(ViolationCategory::Pay).unwrap().to_amount(1).plain(), "34.6");
    /// ```
    Violations, each a
    /// What a violation of labor legislation is about.
    Category {
        /// Pay.
        Pay => pay: "pay",
        /// Working time and rest.
        WorkingTime => working_time: "working-time",
        /// Formalizing employment relations.
        EmploymentRelations => employment_relations: "employment-relations",
        /// Anything else.
        Other => other: "other",
    }
}
