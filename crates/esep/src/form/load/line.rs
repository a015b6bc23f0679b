//! The lines and columns of a form's file.

use super::source::{Quoted, Source, Table};
use crate::figure::{Rational, Rounding, Unit, UnitKind};
use crate::finding::{Code, Finding, Message};
use crate::form::{Band, Column, Line, OverTime, Rollup};
use crate::id::{ColumnId, LineId};
use crate::language::Text;
use crate::sorted::SortedMap;

pub(super) fn columns<'text>(source: &mut Source<'text>, root: Table<'text>) -> Vec<Column> {
    let mut seen = SortedMap::new();
    let mut columns = Vec::new();
    for table in source.tables(root, "column") {
        source.check_keys(table, &["id", "label", "aliases"]);
        let id = unique(source, &mut seen, table);
        let (label, aliases) = naming(source, table, id.as_ref());
        if let Some(id) = id {
            columns.push(Column { id: ColumnId::from(id.text), label, aliases });
        }
    }
    columns
}

pub(super) fn lines<'text>(
    source: &mut Source<'text>,
    root: Table<'text>,
    columns: &[Column],
    scale_thousand: bool,
) -> Vec<Line> {
    let mut seen = SortedMap::new();
    let mut lines = Vec::new();
    for table in source.tables(root, "line") {
        let id = unique(source, &mut seen, table);
        let line = line(source, table, id.as_ref(), columns, scale_thousand);
        if id.is_some() {
            lines.push(line);
        }
    }
    lines
}

fn line<'text>(
    source: &mut Source<'text>,
    table: Table<'text>,
    id: Option<&Quoted<'text>>,
    columns: &[Column],
    scale_thousand: bool,
) -> Line {
    const KEYS: [&str; 13] = [
        "id",
        "number",
        "unit",
        "label",
        "aliases",
        "rollup",
        "min",
        "max",
        "rounding",
        "decimals",
        "over-time",
        "bands",
        "columns",
    ];
    const ROLLUPS: [(&str, Rollup); 3] =
        [("sum", Rollup::Sum), ("none", Rollup::None), ("formula", Rollup::Formula)];
    const ROUNDINGS: [(&str, Rounding); 2] =
        [("exact", Rounding::Exact), ("printed", Rounding::Printed)];
    const OVER_TIME: [(&str, OverTime); 3] = [
        ("stock", OverTime::Stock),
        ("flow", OverTime::Flow),
        ("cumulative", OverTime::Cumulative),
    ];

    source.check_keys(table, &KEYS);
    let (label, aliases) = naming(source, table, id);
    let unit = unit(source, table);
    let kind = unit.kind();
    let (least, most) = usual_bounds(kind);
    let min = source.bound(table, "min", kind, least);
    let max = source.bound(table, "max", kind, most);
    if let (Some(low), Some(high)) = (&min, &max)
        && low > high
    {
        let place = source.table_place(table);
        source.report(&place, Message::new("malformed-form.min-above-max"));
    }
    let printed = scale_thousand && kind == UnitKind::Count;
    let usual_rounding = if printed { Rounding::Printed } else { kind.usual_rounding() };
    let usual_rollup = match kind {
        UnitKind::Count | UnitKind::Money => Rollup::Sum,
        UnitKind::Share | UnitKind::Rate | UnitKind::Number => Rollup::None,
    };
    Line {
        id: LineId::from(id.map_or("", |id| id.text)),
        number: source.printed_number(table, "number"),
        unit,
        label,
        aliases,
        rollup: source.choice(table, "rollup", &ROLLUPS).unwrap_or(usual_rollup),
        min,
        max,
        rounding: source.choice(table, "rounding", &ROUNDINGS).unwrap_or(usual_rounding),
        decimals: source.decimals(table, "decimals").unwrap_or_else(|| usual_decimals(kind)),
        over_time: source.choice(table, "over-time", &OVER_TIME),
        bands: bands(source, table, kind),
        columns: line_columns(source, table, columns),
        place: id.map_or_else(|| source.table_place(table), |id| id.place.clone()),
    }
}

/// What a line or measure counts.
pub(super) fn unit<'text>(source: &mut Source<'text>, table: Table<'text>) -> Unit {
    source.require(table, "unit");
    let unit = source.string(table, "unit").filter(|unit| !unit.text.trim().is_empty());
    Unit::new(unit.map_or("number", |unit| unit.text.trim()))
}

