//! The figures of a period: as stated, put together from the periods within it, added up from the
//! organizations below.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::binding::Value;
use crate::book::Book;
use crate::figure::{Content, Figure, Rational};
use crate::fill::compute_formulas;
use crate::form::{Form, Line, OverTime, Rollup};
use crate::id::{FormId, OrganizationId};
use crate::period::{Period, PeriodLength};
use crate::rollup::rollup_of;
use crate::sheet::{CellIndex, Sheet, Stated};

pub(super) type SheetsOfPeriod = BTreeMap<OrganizationId, Sheet>;

/// Everybody's figures in a book as [`known_figures`] gives them, computed once for each form and
/// period, when they are first asked for.
///
/// ```
/// use std::sync::Arc;
/// use esep::{Book, Forms, KnownFigures};
/// let book = Book { forms: Forms::built_in(), ..Book::default() };
/// let form = book.forms.get("membership").unwrap();
/// let known = KnownFigures::new(&book);
/// let period = "2020-H1".parse().unwrap();
/// assert!(Arc::ptr_eq(&known.of(form, period), &known.of(form, period)));
/// ```
#[derive(Debug)]
pub struct KnownFigures<'a> {
    book: &'a Book,
    computed: RefCell<BTreeMap<(FormId, Period), Arc<SheetsOfPeriod>>>,
}

impl<'a> KnownFigures<'a> {
    /// Nothing computed yet.
    pub fn new(book: &'a Book) -> Self {
        Self { book, computed: RefCell::default() }
    }

    /// The book.
    pub fn book(&self) -> &'a Book {
        self.book
    }

    /// The figures on a form for a period.
    pub fn of(&self, form: &Arc<Form>, period: Period) -> Arc<BTreeMap<OrganizationId, Sheet>> {
        let mut computed = self.computed.borrow_mut();
        let sheets = computed.entry((form.id.clone(), period));
        Arc::clone(sheets.or_insert_with(|| Arc::new(known_figures(self.book, form, period))))
    }
}

/// Everybody's figures on a form for a period: as stated, otherwise put together from the periods
/// within it, otherwise added up from the organizations below, where all of them reported.
///
/// Blank is unknown, never nought. What formulas give is not rounded.
pub fn known_figures(
    book: &Book,
    form: &Arc<Form>,
    period: Period,
) -> BTreeMap<OrganizationId, Sheet> {
    let mut sheets = over_time(book, form, period);
    for sheet in sheets.values_mut() {
        compute_formulas(sheet, exactly);
    }
    let rolled = rollup_of(&book.structure, form, period, |id| sheets.get(id));
    for (id, sheet) in &rolled.sheets {
        if rolled.missing(id).next().is_some() {
            continue;
        }
        let own = sheets
            .entry(id.clone())
            .or_insert_with_key(|id| Sheet::new(Arc::clone(form), id.clone(), period));
        for (index, figure) in sheet.figures() {
            let line = form.lines().get(index.line);
            // What is only known to be at least so much is not known; what a formula defines is
            // computed below, without rounding.
            if line.is_some_and(|line| line.rollup == Rollup::Sum)
                && figure.interval().radius().is_some()
                && figure_at(own, index).is_none()
            {
                own.set(index, Stated::computed(Content::Figure(figure.clone())));
            }
        }
        compute_formulas(own, exactly);
    }
    sheets.retain(|_, sheet| sheet.cells().next().is_some());
    sheets
}

/// What a formula gives, as it is: nobody has rounded it.
pub(super) fn exactly(line: &Line, value: &Value) -> Figure {
    Figure::within(value.number.clone(), value.interval.clone(), line.decimals)
}

/// What a cell gives to count with; a dash is nought.
pub(super) fn figure_at(sheet: &Sheet, index: CellIndex) -> Option<Figure> {
    match &sheet.cell(index)?.content {
        Content::Figure(figure) => Some(figure.clone()),
        Content::Nil => Some(Figure::exact(Rational::ZERO, 0)),
        Content::NotApplicable | Content::NotAvailable | Content::Blank => None,
    }
}

