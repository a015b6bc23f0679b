//! Growth between two pasted tables: names matched, changes ranked, gains set against losses.
//!
//! The two tables, or the two columns of one, become sheets of a form in two periods that are
//! compared as any other; each name is an organization.

use std::sync::Arc;

use super::Pasted;
use super::axis::Axis;
use super::layout::{self, Layout, Series, Stated};
use super::lines;
use super::marks::Marks;
use super::names::{Renamed, matched};
use super::ratios::{self, RatioKind};

use crate::book::Book;
use crate::check::check;
use crate::compare::{Direction, PeriodComparison, Ranking, Shift, Whose, compare};
use crate::figure::{Amount, Content, Figure, UnitKind};
use crate::finding::{Argument, Code, Finding, Message};
use crate::form::{Form, Forms};
use crate::id::OrganizationId;
use crate::language::Language;
use crate::period::{Period, PeriodLength};
use crate::place::Written;
use crate::sheet::{CellIndex, Sheet, Sheets, Stated as StatedCell, misread};

/// What a table of figures became between two times.
#[derive(Debug, Clone)]
pub struct Growth {
    /// The two tables compared; each name is an organization.
    pub comparison: PeriodComparison,
    /// By the net change, the largest gain first.
    pub ranking: Ranking,
    /// What the two columns are called, where they have headings.
    pub headings: [Option<String>; 2],
    /// The names that stand on one side only.
    pub unmatched: Vec<GrowthName>,
    /// What stands out: losses behind a gain, a total that counts the winners only.
    pub notes: Vec<Message>,
    /// How the tables were understood.
    pub reading: Vec<Message>,
    /// What contradicts itself or cannot be read.
    pub findings: Vec<Finding>,
}

/// A name that stands in one of two tables only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrowthName {
    /// The name and its place.
    pub name: Written,
    /// Whether it stands in the table of the earlier time.
    pub is_before: bool,
    /// The nearest name of the other table, where one is near.
    pub nearest: Option<String>,
}

/// The form of which both tables are sheets.
const FORM: &str = r#"
id = "growth"
title = { kk = "Өсім", ru = "Прирост", en = "Growth" }
[[line]]
id = "figure"
unit = "number"
rollup = "sum"
label = { kk = "саны", ru = "число", en = "figure" }
[[line]]
id = "change"
unit = "number"
rollup = "sum"
label = { kk = "өзгеріс", ru = "изменение", en = "change" }
[[rule]]
id = "change"
holds = "change = figure - figure@previous"
"#;

const FIGURE: CellIndex = CellIndex { line: 0, column: 0 };
const CHANGE: CellIndex = CellIndex { line: 1, column: 0 };

/// One table's names with their figures.
struct Side {
    rows: Vec<Row>,
    heading: Option<String>,
}

struct Row {
    name: Written,
    is_total: bool,
    figure: Option<Stated>,
    /// The change that it states itself.
    change: Option<Stated>,
}

/// Compares two pasted tables, or the two columns of the second where the first is empty.
///
/// Names are matched as they stand, then without what makes no difference (letter case, spaces,
/// abbreviations such as `обл.`), where that leaves no doubt.
///
/// # Errors
/// - there is nothing to compare: fewer than two columns of figures, or no name on both sides; the
///   message says what to give.
///
/// ```
/// use esep::{Pasted, PastedRow, Place, Written, growth};
/// let table = |lines: &[&str]| Pasted {
///     rows: (1..).zip(lines).map(|(number, text)| PastedRow {
///         cells: vec![Written::new(*text, Place::new(&"pasted".into(), number, 1, 9))],
///         indent: 0,
///         is_split: false,
///     }).collect(),
///     is_cut: false,
/// };
/// let before = table(&["Zhambyl 9 000", "Atyrau 1 000"]);
/// let after = table(&["ZHAMBYL 5 585", "Atyrau 1 636"]);
/// let growth = growth(&before, &after).unwrap();
/// assert_eq!(growth.ranking.entries[0].ground.after[0].as_str(), "Atyrau");
/// assert_eq!(growth.ranking.net().n_decline, 1);
/// ```
pub fn growth(before: &Pasted, after: &Pasted) -> Result<Growth, Message> {
    compared(before, after).ok_or_else(|| Message::new("growth.nothing"))
}

