//! Filling a form: what is typed cell by cell, looked at again after each.

mod explaining;
mod reading;
mod saving;
mod showing;
mod state;
#[cfg(test)]
mod tests;
mod work;
mod writing;

use std::sync::Arc;

use esep::{CellIndex, ColumnId, Finding, Form, Forms, Language, LineId, Period, Scope, SortedMap};

#[cfg(feature = "workbooks")]
pub(crate) use reading::read_filled;
#[cfg(feature = "workbooks")]
pub(crate) use work::NOBODY;

pub use state::{
    Computed, Entered, FilledCell, FillingState, FoundCell, MeasureState, ShownChange,
    ShownExplanation, ShownFinding, ShownWay, Typing,
};
pub use writing::FillingFormat;

/// One form of one organization while it is filled, with the figures of earlier periods beside it.
///
/// What is typed is kept as it was typed, with the language whose writing it follows: `1,5` typed
/// in Russian stays one and a half when the language is changed.
///
/// ```
/// use esep::{Forms, Language};
/// use esep_documents::{Filling, When};
/// let period = "2020-H1".parse().unwrap();
/// let mut filling = Filling::new(Forms::built_in(), "legal-service", period, Language::En).unwrap();
/// for (line, text) in [
///     ("consultations.in-person", "1,200"),
///     ("consultations.by-telephone", "800"),
///     ("consultations.in-media", "-"),
///     ("consultations.online", "75"),
/// ] {
///     assert!(filling.set(When::Now, line, None, text));
/// }
/// let state = filling.state();
/// let total = state.cells.iter().find(|cell| cell.line.as_str() == "consultations").unwrap();
/// assert_eq!(total.now.computed.as_ref().unwrap().shown, "2,075");
/// assert_eq!(state.clean, Some(true));
///
/// filling.set(When::Now, "consultations", None, "2,107");
/// let state = filling.state();
/// assert_eq!(state.findings[0].code.to_string(), "F001");
/// assert_eq!(state.findings[0].difference.as_deref(), Some("32"));
/// ```
#[derive(Debug, Clone)]
pub struct Filling {
    forms: Forms,
    form: Arc<Form>,
    period: Period,
    language: Language,
    organization: String,
    typed: SortedMap<(When, CellIndex), Typed>,
    /// What of the file last read could not be taken over.
    left_out: Vec<Finding>,
}

/// Which of the columns of figures: those to be filled, or those to compare them with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// The period that is filled.
    Now,
    /// The period of the same length just before.
    Previous,
    /// The same period of the year before.
    YearAgo,
}

/// What was typed into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    text: Arc<str>,
    language: Language,
    note: Option<Arc<str>>,
}

impl When {
    /// All of them, in the order of time of being compared: each needs none before it.
    const ALL: [Self; 3] = [Self::Now, Self::Previous, Self::YearAgo];

    /// The name in data: `now`, `previous`, `year-ago`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Previous => "previous",
            Self::YearAgo => "year-ago",
        }
    }
}

impl Filling {
    /// An empty form; `None` where none of the forms has this id.
    pub fn new(forms: Forms, form: &str, period: Period, language: Language) -> Option<Self> {
        Some(Self {
            form: Arc::clone(forms.get(form)?),
            forms,
            period,
            language,
            organization: String::new(),
            typed: SortedMap::new(),
            left_out: Vec::new(),
        })
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// The period that is filled.
    pub fn period(&self) -> Period {
        self.period
    }

    /// The period of a column; `None` where there is no such column: before the year 1800, and a
    /// year ago where the form compares with the period before only, or where that is the same.
    pub fn period_of(&self, when: When) -> Option<Period> {
        match when {
            When::Now => Some(self.period),
            When::Previous => self.period.previous(),
            When::YearAgo => {
                let period = self.period.year_ago();
                period.filter(|_| period != self.period.previous() && asks_year_ago(&self.form))
            }
        }
    }

    /// The language in which it is shown and typed.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whose figures they are, as typed.
    pub fn organization(&self) -> &str {
        &self.organization
    }

    /// Goes on in another language. What is typed already keeps its meaning.
    pub fn set_language(&mut self, language: Language) {
        self.language = language;
    }

    /// Goes on with another period. What is typed stays in its column.
    pub fn set_period(&mut self, period: Period) {
        self.period = period;
    }

    /// Says whose figures they are.
    pub fn set_organization(&mut self, name: &str) {
        name.clone_into(&mut self.organization);
    }

    /// Types into a cell, in the language of the moment; a blank text empties it. Says whether the
    /// form has such a cell; a column is needed where its line has several.
    pub fn set(&mut self, when: When, line: &str, column: Option<&str>, text: &str) -> bool {
        let Some(index) = self.index(line, column) else { return false };
        if text.trim().is_empty() {
            self.typed.remove(&(when, index));
        } else {
            let typed = Typed { text: text.into(), language: self.language, note: None };
            self.typed.insert((when, index), typed);
        }
        true
    }

    /// Empties a column.
    pub fn clear(&mut self, when: When) {
        self.typed.retain(|(typed, _), _| *typed != when);
    }

    /// All that there is to show.
    pub fn state(&self) -> FillingState {
        work::Worked::of(self).state()
    }

    /// Which figures are probably wrong, for each group of the findings that share figures.
    pub fn explanations(&self) -> Vec<ShownExplanation> {
        work::Worked::of(self).explanations()
    }

    fn index(&self, line: &str, column: Option<&str>) -> Option<CellIndex> {
        let line = self.form.line_position(line)?;
        let column = match column {
            Some(id) => self.form.column_position(id)?,
            None => self.form.only_column(line)?,
        };
        let index = CellIndex { line, column };
        self.cells().any(|cell| cell == index).then_some(index)
    }

    /// The cells that the form asks for, in its order.
    fn cells(&self) -> impl Iterator<Item = CellIndex> {
        let columns = self.form.columns();
        self.form.lines().iter().enumerate().flat_map(move |(line, on_form)| {
            let is_open = move |column: &usize| {
                columns.get(*column).is_none_or(|column| on_form.has_column(&column.id))
            };
            let open = (0..columns.len().max(1)).filter(is_open);
            open.map(move |column| CellIndex { line, column })
        })
    }

    /// The ids of a cell.
    fn ids(&self, index: CellIndex) -> Option<(LineId, Option<ColumnId>)> {
        let line = self.form.lines().get(index.line)?;
        let column = self.form.columns().get(index.column);
        Some((line.id.clone(), column.map(|column| column.id.clone())))
    }
}

/// Whether a rule or a measure of the form compares with the year before.
fn asks_year_ago(form: &Form) -> bool {
    let rules = form.rules().iter().flat_map(|rule| rule.relation.references());
    let measures = form.measures().iter().flat_map(|measure| measure.is.references());
    rules.chain(measures).any(|reference| reference.scope == Scope::YearAgo)
}
