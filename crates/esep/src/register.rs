//! Registers: one row for each member, case, injury, training or agreement; as data.
//!
//! A register says which columns its rows have, how they are headed and what their values are
//! called in three languages, and which rows count in which line of a form.

mod file;

use std::sync::OnceLock;

use crate::finding::{Argument, Message, Refusal};
use crate::id::FormId;
use crate::language::{Language, Text};
use crate::lookup::{Lookup, Names, nearest};

/// A register that can be tallied.
///
/// ```
/// use esep::Register;
/// let members = Register::find("members").unwrap();
/// assert_eq!(members.form.as_str(), "membership");
/// assert_eq!(members.column("sex").unwrap().label.in_language(esep::Language::Ru), "пол");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The id: `members`, `cases`, `injuries`, `trainings`, `agreements`.
    pub id: &'static str,
    /// The form whose lines it fills.
    pub form: FormId,
    /// What it is called.
    pub title: Text,
    /// On which days a row counts.
    pub moment: Moment,
    /// The columns, in the order in which they are usually written.
    pub columns: Vec<RegisterColumn>,
    /// Two columns of dates each, of which the first is never after the second.
    pub orders: Vec<(usize, usize)>,
    /// What no row can be.
    pub never: Vec<Vec<Condition>>,
    /// What is counted.
    pub counts: Vec<Tallied>,
    /// The lines of the form that the structure fills with the employees of an organization.
    pub employees: Vec<String>,
    /// The lines, asides and measures that a table shows, in this order.
    pub table: Vec<String>,
}

/// On which days a row counts. The numbers are places in [`Register::columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// On all days from one to the day before another; without end where that is blank.
    Stock {
        /// The first day.
        from: usize,
        /// The first day after.
        until: usize,
    },
    /// On one day.
    Flow {
        /// The day.
        on: usize,
    },
}

/// A column of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterColumn {
    /// The id, which heads it in a register that is written by machine.
    pub id: String,
    /// How it is headed in three languages.
    pub label: Text,
    /// Other headings met in registers.
    pub aliases: Vec<String>,
    /// What its values are.
    pub kind: ColumnKind,
    /// Whether nothing can be counted without it.
    pub is_needed: bool,
    /// Whether a value may be left out.
    pub may_be_blank: bool,
}

/// What the values of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// What a row is known by: no two rows have the same.
    Key,
    /// The organization that the row belongs to.
    Organization,
    /// A day.
    Date,
    /// One of a few things.
    Choice(Vec<Choice>),
    /// Yes or no; blank is no.
    Flag,
    /// A whole number, not negative; blank is 0.
    Count,
    /// An amount in tenge, not negative, with at most two decimals; blank is 0.
    Money,
    /// Any other number that is not negative.
    Decimal {
        /// How many decimals it has at most.
        decimals: u8,
        /// The largest that makes sense.
        max: u32,
    },
}

/// One of the things that a column can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The id.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// The names by which it is known besides its id, in three languages.
    pub names: Vec<String>,
}

/// What is counted of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    /// The line of the form; of an aside, its own name.
    pub line: String,
    /// What an aside is called: it is shown, but no line of the form.
    pub aside: Option<Text>,
    /// Whether an aside counts persons; of a line, the form says so.
    pub of_persons: bool,
    /// Which rows, by their dates.
    pub at: At,
    /// Which of these: all conditions hold.
    pub conditions: Vec<Condition>,
    /// The columns whose numbers are added up; none: rows are counted.
    pub add: Vec<usize>,
    /// Whether an organization counts once, however many rows it has.
    pub once: bool,
}

/// Which rows are counted, by their dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Those that count on the last day, or within the period.
    End,
    /// Those that counted on the day before the period.
    Start,
    /// Those that began to count in the period.
    Begun,
    /// Those that ceased to count in the period.
    Ended,
}

/// What a row must be to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The column.
    pub column: usize,
    /// What its value must be.
    pub is: Test,
}

/// What a value must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// One of these choices, by their places.
    OneOf(Vec<usize>),
    /// This flag.
    Flag(bool),
    /// A day less than so many years before the last day of the period: an age.
    Under(u16),
}

