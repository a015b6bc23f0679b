//! From a pasted table to the verdict: understood, checked as any form, and said in words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::axis::Axis;
use super::builder::Builder;
use super::layout::{self, Layout, Series, Stated};
use super::lines::{self, Row};
use super::marks::Marks;
use super::outcome::relation;
use super::ratios::{self, Ratio};
use super::statement::{At, Kind, Statement, id};
use super::sums::{self, Basis, Claim};
use super::telling::{tell_claim, tell_ratio, verdict};
use super::{AddUp, AddUpCell, AddUpRelation, AddUpVerdict, CellRole, Pasted, RelationVerdict};
use crate::binding::possible;
use crate::book::Book;
use crate::check::check;
use crate::figure::{Interval, Rational, UnitKind};
use crate::finding::{Code, Family, Finding, Message, Summary};
use crate::form::{Forms, Sign};
use crate::place::Written;
use crate::sheet::{Sheets, misread};

/// Says whether a pasted table adds up.
///
/// The table may have headings or none, several totals, shares, changes, lines that say a relation
/// themselves. What it was taken for is said in [`AddUp::reading`]; what cannot be told is said, too.
///
/// ```
/// use esep::{AddUpVerdict, Language, Pasted, PastedRow, Place, Wording, Written, add_up};
/// let line = |number: u32, text: &str| PastedRow {
///     cells: vec![Written::new(text, Place::new(&"pasted".into(), number, 1, 9))],
///     indent: 0,
///     is_split: false,
/// };
/// let rows = vec![line(1, "total 100"), line(2, "women 60"), line(3, "men 41")];
/// let result = add_up(&Pasted { rows, is_cut: false });
/// assert_eq!(result.verdict, AddUpVerdict::DoesNotAddUp);
/// let relation = Wording::in_language(Language::En).sentence(&result.relations[0].sentence);
/// assert_eq!(
///     relation,
///     "`total` is stated as 100, but its parts give more: 101 (difference −1)",
/// );
/// ```
pub fn add_up(pasted: &Pasted) -> AddUp {
    let texts = || pasted.rows.iter().flat_map(|row| row.cells.iter().map(|cell| &*cell.text));
    let marks = Marks::of(texts());
    let lines = lines::split(pasted, marks, None);
    let first = judge(pasted, &lines.rows, marks);
    let others = lines
        .choices
        .iter()
        .skip(1)
        .map(|choice| judge(pasted, &lines::split(pasted, marks, Some(*choice)).rows, marks));
    if lines.choices.is_empty() {
        return first;
    }
    // One figure a line is read so unless it says nothing, or is wrong and another way is right.
    let is_usual = lines.choices.first() == Some(&1);
    let adds_up = |result: &AddUp| result.verdict == AddUpVerdict::AddsUp;
    if adds_up(&first) && is_usual {
        return first;
    }
    let all: Vec<AddUp> = std::iter::once(first.clone()).chain(others).collect();
    let holds = |result: &AddUp| result.summary.relations_evaluated;
    let best = all.iter().filter(|result| adds_up(result)).max_by_key(|result| holds(result));
    match best {
        Some(best) => best.clone(),
        None if is_usual => first,
        None => {
            let mut last = all.into_iter().next_back().unwrap_or(first);
            last.reading.insert(0, Message::new("add-up.reading.open-columns"));
            last.hints.insert(0, Message::new("hint.paste-tabs"));
            last
        }
    }
}

fn judge(pasted: &Pasted, rows: &[Row], marks: Marks) -> AddUp {
    let layout = layout::of(rows, marks);
    let mut judge = Judge { rows, marks, layout, reading: Vec::new() };
    let statement = judge.understand();
    judge.result(pasted, &statement)
}

struct Judge<'a> {
    rows: &'a [Row],
    marks: Marks,
    layout: Layout,
    reading: Vec<Message>,
}

