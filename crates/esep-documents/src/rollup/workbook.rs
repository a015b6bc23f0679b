//! The consolidated table as a workbook: an organization a row, and formulas left in.

use std::collections::BTreeMap;

use esep::{
    CellIndex, Content, Figure, Language, Line, OrganizationId, OrganizationKind, Rollup, Sheet,
    SortedMap, Wording,
};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};

use super::{RollupReport, cells, kind_of, label, said};
use crate::spreadsheet::{
    A4, At, Formulas, definition_by_rule, digits, exactly, joined, nth, workbook,
};

/// The columns before those of figures: the name, the code, the kind.
const FIGURES: u16 = 3;
const WIDTHS: [u8; 3] = [44, 14, 26];
const FIGURE_WIDTH: u8 = 15;

/// A formula has no more letters.
const LONGEST_FORMULA: usize = 8_000;
/// A function takes no more arguments.
const MOST_ARGUMENTS: usize = 250;
/// A workbook folds no deeper.
const DEEPEST: u8 = 7;

/// So many notes stand above the table; those from whom nothing came have blank rows in it.
const MOST_NOTES: usize = 10;

const HEADING: u32 = 0x00E7_EBF0;
const ADDED_UP: u32 = 0x00E9_F1E4;
const LINES: u32 = 0x0080_8080;

/// What stands in a row.
struct Row<'a> {
    organization: &'a OrganizationId,
    depth: u8,
    /// What the organization stated itself; `None` where it is added up, or nothing came.
    own: Option<&'a Sheet>,
    /// What was added up for it.
    rolled: Option<&'a Sheet>,
}

/// The rows of an organization: what was added up, and what it stated itself.
#[derive(Default, Clone, Copy)]
struct Rows {
    rolled: Option<u32>,
    own: Option<u32>,
}

/// Writes the table.
pub(super) fn write(report: &RollupReport<'_>, language: Language) -> Result<Vec<u8>, XlsxError> {
    let title = report.form.title.in_language(language);
    let mut workbook = workbook(title)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(report.form.id.as_str().chars().take(31).collect::<String>())?;
    let cells = cells(&report.form).into_iter().map(|(index, _)| index).collect();
    let mut writer = Writer {
        report,
        language,
        wording: Wording::in_language(language),
        cells,
        rows: rows(report),
        places: BTreeMap::new(),
        first: 0,
        sheet,
    };
    writer.head(title)?;
    writer.figures()?;
    writer.paper()?;
    workbook.save_to_buffer()
}

/// The organizations from above, each before those below it; one that stated figures of its own
/// beside those added up for it has a row for each.
fn rows<'a>(report: &'a RollupReport<'_>) -> Vec<Row<'a>> {
    let structure = &report.book.structure;
    let (period, rolled) = (report.period, &report.rolled.sheets);
    let has_asked_above = |id: &OrganizationId| {
        let parents =
            std::iter::successors(structure.parent(id, period), |id| structure.parent(id, period));
        // A circle in a structure is told, and not gone round for ever.
        parents.take(rolled.len()).any(|parent| report.is_asked_for(parent))
    };
    let tops = rolled.keys().filter(|id| report.is_asked_for(id) && !has_asked_above(id));
    let mut waiting: Vec<(&OrganizationId, u8)> = tops.map(|id| (id, 0)).collect();
    waiting.reverse();
    let mut rows = Vec::new();
    while let Some((organization, depth)) = waiting.pop() {
        let added_up = rolled.get(organization);
        let own = report.book.sheets.get(&report.form.id, period, organization);
        if added_up.is_some() {
            rows.push(Row { organization, depth, own: None, rolled: added_up });
        }
        if own.is_some() || added_up.is_none() {
            rows.push(Row { organization, depth, own, rolled: None });
        }
        if added_up.is_some() {
            let children = structure.children(organization, period).into_iter().rev();
            waiting.extend(children.map(|child| (child, depth.saturating_add(1))));
        }
    }
    rows
}

struct Writer<'a, 'b> {
    report: &'a RollupReport<'a>,
    language: Language,
    wording: Wording,
    cells: Vec<CellIndex>,
    rows: Vec<Row<'a>>,
    places: BTreeMap<&'a OrganizationId, Rows>,
    /// The first row of figures.
    first: u32,
    sheet: &'b mut Worksheet,
}