fn compared(before: &Pasted, after: &Pasted) -> Option<Growth> {
    let texts = [before, after].into_iter().flat_map(|pasted| {
        pasted.rows.iter().flat_map(|row| row.cells.iter().map(|cell| &*cell.text))
    });
    let marks = Marks::of(texts);
    let (mut reading, mut findings) = (Vec::new(), Vec::new());
    let sides = if before.rows.is_empty() {
        both(&understand(after, marks, &mut findings), &mut reading)?
    } else {
        let [before, after] =
            [before, after].map(|pasted| one(&understand(pasted, marks, &mut findings)));
        [before?, after?]
    };
    let [before, after] = &sides;
    let names = |side: &Side| -> Vec<Written> {
        let rows = side.rows.iter().filter(|row| !row.is_total);
        rows.map(|row| row.name.clone()).collect()
    };
    let (names, unmatched) = matched(&names(before), &names(after), &mut reading);
    let (form, _) = Form::read(&Arc::from("growth.toml"), FORM);
    let form = Arc::new(form?);
    let [from, to] = [Period::FIRST, Period::new(Period::FIRST_YEAR + 1, PeriodLength::Year, 1)?];
    let mut book = Book { forms: Forms::default(), ..Book::default() };
    // The form is the only one, so that no id can be taken.
    let _ = book.forms.add((*form).clone());
    book.sheets = sheets(&form, &sides, &names, [from, to]);
    let comparison = compare(&book, &form, from, to, &Whose::All).ok()?;
    let mut ranking = comparison.ranking(FIGURE);
    let is_one_sided = |name: &str| unmatched.iter().any(|it| &*it.name.text == name);
    ranking.unknown.retain(|ground| {
        !ground.before.iter().chain(&ground.after).any(|id| is_one_sided(id.as_str()))
    });
    if ranking.entries.is_empty() {
        return None;
    }
    let mut checked = check(&book).findings;
    checked
        .retain(|finding| matches!(finding.code, Code::ChangeDoesNotMatch | Code::GainHidesLoss));
    for finding in &mut checked {
        (finding.period, finding.rule) = (None, None);
    }
    findings.extend(checked);
    Finding::sort(&mut findings);
    let notes = notes(&ranking, &sides);
    let headings = sides.map(|side| side.heading);
    Some(Growth { comparison, ranking, headings, unmatched, notes, reading, findings })
}

fn understand(pasted: &Pasted, marks: Marks, findings: &mut Vec<Finding>) -> Layout {
    let layout = layout::of(&lines::split(pasted, marks, None).rows, marks);
    findings.extend(
        layout.unread.iter().map(|it| misread(it.unit.kind(), &it.written, &it.misreading)),
    );
    layout
}

/// The columns of counts, without shares and changes, and the column of a stated change.
fn columns(layout: &Layout) -> (Vec<usize>, Option<usize>) {
    let at = |column: usize, row: usize| layout.figures.get(row)?.get(column)?.as_ref();
    let axis = Axis { series: &layout.columns, across: layout.rows.len(), at: &at };
    let differences = ratios::differences(&axis, true);
    let is_change = |column: &usize| {
        let series = layout.columns.get(*column);
        series.is_some_and(|series| series.words.is_change)
            || differences
                .iter()
                .any(|it| it.of == *column && matches!(it.kind, RatioKind::Difference { .. }))
    };
    let numbers = (0..layout.columns.len()).filter(|column| !axis.is_share(*column));
    let (changes, figures): (Vec<usize>, Vec<usize>) = numbers.partition(is_change);
    (figures, changes.first().copied())
}

fn side(layout: &Layout, column: usize, change: Option<usize>) -> Side {
    let get = |row: usize, column: usize| layout.figures.get(row)?.get(column)?.clone();
    let name = |series: &Series, row: usize| {
        let text = series.label.in_language(Language::En);
        let place = layout.places.get(row)?;
        series.is_named.then(|| Written::new(text, place.clone()))
    };
    let rows = layout.rows.iter().enumerate().filter_map(|(row, series)| {
        Some(Row {
            name: name(series, row)?,
            is_total: series.words.is_total,
            figure: get(row, column),
            change: change.and_then(|change| get(row, change)),
        })
    });
    let heading = layout.columns.get(column).filter(|series| series.is_named);
    let heading = heading.map(|series| series.label.in_language(Language::En).to_owned());
    Side { rows: rows.collect(), heading }
}

