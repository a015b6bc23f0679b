//! What a form defines from the figures that are stated: wholes of parts, lines with a formula,
//! measures.

mod definition;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::binding::{SheetIn, Standpoint, Value};
use crate::book::Book;
use crate::figure::{Content, Figure};
use crate::form::{Breakdown, Form, Line, Measure, Missing};
use crate::sheet::{CellAddress, CellIndex, Sheet, Stated};

use crate::sorted::SortedMap;
use definition::{Definitions, added_up, computed, parts_in};

/// A sheet with all that its form defines from what it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What was stated, and what follows from it.
    pub sheet: Sheet,
    /// What follows, by cell.
    pub defined: SortedMap<CellIndex, Defined>,
    /// For each part that alone is blank, what its whole leaves for it. It is no more than a
    /// proposal: the whole may be wrong, so `sheet` does not state it.
    pub remainders: SortedMap<CellIndex, Defined>,
}

/// A figure that a form defines from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defined {
    /// The figure, with the decimals of its line.
    pub figure: Figure,
    /// What defines it.
    pub by: Definition,
    /// The cells that it is computed from.
    pub from: Vec<CellAddress>,
}

/// What defines a figure. The numbers are places in [`Form::breakdowns`] and [`Form::rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Definition {
    /// It is the whole of a complete breakdown, all of whose parts are stated.
    Parts(usize),
    /// It is the only part of a complete breakdown that is not stated.
    Remainder(usize),
    /// A rule says `line = ...`.
    Rule(usize),
}

/// Computes what the form of a sheet defines from what the sheet states, and from other sheets of
/// the book, such as that of the previous period.
///
/// What is stated stays as it is. A whole needs all its parts, a formula all its figures, and none
/// of them may be only a bound. A figure that is computed counts for those that need it.
///
/// ```
/// use esep::{Book, CellIndex, Content, Figure, Forms, Sheet, Stated};
/// let book = Book { forms: Forms::built_in(), ..Book::default() };
/// let form = book.forms.get("legal-service").cloned().unwrap();
/// let line = |line: &str| form.line_position(line).unwrap();
/// let index = |id: &str| CellIndex { line: line(id), column: 0 };
/// let mut sheet = Sheet::new(form.clone(), "union".into(), "2020-H1".parse().unwrap());
/// let parts = ["in-person", "by-telephone", "in-media", "online"];
/// for part in parts.map(|part| index(&format!("consultations.{part}"))) {
///     sheet.set(part, Stated::computed(Content::Figure(Figure::exact(10.into(), 0))));
/// }
/// let filled = esep::fill(&sheet, &book);
/// assert_eq!(filled.sheet.figure(index("consultations")), Some(&Figure::exact(40.into(), 0)));
/// let defined = filled.defined.get(&index("consultations")).unwrap();
/// assert_eq!(defined.from.len(), 4);
/// ```
pub fn fill(sheet: &Sheet, book: &Book) -> Filled {
    let form = Arc::clone(sheet.form());
    let mut sheet = sheet.clone();
    let definitions = Definitions::all(&form);
    let defined = definitions.compute(&mut sheet, Some(book), as_shown);
    let remainders = remainders(&sheet, &form);
    Filled { sheet, defined, remainders }
}

/// What a measure of a form is on a sheet; `None` where a figure that it needs is not known.
///
/// Nothing is rounded: the figure has the decimals with which it is to be shown.
pub fn measure(measure: &Measure, sheet: &Sheet, book: &Book) -> Option<Figure> {
    let standpoint = standpoint(sheet, 0);
    let value = computed(&measure.is, &standpoint, &SheetIn { sheet, book })?;
    Some(Figure::within(value.number, value.interval, measure.decimals))
}

/// Computes the lines that are rolled up by a formula where nothing is stated, as far as their
/// figures are known from both sides. `figure` makes the figure of a line from what its formula
/// gives.
pub(crate) fn compute_formulas(sheet: &mut Sheet, figure: fn(&Line, &Value) -> Figure) {
    let form = Arc::clone(sheet.form());
    Definitions::formulas(&form).compute(sheet, None, figure);
}

/// A computed figure with the decimals of its line.
pub(crate) fn as_shown(line: &Line, value: &Value) -> Figure {
    line.shown(&value.number, &value.interval)
}

fn standpoint(sheet: &Sheet, column: usize) -> Standpoint<'_> {
    let (form, organization, period) = (sheet.form(), sheet.organization(), sheet.period());
    Standpoint { form, organization, period, line: None, column }
}

fn address(sheet: &Sheet, index: CellIndex) -> CellAddress {
    CellAddress {
        form: sheet.form().id.clone(),
        period: sheet.period(),
        organization: sheet.organization().clone(),
        index,
    }
}

/// What each whole leaves for the only part of it that nothing is said of.
fn remainders(sheet: &Sheet, form: &Form) -> SortedMap<CellIndex, Defined> {
    let mut remainders = SortedMap::new();
    for (position, breakdown) in form.breakdowns().iter().enumerate() {
        for column in 0..form.columns().len().max(1) {
            if let Some((index, figure, from)) = remainder(sheet, form, breakdown, column) {
                let by = Definition::Remainder(position);
                remainders.or_insert_with(index, || Defined { figure, by, from });
            }
        }
    }
    remainders
}

fn remainder(
    sheet: &Sheet,
    form: &Form,
    breakdown: &Breakdown,
    column: usize,
) -> Option<(CellIndex, Figure, Vec<CellAddress>)> {
    if form.missing.is_some_and(Missing::left_out_is_nought) {
        return None;
    }
    let whole = CellIndex { line: form.line_position(breakdown.of.as_str())?, column };
    let mut rest = Value::of(&sheet.cell(whole)?.content)?;
    let mut from = vec![address(sheet, whole)];
    let mut blank = None;
    for index in parts_in(form, breakdown, column)? {
        match sheet.cell(index).map_or(&Content::Blank, |stated| &stated.content) {
            Content::Blank if blank.is_none() => blank = Some(index),
            Content::Blank | Content::NotAvailable => return None,
            Content::NotApplicable => {}
            content => {
                rest = rest.minus(&Value::of(content)?);
                from.push(address(sheet, index));
            }
        }
    }
    let index = blank.filter(|_| from.len() > 1)?;
    let line = form.lines().get(index.line)?;
    let is_possible = (!rest.number.is_negative() || line.can_be_negative())
        && (rest.number.is_integer() || !line.unit.kind().is_whole())
        && rest.interval.radius().is_some();
    let figure = is_possible.then(|| added_up(line, rest, &from, sheet))?;
    Some((index, figure, from))
}

/// Whether nothing is said in a cell.
fn is_blank(sheet: &Sheet, index: CellIndex) -> bool {
    sheet.cell(index).is_none_or(|stated: &Stated| stated.content == Content::Blank)
}
