//! One table for spreadsheets: plain figures under stable headings.

use std::collections::BTreeSet;

use esep::{
    Amount, Banded, CellIndex, Change, ChangeGap, Direction, End, Figure, Ground, OrganizationId,
    Ranked, Shift, UnitKind,
};

use super::words::bound;
use super::{ComparedForm, ComparisonReport, ComparisonTable, codes, heading, ids, scope};
use crate::table::{Column, Table};

/// How many decimals a percentage has.
const PERCENT_DECIMALS: i32 = 2;

pub(super) fn write(report: &ComparisonReport<'_>, table: ComparisonTable) -> String {
    let written = match table {
        ComparisonTable::Changes => changes(report),
        ComparisonTable::Ranking => rankings(report),
        ComparisonTable::Bands => bands(report),
    };
    written.to_csv()
}

fn changes(report: &ComparisonReport<'_>) -> Table {
    let mut table = table([
        "form",
        "scope",
        "from_organizations",
        "to_organizations",
        "line",
        "column",
        "unit",
        "from_period",
        "to_period",
        "from",
        "to",
        "change",
        "change_min",
        "change_max",
        "percent",
        "direction",
        "gap",
        "not_reported",
    ]);
    for form in report.forms {
        let comparison = &form.comparison;
        let fixed = |scope: &str, from: String, to: String, index| {
            let (line, column) = ids(comparison, index);
            let unit = comparison.form.lines().get(index.line).map_or("", |line| line.unit.name());
            [
                comparison.form.id.to_string(),
                scope.to_owned(),
                from,
                to,
                line.to_owned(),
                column.unwrap_or_default().to_owned(),
                unit.to_owned(),
                comparison.from.to_string(),
                comparison.to.to_string(),
            ]
        };
        for compared in &comparison.grounds {
            let Ground { before, after } = &compared.ground;
            for (index, change) in form.changes(compared) {
                let fixed = fixed(scope(&compared.ground), codes(before), codes(after), index);
                table.push(fixed.into_iter().chain(change_cells(change, kind(form, index))));
            }
        }
        for (index, shift, _) in form.total() {
            let fixed = fixed("total", String::new(), String::new(), index);
            table.push(fixed.into_iter().chain(shift_cells(shift, kind(form, index))));
        }
    }
    table
}

fn change_cells(change: &Change, kind: UnitKind) -> Vec<String> {
    match change {
        Change::Known(shift) => shift_cells(shift, kind),
        Change::Unknown(unknown) => {
            let figure = |figure: &Option<Figure>| {
                figure.as_ref().map(|figure| plain(figure, kind)).unwrap_or_default()
            };
            let blank = String::new;
            let missing = match &unknown.gap {
                ChangeGap::NotReported { before, after } => {
                    let all: BTreeSet<_> = before.iter().chain(after).collect();
                    codes(&all.into_iter().cloned().collect::<Vec<_>>())
                }
                _ => blank(),
            };
            vec![
                figure(&unknown.before),
                figure(&unknown.after),
                blank(),
                blank(),
                blank(),
                blank(),
                blank(),
                unknown.gap.name().to_owned(),
                missing,
            ]
        }
    }
}

fn shift_cells(shift: &Shift, kind: UnitKind) -> Vec<String> {
    let interval = shift.difference.interval();
    vec![
        plain(&shift.before, kind),
        plain(&shift.after, kind),
        difference(&shift.difference, kind),
        limit(interval.low(), kind),
        limit(interval.high(), kind),
        shift.percent.as_ref().map(percent).unwrap_or_default(),
        shift.direction().name().to_owned(),
    ]
}

fn rankings(report: &ComparisonReport<'_>) -> Table {
    let mut table = table([
        "form",
        "line",
        "column",
        "rank",
        "rank_by_percent",
        "from_organizations",
        "to_organizations",
        "change",
        "percent",
        "direction",
        "stated",
        "hidden_losses",
    ]);
    for form in report.forms {
        for ranking in &form.rankings {
            let (line, column) = ids(&form.comparison, ranking.index);
            let form_id = form.comparison.form.id.as_str();
            for entry in &ranking.entries {
                let fixed = [form_id, line, column.unwrap_or_default()].map(str::to_owned);
                let cells = ranked_cells(form, entry, kind(form, ranking.index));
                table.push(fixed.into_iter().chain(cells));
            }
        }
    }
    table
}

fn ranked_cells(form: &ComparedForm, entry: &Ranked, kind: UnitKind) -> Vec<String> {
    let losses = entry.hidden_losses.iter().map(|(index, loss)| {
        format!("{}:{}", heading(&form.comparison, *index), plain(loss, kind))
    });
    vec![
        entry.rank.to_string(),
        entry.rank_by_percent.map(|rank| rank.to_string()).unwrap_or_default(),
        codes(&entry.ground.before),
        codes(&entry.ground.after),
        difference(&entry.net, kind),
        entry.percent.as_ref().map(percent).unwrap_or_default(),
        Direction::of(&entry.net).name().to_owned(),
        entry.stated.as_ref().map(|stated| plain(stated, kind)).unwrap_or_default(),
        losses.collect::<Vec<_>>().join("|"),
    ]
}

fn bands(report: &ComparisonReport<'_>) -> Table {
    let mut table = table(["form", "line", "column", "period", "band", "organizations"]);
    for form in report.forms {
        for banding in form.bandings() {
            let (line, column) = ids(&form.comparison, banding.index);
            let column = column.unwrap_or_default();
            let form_id = form.comparison.form.id.as_str();
            let mut push = |banded: &Banded, side: fn(&Ground) -> &[OrganizationId]| {
                for (band, grounds) in super::words::bands(banded) {
                    for ground in grounds {
                        let period = banded.period.to_string();
                        let cells = [form_id, line, column, &period, band, &codes(side(ground))];
                        table.push(cells.map(str::to_owned));
                    }
                }
            };
            push(&banding.before, |ground| &ground.before);
            push(&banding.after, |ground| &ground.after);
        }
    }
    table
}

fn table<const N: usize>(headings: [&str; N]) -> Table {
    Table::new(headings.map(Column::text))
}

pub(super) fn kind(form: &ComparedForm, index: CellIndex) -> UnitKind {
    let line = form.comparison.form.lines().get(index.line);
    line.map_or(UnitKind::Number, |line| line.unit.kind())
}

/// A figure with the decimals it was printed with; a share in percent; `>2000000` where more is not
/// known.
pub(super) fn plain(figure: &Figure, kind: UnitKind) -> String {
    let amount = Amount::new(figure.value().clone(), figure.decimals(), kind);
    format!("{}{}", bound(figure), amount.plain())
}

/// A change; blank where there is an end to it on one side only, or on none.
pub(super) fn difference(change: &Figure, kind: UnitKind) -> String {
    match change.interval().radius() {
        Some(_) => plain(change, kind),
        None => String::new(),
    }
}

/// The end of an interval, exactly; blank where there is none.
pub(super) fn limit(end: &End, kind: UnitKind) -> String {
    end.number().map(|number| Amount::new(number.clone(), 0, kind).exact()).unwrap_or_default()
}

/// A ratio in percent; blank as above.
pub(super) fn percent(ratio: &Figure) -> String {
    if ratio.interval().radius().is_none() {
        return String::new();
    }
    Amount::new(ratio.value().clone(), PERCENT_DECIMALS, UnitKind::Share).plain()
}
