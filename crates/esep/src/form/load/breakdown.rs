//! The breakdowns of a form's file.

use super::source::{Quoted, Source, Table};
use crate::finding::{Code, Finding, Message, Severity};
use crate::form::{Breakdown, Form};
use crate::id::LineId;
use crate::sorted::{SortedMap, SortedSet};

pub(super) const SEVERITIES: [(&str, Severity); 2] =
    [("error", Severity::Error), ("warning", Severity::Warning)];

pub(super) fn breakdowns<'text>(
    source: &mut Source<'text>,
    root: Table<'text>,
    form: &Form,
) -> Vec<Breakdown> {
    let tables = source.tables(root, "breakdown");
    tables.into_iter().filter_map(|table| breakdown(source, table, form)).collect()
}

/// Leaves out the breakdowns by which a line would be part of itself.
pub(super) fn check_circles(source: &mut Source<'_>, breakdowns: &mut Vec<Breakdown>) {
    let edges: Vec<_> = breakdowns
        .iter()
        .flat_map(|breakdown| {
            breakdown.parts.iter().map(|part| (breakdown.of.as_str(), part.as_str()))
        })
        .collect();
    let circles: SortedSet<LineId> = in_circles(&edges).into_iter().map(LineId::from).collect();
    breakdowns.retain(|breakdown| {
        let circular = circles.contains(&breakdown.of)
            && breakdown.parts.iter().any(|part| circles.contains(part));
        if circular {
            let message = Message::new("malformed-form.part-of-itself");
            source.report(&breakdown.place, message.with("line", breakdown.of.as_str()));
        }
        !circular
    });
}

fn breakdown<'text>(
    source: &mut Source<'text>,
    table: Table<'text>,
    form: &Form,
) -> Option<Breakdown> {
    source.check_keys(table, &["of", "parts", "complete", "severity"]);
    for key in ["of", "parts", "complete"] {
        source.require(table, key);
    }
    let severity = source.choice(table, "severity", &SEVERITIES);
    let complete = source.flag(table, "complete");
    let written_whole = source.string(table, "of");
    let whole_name = written_whole.as_ref().map_or("", |whole| whole.text);
    let whole = written_whole.as_ref().and_then(|whole| known(source, form, whole_name, whole));
    let written_parts = source.strings(table, "parts")?;
    let mut parts = Vec::new();
    for written in &written_parts {
        let Some(part) = known(source, form, whole_name, written) else { continue };
        if parts.contains(&part) {
            let message = Message::new("malformed-form.repeated-part");
            source.report(&written.place, message.with("line", written.text));
        } else {
            parts.push(part);
        }
    }
    if written_parts.is_empty() {
        let place = source.table_place(table);
        source.report(&place, Message::new("malformed-form.no-parts"));
    }
    // Without one of its parts it would say something else.
    (parts.len() == written_parts.len() && !parts.is_empty()).then_some(())?;
    Some(Breakdown {
        of: whole?,
        parts,
        complete: complete?,
        severity,
        place: written_whole?.place,
    })
}

/// The line of this name; where there is none, that is noted.
fn known(source: &mut Source<'_>, form: &Form, whole: &str, name: &Quoted<'_>) -> Option<LineId> {
    let line = form.line(name.text);
    if line.is_none() {
        let message = Message::new("rule-binds-to-nothing")
            .with("rule", format!("{}/{whole}", form.id))
            .with("name", name.text);
        let finding = Finding::new(Code::RuleBindsToNothing, Some(name.place.clone()), message);
        source.report_unknown(finding, name.text, form.line_index.keys().map(LineId::as_str));
    }
    line.map(|line| line.id.clone())
}

/// All that can be reached from itself along the edges, and what lies between such.
pub(super) fn in_circles<'line>(edges: &[(&'line str, &'line str)]) -> SortedSet<&'line str> {
    let backwards: Vec<_> = edges.iter().map(|(from, to)| (*to, *from)).collect();
    let backwards = endless(&backwards);
    endless(edges).into_iter().filter(|line| backwards.contains(line)).collect()
}

/// All from which one can go on forever along the edges.
fn endless<'line>(edges: &[(&'line str, &'line str)]) -> SortedSet<&'line str> {
    let mut ways_on: SortedMap<&str, usize> = SortedMap::new();
    let mut ways_in: SortedMap<&str, Vec<&str>> = SortedMap::new();
    for (from, to) in edges {
        *ways_on.or_default(*from) += 1;
        ways_on.or_default(*to);
        ways_in.or_default(*to).push(*from);
    }
    let is_end = |(node, ways): (&&'line str, &usize)| (*ways == 0).then_some(*node);
    let mut ends: Vec<&str> = ways_on.iter().filter_map(is_end).collect();
    while let Some(end) = ends.pop() {
        for from in ways_in.remove(&end).unwrap_or_default() {
            let Some(ways) = ways_on.get_mut(&from) else { continue };
            *ways -= 1;
            if *ways == 0 {
                ends.push(from);
            }
        }
    }
    ways_on.into_iter().filter(|(_, ways)| *ways > 0).map(|(node, _)| node).collect()
}
