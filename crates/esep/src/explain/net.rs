//! The relations of a book as a net: which cells a relation touches, and what it says of them.

use std::cell::Cell as Memo;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::neighbors::{Neighbors, is_asked};
use super::over_time;
use super::problem::{Cell, CellId, Relation, Row};
use crate::binding::{Standpoint, Value, is_open};
use crate::book::Book;
use crate::figure::{Content, End, Interval, Rational};
use crate::finding::{BoundKind, BoundRelation};
use crate::form::{Form, Line, Linear, Meaning, Reference, Requirement, Sign};
use crate::id::OrganizationId;
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// The relations of a book that are errors where they do not hold.
pub(super) struct Net<'a> {
    book: &'a Book,
    neighbors: Neighbors<'a>,
    /// The cells whose figures were not stated but follow from others.
    computed: &'a BTreeSet<CellAddress>,
    /// The sheet that was asked for last: mostly it is again.
    last: Memo<Option<&'a Sheet>>,
}

impl<'a> Net<'a> {
    pub(super) fn of(book: &'a Book) -> Self {
        Self::with(book, const { &BTreeSet::new() })
    }

    /// The same where some figures follow from others.
    pub(super) fn with(book: &'a Book, computed: &'a BTreeSet<CellAddress>) -> Self {
        Self { book, neighbors: Neighbors::of(book), computed, last: Memo::new(None) }
    }

    /// Whether the figure of a cell follows from others.
    pub(super) fn is_computed(&self, address: &CellAddress) -> bool {
        self.computed.contains(address)
    }

    /// The cells of a relation, where it is one of these.
    pub(super) fn asked(&self, bound: &BoundRelation) -> Option<Vec<CellAddress>> {
        is_asked(self.book, bound).then(|| self.cells_of(bound))?
    }

    /// The relations that may touch a cell, sorted: all that do are among them.
    pub(super) fn near(&self, address: &CellAddress) -> Vec<BoundRelation> {
        self.neighbors.of_cell(address)
    }

    /// Whether a relation touches a cell.
    pub(super) fn is_touched(&self, address: &CellAddress) -> bool {
        let cells = self.near(address).into_iter().filter_map(|bound| self.cells_of(&bound));
        cells.into_iter().any(|cells| cells.binary_search(address).is_ok())
    }

