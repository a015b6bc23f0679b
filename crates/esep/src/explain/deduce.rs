//! What must stand where nothing is stated.

use std::collections::{BTreeMap, BTreeSet};

use super::local::Taken;
use super::net::Net;
use super::part::Part;
use super::problem::{CellId, Problem, Relation};
use super::telling::{CellChange, Settled, Teller};
use super::values::{hull, whole_numbers};
use crate::binding::is_open;
use crate::book::Book;
use crate::figure::{Content, Interval};
use crate::form::Missing;
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// After so many steps towards it a figure is left where it is: rules can close in on one without
/// ever reaching it.
const MOST_STEPS: u32 = 64;

/// What must stand in the cells of a book where nothing is stated, as far as the relations that touch
/// them leave it one figure: this empty cell must be 60.
///
/// The figures that are stated are taken as they are. Where they do not leave a figure that can be,
/// nothing is said; nor of a form that counts as nought what is left out.
///
/// ```
/// use esep::{Book, CellIndex, Content, Figure, Forms, Sheet, Stated};
/// let mut book = Book { forms: Forms::built_in(), ..Book::default() };
/// let form = book.forms.get("legal-service").cloned().unwrap();
/// let index = |id: &str| CellIndex { line: form.line_position(id).unwrap(), column: 0 };
/// let mut sheet = Sheet::new(form.clone(), "union".into(), "2020-H1".parse().unwrap());
/// let figures = [("", 100), (".in-person", 25), (".by-telephone", 10), (".in-media", 5)];
/// for (part, figure) in figures {
///     let figure = Content::Figure(Figure::exact(figure.into(), 0));
///     sheet.set(index(&format!("consultations{part}")), Stated::computed(figure));
/// }
/// book.sheets.insert(sheet);
/// let deduced = esep::explain::deduce(&book);
/// assert_eq!(deduced[0].cell.line.as_str(), "consultations.online");
/// assert!(matches!(&deduced[0].to, esep::explain::Settled::Figure(to) if to.value == 60.into()));
/// ```
pub fn deduce(book: &Book) -> Vec<CellChange> {
    let sheets = book
        .sheets
        .iter()
        .filter(|sheet| !sheet.form().missing.is_some_and(Missing::left_out_is_nought));
    let blank: Vec<CellAddress> = sheets.flat_map(blank_cells).collect();
    if blank.is_empty() {
        return Vec::new();
    }
    let net = Net::of(book);
    let part = Part::touching(&net, &blank);
    let teller = Teller { book, complaints: Vec::new() };
    let deduced = part.problem.deduce();
    let deduced: BTreeMap<CellAddress, Interval> = deduced
        .into_iter()
        .filter_map(|(id, to)| Some((part.address(id)?.clone(), to)))
        .filter(|(address, _)| *part.content(address) == Content::Blank)
        .collect();
    let mut changes = teller.changes(&deduced);
    changes.retain(|change| matches!(change.to, Settled::Figure(_)));
    changes
}

fn blank_cells(sheet: &Sheet) -> impl Iterator<Item = CellAddress> + '_ {
    let form = sheet.form();
    let columns = 0..form.columns().len().max(1);
    let lines = (0..form.lines().len())
        .flat_map(move |line| columns.clone().map(move |column| CellIndex { line, column }));
    let blank = lines.filter(move |index| {
        let content = sheet.cell(*index).map_or(&Content::Blank, |stated| &stated.content);
        *content == Content::Blank && is_open(form, *index)
    });
    blank.map(|index| CellAddress {
        form: form.id.clone(),
        period: sheet.period(),
        organization: sheet.organization().clone(),
        index,
    })
}