/// How many decimals are shown unless the form says otherwise.
pub(super) fn usual_decimals(kind: UnitKind) -> i32 {
    match kind {
        UnitKind::Share => 1,
        UnitKind::Rate => 2,
        UnitKind::Count | UnitKind::Money | UnitKind::Number => 0,
    }
}

/// The bounds of what a figure can be unless the form says otherwise.
fn usual_bounds(kind: UnitKind) -> (Option<Rational>, Option<Rational>) {
    match kind {
        UnitKind::Count | UnitKind::Money | UnitKind::Rate => (Some(Rational::ZERO), None),
        UnitKind::Share => (Some(Rational::ZERO), Some(Rational::ONE)),
        UnitKind::Number => (None, None),
    }
}

fn bands<'text>(source: &mut Source<'text>, table: Table<'text>, kind: UnitKind) -> Vec<Band> {
    let mut bands = Vec::new();
    for written in source.strings(table, "bands").unwrap_or_default() {
        if let Some(band) = band(written.text, kind) {
            bands.push(band);
        } else {
            let message = Message::new("malformed-form.expected-band");
            source.report(&written.place, message.with("found", written.text));
        }
    }
    bands
}

/// A band such as `78-90 %`: two limits, the lower first, with or without decimals.
fn band(text: &str, kind: UnitKind) -> Option<Band> {
    let is_share = kind == UnitKind::Share;
    let limits = text.trim();
    let limits = if is_share { limits.strip_suffix('%')?.trim_end() } else { limits };
    let (low, high) = limits.split_once('-')?;
    let limit = |text: &str| {
        let text = text.trim();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let decimals = i32::try_from(fraction.len()).ok()?;
        let places = decimals + if is_share { 2 } else { 0 };
        Some((Rational::from_digits(&format!("{whole}{fraction}"), -places)?, places))
    };
    let ((low, low_places), (high, high_places)) = (limit(low)?, limit(high)?);
    let places = low_places.max(high_places);
    (low <= high).then(|| Band { text: text.trim().to_owned(), low, high, places })
}

fn line_columns<'text>(
    source: &mut Source<'text>,
    table: Table<'text>,
    columns: &[Column],
) -> Option<Vec<ColumnId>> {
    let written = source.strings(table, "columns")?;
    let mut known = Vec::new();
    for id in &written {
        if let Some(column) = columns.iter().find(|column| column.id.as_str() == id.text) {
            known.push(column.id.clone());
        } else {
            let message = Message::new("malformed-form.unknown-column").with("column", id.text);
            let finding = Finding::new(Code::MalformedForm, Some(id.place.clone()), message);
            let ids = columns.iter().map(|column| column.id.as_str());
            source.report_unknown(finding, id.text, ids);
        }
    }
    if written.is_empty() {
        let place = source.table_place(table);
        source.report(&place, Message::new("malformed-form.line-without-columns"));
    }
    (!known.is_empty()).then_some(known)
}

/// The label and the aliases; where there is no label, the id stands in.
fn naming<'text>(
    source: &mut Source<'text>,
    table: Table<'text>,
    id: Option<&Quoted<'text>>,
) -> (Text, Vec<String>) {
    let label = label(source, table, id);
    let aliases = source.strings(table, "aliases").unwrap_or_default();
    (label, aliases.iter().map(|alias| alias.text.to_owned()).collect())
}

/// The label; where there is none, the id stands in.
pub(super) fn label<'text>(
    source: &mut Source<'text>,
    table: Table<'text>,
    id: Option<&Quoted<'text>>,
) -> Text {
    source.require(table, "label");
    let label = source.label(table, "label");
    label.unwrap_or_else(|| Text::same(id.map_or("", |id| id.text)))
}

/// The id of a line, column, rule or measure, which none before may have.
pub(super) fn unique<'text>(
    source: &mut Source<'text>,
    seen: &mut SortedMap<&'text str, u32>,
    table: Table<'text>,
) -> Option<Quoted<'text>> {
    let id = source.id(table, "id")?;
    if let Some(first) = seen.get(id.text) {
        let message = Message::new("malformed-form.duplicate-id")
            .with("id", id.text)
            .with("first", first.to_string());
        source.report(&id.place, message);
        return None;
    }
    seen.insert(id.text, id.place.line);
    Some(id)
}
