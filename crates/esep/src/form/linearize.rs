//! Relations as linear ones: sums of multiples of figures that lie in intervals.
//!
//! What is no such sum is loosened, never tightened: every solution of the relation satisfies
//! what is required here. A quotient that stands alone on one side, as in
//! `share = part / whole`, gives `low * whole <= part <= high * whole`, where the share lies
//! between `low` and `high` and the whole has a known sign. Where there is nothing linear to say
//! of a relation, nothing is said.
//!
//! Which variable a reference means is the caller's to say: a cell of any sheet while the form
//! itself is checked, a cell of one sheet, or its number, while a book is checked.

use super::{Comparison, Expression, Operator, Reference, Relation, Sign};
use crate::figure::{End, Interval, Rational};
use crate::sorted::SortedMap;

/// A sum of multiples of variables and of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Linear<V> {
    terms: SortedMap<V, Rational>,
    constant: Rational,
}

/// The sum of these multiples of variables lies in the interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Requirement<V> {
    /// The variables and their factors, none of them 0; sorted by variable.
    pub(crate) terms: SortedMap<V, Rational>,
    /// Where their sum lies.
    pub(crate) interval: Interval,
}

/// Lists of requirements, of which at least one list must be satisfied as a whole.
pub(crate) type Alternatives<V> = Vec<Vec<Requirement<V>>>;

/// What the references of a relation mean, and where variables lie.
pub(crate) trait Meaning {
    /// What stands for a figure that is not known.
    type Variable: Ord + Clone;

    /// The figure that a reference names, or the sum of the figures; `None` where it names none,
    /// so that nothing can be said of the relation.
    fn of(&self, reference: &Reference) -> Option<Linear<Self::Variable>>;

    /// Where a variable lies.
    fn interval(&self, variable: &Self::Variable) -> Interval;
}

impl Relation {
    /// What must be so for the relation to hold: one of its conditions is not met, or what it
    /// says holds. `None` where nothing linear can be said.
    pub(crate) fn alternatives<M: Meaning>(
        &self,
        meaning: &M,
    ) -> Option<Alternatives<M::Variable>> {
        let mut alternatives = self.holds.alternatives(meaning)?;
        for condition in &self.conditions {
            // A quotient by nought leaves the relation unasked, which no linear row can say.
            let difference = condition.difference(meaning)?.linear()?;
            alternatives.extend(difference.compared(condition.sign.opposite()));
        }
        Some(alternatives)
    }
}

/// A sum that equals the quotient of two others.
pub(crate) struct LinearQuotient<V> {
    pub(crate) sum: Linear<V>,
    pub(crate) part: Linear<V>,
    pub(crate) whole: Linear<V>,
}

impl Comparison {
    /// Whether it is linear as it stands, so that its [alternatives](Relation::alternatives) are
    /// all that it says.
    pub(crate) fn is_linear<M: Meaning>(&self, meaning: &M) -> bool {
        self.difference(meaning).is_some()
    }

    /// The sums that are compared, where one side is a quotient of figures and the other is none;
    /// `None` of all other comparisons.
    pub(crate) fn quotient<M: Meaning>(&self, meaning: &M) -> Option<LinearQuotient<M::Variable>> {
        let left = Quotient::of(&self.left, meaning)?;
        let right = Quotient::of(&self.right, meaning)?;
        match (self.sign, left.denominator, right.denominator) {
            (Sign::Equal, None, Some(whole)) => {
                Some(LinearQuotient { sum: left.numerator, part: right.numerator, whole })
            }
            (Sign::Equal, Some(whole), None) => {
                Some(LinearQuotient { sum: right.numerator, part: left.numerator, whole })
            }
            _ => None,
        }
    }

    /// What must be so for the comparison to hold; `None` where nothing linear can be said.
    fn alternatives<M: Meaning>(&self, meaning: &M) -> Option<Alternatives<M::Variable>> {
        let Some(Quotient { numerator, denominator }) = self.difference(meaning) else {
            return self.bounded_quotient(meaning);
        };
        let sign = match denominator {
            Some(denominator)
                if !matches!(self.sign, Sign::Equal | Sign::NotEqual)
                    && denominator.is_negative(meaning)? =>
            {
                self.sign.mirrored()
            }
            _ => self.sign,
        };
        Some(numerator.compared(sign))
    }

    /// Left less right, where that is linear.
    pub(crate) fn linear_difference<M: Meaning>(&self, meaning: &M) -> Option<Linear<M::Variable>> {
        self.difference(meaning)?.linear()
    }

