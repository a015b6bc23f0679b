//! Occupational injuries, and the rates that make them comparable.

use crate::figure::{Count, Money, Rational};
use crate::record::{parts, per, record};

parts! {
    /// Persons injured at work, by the severity of the injury. Everyone is in exactly one part.
    Injured, each a
    /// How severe an injury is.
    InjurySeverity {
        /// Minor injuries.
        Minor => minor: "minor",
        /// Moderate injuries.
        Moderate => moderate: "moderate",
        /// Severe injuries.
        Severe => severe: "severe",
        /// Fatal injuries.
        Fatal => fatal: "fatal",
    }
}

record! {
    /// Occupational injuries of a period, and the work during which they happened.
    ///
    /// The rates are those of the resolution concerning statistics of occupational injuries of the
    /// 16th International Conference of Labour Statisticians (ILO, 1998), and the incidence of
    /// Eurostat. Each has its base in its name and is `None` where that base is 0 or unknown. Fatal
    /// injuries are within the injured; days lost leave them out.
    ///
    /// ```
    /// use esep::{Count, Injured, Injuries, Record};
    /// let injuries = Injuries {
    ///     injured: Injured { minor: Count::new(2), fatal: Count::new(1), ..Injured::EMPTY },
    ///     days_lost: Count::new(40),
    ///     workers: Some(Count::new(1_200)),
    ///     hours_worked: Some(Count::new(2_000_000)),
    ///     ..Injuries::EMPTY
    /// };
    /// assert_eq!(injuries.incidence_per_1000_workers().unwrap().to_string(), "5/2");
    /// assert_eq!(injuries.incidence_per_100000_employed().unwrap().to_string(), "250");
    /// assert_eq!(injuries.frequency_per_million_hours().unwrap().to_string(), "3/2");
    /// assert_eq!(injuries.severity_days_per_million_hours().unwrap().to_string(), "20");
    ///
    /// let unknown = Injuries { hours_worked: None, ..injuries };
    /// assert_eq!(unknown.frequency_per_million_hours(), None);
    /// ```
    Injuries of "occupational-injury" {
        /// The injured by severity, in persons.
        injured: Injured = "injured",
        /// Calendar days lost to incapacity; fatal injuries have none.
        days_lost: Count = "days-lost",
        /// What was paid for the days lost.
        sick_pay: Money = "sick-pay",
        /// The average number employed, in persons, where it is known.
        workers: Option<Count> = "workers",
        /// Hours worked by all of them, where they are known.
        hours_worked: Option<Count> = "hours-worked",
    }
    measures {
        "incidence-per-1000-workers" => incidence_per_1000_workers,
        "incidence-per-100000-employed" => incidence_per_100000_employed,
        "frequency-per-million-hours" => frequency_per_million_hours,
        "severity-days-per-million-hours" => severity_days_per_million_hours,
    }
}

impl Injuries {
    /// Injured per 1 000 workers (16th ICLS).
    pub fn incidence_per_1000_workers(&self) -> Option<Rational> {
        rate(1_000, self.injured.total()?, self.workers?)
    }

    /// Injured per 100 000 employed (Eurostat).
    pub fn incidence_per_100000_employed(&self) -> Option<Rational> {
        rate(100_000, self.injured.total()?, self.workers?)
    }

    /// Injured per million hours worked (16th ICLS).
    pub fn frequency_per_million_hours(&self) -> Option<Rational> {
        rate(1_000_000, self.injured.total()?, self.hours_worked?)
    }

    /// Days lost per million hours worked (16th ICLS).
    pub fn severity_days_per_million_hours(&self) -> Option<Rational> {
        rate(1_000_000, self.days_lost, self.hours_worked?)
    }
}

fn rate(scale: u32, number: Count, base: Count) -> Option<Rational> {
    per(Rational::from(number) * Rational::from(scale), base)
}
