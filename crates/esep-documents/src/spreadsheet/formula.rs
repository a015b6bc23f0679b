//! Expressions of the relation language as formulas of a workbook.

use esep::{
    Amount, CellIndex, Expression, Form, Message, Rational, Reference, Scope, SortedMap, UnitKind,
    Wording,
};
use rust_xlsxwriter::utility::row_col_to_cell;

use super::At;

/// The longest text that stands between quotation marks in a formula.
const LONGEST_TEXT: usize = 250;

/// The cells of a form in a workbook.
pub(crate) struct Formulas<'a> {
    pub(crate) form: &'a Form,
    at: SortedMap<CellIndex, At>,
}

/// The cells that must say something before a formula can.
#[derive(Debug, Clone, Default)]
pub(crate) struct Needs {
    /// Those that must be figures or nil.
    figures: Vec<CellIndex>,
    /// Those that are added up, where what is not applicable counts nothing.
    parts: Vec<CellIndex>,
}

impl Needs {
    pub(crate) fn figure(index: CellIndex) -> Self {
        Self { figures: vec![index], parts: Vec::new() }
    }

    pub(crate) fn parts(parts: Vec<CellIndex>) -> Self {
        Self { figures: Vec::new(), parts }
    }

    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.figures.extend(&other.figures);
        self.parts.extend(&other.parts);
        self
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = CellIndex> {
        self.figures.iter().chain(&self.parts).copied()
    }
}

impl<'a> Formulas<'a> {
    pub(crate) fn new(form: &'a Form, at: SortedMap<CellIndex, At>) -> Self {
        Self { form, at }
    }

    /// The name of a cell, as `D14`; `None` where the form does not ask for it.
    pub(crate) fn name(&self, index: CellIndex) -> Option<String> {
        self.at.get(&index).map(|(row, column)| row_col_to_cell(*row, *column))
    }

    /// The sum of cells; `None` where one of them is not asked for.
    pub(crate) fn sum(&self, cells: &[CellIndex]) -> Option<String> {
        Some(format!("SUM({})", joined(self.places(cells)?).join(",")))
    }

    /// Whether all that is needed is there, as a formula.
    pub(crate) fn known(&self, needs: &Needs) -> Option<String> {
        let mut conditions = Vec::new();
        for (cells, marks) in [(&needs.figures, &["-"][..]), (&needs.parts, &["-", "x", "х"])] {
            let mut places = self.places(cells)?;
            places.sort_unstable();
            places.dedup();
            let number = places.len();
            if number == 0 {
                continue;
            }
            let ranges = joined(places);
            let mut terms = vec![format!("COUNT({})", ranges.join(","))];
            for mark in marks {
                terms.extend(ranges.iter().map(|range| format!("COUNTIF({range},\"{mark}\")")));
            }
            conditions.push(format!("{}={number}", terms.join("+")));
        }
        Some(match conditions.as_slice() {
            [] => "TRUE".to_owned(),
            [condition] => condition.clone(),
            conditions => format!("AND({})", conditions.join(",")),
        })
    }

    /// Whether any of the cells holds a number, as a formula.
    pub(crate) fn any(&self, cells: &[CellIndex]) -> Option<String> {
        Some(format!("COUNT({})>0", joined(self.places(cells)?).join(",")))
    }

    fn places(&self, cells: &[CellIndex]) -> Option<Vec<At>> {
        cells.iter().map(|index| self.at.get(index).copied()).collect()
    }

    /// An expression in a column, and a line where it is asked of every line in turn; `None` where
    /// it needs what does not stand on the sheet: another form, period or organization.
    pub(crate) fn expression(
        &self,
        expression: &Expression,
        line: Option<usize>,
        column: usize,
    ) -> Option<(String, Needs)> {
        match expression {
            Expression::Number(number) => Some((self::number(number), Needs::default())),
            Expression::Cell(reference) => {
                let cells = self.resolve(reference, line, column)?;
                let [index] = cells.as_slice() else { return None };
                Some((format!("N({})", self.name(*index)?), Needs::figure(*index)))
            }
            Expression::Sum(reference) => {
                let cells = self.resolve(reference, line, column)?;
                Some((self.sum(&cells)?, Needs::parts(cells)))
            }
            Expression::Negative(inner) => {
                let (text, needs) = self.expression(inner, line, column)?;
                Some((format!("(-{text})"), needs))
            }
            Expression::Binary(left, operator, right) => {
                let (left, needs) = self.expression(left, line, column)?;
                let (right, others) = self.expression(right, line, column)?;
                Some((format!("({left}{}{right})", operator.symbol()), needs.and(&others)))
            }
        }
    }

