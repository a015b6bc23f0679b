//! Rules that contradict each other whatever the figures are.
//!
//! The figures of a form are taken as unknown numbers between the bounds of their lines. If a
//! set of rules and breakdowns has no common solution, no sheet can ever satisfy it, and the form
//! is at fault. What the rules say is loosened where it is not linear, so that a contradiction
//! that is reported is always one; a form without a report may still contradict itself.

mod cells;
mod search;
#[cfg(test)]
mod tests;

use super::linearize::Alternatives;
use super::{Breakdown, Form, Rule};
use crate::finding::{Argument, Code, Finding, Message};
use crate::id::LineId;
use crate::place::Place;
use cells::{Cell, Turn};
use search::{Search, Verdict};

/// What a form states: a rule or a breakdown, in all its instances.
struct Statement {
    /// Its id within the form: that of the rule, or of the line broken down.
    id: String,
    /// The relation as written, or as it would be.
    text: String,
    place: Place,
    /// What it says of each column or line in turn.
    instances: Vec<Alternatives<Cell>>,
}

/// The sets of rules and breakdowns that no figures at all can satisfy together.
///
/// Each set is irreducible: without any one of its members, the others have a solution. Each is
/// reported at the member that stands last, and that member is left out of account before others
/// are looked for. The work is bounded; where the bound is met, nothing more is said.
pub fn contradictions(form: &Form) -> Vec<Finding> {
    let rules = form.rules().iter().map(|rule| Statement::of_rule(form, rule));
    let breakdowns =
        form.breakdowns().iter().map(|breakdown| Statement::of_breakdown(form, breakdown));
    let mut statements: Vec<Statement> = rules.chain(breakdowns).collect();
    statements.sort_by(|a, b| a.place.cmp(&b.place));

    let mut search = Search::new(|cell| cell.interval(form));
    for statement in &statements {
        search.add(&statement.instances);
    }
    let mut findings = Vec::new();
    while let Verdict::Contradiction(core) = search.smallest() {
        let members: Vec<&Statement> =
            core.statements.iter().filter_map(|index| statements.get(*index)).collect();
        let (Some(last), Some(last_index)) = (members.last(), core.statements.last()) else {
            break;
        };
        let lines = core.cells.iter().map(|cell| &cell.line);
        findings.push(finding(form, &members, last, lines));
        search.leave_out(*last_index);
    }
    findings
}

fn finding<'a>(
    form: &Form,
    members: &[&Statement],
    last: &Statement,
    bounded: impl Iterator<Item = &'a LineId>,
) -> Finding {
    let literal = |text: &str| Argument::from(text);
    let message = match members {
        [alone] => Message::new("rules-contradict.alone").with("rule", alone.text.as_str()),
        _ => Message::new("rules-contradict")
            .with("rules", members.iter().map(|member| literal(&member.text)).collect::<Vec<_>>()),
    };
    let mut lines: Vec<&LineId> = bounded.collect();
    lines.dedup();
    let mut finding = Finding::new(Code::RulesContradict, Some(last.place.clone()), message);
    finding.rule = Some(format!("{}/{}", form.id, last.id));
    if !lines.is_empty() {
        let lines: Vec<_> = lines.iter().map(|line| literal(line.as_str())).collect();
        finding = finding.with_hint(Message::new("hint.bounds-of-lines").with("lines", lines));
    }
    finding
}

impl Statement {
    fn of_rule(form: &Form, rule: &Rule) -> Self {
        let turns = Turn::all(form, &rule.relation);
        Self {
            id: rule.id.clone(),
            text: rule.text.clone(),
            place: rule.place.clone(),
            instances: turns.filter_map(|turn| rule.relation.alternatives(&turn)).collect(),
        }
    }

    fn of_breakdown(form: &Form, breakdown: &Breakdown) -> Self {
        let parts: Vec<&str> = breakdown.parts.iter().map(LineId::as_str).collect();
        let (left, right) = (breakdown.of.as_str(), parts.join(" + "));
        Self {
            id: left.to_owned(),
            text: if breakdown.complete {
                format!("{left} = {right}")
            } else {
                format!("{right} <= {left}")
            },
            place: breakdown.place.clone(),
            instances: Turn::columns(form).filter_map(|turn| turn.breakdown(breakdown)).collect(),
        }
    }
}
