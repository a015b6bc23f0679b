//! A part of the net as a problem: what does not hold, and all that touches it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::net::Net;
use super::problem::{CellId, Problem, Relation};
use crate::book::Book;
use crate::figure::{Content, Rational, UnitKind};
use crate::finding::{BoundKind, BoundRelation};
use crate::form::Missing;
use crate::sheet::{CellAddress, Sheet};

/// Relations, each with the cells that it touches.
pub(super) type Relations = BTreeMap<BoundRelation, Vec<CellAddress>>;

/// A part of the net as a problem.
pub(super) struct Part<'n> {
    net: &'n Net<'n>,
    pub(super) problem: Problem,
    /// For each relation of the problem the one of the net.
    bound: Vec<BoundRelation>,
    addresses: Vec<CellAddress>,
    ids: BTreeMap<CellAddress, CellId>,
    /// The relations, each with its place in the problem where it is a linear one.
    included: BTreeMap<BoundRelation, Option<usize>>,
    /// The relations that are left out whatever they touch, but for those that it is made of.
    excluded: Rc<BTreeSet<BoundRelation>>,
    /// The cells all of whose relations are included.
    surrounded: BTreeSet<CellId>,
    /// The relations that are no linear ones.
    pub(super) opaque: Relations,
    /// The blank cells that count as nought where their whole is weighed.
    blanks: BTreeSet<CellAddress>,
}

impl<'n> Part<'n> {
    /// The relations given. Of others, these are never included.
    pub(super) fn of(
        net: &'n Net<'n>,
        relations: &Relations,
        excluded: Rc<BTreeSet<BoundRelation>>,
    ) -> Self {
        let mut part = Self {
            net,
            problem: Problem::new(),
            addresses: Vec::new(),
            ids: BTreeMap::new(),
            included: BTreeMap::new(),
            excluded,
            surrounded: BTreeSet::new(),
            opaque: Relations::new(),
            bound: Vec::new(),
            blanks: BTreeSet::new(),
        };
        for (bound, cells) in relations {
            part.blanks.extend(blank_parts(net, bound, cells).cloned());
        }
        for (bound, cells) in relations {
            part.include(bound, cells);
        }
        part
    }

    /// All relations that touch some of these cells.
    pub(super) fn touching(net: &'n Net<'n>, cells: &[CellAddress]) -> Self {
        let mut part = Self::of(net, &Relations::new(), Rc::default());
        part.surround(cells);
        part
    }

    /// Includes all relations that touch some cells. Whether any is new.
    pub(super) fn include_around(&mut self, cells: impl IntoIterator<Item = CellId>) -> bool {
        let cells = cells.into_iter();
        let cells: Vec<CellAddress> = cells.filter_map(|id| self.address(id).cloned()).collect();
        self.surround(&cells)
    }

    /// The same for cells of which some may be new.
    pub(super) fn surround(&mut self, cells: &[CellAddress]) -> bool {
        let before = self.included.len();
        for address in cells {
            if self.id(address).is_some_and(|id| self.surrounded.contains(&id)) {
                continue;
            }
            for bound in self.net.near(address) {
                if !self.excluded.contains(&bound) && !self.included.contains_key(&bound) {
                    let cells = self.net.cells_of(&bound).unwrap_or_default();
                    if cells.binary_search(address).is_ok() {
                        self.include(&bound, &cells);
                    }
                }
            }
            self.surrounded.extend(self.id(address));
        }
        self.included.len() > before
    }

    fn include(&mut self, bound: &BoundRelation, cells: &[CellAddress]) {
        if self.included.contains_key(bound) {
            return;
        }
        self.included.insert(bound.clone(), None);
        for address in cells {
            if !self.ids.contains_key(address) {
                let cell = self.net.cell(address, self.blanks.contains(address));
                let id = self.problem.cell(cell);
                self.ids.insert(address.clone(), id);
                self.addresses.push(address.clone());
            }
        }
        match self.net.bind(bound, &self.ids, &self.addresses) {
            Some(relation) => {
                self.included.insert(bound.clone(), Some(self.problem.relations().len()));
                self.bound.push(bound.clone());
                self.problem.require(relation);
            }
            None => {
                self.opaque.insert(bound.clone(), cells.to_vec());
            }
        }
    }

    /// The relations that it holds.
    pub(super) fn relations(&self) -> impl Iterator<Item = &BoundRelation> {
        self.included.keys()
    }

    /// The place in the problem of a relation.
    pub(super) fn number(&self, bound: &BoundRelation) -> Option<usize> {
        self.included.get(bound).copied().flatten()
    }

    /// The cell of the problem that stands at an address.
    pub(super) fn id(&self, address: &CellAddress) -> Option<CellId> {
        self.ids.get(address).copied()
    }

    /// Where a cell of the problem stands.
    pub(super) fn address(&self, id: CellId) -> Option<&CellAddress> {
        self.addresses.get(id.index())
    }

