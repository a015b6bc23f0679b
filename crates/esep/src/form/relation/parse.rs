//! Reading relations: every mistake of a text is reported, and none ends the reading.
//!
//! What is missing is read as nought and what is too much is passed over, so that one mistake
//! brings no others with it; a text with mistakes gives no relation.

use super::lexer::{Token, TokenKind, tokens};
use super::{
    Comparison, Expression, Mistake, MistakeKind, Operator, Reference, Relation, Scope, Sign,
};
use crate::figure::Rational;
use crate::id::{ColumnId, FormId, LineId};

/// Parentheses and unary minuses may be nested so deep.
const DEEPEST: usize = 64;

pub(super) fn relation(text: &str) -> Result<Relation, Vec<Mistake>> {
    let mut parser = Parser::new(text);
    let relation = parser.relation();
    parser.finish(relation)
}

pub(super) fn expression(text: &str) -> Result<Expression, Vec<Mistake>> {
    let mut parser = Parser::new(text);
    let expression = parser.expression(1);
    if parser.peek() != &TokenKind::End {
        parser.unexpected();
    }
    parser.finish(expression)
}

struct Parser<'text> {
    text: &'text str,
    tokens: Vec<Token>,
    /// The next token; never beyond `End`.
    next: usize,
    depth: usize,
    /// How many parentheses were reported as unclosed: what closes them later is no new mistake.
    unclosed: usize,
    mistakes: Vec<Mistake>,
}

impl<'text> Parser<'text> {
    fn new(text: &'text str) -> Self {
        let (tokens, mistakes) = tokens(text);
        Self { text, tokens, next: 0, depth: 0, unclosed: 0, mistakes }
    }

    fn finish<T>(mut self, value: T) -> Result<T, Vec<Mistake>> {
        if self.mistakes.is_empty() {
            return Ok(value);
        }
        self.mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
        Err(self.mistakes)
    }

    fn relation(&mut self) -> Relation {
        let mut conditions = Vec::new();
        if self.peek() == &TokenKind::End {
            self.mistake_here(MistakeKind::Empty);
        } else if self.take(&TokenKind::If) {
            conditions.push(self.comparison());
            while self.take(&TokenKind::And) {
                conditions.push(self.comparison());
            }
            if !self.take(&TokenKind::Then) {
                self.mistake_here(MistakeKind::ExpectedThen);
            }
        }
        let holds = self.comparison();
        if self.peek() != &TokenKind::End {
            self.unexpected();
        }
        Relation { conditions, holds }
    }

    fn comparison(&mut self) -> Comparison {
        let left = self.expression(1);
        let sign = if let TokenKind::Sign(sign) = *self.peek() {
            self.next += 1;
            sign
        } else {
            let found = self.found();
            self.mistake_here(MistakeKind::ExpectedSign(found));
            return Comparison { left, sign: Sign::Equal, right: missing() };
        };
        let right = self.expression(1);
        while let TokenKind::Sign(_) = self.peek() {
            self.mistake_here(MistakeKind::ChainedComparison);
            self.next += 1;
            self.expression(1);
        }
        Comparison { left, sign, right }
    }

    /// Operands joined by operators that bind at least as tightly as `least`: 1 for all, 2 for
    /// `*` and `/` only.
    fn expression(&mut self, least: u8) -> Expression {
        let mut left = self.operand();
        loop {
            let (operator, binding) = match self.peek() {
                TokenKind::Plus => (Operator::Plus, 1),
                TokenKind::Minus => (Operator::Minus, 1),
                TokenKind::Star => (Operator::Times, 2),
                TokenKind::Slash => (Operator::Over, 2),
                TokenKind::Percent
                | TokenKind::CloseBracket
                | TokenKind::Colon
                | TokenKind::At
                | TokenKind::If => {
                    self.unexpected();
                    self.next += 1;
                    continue;
                }
                TokenKind::Close if self.depth == 0 => {
                    self.stray_parenthesis();
                    continue;
                }
                // Reported already; what follows it, if anything, reads as one more operand.
                TokenKind::Unreadable => {
                    self.next += 1;
                    if self.begins_operand() {
                        self.operand();
                    }
                    continue;
                }
                _ if self.begins_operand() => {
                    let found = self.found().unwrap_or_default();
                    self.mistake_here(MistakeKind::ExpectedOperator(found));
                    self.operand();
                    continue;
                }
                _ => return left,
            };
            if binding < least {
                return left;
            }
            if operator == Operator::Minus {
                self.check_spaces();
            }
            self.next += 1;
            let right = self.expression(binding + 1);
            left = Expression::Binary(Box::new(left), operator, Box::new(right));
        }
    }

