//! Where the forms of a grid begin and end.

use std::ops::Range;

use esep::{Form, Place};

use super::labels::Index;
use super::{is_figure, is_number, titles};
use crate::grids::{Cell, Grid, Row};
use crate::request::Request;

/// A form in a grid.
pub(super) struct Segment<'a> {
    pub(super) form: &'a Form,
    /// Where the form is named, or the grid.
    pub(super) form_place: Place,
    /// The rows of the form with what stands above it.
    pub(super) rows: &'a [Row],
    /// The row of the first line that was recognized.
    pub(super) first_line: &'a Row,
    /// In which column the labels stand.
    pub(super) label_column: u32,
}

impl<'a> Segment<'a> {
    /// The rows from the first line on.
    pub(super) fn lines(&self) -> impl Iterator<Item = &'a Row> + Clone {
        let first = self.first_line;
        self.rows.iter().skip_while(move |row| !std::ptr::eq(*row, first))
    }

    /// The rows above the first line.
    pub(super) fn above(&self) -> impl Iterator<Item = &'a Row> {
        let first = self.first_line;
        self.rows.iter().take_while(move |row| !std::ptr::eq(*row, first))
    }
}

/// How deep forms below and above each other are looked for.
const MOST_FORMS: usize = 50;

/// The forms of a grid, from above, and the titles below which no line was recognized.
pub(super) fn of<'a>(
    grid: &'a Grid,
    index: &'a Index,
    request: &Request,
) -> (Vec<Segment<'a>>, Vec<&'a Cell>) {
    let mut segments = Vec::new();
    let mut unread = Vec::new();
    let mut start = 0;
    let mut title: Option<(usize, &Cell)> = None;
    for (at, row) in grid.rows.iter().enumerate() {
        let Some(found) = title_of(row, index) else { continue };
        // The number of a form and its title may stand in two rows.
        if title.is_some_and(|(form, _)| form == found.0) && at <= start + 3 {
            continue;
        }
        let first = if title.is_none() && at < 10 && !has_lines(grid, index, start, at) {
            start
        } else {
            let range = start..at;
            let is_empty = add(grid, index, request, range.clone(), title, &mut segments) == 0;
            let has_figures = is_empty && has_figures(grid, range);
            unread.extend(title.filter(|_| has_figures).map(|(_, cell)| cell));
            at
        };
        (start, title) = (first, Some(found));
    }
    let range = start..grid.rows.len();
    let is_empty = add(grid, index, request, range.clone(), title, &mut segments) == 0;
    let has_figures = is_empty && has_figures(grid, range);
    unread.extend(title.filter(|_| has_figures).map(|(_, cell)| cell));
    (segments, unread)
}

/// Whether there are figures behind words in some of the rows.
fn has_figures(grid: &Grid, range: Range<usize>) -> bool {
    let rows = grid.rows.get(range).unwrap_or_default();
    rows.iter().any(|row| row.cells.first().is_some_and(|cell| is_line(row, cell.column)))
}

fn has_lines(grid: &Grid, index: &Index, start: usize, end: usize) -> bool {
    let rows = grid.rows.get(start..end).unwrap_or_default();
    let mut cells = rows.iter().flat_map(|row| &row.cells);
    cells.any(|cell| !index.exactly(&cell.text).is_empty())
}

/// The form that a row names in its title.
fn title_of<'a>(row: &'a Row, index: &Index) -> Option<(usize, &'a Cell)> {
    if row.cells.len() > 4 {
        return None;
    }
    let texts = row.cells.iter().filter(|cell| !is_number(cell));
    texts
        .filter(|cell| index.exactly(&cell.text).is_empty())
        .find_map(|cell| Some((titles::form_in(&cell.text, index)?, cell)))
}

