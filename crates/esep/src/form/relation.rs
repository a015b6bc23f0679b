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

impl Relation {
    /// Every reference to a figure, in the order of the text; those of the conditions first.
    pub fn references(&self) -> Vec<&Reference> {
        let mut references = Vec::new();
        for comparison in self.conditions.iter().chain([&self.holds]) {
            comparison.left.collect(&mut references);
            comparison.right.collect(&mut references);
        }
        references
    }
}

impl Expression {
    /// Every reference to a figure, in the order of the text.
    pub fn references(&self) -> Vec<&Reference> {
        let mut references = Vec::new();
        self.collect(&mut references);
        references
    }

    fn collect<'a>(&'a self, references: &mut Vec<&'a Reference>) {
        match self {
            Self::Number(_) => {}
            Self::Cell(reference) | Self::Sum(reference) => references.push(reference),
            Self::Negative(inner) => inner.collect(references),
            Self::Binary(left, _, right) => {
                left.collect(references);
                right.collect(references);
            }
        }
    }
}

impl Sign {
    /// The sign that holds exactly where this one does not.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The sign as it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}
