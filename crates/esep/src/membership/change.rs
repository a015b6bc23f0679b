//! Change: by how much membership grew or fell from one period to another, gains net of losses.

use super::{MemberStatus, Members, Membership};
use crate::figure::{Count, Rational};
use crate::record::record;

record! {
    /// By how much membership grew from one period to another; below nought where it fell.
    ///
    /// The form asks for the change against the same period of the year before.
    ///
    /// ```
    /// use esep::{Count, Members, Membership, MembershipChange, Record};
    /// let members = |working, students| Membership {
    ///     members: Members {
    ///         working: Count::new(working),
    ///         students: Count::new(students),
    ///         ..Members::EMPTY
    ///     },
    ///     ..Membership::EMPTY
    /// };
    /// // An organization that boasts of 2 074 new working members, and lost 5 489 students.
    /// let (before, now) = (members(40_000, 9_000), members(42_074, 3_511));
    /// let change = MembershipChange::between(&before, &now);
    /// assert_eq!(change.working, 2_074);
    /// assert_eq!(change.gains().to_string(), "2074");
    /// assert_eq!(change.losses().to_string(), "5489");
    /// assert_eq!(change.net().to_string(), "-3415");
    /// assert_eq!(change.growth(&before).unwrap().to_string(), "-683/9800");
    /// assert_eq!(change.growth(&Membership::EMPTY), None);
    /// ```
    MembershipChange of "membership" {
        /// Working members gained or lost, in persons.
        working: i128 = "change.working",
        /// Students and pupils gained or lost, in persons.
        students: i128 = "change.students",
        /// Pensioners gained or lost, in persons.
        pensioners: i128 = "change.pensioners",
        /// Other members gained or lost, in persons.
        other: i128 = "change.other",
    }
    wholes {
        "change" => net,
    }
}

impl MembershipChange {
    /// The change from `before` to `now`: two periods of one organization.
    pub fn between(before: &Membership, now: &Membership) -> Self {
        let change = |status| difference(&before.members, &now.members, status);
        Self {
            working: change(MemberStatus::Working),
            students: change(MemberStatus::Students),
            pensioners: change(MemberStatus::Pensioners),
            other: change(MemberStatus::Other),
        }
    }

    /// Gains less losses.
    pub fn net(&self) -> Rational {
        self.parts().map(Rational::from).into_iter().sum()
    }

    /// What was gained where membership grew.
    pub fn gains(&self) -> Rational {
        self.parts().map(|part| Rational::from(part.max(0))).into_iter().sum()
    }

    /// What was lost where membership fell, above nought.
    pub fn losses(&self) -> Rational {
        self.gains() - self.net()
    }

    /// The net change over the gross membership `before`; `None` where that was 0.
    pub fn growth(&self, before: &Membership) -> Option<Rational> {
        self.net().checked_div(&before.gross()?.into())
    }

    fn parts(&self) -> [i128; 4] {
        [self.working, self.students, self.pensioners, self.other]
    }
}

fn difference(before: &Members, now: &Members, status: MemberStatus) -> i128 {
    let number = |count: Count| i128::from(count.number());
    number(now.of(status)) - number(before.of(status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    #[test]
    fn changes_of_any_size_do_not_overflow() {
        let most = MembershipChange { working: i128::MAX, students: i128::MAX, ..Record::EMPTY };
        assert_eq!(most.net(), Rational::from(i128::MAX) + Rational::from(i128::MAX));
        assert_eq!(most.checked_merge(&most), None);
        assert_eq!(MembershipChange { other: i128::MIN, ..Record::EMPTY }.gains(), Rational::ZERO);
    }
}