impl Judge<'_> {
    /// Finds every relation of the table.
    fn understand(&mut self) -> Statement {
        let mut reading = std::mem::take(&mut self.layout.reading);
        let layout = &self.layout;
        let mut builder = Builder::new(layout);
        let of_row = |row: usize, column: usize| stated(layout, row, column);
        let of_column = |column: usize, row: usize| stated(layout, row, column);
        let rows = Axis { series: &layout.rows, across: layout.columns.len(), at: &of_row };
        let columns = Axis { series: &layout.columns, across: layout.rows.len(), at: &of_column };
        let place_row = |row: usize, column: usize| position(layout, row, column);
        let place_column = |column: usize, row: usize| position(layout, row, column);

        let row_changes = ratios::differences(&rows, false);
        let column_changes = ratios::differences(&columns, true);
        let row_claims = sums::find(&rows, &left_out(&rows, &row_changes));
        let column_claims = sums::find(&columns, &left_out(&columns, &column_changes));
        let row_totals = totals(&layout.rows, &row_claims);
        let column_totals = totals(&layout.columns, &column_claims);
        let column_shares = ratios::shares(&columns, &column_changes, &row_totals);
        // A share that its column explains is not asked again in its row.
        let row_shares = if column_shares.is_empty() {
            ratios::shares(&rows, &row_changes, &column_totals)
        } else {
            Vec::new()
        };

        for claim in &row_claims {
            let adds_up = |at: usize| rows.adds_up(claim.whole, &claim.parts, at);
            builder.add_claim(claim, rows.across, &place_row, &adds_up);
            reading.extend(tell_claim(claim, &layout.rows));
        }
        for claim in &column_claims {
            let adds_up = |at: usize| columns.adds_up(claim.whole, &claim.parts, at);
            builder.add_claim(claim, columns.across, &place_column, &adds_up);
            reading.extend(tell_claim(claim, &layout.columns));
        }
        for ratio in row_changes.iter().chain(&row_shares) {
            builder.add_ratio(ratio, rows.across, &place_row);
            reading.push(tell_ratio(ratio, &layout.rows, &layout.columns));
        }
        for ratio in column_changes.iter().chain(&column_shares) {
            builder.add_ratio(ratio, columns.across, &place_column);
            reading.push(tell_ratio(ratio, &layout.columns, &layout.rows));
        }
        for column in 0..layout.columns.len() {
            let cells = hundred(&rows, column, &row_claims);
            let places: Vec<At> =
                cells.iter().filter_map(|row| position(layout, *row, column)).collect();
            if !places.is_empty() {
                builder.add_hundred(&places);
                reading.push(Message::new("add-up.reading.hundred").with("parts", places.len()));
            }
        }
        for (row, line) in self.rows.iter().enumerate() {
            if let Some(equation) = &line.equation {
                builder.add_equation(row, equation, self.marks);
            }
        }
        self.reading = reading;
        let file = self.rows.iter().find_map(|row| row.cells.first());
        let file = file.map_or_else(|| Arc::from(""), |cell| Arc::clone(&cell.place.file));
        builder.build(&file)
    }

    /// Checks what was understood.
    fn result(self, pasted: &Pasted, statement: &Statement) -> AddUp {
        let Self { rows, layout, mut reading, .. } = self;
        let mut findings: Vec<Finding> = layout
            .unread
            .iter()
            .map(|unread| {
                let finding = misread(unread.unit.kind(), &unread.written, &unread.misreading);
                // There is no book in which a language could be declared.
                let hints = match finding.code {
                    Code::AmbiguousFigure => vec![Message::new("hint.write-digits")],
                    _ => finding.hints,
                };
                Finding { hints, ..finding }
            })
            .collect();
        let mut forms = Forms::default();
        // The form is the only one, so that no id can be taken.
        let _ = forms.add((*statement.form).clone());
        let sheets: Sheets = [statement.sheet.clone()].into_iter().collect();
        let book = Book { forms, sheets, ..Book::default() };
        let mut checked = check(&book);
        checked.findings.retain(|finding| {
            matches!(finding.code.family(), Family::Form | Family::Period)
                && finding.code != Code::PartMissing
        });
        findings.extend(checked.findings);
        for finding in &mut findings {
            (finding.organization, finding.period, finding.rule) = (None, None, None);
        }
        Finding::sort(&mut findings);
        let by_cell = by_cell(&findings);
        let relations: Vec<AddUpRelation> = statement
            .instances
            .iter()
            .map(|instance| relation(instance, statement, &findings, &by_cell))
            .collect();
        if pasted.is_cut {
            let message = Message::new("add-up.reading.cut")
                .with("rows", Pasted::MOST_ROWS)
                .with("columns", Pasted::MOST_COLUMNS)
                .with("cells", Pasted::MOST_CELLS);
            reading.insert(0, message);
        }
        let (verdict, sentence, hints) = verdict(&relations, &findings, statement);
        let summary = Summary {
            sheets: 1,
            figures: checked.summary.figures,
            relations_evaluated: relations
                .iter()
                .filter(|it| it.verdict != RelationVerdict::Unknown)
                .count(),
            ..Summary::default()
        };
        let summary = summary.counting(&findings);
        let rows = cells(rows, &layout, statement, &findings, &by_cell);
        AddUp { verdict, sentence, reading, hints, rows, relations, findings, summary, book }
    }
}

fn stated(layout: &Layout, row: usize, column: usize) -> Option<&Stated> {
    layout.figures.get(row)?.get(column)?.as_ref()
}

fn position(layout: &Layout, row: usize, column: usize) -> Option<At> {
    Some((layout.rows.get(row)?.at, layout.columns.get(column)?.at))
}

