//! What the tables would be with one of the ways to settle findings.

use std::collections::BTreeSet;

use esep::explain::Solution;
use esep::{
    Book, Checked, Content, FormId, Language, OrganizationId, Period, Sheet, Wording, check,
};

use crate::figures;
use crate::rollup::label;
use crate::table::{Column, Table};

/// What the tables would be with one of the ways to settle findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The sheets whose figures change.
    pub sheets: Vec<TriedSheet>,
    /// What would then be found, in a sentence.
    pub verdict: String,
    /// Whether nothing would be found any more.
    pub is_clean: bool,
}

/// A sheet as it would be: a row for each line that says anything, with what it says and what it
/// would say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriedSheet {
    /// The sheet; its title says whose and of which period.
    pub table: Table,
    /// The rows that change.
    pub changed: BTreeSet<usize>,
}

impl TriedSheet {
    /// The names of the columns of its table, for programs.
    pub const COLUMNS: [&str; 3] = ["line", "stated", "settled"];
}

impl Tried {
    /// A book with a solution; `None` where that leaves a figure open.
    pub(crate) fn new(book: &Book, solution: &Solution, language: Language) -> Option<Self> {
        let wording = Wording::in_language(language);
        let applied = solution.applied(book)?;
        let cells = solution.changes.iter().map(|change| &change.cell);
        let sheets: BTreeSet<(&FormId, Period, &OrganizationId)> =
            cells.map(|cell| (&cell.form, cell.period, &cell.organization)).collect();
        let sheets = sheets.into_iter().filter_map(|(form, period, organization)| {
            let after = applied.sheets.get(form, period, organization)?;
            Some(tried_sheet(book, after, wording))
        });
        let sheets = sheets.collect();
        let Checked { findings, summary } = check(&applied);
        Some(Self { sheets, verdict: wording.summary(&summary), is_clean: findings.is_empty() })
    }
}

fn tried_sheet(book: &Book, after: &Sheet, wording: Wording) -> TriedSheet {
    let (form, language) = (after.form(), wording.language());
    let before = book.sheets.get(&form.id, after.period(), after.organization());
    let headings = [
        Column::text(wording.word("line")),
        Column::number(wording.word("stated")),
        Column::number(wording.word("settled")),
    ];
    let organization = book.structure.get(after.organization().as_str());
    let name = organization.map(|organization| organization.name.in_language(language));
    let title = format!(
        "{}: {}, {}",
        form.title.in_language(language),
        name.unwrap_or(after.organization().as_str()),
        wording.period(after.period()),
    );
    let mut table = Table::new(headings).with_title(title);
    let mut changed = BTreeSet::new();
    for (number, (index, stated)) in after.cells().enumerate() {
        let Some(line) = form.lines().get(index.line) else { continue };
        let was = before.and_then(|sheet| sheet.cell(index));
        let shown = |content: &Content| figures::content(content, line.unit.kind(), language);
        let was = was.map(|stated| &stated.content);
        if was != Some(&stated.content) {
            changed.insert(number);
        }
        let cells = [was, Some(&stated.content)].map(|content| content.and_then(shown));
        let [was, now] = cells.map(Option::unwrap_or_default);
        table.push([label(form, index, language), was, now]);
    }
    TriedSheet { table, changed }
}
