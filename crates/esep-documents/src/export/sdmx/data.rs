//! The figures of a form as SDMX-CSV 2.0.

use esep::{Amount, CellIndex, Content, Figure, Rational, Stated};

use super::Flow;
use super::ids::{VERSION, code, frequency, time, unit};
use crate::csv::write_record;
use crate::sheet_writing::readable;

/// The status of an observation, by the code list that all of SDMX shares.
pub(super) const STATUSES: [(&str, &str); 3] =
    [("A", "status-normal"), ("M", "status-not-applicable"), ("O", "status-not-available")];

/// Writes a row for each cell that says something.
pub(super) fn write(agency: &str, flow: &Flow<'_>) -> String {
    let has_columns = !flow.form.columns().is_empty();
    let mut out = String::new();
    let head = ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "ORGANIZATION", "LINE"];
    let tail =
        ["TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "AS_STATED", "COMMENT_OBS"];
    write_record(&mut out, head.into_iter().chain(has_columns.then_some("COLUMN")).chain(tail));
    let id = format!("{agency}:{}({VERSION})", code(flow.form.id.as_str()));
    for sheet in &flow.sheets {
        let organization = code(sheet.organization().as_str());
        let frequency = frequency(sheet.period().length());
        let time = time(sheet.period());
        for (index, stated) in sheet.cells() {
            let (Some(line), Some(seen)) =
                (flow.form.lines().get(index.line), seen(flow, index, stated))
            else {
                continue;
            };
            let of_column = flow.form.columns().get(index.column);
            let of_column = of_column.map(|column| code(column.id.as_str())).unwrap_or_default();
            let (line_code, unit) = (code(line.id.as_str()), unit(line.unit.name()));
            let head = ["dataflow", &id, "I", frequency, &organization, &line_code];
            let note = stated.note.as_deref().unwrap_or_default();
            let tail = [&*time, &seen.value, &unit, seen.status, &seen.as_stated, note];
            write_record(
                &mut out,
                head.into_iter().chain(has_columns.then_some(&*of_column)).chain(tail),
            );
        }
    }
    out
}

/// What a cell says: a number, or why there is none.
struct Seen {
    value: String,
    status: &'static str,
    /// What was written, where that says something else than the number.
    as_stated: String,
}

/// `None` where the cell says nothing.
fn seen(flow: &Flow<'_>, index: CellIndex, stated: &Stated) -> Option<Seen> {
    let line = flow.form.lines().get(index.line)?;
    let plain = |figure: &Figure| {
        Amount::new(figure.value().clone(), figure.decimals(), line.unit.kind()).plain()
    };
    let (value, status) = match &stated.content {
        Content::Blank => return None,
        // A bound is no number: what is known stands beside.
        Content::Figure(figure) if figure.interval().radius().is_none() => (String::new(), "O"),
        Content::Figure(figure) => (plain(figure), "A"),
        Content::Nil => (Amount::new(Rational::ZERO, 0, line.unit.kind()).plain(), "A"),
        Content::NotApplicable => (String::new(), "M"),
        Content::NotAvailable => (String::new(), "O"),
    };
    let text = match &stated.content {
        Content::Figure(_) => readable(flow.form, index, stated).map(|(text, _)| text),
        _ => None,
    };
    let as_stated = text.filter(|text| *text != value).unwrap_or_default();
    Some(Seen { value, status, as_stated })
}