impl<'a> Writer<'a, '_> {
    fn head(&mut self, title: &str) -> Result<(), XlsxError> {
        let period = self.wording.period(self.report.period);
        let bold = Format::new().set_bold().set_font_size(14);
        self.sheet.write_string_with_format(0, 0, title, &bold)?;
        self.sheet.write_string(1, 0, period)?;
        let mut row = 2;
        for note in self.report.notes().iter().take(MOST_NOTES) {
            self.sheet.write_string(row, 0, self.wording.sentence(note))?;
            row += 1;
        }
        let heading = framed()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(HEADING));
        let fixed = [self.wording.word("name"), self.wording.word("organization")];
        let fixed = fixed.into_iter().chain([self.wording.word("kind")]).map(str::to_owned);
        let labels = self.cells.iter().map(|index| label(&self.report.form, *index, self.language));
        let headings: Vec<String> = fixed.chain(labels).collect();
        let longest = headings.iter().map(|text| text.chars().count()).max().unwrap_or_default();
        let lines = longest.div_ceil(usize::from(FIGURE_WIDTH) * 4 / 5).clamp(1, 24);
        self.sheet.set_row_height(row, nth::<u16>(lines * 15)?)?;
        for (text, column) in headings.iter().zip(0_usize..) {
            self.sheet.write_string_with_format(row, nth(column)?, text, &heading)?;
        }
        self.first = row + 1;
        self.sheet.set_freeze_panes(self.first, 1)?;
        self.sheet.set_repeat_rows(row, row)?;
        self.sheet.set_repeat_columns(0, 0)?;
        Ok(())
    }

    fn figures(&mut self) -> Result<(), XlsxError> {
        let rows = std::mem::take(&mut self.rows);
        for (row, position) in rows.iter().zip(0_usize..) {
            let at = Some(self.first + nth::<u32>(position)?);
            let places = self.places.entry(row.organization).or_default();
            *(if row.rolled.is_some() { &mut places.rolled } else { &mut places.own }) = at;
        }
        for (row, position) in rows.iter().zip(0_usize..) {
            self.row(row, self.first + nth::<u32>(position)?)?;
        }
        self.fold(&rows)
    }

    fn row(&mut self, row: &Row<'a>, at: u32) -> Result<(), XlsxError> {
        let book = self.report.book;
        let found = book.structure.get(row.organization.as_str());
        let name =
            found.map_or(row.organization.as_str(), |found| found.name.in_language(self.language));
        let name = match (row.own, self.places.get(row.organization)) {
            (Some(_), Some(Rows { rolled: Some(_), .. })) => {
                format!("{name} ({})", self.wording.word("stated"))
            }
            _ => name.to_owned(),
        };
        let kind = kind_of(book, row.organization).map(OrganizationKind::label);
        let kind = kind.map(|kind| kind.in_language(self.language).to_owned()).unwrap_or_default();
        let plain = if row.rolled.is_some() {
            framed().set_bold().set_background_color(Color::RGB(ADDED_UP))
        } else {
            framed()
        };
        let letters = name.chars().count() + 2 * usize::from(row.depth.min(15));
        let lines = letters.div_ceil(usize::from(WIDTHS[0]) * 9 / 10).clamp(1, 10);
        self.sheet.set_row_height(at, nth::<u16>(lines * 15)?)?;
        let texts = [&name, row.organization.as_str(), &kind];
        for (text, column) in texts.into_iter().zip(0..) {
            let indent = if column == 0 { row.depth.min(15) } else { 0 };
            self.sheet.write_string_with_format(
                at,
                column,
                text,
                &plain.clone().set_indent(indent),
            )?;
        }
        let places = self.across(at)?;
        for (index, place) in &places {
            let plain = plain.clone().set_align(FormatAlign::Right);
            match (row.rolled, row.own) {
                (Some(sheet), _) => self.added_up(row, sheet, *index, *place, &places, &plain)?,
                (None, Some(sheet)) => self.stated(sheet, *index, *place, &plain)?,
                (None, None) => {
                    self.sheet.write_blank(place.0, place.1, &plain)?;
                }
            }
        }
        Ok(())
    }

    /// Lets what stands below an organization be folded.
    fn fold(&mut self, rows: &[Row<'_>]) -> Result<(), XlsxError> {
        for (position, row) in rows.iter().enumerate().filter(|(_, row)| row.rolled.is_some()) {
            let after = rows.iter().enumerate().skip(position + 1);
            let mut below = after
                .skip_while(|(_, other)| other.organization == row.organization)
                .take_while(|(_, other)| other.depth > row.depth)
                .map(|(position, _)| position);
            let first = below.next().filter(|_| row.depth < DEEPEST);
            if let Some(first) = first {
                let last = below.last().unwrap_or(first);
                let [first, last] = [nth::<u32>(first)?, nth::<u32>(last)?];
                self.sheet.group_rows(self.first + first, self.first + last)?;
            }
        }
        Ok(())
    }

    /// Where the cells of a row stand.
    fn across(&self, row: u32) -> Result<SortedMap<CellIndex, At>, XlsxError> {
        let mut places = SortedMap::new();
        for (index, column) in self.cells.iter().zip(0_usize..) {
            places.insert(*index, (row, FIGURES + nth::<u16>(column)?));
        }
        Ok(places)
    }

    /// What an organization stated. A figure is a number, however it was written: it is added up.
    fn stated(
        &mut self,
        sheet: &Sheet,
        index: CellIndex,
        (row, column): At,
        plain: &Format,
    ) -> Result<(), XlsxError> {
        let line = self.report.form.lines().get(index.line);
        let line_and_figure = line.zip(sheet.figure(index));
        let number = line_and_figure.and_then(|(line, figure)| {
            let number = digits(line, figure)?.parse::<f64>().ok()?;
            Some((number, self.shown(line, figure)))
        });
        match number {
            Some((number, format)) => {
                let format = plain.clone().set_num_format(format);
                self.sheet.write_number_with_format(row, column, number, &format)?;
            }
            None => {
                let text = said(sheet, index, Some(self.language));
                self.sheet.write_string_with_format(row, column, text, plain)?;
            }
        }
        Ok(())
    }

    /// How a figure is shown: with its decimals, and as a bound where it is no more.
    fn shown(&self, line: &Line, figure: &Figure) -> String {
        let is_at_least = figure.interval().high().number().is_none();
        let bound = if is_at_least { "\"≥\u{a0}\"" } else { "" };
        let decimals = usize::try_from(figure.decimals()).unwrap_or_default();
        exactly(line, decimals, self.language, bound)
    }

    /// A figure that was added up, as the formula that gives it, with what it gives.
    fn added_up(
        &mut self,
        row: &Row<'_>,
        sheet: &Sheet,
        index: CellIndex,
        (at, column): At,
        places: &SortedMap<CellIndex, At>,
        plain: &Format,
    ) -> Result<(), XlsxError> {
        let line = self.report.form.lines().get(index.line);
        let figure = sheet.figure(index);
        let Some((line, figure)) = line.zip(figure) else {
            let text = said(sheet, index, Some(self.language));
            self.sheet.write_string_with_format(at, column, text, plain)?;
            return Ok(());
        };
        let format = plain.clone().set_num_format(self.shown(line, figure));
        let formula = match line.rollup {
            Rollup::Sum => self.sum(row.organization, index, column),
            Rollup::Formula => {
                let formulas = Formulas::new(&self.report.form, places.clone());
                definition_by_rule(&formulas, index).map(|definition| definition.text)
            }
            Rollup::None => None,
        };
        let formula = formula.filter(|formula| formula.len() <= LONGEST_FORMULA);
        match (digits(line, figure), formula) {
            (Some(digits), Some(formula)) => {
                let formula = Formula::new(format!("={formula}")).set_result(digits);
                self.sheet.write_formula_with_format(at, column, formula, &format)?;
            }
            _ => {
                let text = said(sheet, index, Some(self.language));
                self.sheet.write_string_with_format(at, column, text, plain)?;
            }
        }
        Ok(())
    }

    /// The sum over those right below: what each stated itself, or what was added up for it.
    fn sum(&self, parent: &OrganizationId, index: CellIndex, column: u16) -> Option<String> {
        let (book, period) = (self.report.book, self.report.period);
        let counts = |child: &OrganizationId| {
            let rows = self.places.get(child)?;
            let own = book.sheets.get(&self.report.form.id, period, child);
            let says = own.and_then(|sheet| sheet.cell(index)).is_some_and(|stated| {
                !matches!(stated.content, Content::Blank | Content::NotAvailable)
            });
            rows.own.filter(|_| says).or(rows.rolled)
        };
        let children = book.structure.children(parent, period).into_iter();
        let rows: Vec<At> = children.filter_map(counts).map(|row| (row, column)).collect();
        let ranges = joined(rows);
        let sums = ranges.chunks(MOST_ARGUMENTS).map(|some| format!("SUM({})", some.join(",")));
        let sums: Vec<String> = sums.collect();
        (!sums.is_empty()).then(|| sums.join("+"))
    }

    fn paper(&mut self) -> Result<(), XlsxError> {
        let figures = self.cells.iter().map(|_| FIGURE_WIDTH);
        for (width, column) in WIDTHS.into_iter().chain(figures).zip(0_usize..) {
            self.sheet.set_column_width(nth(column)?, width)?;
        }
        self.sheet.set_paper_size(A4).set_landscape();
        self.sheet.set_footer("&R&P / &N");
        self.sheet.group_symbols_above(true);
        Ok(())
    }
}

fn framed() -> Format {
    Format::new()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(LINES))
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}
