//! Membership: who belongs to the union, by status, sex and age, and what follows from it.

mod bodies;
mod change;
mod movement;

pub use bodies::{Bodies, BodyKind, UnionBodies};
pub use change::MembershipChange;
pub use movement::Movement;

use crate::figure::{Count, Rational, Share};
use crate::form::{Band, Form};
use crate::record::{parts, per, record};

parts! {
    /// Members by what they live from. Every member is in exactly one part.
    Members, each a
    /// What a member lives from.
    MemberStatus {
        /// Members who are employees, in persons.
        Working => working: "working",
        /// Students and pupils, in persons.
        Students => students: "students",
        /// Pensioners who do not work, in persons.
        Pensioners => pensioners: "pensioners",
        /// All other members, in persons.
        Other => other: "other",
    }
}

record! {
    /// The members of an organization at the end of a period, and the employees whom it could have.
    ///
    /// Union density is net membership over employees, as ILOSTAT and the OECD/AIAS ICTWSS database
    /// define it: members who are employees count, students and pensioners do not.
    ///
    /// A measure is `None` where its base is 0 or unknown, and where its part exceeds its base:
    /// nothing keeps anyone from writing down more women than members.
    ///
    /// ```
    /// use esep::{Count, Members, Membership, Record};
    /// let membership = Membership {
    ///     members: Members {
    ///         working: Count::new(600_000),
    ///         students: Count::new(97_702),
    ///         pensioners: Count::new(5_368),
    ///         ..Members::EMPTY
    ///     },
    ///     women: Some(Count::new(510_188)),
    ///     employees: Some(Count::new(692_841)),
    ///     ..Membership::EMPTY
    /// };
    /// assert_eq!(membership.gross(), Some(Count::new(703_070)));
    /// assert_eq!(membership.net(), Count::new(600_000));
    /// assert_eq!(membership.density().unwrap().to_amount(1).plain(), "86.6");
    /// let gross = membership.density_gross().unwrap();
    /// assert_eq!(gross.round(3).to_string(), "203/200");
    /// assert_eq!(membership.men(), Some(Count::new(192_882)));
    /// assert_eq!(membership.share_of_women().unwrap().to_amount(1).plain(), "72.6");
    ///
    /// let unknown = Membership { employees: None, ..membership };
    /// assert_eq!(unknown.density(), None);
    /// ```
    Membership of "membership" {
        /// The members by status, in persons.
        members: Members = "members",
        /// Women among the members, in persons, where they are known.
        women: Option<Count> = "women",
        /// Members under 35, in persons, where they are known.
        youth: Option<Count> = "youth",
        /// All who work where the union is active, members or not, in persons, where they are
        /// known.
        employees: Option<Count> = "employees",
    }
    measures {
        "share.women" => share_of_women,
        "share.students" => share_of_students,
        "share.youth" => share_of_youth,
        "density" => density,
    }
}

impl Membership {
    /// Gross membership: all members. `None` where that is above 2^64.
    pub fn gross(&self) -> Option<Count> {
        self.members.total()
    }

    /// Net membership: members who are employees.
    pub const fn net(&self) -> Count {
        self.members.working
    }

    /// Men among the members; `None` where the women are not known.
    pub fn men(&self) -> Option<Count> {
        self.gross()?.checked_sub(self.women?)
    }

    /// Union density: net membership over employees.
    pub fn density(&self) -> Option<Share> {
        Share::new(self.net(), self.employees?)
    }

    /// Gross density: all members over employees, which may be above 1; `None` where these are 0 or
    /// unknown.
    pub fn density_gross(&self) -> Option<Rational> {
        per(self.gross()?, self.employees?)
    }

    /// The coverage band in which density lies, of those that the form lists for it.
    ///
    /// ```
    /// use esep::{Count, Forms, Members, Membership, Record};
    /// let membership = Membership {
    ///     members: Members { working: Count::new(866), ..Members::EMPTY },
    ///     employees: Some(Count::new(1_000)),
    ///     ..Membership::EMPTY
    /// };
    /// let forms = Forms::built_in();
    /// let band = membership.coverage_band(forms.get("membership").unwrap()).unwrap();
    /// assert_eq!(band.text, "78-90 %");
    /// ```
    pub fn coverage_band<'form>(&self, form: &'form Form) -> Option<&'form Band> {
        let density = self.density()?.ratio();
        form.line("density")?.bands.iter().find(|band| band.contains(&density))
    }

    /// Women over all members.
    pub fn share_of_women(&self) -> Option<Share> {
        Share::new(self.women?, self.gross()?)
    }

    /// Students and pupils over all members.
    pub fn share_of_students(&self) -> Option<Share> {
        self.members.share_of(MemberStatus::Students)
    }

    /// Members under 35 over all members.
    pub fn share_of_youth(&self) -> Option<Share> {
        Share::new(self.youth?, self.gross()?)
    }
}
