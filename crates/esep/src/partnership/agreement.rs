//! One agreement between the social partners.

use time::Date;

use super::AgreementLevel;
use crate::period::Period;

/// An agreement between the social partners, with its term and amendments.
///
/// ```
/// use esep::{Agreement, AgreementLevel};
/// use time::macros::date;
/// let agreement = Agreement {
///     level: AgreementLevel::Sectoral,
///     since: date!(2018-01-01),
///     until: Some(date!(2021-01-01)),
///     amendments: vec![date!(2019-06-05)],
/// };
/// assert!(agreement.is_in_force_on(date!(2020-12-31)));
/// assert!(!agreement.is_in_force_on(date!(2021-01-01)));
/// assert_eq!(agreement.amendments_in("2019-H1".parse().unwrap()).count(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Whom it binds.
    pub level: AgreementLevel,
    /// The first day of its term.
    pub since: Date,
    /// The first day after its term; `None`: until it is replaced.
    pub until: Option<Date>,
    /// The days on which it was amended.
    pub amendments: Vec<Date>,
}

impl Agreement {
    /// Whether it is in force on a day: from `since`, to the day before `until`.
    pub fn is_in_force_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }

    /// The days in a period on which it was amended.
    pub fn amendments_in(&self, period: Period) -> impl Iterator<Item = Date> {
        let days = period.first_day()..=period.last_day();
        self.amendments.iter().copied().filter(move |day| days.contains(day))
    }
}
