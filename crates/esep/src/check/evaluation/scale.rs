//! In what the value of an expression is shown: kind of figure and decimals.

use crate::binding::{Standpoint, Value};
use crate::book::Book;
use crate::figure::UnitKind;
use crate::form::{Expression, Operator, Reference};

use super::cells::in_full;

/// The kind of a figure and the decimals to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    pub(super) decimals: i32,
    pub(super) kind: UnitKind,
}

/// How many decimals are shown of what was computed and not stated.
const COMPUTED_DECIMALS: i32 = 4;

impl Scale {
    /// Of a number that nothing is known about.
    const NONE: Self = Self { decimals: 0, kind: UnitKind::Number };

    /// The scales of two sides: each as its own figures are printed; a number or a quotient as the
    /// other side is.
    pub(super) fn of_sides(
        standpoint: &Standpoint<'_>,
        book: &Book,
        sides: [(&Expression, &Value); 2],
    ) -> [Self; 2] {
        let [left, right] = sides.map(|(side, _)| Self::of(standpoint, book, side));
        let scales = [left.or(right), right.or(left)].map(|scale| scale.unwrap_or(Self::NONE));
        let [(left_side, left), (right_side, right)] = sides;
        let [left_scale, right_scale] = scales;
        [left_scale.shown(left_side, left), right_scale.shown(right_side, right)]
    }

    /// With as many decimals as the value needs, unless it stands as it was printed.
    fn shown(self, side: &Expression, value: &Value) -> Self {
        let needed = in_full(value.number.clone(), self.kind).decimals.min(COMPUTED_DECIMALS);
        if matches!(side, Expression::Cell(_)) || needed == 0 {
            return self;
        }
        Self { decimals: self.decimals.max(needed), ..self }
    }

    /// The scale of an expression; `None` of a bare number and of a quotient of like figures.
    fn of(standpoint: &Standpoint<'_>, book: &Book, expression: &Expression) -> Option<Self> {
        let of = |inner| Self::of(standpoint, book, inner);
        match expression {
            Expression::Number(_) => None,
            Expression::Cell(reference) | Expression::Sum(reference) => {
                Self::of_reference(standpoint, book, reference)
            }
            Expression::Negative(inner) => of(inner),
            Expression::Binary(left, operator, right) => match (of(left), operator, of(right)) {
                (None, Operator::Over, _) => None,
                (own, _, None) | (None, _, own) => own,
                (Some(a), Operator::Over, Some(b)) if a.kind == b.kind => None,
                // So many percent of a figure is a figure.
                (Some(own), Operator::Times | Operator::Over, Some(share))
                    if share.kind == UnitKind::Share =>
                {
                    Some(own)
                }
                (Some(share), Operator::Times, own) if share.kind == UnitKind::Share => own,
                (Some(a), _, Some(b)) => Some(Self {
                    decimals: a.decimals.max(b.decimals),
                    kind: if a.kind == b.kind { a.kind } else { UnitKind::Number },
                }),
            },
        }
    }

    fn of_reference(
        standpoint: &Standpoint<'_>,
        book: &Book,
        reference: &Reference,
    ) -> Option<Self> {
        let mut own: Option<Self> = None;
        for address in standpoint.resolve(reference, book) {
            let form = book.forms.get(address.form.as_str())?;
            let kind = form.lines().get(address.index.line)?.unit.kind();
            let sheet = book.sheets.get(&address.form, address.period, &address.organization);
            let figure = sheet.and_then(|sheet| sheet.figure(address.index));
            let decimals = figure.map(crate::figure::Figure::decimals);
            own = match own {
                None => Some(Self { decimals: decimals.unwrap_or(0), kind }),
                Some(own) => Some(Self {
                    decimals: own.decimals.max(decimals.unwrap_or(own.decimals)),
                    kind: if own.kind == kind { kind } else { UnitKind::Number },
                }),
            };
        }
        own
    }
}