    /// Left less right.
    fn difference<M: Meaning>(&self, meaning: &M) -> Option<Quotient<M::Variable>> {
        let right = Quotient::of(&self.right, meaning)?;
        Quotient::of(&self.left, meaning)?.plus(right.times(&-Rational::ONE))
    }

    /// A sum on one side and a quotient on the other: what the bounds of the sum say of it.
    fn bounded_quotient<M: Meaning>(&self, meaning: &M) -> Option<Alternatives<M::Variable>> {
        let left = Quotient::of(&self.left, meaning)?;
        let right = Quotient::of(&self.right, meaning)?;
        let (sum, sign, part, whole) = match (left.denominator, right.denominator) {
            (None, Some(whole)) => (left.numerator, self.sign, right.numerator, whole),
            (Some(whole), None) => (right.numerator, self.sign.mirrored(), left.numerator, whole),
            _ => return None,
        };
        // A quotient is that of the opposites, so the whole may be taken as positive.
        let turn = if whole.is_negative(meaning)? { -Rational::ONE } else { Rational::ONE };
        let (part, whole) = (part.times(&turn), whole.times(&turn));
        let within = sum.within(meaning);
        let strict = matches!(sign, Sign::Less | Sign::Greater);
        let end = |end: &End| match end {
            End::Closed(_) if !strict => End::Closed(Rational::ZERO),
            _ => End::Open(Rational::ZERO),
        };
        let less = |limit: &Rational| part.clone().minus(whole.clone().times(limit));
        let mut requirements = Vec::new();
        if let (Sign::Equal | Sign::Less | Sign::LessOrEqual, Some(low)) =
            (sign, within.low().number())
        {
            requirements.push(less(low).between(end(within.low()), End::Unbounded)?);
        }
        if let (Sign::Equal | Sign::Greater | Sign::GreaterOrEqual, Some(high)) =
            (sign, within.high().number())
        {
            requirements.push(less(high).between(End::Unbounded, end(within.high()))?);
        }
        (!requirements.is_empty()).then(|| vec![requirements])
    }
}

impl<V: Ord + Clone> Requirement<V> {
    /// Whether the variables can satisfy it, each where it lies.
    pub(crate) fn is_possible(&self, meaning: &impl Meaning<Variable = V>) -> bool {
        sum_of(&self.terms, meaning).meet(&self.interval).is_some()
    }
}

impl<V: Ord + Clone> Linear<V> {
    /// A number.
    pub(crate) fn number(number: Rational) -> Self {
        Self { terms: SortedMap::new(), constant: number }
    }

    /// A variable.
    pub(crate) fn variable(variable: V) -> Self {
        Self { terms: SortedMap::from_iter([(variable, Rational::ONE)]), constant: Rational::ZERO }
    }

    /// The variables with their factors, none of them 0, and the number.
    pub(crate) fn into_parts(self) -> (SortedMap<V, Rational>, Rational) {
        (self.terms, self.constant)
    }

    /// The sum of two.
    pub(crate) fn plus(mut self, other: Self) -> Self {
        self.constant += &other.constant;
        let mut cancels = false;
        for (variable, by) in other.terms {
            let total = self.terms.or_default(variable);
            *total += &by;
            cancels |= total.is_zero();
        }
        if cancels {
            self.terms.retain(|_, by| !by.is_zero());
        }
        self
    }

    /// This less another.
    pub(crate) fn minus(self, other: Self) -> Self {
        self.plus(other.times(&-Rational::ONE))
    }

    /// The product with a number.
    pub(crate) fn times(mut self, factor: &Rational) -> Self {
        if factor.is_zero() {
            return Self::number(Rational::ZERO);
        }
        self.terms.values_mut().for_each(|by| *by = &*by * factor);
        self.constant = self.constant * factor;
        self
    }

    /// What must be so for this to compare with 0 as the sign says.
    pub(crate) fn compared(self, sign: Sign) -> Alternatives<V> {
        let nought = || Rational::ZERO;
        let (below, above) =
            ((End::Unbounded, End::Open(nought())), (End::Open(nought()), End::Unbounded));
        let ends = match sign {
            Sign::Equal => vec![(End::Closed(nought()), End::Closed(nought()))],
            Sign::NotEqual => vec![below, above],
            Sign::Less => vec![below],
            Sign::LessOrEqual => vec![(End::Unbounded, End::Closed(nought()))],
            Sign::Greater => vec![above],
            Sign::GreaterOrEqual => vec![(End::Closed(nought()), End::Unbounded)],
        };
        let lists = ends.into_iter().map(|(low, high)| self.clone().between(low, high));
        lists.map(|requirement| requirement.into_iter().collect()).collect()
    }

