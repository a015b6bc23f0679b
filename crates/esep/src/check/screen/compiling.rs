//! Compiling a form for the columns of a table: rules and breakdowns become sums to be compared
//! with nought.

use std::sync::Arc;

use super::{Difference, Test, Verdict};
use crate::binding::{Standpoint, is_open};
use crate::check::part_equals_whole::lines as cells_of;
use crate::check::too_regular_figures;
use crate::figure::{Interval, Rational, UnitKind};
use crate::form::{
    Breakdown, Comparison, Form, Line, Linear, Meaning, Reference, Rule, Scope, Sign,
};
use crate::id::OrganizationId;
use crate::period::{Period, PeriodLength};
use crate::sheet::{CellIndex, Sheet};
use crate::sorted::SortedSet;

/// The least and the most that a line allows.
pub(super) fn bounds_of(line: &Line) -> Option<(i64, i64)> {
    let whole = |bound: Rational| i64::try_from(bound.to_i128()?).ok();
    let least = match &line.min {
        Some(min) if min.is_negative() => 0,
        Some(min) => whole(min.ceil())?,
        None => 0,
    };
    let most = match &line.max {
        Some(max) => whole(max.floor())?,
        None => i64::MAX,
    };
    Some((least, most))
}

/// A form and those of its cells that a table has.
pub(super) struct Table<'a> {
    pub(super) form: &'a Arc<Form>,
    pub(super) cells: &'a [CellIndex],
}

impl Table<'_> {
    pub(super) fn rule(&self, rule: &Rule, line: Option<usize>, column: usize) -> Option<Test> {
        let form = Arc::clone(self.form);
        let sheet =
            Sheet::new(form, OrganizationId::new(""), Period::new(2000, PeriodLength::Year, 1)?);
        let standpoint = Standpoint {
            form: self.form,
            organization: sheet.organization(),
            period: sheet.period(),
            line,
            column,
        };
        let row = Row { table: self, standpoint, sheet: &sheet };
        let asked = |comparison| match row.difference(comparison) {
            Ok(difference) => Some(Some(difference)),
            Err(Obstacle::NotReported) => Some(None),
            Err(Obstacle::OutOfReach) => None,
        };
        let conditions = rule.relation.conditions.iter().map(asked).collect::<Option<_>>()?;
        Some(Test { conditions, holds: asked(&rule.relation.holds)? })
    }

    /// `None` where the form itself does not ask for the whole.
    pub(super) fn breakdown(&self, breakdown: &Breakdown, column: usize) -> Option<Test> {
        let line = self.form.line_position(breakdown.of.as_str())?;
        let whole = CellIndex { line, column };
        if !is_open(self.form, whole) {
            return None;
        }
        let unknown = Test { conditions: Vec::new(), holds: None };
        let mut terms = Vec::new();
        let (mut blank, mut signed) = (0, false);
        for part in &breakdown.parts {
            let Some(line) = self.form.line_position(part.as_str()) else { return Some(unknown) };
            let part = CellIndex { line, column };
            if is_open(self.form, part) {
                signed |= self.form.lines().get(line).is_none_or(Line::can_be_negative);
                match self.column(part) {
                    Some(column) => terms.push((column, -1)),
                    None => blank += 1,
                }
            }
        }
        let reported = terms.len();
        let Some(whole) = self.column(whole).filter(|_| reported > 0) else { return Some(unknown) };
        let undecided = signed && (blank > 0 || !breakdown.complete);
        let verdicts = match (undecided, breakdown.complete) {
            (true, _) => [Verdict::Skipped; 3],
            (false, false) => [Verdict::Fails, Verdict::Holds, Verdict::Holds],
            // Where little of the whole is broken down, the blank parts may make up the rest.
            (false, true) if blank > 0 && (reported < 2 || reported < blank) => {
                [Verdict::Fails, Verdict::Holds, Verdict::Skipped]
            }
            (false, true) => [Verdict::Fails, Verdict::Holds, Verdict::Fails],
        };
        terms.push((whole, 1));
        let difference = Difference { terms, number: 0, verdicts };
        Some(Test { conditions: Vec::new(), holds: Some(difference) })
    }

    /// The columns of each whole and part of which `part-equals-whole` may tell.
    pub(super) fn parts(&self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for breakdown in self.form.breakdowns() {
            for column in 0..self.form.columns().len().max(1) {
                let Some((whole, parts)) = cells_of(self.form, breakdown, column) else { continue };
                let line = self.form.lines().get(whole.line);
                let is_count = line.is_some_and(|line| line.unit.kind() == UnitKind::Count);
                if let Some(whole) = self.column(whole).filter(|_| is_count) {
                    let parts = parts.into_iter().filter_map(|part| self.column(part));
                    pairs.extend(parts.map(|part| (whole, part)));
                }
            }
        }
        pairs
    }

    /// The columns that stand for two columns, or for two lines, of the form.
    pub(super) fn twins(&self, derived: &SortedSet<usize>) -> Vec<Vec<(usize, usize)>> {
        let (lines, columns) = (self.form.lines().len(), self.form.columns().len());
        let pair = |first, second| Some((self.column(first)?, self.column(second)?));
        let at = |line, column| CellIndex { line, column };
        let mut twins = Vec::new();
        for second in 0..columns {
            let of_columns = |first| {
                let pairs = (0..lines).filter_map(|line| pair(at(line, first), at(line, second)));
                pairs.collect::<Vec<_>>()
            };
            twins.extend((0..second).map(of_columns));
        }
        let independent = |line: &usize| !derived.contains(line);
        for second in (0..lines).filter(independent).filter(|_| columns > 0) {
            let of_lines = |first| {
                let pairs = (0..columns).filter_map(|at_| pair(at(first, at_), at(second, at_)));
                pairs.collect::<Vec<_>>()
            };
            twins.extend((0..second).filter(independent).map(of_lines));
        }
        twins.retain(|pairs| pairs.len() >= too_regular_figures::FIGURES);
        twins
    }

    fn column(&self, cell: CellIndex) -> Option<usize> {
        self.cells.iter().position(|known| *known == cell)
    }
}

