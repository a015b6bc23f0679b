//! The relation language: what a rule says, as a tree.
//!
//! A relation is `if CONDITION and ... then COMPARISON` or a comparison alone;
//! a comparison stands between two expressions of `+ - * /`, parentheses, numbers, percentages,
//! references and `sum(...)`. The language is described in `docs/forms.md`.

mod lexer;
mod mistake;
mod parse;
mod show;

use std::ops::Range;

use crate::figure::Rational;
use crate::id::{ColumnId, FormId, LineId};

pub(super) use lexer::is_id;
pub use mistake::{Mistake, MistakeKind};

/// What a rule says.
///
/// Shown, it is written in the language's one canonical way, which reads as the same relation.
///
/// ```
/// use esep::Relation;
/// let relation = Relation::parse("women<=members").unwrap();
/// assert_eq!(relation.to_string(), "women <= members");
/// let mistakes = Relation::parse("women <= (members").unwrap_err();
/// assert_eq!(mistakes[0].span, 9..10);
/// ```
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
    /// The sum over all figures that the reference names, as `sum(violations.*)`.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Reads a relation.
    ///
    /// # Errors
    /// Every mistake of the text, in the order of their places.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        parse::relation(text)
    }

    /// The comparisons: the conditions, then what must hold.
    pub fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.conditions.iter().chain(std::iter::once(&self.holds))
    }

    /// Every reference, in the order of the text.
    pub fn references(&self) -> Vec<&Reference> {
        self.comparisons().flat_map(Comparison::references).collect()
    }

    /// Takes references to the form `own` for references to the rule's own form.
    pub(super) fn forget_form(&mut self, own: &FormId) {
        for comparison in self.conditions.iter_mut().chain([&mut self.holds]) {
            comparison.left.forget_form(own);
            comparison.right.forget_form(own);
        }
    }

    /// The line that this relation defines: `line = expression`, without conditions and with the
    /// line alone on the left.
    pub fn defines(&self) -> Option<&LineId> {
        match &self.holds {
            Comparison { left: Expression::Cell(reference), sign: Sign::Equal, .. }
                if self.conditions.is_empty()
                    && reference.form.is_none()
                    && reference.column.is_none()
                    && reference.scope == Scope::Own =>
            {
                reference.line.as_ref()
            }
            _ => None,
        }
    }
}

impl Comparison {
    /// Every reference, in the order of the text.
    pub fn references(&self) -> Vec<&Reference> {
        [&self.left, &self.right].into_iter().flat_map(Expression::references).collect()
    }
}

impl Expression {
    /// Reads an expression, such as a bound `-5.5 %`.
    ///
    /// # Errors
    /// Every mistake of the text, in the order of their places.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        parse::expression(text)
    }

    /// The number, where the expression is no more than one, with or without a minus.
    pub fn as_number(&self) -> Option<Rational> {
        match self {
            Self::Number(number) => Some(number.clone()),
            Self::Negative(inner) => inner.as_number().map(|number| -number),
            _ => None,
        }
    }

    /// Every reference, in the order of the text.
    pub fn references(&self) -> Vec<&Reference> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Cell(reference) | Self::Sum(reference) => vec![reference],
            Self::Negative(inner) => inner.references(),
            Self::Binary(left, _, right) => {
                let mut references = left.references();
                references.extend(right.references());
                references
            }
        }
    }

    /// Takes references to the form `own` for references to its own form.
    pub(super) fn forget_form(&mut self, own: &FormId) {
        match self {
            Self::Number(_) => {}
            Self::Cell(reference) | Self::Sum(reference) => {
                reference.form.take_if(|form| form == own);
            }
            Self::Negative(inner) => inner.forget_form(own),
            Self::Binary(left, _, right) => {
                left.forget_form(own);
                right.forget_form(own);
            }
        }
    }
}

impl Reference {
    /// The whole whose parts are meant, where the line ends in `.*`: `violations` of
    /// `violations.*`.
    pub fn whole(&self) -> Option<&str> {
        self.line.as_ref()?.as_str().strip_suffix(".*")
    }
}

impl Sign {
    /// The sign that holds exactly where this one does not.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The sign with its sides exchanged: `a < b` is `b > a`.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal | Self::NotEqual => self,
        }
    }

    /// The sign as written.
    pub const fn symbol(self) -> &'static str {
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

impl Operator {
    /// The operator as written.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
        }
    }
}

impl Scope {
    /// All scopes that are written.
    pub const WRITTEN: [Self; 4] = [Self::Previous, Self::YearAgo, Self::Parent, Self::Children];

    /// The word after `@`; empty for the sheet's own.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "",
            Self::Previous => "previous",
            Self::YearAgo => "year-ago",
            Self::Parent => "parent",
            Self::Children => "children",
        }
    }
}
