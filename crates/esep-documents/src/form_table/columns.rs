//! Which columns of a form hold figures, and whose.

use esep::{Code, Finding, Message, Structure, Written, fold};

use super::labels::words;
use super::segments::Segment;
use super::titles::{self, Scale};
use super::{found, is_figure, is_number};
use crate::grids::{Cell, Grid, Row};
use crate::sheet::Certainty;

/// A column of figures.
pub(super) struct ValueColumn {
    pub(super) column: u32,
    pub(super) organization: Option<Written>,
    pub(super) period: Option<Written>,
    /// Which column of the form it is.
    pub(super) form_column: Option<Written>,
    pub(super) scale: Scale,
    pub(super) certainty: Certainty,
}

/// The columns that are read, and what was to be said of others.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) columns: Vec<ValueColumn>,
    pub(super) findings: Vec<Finding>,
}

/// What stands above a column.
#[derive(Default)]
struct Heading {
    organization: Option<Written>,
    period: Option<Written>,
    form_column: Option<Written>,
    scale: Scale,
    /// Words that are none of these.
    unknown: Option<Written>,
    is_aside: bool,
    is_total: bool,
}

/// Headings of columns that hold no figures of the form.
const ASIDE: &[&str] = &[
    "№",
    "п/п",
    "№ п/п",
    "р/с",
    "№ р/с",
    "код",
    "код строки",
    "строка",
    "номер строки",
    "жол",
    "жол коды",
    "ед. изм",
    "ед. изм.",
    "единица измерения",
    "өлшем бірлігі",
    "unit",
    "code",
    "line",
    "примечание",
    "ескертпе",
    "note",
    "проверка",
    "тексеру",
    "check",
];

/// Headings that say no more than that figures stand below.
const VALUES: &[&str] = &[
    "количество",
    "кол-во",
    "число",
    "значение",
    "сумма",
    "факт",
    "данные",
    "показатель",
    "саны",
    "мәні",
    "деректер",
    "көрсеткіш",
    "сомасы",
    "number",
    "value",
    "figure",
    "count",
    "amount",
];

const TOTALS: &[&str] = &["всего", "итого", "барлығы", "жиыны", "жалпы", "total", "in total"];

/// Finds the columns of figures.
pub(super) fn of(grid: &Grid, segment: &Segment<'_>, structure: &Structure) -> Columns {
    let mut at: Vec<u32> = Vec::new();
    for row in segment.lines().filter(|row| has_label(row, segment.label_column)) {
        for cell in row.cells.iter().filter(|cell| cell.column > segment.label_column) {
            if is_figure(cell) || is_mark(&cell.text) {
                at.push(cell.column);
            }
        }
    }
    at.sort_unstable();
    at.dedup();
    let headings = at.into_iter().map(|column| (column, heading(column, segment, structure)));
    let headings = headings.filter(|(_, heading)| !heading.is_aside).collect();
    let columns = chosen(headings, segment, structure);
    if columns.columns.is_empty() && columns.findings.is_empty() {
        let message = Message::new("unreadable-document.no-figures");
        let finding = Finding::new(Code::UnreadableDocument, Some(grid.whole()), message);
        return Columns { findings: vec![finding], ..columns };
    }
    columns
}

fn has_label(row: &Row, column: u32) -> bool {
    // Labels of parts may be set in.
    row.cells.iter().any(|cell| cell.column <= column + 1 && !is_number(cell))
}

/// Whether a text stands in the place of a figure.
fn is_mark(text: &str) -> bool {
    matches!(text.trim(), "-" | "–" | "—" | "x" | "х" | "X" | "Х" | "..." | "…" | "..")
}

