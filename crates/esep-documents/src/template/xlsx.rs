//! A form to be filled in as a workbook: labels are locked, totals add themselves up, and a column
//! says where the figures contradict each other.

mod rules;
mod style;

use std::collections::BTreeMap;

use esep::{CellIndex, Sheet, SortedMap, Wording};
use rust_xlsxwriter::{
    ConditionalFormatText, ConditionalFormatTextRule, DataValidation, Formula, ProtectionOptions,
    Worksheet, XlsxError,
};

use super::Template;
use super::fields::Field;
use crate::computed::without_computed;
use crate::spreadsheet::{
    A4, At, Check, Definition, Formulas, Numeral, checks, definitions, joined, nth, number_format,
    numeral, workbook,
};
use style::Style;

/// The columns before those of figures: number, label, unit.
const FIGURES: u16 = 3;

/// How wide the columns are, in letters.
const WIDTHS: [u8; 3] = [5, 54, 14];
const FIGURE_WIDTH: u8 = 16;
const CHECK_WIDTH: u8 = 40;

/// How high a line of text is, in points.
const LINE_HEIGHT: u8 = 16;

/// A formula has no more letters.
const LONGEST_FORMULA: usize = 8_000;

/// The longest text in a message beside a cell.
const LONGEST_MESSAGE: usize = 250;

/// Writes a form.
pub(super) fn write(template: &Template<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook(template.title())?;
    let sheet = workbook.add_worksheet();
    let name: String = template.form.id.as_str().chars().take(31).collect();
    sheet.set_name(name)?;
    // Until a program computes them, formulas say nothing, and not nought.
    sheet.set_formula_result_default("");
    let last = FIGURES + nth::<u16>(template.n_columns())?;
    let (wording, own) = (template.wording(), template.figures.map(without_computed));
    let mut writer = Writer { template, wording, sheet, own, last, row: 0 };
    writer.head()?;
    writer.table()?;
    writer.paper()?;
    workbook.save_to_buffer()
}

struct Writer<'a, 'b> {
    template: &'a Template<'a>,
    wording: Wording,
    sheet: &'b mut Worksheet,
    /// The figures but those that the form computes from them.
    own: Option<Sheet>,
    /// The last column, that of the checks.
    last: u16,
    row: u32,
}

impl Writer<'_, '_> {
    /// What stands above the table.
    fn head(&mut self) -> Result<(), XlsxError> {
        let template = self.template;
        if let Some(number) = template.form_number() {
            self.across(&number, Style::FormNumber, 1)?;
        }
        // Cells across several columns do not grow with their text.
        let width: u16 = WIDTHS.iter().copied().map(u16::from).sum();
        let width = width + u16::from(CHECK_WIDTH);
        let height = |text: &str| nth(lines(text.chars().count(), width.into()));
        self.across(template.title(), Style::Title, height(template.title())?)?;
        self.asked("template-organization", template.organization, None)?;
        let example = self.wording.word("template-period-example");
        self.asked("template-period", &template.period_shown(), Some(example))?;
        let how_to = self.wording.word("template-how-to");
        self.across(how_to, Style::Remark, height(how_to)?)
    }

    /// A text across all columns, so many lines high.
    fn across(&mut self, text: &str, style: Style, lines: u8) -> Result<(), XlsxError> {
        let format = style.format();
        self.sheet.merge_range(self.row, 0, self.row, self.last, text, &format)?;
        let height = if style == Style::Title { LINE_HEIGHT + 4 } else { LINE_HEIGHT };
        self.sheet.set_row_height(self.row, height.saturating_mul(lines))?;
        self.row += 1;
        Ok(())
    }

    /// A line of what is asked above the table: its label, and a cell to be filled in.
    fn asked(
        &mut self,
        label: &'static str,
        text: &str,
        example: Option<&str>,
    ) -> Result<(), XlsxError> {
        let label = self.wording.word(label);
        self.sheet.write_string_with_format(self.row, 1, label, &Style::Asked.format())?;
        let format = Style::Words.format();
        self.sheet.merge_range(self.row, 2, self.row, self.last, text, &format)?;
        if let Some(example) = example {
            let hint = DataValidation::new().allow_any_value().set_input_message(example)?;
            self.sheet.add_data_validation(self.row, 2, self.row, 2, &hint)?;
        }
        self.row += 1;
        Ok(())
    }