impl Problem {
    /// What follows for the cells that are not known, those with no weight, from all others: for
    /// each of which anything follows, all that it can be.
    ///
    /// A relation in which nothing else is open gives a figure; one in which several are open gives
    /// each its bounds, so that parts which may not be negative are 0 where the others reach the
    /// whole; and what is found is used again. Where this leads to a figure that cannot be, nothing
    /// is said of the cells that hang together with it.
    ///
    /// ```
    /// use esep::explain::{Cell, Problem, Relation};
    /// use esep::{Interval, Rational};
    /// // 100 = 40 + x, and x = y + z + 60, none of them below 0.
    /// let mut problem = Problem::new();
    /// let [whole, a, sixty] =
    ///     [100, 40, 60].map(|figure| problem.cell(Cell::count(&Rational::from(figure))));
    /// let domain = Cell::count(&Rational::ZERO).domain;
    /// let [x, y, z] = [(); 3].map(|()| problem.cell(Cell::unknown(domain.clone(), true)));
    /// problem.require(Relation::sum(whole, [a, x]));
    /// problem.require(Relation::sum(x, [y, z, sixty]));
    /// let point = |number: i64| Interval::point(Rational::from(number));
    /// assert_eq!(problem.deduce(), [(x, point(60)), (y, point(0)), (z, point(0))].into());
    ///
    /// // Of a whole that is too small nothing follows.
    /// let mut problem = Problem::new();
    /// let [whole, a] = [5, 10].map(|figure| problem.cell(Cell::count(&Rational::from(figure))));
    /// let x = problem.cell(Cell::unknown(domain, true));
    /// problem.require(Relation::sum(whole, [a, x]));
    /// assert!(problem.deduce().is_empty());
    /// ```
    pub fn deduce(&self) -> BTreeMap<CellId, Interval> {
        let is_open = |id: &CellId| self.get(*id).is_some_and(|cell| cell.weight.is_none());
        let open: Vec<CellId> = self.cells().map(|(id, _)| id).filter(is_open).collect();
        let mut known: BTreeMap<CellId, Interval> = BTreeMap::new();
        let mut steps: BTreeMap<CellId, u32> = BTreeMap::new();
        let mut refused = BTreeSet::new();
        let mut waiting: BTreeSet<usize> =
            open.iter().flat_map(|id| self.touching(*id)).copied().collect();
        while let Some(number) = waiting.pop_first() {
            let Some(relation) = self.relations().get(number) else { continue };
            for id in relation.cells().into_iter().filter(is_open) {
                if refused.contains(&id) {
                    continue;
                }
                match self.narrowed(relation, id, &known) {
                    None => self.refuse(id, &mut refused),
                    Some(narrower) => {
                        let before = known.get(&id).or_else(|| Some(&self.get(id)?.stated));
                        let taken = steps.entry(id).or_default();
                        if before != Some(&narrower) && *taken < MOST_STEPS {
                            *taken += 1;
                            known.insert(id, narrower);
                            waiting.extend(self.touching(id));
                        }
                    }
                }
            }
        }
        known.retain(|id, _| !refused.contains(id));
        known
    }

    /// What a cell can be by one relation and by what is known; `None` where it can be nothing.
    fn narrowed(
        &self,
        relation: &Relation,
        id: CellId,
        known: &BTreeMap<CellId, Interval>,
    ) -> Option<Interval> {
        let cell = self.get(id)?;
        let before = known.get(&id).unwrap_or(&cell.stated);
        let implied = Taken { problem: self, instead: known }.implied(relation, id);
        let within = implied.iter().filter_map(|values| values.meet(before));
        let within = within
            .filter_map(|values| if cell.is_whole { whole_numbers(&values) } else { Some(values) });
        within.reduce(|a, b| hull(&a, &b))
    }

    /// Refuses a cell, and all open ones that hang together with it.
    fn refuse(&self, id: CellId, refused: &mut BTreeSet<CellId>) {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let is_open = self.get(id).is_some_and(|cell| cell.weight.is_none());
            if is_open && refused.insert(id) {
                let relations = self.touching(id).iter();
                let relations = relations.filter_map(|number| self.relations().get(*number));
                waiting.extend(relations.flat_map(Relation::cells));
            }
        }
    }
}
