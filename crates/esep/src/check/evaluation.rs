//! Every relation of a book, evaluated once; and findings made from what failed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::no_common_solution::Loose;
use crate::binding::{Figures, Outcome, Sides, Standpoint, Value, instances};
use crate::book::Book;
use crate::figure::{Amount, Content, Rational, UnitKind};
use crate::finding::{Cell, Code, Comparison, Finding, Message};
use crate::form::{Breakdown, Expression, Form, Reference, Rule, Scope, Sign};
use crate::id::FormId;
use crate::language::{Language, Text};
use crate::period::Period;
use crate::rollup::{RolledUp, rollup};
use crate::sheet::{CellAddress, CellIndex, Sheet};

/// A book with every relation evaluated.
pub(super) struct Evaluation<'a> {
    pub(super) book: &'a Book,
    pub(super) failed_rules: Vec<FailedRule<'a>>,
    pub(super) splits: Vec<Split<'a>>,
    pub(super) rolled: BTreeMap<(FormId, Period), RolledUp>,
    /// The relations that hold but touch rounded figures, to be solved together.
    pub(super) loose: Loose<'a>,
    pub(super) evaluated: usize,
    pub(super) skipped: usize,
}

/// A rule that does not hold.
pub(super) struct FailedRule<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) rule: &'a Rule,
    pub(super) code: Code,
    line: Option<usize>,
    column: usize,
    sides: Sides,
}

/// A whole and its parts, as stated, where they do not agree or cannot be compared.
pub(super) struct Split<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) breakdown: &'a Breakdown,
    pub(super) verdict: Verdict,
    column: usize,
    whole: usize,
    pub(super) whole_value: Value,
    parts: Vec<usize>,
    pub(super) blank: Vec<usize>,
    pub(super) sum: Value,
}

/// What a whole and its parts are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The parts give another sum: less, or other where parts may be negative.
    DoNotAddUp,
    /// The parts give more than the whole.
    Exceed,
    /// Some parts are blank, and those reported leave a remainder.
    Missing,
    /// Signed parts, some of them blank: any sum is possible.
    Undecided,
}

impl<'a> Evaluation<'a> {
    pub(super) fn of(book: &'a Book) -> Self {
        let rolled = book
            .sheets
            .forms_and_periods()
            .filter_map(|(id, period)| {
                let form = book.forms.get(id.as_str())?;
                Some(((id.clone(), period), rollup(book, form, period)))
            })
            .collect();
        let mut evaluation = Self {
            book,
            failed_rules: Vec::new(),
            splits: Vec::new(),
            rolled,
            loose: Loose::default(),
            evaluated: 0,
            skipped: 0,
        };
        for sheet in book.sheets.iter() {
            for rule in sheet.form().rules() {
                for (line, column) in instances(&rule.relation, sheet.form()) {
                    evaluation.judge(sheet, rule, line, column);
                }
            }
            let columns = sheet.form().columns().len().max(1);
            for breakdown in sheet.form().breakdowns() {
                for column in 0..columns {
                    evaluation.weigh(sheet, breakdown, column);
                }
            }
        }
        evaluation
    }

    /// The failed rules that raise a code, as findings.
    pub(super) fn failed(&self, code: Code) -> impl Iterator<Item = (&FailedRule<'a>, Finding)> {
        let failed = self.failed_rules.iter().filter(move |failed| failed.code == code);
        failed.map(|failed| (failed, failed.finding(self.book)))
    }