    fn table(&mut self) -> Result<(), XlsxError> {
        let head = self.row;
        let headings = self.template.headings();
        let check = self.wording.word("template-check").to_owned();
        let highest = headings.figures.iter().map(|text| {
            lines(text.chars().count(), usize::from(FIGURE_WIDTH)) * usize::from(LINE_HEIGHT)
        });
        self.sheet.set_row_height(head, nth::<u16>(highest.max().unwrap_or_default())?)?;
        let texts = [headings.number, headings.label, headings.unit].map(str::to_owned);
        for (text, column) in texts.into_iter().chain(headings.figures).chain([check]).zip(0..) {
            self.sheet.write_string_with_format(head, column, text, &Style::Heading.format())?;
        }
        self.sheet.set_repeat_rows(head, head)?;
        self.sheet.set_freeze_panes(head + 1, 0)?;
        self.row += 1;

        let places = self.places()?;
        let formulas = Formulas::new(self.template.form, places.clone());
        let defined = definitions(&formulas);
        let mut by_line: BTreeMap<usize, Vec<Check>> = BTreeMap::new();
        for check in checks(&formulas, self.wording) {
            by_line.entry(check.line).or_default().push(check);
        }
        for field in self.template.fields() {
            self.line(&field, &places, &formulas, &defined)?;
            let row = self.row;
            let checks = by_line.get(&field.position).map_or(&[][..], Vec::as_slice);
            self.write_formula(row, self.last, verdict(checks), Style::Verdict)?;
            self.sheet.set_row_height(row, height(&field, checks))?;
            self.row += 1;
        }
        self.verdicts(head + 1)
    }

    /// Where the cells stand that the form asks for.
    fn places(&self) -> Result<SortedMap<CellIndex, At>, XlsxError> {
        let mut places = SortedMap::new();
        for (field, row) in self.template.fields().zip(self.row..) {
            for column in 0..self.template.n_columns() {
                let index = CellIndex { line: field.position, column };
                if self.template.asks_for(index) {
                    places.insert(index, (row, FIGURES + nth::<u16>(column)?));
                }
            }
        }
        Ok(places)
    }

    fn line(
        &mut self,
        field: &Field<'_>,
        places: &SortedMap<CellIndex, At>,
        formulas: &Formulas<'_>,
        defined: &BTreeMap<CellIndex, Vec<Definition>>,
    ) -> Result<(), XlsxError> {
        let (row, language) = (self.row, self.template.language);
        let label = Style::Label.format().set_indent(field.depth);
        let label = if field.depth == 0 { label.set_bold() } else { label };
        self.sheet.write_string_with_format(row, 0, field.number, &Style::Label.format())?;
        self.sheet.write_string_with_format(row, 1, field.label, &label)?;
        self.sheet.write_string_with_format(row, 2, &*field.unit, &Style::Unit.format())?;
        let usual = number_format(field.line, language);
        for column in 0..self.template.n_columns() {
            let index = CellIndex { line: field.position, column };
            let Some((row, at)) = places.get(&index).copied() else {
                let column = FIGURES + nth::<u16>(column)?;
                self.sheet.write_blank(row, column, &Style::Closed.format())?;
                continue;
            };
            let definitions = defined.get(&index).map_or(&[][..], Vec::as_slice);
            let style = if definitions.is_empty() { Style::Figure } else { Style::Total };
            let format = style.format().set_num_format(&usual);
            let stated = self.template.figures.and_then(|sheet| sheet.cell(index));
            let numeral = stated.and_then(|it| numeral(self.template.form, index, it, language));
            let is_own = self.own.as_ref().is_some_and(|own| own.cell(index).is_some());
            match (numeral, total(formulas, definitions).filter(|_| !is_own)) {
                (Some(Numeral::Number(number, exact)), total) => {
                    let format = style.format().set_num_format(exact);
                    match total {
                        Some(text) => {
                            let total = Formula::new(text).set_result(number.to_string());
                            self.sheet.write_formula_with_format(row, at, total, &format)?;
                        }
                        None => {
                            self.sheet.write_number_with_format(row, at, number, &format)?;
                        }
                    }
                }
                (Some(Numeral::Text(text)), _) => {
                    self.sheet.write_string_with_format(row, at, text, &format)?;
                }
                (None, Some(text)) => {
                    self.sheet.write_formula_with_format(row, at, &*text, &format)?;
                }
                (None, None) => {
                    self.sheet.write_blank(row, at, &format)?;
                }
            }
            let name = joined(vec![(row, at)]).concat();
            let rule = DataValidation::new().allow_custom(Formula::new(rules::acceptable(
                self.template.form,
                field.line,
                &name,
            )));
            let expected = self.wording.word(rules::expected(self.template.form, field.line));
            let expected: String = expected.chars().take(LONGEST_MESSAGE).collect();
            let rule = rule.set_error_message(expected)?;
            self.sheet.add_data_validation(row, at, row, at, &rule)?;
        }
        Ok(())
    }

