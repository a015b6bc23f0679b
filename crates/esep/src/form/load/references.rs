//! Rules of a form's file that name what the form does not have, or that fit no cell.

use super::source::Source;
use crate::finding::{Code, Finding, Message};
use crate::form::resolve::{Naming, unbound};
use crate::form::{Form, Reference};
use crate::lookup::MOST_SUGGESTIONS;
use crate::sorted::SortedSet;

/// Notes every rule that names what the form does not have. Returns which rules those are, by
/// their order.
pub(super) fn check_references(source: &mut Source<'_>, form: &Form) -> SortedSet<usize> {
    let mut mistaken = SortedSet::new();
    for (index, rule) in form.rules().iter().enumerate() {
        let before = source.findings.len();
        check_rule(source, form, &Naming::of_rule(form, rule));
        if source.findings.len() > before {
            mistaken.insert(index);
        }
    }
    mistaken
}

/// Whether a rule or measure names figures, and the form has all of its own that it names; if not,
/// that is noted.
pub(super) fn check_named(source: &mut Source<'_>, form: &Form, naming: &Naming<'_>) -> bool {
    if naming.references.is_empty() {
        let message = Message::new("malformed-form.names-no-figure");
        source.report(naming.place, message.with("rule", naming.name.as_str()));
        return false;
    }
    let before = source.findings.len();
    for reference in naming.references.iter().filter(|reference| reference.form.is_none()) {
        if let Some(unbound) = unbound(form, &naming.name, reference) {
            let suggest = source.findings.len() < MOST_SUGGESTIONS;
            source.findings.push(unbound.into_finding(form, naming, reference, suggest));
        }
    }
    source.findings.len() == before
}

fn check_rule(source: &mut Source<'_>, form: &Form, naming: &Naming<'_>) {
    if !check_named(source, form, naming) || form.columns().is_empty() {
        return;
    }
    let own = naming.references.iter().copied().filter(|reference| reference.form.is_none());
    let own: Vec<&Reference> = own.collect();
    let name = naming.name.as_str();
    let first_has_column = own.first().is_some_and(|first| first.column.is_some());
    if let Some(other) = own.iter().find(|other| other.column.is_some() != first_has_column) {
        let message = Message::new("malformed-form.mixed-columns").with("rule", name);
        source.report(&naming.place_of(other), message);
    } else if !fits_a_cell(form, &own) {
        let message = Message::new("rule-binds-to-nothing.no-common-cell").with("rule", name);
        let place = Some(naming.place.clone());
        source.findings.push(Finding::new(Code::RuleBindsToNothing, place, message));
    }
}

/// Whether there is a line with all the columns of `[a] <= [b]`, and a column that all the lines
/// of `a <= b` have.
fn fits_a_cell(form: &Form, own: &[&Reference]) -> bool {
    let columns_in_turn: Vec<_> = own
        .iter()
        .filter(|reference| reference.line.is_none())
        .filter_map(|reference| reference.column.as_ref())
        .collect();
    let fits_line = columns_in_turn.is_empty() || {
        let mut lines = form.lines_in_turn().filter_map(|index| form.lines().get(index));
        lines.any(|line| columns_in_turn.iter().all(|id| line.has_column(id)))
    };
    let lines_in_turn: Vec<_> = own
        .iter()
        .filter(|reference| reference.column.is_none())
        .map(|reference| form.lines_of(reference))
        .collect();
    let fits_column = lines_in_turn.is_empty()
        || form.columns().iter().any(|column| {
            lines_in_turn.iter().all(|lines| {
                let mut lines = lines.iter().filter_map(|index| form.lines().get(*index));
                lines.all(|line| line.has_column(&column.id))
            })
        });
    fits_line && fits_column
}