    /// The breakdowns with this verdict.
    pub(super) fn splits(&self, verdict: Verdict) -> impl Iterator<Item = &Split<'a>> {
        self.splits.iter().filter(move |split| split.verdict == verdict)
    }

    fn judge(&mut self, sheet: &'a Sheet, rule: &'a Rule, line: Option<usize>, column: usize) {
        let standpoint = standpoint(sheet, line, column);
        match standpoint.judge(&rule.relation, self.book) {
            Outcome::Holds => {
                self.evaluated += 1;
                self.loose.add_rule(self.book, &standpoint, rule);
            }
            Outcome::Skipped => self.skipped += 1,
            Outcome::Fails(sides) => {
                self.evaluated += 1;
                let code = rule.code.unwrap_or_else(|| usual_code(rule, sheet.form()));
                self.failed_rules.push(FailedRule {
                    sheet,
                    rule,
                    code,
                    line,
                    column,
                    sides: *sides,
                });
            }
        }
    }

    fn weigh(&mut self, sheet: &'a Sheet, breakdown: &'a Breakdown, column: usize) {
        let form = sheet.form();
        let Some(whole) = form.line_position(breakdown.of.as_str()) else { return };
        let content = |line| sheet.cell(CellIndex { line, column }).map(|stated| &stated.content);
        let mut sum: Option<Value> = None;
        let (mut parts, mut blank, mut signed) = (Vec::new(), Vec::new(), false);
        for line in breakdown.parts.iter().filter_map(|part| form.line_position(part.as_str())) {
            let cannot_be_negative = form
                .lines()
                .get(line)
                .is_some_and(|line| line.min.as_ref().is_some_and(|min| !min.is_negative()));
            signed |= !cannot_be_negative;
            match content(line) {
                Some(Content::NotApplicable) => {}
                content => match content.and_then(Value::of) {
                    Some(value) => {
                        sum = Some(sum.map_or_else(|| value.clone(), |sum| sum.plus(&value)));
                        parts.push(line);
                    }
                    None => blank.push(line),
                },
            }
        }
        let (Some(whole_value), Some(sum)) = (content(whole).and_then(Value::of), sum) else {
            self.skipped += 1;
            return;
        };
        let verdict = verdict(breakdown, &whole_value, &sum, parts.len(), blank.len(), signed);
        match verdict {
            Some(Verdict::Undecided) => self.skipped += 1,
            _ => self.evaluated += 1,
        }
        match verdict {
            None if !blank.is_empty() => {}
            None => self.loose.add_breakdown(sheet, breakdown, column, whole, &parts),
            Some(verdict) => self.splits.push(Split {
                sheet,
                breakdown,
                verdict,
                column,
                whole,
                whole_value,
                parts,
                blank,
                sum,
            }),
        }
    }
}