    /// The cells of the sheet that a reference names.
    pub(crate) fn resolve(
        &self,
        reference: &Reference,
        line: Option<usize>,
        column: usize,
    ) -> Option<Vec<CellIndex>> {
        if reference.form.is_some() || reference.scope != Scope::Own {
            return None;
        }
        let column = match &reference.column {
            Some(id) => self.form.column_position(id.as_str())?,
            None => column,
        };
        let lines = match &reference.line {
            None => line.into_iter().collect(),
            Some(_) => self.form.lines_of(reference),
        };
        let cells: Vec<CellIndex> =
            lines.into_iter().map(|line| CellIndex { line, column }).collect();
        let is_there = cells.iter().all(|index| self.at.get(index).is_some());
        (is_there && !cells.is_empty()).then_some(cells)
    }
}

/// Cells as ranges, those side by side or below each other as one.
pub(crate) fn joined(mut places: Vec<At>) -> Vec<String> {
    let is_row = places.windows(2).all(|pair| matches!(pair, [a, b] if a.0 == b.0));
    if is_row {
        places.sort_unstable();
    } else {
        places.sort_unstable_by_key(|(row, column)| (*column, *row));
    }
    let is_next = |a: &At, b: &At| {
        if is_row {
            a.0 == b.0 && a.1.checked_add(1) == Some(b.1)
        } else {
            a.1 == b.1 && a.0.checked_add(1) == Some(b.0)
        }
    };
    let name = |at: &At| row_col_to_cell(at.0, at.1);
    let runs = places.chunk_by(is_next).filter_map(|run| Some((run.first()?, run.last()?)));
    runs.map(
        |(first, last)| {
            if first == last { name(first) } else { format!("{}:{}", name(first), name(last)) }
        },
    )
    .collect()
}

/// A number of a relation.
fn number(number: &Rational) -> String {
    format!("({})", Amount::new(number.clone(), 0, UnitKind::Number).exact())
}

/// A text in a formula.
pub(crate) fn quoted(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let pieces = letters.chunks(LONGEST_TEXT).map(|piece| {
        let piece: String = piece.iter().collect();
        format!("\"{}\"", piece.replace('"', "\"\""))
    });
    let pieces: Vec<String> = pieces.collect();
    if pieces.is_empty() { "\"\"".to_owned() } else { pieces.join("&") }
}

/// A sentence of the catalog as a formula; what stands in its gaps are formulas.
pub(crate) fn text_with(
    wording: Wording,
    key: &'static str,
    gaps: &[(&'static str, &str)],
) -> String {
    // Letters for private use, which no catalog has, stand where the formulas will.
    let marks = '\u{e000}'..='\u{f8ff}';
    let message = gaps
        .iter()
        .zip(marks)
        .fold(Message::new(key), |message, ((name, _), mark)| message.with(name, mark.to_string()));
    let sentence = wording.sentence(&message);
    let mut pieces = Vec::new();
    let mut rest = sentence.as_str();
    while let Some(at) = rest.find(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter)) {
        let (before, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let mut letters = behind.chars();
        let mark = letters.next().map_or(0, u32::from);
        pieces.extend((!before.is_empty()).then(|| quoted(before)));
        let gap = mark.checked_sub(0xe000).and_then(|it| usize::try_from(it).ok());
        pieces.extend(gap.and_then(|gap| gaps.get(gap)).map(|(_, formula)| (*formula).to_owned()));
        rest = letters.as_str();
    }
    pieces.extend((!rest.is_empty()).then(|| quoted(rest)));
    pieces.join("&")
}
