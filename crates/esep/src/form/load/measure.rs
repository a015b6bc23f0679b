//! The measures of a form's file.

use super::line::{label, unique, unit, usual_decimals};
use super::references::check_named;
use super::source::{Source, Table};
use crate::finding::Message;
use crate::form::resolve::Naming;
use crate::form::{Expression, Form, Measure, Reference};
use crate::sorted::SortedMap;

pub(super) fn measures<'text>(
    source: &mut Source<'text>,
    root: Table<'text>,
    form: &Form,
) -> Vec<Measure> {
    let mut seen = SortedMap::new();
    let tables = source.tables(root, "measure");
    let measures = tables.into_iter().filter_map(|table| measure(source, &mut seen, table, form));
    measures.collect()
}

fn measure<'text>(
    source: &mut Source<'text>,
    seen: &mut SortedMap<&'text str, u32>,
    table: Table<'text>,
    form: &Form,
) -> Option<Measure> {
    source.check_keys(table, &["id", "unit", "decimals", "label", "is", "why"]);
    let id = unique(source, seen, table);
    for key in ["is", "why"] {
        source.require(table, key);
    }
    let unit = unit(source, table);
    let decimals = source.decimals(table, "decimals");
    let label = label(source, table, id.as_ref());
    let why = source.label(table, "why");
    let written = source.string(table, "is")?;
    let mut is = match Expression::parse(written.text) {
        Ok(is) => is,
        Err(mistakes) => {
            let findings = mistakes.iter().map(|m| m.to_finding(written.text, &written.place));
            source.findings.extend(findings);
            return None;
        }
    };
    is.forget_form(&form.id);
    let (id, why) = (id?, why?);
    if let Some(line) = form.line(id.text) {
        let message = Message::new("malformed-form.duplicate-id")
            .with("id", id.text)
            .with("first", line.place.line.to_string());
        source.report(&id.place, message);
        return None;
    }
    let measure = Measure {
        id: id.text.to_owned(),
        decimals: decimals.unwrap_or_else(|| usual_decimals(unit.kind())),
        unit,
        label,
        text: written.text.to_owned(),
        is,
        why,
        place: written.place,
    };
    is_one_figure(source, form, &measure).then_some(measure)
}

/// Whether all that a measure names is there, and is one figure; if not, that is noted.
fn is_one_figure(source: &mut Source<'_>, form: &Form, measure: &Measure) -> bool {
    let naming = Naming::of_measure(form, measure);
    if !check_named(source, form, &naming) {
        return false;
    }
    let is_open = |reference: &&&Reference| {
        let own = reference.form.is_none();
        own && (reference.line.is_none()
            || (reference.column.is_none() && !form.columns().is_empty()))
    };
    let open = naming.references.iter().find(is_open);
    if let Some(open) = open {
        let place = measure.place.of_part(&measure.text, open.span.clone());
        let message = Message::new("malformed-form.measure-in-turn");
        source.report(&place, message.with("measure", measure.id.as_str()));
    }
    open.is_none()
}