/// `None` where whole and parts agree, as far as can be said.
fn verdict(
    breakdown: &Breakdown,
    whole: &Value,
    sum: &Value,
    reported: usize,
    blank: usize,
    signed: bool,
) -> Option<Verdict> {
    use crate::binding::possible;
    if signed && (blank > 0 || !breakdown.complete) {
        return Some(Verdict::Undecided);
    }
    let meets = whole.interval.meet(&sum.interval).is_some();
    let exceeds = !signed && !possible(Sign::LessOrEqual, &sum.interval, &whole.interval);
    if exceeds {
        Some(Verdict::Exceed)
    } else if meets || !breakdown.complete {
        None
    } else if blank == 0 {
        Some(Verdict::DoNotAddUp)
    } else if reported < 2 || reported < blank {
        // So little of the whole is broken down that nothing follows.
        Some(Verdict::Undecided)
    } else if blank == 1 {
        Some(Verdict::DoNotAddUp)
    } else {
        Some(Verdict::Missing)
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

impl FailedRule<'_> {
    fn finding(&self, book: &Book) -> Finding {
        let form = self.sheet.form();
        let standpoint = standpoint(self.sheet, self.line, self.column);
        let mut addresses: Vec<CellAddress> = Vec::new();
        for reference in self.rule.relation.references() {
            for address in standpoint.resolve(reference, book) {
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
        }
        // The cell complained of stands alone on one side.
        let holds = &self.rule.relation.holds;
        let (stated, computed) = match (&holds.left, &holds.right) {
            (Expression::Cell(_), _) => (&self.sides.left, &self.sides.right),
            (_, Expression::Cell(reference)) => {
                let own = standpoint.resolve(reference, book);
                addresses.sort_by_key(|address| !own.contains(address));
                (&self.sides.right, &self.sides.left)
            }
            _ => (&self.sides.left, &self.sides.right),
        };
        if let Expression::Cell(reference) = &holds.left {
            let own = standpoint.resolve(reference, book);
            addresses.sort_by_key(|address| !own.contains(address));
        }
        let cells: Vec<Cell> = addresses.iter().filter_map(|address| cell(book, address)).collect();
        let shown = cells.first().and_then(|cell| cell.stated.clone());
        let (decimals, kind) =
            shown.map_or((0, UnitKind::Number), |amount| (amount.decimals, amount.kind));
        let comparison = compare(stated, computed, decimals, kind);
        let label = addresses.first().map_or_else(
            || Text::same(&self.rule.id),
            |address| label_at(book, address).unwrap_or_else(|| Text::same(&self.rule.id)),
        );
        let amount = |value: &Value| Amount::new(value.number.clone(), decimals, kind);
        let mut message = Message::new(self.code.name())
            .with("line", label)
            .with("stated", comparison.stated.clone())
            .with("computed", comparison.computed.clone())
            .with("difference", comparison.difference.clone())
            .with("rule", self.rule.text.as_str())
            .with("left", amount(&self.sides.left))
            .with("sign", holds.sign.symbol())
            .with("right", amount(&self.sides.right));
        if let Some(second) = addresses.get(1).and_then(|address| label_at(book, address)) {
            message = message.with("other", second);
        }
        let mut finding =
            Finding::new(self.code, cells.iter().find_map(|c| c.place.clone()), message);
        finding.severity = self.rule.severity.unwrap_or(finding.severity);
        finding.rule = Some(format!("{}/{}", form.id, self.rule.id));
        finding.organization = Some(self.sheet.organization().clone());
        finding.period = Some(self.sheet.period());
        if let Some(slack) = &comparison.slack {
            finding = finding.with_hint(Message::new("hint.rounding").with("slack", slack.clone()));
        }
        if let Some(why) = &self.rule.why {
            finding = finding.with_hint(Message::new("hint.why").with("why", why.clone()));
        }
        finding.comparison = Some(comparison);
        finding.cells = cells;
        finding
    }
}

impl Split<'_> {
    /// The finding that whole and parts do not agree.
    pub(super) fn finding(&self, book: &Book, code: Code) -> Finding {
        let address = |line: usize| address_of(self.sheet, CellIndex { line, column: self.column });
        let whole = address(self.whole);
        let lines = [self.whole].into_iter().chain(self.parts.iter().copied());
        let lines = lines.chain(self.blank.iter().copied());
        let cells: Vec<Cell> = lines.filter_map(|line| cell(book, &address(line))).collect();
        let shown = cells.first().and_then(|cell| cell.stated.clone());
        let (decimals, kind) =
            shown.map_or((0, UnitKind::Number), |amount| (amount.decimals, amount.kind));
        let comparison = compare(&self.whole_value, &self.sum, decimals, kind);
        let label =
            label_at(book, &whole).unwrap_or_else(|| Text::same(self.breakdown.of.as_str()));
        let message = Message::new(code.name())
            .with("line", label)
            .with("stated", comparison.stated.clone())
            .with("computed", comparison.computed.clone())
            .with("difference", comparison.difference.clone());
        let place = cells.first().and_then(|cell| cell.place.clone());
        let mut finding = Finding::new(code, place, message);
        finding.severity = self.breakdown.severity.unwrap_or(finding.severity);
        finding.rule = Some(format!("{}/{}", self.sheet.form().id, self.breakdown.of));
        finding.organization = Some(self.sheet.organization().clone());
        finding.period = Some(self.sheet.period());
        if let Some(slack) = &comparison.slack {
            finding = finding.with_hint(Message::new("hint.rounding").with("slack", slack.clone()));
        }
        finding.comparison = Some(comparison);
        finding.cells = cells;
        finding
    }

    /// The label of one of its lines.
    pub(super) fn label(&self, book: &Book, line: usize) -> Text {
        let index = CellIndex { line, column: self.column };
        label_at(book, &address_of(self.sheet, index))
            .unwrap_or_else(|| Text::same(self.breakdown.of.as_str()))
    }

    /// The reported parts.
    pub(super) fn parts(&self) -> impl Iterator<Item = (usize, Value)> {
        self.parts.iter().filter_map(|line| {
            let index = CellIndex { line: *line, column: self.column };
            Some((*line, Value::of(&self.sheet.cell(index)?.content)?))
        })
    }
}

/// The figures compared: computed with the precision of what was stated.
pub(super) fn compare(
    stated: &Value,
    computed: &Value,
    decimals: i32,
    kind: UnitKind,
) -> Comparison {
    let places = decimals + if kind == UnitKind::Share { 2 } else { 0 };
    let amount = |value: Rational| Amount::new(value, decimals, kind);
    let rounded = computed.number.round(places);
    let slack = match (stated.interval.radius(), computed.interval.radius()) {
        (Some(a), Some(b)) => Some(a + b).filter(|slack| !slack.is_zero()),
        _ => None,
    };
    let slack_amount = |value: Rational| {
        let percent = if kind == UnitKind::Share { 100 } else { 1 };
        let needed = (&value * Rational::from(percent)).decimals_needed(6).unwrap_or(6);
        Amount::new(value, i32::try_from(needed).unwrap_or(6), kind)
    };
    Comparison {
        difference: amount(&stated.number - &rounded),
        computed_exact: (rounded != computed.number).then(|| amount(computed.number.clone())),
        stated: amount(stated.number.clone()),
        computed: amount(rounded),
        slack: slack.map(slack_amount),
    }
}

pub(super) fn standpoint(sheet: &Sheet, line: Option<usize>, column: usize) -> Standpoint<'_> {
    Standpoint {
        form: sheet.form(),
        organization: sheet.organization(),
        period: sheet.period(),
        line,
        column,
    }
}

