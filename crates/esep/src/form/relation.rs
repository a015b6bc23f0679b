//! The relation language: what a rule says, as a tree.
//!
//! A relation is `if CONDITION and ... then COMPARISON` or a comparison alone;
//! a comparison stands between two expressions of `+ - * /`, parentheses, numbers, percentages,
//! references and `sum(...)`. The language is described in `docs/forms.md`.

use std::ops::Range;

use crate::figure::Rational;
use crate::id::{ColumnId, FormId, LineId};

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What must be so for the relation to be asked at all; all of these.
    pub conditions: Vec<Comparison>,
    /// What must hold.
    pub holds: Comparison,
}

/// Two expressions and how they compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The left side.
    pub left: Expression,
    /// How they compare.
    pub sign: Sign,
    /// The right side.
    pub right: Expression,
}

/// How two expressions compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// An expression over figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// A number; `5 %` is 0.05.
    Number(Rational),
    /// A figure.
    Cell(Reference),
    /// The sum over all figures that the reference's pattern names, as `sum(violations.*)`.
    Sum(Reference),
    /// An expression with its sign turned.
    Negative(Box<Expression>),
    /// Two expressions joined.
    Binary(Box<Expression>, Operator, Box<Expression>),
}

/// How two expressions are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// Which figure is meant: `form:line[column]@scope`; only the line is usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Another form; `None`: the rule's own.
    pub form: Option<FormId>,
    /// The line; in a sum it may end in `.*`. `None`, as in `[women]`: every line in turn.
    pub line: Option<LineId>,
    /// The column. `None`: every column in turn, or the only one.
    pub column: Option<ColumnId>,
    /// Of which period and organization.
    pub scope: Scope,
    /// Where it stands in the text of the relation, in bytes.
    pub span: Range<usize>,
}

/// Of which period and organization a figure is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The sheet's own.
    Own,
    /// `@previous`: the period of the same length just before.
    Previous,
    /// `@year-ago`: the same period of the year before.
    YearAgo,
    /// `@parent`: the parent's figure of the same period.
    Parent,
    /// `@children`, only in a sum: the figures of all organizations right below.
    Children,
}
