//! The definitions of a form, in the order in which they can be computed.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Defined, Definition, address, is_blank, standpoint};
use crate::binding::{Figures, SheetIn, Standpoint, Value, is_open};
use crate::book::Book;
use crate::figure::{Content, Figure};
use crate::form::{Breakdown, Expression, Form, Line, Missing, Rollup, Scope};
use crate::sheet::{CellAddress, CellIndex, Sheet, Stated};
use crate::sorted::{SortedMap, SortedSet};

/// Definitions of a form, each after those it needs.
pub(super) struct Definitions<'form> {
    steps: Vec<Step<'form>>,
    /// Whether some need each other, so that one pass does not do.
    has_circles: bool,
    /// Whether what is said to be not available, or not applicable, is computed all the same.
    knows_better: bool,
}

/// A line and what defines it.
struct Step<'form> {
    line: usize,
    by: Definition,
    how: How<'form>,
}

/// How a line is computed.
#[derive(Clone, Copy)]
enum How<'form> {
    Sum(&'form Breakdown),
    Formula(&'form Expression),
}

impl<'form> Definitions<'form> {
    /// The formulas of the lines that are rolled up by them.
    pub(super) fn formulas(form: &'form Form) -> Self {
        let is_wanted = |line: usize| {
            let line = form.lines().get(line);
            line.is_some_and(|line| line.rollup == Rollup::Formula)
        };
        let steps = rules(form).filter(|step| is_wanted(step.line)).collect();
        Self { knows_better: true, ..Self::in_order(form, steps) }
    }

    /// All: the wholes of complete breakdowns, and the lines that one rule defines.
    pub(super) fn all(form: &'form Form) -> Self {
        let breakdowns = form.breakdowns().iter().enumerate();
        let sums = breakdowns.filter(|(_, breakdown)| breakdown.complete).filter_map(
            |(position, breakdown)| {
                let line = form.line_position(breakdown.of.as_str())?;
                Some(Step { line, by: Definition::Parts(position), how: How::Sum(breakdown) })
            },
        );
        Self::in_order(form, sums.chain(rules(form)).collect())
    }

    fn in_order(form: &'form Form, steps: Vec<Step<'form>>) -> Self {
        let mut by_line: SortedMap<usize, Vec<usize>> = SortedMap::new();
        for (position, step) in steps.iter().enumerate() {
            by_line.or_default(step.line).push(position);
        }
        let mut users: SortedMap<usize, Vec<usize>> = SortedMap::new();
        let mut needed: Vec<usize> = Vec::new();
        for (position, step) in steps.iter().enumerate() {
            let lines: SortedSet<usize> = step.needs(form).into_iter().collect();
            let before: Vec<&usize> =
                lines.iter().filter_map(|line| by_line.get(line)).flatten().collect();
            needed.push(before.len());
            for needed in before {
                users.or_default(*needed).push(position);
            }
        }
        let is_ready = |(position, needed): (usize, &usize)| (*needed == 0).then_some(position);
        let mut ready: VecDeque<usize> = needed.iter().enumerate().filter_map(is_ready).collect();
        let mut waiting: SortedMap<usize, Step<'form>> = steps.into_iter().enumerate().collect();
        let mut ordered = Vec::new();
        while let Some(position) = ready.pop_front() {
            ordered.extend(waiting.remove(&position));
            for user in users.get(&position).into_iter().flatten() {
                let Some(needed) = needed.get_mut(*user) else { continue };
                *needed -= 1;
                if *needed == 0 {
                    ready.push_back(*user);
                }
            }
        }
        let has_circles = !waiting.is_empty();
        ordered.extend(waiting.into_values());
        Self { steps: ordered, has_circles, knows_better: false }
    }

    /// Computes what is not stated, as far as it is defined.
    pub(super) fn compute(
        &self,
        sheet: &mut Sheet,
        book: Option<&Book>,
        figure: fn(&Line, &Value) -> Figure,
    ) -> SortedMap<CellIndex, Defined> {
        let form = Arc::clone(sheet.form());
        let mut defined = SortedMap::new();
        loop {
            let before = defined.len();
            for step in &self.steps {
                let Some(line) = form.lines().get(step.line) else { continue };
                for column in 0..form.columns().len().max(1) {
                    let index = CellIndex { line: step.line, column };
                    if !is_open(&form, index) || !self.is_free(sheet, index) {
                        continue;
                    }
                    let computed = match book {
                        Some(book) => step.value(sheet, column, &SheetIn { sheet, book }),
                        None => step.value(sheet, column, sheet),
                    };
                    let Some((value, from)) = computed else { continue };
                    let figure = match step.how {
                        How::Sum(_) => added_up(line, value, &from, sheet),
                        How::Formula(_) => figure(line, &value),
                    };
                    sheet.set(index, Stated::computed(Content::Figure(figure.clone())));
                    defined.insert(index, Defined { figure, by: step.by, from });
                }
            }
            if !self.has_circles || defined.len() == before {
                return defined;
            }
        }
    }

    fn is_free(&self, sheet: &Sheet, index: CellIndex) -> bool {
        if self.knows_better {
            let stated = sheet.cell(index).and_then(|stated| Value::of(&stated.content));
            return stated.is_none();
        }
        is_blank(sheet, index)
    }
}

/// The lines that exactly one rule defines.
fn rules(form: &Form) -> impl Iterator<Item = Step<'_>> {
    let mut definitions: SortedMap<usize, Vec<usize>> = SortedMap::new();
    for (position, rule) in form.rules().iter().enumerate() {
        let line = rule.relation.defines().and_then(|line| form.line_position(line.as_str()));
        if let Some(line) = line {
            definitions.or_default(line).push(position);
        }
    }
    definitions.into_iter().filter_map(|(line, positions)| {
        let [position] = positions.as_slice() else { return None };
        let how = How::Formula(&form.rules().get(*position)?.relation.holds.right);
        Some(Step { line, by: Definition::Rule(*position), how })
    })
}

