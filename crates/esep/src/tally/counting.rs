//! What is counted, whatever file it is counted of.

use std::sync::Arc;

use super::rules::When;
use crate::form::{Form, Forms};
use crate::register::{At, ColumnKind, Register};

/// What is counted: of which register, of when, and which of all that it can tell.
#[derive(Debug, Clone)]
pub struct Counting {
    register: &'static Register,
    form: Option<Arc<Form>>,
    when: When,
    counters: Vec<Counter>,
}

/// One thing that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// The line of the form, or the name of the aside.
    pub line: String,
    /// Its place in [`Register::counts`].
    pub number: usize,
    /// How many decimals its numbers have.
    pub decimals: u8,
    /// Whether the rows of an organization together count at most once.
    pub once: bool,
}

/// The same things are counted, of the same register and of the same time.
impl PartialEq for Counting {
    fn eq(&self, other: &Self) -> bool {
        let of = |counting: &Self| (counting.register.id, counting.when);
        of(self) == of(other) && self.counters == other.counters
    }
}

impl Eq for Counting {}

impl Counting {
    /// Those of [`Register::counts`] that are meant and that a day or a period has.
    pub fn new(
        register: &'static Register,
        forms: &Forms,
        when: When,
        is_meant: impl Fn(&str) -> bool,
    ) -> Self {
        let counts = register.counts.iter().enumerate();
        let is_counted = |at: At| when.is_period() || at == At::End;
        let counted = counts.filter(|(_, it)| is_counted(it.at) && is_meant(&it.line));
        let counters = counted.map(|(number, counted)| {
            let column = counted.add.first().and_then(|column| register.columns.get(*column));
            let decimals = match column.map(|column| &column.kind) {
                Some(ColumnKind::Money) => 2,
                Some(ColumnKind::Decimal { decimals, .. }) => *decimals,
                _ => 0,
            };
            Counter { line: counted.line.clone(), number, decimals, once: counted.once }
        });
        let counters = counters.collect();
        Self { register, form: forms.get(register.form.as_str()).cloned(), when, counters }
    }

    /// What both count. They are of the same register and time.
    #[must_use]
    pub fn common(mut self, other: &Self) -> Self {
        self.counters.retain(|counter| other.counters.contains(counter));
        self
    }

    /// The register.
    pub fn register(&self) -> &'static Register {
        self.register
    }

    /// The form that the register fills, where it is known.
    pub fn form(&self) -> Option<&Arc<Form>> {
        self.form.as_ref()
    }

    /// Of when rows are counted.
    pub fn when(&self) -> When {
        self.when
    }

    /// What is counted.
    pub fn counters(&self) -> &[Counter] {
        &self.counters
    }
}
