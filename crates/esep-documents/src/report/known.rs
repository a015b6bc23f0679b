//! What is known of an organization's figures on a form: stated, or computed in one way or another.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{
    Book, CellAddress, CellIndex, Content, Defined, Figure, Form, KnownFigures, OrganizationId,
    Period, Rollup, Sheet, Stated, fill, rollup,
};

use super::model::Origin;

/// The figures of one organization on a form for a period.
pub(super) struct Known<'a> {
    pub(super) form: Arc<Form>,
    /// All that is known, whoever says it.
    pub(super) sheet: Sheet,
    /// The organizations below from which nothing came, where anything is added up.
    pub(super) missing: Vec<OrganizationId>,
    /// What is known of everybody.
    pub(super) all: Arc<BTreeMap<OrganizationId, Sheet>>,
    own: Option<&'a Sheet>,
    rolled: Option<Sheet>,
    defined: BTreeMap<CellIndex, Defined>,
}

impl<'a> Known<'a> {
    /// What is known; `None` where nothing is.
    ///
    /// What the organization does not state is put together from the periods within, or added up
    /// from those below, as a bound where some of them did not report; then the form computes what
    /// follows.
    pub(super) fn of(
        everybody: &KnownFigures<'a>,
        form: &Arc<Form>,
        period: Period,
        organization: &OrganizationId,
    ) -> Option<Self> {
        let book = everybody.book();
        let own = book.sheets.get(&form.id, period, organization);
        let all = everybody.of(form, period);
        let empty = || Sheet::new(Arc::clone(form), organization.clone(), period);
        let mut sheet = all.get(organization).cloned().unwrap_or_else(empty);
        let mut rolled_up = rollup(book, form, period);
        let missing = rolled_up.missing(organization).cloned().collect();
        let rolled = rolled_up.sheets.remove(organization);
        for (index, figure) in rolled.iter().flat_map(Sheet::figures) {
            if is_blank(sheet.cell(index)) {
                sheet.set(index, Stated::computed(Content::Figure(figure.clone())));
            }
        }
        let filled = fill(&sheet, book);
        if filled.sheet.cells().all(|(_, stated)| is_blank(Some(stated))) {
            return None;
        }
        let defined = filled.defined.into_iter().collect();
        let form = Arc::clone(form);
        Some(Self { form, sheet: filled.sheet, missing, all, own, rolled, defined })
    }

    pub(super) fn figure(&self, line: &str) -> Option<&Figure> {
        self.sheet.figure(self.index(line)?)
    }

    /// The cell of a line of a form without columns.
    pub(super) fn index(&self, line: &str) -> Option<CellIndex> {
        Some(CellIndex { line: self.form.line_position(line)?, column: 0 })
    }

    pub(super) fn address(&self, index: CellIndex) -> CellAddress {
        CellAddress {
            form: self.form.id.clone(),
            period: self.sheet.period(),
            organization: self.sheet.organization().clone(),
            index,
        }
    }

    /// Where what a cell says comes from.
    pub(super) fn origin(&self, index: CellIndex) -> Origin {
        let address = self.address(index);
        let said = self.sheet.cell(index).map(|stated| &stated.content);
        let stated = self.own.and_then(|own| own.cell(index)).map(|stated| &stated.content);
        let line = self.form.lines().get(index.line);
        let is_formula = line.is_some_and(|line| line.rollup == Rollup::Formula);
        let is_added = |sheet: &Sheet| sheet.figure(index).is_some();
        if said == stated {
            Origin::Stated(address)
        } else if is_formula || self.defined.contains_key(&index) {
            Origin::Defined(address)
        } else if self.rolled.as_ref().is_some_and(is_added) {
            Origin::RolledUp(address)
        } else {
            Origin::PutTogether(address)
        }
    }

    /// The sheets of those right below, as far as anything is known of them.
    pub(super) fn below(&self, book: &Book) -> Vec<(OrganizationId, &Sheet)> {
        let children = book.structure.children(self.sheet.organization(), self.sheet.period());
        children.into_iter().filter_map(|id| Some((id.clone(), self.all.get(id)?))).collect()
    }
}

fn is_blank(stated: Option<&Stated>) -> bool {
    stated.is_none_or(|stated| stated.content == Content::Blank)
}
