//! A rule that does not hold, and the finding it makes.

use super::cells::{bound, cell, compare, label_at};
use super::scale::Scale;
use super::standpoint;
use crate::binding::{Sides, Value, possible};
use crate::book::Book;
use crate::figure::{Amount, Rational, UnitKind};
use crate::finding::{Argument, BoundKind, BoundRelation, Cell, Code, Finding, Message};
use crate::form::{Expression, Form, Reference, Rule, Scope, Sign};
use crate::language::Text;
use crate::sheet::{CellAddress, Sheet};
use crate::sorted::SortedSet;

/// A rule that does not hold.
pub(in crate::check) struct FailedRule<'a> {
    pub(in crate::check) sheet: &'a Sheet,
    pub(in crate::check) code: Code,
    rule: &'a Rule,
    line: Option<usize>,
    column: usize,
    sides: Sides,
}

impl<'a> FailedRule<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        rule: &'a Rule,
        line: Option<usize>,
        column: usize,
        sides: Sides,
    ) -> Self {
        let code = rule.code.unwrap_or_else(|| usual_code(rule, sheet.form()));
        Self { sheet, code, rule, line, column, sides }
    }

    /// The finding that the rule does not hold: what stands alone on one side is complained of.
    pub(super) fn finding(&self, book: &Book) -> Finding {
        let holds = &self.rule.relation.holds;
        let Sides { left, right } = &self.sides;
        let standpoint = standpoint(self.sheet, self.line, self.column);
        let sides = [(&holds.left, left), (&holds.right, right)];
        let [left_scale, right_scale] = Scale::of_sides(&standpoint, book, sides);
        let is_cell = |side: &Expression| matches!(side, Expression::Cell(_));
        let right_alone = is_cell(&holds.right) && !is_cell(&holds.left);
        let (own, scale, stated, computed) = if right_alone {
            (&holds.right, right_scale, right, left)
        } else {
            (&holds.left, left_scale, left, right)
        };
        let addresses = self.addresses(book, own);
        let cells: Vec<Cell> = addresses.iter().filter_map(|address| cell(book, address)).collect();
        let comparison = compare(stated, computed, scale.decimals, scale.kind);
        let label = |position: usize| addresses.get(position).and_then(|at| label_at(book, at));
        let amount = |value: &Value, scale: Scale| {
            Amount::new(value.number.clone(), scale.decimals, scale.kind)
        };
        let (left, right) = (amount(left, left_scale), amount(right, right_scale));
        let is_left_larger = left.value > right.value;
        let (larger, smaller) = if is_left_larger { (&left, &right) } else { (&right, &left) };
        let message = Message::new(self.message_key(is_cell(own), right_alone))
            .with("line", label(0).unwrap_or_else(|| Text::same(&self.rule.id)))
            .with("stated", comparison.stated.clone())
            .with("computed", comparison.computed.clone())
            .with("difference", Argument::Difference(comparison.difference.clone()))
            .with("rule", self.rule.text.as_str())
            .with("larger", larger.clone())
            .with("smaller", smaller.clone())
            .with("left", left)
            .with("sign", holds.sign.symbol())
            .with("right", right);
        let place = cells.iter().find_map(|cell| cell.place.clone());
        let mut finding = Finding::new(self.code, place, message);
        finding.severity = self.rule.severity.unwrap_or(finding.severity);
        finding.rule = Some(format!("{}/{}", self.sheet.form().id, self.rule.id));
        finding.organization = Some(self.sheet.organization().clone());
        finding.period = Some(self.sheet.period());
        finding.cells = cells;
        finding.relations.extend(self.bound());
        finding = finding.comparing(comparison);
        let is_share = self.code == Code::ShareDoesNotMatch && scale.kind == UnitKind::Share;
        let in_percent = stated.interval.scaled(&Rational::from(100));
        if is_share && possible(Sign::Equal, &in_percent, &computed.interval) {
            finding = finding.with_hint(Message::new("hint.share-of-one"));
        }
        match &self.rule.why {
            Some(why) => finding.with_hint(Message::new("hint.why").with("why", why.clone())),
            None => finding,
        }
    }

    fn bound(&self) -> Option<BoundRelation> {
        let mut rules = self.sheet.form().rules().iter();
        let number = rules.position(|rule| std::ptr::eq(rule, self.rule))?;
        Some(bound(self.sheet, BoundKind::Rule(number), self.line, self.column))
    }

    /// How to say it: of one figure where one stands alone, or else of both sides.
    fn message_key(&self, is_one_figure: bool, right_alone: bool) -> &'static str {
        let sign = self.rule.relation.holds.sign;
        match (self.code, if right_alone { sign.mirrored() } else { sign }) {
            _ if !is_one_figure => self.code.name(),
            (Code::RuleDoesNotHold, Sign::LessOrEqual) => "rule-does-not-hold.at-most",
            (Code::RuleDoesNotHold, Sign::GreaterOrEqual) => "rule-does-not-hold.at-least",
            (Code::RuleDoesNotHold, Sign::Less) => "rule-does-not-hold.less",
            (Code::RuleDoesNotHold, Sign::Greater) => "rule-does-not-hold.more",
            (Code::RuleDoesNotHold, Sign::Equal) => "rule-does-not-hold.equal",
            (Code::RuleDoesNotHold, Sign::NotEqual) => "rule-does-not-hold.other",
            (Code::RemediedExceedsFound, Sign::Less | Sign::LessOrEqual) => {
                "remedied-exceeds-found.line"
            }
            _ => self.code.name(),
        }
    }

    /// The cells that the rule touches, those of `first` before the others.
    fn addresses(&self, book: &Book, first: &Expression) -> Vec<CellAddress> {
        let standpoint = standpoint(self.sheet, self.line, self.column);
        let references = first.references().into_iter().chain(self.rule.relation.references());
        let mut seen = SortedSet::new();
        let all = references.flat_map(|reference| standpoint.resolve(reference, book));
        all.filter(|address| seen.insert(address.clone())).collect()
    }
}

/// The code of a rule that names none: the one that fits its shape.
fn usual_code(rule: &Rule, form: &Form) -> Code {
    let over_time =
        |reference: &&Reference| matches!(reference.scope, Scope::Previous | Scope::YearAgo);
    if rule.relation.references().iter().any(over_time) {
        return Code::ChangeDoesNotMatch;
    }
    let is_quotient = |reference: &Reference| {
        let line = reference.line.as_ref().and_then(|id| form.line(id.as_str()));
        line.is_some_and(|line| matches!(line.unit.kind(), UnitKind::Share | UnitKind::Rate))
    };
    match (&rule.relation.holds.left, rule.relation.holds.sign) {
        (Expression::Cell(reference), Sign::Equal) if is_quotient(reference) => {
            Code::ShareDoesNotMatch
        }
        _ => Code::RuleDoesNotHold,
    }
}
