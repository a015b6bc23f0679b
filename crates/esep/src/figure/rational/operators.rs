//! `+`, `-`, `*` and sums of exact numbers, and exact numbers from whole ones.

use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use num_rational::BigRational;

use super::{Rational, Repr};

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Rational {
            fn from(integer: $integer) -> Self {
                let big = || Self::from_big(BigRational::from_integer(integer.into()));
                match i128::try_from(integer) {
                    Ok(numerator) if numerator != i128::MIN => {
                        Self(Repr::Small { numerator, denominator: 1 })
                    }
                    _ => big(),
                }
            }
        }
    )*};
}
from_integer!(i32, i64, i128, u8, u16, u32, u64, u128, usize);

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
            Repr::Big(big) => Rational::from_big(-(**big).clone()),
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
