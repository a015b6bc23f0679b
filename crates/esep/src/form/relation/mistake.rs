//! What can be wrong with the text of a relation.

use std::ops::Range;

use crate::finding::{Code, Finding, Message};
use crate::place::Place;

/// A mistake in the text of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub kind: MistakeKind,
    /// Where, in bytes of the text; empty at the end of the text.
    pub span: Range<usize>,
}

/// What is wrong with the text of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MistakeKind {
    /// A character that the language does not use.
    UnknownCharacter(char),
    /// A text that begins as a number and is none.
    UnreadableNumber(String),
    /// A number of too many digits.
    NumberTooLong,
    /// A word that can be no id.
    UnreadableId(String),
    /// `or`, which the language does not have.
    Or,
    /// A figure or number is missing before this, or before the end.
    ExpectedOperand(Option<String>),
    /// Two figures with nothing between them: an operator is missing before this one.
    ExpectedOperator(String),
    /// There is no comparison; found this or the end instead.
    ExpectedSign(Option<String>),
    /// `then` is missing after the conditions.
    ExpectedThen,
    /// No line follows a form and a colon.
    ExpectedLine,
    /// No column stands between brackets.
    ExpectedColumn,
    /// A bracket is not closed.
    UnclosedBracket,
    /// No scope follows `@`, or one that does not exist.
    ExpectedScope(Option<String>),
    /// A parenthesis is not closed.
    UnclosedParenthesis,
    /// A parenthesis is closed that was not opened.
    UnopenedParenthesis,
    /// A word or sign that cannot stand here.
    Unexpected(String),
    /// A minus between two figures without a space on both sides.
    MinusWithoutSpaces,
    /// A second comparison after the first, as in `a <= b <= c`.
    ChainedComparison,
    /// No parenthesis follows `sum`.
    SumWithoutParenthesis,
    /// A sum over a single figure.
    SumOfOneFigure,
    /// `.*` outside a sum.
    PartsOutsideSum,
    /// `@children` outside a sum.
    ChildrenOutsideSum,
    /// Parentheses and minuses nested too deeply.
    TooDeep,
    /// A relation of too many words and signs.
    TooLong,
    /// Nothing is written.
    Empty,
}

impl Mistake {
    /// The finding for this mistake in a relation `text` that stands at `place`.
    pub fn to_finding(&self, text: &str, place: &Place) -> Finding {
        let finding = |message| {
            let place = place.of_part(text, self.span.clone());
            Finding::new(Code::MalformedForm, Some(place), message)
        };
        let plain = |key| finding(Message::new(key));
        let found = |key, found: &str| finding(Message::new(key).with("found", found));
        match &self.kind {
            MistakeKind::UnknownCharacter(character) => {
                found("malformed-form.unknown-character", &character.to_string())
            }
            MistakeKind::UnreadableNumber(number) => {
                found("malformed-form.unreadable-number", number)
                    .with_hint(Message::new("hint.number-in-relation"))
            }
            MistakeKind::NumberTooLong => plain("malformed-form.number-too-long"),
            MistakeKind::UnreadableId(id) => {
                found("malformed-form.unreadable-id", id).with_hint(Message::new("hint.id"))
            }
            MistakeKind::Or => {
                plain("malformed-form.or").with_hint(Message::new("hint.rule-for-each-case"))
            }
            MistakeKind::ExpectedOperand(Some(operand)) => {
                found("malformed-form.expected-operand", operand)
            }
            MistakeKind::ExpectedOperand(None) => plain("malformed-form.expected-operand-at-end"),
            MistakeKind::ExpectedOperator(operator) => {
                found("malformed-form.expected-operator", operator)
            }
            MistakeKind::ExpectedSign(Some(sign)) => found("malformed-form.expected-sign", sign),
            MistakeKind::ExpectedSign(None) => plain("malformed-form.expected-sign-at-end"),
            MistakeKind::ExpectedThen => plain("malformed-form.expected-then"),
            MistakeKind::ExpectedLine => plain("malformed-form.expected-line"),
            MistakeKind::ExpectedColumn => plain("malformed-form.expected-column"),
            MistakeKind::UnclosedBracket => plain("malformed-form.unclosed-bracket"),
            MistakeKind::ExpectedScope(Some(scope)) => {
                found("malformed-form.unknown-scope", scope).with_hint(Message::new("hint.scopes"))
            }
            MistakeKind::ExpectedScope(None) => {
                plain("malformed-form.expected-scope").with_hint(Message::new("hint.scopes"))
            }
            MistakeKind::UnclosedParenthesis => plain("malformed-form.unclosed-parenthesis"),
            MistakeKind::UnopenedParenthesis => plain("malformed-form.unopened-parenthesis"),
            MistakeKind::Unexpected(word) => found("malformed-form.unexpected", word),
            MistakeKind::MinusWithoutSpaces => plain("malformed-form.minus-without-spaces")
                .with_hint(Message::new("hint.minus-between-spaces")),
            MistakeKind::ChainedComparison => {
                plain("malformed-form.chained-comparison").with_hint(Message::new("hint.two-rules"))
            }
            MistakeKind::SumWithoutParenthesis => plain("malformed-form.sum-without-parenthesis"),
            MistakeKind::SumOfOneFigure => {
                plain("malformed-form.sum-of-one-figure").with_hint(Message::new("hint.sum"))
            }
            MistakeKind::PartsOutsideSum => {
                plain("malformed-form.parts-outside-sum").with_hint(Message::new("hint.sum"))
            }
            MistakeKind::ChildrenOutsideSum => {
                plain("malformed-form.children-outside-sum").with_hint(Message::new("hint.sum"))
            }
            MistakeKind::TooDeep => plain("malformed-form.too-deep"),
            MistakeKind::TooLong => {
                plain("malformed-form.too-long").with_hint(Message::new("hint.two-rules"))
            }
            MistakeKind::Empty => plain("malformed-form.empty-relation"),
        }
    }
}