fn heading(column: u32, segment: &Segment<'_>, structure: &Structure) -> Heading {
    let mut heading = Heading::default();
    let above = segment.above();
    let is_over = |cell: &&Cell| cell.covers(column) && cell.column > segment.label_column;
    for cell in above.flat_map(|row| row.cells.iter().filter(is_over)) {
        let text = &*cell.text;
        let is_one_of = |of: &[&str]| of.iter().any(|word| fold(word) == fold(text));
        let scale = titles::scale(text);
        if scale != Scale::default() {
            heading.scale = scale;
        }
        if is_one_of(ASIDE) {
            heading.is_aside = true;
        } else if found(segment.form.find_column(text)).is_some() {
            heading.form_column = Some(cell.written());
        } else if titles::is_organization(structure, text) {
            heading.organization = Some(cell.written());
        } else if let Some(period) = titles::period_in(text) {
            heading.period = Some(Written::new(period, cell.place.clone()));
        } else if is_one_of(TOTALS) {
            heading.is_total = true;
        } else if is_number(cell) || is_one_of(VALUES) || scale != Scale::default() {
            // It says no more than that figures stand below.
        } else if words(text).len() <= 12 {
            heading.unknown = Some(cell.written());
        }
    }
    heading
}

/// The columns that are read.
fn chosen(headings: Vec<(u32, Heading)>, segment: &Segment<'_>, structure: &Structure) -> Columns {
    let mut chosen = Columns::default();
    let is_single = headings.len() == 1;
    let has = |of: fn(&Heading) -> bool| headings.iter().any(|(_, heading)| of(heading));
    let are_organizations = has(|it| it.organization.is_some());
    let are_understood =
        are_organizations || has(|it| it.period.is_some()) || has(|it| it.form_column.is_some());
    let are_named = headings.len() > 1
        && headings.iter().filter(|(_, it)| it.unknown.is_some() && !it.is_total).count() > 1;
    let has_form_columns = !segment.form.columns().is_empty();
    let last = headings.last().map(|(column, _)| *column);
    for (column, heading) in headings {
        let mut certainty = Certainty::Certain;
        let mut organization = heading.organization;
        let is_understood =
            organization.is_some() || heading.period.is_some() || heading.form_column.is_some();
        if !is_single && !is_understood {
            let name = heading.unknown.filter(|_| !heading.is_total && !has_form_columns);
            match name {
                // The columns of a table side by side are named after organizations.
                Some(name) if are_named || are_organizations => {
                    if structure.is_empty() {
                        certainty = Certainty::Uncertain;
                        let message = Message::new("uncertain-recognition.heading")
                            .with("heading", &*name.text);
                        let place = Some(name.place.clone());
                        let code = Code::UncertainRecognition;
                        chosen.findings.push(Finding::new(code, place, message));
                    }
                    organization = Some(name);
                }
                _ if are_understood || are_named || Some(column) != last => {
                    // Of several columns without a name only the last is read.
                    if are_understood || are_named || has_form_columns {
                        chosen.findings.push(unread(column, segment));
                    }
                    continue;
                }
                _ => {
                    certainty = Certainty::Uncertain;
                    let place = segment.first_line.cell(column).map(|cell| cell.place.clone());
                    let message = Message::new("uncertain-recognition.column");
                    chosen.findings.push(Finding::new(Code::UncertainRecognition, place, message));
                }
            }
        }
        chosen.columns.push(ValueColumn {
            column,
            organization,
            period: heading.period,
            form_column: heading.form_column,
            scale: heading.scale,
            certainty,
        });
    }
    chosen
}

/// A finding that a column of figures is not read, for it is not said whose they are.
fn unread(column: u32, segment: &Segment<'_>) -> Finding {
    let rows = segment.rows.iter();
    let mut cells = rows.filter_map(|row| row.cells.iter().find(|cell| cell.covers(column)));
    let cell = cells.next();
    let text = cell.map(|cell| cell.text.to_string()).unwrap_or_default();
    let message = Message::new("unknown-key").with("key", text);
    Finding::new(Code::UnknownKey, cell.map(|cell| cell.place.clone()), message)
}
