//! Cells and the relations between them.

use std::collections::BTreeMap;

use crate::figure::{End, Interval, Rational};

/// A cell of the problem that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub(super) usize);

impl CellId {
    /// Its position among the cells of its problem, in the order in which they were added.
    pub fn index(self) -> usize {
        self.0
    }
}

/// A cell whose figure may be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// All that the true figure may be if what is stated is right.
    pub stated: Interval,
    /// All that the true figure may be at all.
    pub domain: Interval,
    /// Whether the true figure is a whole number.
    pub is_whole: bool,
    /// How hard it is to believe that the figure is wrong; `None` where it cannot be: a figure
    /// that is not known has its domain for `stated` and no weight.
    pub weight: Option<u32>,
}

impl Cell {
    /// A count of weight 1, stated exactly: whole and not below 0.
    pub fn count(stated: &Rational) -> Self {
        let domain = Interval::new(End::Closed(Rational::ZERO), End::Unbounded);
        Self {
            stated: Interval::point(stated.clone()),
            domain: domain.unwrap_or(Interval::EVERYTHING),
            is_whole: true,
            weight: Some(1),
        }
    }

    /// A number of weight 1 without bounds.
    pub fn number(stated: Interval) -> Self {
        Self { stated, domain: Interval::EVERYTHING, is_whole: false, weight: Some(1) }
    }

    /// A figure that is not known.
    pub fn unknown(domain: Interval, is_whole: bool) -> Self {
        Self { stated: domain.clone(), domain, is_whole, weight: None }
    }

    /// The number that is taken where nothing says otherwise; whole where the figure is.
    pub(super) fn printed(&self) -> Rational {
        let middle = self.middle();
        let whole = [middle.floor(), middle.ceil()];
        let mut whole = whole.into_iter().filter(|number| self.stated.contains(number));
        if self.is_whole { whole.next().unwrap_or(middle) } else { middle }
    }

    fn middle(&self) -> Rational {
        let (low, high) = (self.stated.low().number(), self.stated.high().number());
        match (low, high) {
            (Some(low), Some(high)) => (low + high) * Rational::HALF,
            (Some(end), None) | (None, Some(end)) if self.stated.contains(end) => end.clone(),
            (Some(low), None) => low + &Rational::ONE,
            (None, Some(high)) => high - &Rational::ONE,
            (None, None) => Rational::ZERO,
        }
    }

    /// Where it lies if it is trusted, or else if it is not; `None` where what is stated is none
    /// of what it may be.
    pub(super) fn bounds(&self, is_freed: bool) -> Option<Interval> {
        if is_freed { Some(self.domain.clone()) } else { self.stated.meet(&self.domain) }
    }
}

/// The sum of these multiples of cells lies in the interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The cells and their factors.
    pub terms: BTreeMap<CellId, Rational>,
    /// Where their sum lies.
    pub interval: Interval,
}

impl Row {
    /// Whether these numbers satisfy it.
    pub(super) fn holds(&self, numbers: &[Rational]) -> bool {
        self.interval.contains(&total(&self.terms, numbers))
    }
}

/// What must hold between cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// At least one of these lists of rows is satisfied as a whole.
    Either(Vec<Vec<Row>>),
    /// A share is the quotient of two sums, of which the second is not below 0.
    Quotient {
        /// The share, in the precision in which it is stated.
        share: CellId,
        /// What is divided.
        part: BTreeMap<CellId, Rational>,
        /// By what.
        whole: BTreeMap<CellId, Rational>,
    },
}

impl Relation {
    /// A sum of multiples of cells lies in an interval.
    pub fn linear(terms: impl IntoIterator<Item = (CellId, Rational)>, interval: Interval) -> Self {
        Self::Either(vec![vec![Row { terms: terms.into_iter().collect(), interval }]])
    }

    /// A cell is the sum of others.
    pub fn sum(whole: CellId, parts: impl IntoIterator<Item = CellId>) -> Self {
        let mut terms = BTreeMap::from([(whole, -Rational::ONE)]);
        for part in parts {
            *terms.entry(part).or_insert(Rational::ZERO) += &Rational::ONE;
        }
        Self::linear(terms, Interval::point(Rational::ZERO))
    }

    /// A cell is one cell divided by another.
    pub fn share(share: CellId, part: CellId, whole: CellId) -> Self {
        let just = |cell| BTreeMap::from([(cell, Rational::ONE)]);
        Self::Quotient { share, part: just(part), whole: just(whole) }
    }

    /// The cells that it touches, some more than once.
    pub(super) fn cells(&self) -> Vec<CellId> {
        match self {
            Self::Either(lists) => {
                lists.iter().flatten().flat_map(|row| row.terms.keys()).copied().collect()
            }
            Self::Quotient { share, part, whole } => {
                [share].into_iter().chain(part.keys()).chain(whole.keys()).copied().collect()
            }
        }
    }
}

/// Cells, and what must hold between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    cells: Vec<Cell>,
    relations: Vec<Relation>,
    /// For each cell the relations that touch it.
    touching: Vec<Vec<usize>>,
}

impl Problem {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a cell.
    pub fn cell(&mut self, cell: Cell) -> CellId {
        self.cells.push(cell);
        self.touching.push(Vec::new());
        CellId(self.cells.len() - 1)
    }

    /// Adds a relation. A cell of another problem that this one does not have counts as 0.
    pub fn require(&mut self, relation: Relation) {
        let mut cells = relation.cells();
        cells.sort_unstable();
        cells.dedup();
        for CellId(cell) in cells {
            if let Some(touching) = self.touching.get_mut(cell) {
                touching.push(self.relations.len());
            }
        }
        self.relations.push(relation);
    }

    /// The cells, in the order in which they were added.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = (CellId, &Cell)> {
        self.cells.iter().enumerate().map(|(index, cell)| (CellId(index), cell))
    }

    /// The relations, in the order in which they were added.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The same with something else stated in some cells.
    pub(super) fn stating(&self, instead: &BTreeMap<CellId, Interval>) -> Self {
        let mut other = self.clone();
        for (CellId(index), stated) in instead {
            if let Some(cell) = other.cells.get_mut(*index) {
                cell.stated = stated.clone();
            }
        }
        other
    }

    pub(super) fn get(&self, CellId(index): CellId) -> Option<&Cell> {
        self.cells.get(index)
    }

    pub(super) fn touching(&self, CellId(index): CellId) -> &[usize] {
        self.touching.get(index).map_or(&[], Vec::as_slice)
    }

    /// What it weighs to call a cell wrong.
    pub(super) fn weight(&self, cell: CellId) -> u64 {
        self.get(cell).and_then(|cell| cell.weight).map_or(0, u64::from)
    }
}

/// What multiples of numbers add up to.
pub(super) fn total(terms: &BTreeMap<CellId, Rational>, numbers: &[Rational]) -> Rational {
    terms.iter().filter_map(|(CellId(cell), by)| Some(numbers.get(*cell)? * by)).sum()
}
