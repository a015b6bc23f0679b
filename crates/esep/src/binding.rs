//! What a rule says of the cells of a book: references become cells, expressions become values.

mod cells;
mod over_time;

use std::sync::Arc;

pub(crate) use cells::{instances, is_open};
use cells::{other_cells, own_cells};
pub(crate) use over_time::{PeriodParts, earlier_sheets, is_cumulative, not_below};

use crate::book::Book;
use crate::figure::{Content, End, Figure, Interval, Rational};
use crate::form::{
    Comparison, Expression, Form, Item, Missing, Operator, Reference, Relation, Scope, Sign,
};
use crate::id::OrganizationId;
use crate::period::Period;
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// Whose sheet a rule is asked of, and for which of its lines and columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standpoint<'a> {
    pub(crate) form: &'a Arc<Form>,
    pub(crate) organization: &'a OrganizationId,
    pub(crate) period: Period,
    /// The line that a reference without a line means.
    pub(crate) line: Option<usize>,
    /// The column that a reference without a column means.
    pub(crate) column: usize,
}

/// Where the figures of a rule come from.
pub(crate) trait Figures {
    /// What a cell says; `None` where nothing is written.
    fn content(&self, address: &CellAddress) -> Option<&Content>;
    /// Whether nothing is written at an address of a sheet that somebody filled.
    fn is_left_out(&self, address: &CellAddress) -> bool;
    /// Another form.
    fn form(&self, id: &str) -> Option<&Arc<Form>>;
    /// The organization above.
    fn parent(&self, organization: &OrganizationId, period: Period) -> Option<OrganizationId>;
    /// The organizations right below.
    fn children(&self, organization: &OrganizationId, period: Period) -> Vec<OrganizationId>;
}

/// A value computed from figures: the number that the printed figures give, and all that it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) number: Rational,
    pub(crate) interval: Interval,
}

/// What became of a rule.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// It holds, or its condition does not.
    Holds,
    /// It does not, whatever the rounding.
    Fails(Box<Sides>),
    /// It was asked, but the figures do not say.
    Unknown,
    /// The form does not ask it of such figures.
    NotAsked,
}

/// The two sides of a comparison.
#[derive(Debug, Clone)]
pub(crate) struct Sides {
    pub(crate) left: Value,
    pub(crate) right: Value,
}

impl Value {
    /// A number that stands for itself.
    pub(crate) fn exact(number: Rational) -> Self {
        Self { interval: Interval::point(number.clone()), number }
    }

    /// The value of what a cell says; nil is 0.
    pub(crate) fn of(content: &Content) -> Option<Self> {
        match content {
            Content::Figure(figure) => Some(Self::of_figure(figure)),
            Content::Nil => Some(Self::exact(Rational::ZERO)),
            Content::NotApplicable | Content::NotAvailable | Content::Blank => None,
        }
    }

    /// The value of a figure.
    pub(crate) fn of_figure(figure: &Figure) -> Self {
        Self { number: figure.value().clone(), interval: figure.interval().clone() }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self { number: &self.number + &other.number, interval: self.interval.plus(&other.interval) }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    fn negated(&self) -> Self {
        Self { number: -&self.number, interval: self.interval.negated() }
    }
}

impl Figures for Book {
    fn content(&self, address: &CellAddress) -> Option<&Content> {
        self.sheets.cell(address).map(|stated| &stated.content)
    }

    fn is_left_out(&self, address: &CellAddress) -> bool {
        let sheet = self.sheets.get(&address.form, address.period, &address.organization);
        sheet.is_some_and(|sheet| sheet.cell(address.index).is_none())
    }

    fn form(&self, id: &str) -> Option<&Arc<Form>> {
        self.forms.get(id)
    }

    fn parent(&self, organization: &OrganizationId, period: Period) -> Option<OrganizationId> {
        self.structure.parent(organization, period).cloned()
    }

    fn children(&self, organization: &OrganizationId, period: Period) -> Vec<OrganizationId> {
        self.structure.children(organization, period).into_iter().cloned().collect()
    }
}

/// A sheet that stands in no book yet, or in another state, beside the sheets of a book.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SheetIn<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) book: &'a Book,
}