/// The series that are neither whole nor part: changes, and shares beside counts.
fn left_out(axis: &Axis<'_>, changes: &[Ratio]) -> Vec<usize> {
    let all = 0..axis.series.len();
    let is_share = |at: &usize| axis.is_share(*at);
    let has_others = all
        .clone()
        .any(|at| !is_share(&at) && (0..axis.across).any(|it| axis.value(at, it).is_some()));
    let is_change = |at: &usize| {
        changes.iter().any(|ratio| ratio.of == *at)
            || axis
                .series
                .get(*at)
                .is_some_and(|series| series.words.is_change && !series.words.is_total)
    };
    all.filter(|at| (has_others && is_share(at)) || is_change(at)).collect()
}

/// The series that are totals: by a claim or by their label.
fn totals(series: &[Series], claims: &[Claim]) -> Vec<usize> {
    let is_total = |(at, series): &(usize, &Series)| {
        series.words.is_total
            || claims.iter().any(|claim| claim.whole == *at && claim.basis != Basis::Order)
    };
    let mut totals: Vec<usize> =
        series.iter().enumerate().filter(is_total).map(|(at, _)| at).collect();
    // The total of all is more often what shares are out of than that of a group.
    let size = |at: &usize| {
        claims.iter().filter(|claim| claim.whole == *at).map(|claim| claim.parts.len()).max()
    };
    totals.sort_by_key(|at| std::cmp::Reverse(size(at)));
    totals.truncate(3);
    totals
}

/// The rows whose shares in a column are 100 % together, where no total says so and it is so.
fn hundred(rows: &Axis<'_>, column: usize, claims: &[Claim]) -> Vec<usize> {
    let all = 0..rows.series.len();
    let is_share = |row: &usize| {
        rows.kind(*row, column) == Some(UnitKind::Share) && rows.value(*row, column).is_some()
    };
    let cells: Vec<usize> = all.filter(is_share).collect();
    let is_total = |row: &usize| {
        rows.series.get(*row).is_some_and(|series| series.words.is_total || series.words.is_change)
    };
    let Some(sum) = rows.sum(&cells, column) else { return Vec::new() };
    let whole = Interval::point(Rational::ONE);
    let fits = cells.len() > 2
        && !cells.iter().any(is_total)
        && !claims.iter().any(|claim| {
            claim.is_complete
                && claim.parts.iter().any(|part| cells.contains(part))
                && cells.contains(&claim.whole)
        })
        && possible(Sign::Equal, &sum.interval, &whole);
    if fits { cells } else { Vec::new() }
}

/// Which findings speak of each cell.
fn by_cell(findings: &[Finding]) -> BTreeMap<String, Vec<usize>> {
    let mut by_cell: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        for cell in &finding.cells {
            by_cell.entry(cell.line.to_string()).or_default().push(index);
        }
    }
    by_cell
}

/// The cells as they were pasted, each with its role and findings.
fn cells(
    rows: &[Row],
    layout: &Layout,
    statement: &Statement,
    findings: &[Finding],
    by_cell: &BTreeMap<String, Vec<usize>>,
) -> Vec<Vec<AddUpCell>> {
    let unread: Vec<(usize, &Finding)> =
        findings.iter().enumerate().filter(|(_, finding)| finding.cells.is_empty()).collect();
    let totals: BTreeSet<At> = statement
        .instances
        .iter()
        .filter(|instance| matches!(instance.kind, Kind::Sum | Kind::Parts { .. }))
        .map(|instance| instance.stated)
        .collect();
    let role = |row: usize, column: usize, is_equation: bool| {
        let at = (row, column);
        let own = layout.roles.get(row).and_then(|roles| roles.get(column)).copied();
        match (statement.kind(at), own) {
            (UnitKind::Share, _) if statement.content(at).is_some() => CellRole::Share,
            _ if totals.contains(&at) => CellRole::Total,
            _ if is_equation => CellRole::Figure,
            (_, own) => own.unwrap_or(CellRole::Other),
        }
    };
    let cell = |row: usize, column: usize, written: &Written, is_equation: bool| {
        let mut own = by_cell.get(&id((row, column))).cloned().unwrap_or_default();
        let (line, start) = (written.place.line, written.place.column);
        let columns = start..=start.saturating_add(written.place.length);
        let is_here = |(_, finding): &&(usize, &Finding)| {
            let place = finding.place.as_ref();
            place.is_some_and(|place| place.line == line && columns.contains(&place.column))
        };
        own.extend(unread.iter().filter(is_here).map(|(index, _)| *index));
        AddUpCell { written: written.clone(), role: role(row, column, is_equation), findings: own }
    };
    rows.iter()
        .enumerate()
        .map(|(row, line)| {
            let is_equation = line.equation.is_some();
            line.cells
                .iter()
                .enumerate()
                .map(|(column, written)| cell(row, column, written, is_equation))
                .collect()
        })
        .collect()
}