    pub(super) fn book(&self) -> &'a Book {
        self.book
    }

    pub(super) fn sheet(&self, address: &CellAddress) -> Option<&'a Sheet> {
        let last = self.last.get().filter(|sheet| address.is_on(sheet));
        let sheet = last
            .or_else(|| self.book.sheets.get(&address.form, address.period, &address.organization));
        self.last.set(sheet);
        sheet
    }

    pub(super) fn content(&self, address: &CellAddress) -> &'a Content {
        let stated = self.sheet(address).and_then(|sheet| sheet.cell(address.index));
        stated.map_or(&Content::Blank, |stated| &stated.content)
    }

    /// What a cell states: nil is 0.
    pub(super) fn stated(&self, address: &CellAddress) -> Option<Value> {
        Value::of(self.content(address))
    }

    /// The cells that a relation touches; `None` where some stand on no sheet, so that it is not
    /// asked.
    pub(super) fn cells_of(&self, bound: &BoundRelation) -> Option<Vec<CellAddress>> {
        let form = self.book.forms.get(bound.form.as_str())?;
        let mut cells = match bound.kind {
            BoundKind::Rule(number) => {
                let rule = form.rules().get(number)?;
                let standpoint = standpoint(form, bound);
                let mut cells = Vec::new();
                for reference in rule.relation.references() {
                    let addresses = standpoint.resolve(reference, self.book);
                    if addresses.is_empty() {
                        return None;
                    }
                    cells.extend(addresses);
                }
                cells
            }
            BoundKind::Breakdown(number) => {
                let breakdown = form.breakdowns().get(number)?;
                let lines = [&breakdown.of].into_iter().chain(&breakdown.parts);
                let lines = lines.filter_map(|line| form.line_position(line.as_str()));
                let indices = lines.map(|line| CellIndex { line, column: bound.column });
                indices.filter(|at| is_open(form, *at)).map(|at| address(bound, at)).collect()
            }
            BoundKind::Parent => {
                let index = CellIndex { line: bound.line?, column: bound.column };
                let mut cells = vec![address(bound, index)];
                self.below(bound, &bound.organization, index, &mut cells);
                if cells.len() < 2 {
                    return None;
                }
                cells
            }
            BoundKind::PeriodParts(_) | BoundKind::NotBelow(_) => {
                let (cell, others, _) = over_time::compared(self.book, bound)?;
                [cell].into_iter().chain(others).collect()
            }
        };
        cells.sort();
        cells.dedup();
        cells.iter().all(|cell| self.sheet(cell).is_some()).then_some(cells)
    }

    /// The cells that add up to a parent's: those of its children, or of theirs where a child
    /// states nothing. Whether all are there.
    fn below(
        &self,
        bound: &BoundRelation,
        parent: &OrganizationId,
        index: CellIndex,
        cells: &mut Vec<CellAddress>,
    ) -> bool {
        let mut is_complete = true;
        for child in self.book.structure.children(parent, bound.period) {
            if self.book.sheets.get(&bound.form, bound.period, child).is_some() {
                let organization = child.clone();
                cells.push(CellAddress { organization, ..address(bound, index) });
            } else {
                let before = cells.len();
                is_complete &= self.below(bound, child, index, cells) && cells.len() > before;
            }
        }
        is_complete
    }

    /// A relation between the cells of a problem; `None` where it is no linear one.
    pub(super) fn bind(
        &self,
        bound: &BoundRelation,
        ids: &BTreeMap<CellAddress, CellId>,
        addresses: &[CellAddress],
    ) -> Option<Relation> {
        let form = self.book.forms.get(bound.form.as_str())?;
        let sum = |cells: &[CellAddress]| {
            let cells = cells.iter().filter_map(|cell| self.value(cell, ids));
            cells.fold(Linear::number(Rational::ZERO), Linear::plus)
        };
        let less_parts = |whole: &CellAddress, parts: &[CellAddress], sign: Sign| {
            let difference = self.value(whole, ids)?.minus(sum(parts));
            Some(Relation::Either(rows(difference.compared(sign))))
        };
        match bound.kind {
            BoundKind::Rule(number) => {
                let rule = form.rules().get(number)?;
                let standpoint = standpoint(form, bound);
                let meaning = Cells { net: self, standpoint, ids, addresses };
                if rule.relation.holds.is_linear(&meaning) {
                    return Some(Relation::Either(rows(rule.relation.alternatives(&meaning)?)));
                }
                let quotient = rule.relation.holds.quotient(&meaning)?;
                let (share, rest) = quotient.sum.into_parts();
                let (part, part_rest) = quotient.part.into_parts();
                let (whole, whole_rest) = quotient.whole.into_parts();
                let mut share = share.into_iter().filter(|(_, by)| *by == Rational::ONE);
                let is_plain = rule.relation.conditions.is_empty()
                    && [rest, part_rest, whole_rest].iter().all(Rational::is_zero);
                match (share.next(), share.next()) {
                    (Some((share, _)), None) if is_plain => {
                        let (part, whole) = (part.into_iter(), whole.into_iter());
                        Some(Relation::Quotient {
                            share,
                            part: part.collect(),
                            whole: whole.collect(),
                        })
                    }
                    _ => None,
                }
            }
            BoundKind::Breakdown(number) => {
                let breakdown = form.breakdowns().get(number)?;
                let at = |id: &str| {
                    let line = form.line_position(id)?;
                    Some(CellIndex { line, column: bound.column })
                };
                let whole = address(bound, at(breakdown.of.as_str())?);
                let parts: Vec<CellIndex> =
                    breakdown.parts.iter().filter_map(|part| at(part.as_str())).collect();
                let all_open = parts.iter().all(|part| is_open(form, *part));
                let parts: Vec<CellAddress> = parts
                    .into_iter()
                    .filter(|part| is_open(form, *part))
                    .map(|part| address(bound, part))
                    .collect();
                let is_complete = breakdown.complete && all_open;
                less_parts(
                    &whole,
                    &parts,
                    if is_complete { Sign::Equal } else { Sign::GreaterOrEqual },
                )
            }
            BoundKind::Parent => {
                let index = CellIndex { line: bound.line?, column: bound.column };
                let mut below = Vec::new();
                let is_complete = self.below(bound, &bound.organization, index, &mut below);
                let sign = if is_complete { Sign::Equal } else { Sign::GreaterOrEqual };
                less_parts(&address(bound, index), &below, sign)
            }
            BoundKind::PeriodParts(_) | BoundKind::NotBelow(_) => {
                let (cell, others, sign) = over_time::compared(self.book, bound)?;
                less_parts(&cell, &others, sign)
            }
        }
    }

    /// A cell as a variable; nothing where it is not applicable.
    fn value(
        &self,
        address: &CellAddress,
        ids: &BTreeMap<CellAddress, CellId>,
    ) -> Option<Linear<CellId>> {
        match self.content(address) {
            Content::NotApplicable => None,
            _ => Some(Linear::variable(*ids.get(address)?)),
        }
    }

    /// A cell of the book as one that may be wrong.
    pub(super) fn cell(&self, address: &CellAddress, is_nought: bool) -> Cell {
        let form = self.book.forms.get(address.form.as_str());
        let line = form.and_then(|form| form.lines().get(address.index.line));
        let domain = line.map_or(Interval::EVERYTHING, domain_of);
        let is_whole = line.is_some_and(|line| line.unit.kind().is_whole());
        let stated = match self.content(address) {
            _ if self.is_computed(address) => None,
            Content::Figure(figure) => Some(figure.interval().clone()),
            Content::Nil => Some(Interval::point(Rational::ZERO)),
            Content::Blank if is_nought => Some(Interval::point(Rational::ZERO)),
            Content::Blank | Content::NotAvailable | Content::NotApplicable => None,
        };
        match stated {
            Some(stated) => Cell { stated, domain, is_whole, weight: Some(1) },
            None => Cell::unknown(domain, is_whole),
        }
    }
}

