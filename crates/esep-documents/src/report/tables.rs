//! Tables of a report: figures beside those of another period, measures with what they are taken
//! of, the organizations below side by side.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use esep::{
    Argument, CellIndex, Content, Figure, Message, OrganizationId, Period, Sheet, Unit, UnitKind,
    measure,
};

use super::composer::{Against, Composer, capitalized, kind, paragraph};
use super::known::Known;
use super::model::{Block, Origin, ReportCell, ReportTable, compared};
use crate::figures;
use crate::table::Column;
use crate::template::depth;

impl Composer<'_> {
    /// The figures of some lines, beside those of the periods that are compared with: one table for
    /// each of these, the first with all lines.
    pub(super) fn figures(
        &self,
        known: &Known<'_>,
        lines: &[usize],
        caption: &str,
        against: &[Against],
    ) -> Vec<Block> {
        let mut tables = Vec::new();
        if known.form.columns().is_empty() {
            let mut against = against.iter();
            tables.push(self.lines(known, lines, caption, against.next()));
            for further in against {
                let index = |line: &usize| CellIndex { line: *line, column: 0 };
                let is_known = |line: &&usize| further.shift(index(line)).is_some();
                let lines: Vec<usize> = lines.iter().filter(is_known).copied().collect();
                tables.push(self.lines(known, &lines, caption, Some(further)));
            }
        } else {
            tables.push(self.columns(known, lines, caption));
        }
        if let Some(first) = tables.first_mut() {
            first.notes = self.notes(first);
        }
        tables.into_iter().filter_map(ReportTable::block).collect()
    }

    fn lines(
        &self,
        known: &Known<'_>,
        lines: &[usize],
        caption: &str,
        against: Option<&Against>,
    ) -> ReportTable {
        let index = |line: usize| CellIndex { line, column: 0 };
        // A blank that is complained of is shown, too.
        let is_shown = |line: &&usize| {
            says(&known.sheet, **line) || !self.findings(&known.address(index(**line))).is_empty()
        };
        let said: Vec<usize> = lines.iter().filter(is_shown).copied().collect();
        let unit = |line: &usize| known.form.lines().get(*line).map(|line| &line.unit);
        let units: BTreeSet<&str> = said.iter().filter_map(unit).map(Unit::name).collect();
        let shown_unit = |line: usize| unit(&line).map(|unit| self.wording.unit(unit));
        let has_units = units.len() > 1;
        let only_unit = said.first().copied().and_then(shown_unit).filter(|_| !has_units);
        let mut caption = match only_unit {
            Some(unit) => format!("{caption}, {unit}"),
            None => caption.to_owned(),
        };
        if let Some(against) = against {
            let message = Message::new("compare.title").with("organization", caption);
            let message = message.with("from", against.period).with("to", self.period);
            caption = self.say(&message);
        }
        let mut columns = vec![Column::text(self.title("report.word.indicator"))];
        if has_units {
            columns.push(Column::text(self.heading("unit")));
        }
        columns.push(Column::number(capitalized(&self.wording.period(self.period))));
        if let Some(against) = against {
            columns.push(Column::number(capitalized(&self.wording.period(against.period))));
            columns.push(Column::number(self.heading("change")));
            columns.push(Column::number("%"));
        }
        let mut table = ReportTable::new(caption, columns);
        for position in said {
            let Some(line) = known.form.lines().get(position) else { continue };
            let index = index(position);
            let mut cells = vec![ReportCell::words(line.label.in_language(self.language()))];
            if has_units {
                cells.push(ReportCell::words(shown_unit(position).unwrap_or_default()));
            }
            cells.push(self.cell(known, index));
            cells.extend(against.into_iter().flat_map(|it| self.change(known, index, it)));
            table.push(depth(&known.form, line), cells);
        }
        table
    }

    /// The figure compared with, the change, and the change in percent.
    fn change(&self, known: &Known<'_>, index: CellIndex, against: &Against) -> [ReportCell; 3] {
        let kind = kind(known, index);
        let Some(change) = against.changes.get(&index) else { return Default::default() };
        let mut address = known.address(index);
        address.period = against.period;
        let before = match change {
            esep::Change::Known(shift) => Some(&shift.before),
            esep::Change::Unknown(unknown) => unknown.before.as_ref(),
        };
        let before = before.map(|figure| self.figure(figure, kind)).unwrap_or_default();
        let mut before = compared(before);
        before.findings = self.findings(&address);
        let shift = change.shift();
        let language = self.language();
        let difference = shift.map(|shift| figures::change(&shift.difference, kind, language));
        let percent = shift.map(|shift| figures::percent(shift.percent.as_ref(), language));
        [before, compared(difference.unwrap_or_default()), compared(percent.unwrap_or_default())]
    }

    /// The figures of a form with columns.
    fn columns(&self, known: &Known<'_>, lines: &[usize], caption: &str) -> ReportTable {
        let form = &known.form;
        let headings = form.columns().iter();
        let headings = headings
            .map(|column| Column::number(capitalized(column.label.in_language(self.language()))));
        let first =
            [Column::text(self.title("report.word.indicator")), Column::text(self.heading("unit"))];
        let mut table = ReportTable::new(caption, first.into_iter().chain(headings));
        for position in lines.iter().filter(|line| says(&known.sheet, **line)) {
            let Some(line) = form.lines().get(*position) else { continue };
            let fixed = [line.label.in_language(self.language()).to_owned(), {
                self.wording.unit(&line.unit)
            }];
            let figures = (0..form.columns().len())
                .map(|column| self.cell(known, CellIndex { line: *position, column }));
            table.push(depth(form, line), fixed.map(ReportCell::words).into_iter().chain(figures));
        }
        table
    }

    /// Shares and rates with what they are taken of: lines that the form defines, and its measures.
    pub(super) fn measures(&self, known: &Known<'_>) -> Option<Block> {
        let language = self.language();
        let headings = ["measure", "figure", "definition"].map(|word| self.heading(word));
        let [name, figure, definition] = headings;
        let columns = [Column::text(name), Column::number(figure), Column::text(definition)];
        let mut table = ReportTable::new(self.title("report.word.measures"), columns);
        for (position, line) in known.form.lines().iter().enumerate() {
            let index = CellIndex { line: position, column: 0 };
            if !is_measure(known, position) || known.sheet.figure(index).is_none() {
                continue;
            }
            let why = known.form.definition_of(line.id.as_str()).and_then(|it| it.why.as_ref());
            let why = why.map(|why| why.in_language(language)).unwrap_or_default();
            let label = capitalized(line.label.in_language(language));
            table.push(
                0,
                [
                    ReportCell::words(label),
                    self.cell(known, index),
                    ReportCell::words(capitalized(why)),
                ],
            );
        }
        for defined in known.form.measures() {
            let Some(figure) = measure(defined, &known.sheet, self.book) else { continue };
            let origin =
                Origin::Measured { form: known.form.id.clone(), measure: defined.id.clone() };
            table.push(
                0,
                [
                    ReportCell::words(capitalized(defined.label.in_language(language))),
                    ReportCell::figure(self.figure(&figure, defined.unit.kind()), origin),
                    ReportCell::words(capitalized(defined.why.in_language(language))),
                ],
            );
        }
        table.notes = self.notes(&table);
        table.block()
    }

    /// The organizations below, those with the largest first figure first. A line whose label is too
    /// long to stand above a column has a word beside it.
    pub(super) fn below(
        &self,
        known: &Known<'_>,
        lines: &[(&str, Option<&'static str>)],
        caption: &str,
    ) -> Option<Block> {
        let mut sheets = known.below(self.book);
        let asked = lines.iter().filter_map(|(line, word)| Some((known.index(line)?, *word)));
        let shown: Vec<(CellIndex, Option<&'static str>)> = asked
            .filter(|(index, _)| sheets.iter().any(|(_, sheet)| sheet.figure(*index).is_some()))
            .collect();
        let first = shown.first()?.0;
        let rank = |sheet: &Sheet| sheet.figure(first).map(|figure| figure.value().clone());
        sheets.sort_by_key(|(_, sheet)| Reverse(rank(sheet)));
        sheets.retain(|(_, sheet)| shown.iter().any(|(index, _)| sheet.figure(*index).is_some()));
        let heading = |(index, word): &(CellIndex, Option<&'static str>)| {
            let label = word.map_or_else(|| self.label(known, *index), |it| self.title(it));
            let line = known.form.lines().get(index.line);
            let unit = line.map(|line| &line.unit).filter(|it| it.kind() == UnitKind::Money);
            let unit = unit.map(|unit| format!(", {}", self.wording.unit(unit)));
            let unit = unit.filter(|_| word.is_some()).unwrap_or_default();
            Column::number(format!("{}{unit}", capitalized(&label)))
        };
        let columns = std::iter::once(Column::text(self.heading("organization")));
        let columns = columns.chain(shown.iter().map(heading));
        let mut table = ReportTable::new(caption, columns);
        for (id, sheet) in &sheets {
            let figures = shown.iter().map(|(index, _)| self.cell_of(id, sheet, *index));
            let name = ReportCell::words(self.name(id));
            table.push(0, std::iter::once(name).chain(figures));
        }
        table.block()
    }

    /// What another organization states in a cell, or what is known of it.
    fn cell_of(&self, id: &OrganizationId, sheet: &Sheet, index: CellIndex) -> ReportCell {
        let form = &sheet.form().id;
        let address = esep::CellAddress {
            form: form.clone(),
            period: self.period,
            organization: id.clone(),
            index,
        };
        let line = sheet.form().lines().get(index.line);
        let kind = line.map_or(UnitKind::Number, |line| line.unit.kind());
        let content = sheet.cell(index).map(|stated| &stated.content);
        let text = content.and_then(|it| figures::content(it, kind, self.language()));
        let own = self.book.sheets.cell(&address).map(|stated| &stated.content);
        let findings = self.findings(&address);
        let is_sum = line.is_some_and(|line| line.rollup == esep::Rollup::Sum);
        let origin = match () {
            () if own == content => Origin::Stated(address),
            () if is_sum => Origin::RolledUp(address),
            () => Origin::Defined(address),
        };
        let mut cell = ReportCell::figure(text.unwrap_or_default(), origin);
        cell.findings = findings;
        cell
    }

    /// What must be said below a table: how the figures came about that nobody states.
    pub(super) fn notes(&self, table: &ReportTable) -> Vec<String> {
        let labels = |wanted: fn(&Origin) -> bool| -> Vec<Argument> {
            let is_wanted = |cell: &ReportCell| cell.origin.as_ref().is_some_and(wanted);
            let rows = table.rows.iter().filter(|row| row.cells.iter().any(is_wanted));
            let labels = rows.filter_map(|row| row.cells.get(table.row_heading));
            labels.map(|label| Argument::Literal(label.text.clone())).collect()
        };
        let mut ways = vec![
            ("report.rolled-up", "report.rolled-up.lines", {
                labels(|origin| matches!(origin, Origin::RolledUp(_)))
            }),
            ("report.put-together", "report.put-together.lines", {
                labels(|origin| matches!(origin, Origin::PutTogether(_)))
            }),
            ("report.computed", "report.computed.lines", {
                labels(|origin| matches!(origin, Origin::Defined(_)))
            }),
        ];
        ways.retain(|(.., lines)| !lines.is_empty());
        let is_only = ways.len() == 1;
        let name = || self.name(&self.organization);
        let note = |(key, key_with_lines, lines): (&'static str, &'static str, Vec<Argument>)| {
            let message = Message::new(if is_only { key } else { key_with_lines });
            self.say(&message.with("organization", name()).with("lines", lines))
        };
        ways.into_iter().map(|way| capitalized(&note(way))).collect()
    }

    /// From whom nothing came, where figures of the part are added up without them.
    pub(super) fn missing(&self, known: &Known<'_>) -> Option<Block> {
        let mut cells = known.sheet.figures().map(|(index, _)| known.origin(index));
        let is_added_up = cells.any(|origin| matches!(origin, Origin::RolledUp(_)));
        if known.missing.is_empty() || !is_added_up {
            return None;
        }
        let missing: Vec<Argument> =
            known.missing.iter().map(|id| Argument::Literal(self.name(id))).collect();
        let message = Message::new("rollup.missing")
            .with("organization", self.name(&self.organization))
            .with("missing", missing);
        paragraph([self.say(&message)]).map(Block::Paragraph)
    }

    /// The figure of a line in all periods of the same length up to that of the report, of which it
    /// is known; at most as many as a chart shows well.
    pub(super) fn over_time(&self, known: &Known<'_>, line: &str) -> Vec<(Period, Figure)> {
        const MOST: usize = 8;
        let Some(index) = known.index(line) else { return Vec::new() };
        let periods: BTreeSet<Period> = {
            let all = self.book.sheets.forms_and_periods();
            let own = all.filter(|(form, _)| **form == known.form.id);
            own.map(|(_, period)| period).collect()
        };
        let is_earlier = |period: &&Period| {
            period.length() == self.period.length() && period.last_day() < self.period.last_day()
        };
        let own = |sheets: &BTreeMap<OrganizationId, Sheet>| {
            sheets.get(&self.organization)?.figure(index).cloned()
        };
        let earlier = periods
            .iter()
            .filter(is_earlier)
            .filter_map(|period| Some((*period, own(&self.everybody.of(&known.form, *period))?)));
        // What is added up without somebody would look like a fall.
        let now = own(&known.all).map(|figure| (self.period, figure));
        let mut figures: Vec<(Period, Figure)> = earlier.chain(now).collect();
        figures.sort_by_key(|(period, _)| period.last_day());
        figures.split_off(figures.len().saturating_sub(MOST))
    }
}

/// Whether a line is a share or a rate, which says more beside its definition.
pub(super) fn is_measure(known: &Known<'_>, position: usize) -> bool {
    let Some(line) = known.form.lines().get(position) else { return false };
    let is_ratio = matches!(line.unit.kind(), UnitKind::Share | UnitKind::Rate);
    let definition = known.form.definition_of(line.id.as_str());
    is_ratio && definition.is_some_and(|rule| rule.why.is_some()) && known.form.columns().is_empty()
}

/// Whether a sheet says anything on a line.
fn says(sheet: &Sheet, line: usize) -> bool {
    let columns = sheet.form().columns().len().max(1);
    (0..columns).any(|column| {
        let stated = sheet.cell(CellIndex { line, column });
        stated.is_some_and(|stated| stated.content != Content::Blank)
    })
}