    /// Whether some of these cells stand in a relation that is no linear one.
    pub(super) fn touches_opaque<'c>(
        &self,
        mut cells: impl Iterator<Item = &'c CellAddress>,
    ) -> bool {
        cells.any(|cell| {
            let mut opaque = self.opaque.values();
            opaque.any(|cells| cells.binary_search(cell).is_ok())
        })
    }

    pub(super) fn book(&self) -> &'n Book {
        self.net.book()
    }

    pub(super) fn net(&self) -> &'n Net<'n> {
        self.net
    }

    pub(super) fn content(&self, address: &CellAddress) -> &Content {
        self.net.content(address)
    }

    pub(super) fn kind(&self, address: &CellAddress) -> Option<UnitKind> {
        let form = self.net.book().forms.get(address.form.as_str())?;
        Some(form.lines().get(address.index.line)?.unit.kind())
    }

    /// The linear relations that touch a cell around which all are included.
    pub(super) fn relations_of(
        &self,
        address: &CellAddress,
    ) -> impl Iterator<Item = &BoundRelation> {
        let numbers = self.id(address).map_or(&[][..], |id| self.problem.touching(id));
        numbers.iter().filter_map(|number| self.bound.get(*number))
    }

    /// Whether others make up the figure of a cell: those below it or its parts.
    pub(super) fn is_total(&self, address: &CellAddress) -> bool {
        self.relations_of(address).any(|bound| match bound.kind {
            BoundKind::Rule(_) | BoundKind::NotBelow(_) => false,
            BoundKind::Breakdown(number) => {
                let form = self.net.book().forms.get(bound.form.as_str());
                let breakdown = form.and_then(|form| form.breakdowns().get(number));
                let whole = form
                    .zip(breakdown)
                    .and_then(|(form, breakdown)| form.line_position(breakdown.of.as_str()));
                whole == Some(address.index.line)
            }
            BoundKind::Parent => bound.organization == address.organization,
            BoundKind::PeriodParts(_) => bound.period == address.period,
        })
    }

    /// The sheets of the same form and period right below that of a cell.
    pub(super) fn sheets_below(&self, address: &CellAddress) -> impl Iterator<Item = &Sheet> {
        let book = self.net.book();
        let children = book.structure.children(&address.organization, address.period);
        let sheet = |child| book.sheets.get(&address.form, address.period, child);
        children.into_iter().filter_map(sheet)
    }

    /// The cells that some relation adds up together with a cell, itself among them.
    pub(super) fn parts_beside(&self, address: &CellAddress) -> Vec<CellAddress> {
        let Some(id) = self.ids.get(address) else { return Vec::new() };
        let relations = self.problem.touching(*id).iter();
        let relations = relations.filter_map(|number| self.problem.relations().get(*number));
        let mut parts = Vec::new();
        for relation in relations {
            let Relation::Either(lists) = relation else { continue };
            let [rows] = lists.as_slice() else { continue };
            for row in rows {
                let Some(own) = row.terms.get(id) else { continue };
                let like = row.terms.iter().filter(|(_, by)| *by == own);
                parts.extend(like.filter_map(|(id, _)| self.address(*id).cloned()));
            }
        }
        parts.sort();
        parts.dedup();
        parts
    }

    /// Of what a share is taken: the part and the whole, each one cell.
    pub(super) fn quotient_of(&self, share: &CellAddress) -> Option<(CellAddress, CellAddress)> {
        let id = self.ids.get(share)?;
        let quotients = self.problem.relations().iter().filter_map(|relation| match relation {
            Relation::Quotient { share, part, whole } if share == id => Some((part, whole)),
            _ => None,
        });
        let only = |terms: &BTreeMap<CellId, Rational>| {
            let mut terms = terms.keys();
            let first = terms.next().filter(|_| terms.next().is_none())?;
            self.address(*first).cloned()
        };
        quotients.into_iter().find_map(|(part, whole)| Some((only(part)?, only(whole)?)))
    }

    /// The same cell of the period before, then the other cells of its sheet.
    pub(super) fn cells_near(&self, address: &CellAddress) -> Vec<CellAddress> {
        let previous = address.period.previous();
        let previous = previous.map(|period| CellAddress { period, ..address.clone() });
        let sheet = self.net.sheet(address);
        let others = sheet.into_iter().flat_map(Sheet::figures);
        let others = others.map(|(index, _)| CellAddress { index, ..address.clone() });
        previous.into_iter().chain(others).collect()
    }
}

/// The blank parts of a breakdown: they count as nought, and may be what is wrong.
fn blank_parts<'c>(
    net: &Net<'_>,
    bound: &BoundRelation,
    cells: &'c [CellAddress],
) -> impl Iterator<Item = &'c CellAddress> {
    let form = net.book().forms.get(bound.form.as_str());
    let fills_gaps = form.is_some_and(|form| form.missing.is_some_and(Missing::left_out_is_nought));
    let counts = fills_gaps || matches!(bound.kind, BoundKind::Breakdown(_));
    cells.iter().filter(move |cell| counts && *net.content(cell) == Content::Blank)
}
