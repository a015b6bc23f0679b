//! What files of a register gave together, counted by organizations in little memory.

use std::borrow::Cow;
use std::io::{self, Write};

use esep::Rules;

use super::organizations::Organizations;
use super::plan::Plan;
use super::reading::Worker;
use super::{Faulty, Known, Seeing, Tallying, Task, totals};
use crate::pieces::Readable;

/// What files of a register gave together.
#[derive(Debug)]
pub(crate) struct Gathered {
    organizations: Organizations,
    counted: Option<Counted>,
}

/// What was counted, and by which rules.
#[derive(Debug)]
struct Counted {
    rules: Rules,
    separator: char,
    worker: Worker,
}

/// What a file gave besides.
#[derive(Debug)]
pub(crate) struct Gathering {
    pub(crate) rows: u64,
    pub(crate) faults: Vec<Faulty>,
}

impl Gathered {
    /// Nothing yet of these organizations.
    pub(crate) fn new(organizations: Organizations) -> Self {
        Self { organizations, counted: None }
    }

    /// Counts the rows of a table as [`Tallying::count`] does, each for the organization with the
    /// code that it says. `None` where the table has other columns than those before it.
    ///
    /// # Errors
    /// - the table cannot be read.
    pub(crate) fn count<T: Readable>(
        &mut self,
        rules: &Rules,
        separator: char,
        table: &T,
        (from, lines_above): (u64, u64),
    ) -> Result<Option<Gathering>, T::Error> {
        let is_other =
            |it: &Counted| it.separator != separator || it.rules.columns() != rules.columns();
        if self.counted.as_ref().is_some_and(is_other) {
            return Ok(None);
        }
        let heads = Cow::Borrowed(self.organizations.heads());
        let tallying = Tallying::with(rules, separator, Known::Entries, heads);
        let super::Counted { worker, faults, .. } = tallying.count(table, from, lines_above)?;
        let gathering = Gathering { rows: worker.rows, faults };
        match &mut self.counted {
            Some(counted) => counted.worker.merge(worker),
            None => self.counted = Some(Counted { rules: rules.clone(), separator, worker }),
        }
        Ok(Some(gathering))
    }

    /// Whether any organization has both rows and others below it.
    pub(crate) fn has_rows_above_others(&self) -> bool {
        let Some(Counted { worker, .. }) = &self.counted else { return false };
        let counters = &worker.counters;
        let has_rows = |head| counters.find(head).is_some_and(|place| counters.has_rows(place));
        self.organizations.above_others().any(has_rows)
    }

    /// Writes what every organization and all below it have, as CSV for machines.
    ///
    /// # Errors
    /// - it cannot be written.
    pub(crate) fn write_csv(&self, to: &mut dyn Write) -> io::Result<()> {
        let Some(Counted { rules, separator, worker }) = &self.counted else { return Ok(()) };
        let plan = &Plan::new(rules, *separator);
        let task = Task { rules, plan, known: Known::Entries, seeing: Seeing::All };
        totals::write_csv(worker, task, &self.organizations, to)
    }
}
