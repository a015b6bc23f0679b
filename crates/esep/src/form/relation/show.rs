//! Relations as text, in the one canonical way.

use std::fmt;

use super::{Comparison, Expression, Operator, Reference, Relation, Scope};
use crate::figure::Rational;

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, condition) in self.conditions.iter().enumerate() {
            write!(f, "{} {condition} ", if index == 0 { "if" } else { "and" })?;
        }
        if !self.conditions.is_empty() {
            f.write_str("then ")?;
        }
        self.holds.fmt(f)
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.left, self.sign.symbol(), self.right)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => show_number(number, f),
            Self::Cell(reference) => reference.fmt(f),
            Self::Sum(reference) => write!(f, "sum({reference})"),
            Self::Negative(inner) => {
                f.write_str("-")?;
                show_inside(inner, binding(inner) < TIGHTEST, f)
            }
            Self::Binary(left, operator, right) => {
                let own = operator_binding(*operator);
                show_inside(left, binding(left) < own, f)?;
                write!(f, " {} ", operator.symbol())?;
                // Operators of one rank read from the left, and a minus after an operator is
                // easily overlooked.
                let negative = matches!(**right, Self::Negative(_));
                show_inside(right, binding(right) <= own || negative, f)
            }
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(form) = &self.form {
            write!(f, "{form}:")?;
        }
        if let Some(line) = &self.line {
            write!(f, "{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, "[{column}]")?;
        }
        match self.scope {
            Scope::Own => Ok(()),
            scope => write!(f, "@{}", scope.name()),
        }
    }
}

/// How tightly an expression holds together; a looser one needs parentheses inside a tighter.
fn binding(expression: &Expression) -> u8 {
    match expression {
        Expression::Binary(_, operator, _) => operator_binding(*operator),
        Expression::Negative(_) => 3,
        Expression::Number(_) | Expression::Cell(_) | Expression::Sum(_) => TIGHTEST,
    }
}

const TIGHTEST: u8 = 4;

fn operator_binding(operator: Operator) -> u8 {
    match operator {
        Operator::Plus | Operator::Minus => 1,
        Operator::Times | Operator::Over => 2,
    }
}

fn show_inside(
    expression: &Expression,
    parentheses: bool,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    if parentheses { write!(f, "({expression})") } else { write!(f, "{expression}") }
}

/// A number with a decimal point; one that no decimals can write, as a fraction in parentheses.
fn show_number(number: &Rational, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(places) = number.decimals_needed(60) else {
        let (numerator, denominator) = number.to_fraction();
        return write!(f, "({numerator} / {denominator})");
    };
    let exponent = i32::try_from(places).unwrap_or_default();
    let shifted = number.abs() * Rational::power_of_ten(exponent);
    let width = usize::try_from(places).unwrap_or_default() + 1;
    let digits = format!("{shifted:0>width$}", shifted = shifted.to_string());
    let (whole, decimals) = digits.split_at(digits.len() + 1 - width);
    let minus = if number.is_negative() { "-" } else { "" };
    let point = if decimals.is_empty() { "" } else { "." };
    write!(f, "{minus}{whole}{point}{decimals}")
}
