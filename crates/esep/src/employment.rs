//! Employment in an emergency: who stood idle, was on leave, worked remotely or part time.

use crate::figure::Count;
use crate::record::{parts, record};

parts! {
    /// Persons by branch of education. Everyone is in exactly one part.
    Branches, each a
    /// A branch of education.
    Branch {
        /// Preschool education.
        Preschool => preschool: "preschool",
        /// General secondary education.
        GeneralSecondary => general_secondary: "general-secondary",
        /// Additional education.
        Additional => additional: "additional",
        /// Technical and vocational education.
        Vocational => vocational: "vocational",
        /// Higher education.
        Higher => higher: "higher",
        /// Other organizations.
        Other => other: "other",
    }
}

record! {
    /// How many were under which measure in an emergency, by branch of education.
    ///
    /// Whoever changed from one measure to another in the period is counted under both, so the
    /// measures are not added up. Regions compare by [`records_of`](crate::records_of).
    ///
    /// ```
    /// use esep::{Branch, Branches, Count, Employment, EmploymentMeasure, Record};
    /// let unpaid_leave = Branches {
    ///     preschool: Count::new(1_989),
    ///     general_secondary: Count::new(298),
    ///     additional: Count::new(346),
    ///     vocational: Count::new(145),
    ///     other: Count::new(33),
    ///     ..Branches::EMPTY
    /// };
    /// let employment = Employment { unpaid_leave, ..Employment::EMPTY };
    /// let persons = employment.under(EmploymentMeasure::UnpaidLeave);
    /// assert_eq!(persons.total(), Some(Count::new(2_811)));
    /// assert_eq!(persons.of(Branch::Preschool), Count::new(1_989));
    /// ```
    Employment of "emergency-employment" {
        /// On downtime, in persons.
        downtime: Branches = "downtime",
        /// On paid annual leave, in persons.
        annual_leave: Branches = "annual-leave",
        /// On unpaid leave, in persons.
        unpaid_leave: Branches = "unpaid-leave",
        /// Working remotely, in persons.
        remote_work: Branches = "remote-work",
        /// Working part time, in persons.
        part_time: Branches = "part-time",
    }
}

/// What became of someone's work in an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EmploymentMeasure {
    /// The work stood still.
    Downtime,
    /// Paid annual leave.
    AnnualLeave,
    /// Unpaid leave.
    UnpaidLeave,
    /// Remote work.
    RemoteWork,
    /// Part-time work.
    PartTime,
}

impl EmploymentMeasure {
    /// All of them, in the order of the form.
    pub const ALL: &'static [Self] =
        &[Self::Downtime, Self::AnnualLeave, Self::UnpaidLeave, Self::RemoteWork, Self::PartTime];

    /// The id of its line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Downtime => "downtime",
            Self::AnnualLeave => "annual-leave",
            Self::UnpaidLeave => "unpaid-leave",
            Self::RemoteWork => "remote-work",
            Self::PartTime => "part-time",
        }
    }
}

impl Employment {
    /// The persons under a measure, by branch of education.
    pub const fn under(&self, measure: EmploymentMeasure) -> Branches {
        match measure {
            EmploymentMeasure::Downtime => self.downtime,
            EmploymentMeasure::AnnualLeave => self.annual_leave,
            EmploymentMeasure::UnpaidLeave => self.unpaid_leave,
            EmploymentMeasure::RemoteWork => self.remote_work,
            EmploymentMeasure::PartTime => self.part_time,
        }
    }

    /// How many were under a measure in one branch of education.
    pub const fn count(&self, measure: EmploymentMeasure, branch: Branch) -> Count {
        self.under(measure).of(branch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Rational;
    use crate::record::Record;

    #[test]
    fn every_measure_and_branch_stands_on_its_own_line() {
        let mut employment = Employment::EMPTY;
        let mut next = 0;
        let mut numbers = || {
            let mut branches = Branches::EMPTY;
            for branch in Branch::ALL {
                next += 1;
                *branches.of_mut(*branch) = Count::new(next);
            }
            branches
        };
        employment.downtime = numbers();
        employment.annual_leave = numbers();
        employment.unpaid_leave = numbers();
        employment.remote_work = numbers();
        employment.part_time = numbers();
        let lines = employment.lines();
        for measure in EmploymentMeasure::ALL {
            for branch in Branch::ALL {
                let id = format!("{}.{}", measure.id(), branch.id());
                let said = lines.iter().find(|said| said.line.as_str() == id).unwrap();
                let expected = Rational::from(employment.count(*measure, *branch));
                assert_eq!(said.number.as_ref(), Some(&expected), "{id}");
            }
        }
    }
}