    /// Requires this to lie between two ends; `None` where no number does.
    fn between(self, low: End, high: End) -> Option<Requirement<V>> {
        let shift = Interval::point(-self.constant);
        let interval = Interval::new(low, high)?.plus(&shift);
        Some(Requirement { terms: self.terms, interval })
    }

    fn as_number(&self) -> Option<&Rational> {
        self.terms.is_empty().then_some(&self.constant)
    }

    fn within(&self, meaning: &impl Meaning<Variable = V>) -> Interval {
        sum_of(&self.terms, meaning).plus(&Interval::point(self.constant.clone()))
    }

    /// Whether this is never above 0; `None` where it has no known sign.
    fn is_negative(&self, meaning: &impl Meaning<Variable = V>) -> Option<bool> {
        let within = self.within(meaning);
        if within.low().number().is_some_and(|low| !low.is_negative()) {
            return Some(false);
        }
        let never_above = |high: &Rational| high.is_negative() || high.is_zero();
        within.high().number().is_some_and(never_above).then_some(true)
    }
}

/// Where the sum of these multiples of variables lies.
fn sum_of<V: Ord + Clone>(
    terms: &SortedMap<V, Rational>,
    meaning: &impl Meaning<Variable = V>,
) -> Interval {
    let terms = terms.iter().map(|(variable, by)| meaning.interval(variable).scaled(by));
    terms.fold(Interval::point(Rational::ZERO), |sum, term| sum.plus(&term))
}

/// A linear expression, divided by another where there is a denominator that is no number.
struct Quotient<V> {
    numerator: Linear<V>,
    denominator: Option<Linear<V>>,
}

impl<V: Ord + Clone> Quotient<V> {
    fn of(expression: &Expression, meaning: &impl Meaning<Variable = V>) -> Option<Self> {
        let (left, operator, right) = match expression {
            Expression::Number(number) => return Some(Linear::number(number.clone()).into()),
            Expression::Cell(reference) | Expression::Sum(reference) => {
                return Some(meaning.of(reference)?.into());
            }
            Expression::Negative(inner) => {
                return Some(Self::of(inner, meaning)?.times(&-Rational::ONE));
            }
            Expression::Binary(left, operator, right) => (left, operator, right),
        };
        let (left, right) = (Self::of(left, meaning)?, Self::of(right, meaning)?);
        match operator {
            Operator::Plus => left.plus(right),
            Operator::Minus => left.plus(right.times(&-Rational::ONE)),
            Operator::Times => match (left.as_number().cloned(), right.as_number().cloned()) {
                (Some(number), _) => Some(right.times(&number)),
                (_, Some(number)) => Some(left.times(&number)),
                _ => None,
            },
            Operator::Over => match (right.as_number(), left.denominator.is_some()) {
                (Some(number), _) => Some(left.times(&Rational::ONE.checked_div(number)?)),
                (None, true) => None,
                (None, false) => {
                    Some(Self { numerator: left.numerator, denominator: Some(right.linear()?) })
                }
            },
        }
    }

    /// `None` where the sum is no quotient of linear expressions.
    fn plus(self, other: Self) -> Option<Self> {
        let (numerator, denominator) = match (self.denominator, other.denominator) {
            (None, None) => (self.numerator.plus(other.numerator), None),
            (Some(a), Some(b)) if a == b => (self.numerator.plus(other.numerator), Some(a)),
            (Some(whole), None) => (
                self.numerator.plus(whole.clone().times(other.numerator.as_number()?)),
                Some(whole),
            ),
            (None, Some(whole)) => (
                other.numerator.plus(whole.clone().times(self.numerator.as_number()?)),
                Some(whole),
            ),
            (Some(_), Some(_)) => return None,
        };
        Some(Self { numerator, denominator })
    }

    fn times(self, factor: &Rational) -> Self {
        Self { numerator: self.numerator.times(factor), denominator: self.denominator }
    }

    fn linear(self) -> Option<Linear<V>> {
        self.denominator.is_none().then_some(self.numerator)
    }

    fn as_number(&self) -> Option<&Rational> {
        self.denominator.is_none().then(|| self.numerator.as_number())?
    }
}

impl<V> From<Linear<V>> for Quotient<V> {
    fn from(numerator: Linear<V>) -> Self {
        Self { numerator, denominator: None }
    }
}