    fn write_formula(
        &mut self,
        row: u32,
        column: u16,
        text: Option<String>,
        style: Style,
    ) -> Result<(), XlsxError> {
        match text {
            Some(text) => {
                self.sheet.write_formula_with_format(row, column, &*text, &style.format())?;
            }
            None => {
                self.sheet.write_blank(row, column, &style.format())?;
            }
        }
        Ok(())
    }

    /// What does not hold is seen from afar.
    fn verdicts(&mut self, first: u32) -> Result<(), XlsxError> {
        let last = self.row.saturating_sub(1).max(first);
        for (mark, style) in [(FAILS, Style::Fails), (DOUBTFUL, Style::Doubtful)] {
            let rule = ConditionalFormatText::new()
                .set_rule(ConditionalFormatTextRule::BeginsWith(mark.to_owned()))
                .set_format(style.format());
            self.sheet.add_conditional_format(first, self.last, last, self.last, &rule)?;
        }
        Ok(())
    }

    /// Widths, protection and the paper.
    fn paper(&mut self) -> Result<(), XlsxError> {
        let figures = (FIGURES..self.last).map(|_| FIGURE_WIDTH);
        let widths = WIDTHS.into_iter().chain(figures).chain([CHECK_WIDTH]);
        for (width, column) in widths.zip(0..) {
            self.sheet.set_column_width(column, width)?;
        }
        // Against slips only: there is no password.
        let options = ProtectionOptions {
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::new()
        };
        self.sheet.protect_with_options(&options);
        self.sheet.set_paper_size(A4);
        if self.template.n_columns() > 2 {
            self.sheet.set_landscape();
        }
        self.sheet.set_print_fit_to_pages(1, 0);
        self.sheet.set_print_area(0, 0, self.row.saturating_sub(1), self.last)?;
        self.sheet.set_footer("&R&P / &N");
        self.sheet.set_screen_gridlines(false);
        Ok(())
    }
}

/// How high a row is, in points: so that nothing that can stand in it is cut off.
fn height(field: &Field<'_>, checks: &[Check]) -> u32 {
    let [_, label, unit] = WIDTHS.map(usize::from);
    let said = checks.iter().map(|check| check.longest).max().unwrap_or_default();
    let lines = [
        lines(field.label.chars().count(), label - 2 * usize::from(field.depth)),
        // Units are set smaller.
        lines(field.unit.chars().count(), unit * 5 / 4),
        lines(said, usize::from(CHECK_WIDTH)),
    ];
    let lines = lines.into_iter().max().unwrap_or(1).min(20);
    u32::try_from(lines).unwrap_or(1) * u32::from(LINE_HEIGHT)
}

/// On how many lines so many letters stand. Letters are wider than the digits in which widths are
/// counted, and words do not break.
fn lines(letters: usize, width: usize) -> usize {
    letters.div_ceil((width * 9 / 10).max(1)).max(1)
}

/// What stands before what is said of a line.
const HOLDS: &str = "✓";
const FAILS: &str = "✗";
const DOUBTFUL: &str = "?";

/// The first definition that can be computed, as a formula.
fn total(formulas: &Formulas<'_>, definitions: &[Definition]) -> Option<String> {
    let text = definitions.iter().rev().try_fold("\"\"".to_owned(), |rest, definition| {
        Some(format!("IF({},{},{rest})", formulas.known(&definition.needs)?, definition.text))
    })?;
    let is_possible = !definitions.is_empty() && text.len() <= LONGEST_FORMULA;
    is_possible.then(|| format!("=IFERROR({text},\"\")"))
}

/// What is to be said of a line, as a formula: what does not hold, errors first; or that all that
/// can be asked holds; or nothing.
fn verdict(checks: &[Check]) -> Option<String> {
    let known: Vec<&str> = checks.iter().map(|check| check.known.as_str()).collect();
    let holds = format!("IF(OR({}),\"{HOLDS}\",\"\")", known.join(","));
    let (doubts, errors): (Vec<_>, Vec<_>) = checks.iter().partition(|check| check.is_warning);
    let text =
        doubts.into_iter().rev().chain(errors.into_iter().rev()).fold(holds, |rest, check| {
            let Check { known, holds, message, .. } = check;
            let mark = if check.is_warning { DOUBTFUL } else { FAILS };
            format!("IF(IF({known},NOT({holds}),FALSE),\"{mark} \"&{message},{rest})")
        });
    (!checks.is_empty() && text.len() <= LONGEST_FORMULA).then(|| format!("={text}"))
}
