//! What was typed, understood: read, filled, checked.

use std::collections::BTreeSet;
use std::sync::Arc;

use esep::{
    Batch, Book, CellAddress, CellIndex, Checked, Definition, Entry, Figure, Filled, Finding,
    FindingCell, Form, Language, Line, Period, Place, Rational, Rounding, Severity, Sheet,
    SortedMap, Structure, Summary, UnitKind, Wording, Written, assemble, check_alone, fill,
};

use super::state::FoundCell;
use super::{Filling, Typed, When};

/// Whose figures they are where that is not said.
pub(crate) const NOBODY: &str = "-";

/// What was typed, understood.
pub(super) struct Worked<'a> {
    pub(super) filling: &'a Filling,
    pub(super) wording: Wording,
    /// With all that is computed.
    pub(super) book: Book,
    /// By column, as far as anything is there.
    pub(super) filled: SortedMap<When, Filled>,
    /// What is checked and written: of what is computed only what its digits tell.
    checked: Book,
    pub(super) findings: Vec<Finding>,
    pub(super) summary: Summary,
}

impl<'a> Worked<'a> {
    pub(super) fn of(filling: &'a Filling) -> Self {
        let book = || Book { forms: filling.forms.clone(), ..Book::default() };
        let (mut book, mut checked) = (book(), book());
        let (mut findings, mut filled) = (Vec::new(), SortedMap::new());
        // What is computed of a period may need the earlier ones.
        for when in When::ALL.into_iter().rev() {
            let (sheet, mistakes) = sheet(filling, when);
            findings.extend(mistakes);
            if let Some(sheet) = sheet {
                let done = fill(&sheet, &book);
                book.sheets.insert(done.sheet.clone());
                checked.sheets.insert(told_by_digits(&done));
                filled.insert(when, done);
            }
        }
        let Checked { findings: found, summary } = check_alone(&checked);
        findings.extend(found);
        let wording = Wording::in_language(filling.language);
        let mut worked = Self { filling, wording, book, filled, checked, findings, summary };
        let findings = std::mem::take(&mut worked.findings);
        worked.findings = worked.in_order(findings);
        worked.summary = worked.summary.counting(&worked.findings);
        worked
    }

    /// The sheet of the period that is filled, as it is checked and written.
    pub(super) fn told(&self) -> Option<&Sheet> {
        let period = self.filling.period;
        self.checked.sheets.iter().find(|sheet| sheet.period() == period)
    }

    /// What is checked: of what is computed only what its digits tell.
    pub(super) fn checked(&self) -> &Book {
        &self.checked
    }

    /// The cells of what is checked that nobody typed: they follow from others, as the form asks.
    pub(super) fn computed_cells(&self) -> BTreeSet<CellAddress> {
        let mut computed = BTreeSet::new();
        for (when, filled) in &self.filled {
            let sheet = &filled.sheet;
            let asked = filled.defined.iter().filter(|(index, defined)| {
                let is_typed = self.filling.typed.contains_key(&(*when, **index));
                !is_typed && is_asked(sheet.form(), defined.by)
            });
            computed.extend(asked.map(|(index, _)| CellAddress {
                form: sheet.form().id.clone(),
                period: sheet.period(),
                organization: sheet.organization().clone(),
                index: *index,
            }));
        }
        computed
    }

    /// The cells that a finding speaks of, and those that a mistake of reading points at.
    pub(super) fn cells_of(&self, finding: &Finding) -> Vec<FoundCell> {
        let found = finding.cells.iter().filter_map(|cell| self.found(cell));
        let cells: Vec<FoundCell> = found.collect();
        if !cells.is_empty() {
            return cells;
        }
        finding.place.as_ref().and_then(|place| self.pointed_at(place)).into_iter().collect()
    }

    pub(super) fn found(&self, cell: &FindingCell) -> Option<FoundCell> {
        let when = self.when(cell.period)?;
        (cell.form == self.filling.form.id).then(|| FoundCell {
            when,
            line: cell.line.clone(),
            column: cell.column.clone(),
        })
    }

    pub(super) fn at(&self, address: &CellAddress) -> Option<FoundCell> {
        let when = self.when(address.period)?;
        let (line, column) = self.filling.ids(address.index)?;
        (address.form == self.filling.form.id).then_some(FoundCell { when, line, column })
    }

    fn when(&self, period: Period) -> Option<When> {
        When::ALL.into_iter().find(|when| self.filling.period_of(*when) == Some(period))
    }

    fn pointed_at(&self, place: &Place) -> Option<FoundCell> {
        let when = When::ALL.into_iter().find(|when| when.name() == &*place.file)?;
        let line = usize::try_from(place.line.checked_sub(1)?).ok()?;
        let cells = self.filling.cells().filter(|index| index.line == line);
        // Which of the line's columns: the reading points into the text of one.
        let mut typed = cells.filter(|index| {
            let column = column_of(*index);
            (column..column.saturating_add(WIDTH)).contains(&place.column)
        });
        let (line, column) = self.filling.ids(typed.next()?)?;
        Some(FoundCell { when, line, column })
    }

