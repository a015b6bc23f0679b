//! What a report consists of, whatever the kind of file it becomes.

use esep::{CellAddress, FormId, Language, Severity};

use crate::annex::ReportFinding;
use crate::chart::Chart;
use crate::table::Column;

/// The report of an organization on a period: texts and tables in one language, charts as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The language of all its texts.
    pub language: Language,
    /// Whose report it is.
    pub title: String,
    /// Of which period.
    pub subtitle: String,
    /// What must be said before anything else: that figures contradict each other.
    pub alert: Option<Alert>,
    /// The parts, in order. None is without figures.
    pub parts: Vec<ReportPart>,
}

/// What must be said before anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// How grave it is.
    pub severity: Severity,
    /// The sentence.
    pub text: String,
}

/// A part with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportPart {
    /// A name for links, unique in the report: letters, digits and hyphens.
    pub id: String,
    /// The heading.
    pub heading: String,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// What stands below a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Sentences.
    Paragraph(String),
    /// A table.
    Table(ReportTable),
    /// A chart; all that it shows stands in a table beside it, too.
    Chart(Chart),
    /// Findings, numbered as the figures concerned are marked.
    Findings(Vec<ReportFinding>),
}

/// A table of a report. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTable {
    /// What it shows.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// Which column says what a row is about.
    pub row_heading: usize,
    /// The rows.
    pub rows: Vec<ReportRow>,
    /// What must be said below it.
    pub notes: Vec<String>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// How many wholes its line is a part of.
    pub depth: u8,
    /// The cells.
    pub cells: Vec<ReportCell>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportCell {
    /// What it says, as the language writes it.
    pub text: String,
    /// Where a figure comes from; `None` of words.
    pub origin: Option<Origin>,
    /// The numbers of the findings that concern it.
    pub findings: Vec<usize>,
}

/// Where a figure of a report comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The organization states it.
    Stated(CellAddress),
    /// The form defines it from figures that are known.
    Defined(CellAddress),
    /// It is put together from the periods within the period.
    PutTogether(CellAddress),
    /// It is added up from the organizations below.
    RolledUp(CellAddress),
    /// It is a measure of a form, of the organization and period of the report.
    Measured {
        /// The form.
        form: FormId,
        /// The measure.
        measure: String,
    },
    /// It is a part over a whole.
    ShareOf {
        /// The part.
        part: CellAddress,
        /// The whole.
        whole: CellAddress,
    },
    /// It is what a comparison of periods gives, or the figure that it compares with.
    Compared,
    /// It counts what the report itself lists, or is a part of what it lists.
    Counted,
}

impl ReportCell {
    /// Words.
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A figure of this origin.
    pub(super) fn figure(text: impl Into<String>, origin: Origin) -> Self {
        let text = text.into();
        let origin = Some(origin).filter(|_| !text.is_empty());
        Self { text, origin, ..Self::default() }
    }

    /// Whether nobody states the figure: it was computed.
    pub(super) fn is_computed(&self) -> bool {
        use Origin::{Defined, PutTogether, RolledUp};
        matches!(self.origin, Some(Defined(_) | PutTogether(_) | RolledUp(_)))
    }

    /// The numbers of its findings as raised marks.
    pub(super) fn marks(&self) -> String {
        raised(&self.findings)
    }
}

/// What a comparison gives.
pub(super) fn compared(text: impl Into<String>) -> ReportCell {
    ReportCell::figure(text, Origin::Compared)
}

/// Numbers as raised marks: `¹ ²`; our own reader takes them for notes.
pub(super) fn raised(numbers: &[usize]) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = |number: &usize| -> String {
        let digits = number.to_string();
        let digit = |letter: char| letter.to_digit(10).and_then(|it| usize::try_from(it).ok());
        digits.chars().filter_map(|it| RAISED.get(digit(it)?)).collect()
    };
    numbers.iter().map(raised).collect::<Vec<_>>().join(" ")
}

impl ReportTable {
    /// A table without rows, whose first column says what a row is about.
    pub(super) fn new(
        caption: impl Into<String>,
        columns: impl IntoIterator<Item = Column>,
    ) -> Self {
        Self {
            caption: caption.into(),
            columns: columns.into_iter().collect(),
            row_heading: 0,
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a row. Cells that are missing are blank.
    pub(super) fn push(&mut self, depth: u8, cells: impl IntoIterator<Item = ReportCell>) {
        let mut cells: Vec<ReportCell> = cells.into_iter().collect();
        cells.resize(self.columns.len(), ReportCell::default());
        self.rows.push(ReportRow { depth, cells });
    }

    /// The table as a block, unless it has no rows.
    pub(super) fn block(self) -> Option<Block> {
        (!self.rows.is_empty()).then_some(Block::Table(self))
    }
}
