//! What became of each relation of a pasted table.

use std::collections::{BTreeMap, BTreeSet};

use super::statement::{At, Instance, Kind, Statement, id};
use super::{AddUpRelation, RelationVerdict};
use crate::binding::{Standpoint, Value};
use crate::figure::{Amount, Content, Rational, UnitKind};
use crate::finding::{Argument, Finding, Message};

/// What became of a relation.
pub(super) fn relation(
    instance: &Instance,
    statement: &Statement,
    findings: &[Finding],
    by_cell: &BTreeMap<String, Vec<usize>>,
) -> AddUpRelation {
    let own: BTreeSet<String> = instance.cells().map(id).collect();
    let speaks_of_it = |finding: &&Finding| {
        let cells: BTreeSet<String> =
            finding.cells.iter().map(|cell| cell.line.to_string()).collect();
        let is_rule = finding.comparison.is_some();
        match instance.kind {
            Kind::Parts { .. } => {
                is_rule
                    && cells.len() == 2
                    && cells.is_subset(&own)
                    && cells.contains(&id(instance.stated))
            }
            _ => {
                is_rule
                    && cells == own
                    && finding
                        .cells
                        .first()
                        .is_some_and(|cell| cell.line.as_str() == id(instance.stated))
            }
        }
    };
    let cells: Vec<At> = instance.cells().collect();
    let about = by_cell.get(&id(instance.stated)).into_iter().flatten();
    let mut about = about.filter_map(|index| findings.get(*index));
    if let Some(finding) = about.find(speaks_of_it)
        && let Some(comparison) = &finding.comparison
    {
        return AddUpRelation {
            sentence: finding.message.clone(),
            verdict: RelationVerdict::Fails,
            stated: Some(comparison.stated.clone()),
            computed: Some(comparison.computed.clone()),
            difference: Some(comparison.difference.clone()),
            cells,
        };
    }
    let label = statement.label(instance.stated);
    let value = |at: At| statement.content(at).and_then(Value::of);
    let stated = match instance.kind {
        Kind::Hundred => Some(Value::exact(Rational::ONE)),
        _ => value(instance.stated),
    };
    let computed = computed(instance, statement);
    let kind = statement.kind(instance.stated);
    let decimals = |at: At| match statement.content(at) {
        Some(Content::Figure(figure)) => figure.decimals(),
        _ => 0,
    };
    let own_decimals = decimals(instance.stated);
    let finest =
        instance.others.iter().map(|at| decimals(*at)).max().unwrap_or(0).max(own_decimals);
    let sum_decimals = if matches!(instance.kind, Kind::Sum | Kind::Parts { .. } | Kind::Hundred) {
        finest
    } else {
        own_decimals
    };
    let amount = |number: &Rational, decimals| Amount::new(number.clone(), decimals, kind);
    let (Some(stated), Some(computed)) = (stated, computed) else {
        let key = if instance.kind == Kind::Unknown {
            "add-up.relation.unknown"
        } else {
            "add-up.relation.blank"
        };
        return AddUpRelation {
            sentence: Message::new(key).with("line", label),
            verdict: RelationVerdict::Unknown,
            stated: None,
            computed: None,
            difference: None,
            cells,
        };
    };
    let stated_amount = amount(&stated.number, own_decimals);
    let places = sum_decimals + if kind == UnitKind::Share { 2 } else { 0 };
    let computed_amount = amount(&computed.number.round(places), sum_decimals);
    let difference = amount(&(&stated_amount.value - &computed_amount.value), sum_decimals);
    let is_same = difference.value.is_zero();
    let (key, verdict) = match &instance.kind {
        Kind::Parts { are_within } if instance.others.len() == 1 && *are_within => {
            ("add-up.relation.within", RelationVerdict::Holds)
        }
        Kind::Parts { .. } => ("add-up.relation.some-parts", RelationVerdict::Unknown),
        Kind::Sum if is_same => ("add-up.relation.sum", RelationVerdict::Holds),
        Kind::Sum => ("add-up.relation.sum-rounded", RelationVerdict::Holds),
        Kind::Hundred if is_same => ("add-up.relation.hundred", RelationVerdict::Holds),
        Kind::Hundred => ("add-up.relation.hundred-rounded", RelationVerdict::Holds),
        _ if is_same => ("add-up.relation.same", RelationVerdict::Holds),
        _ => ("add-up.relation.rounded", RelationVerdict::Holds),
    };
    let sentence = Message::new(key)
        .with("line", label)
        .with("stated", stated_amount.clone())
        .with("computed", computed_amount.clone())
        .with("difference", Argument::Difference(difference.clone()));
    AddUpRelation {
        sentence,
        verdict,
        stated: Some(stated_amount),
        computed: Some(computed_amount),
        difference: Some(difference),
        cells,
    }
}

/// What the other cells of a relation give; of shares that are 100 % together, all of them.
fn computed(instance: &Instance, statement: &Statement) -> Option<Value> {
    let book = &statement.sheet;
    let standpoint = Standpoint {
        form: &statement.form,
        organization: book.organization(),
        period: book.period(),
        line: None,
        column: 0,
    };
    if let Some(expression) = instance.computed() {
        return standpoint.evaluate(&expression, book);
    }
    let mut sum: Option<Value> = None;
    for at in &instance.others {
        match statement.content(*at)? {
            Content::NotAvailable => return None,
            content => {
                if let Some(value) = Value::of(content) {
                    sum = Some(sum.map_or_else(|| value.clone(), |sum| sum.plus(&value)));
                }
            }
        }
    }
    sum
}