impl Figures for SheetIn<'_> {
    fn content(&self, address: &CellAddress) -> Option<&Content> {
        if address.is_on(self.sheet) {
            self.sheet.content(address)
        } else {
            self.book.content(address)
        }
    }

    fn is_left_out(&self, address: &CellAddress) -> bool {
        if address.is_on(self.sheet) {
            self.sheet.cell(address.index).is_none()
        } else {
            self.book.is_left_out(address)
        }
    }

    fn form(&self, id: &str) -> Option<&Arc<Form>> {
        Figures::form(self.book, id)
    }

    fn parent(&self, organization: &OrganizationId, period: Period) -> Option<OrganizationId> {
        self.book.parent(organization, period)
    }

    fn children(&self, organization: &OrganizationId, period: Period) -> Vec<OrganizationId> {
        self.book.children(organization, period)
    }
}

/// One sheet by itself, as it is rolled up: no other form, period or organization, and nothing
/// that anybody could have left out.
impl Figures for Sheet {
    fn content(&self, address: &CellAddress) -> Option<&Content> {
        let stated = self.cell(address.index).filter(|_| address.is_on(self));
        stated.map(|stated| &stated.content)
    }

    fn is_left_out(&self, _address: &CellAddress) -> bool {
        false
    }

    fn form(&self, _id: &str) -> Option<&Arc<Form>> {
        None
    }

    fn parent(&self, _organization: &OrganizationId, _period: Period) -> Option<OrganizationId> {
        None
    }

    fn children(&self, _organization: &OrganizationId, _period: Period) -> Vec<OrganizationId> {
        Vec::new()
    }
}

