//! What is to be tallied.

use esep::{Day, Message, Moment, OrganizationKind, Refusal, Register, When};

use crate::request::read_period;

/// What is to be tallied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TallyRequest<'a> {
    /// The register: `members`, `cases`, `injuries`, `trainings` or `agreements`.
    pub register: &'a str,
    /// The day, such as `2020-07-01`.
    pub as_of: Option<&'a str>,
    /// The period.
    pub period: Option<&'a str>,
    /// Only organizations of this kind; `None`: all.
    pub level: Option<&'a str>,
}

impl TallyRequest<'_> {
    pub(super) fn when(&self, register: &Register) -> Result<When, Refusal> {
        let refused = |key, name, given: &str| Refusal::new(Message::new(key).with(name, given));
        match (self.as_of, self.period) {
            (Some(_), None) if matches!(register.moment, Moment::Flow { .. }) => {
                let refusal = refused("run.needs-period", "register", register.id);
                Err(refusal.with_hint(Message::new("hint.use-period")))
            }
            (Some(day), None) => {
                let date = Day::read(day).and_then(Day::date);
                Ok(When::On(date.ok_or_else(|| refused("run.unreadable-day", "day", day))?))
            }
            (None, Some(period)) => Ok(When::In(read_period(period)?)),
            _ => {
                let refusal = Refusal::new(Message::new("run.day-or-period"));
                Err(refusal.with_hint(Message::new("hint.day-or-period")))
            }
        }
    }

    pub(super) fn level(&self) -> Result<Option<OrganizationKind>, Refusal> {
        self.level.map(OrganizationKind::named).transpose()
    }
}
