//! Training of union activists and members.

use crate::figure::{Count, Money, Rational, Share};
use crate::record::{parts, per, record};

parts! {
    /// Attendances of training by who attended: whoever attends two seminars is counted twice.
    Trained, each a
    /// Who was trained.
    TraineeGroup {
        /// Chairs of union organizations.
        Chairs => chairs: "chairs",
        /// Members of union committees.
        CommitteeMembers => committee_members: "committee-members",
        /// Members of auditing commissions.
        Auditing => auditing: "auditing",
        /// Technical labor inspectors.
        TechnicalInspectors => technical_inspectors: "technical-inspectors",
        /// Accountants.
        Accountants => accountants: "accountants",
        /// Employers' representatives.
        Employers => employers: "employers",
        /// Students and pupils.
        Students => students: "students",
        /// All others.
        Other => other: "other",
    }
}

record! {
    /// Training held by an organization in a period.
    ///
    /// ```
    /// use esep::{Count, Currency, Money, Record, Trained, Training};
    /// let training = Training {
    ///     seminars: Count::new(4),
    ///     trained: Trained { chairs: Count::new(90), ..Trained::EMPTY },
    ///     budget: Money::new(&180_000.into(), Currency::KZT).unwrap(),
    ///     ..Training::EMPTY
    /// };
    /// assert_eq!(training.trained_per_seminar().unwrap().to_string(), "45/2");
    /// assert_eq!(training.cost_per_person().unwrap().to_string(), "2000");
    /// assert_eq!(training.cost_per_seminar().unwrap().to_string(), "45000");
    /// assert_eq!(Training::EMPTY.cost_per_person(), None);
    /// ```
    Training of "training" {
        /// Seminars held.
        seminars: Count = "seminars",
        /// International ones among the seminars.
        international_seminars: Count = "seminars.international",
        /// Attendances by group, in persons.
        trained: Trained = "trained",
        /// What was spent.
        budget: Money = "budget",
    }
    measures {
        "trained-per-seminar" => trained_per_seminar,
        "cost-per-person" => cost_per_person,
    }
}

impl Training {
    /// Attendances per seminar; `None` where there was none.
    pub fn trained_per_seminar(&self) -> Option<Rational> {
        per(self.trained.total()?, self.seminars)
    }

    /// International seminars over all; `None` where there was none, or fewer.
    pub fn share_of_international_seminars(&self) -> Option<Share> {
        Share::new(self.international_seminars, self.seminars)
    }

    /// What was spent per seminar, in the currency's unit; `None` where there was none.
    pub fn cost_per_seminar(&self) -> Option<Rational> {
        per(self.budget.to_rational(), self.seminars)
    }

    /// What was spent per attendance, in the currency's unit; `None` where there was none.
    pub fn cost_per_person(&self) -> Option<Rational> {
        per(self.budget.to_rational(), self.trained.total()?)
    }
}