/// One table for one time: its first column of counts.
fn one(layout: &Layout) -> Option<Side> {
    let (figures, change) = columns(layout);
    Some(side(layout, *figures.first()?, change))
}

/// One table for both times: its first two columns of counts.
fn both(layout: &Layout, reading: &mut Vec<Message>) -> Option<[Side; 2]> {
    let (figures, change) = columns(layout);
    let [before, after, ..] = figures.as_slice() else { return None };
    let sides = [side(layout, *before, None), side(layout, *after, change)];
    let label = |column: &usize| {
        layout
            .columns
            .get(*column)
            .map_or_else(|| Argument::from(""), |it| Argument::Label(it.label.clone()))
    };
    reading.push(
        Message::new("growth.reading.columns")
            .with("before", label(before))
            .with("after", label(after)),
    );
    Some(sides)
}

fn sheets(
    form: &Arc<Form>,
    sides: &[Side; 2],
    names: &[Renamed; 2],
    periods: [Period; 2],
) -> Sheets {
    let mut sheets = Sheets::default();
    for ((side, names), period) in sides.iter().zip(names).zip(periods) {
        for row in side.rows.iter().filter(|row| !row.is_total) {
            let Some(name) = names.get(&row.name.text) else { continue };
            let id = OrganizationId::new(Arc::clone(name));
            let sheet: &mut Sheet = sheets.sheet_mut(form, period, &id);
            for (index, stated) in [(FIGURE, &row.figure), (CHANGE, &row.change)] {
                let Some(stated) = stated.as_ref().filter(|_| sheet.cell(index).is_none()) else {
                    continue;
                };
                let cell = StatedCell {
                    content: stated.reading.content.clone(),
                    text: Arc::clone(&stated.written.text),
                    note: stated.reading.note.as_deref().map(Arc::from),
                    place: Some(stated.written.place.clone()),
                };
                sheet.set(index, cell);
            }
        }
    }
    sheets
}

/// What stands out.
fn notes(ranking: &Ranking, [before, after]: &[Side; 2]) -> Vec<Message> {
    let net = ranking.net();
    let mut notes = Vec::new();
    let (Some(gains), Some(losses)) = (&net.gains, &net.losses) else { return notes };
    let Some(sum) = net.sum() else { return notes };
    let change = |figure: &Figure| Argument::Change(amount(figure));
    if Direction::of(&sum) == Direction::Growth {
        let fell = ranking
            .entries
            .iter()
            .rev()
            .filter(|entry| Direction::of(&entry.net) == Direction::Decline);
        let names: Vec<Argument> = fell
            .flat_map(|entry| &entry.ground.after)
            .map(|id| Argument::from(id.as_str()))
            .collect();
        notes.push(
            Message::new("growth.hidden-losses")
                .with("net", change(&sum))
                .with("gains", change(gains))
                .with("losses", change(losses))
                .with("names", names),
        );
    }
    // The growth that a total states, by its two figures or by itself.
    let total = |side: &Side| {
        side.rows.iter().find(|row| row.is_total).and_then(|row| figure(row.figure.as_ref()))
    };
    let stated =
        after.rows.iter().find(|row| row.is_total).and_then(|row| figure(row.change.as_ref()));
    let computed = total(before)
        .zip(total(after))
        .map(|(before, after)| Shift::new(before, after, UnitKind::Number, false).difference);
    for stated in stated.iter().chain(&computed) {
        let is_winners = stated.interval().meet(gains.interval()).is_some();
        if is_winners && stated.interval().meet(sum.interval()).is_none() {
            notes.push(
                Message::new("growth.winners-only")
                    .with("stated", change(stated))
                    .with("net", change(&sum)),
            );
            break;
        }
    }
    notes
}

fn figure(stated: Option<&Stated>) -> Option<Figure> {
    match &stated?.reading.content {
        Content::Figure(figure) => Some(figure.clone()),
        _ => None,
    }
}

fn amount(figure: &Figure) -> Amount {
    Amount::new(figure.value().clone(), figure.decimals(), UnitKind::Number)
}
