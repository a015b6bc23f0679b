//! Sheets: what an organization stated on a form for a period. A sheet may be wrong.

mod assemble;
mod duplicate;
mod entry;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use assemble::misread;
pub use assemble::{Batch, assemble};
pub use entry::{Entry, Notation};

use crate::figure::{Amount, Content, Figure, Rational, UnitKind};
use crate::form::Form;
use crate::id::{FormId, OrganizationId};
use crate::period::{Period, PeriodLength};
use crate::place::Place;
use crate::sorted::SortedMap;

/// A form filled by an organization for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    form: Arc<Form>,
    organization: OrganizationId,
    period: Period,
    cells: SortedMap<CellIndex, Stated>,
}

/// Which cell of a form: the line and the column by their order on it; column 0 where a form has
/// none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIndex {
    /// The line, from 0.
    pub line: usize,
    /// The column, from 0.
    pub column: usize,
}

/// What one cell of a sheet says, and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What it says.
    pub content: Content,
    /// The text as written; empty where the figure was computed.
    pub text: Arc<str>,
    /// A footnote or remark.
    pub note: Option<Arc<str>>,
    /// Where it stands; `None` where it was computed.
    pub place: Option<Place>,
}

impl Stated {
    /// What was computed: it has neither text nor place.
    pub fn computed(content: Content) -> Self {
        Self { content, text: "".into(), note: None, place: None }
    }

    /// The figure, nil being 0; `None` where it says another thing.
    pub(crate) fn amount(&self, kind: UnitKind) -> Option<Amount> {
        match &self.content {
            Content::Figure(figure) => {
                Some(Amount::new(figure.value().clone(), figure.decimals(), kind))
            }
            Content::Nil => Some(Amount::new(Rational::ZERO, 0, kind)),
            Content::NotApplicable | Content::NotAvailable | Content::Blank => None,
        }
    }
}

impl Sheet {
    /// An empty sheet.
    pub fn new(form: Arc<Form>, organization: OrganizationId, period: Period) -> Self {
        Self { form, organization, period, cells: SortedMap::new() }
    }

    /// The form it fills.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Whose it is.
    pub fn organization(&self) -> &OrganizationId {
        &self.organization
    }

    /// Of which period.
    pub fn period(&self) -> Period {
        self.period
    }

    /// The cells that say something, in the order of the form.
    pub fn cells(&self) -> impl Iterator<Item = (CellIndex, &Stated)> {
        self.cells.iter().map(|(index, stated)| (*index, stated))
    }

    /// The figures it states, in the order of the form.
    pub fn figures(&self) -> impl Iterator<Item = (CellIndex, &Figure)> {
        self.cells.iter().filter_map(|(index, stated)| match &stated.content {
            Content::Figure(figure) => Some((*index, figure)),
            _ => None,
        })
    }

    /// What a cell says; `None` where nothing was written at all.
    pub fn cell(&self, index: CellIndex) -> Option<&Stated> {
        // Where a form is filled in from the first line on, that is its place.
        let n_columns = self.form.columns().len().max(1);
        let place = index.line.saturating_mul(n_columns).saturating_add(index.column);
        self.cells.get_near(place, &index)
    }

    /// The figure of a cell, where it states one.
    pub fn figure(&self, index: CellIndex) -> Option<&Figure> {
        match &self.cell(index)?.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// Writes a cell and returns what stood there before.
    pub fn set(&mut self, index: CellIndex, stated: Stated) -> Option<Stated> {
        self.cells.insert(index, stated)
    }
}

/// Which cell of which sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellAddress {
    /// The form.
    pub form: FormId,
    /// Of which period.
    pub period: Period,
    /// Whose figure.
    pub organization: OrganizationId,
    /// Which cell of the form.
    pub index: CellIndex,
}

impl CellAddress {
    /// Whether it is a cell of this sheet.
    pub(crate) fn is_on(&self, sheet: &Sheet) -> bool {
        self.form == sheet.form.id
            && self.period == sheet.period
            && self.organization == sheet.organization
    }
}

/// All sheets of a book: at most one for each form, period and organization.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheets {
    sheets: SortedMap<FormId, SortedMap<Period, BTreeMap<OrganizationId, Sheet>>>,
}

impl Sheets {
    /// The sheet of a form, period and organization.
    pub fn get(
        &self,
        form: &FormId,
        period: Period,
        organization: &OrganizationId,
    ) -> Option<&Sheet> {
        self.sheets.get(form)?.get(&period)?.get(organization)
    }

    /// The cell at an address, where anything is written there.
    pub fn cell(&self, address: &CellAddress) -> Option<&Stated> {
        self.get(&address.form, address.period, &address.organization)?.cell(address.index)
    }

    /// Puts a sheet in and returns the one that stood in its place.
    pub fn insert(&mut self, sheet: Sheet) -> Option<Sheet> {
        let form = sheet.form.id.clone();
        let by_period = self.sheets.or_default(form);
        by_period.or_default(sheet.period).insert(sheet.organization.clone(), sheet)
    }

    /// The sheet of a form, period and organization, made empty if there is none.
    pub fn sheet_mut(
        &mut self,
        form: &Arc<Form>,
        period: Period,
        organization: &OrganizationId,
    ) -> &mut Sheet {
        let by_period = self.sheets.or_default(form.id.clone());
        let by_organization = by_period.or_default(period);
        by_organization
            .entry(organization.clone())
            .or_insert_with(|| Sheet::new(Arc::clone(form), organization.clone(), period))
    }

    /// All sheets, by form, then period, then organization.
    pub fn iter(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.values().flat_map(SortedMap::values).flat_map(BTreeMap::values)
    }

    /// The forms and periods for which there are sheets, sorted.
    pub fn forms_and_periods(&self) -> impl Iterator<Item = (&FormId, Period)> {
        self.sheets
            .iter()
            .flat_map(|(form, periods)| periods.keys().map(move |period| (form, *period)))
    }

    /// The periods of a year for which there are sheets of a form, sorted.
    pub fn periods_within(&self, form: &FormId, year: u16) -> impl Iterator<Item = Period> {
        let from = Period::new(year, PeriodLength::Year, 1);
        let sheets = self.sheets.get(form).zip(from);
        let periods = sheets.into_iter().flat_map(|(periods, from)| periods.iter_from(&from));
        periods.map(|(period, _)| *period).take_while(move |period| period.year() == year)
    }

    /// The sheets of a form and period, sorted by organization.
    pub fn of(&self, form: &FormId, period: Period) -> impl Iterator<Item = &Sheet> {
        let periods = self.sheets.get(form).and_then(|periods| periods.get(&period));
        periods.into_iter().flat_map(BTreeMap::values)
    }
}

impl FromIterator<Sheet> for Sheets {
    fn from_iter<I: IntoIterator<Item = Sheet>>(iter: I) -> Self {
        let mut sheets = Self::default();
        for sheet in iter {
            sheets.insert(sheet);
        }
        sheets
    }
}