    fn operand(&mut self) -> Expression {
        match self.peek().clone() {
            TokenKind::Number(number) => {
                self.next += 1;
                let percent = self.take(&TokenKind::Percent);
                let scale = if percent { Rational::power_of_ten(-2) } else { Rational::ONE };
                Expression::Number(number * scale)
            }
            TokenKind::Minus => {
                self.next += 1;
                let inner = self.deeper(Self::operand);
                Expression::Negative(Box::new(inner))
            }
            TokenKind::Open => {
                let opened = self.next;
                self.next += 1;
                let inner = self.deeper(|parser| parser.expression(1));
                self.close(opened);
                inner
            }
            TokenKind::Sum => self.sum(),
            TokenKind::Name | TokenKind::OpenBracket => {
                let reference = self.reference();
                if reference.whole().is_some() {
                    self.mistake(MistakeKind::PartsOutsideSum, reference.span.clone());
                }
                if reference.scope == Scope::Children {
                    self.mistake(MistakeKind::ChildrenOutsideSum, reference.span.clone());
                }
                Expression::Cell(reference)
            }
            TokenKind::Unreadable => {
                self.next += 1;
                missing()
            }
            _ => {
                let found = self.found();
                self.mistake_here(MistakeKind::ExpectedOperand(found));
                missing()
            }
        }
    }

    /// `sum(reference)`; the next token is `sum`.
    fn sum(&mut self) -> Expression {
        self.next += 1;
        let opened = self.next;
        if !self.take(&TokenKind::Open) {
            self.mistake_here(MistakeKind::SumWithoutParenthesis);
            return missing();
        }
        let inside = self.span().start;
        let is_reference = matches!(self.peek(), TokenKind::Name | TokenKind::OpenBracket);
        let reference = is_reference
            .then(|| self.reference())
            .filter(|reference| reference.whole().is_some() || reference.scope == Scope::Children);
        let rest = self.tokens.get(self.next..).unwrap_or_default();
        let until_closed = rest.iter().position(|token| token.kind == TokenKind::Close);
        match (reference, until_closed) {
            (Some(reference), Some(0)) => {
                self.next += 1;
                Expression::Sum(reference)
            }
            (_, Some(others)) => {
                self.next += others;
                let span = inside..self.span().start;
                self.mistake(MistakeKind::SumOfOneFigure, span);
                self.next += 1;
                missing()
            }
            (_, None) => {
                self.close(opened);
                missing()
            }
        }
    }

    /// The next token begins a reference.
    fn reference(&mut self) -> Reference {
        let start = self.span().start;
        let mut form = None;
        let mut line = self.take_name();
        if line.is_some() && self.take(&TokenKind::Colon) {
            form = line.take().map(FormId::new);
            line = self.take_name();
            if line.is_none() {
                self.mistake_here(MistakeKind::ExpectedLine);
            }
        }
        let opened = self.span();
        let mut column = None;
        if self.take(&TokenKind::OpenBracket) {
            column = self.take_name();
            if column.is_none() {
                if self.peek() == &TokenKind::Unreadable {
                    self.next += 1;
                } else {
                    self.mistake_here(MistakeKind::ExpectedColumn);
                }
            }
            if !self.take(&TokenKind::CloseBracket) {
                self.mistake(MistakeKind::UnclosedBracket, opened);
            }
        }
        let scope = if self.take(&TokenKind::At) { self.scope() } else { Scope::Own };
        let end = self.tokens.get(self.next - 1).map_or(start, |token| token.span.end);
        Reference {
            form,
            line: line.map(LineId::new),
            column: column.map(ColumnId::new),
            scope,
            span: start..end,
        }
    }