/// The sheets of a period, completed from those of the periods within it.
fn over_time(book: &Book, form: &Arc<Form>, period: Period) -> SheetsOfPeriod {
    let own = book.sheets.of(&form.id, period);
    let mut sheets: SheetsOfPeriod =
        own.map(|sheet| (sheet.organization().clone(), sheet.clone())).collect();
    let shorter = PeriodLength::ALL.into_iter().find(|length| *length > period.length());
    let Some(shorter) = shorter else { return sheets };
    let parts: Vec<SheetsOfPeriod> =
        period.parts(shorter).map(|part| over_time(book, form, part)).collect();
    let organizations: BTreeSet<&OrganizationId> =
        parts.iter().flat_map(|part| part.keys()).collect();
    for id in organizations {
        let of_parts: Vec<Option<&Sheet>> = parts.iter().map(|part| part.get(id)).collect();
        for index in super::cells(form) {
            let stated = sheets.get(id).and_then(|sheet| sheet.cell(index));
            let is_said = stated.is_some_and(|stated| {
                stated.content == Content::NotApplicable || Value::of(&stated.content).is_some()
            });
            if is_said {
                continue;
            }
            if let Some(figure) = put_together(form, index, &of_parts) {
                sheets
                    .entry(id.clone())
                    .or_insert_with(|| Sheet::new(Arc::clone(form), id.clone(), period))
                    .set(index, Stated::computed(Content::Figure(figure)));
            }
        }
    }
    sheets
}

/// A figure from those of all periods within its own; `None` where one that it needs is missing.
fn put_together(form: &Form, index: CellIndex, parts: &[Option<&Sheet>]) -> Option<Figure> {
    let figure = |part: Option<&Sheet>| part.and_then(|sheet| figure_at(sheet, index));
    match form.lines().get(index.line)?.over_time? {
        OverTime::Stock | OverTime::Cumulative => figure(*parts.last()?),
        OverTime::Flow => sum(parts.iter().copied().map(figure)),
    }
}

/// The sum of figures; `None` where there are none or one is missing.
fn sum(figures: impl Iterator<Item = Option<Figure>>) -> Option<Figure> {
    let figures: Option<Vec<Figure>> = figures.collect();
    figures?.into_iter().reduce(|sum, figure| plus(&sum, &figure))
}

/// The sum of two figures, with the decimals of the finer.
pub(super) fn plus(a: &Figure, b: &Figure) -> Figure {
    let interval = a.interval().plus(b.interval());
    Figure::within(a.value() + b.value(), interval, a.decimals().max(b.decimals()))
}

/// What a ground states in one period.
pub(super) struct Side {
    /// The figures of all its organizations together.
    pub(super) sheet: Sheet,
    /// For each cell without a figure, who gave none.
    pub(super) missing: BTreeMap<CellIndex, Vec<OrganizationId>>,
}

/// The figures of some organizations together: those of one as they are, of several added up where
/// the line may be.
pub(super) fn together(
    form: &Arc<Form>,
    period: Period,
    organizations: &[OrganizationId],
    sheets: &SheetsOfPeriod,
) -> Side {
    let name = organizations.first().cloned().unwrap_or_else(|| OrganizationId::new(""));
    let mut side =
        Side { sheet: Sheet::new(Arc::clone(form), name, period), missing: BTreeMap::new() };
    if let [only] = organizations
        && let Some(sheet) = sheets.get(only)
    {
        side.sheet = sheet.clone();
    }
    for index in super::cells(form) {
        let figure = |id: &OrganizationId| figure_at(sheets.get(id)?, index);
        let missing: Vec<OrganizationId> =
            organizations.iter().filter(|id| figure(id).is_none()).cloned().collect();
        if !missing.is_empty() {
            side.missing.insert(index, missing);
        } else if organizations.len() > 1
            && form.lines().get(index.line).is_some_and(|line| line.rollup == Rollup::Sum)
            && let Some(sum) = sum(organizations.iter().map(figure))
        {
            side.sheet.set(index, Stated::computed(Content::Figure(sum)));
        }
    }
    compute_formulas(&mut side.sheet, exactly);
    side
}