impl<'a> Standpoint<'a> {
    /// The sheet that the rule is asked of.
    pub(crate) fn sheet(&self, book: &'a Book) -> Option<&'a Sheet> {
        book.sheets.get(&self.form.id, self.period, self.organization)
    }

    /// The addresses of all cells that a reference names. Empty where there are none, as for the
    /// period before the first.
    pub(crate) fn resolve(
        &self,
        reference: &Reference,
        figures: &impl Figures,
    ) -> Vec<CellAddress> {
        let period = match reference.scope {
            Scope::Previous => self.period.previous(),
            Scope::YearAgo => self.period.year_ago(),
            Scope::Own | Scope::Parent | Scope::Children => Some(self.period),
        };
        let Some(period) = period else { return Vec::new() };
        let organizations = match reference.scope {
            Scope::Parent => figures.parent(self.organization, period).into_iter().collect(),
            Scope::Children => figures.children(self.organization, period),
            Scope::Own | Scope::Previous | Scope::YearAgo => vec![self.organization.clone()],
        };
        let Some((form, cells)) = self.named(reference, figures) else { return Vec::new() };
        organizations
            .iter()
            .flat_map(|organization| {
                cells.iter().map(|index| CellAddress {
                    form: form.id.clone(),
                    period,
                    organization: organization.clone(),
                    index: *index,
                })
            })
            .collect()
    }

    /// The form that a reference means and the cells of it that it names, of whatever sheet;
    /// `None` of a form that is not known.
    pub(crate) fn named<'b>(
        &self,
        reference: &Reference,
        figures: &'b impl Figures,
    ) -> Option<(&'b Arc<Form>, Vec<CellIndex>)>
    where
        'a: 'b,
    {
        match &reference.form {
            None => Some((self.form, own_cells(reference, self.form, self.line, self.column))),
            Some(id) => {
                let form = figures.form(id.as_str())?;
                let column = self.form.columns().get(self.column).map(|column| &column.id);
                Some((form, other_cells(reference, form, column)))
            }
        }
    }

    /// The value of an expression; `None` where a figure it needs is not reported or not
    /// applicable, and where it would divide by what may be nought.
    pub(crate) fn evaluate(
        &self,
        expression: &Expression,
        figures: &impl Figures,
    ) -> Option<Value> {
        match expression {
            Expression::Number(number) => Some(Value::exact(number.clone())),
            Expression::Cell(reference) => {
                let addresses = self.resolve(reference, figures);
                let [address] = addresses.as_slice() else { return None };
                self.value(address, figures)
            }
            Expression::Sum(reference) => {
                let mut sum: Option<Value> = None;
                for address in self.resolve(reference, figures) {
                    if figures.content(&address) != Some(&Content::NotApplicable) {
                        let value = self.value(&address, figures)?;
                        sum = Some(sum.map_or_else(|| value.clone(), |sum| sum.plus(&value)));
                    }
                }
                sum
            }
            Expression::Negative(inner) => Some(self.evaluate(inner, figures)?.negated()),
            Expression::Binary(left, operator, right) => {
                let left = self.evaluate(left, figures)?;
                let right = self.evaluate(right, figures)?;
                join(&left, *operator, &right)
            }
        }
    }

    /// The value of a cell, as far as the form knows one.
    fn value(&self, address: &CellAddress, figures: &impl Figures) -> Option<Value> {
        let is_nought = self.form.missing.is_some_and(Missing::left_out_is_nought)
            && figures.is_left_out(address);
        if is_nought {
            return Some(Value::exact(Rational::ZERO));
        }
        figures.content(address).and_then(Value::of)
    }

    /// The figures that a comparison touches, as far as they are there.
    fn items(&self, comparison: &Comparison, figures: &impl Figures) -> Vec<Item> {
        let mut items = Vec::new();
        for reference in comparison.references() {
            let addresses = self.resolve(reference, figures);
            if addresses.is_empty() {
                items.push(Item::Null);
            }
            items.extend(addresses.iter().filter_map(|address| match figures.content(address) {
                Some(content) => Item::of(content),
                None if figures.is_left_out(address) => Some(Item::LeftOut),
                None => Some(Item::Null),
            }));
        }
        items
    }

    /// What becomes of a relation.
    pub(crate) fn judge(&self, relation: &Relation, figures: &impl Figures) -> Outcome {
        if let Some(missing) = self.form.missing
            && !missing.asks(&self.items(&relation.holds, figures))
        {
            return Outcome::NotAsked;
        }
        let mut is_known = true;
        for condition in &relation.conditions {
            let Some((left, right)) = self.sides(condition, figures) else {
                is_known = false;
                continue;
            };
            if !possible(condition.sign, &left.interval, &right.interval) {
                return Outcome::Holds;
            }
            is_known &= !possible(condition.sign.opposite(), &left.interval, &right.interval);
        }
        if !is_known {
            return Outcome::Unknown;
        }
        match self.sides(&relation.holds, figures) {
            None => Outcome::Unknown,
            Some((left, right)) => {
                if possible(relation.holds.sign, &left.interval, &right.interval) {
                    Outcome::Holds
                } else {
                    Outcome::Fails(Box::new(Sides { left, right }))
                }
            }
        }
    }

    fn sides(&self, comparison: &Comparison, figures: &impl Figures) -> Option<(Value, Value)> {
        Some((
            self.evaluate(&comparison.left, figures)?,
            self.evaluate(&comparison.right, figures)?,
        ))
    }
}

fn join(left: &Value, operator: Operator, right: &Value) -> Option<Value> {
    Some(match operator {
        Operator::Plus => left.plus(right),
        Operator::Minus => left.minus(right),
        Operator::Times => Value {
            number: &left.number * &right.number,
            interval: left.interval.times(&right.interval),
        },
        Operator::Over => Value {
            number: left.number.checked_div(&right.number)?,
            interval: left.interval.divided_by(&right.interval)?,
        },
    })
}

/// Whether a comparison can hold between some number of one interval and some number of another.
pub(crate) fn possible(sign: Sign, left: &Interval, right: &Interval) -> bool {
    match sign {
        Sign::Equal => left.meet(right).is_some(),
        Sign::NotEqual => left.as_point().is_none() || left.as_point() != right.as_point(),
        Sign::Less => can_be_below(left, right, false),
        Sign::LessOrEqual => can_be_below(left, right, true),
        Sign::Greater => can_be_below(right, left, false),
        Sign::GreaterOrEqual => can_be_below(right, left, true),
    }
}

fn can_be_below(small: &Interval, large: &Interval, or_equal: bool) -> bool {
    match (small.low(), large.high()) {
        (End::Unbounded, _) | (_, End::Unbounded) => true,
        (End::Closed(low), End::Closed(high)) if or_equal => low <= high,
        (low, high) => low.number() < high.number(),
    }
}
