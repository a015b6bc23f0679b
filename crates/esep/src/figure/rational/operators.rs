//! `+`, `-`, `*` and sums of exact numbers, and exact numbers from whole ones.

use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use super::natural::Natural;
use super::{Rational, Repr};

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Rational {
            fn from(integer: $integer) -> Self {
                Self(Repr::Small { numerator: integer.into(), denominator: 1 })
            }
        }
    )*};
}
from_integer!(i32, i64, u8, u16, u32, u64);

impl From<i128> for Rational {
    fn from(integer: i128) -> Self {
        match integer {
            i128::MIN => Self::big(true, &Natural::from(integer.unsigned_abs()), &Natural::from(1)),
            numerator => Self(Repr::Small { numerator, denominator: 1 }),
        }
    }
}

impl From<u128> for Rational {
    fn from(integer: u128) -> Self {
        let big = |_| Self::big(false, &Natural::from(integer), &Natural::from(1));
        i128::try_from(integer).map_or_else(big, Self::from)
    }
}

impl From<usize> for Rational {
    fn from(integer: usize) -> Self {
        Self::from(u128::try_from(integer).unwrap_or(u128::MAX))
    }
}

macro_rules! operator {
    ($operator:ident, $method:ident, $compute:expr) => {
        impl $operator<&Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational {
                let compute: fn(&Rational, &Rational) -> Rational = $compute;
                compute(self, other)
            }
        }
        impl $operator<Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational {
                (&self).$method(&other)
            }
        }
        impl $operator<&Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational {
                (&self).$method(other)
            }
        }
        impl $operator<Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational {
                self.$method(&other)
            }
        }
    };
}
operator!(Add, add, |a, b| a.sum(b));
operator!(Sub, sub, |a, b| a.sum(&-b));
operator!(Mul, mul, |a, b| a.product(b));

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match &self.0 {
            Repr::Small { numerator, denominator } => {
                Rational(Repr::Small { numerator: -numerator, denominator: *denominator })
            }
            Repr::Big(big) => {
                let mut opposite = (**big).clone();
                opposite.is_negative = !opposite.is_negative;
                Rational(Repr::Big(Box::new(opposite)))
            }
        }
    }
}

impl Neg for Rational {
    type Output = Self;
    fn neg(self) -> Self {
        -&self
    }
}

impl AddAssign<&Rational> for Rational {
    fn add_assign(&mut self, other: &Rational) {
        *self = self.sum(other);
    }
}

impl SubAssign<&Rational> for Rational {
    fn sub_assign(&mut self, other: &Rational) {
        *self = self.sum(&-other);
    }
}

impl std::iter::Sum for Rational {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, |sum, number| sum + number)
    }
}

impl<'a> std::iter::Sum<&'a Self> for Rational {
    fn sum<I: Iterator<Item = &'a Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, |sum, number| sum + number)
    }
}
