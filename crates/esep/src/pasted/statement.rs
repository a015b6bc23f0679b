//! What a pasted table states, as a form and a sheet that fills it.
//!
//! Every figure is a line of its own, for the figures of a column may count different things.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::figure::{Content, UnitKind};
use crate::form::{Expression, Form, Relation};
use crate::language::Text;
use crate::sheet::{CellIndex, Sheet};

/// A cell of the table, by row and column.
pub(super) type At = (usize, usize);

/// One relation between cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Instance {
    pub(super) kind: Kind,
    /// The cell that is stated, as against what the others give.
    pub(super) stated: At,
    pub(super) others: Vec<At>,
}

/// What kind of relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// The others add up to it.
    Sum,
    /// The others may be some of its parts; `are_within`: so it is said, and none may exceed it.
    Parts { are_within: bool },
    /// `others[1] - others[0]`.
    Difference,
    /// `others[1] / others[0] - 1`.
    PercentChange,
    /// `others[0] / others[1]`.
    Share,
    /// All together they are 100 %.
    Hundred,
    /// What a line says itself, as a relation between ids.
    Equation(String),
    /// It cannot be told from what it follows.
    Unknown,
}

/// A table as a form, a sheet, and the relations in the order of the table.
pub(super) struct Statement {
    pub(super) form: Arc<Form>,
    pub(super) sheet: Sheet,
    pub(super) instances: Vec<Instance>,
    pub(super) labels: BTreeMap<At, Text>,
}

/// The id of a cell: its row and column, from 1.
pub(super) fn id(at: At) -> String {
    format!("r{}c{}", at.0 + 1, at.1 + 1)
}

/// The cell that has this id.
pub(super) fn at(id: &str) -> Option<At> {
    let (row, column) = id.strip_prefix('r')?.split_once('c')?;
    let from_1 = |text: &str| text.parse::<usize>().ok()?.checked_sub(1);
    Some((from_1(row)?, from_1(column)?))
}

impl Statement {
    /// What a cell is called.
    pub(super) fn label(&self, at: At) -> Text {
        self.labels.get(&at).cloned().unwrap_or_else(|| Text::same(&id(at)))
    }

    /// What a cell says.
    pub(super) fn content(&self, at: At) -> Option<&Content> {
        let line = self.form.line_position(&id(at))?;
        self.sheet.cell(CellIndex { line, column: 0 }).map(|stated| &stated.content)
    }

    /// The unit of a cell.
    pub(super) fn kind(&self, at: At) -> UnitKind {
        self.form.line(&id(at)).map_or(UnitKind::Number, |line| line.unit.kind())
    }
}

impl Instance {
    /// All its cells, the stated one first.
    pub(super) fn cells(&self) -> impl Iterator<Item = At> {
        std::iter::once(self.stated).chain(self.others.iter().copied())
    }

    /// The expression that its stated cell is compared with; of shares that are 100 % together,
    /// their sum; of a breakdown, none.
    pub(super) fn computed(&self) -> Option<Expression> {
        let [text] = self.text(true).try_into().ok()?;
        let holds = Relation::parse(&text).ok()?.holds;
        Some(if self.kind == Kind::Hundred { holds.left } else { holds.right })
    }

    /// The relations that it means; a breakdown is none.
    pub(super) fn text(&self, has_negative: bool) -> Vec<String> {
        let stated = id(self.stated);
        let other = |n: usize| self.others.get(n).copied().map(id).unwrap_or_default();
        match &self.kind {
            Kind::Sum | Kind::Unknown => Vec::new(),
            Kind::Parts { are_within } if has_negative || !are_within => Vec::new(),
            Kind::Parts { .. } => {
                self.others.iter().map(|part| format!("{} <= {stated}", id(*part))).collect()
            }
            Kind::Difference => vec![format!("{stated} = {} - {}", other(1), other(0))],
            Kind::PercentChange => vec![format!("{stated} = {} / {} - 1", other(1), other(0))],
            Kind::Share => vec![format!("{stated} = {} / {}", other(0), other(1))],
            Kind::Hundred => {
                let all: Vec<String> = self.cells().map(id).collect();
                vec![format!("{} = 100 %", all.join(" + "))]
            }
            Kind::Equation(text) => vec![text.clone()],
        }
    }
}