fn standpoint<'f>(form: &'f Arc<Form>, bound: &'f BoundRelation) -> Standpoint<'f> {
    Standpoint {
        form,
        organization: &bound.organization,
        period: bound.period,
        line: bound.line,
        column: bound.column,
    }
}

fn address(bound: &BoundRelation, index: CellIndex) -> CellAddress {
    CellAddress {
        form: bound.form.clone(),
        period: bound.period,
        organization: bound.organization.clone(),
        index,
    }
}

/// What a figure of a line can be.
fn domain_of(line: &Line) -> Interval {
    let end = |bound: &Option<Rational>| bound.clone().map_or(End::Unbounded, End::Closed);
    Interval::new(end(&line.min), end(&line.max)).unwrap_or(Interval::EVERYTHING)
}

fn rows(alternatives: Vec<Vec<Requirement<CellId>>>) -> Vec<Vec<Row>> {
    let row = |requirement: Requirement<CellId>| Row {
        terms: requirement.terms.into_iter().collect(),
        interval: requirement.interval,
    };
    alternatives.into_iter().map(|list| list.into_iter().map(row).collect()).collect()
}

/// What references mean: every cell is a variable.
struct Cells<'n, 'b, 'i> {
    net: &'n Net<'b>,
    standpoint: Standpoint<'n>,
    ids: &'i BTreeMap<CellAddress, CellId>,
    addresses: &'i [CellAddress],
}

impl Meaning for Cells<'_, '_, '_> {
    type Variable = CellId;

    fn of(&self, reference: &Reference) -> Option<Linear<CellId>> {
        let addresses = self.standpoint.resolve(reference, self.net.book);
        let values = addresses.iter().filter_map(|address| self.net.value(address, self.ids));
        values.reduce(Linear::plus)
    }

    /// All that a figure can be, not what it is stated to be: a relation that is linear only for
    /// what is stated says nothing of what may be wrong.
    fn interval(&self, variable: &CellId) -> Interval {
        let line = self.addresses.get(variable.index()).and_then(|address| {
            let form = self.net.book.forms.get(address.form.as_str())?;
            form.lines().get(address.index.line)
        });
        line.map_or(Interval::EVERYTHING, domain_of)
    }
}