/// Adds the forms in some of the rows; gives how many.
fn add<'a>(
    grid: &'a Grid,
    index: &'a Index,
    request: &Request,
    range: Range<usize>,
    title: Option<(usize, &'a Cell)>,
    segments: &mut Vec<Segment<'a>>,
) -> usize {
    let before_all = segments.len();
    let Some(rows) = grid.rows.get(range).filter(|rows| !rows.is_empty()) else { return 0 };
    if segments.len() >= MOST_FORMS {
        return 0;
    }
    let asked = request.form.as_ref();
    let asked = asked.and_then(|id| index.forms.iter().position(|form| form.id == *id));
    let named = title.map(|(form, _)| form).or(asked);
    let Some(best) = best(rows, index, named) else { return 0 };
    let Some(form) = index.forms.get(best.form).map(|form| &**form) else { return 0 };
    let place = title.map(|(_, cell)| cell.place.clone());
    // Lines above whose labels are not typed as on the form are lines all the same.
    let before = rows.get(..best.first).unwrap_or_default().iter().rev();
    let unclear = before.take_while(|row| is_line(row, best.column)).count();
    let first = best.first - unclear;
    let Some(first_line) = rows.get(first) else { return 0 };
    // Another form may stand above or below without a title.
    let is_alone = named.is_some();
    let above = if is_alone { 0 } else { above(rows, index, first) };
    let offset = grid.rows.iter().position(|row| std::ptr::eq(row, first_line));
    let start = offset.unwrap_or(0).saturating_sub(first);
    if above > 0 {
        add(grid, index, request, start..start + above, None, segments);
    }
    let below = if is_alone { rows.len() } else { below(rows, index, best.form, best.last) };
    segments.push(Segment {
        form,
        form_place: place.unwrap_or_else(|| grid.whole()),
        rows: rows.get(above..below).unwrap_or(rows),
        first_line,
        label_column: best.column,
    });
    if below < rows.len() {
        add(grid, index, request, start + below..start + rows.len(), None, segments);
    }
    segments.len() - before_all
}

/// Whether a row looks like a line of a form: a label, and a figure behind it that is no year.
fn is_line(row: &Row, label_column: u32) -> bool {
    let is_year = |cell: &Cell| {
        titles::period_in(&cell.text).is_some() || cell.text.parse::<esep::Period>().is_ok()
    };
    row.cell(label_column).is_some_and(|cell| !is_number(cell))
        && row.cells.iter().any(|cell| {
            cell.column > label_column && is_figure(cell) && is_number(cell) && !is_year(cell)
        })
}

/// A form that some rows may fill.
struct Best {
    form: usize,
    column: u32,
    /// The first and the last row with a label of it.
    first: usize,
    last: usize,
}

/// The form of which most rows have a label, below each other; two at least.
fn best(rows: &[Row], index: &Index, named: Option<usize>) -> Option<Best> {
    let mut candidates: Vec<(Best, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for cell in row.cells.iter().filter(|cell| !is_number(cell)) {
            let mut last = None;
            for (form, _) in index.exactly(&cell.text) {
                let is_other = named.is_some_and(|named| named != *form);
                if is_other || last.replace(*form) == Some(*form) {
                    continue;
                }
                let known = candidates
                    .iter_mut()
                    .find(|(best, _)| best.form == *form && best.column == cell.column);
                match known {
                    Some((best, count)) => {
                        best.last = at;
                        *count += 1;
                    }
                    None => {
                        let column = cell.column;
                        candidates.push((Best { form: *form, column, first: at, last: at }, 1));
                    }
                }
            }
        }
    }
    let most = candidates.iter().map(|(_, count)| *count).max().filter(|most| *most >= 2)?;
    let mut best = candidates.into_iter().filter(|(_, count)| *count == most);
    let (first, _) = best.next()?;
    // Two forms that fit alike: neither is taken.
    best.all(|(other, _)| other.form == first.form).then_some(first)
}

/// How many rows above the first line belong to what stands above.
fn above(rows: &[Row], index: &Index, first: usize) -> usize {
    let is_line = |row: &Row| row.cells.iter().any(|cell| !index.exactly(&cell.text).is_empty());
    let before = rows.get(..first).unwrap_or_default();
    before.iter().rposition(is_line).map_or(0, |last| last + 1)
}

/// Where the rows of a form end: where those of another begin.
fn below(rows: &[Row], index: &Index, form: usize, last: usize) -> usize {
    let is_other = |row: &Row| {
        row.cells.iter().any(|cell| {
            let found = index.exactly(&cell.text);
            !found.is_empty() && found.iter().all(|(other, _)| *other != form)
        })
    };
    let after = rows.get(last + 1..).unwrap_or_default();
    let n_others = after.iter().filter(|row| is_other(row)).count();
    if n_others < 2 { rows.len() } else { last + 1 }
}
