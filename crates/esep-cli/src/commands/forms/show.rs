//! A form for people: its lines, columns, breakdowns, rules and measures.

use esep::{Breakdown, Form, Language, LineId, Measure, Rule, Wording};
use esep_documents::{Column, Table};

/// All that stands on a form.
pub(super) fn text(form: &Form, language: Language) -> String {
    let wording = Wording::in_language(language);
    let mut text = format!("{}: {}\n", form.id, form.title.in_language(language));
    let periods: Vec<_> =
        form.periods.iter().map(|length| length.label().in_language(language).to_owned()).collect();
    let notes = [
        ("number", form.number.clone()),
        ("period", Some(periods.join(", "))),
        ("missing", form.missing.map(|mode| mode.name().to_owned())),
        ("source", form.source.clone()),
    ];
    for (word, note) in notes {
        if let Some(note) = note.filter(|note| !note.is_empty()) {
            text.extend([wording.word(word), ": ", &note, "\n"]);
        }
    }
    let tables = [
        lines(form, wording),
        columns(form, wording),
        breakdowns(form, wording),
        rules(form, wording),
        measures(form, wording),
    ];
    for table in tables.iter().filter(|table| !table.rows().is_empty()) {
        text.extend(["\n", &table.to_text()]);
    }
    text
}

fn table<const N: usize>(words: [&'static str; N], wording: Wording) -> Table {
    Table::new(words.map(|word| Column::text(wording.word(word))))
}

fn lines(form: &Form, wording: Wording) -> Table {
    let mut lines = table(["line", "number", "unit", "label"], wording);
    for line in form.lines() {
        let number = line.number.as_deref().unwrap_or_default();
        let label = line.label.in_language(wording.language());
        lines.push([line.id.as_str(), number, &wording.unit(&line.unit), label]);
    }
    lines
}

fn columns(form: &Form, wording: Wording) -> Table {
    let mut columns = table(["column", "label"], wording);
    for column in form.columns() {
        columns.push([column.id.as_str(), column.label.in_language(wording.language())]);
    }
    columns
}

fn breakdowns(form: &Form, wording: Wording) -> Table {
    let mut breakdowns = table(["breakdown"], wording);
    for breakdown in form.breakdowns() {
        breakdowns.push([relation(breakdown)]);
    }
    breakdowns
}

fn rules(form: &Form, wording: Wording) -> Table {
    let mut rules = table(["rule", "relation", "reason"], wording);
    for Rule { id, text, why, .. } in form.rules() {
        let why = why.as_ref().map_or("", |why| why.in_language(wording.language()));
        rules.push([id.as_str(), text, why]);
    }
    rules
}

fn measures(form: &Form, wording: Wording) -> Table {
    let mut measures = table(["measure", "unit", "definition", "label", "reason"], wording);
    for Measure { id, unit, text, label, why, .. } in form.measures() {
        let [label, why] = [label, why].map(|text| text.in_language(wording.language()));
        measures.push([id, unit.name(), text, label, why]);
    }
    measures
}

/// `whole = part + part`, or `part + part <= whole` where the parts need not cover the whole.
fn relation(breakdown: &Breakdown) -> String {
    let parts: Vec<_> = breakdown.parts.iter().map(LineId::as_str).collect();
    let parts = parts.join(" + ");
    if breakdown.complete {
        format!("{} = {parts}", breakdown.of)
    } else {
        format!("{parts} <= {}", breakdown.of)
    }
}