pub(super) fn address_of(sheet: &Sheet, index: CellIndex) -> CellAddress {
    CellAddress {
        form: sheet.form().id.clone(),
        period: sheet.period(),
        organization: sheet.organization().clone(),
        index,
    }
}

/// The cell at an address, for a finding.
pub(super) fn cell(book: &Book, address: &CellAddress) -> Option<Cell> {
    let form: &Arc<Form> = book.form(address.form.as_str())?;
    let line = form.lines().get(address.index.line)?;
    let stated = book.sheets.cell(address);
    let amount = stated.and_then(|stated| match &stated.content {
        Content::Figure(figure) => {
            Some(Amount::new(figure.value().clone(), figure.decimals(), line.unit.kind()))
        }
        Content::Nil => Some(Amount::new(Rational::ZERO, 0, line.unit.kind())),
        _ => None,
    });
    Some(Cell {
        form: form.id.clone(),
        line: line.id.clone(),
        column: form.columns().get(address.index.column).map(|column| column.id.clone()),
        organization: address.organization.clone(),
        period: address.period,
        stated: amount,
        place: stated.and_then(|stated| stated.place.clone()),
    })
}

/// The label of the line at an address, with its column where the form has any.
pub(super) fn label_at(book: &Book, address: &CellAddress) -> Option<Text> {
    let form = book.form(address.form.as_str())?;
    let line = form.lines().get(address.index.line)?;
    let Some(column) = form.columns().get(address.index.column) else {
        return Some(line.label.clone());
    };
    let both = |language: Language| {
        let (line, column) = (line.label.in_language(language), column.label.in_language(language));
        format!("{line} [{column}]")
    };
    Some(Text::new(both(Language::Kk), both(Language::Ru), both(Language::En)))
}