/// A row of a table, from which a rule is looked at.
struct Row<'a> {
    table: &'a Table<'a>,
    standpoint: Standpoint<'a>,
    sheet: &'a Sheet,
}

impl Row<'_> {
    /// Left less right.
    fn difference(&self, comparison: &Comparison) -> Result<Difference, Obstacle> {
        let (left, right) = (comparison.left.references(), comparison.right.references());
        for reference in left.into_iter().chain(right) {
            self.columns(reference)?;
        }
        let difference = comparison.linear_difference(self).ok_or(Obstacle::OutOfReach)?;
        let (terms, number) = difference.into_parts();
        let whole = |number: &Rational| i64::try_from(number.to_i128()?).ok();
        // Relations in percent become whole when multiplied.
        let scaled = (0..=6).map(Rational::power_of_ten).find_map(|power| {
            let terms = terms.iter().map(|(column, by)| Some((*column, whole(&(by * &power))?)));
            Some((terms.collect::<Option<Vec<_>>>()?, whole(&(&number * &power))?))
        });
        let (terms, number) = scaled.ok_or(Obstacle::OutOfReach)?;
        Ok(Difference { terms, number, verdicts: verdicts(comparison.sign) })
    }

    /// The columns that a reference names.
    fn columns(&self, reference: &Reference) -> Result<Vec<usize>, Obstacle> {
        match (reference.scope, &reference.form) {
            (Scope::Parent | Scope::Children, _) => return Err(Obstacle::OutOfReach),
            // No other period or form is reported.
            (Scope::Previous | Scope::YearAgo, _) | (_, Some(_)) => {
                return Err(Obstacle::NotReported);
            }
            (Scope::Own, None) => {}
        }
        let addresses = self.standpoint.resolve(reference, self.sheet);
        let columns = addresses.iter().map(|address| self.table.column(address.index));
        let columns: Option<Vec<usize>> = columns.collect();
        columns.filter(|columns| !columns.is_empty()).ok_or(Obstacle::NotReported)
    }
}

/// Why a comparison is not evaluated on a row.
enum Obstacle {
    /// A figure that it needs is in no column.
    NotReported,
    /// It cannot be told from the row alone.
    OutOfReach,
}

impl Meaning for Row<'_> {
    type Variable = usize;

    fn of(&self, reference: &Reference) -> Option<Linear<usize>> {
        let columns = self.columns(reference).ok()?.into_iter().map(Linear::variable);
        columns.reduce(Linear::plus)
    }

    fn interval(&self, _variable: &usize) -> Interval {
        Interval::EVERYTHING
    }
}

/// Where a comparison holds: left below, at, and above right.
fn verdicts(sign: Sign) -> [Verdict; 3] {
    let holds = match sign {
        Sign::Equal => [false, true, false],
        Sign::NotEqual => [true, false, true],
        Sign::Less => [true, false, false],
        Sign::LessOrEqual => [true, true, false],
        Sign::Greater => [false, false, true],
        Sign::GreaterOrEqual => [false, true, true],
    };
    holds.map(|holds| if holds { Verdict::Holds } else { Verdict::Fails })
}