impl Step<'_> {
    /// The lines of the sheet itself that it needs.
    fn needs(&self, form: &Form) -> Vec<usize> {
        match self.how {
            How::Sum(breakdown) => {
                let parts = breakdown.parts.iter();
                parts.filter_map(|part| form.line_position(part.as_str())).collect()
            }
            How::Formula(expression) => {
                let references = expression.references().into_iter();
                let own =
                    references.filter(|of| of.form.is_none() && matches!(of.scope, Scope::Own));
                own.flat_map(|reference| form.lines_of(reference)).collect()
            }
        }
    }

    /// What it gives in a column, and from which cells; `None` where these are not known.
    fn value(
        &self,
        sheet: &Sheet,
        column: usize,
        figures: &impl Figures,
    ) -> Option<(Value, Vec<CellAddress>)> {
        match self.how {
            How::Sum(breakdown) => sum(sheet, breakdown, column),
            How::Formula(expression) => {
                let standpoint = standpoint(sheet, column);
                let value = computed(expression, &standpoint, figures)?;
                Some((value, needed(expression, &standpoint, figures)))
            }
        }
    }
}

/// The value of an expression; `None` where a figure it needs is not known, or no more than a
/// bound: what is computed from "at least so many" would be a guess.
pub(super) fn computed(
    expression: &Expression,
    standpoint: &Standpoint<'_>,
    figures: &impl Figures,
) -> Option<Value> {
    let needed = needed(expression, standpoint, figures);
    let stated = || needed.iter().filter_map(|address| figures.content(address));
    let is_guess = |content: &Content| match content {
        Content::Figure(figure) => figure.interval().radius().is_none(),
        _ => false,
    };
    // Of nothing that is stated nothing follows, even where what is left out counts as nought.
    let is_stated = needed.is_empty() || stated().any(|content| Value::of(content).is_some());
    if !is_stated || stated().any(is_guess) {
        return None;
    }
    standpoint.evaluate(expression, figures)
}

fn needed(
    expression: &Expression,
    standpoint: &Standpoint<'_>,
    figures: &impl Figures,
) -> Vec<CellAddress> {
    let references = expression.references().into_iter();
    references.flat_map(|reference| standpoint.resolve(reference, figures)).collect()
}

/// The sum of the parts of a whole in a column, where nothing is missing.
fn sum(sheet: &Sheet, breakdown: &Breakdown, column: usize) -> Option<(Value, Vec<CellAddress>)> {
    let form = sheet.form();
    let fills_gaps = form.missing.is_some_and(Missing::left_out_is_nought);
    let mut sum: Option<Value> = None;
    let mut from = Vec::new();
    for index in parts_in(form, breakdown, column)? {
        let Some(stated) = sheet.cell(index) else {
            if fills_gaps {
                continue;
            }
            return None;
        };
        if stated.content == Content::NotApplicable {
            continue;
        }
        let value = Value::of(&stated.content).filter(|it| it.interval.radius().is_some())?;
        sum = Some(sum.map_or_else(|| value.clone(), |sum| sum.plus(&value)));
        from.push(address(sheet, index));
    }
    Some((sum?, from))
}

/// A sum or a difference of stated figures, with as many decimals as the finest of them.
pub(super) fn added_up(line: &Line, value: Value, from: &[CellAddress], sheet: &Sheet) -> Figure {
    let figures = from.iter().filter_map(|address| sheet.figure(address.index));
    let decimals = figures.map(Figure::decimals).fold(line.decimals, i32::max);
    Figure::within(value.number, value.interval, decimals)
}

/// The cells of all parts of a whole in a column; `None` where the form does not ask for all of
/// them, or the parts need not be all.
pub(super) fn parts_in(
    form: &Form,
    breakdown: &Breakdown,
    column: usize,
) -> Option<Vec<CellIndex>> {
    let index = |line| Some(CellIndex { line, column }).filter(|index| is_open(form, *index));
    let part = |part: &crate::id::LineId| form.line_position(part.as_str()).and_then(index);
    let parts: Option<Vec<CellIndex>> = breakdown.parts.iter().map(part).collect();
    parts.filter(|_| breakdown.complete)
}