    /// Findings by the cell that they complain of.
    fn in_order(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.sort_by_cached_key(|finding| {
            let first = self.cells_of(finding).into_iter().next();
            let position = first.and_then(|cell| {
                let line = self.filling.form.line_position(cell.line.as_str())?;
                let column = cell.column.as_ref();
                let column = column.and_then(|id| self.filling.form.column_position(id.as_str()));
                Some((cell.when, line, column))
            });
            (position, finding.code)
        });
        findings
    }
}

/// Whether what defines a figure is an error where it does not hold.
fn is_asked(form: &Form, by: Definition) -> bool {
    let severity = match by {
        Definition::Parts(number) | Definition::Remainder(number) => {
            form.breakdowns().get(number).and_then(|breakdown| breakdown.severity)
        }
        Definition::Rule(number) => form.rules().get(number).and_then(|rule| rule.severity),
    };
    severity != Some(Severity::Warning)
}

/// A sheet with those of the computed figures that stand for no more than their digits do: what
/// follows from rounded figures is rounded, too, and its digits do not say so.
fn told_by_digits(filled: &Filled) -> Sheet {
    let form = filled.sheet.form();
    let (organization, period) = (filled.sheet.organization().clone(), filled.sheet.period());
    let mut sheet = Sheet::new(Arc::clone(form), organization, period);
    for (index, stated) in filled.sheet.cells() {
        let computed = filled.defined.get(&index).map(|defined| &defined.figure);
        let line = form.lines().get(index.line);
        if computed.zip(line).is_none_or(|(figure, line)| is_told_by_digits(figure, line)) {
            sheet.set(index, stated.clone());
        }
    }
    sheet
}

fn is_told_by_digits(figure: &Figure, line: &Line) -> bool {
    let hundredth = if line.unit.kind() == UnitKind::Share { 2 } else { 0 };
    let places = figure.decimals() + hundredth;
    let slack = match line.rounding {
        Rounding::Exact if figure.value().round(places) != *figure.value() => return false,
        Rounding::Exact => Rational::ZERO,
        Rounding::Printed => Rational::power_of_ten(-places) * Rational::HALF,
    };
    figure.interval().radius().is_some_and(|radius| radius <= slack)
}

/// How many characters of a line's text of a cell's own there is room for in the places that the
/// reading of typed texts points at.
const WIDTH: u32 = 1 << 16;

fn column_of(index: CellIndex) -> u32 {
    u32::try_from(index.column).unwrap_or(u32::MAX).saturating_mul(WIDTH).saturating_add(1)
}

/// What was typed into a column, and what of it cannot be read; no sheet where nothing can.
fn sheet(filling: &Filling, when: When) -> (Option<Sheet>, Vec<Finding>) {
    let Some(period) = filling.period_of(when) else { return (None, Vec::new()) };
    let file: Arc<str> = when.name().into();
    let organization = Some(filling.organization.trim()).filter(|name| !name.is_empty());
    let whole = |text: &str| Written::new(text, Place::whole(&file));
    let of = [organization.unwrap_or(NOBODY), &period.to_string(), filling.form.id.as_str()];
    let [organization, period, form] = of.map(whole);
    let mut batches: SortedMap<Language, Batch> = SortedMap::new();
    for ((_, index), typed) in filling.typed.iter().filter(|((typed, _), _)| *typed == when) {
        let Some(entry) = entry(&filling.form, *index, typed, &file) else { continue };
        let entry = entry.of(organization.clone(), period.clone(), form.clone());
        let batch = batches.or_default(typed.language);
        batch.languages = vec![typed.language];
        batch.entries.push(entry);
    }
    let batches: Vec<Batch> = batches.into_values().collect();
    let (sheets, findings) = assemble(&Structure::default(), &filling.forms, &batches);
    (sheets.iter().next().cloned(), findings)
}

fn entry(form: &Form, index: CellIndex, typed: &Typed, file: &Arc<str>) -> Option<Entry> {
    let line = u32::try_from(index.line).ok()?.checked_add(1)?;
    let length = u32::try_from(typed.text.chars().count()).unwrap_or(u32::MAX);
    let place = Place::new(file, line, column_of(index), length);
    let written = |text: &str| Arc::new(Written::new(text, place.clone()));
    let value = Written::new(Arc::clone(&typed.text), place.clone());
    let mut entry = Entry::new(written(form.lines().get(index.line)?.id.as_str()), value);
    entry.column = form.columns().get(index.column).map(|column| written(column.id.as_str()));
    entry.note = typed.note.as_deref().map(written);
    Some(entry)
}
