//! Cells as findings speak of them: where they stand, what they are called, how they compare.

use std::sync::Arc;

use crate::binding::{Figures, Value};
use crate::book::Book;
use crate::figure::{Amount, Rational, UnitKind};
use crate::finding::{BoundKind, BoundRelation, Cell, Code, Comparison, Finding, Message};
use crate::form::Form;
use crate::id::OrganizationId;
use crate::language::{Language, Text};
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// The figures compared: computed with the precision of what was stated, or with as much more as
/// shows that they differ; what is computed of exact figures alone is shown in full.
pub(in crate::check) fn compare(
    stated: &Value,
    computed: &Value,
    decimals: i32,
    kind: UnitKind,
) -> Comparison {
    let slack = match (stated.interval.radius(), computed.interval.radius()) {
        (Some(a), Some(b)) => Some(a + b),
        _ => None,
    };
    let is_exact = slack.as_ref().is_some_and(Rational::is_zero);
    let needed = decimals_needed(&computed.number, kind).filter(|_| is_exact);
    let least = needed.map_or(0, |needed| (needed - decimals).max(0));
    let rounded = |more: i32| computed.number.round(decimals + more + hundredths(kind));
    let differs = |more: &i32| rounded(*more) != stated.number;
    let are_equal = stated.number == computed.number;
    let more = (least..=MOST_DECIMALS).find(differs).filter(|_| !are_equal).unwrap_or(0);
    let amount = |value: Rational| Amount::new(value, decimals + more, kind);
    let rounded = rounded(more);
    Comparison {
        difference: amount(&stated.number - &rounded),
        computed_exact: (rounded != computed.number).then(|| amount(computed.number.clone())),
        stated: Amount::new(stated.number.clone(), decimals, kind),
        computed: amount(rounded),
        slack: slack.filter(|_| !is_exact).map(|slack| in_full(slack, kind)),
    }
}

/// No more decimals than these are shown of what was not stated.
const MOST_DECIMALS: i32 = 6;

/// A number with as many decimals as it needs.
pub(in crate::check) fn in_full(number: Rational, kind: UnitKind) -> Amount {
    let decimals = decimals_needed(&number, kind).unwrap_or(MOST_DECIMALS);
    Amount::new(number, decimals, kind)
}

/// How many decimals show a number exactly; `None` where no few do.
fn decimals_needed(number: &Rational, kind: UnitKind) -> Option<i32> {
    let shown = number * &Rational::power_of_ten(hundredths(kind));
    shown
        .decimals_needed(MOST_DECIMALS.unsigned_abs())
        .and_then(|needed| i32::try_from(needed).ok())
}

/// How many more decimals the ratio of a share has than its percentage.
fn hundredths(kind: UnitKind) -> i32 {
    if kind == UnitKind::Share { 2 } else { 0 }
}

pub(in crate::check) fn address_of(sheet: &Sheet, index: CellIndex) -> CellAddress {
    CellAddress {
        form: sheet.form().id.clone(),
        period: sheet.period(),
        organization: sheet.organization().clone(),
        index,
    }
}

/// A relation of the form of a sheet, as it is asked of that sheet.
pub(in crate::check) fn bound(
    sheet: &Sheet,
    kind: BoundKind,
    line: Option<usize>,
    column: usize,
) -> BoundRelation {
    BoundRelation {
        form: sheet.form().id.clone(),
        period: sheet.period(),
        organization: sheet.organization().clone(),
        kind,
        line,
        column,
    }
}

/// The cell at an address, for a finding.
pub(crate) fn cell(book: &Book, address: &CellAddress) -> Option<Cell> {
    let form: &Arc<Form> = book.form(address.form.as_str())?;
    let line = form.lines().get(address.index.line)?;
    let stated = book.sheets.cell(address);
    Some(Cell {
        form: form.id.clone(),
        line: line.id.clone(),
        column: form.columns().get(address.index.column).map(|column| column.id.clone()),
        organization: address.organization.clone(),
        period: address.period,
        stated: stated.and_then(|stated| stated.amount(line.unit.kind())),
        note: stated.and_then(|stated| stated.note.clone()),
        place: stated.and_then(|stated| stated.place.clone()),
    })
}

/// The label of the line at an address, with its column where the form has any.
pub(crate) fn label_at(book: &Book, address: &CellAddress) -> Option<Text> {
    let form = book.form(address.form.as_str())?;
    let line = form.lines().get(address.index.line)?;
    let Some(column) = form.columns().get(address.index.column) else {
        return Some(line.label.clone());
    };
    let both = |language: Language| {
        let (line, column) = (line.label.in_language(language), column.label.in_language(language));
        format!("{line} [{column}]")
    };
    Some(Text::new(both(Language::Kk), both(Language::Ru), both(Language::En)))
}

/// A finding about one figure, whatever the others are.
pub(in crate::check) fn about_figure(
    book: &Book,
    sheet: &Sheet,
    index: CellIndex,
    code: Code,
) -> Option<Finding> {
    let address = address_of(sheet, index);
    let cell = cell(book, &address)?;
    let message = Message::new(code.name())
        .with("line", label_at(book, &address)?)
        .with("stated", cell.stated.clone()?);
    let mut finding = Finding::new(code, cell.place.clone(), message);
    finding.organization = Some(sheet.organization().clone());
    finding.period = Some(sheet.period());
    finding.cells = vec![cell];
    Some(finding)
}

/// What an organization is called: its name, or its code where the structure does not know it.
pub(crate) fn name_of(book: &Book, id: &OrganizationId) -> Text {
    let found = book.structure.get(id.as_str());
    found.map_or_else(|| Text::same(id.as_str()), |organization| organization.name.clone())
}