impl Register {
    /// The registers that come with Esep.
    pub fn all() -> &'static [Self] {
        static REGISTERS: OnceLock<Vec<Register>> = OnceLock::new();
        REGISTERS
            .get_or_init(|| FILES.iter().filter_map(|(id, text)| file::read(id, text)).collect())
    }

    /// The files of the registers, as id and text.
    pub fn files() -> &'static [(&'static str, &'static str)] {
        FILES
    }

    /// The register with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|register| register.id == id)
    }

    /// The register that somebody asks for.
    ///
    /// # Errors
    /// - there is none with this id; the nearest is named.
    pub fn named(id: &str) -> Result<&'static Self, Refusal> {
        Self::find(id).ok_or_else(|| {
            let refusal = Refusal::new(Message::new("run.unknown-register").with("register", id));
            let ids = || FILES.iter().map(|(id, _)| *id);
            refusal.with_hint(match nearest(id, ids()) {
                Some(name) => Message::new("hint.nearest").with("name", name),
                None => {
                    let ids: Vec<Argument> = ids().map(Argument::from).collect();
                    Message::new("hint.one-of").with("values", ids)
                }
            })
        })
    }

    /// The place of the column that a heading means, however it is typed.
    pub fn column_named(&self, heading: &str) -> Option<usize> {
        match self.headings().find(heading) {
            Lookup::Found(column) => Some(column),
            _ => None,
        }
    }

    /// The headings of the columns, in three languages.
    pub(crate) fn headings(&self) -> Names<usize> {
        let mut names = Names::default();
        for (number, column) in self.columns.iter().enumerate() {
            names.add(&column.id, number);
            for language in Language::ALL {
                names.add(column.label.in_language(language), number);
            }
            column.aliases.iter().for_each(|alias| names.add(alias, number));
        }
        names
    }

    /// The column with this id.
    pub fn column(&self, id: &str) -> Option<&RegisterColumn> {
        self.columns.get(self.column_position(id)?)
    }

    /// The place of the column with this id.
    pub fn column_position(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}

pub(crate) const FILES: &[(&str, &str)] = &[
    ("agreements", include_str!("../registers/agreements.toml")),
    ("cases", include_str!("../registers/cases.toml")),
    ("injuries", include_str!("../registers/injuries.toml")),
    ("members", include_str!("../registers/members.toml")),
    ("trainings", include_str!("../registers/trainings.toml")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn every_file_is_a_register() {
        let read: Vec<&str> = Register::all().iter().map(|register| register.id).collect();
        let files: Vec<&str> = FILES.iter().map(|(id, _)| *id).collect();
        assert_eq!(read, files);
    }

    #[test]
    fn what_is_counted_is_of_the_form() {
        let forms = Forms::built_in();
        for register in Register::all() {
            let form = forms.get(register.form.as_str()).unwrap();
            let is_aside =
                |id: &str| register.counts.iter().any(|it| it.line == id && it.aside.is_some());
            let is_line = |id: &str| form.line(id).is_some();
            let is_measure = |id: &str| form.measures().iter().any(|measure| measure.id == id);
            for counted in &register.counts {
                let id = counted.line.as_str();
                assert!(counted.aside.is_some() != is_line(id), "{}: {id}", register.id);
            }
            assert!(register.employees.iter().all(|id| is_line(id)));
            for id in &register.table {
                assert!(is_line(id) || is_aside(id) || is_measure(id), "{}: {id}", register.id);
            }
            let mut shown = register.table.clone();
            shown.sort();
            shown.dedup();
            assert_eq!(shown.len(), register.table.len(), "{}", register.id);
        }
    }

    #[test]
    fn no_heading_and_no_value_means_two_things() {
        for register in Register::all() {
            let mut headings = Names::default();
            for (at, column) in register.columns.iter().enumerate() {
                let labels = Language::ALL.map(|language| column.label.in_language(language));
                let names = labels.into_iter().chain([column.id.as_str()]);
                for name in names.chain(column.aliases.iter().map(String::as_str)) {
                    headings.add(name, at);
                    let found = headings.find(name);
                    assert_eq!(found, Lookup::Found(at), "{}: {name}", register.id);
                }
                let ColumnKind::Choice(choices) = &column.kind else { continue };
                let mut values = Names::default();
                for (number, choice) in choices.iter().enumerate() {
                    for name in choice.names.iter().chain([&choice.id]) {
                        values.add(name, number);
                        let found = values.find(name);
                        assert_eq!(found, Lookup::Found(number), "{}: {name}", register.id);
                    }
                }
            }
        }
    }
}
