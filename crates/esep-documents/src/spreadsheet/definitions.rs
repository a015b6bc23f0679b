//! What a form defines: totals of their parts, lines with a formula.

use std::collections::{BTreeMap, BTreeSet};

use esep::{CellIndex, LineId, Rounding, UnitKind};

use super::{Formulas, Needs};

/// A formula that gives a cell, and what it needs.
#[derive(Debug, Clone)]
pub(crate) struct Definition {
    pub(crate) text: String,
    pub(crate) needs: Needs,
}

/// The definitions of each cell, the first that can be computed counting; none needs itself in a
/// circle.
pub(crate) fn definitions(formulas: &Formulas<'_>) -> BTreeMap<CellIndex, Vec<Definition>> {
    let mut defined: BTreeMap<CellIndex, Vec<Definition>> = BTreeMap::new();
    for line in 0..formulas.form.lines().len() {
        for column in 0..formulas.form.columns().len().max(1) {
            let index = CellIndex { line, column };
            for definition in of_cell(formulas, index) {
                if !is_circle(&defined, index, &definition) {
                    defined.entry(index).or_default().push(definition);
                }
            }
        }
    }
    defined
}

fn is_circle(
    defined: &BTreeMap<CellIndex, Vec<Definition>>,
    index: CellIndex,
    definition: &Definition,
) -> bool {
    let mut waiting: Vec<CellIndex> = definition.needs.cells().collect();
    let mut seen = BTreeSet::new();
    while let Some(next) = waiting.pop() {
        if next == index {
            return true;
        }
        if seen.insert(next) {
            let further = defined.get(&next).into_iter().flatten();
            waiting.extend(further.flat_map(|definition| definition.needs.cells()));
        }
    }
    false
}

fn of_cell(formulas: &Formulas<'_>, index: CellIndex) -> Vec<Definition> {
    let form = formulas.form;
    let Some(line) = form.lines().get(index.line) else { return Vec::new() };
    if formulas.name(index).is_none() {
        return Vec::new();
    }
    let wholes = form.breakdowns().iter().filter(|it| it.complete && it.of == line.id);
    let mut definitions: Vec<Definition> = wholes
        .filter_map(|breakdown| {
            let parts = parts(formulas, &breakdown.parts, index.column)?;
            Some(Definition { text: formulas.sum(&parts)?, needs: Needs::parts(parts) })
        })
        .collect();
    definitions.extend(definition_by_rule(formulas, index));
    definitions
}

/// What a rule says that a cell is, rounded as its line is.
pub(crate) fn definition_by_rule(formulas: &Formulas<'_>, index: CellIndex) -> Option<Definition> {
    let line = formulas.form.lines().get(index.line)?;
    let rule = formulas.form.definition_of(line.id.as_str())?;
    let right = &rule.relation.holds.right;
    let (text, needs) = formulas.expression(right, Some(index.line), index.column)?;
    let text = match line.rounding {
        Rounding::Exact => text,
        Rounding::Printed => {
            let hundredth = if line.unit.kind() == UnitKind::Share { 2 } else { 0 };
            format!("ROUND({text},{})", line.decimals + hundredth)
        }
    };
    Some(Definition { text, needs })
}

/// The cells of parts in a column; `None` where the form does not ask for all of them.
pub(super) fn parts(
    formulas: &Formulas<'_>,
    parts: &[LineId],
    column: usize,
) -> Option<Vec<CellIndex>> {
    let index = |part: &LineId| {
        let line = formulas.form.line_position(part.as_str())?;
        let index = CellIndex { line, column };
        formulas.name(index).map(|_| index)
    };
    parts.iter().map(index).collect()
}