    /// The word after `@`.
    fn scope(&mut self) -> Scope {
        let word = self.slice();
        let scope = Scope::WRITTEN.into_iter().find(|scope| scope.name() == word);
        if scope.is_none() && self.peek() != &TokenKind::Unreadable {
            let found = (self.peek() == &TokenKind::Name).then(|| word.to_owned());
            self.mistake_here(MistakeKind::ExpectedScope(found));
        }
        if matches!(self.peek(), TokenKind::Name | TokenKind::Unreadable) {
            self.next += 1;
        }
        scope.unwrap_or(Scope::Own)
    }

    /// Reads something nested; where that is too deep, passes over all that is left.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Expression) -> Expression {
        if self.depth == DEEPEST {
            self.mistake_here(MistakeKind::TooDeep);
            self.next = self.tokens.len() - 1;
            return missing();
        }
        self.depth += 1;
        let inner = read(self);
        self.depth -= 1;
        inner
    }

    /// The parenthesis that closes the one at the token `opened`.
    fn close(&mut self, opened: usize) {
        if !self.take(&TokenKind::Close) {
            let span = self.tokens.get(opened).map(|token| token.span.clone());
            self.unclosed += 1;
            self.mistake(MistakeKind::UnclosedParenthesis, span.unwrap_or_default());
        }
    }

    fn stray_parenthesis(&mut self) {
        if self.unclosed > 0 {
            self.unclosed -= 1;
        } else {
            self.mistake_here(MistakeKind::UnopenedParenthesis);
        }
        self.next += 1;
    }

    /// Reports the minus that comes next unless a space stands on both of its sides.
    fn check_spaces(&mut self) {
        let span = self.span();
        let before = self.text.get(..span.start).unwrap_or_default();
        let after = self.text.get(span.end..).unwrap_or_default();
        if !before.ends_with(char::is_whitespace) || !after.starts_with(char::is_whitespace) {
            self.mistake_here(MistakeKind::MinusWithoutSpaces);
        }
    }

    /// Reports the next token as one that cannot stand here.
    fn unexpected(&mut self) {
        let found = self.found().unwrap_or_default();
        self.mistake_here(MistakeKind::Unexpected(found));
    }

    fn begins_operand(&self) -> bool {
        matches!(
            self.peek(),
            TokenKind::Number(_)
                | TokenKind::Name
                | TokenKind::Sum
                | TokenKind::Open
                | TokenKind::OpenBracket
        )
    }

    fn peek(&self) -> &TokenKind {
        self.tokens.get(self.next).map_or(&TokenKind::End, |token| &token.kind)
    }

    fn take(&mut self, kind: &TokenKind) -> bool {
        let found = self.peek() == kind;
        self.next += usize::from(found);
        found
    }

    fn take_name(&mut self) -> Option<&'text str> {
        let name = self.slice();
        self.take(&TokenKind::Name).then_some(name)
    }

    fn span(&self) -> std::ops::Range<usize> {
        let end = self.text.len()..self.text.len();
        self.tokens.get(self.next).map_or(end, |token| token.span.clone())
    }

    /// The next word or sign as written.
    fn slice(&self) -> &'text str {
        self.text.get(self.span()).unwrap_or_default()
    }

    /// The next word or sign, for a message; `None` at the end.
    fn found(&self) -> Option<String> {
        (self.peek() != &TokenKind::End).then(|| self.slice().to_owned())
    }

    fn mistake_here(&mut self, kind: MistakeKind) {
        self.mistake(kind, self.span());
    }

    /// Reports a mistake: one for each place, and none after the reading was given up.
    fn mistake(&mut self, kind: MistakeKind, span: std::ops::Range<usize>) {
        let silent = self.mistakes.iter().any(|mistake| {
            mistake.span == span
                || matches!(mistake.kind, MistakeKind::TooDeep | MistakeKind::TooLong)
        });
        if !silent {
            self.mistakes.push(Mistake { kind, span });
        }
    }
}

/// What stands for an operand that is missing.
fn missing() -> Expression {
    Expression::Number(Rational::ZERO)
}

#[cfg(test)]
mod tests;
