//! Movement: who became a member and who ceased to be within a period.

use crate::figure::Count;
use crate::record::record;

record! {
    /// How an organization's membership came from the start of a period to its end.
    ///
    /// It fills lines of the same form as [`Membership`](crate::Membership), whose gross membership
    /// is what it closes with.
    ///
    /// ```
    /// use esep::{Count, Movement};
    /// let movement = Movement {
    ///     opening: Count::new(1_000),
    ///     joined: Count::new(50),
    ///     left: Count::new(80),
    /// };
    /// assert_eq!(movement.closing(), Some(Count::new(970)));
    /// assert_eq!(Movement { left: Count::new(1_051), ..movement }.closing(), None);
    /// ```
    Movement of "membership" {
        /// Members at the start of the period, in persons.
        opening: Count = "opening",
        /// Those who joined in the period, in persons.
        joined: Count = "joined",
        /// Those who left in the period, in persons.
        left: Count = "left",
    }
}

impl Movement {
    /// Members at the end of the period; `None` where more left than there were, or it is above
    /// 2^64.
    pub fn closing(&self) -> Option<Count> {
        self.opening.checked_add(self.joined)?.checked_sub(self.left)
    }
}
