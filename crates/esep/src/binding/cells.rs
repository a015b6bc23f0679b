//! Which cells of a form the references of a rule name.

use crate::form::{Form, Reference, Relation};
use crate::id::ColumnId;
use crate::sheet::CellIndex;

/// The lines and columns for which a rule is asked: once, or once for each line or column that its
/// references leave open.
pub(crate) fn instances(relation: &Relation, form: &Form) -> Vec<(Option<usize>, usize)> {
    let references = relation.references();
    let own = |reference: &&&Reference| reference.form.is_none();
    let any_line = references.iter().filter(own).any(|reference| reference.line.is_none());
    let any_column = !form.columns().is_empty()
        && references.iter().filter(own).any(|reference| reference.column.is_none());
    let lines: Vec<Option<usize>> =
        if any_line { form.lines_in_turn().map(Some).collect() } else { vec![None] };
    let columns: Vec<usize> =
        if any_column { (0..form.columns().len()).collect() } else { vec![0] };
    let mut instances = Vec::new();
    for line in lines {
        for column in &columns {
            let all_filled = references
                .iter()
                .filter(own)
                .all(|reference| is_filled(reference, form, line, *column));
            if all_filled {
                instances.push((line, *column));
            }
        }
    }
    instances
}

/// Whether the form asks for the figures that a reference names: for all of them, or, where it
/// names a column itself, for those that the column has.
fn is_filled(reference: &Reference, form: &Form, line: Option<usize>, column: usize) -> bool {
    let cells = own_cells(reference, form, line, column);
    !cells.is_empty() && cells.iter().all(|index| is_open(form, *index))
}

/// The cells of the rule's own form that a reference names.
pub(super) fn own_cells(
    reference: &Reference,
    form: &Form,
    line: Option<usize>,
    column: usize,
) -> Vec<CellIndex> {
    let column = match &reference.column {
        Some(id) => form.column_position(id.as_str()),
        None => Some(column),
    };
    let lines = match &reference.line {
        None => line.into_iter().collect(),
        Some(_) => form.lines_of(reference),
    };
    lines.into_iter().filter_map(|line| Some(CellIndex { line, column: column? })).collect()
}

/// The cells of another form that a reference names, where they are filled. The column left open
/// is that of the same id, or the only one that the line has.
pub(super) fn other_cells(
    reference: &Reference,
    form: &Form,
    column: Option<&ColumnId>,
) -> Vec<CellIndex> {
    let lines = reference.line.as_ref().map(|id| form.lines_matching(id.as_str()));
    let column = reference.column.as_ref().or(column);
    let index = |line: usize| {
        let is_filled = |column: &usize| is_open(form, CellIndex { line, column: *column });
        let column = match column {
            Some(id) if !form.columns().is_empty() => form.column_position(id.as_str()),
            _ => (0..form.columns().len().max(1)).find(is_filled),
        };
        column.filter(is_filled).map(|column| CellIndex { line, column })
    };
    lines.unwrap_or_default().into_iter().filter_map(index).collect()
}

/// Whether the form asks for a figure in a cell.
pub(crate) fn is_open(form: &Form, index: CellIndex) -> bool {
    match (form.lines().get(index.line), form.columns().get(index.column)) {
        (Some(line), Some(column)) => line.has_column(&column.id),
        (Some(_), None) => form.columns().is_empty(),
        (None, _) => false,
    }
}
