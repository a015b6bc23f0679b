//! JSON of the schema `esep/compare/1`, described in `docs/compare.md`. Figures are strings; shares
//! are in percent. The order of the keys is part of the schema.

use esep::{
    Amount, Balance, Banded, CellIndex, Change, ChangeGap, Direction, Figure, Ground,
    OrganizationId, Ranked, Ranking, Shift, UnitKind,
};
use serde::Serialize;

use super::csv::{difference, kind, limit, percent, plain};
use super::{ComparedForm, ComparisonReport, ComparisonTable, ids, scope, words};

pub(super) fn write(report: &ComparisonReport<'_>, tables: &[ComparisonTable]) -> String {
    let periods = report.forms.first().map(|form| (form.comparison.from, form.comparison.to));
    let document = DocumentJson {
        schema: "esep/compare/1",
        from: periods.map(|(from, _)| from.to_string()),
        to: periods.map(|(_, to)| to.to_string()),
        forms: report.forms.iter().map(|form| FormJson::new(form, tables)).collect(),
    };
    crate::json::pretty(&document)
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    schema: &'static str,
    from: Option<String>,
    to: Option<String>,
    forms: Vec<FormJson<'a>>,
}

#[derive(Serialize)]
struct FormJson<'a> {
    form: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    grounds: Option<Vec<GroundJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Vec<ChangeJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rankings: Option<Vec<RankingJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bands: Option<Vec<BandingJson<'a>>>,
}

#[derive(Serialize)]
struct GroundJson<'a> {
    scope: &'static str,
    from_organizations: Vec<&'a str>,
    to_organizations: Vec<&'a str>,
    joined_below: Vec<&'a str>,
    left_below: Vec<&'a str>,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    line: &'a str,
    column: Option<&'a str>,
    unit: &'a str,
    from: Option<String>,
    to: Option<String>,
    change: Option<String>,
    change_min: Option<String>,
    change_max: Option<String>,
    percent: Option<String>,
    percent_exact: Option<String>,
    percent_min: Option<String>,
    percent_max: Option<String>,
    direction: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grounds: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_reported: Option<NotReportedJson<'a>>,
}

/// Who has not given a figure, for each period.
#[derive(Serialize)]
struct NotReportedJson<'a> {
    from: Vec<&'a str>,
    to: Vec<&'a str>,
}

#[derive(Serialize)]
struct RankingJson<'a> {
    line: &'a str,
    column: Option<&'a str>,
    net: BalanceJson,
    stated: BalanceJson,
    entries: Vec<RankedJson<'a>>,
    unknown: Vec<Vec<&'a str>>,
}

#[derive(Serialize)]
struct BalanceJson {
    growth: usize,
    decline: usize,
    unchanged: usize,
    uncertain: usize,
    gains: String,
    losses: String,
}

#[derive(Serialize)]
struct RankedJson<'a> {
    rank: usize,
    rank_by_percent: Option<usize>,
    from_organizations: Vec<&'a str>,
    to_organizations: Vec<&'a str>,
    change: Option<String>,
    percent: Option<String>,
    percent_exact: Option<String>,
    direction: &'static str,
    stated: Option<String>,
    hidden_losses: Vec<LossJson<'a>>,
}

#[derive(Serialize)]
struct LossJson<'a> {
    line: &'a str,
    change: String,
}

#[derive(Serialize)]
struct BandingJson<'a> {
    line: &'a str,
    column: Option<&'a str>,
    from: Vec<BandJson>,
    to: Vec<BandJson>,
}

#[derive(Serialize)]
struct BandJson {
    band: String,
    organizations: Vec<Vec<String>>,
}

impl<'a> FormJson<'a> {
    fn new(form: &'a ComparedForm, tables: &[ComparisonTable]) -> Self {
        let comparison = &form.comparison;
        let has = |table| tables.contains(&table);
        let grounds = comparison.grounds.iter().map(|compared| GroundJson {
            scope: scope(&compared.ground),
            from_organizations: codes(&compared.ground.before),
            to_organizations: codes(&compared.ground.after),
            joined_below: codes(&compared.joined_below),
            left_below: codes(&compared.left_below),
            changes: form
                .changes(compared)
                .map(|(index, change)| ChangeJson::new(form, index, change))
                .collect(),
        });
        let total = form.total().map(|(index, shift, n_grounds)| ChangeJson {
            grounds: Some(n_grounds),
            ..ChangeJson::blank(form, index).with(shift, kind(form, index))
        });
        let rankings = form.rankings.iter().map(|ranking| RankingJson::new(form, ranking));
        let bands = form.bandings().map(|banding| {
            let (line, column) = ids(comparison, banding.index);
            BandingJson {
                line,
                column,
                from: bands(&banding.before, |ground| &ground.before),
                to: bands(&banding.after, |ground| &ground.after),
            }
        });
        Self {
            form: comparison.form.id.as_str(),
            grounds: has(ComparisonTable::Changes).then(|| grounds.collect()),
            total: has(ComparisonTable::Changes).then(|| total.collect()),
            rankings: has(ComparisonTable::Ranking).then(|| rankings.collect()),
            bands: has(ComparisonTable::Bands).then(|| bands.collect()),
        }
    }
}

impl<'a> ChangeJson<'a> {
    fn new(form: &'a ComparedForm, index: CellIndex, change: &'a Change) -> Self {
        let blank = Self::blank(form, index);
        let kind = kind(form, index);
        match change {
            Change::Known(shift) => blank.with(shift, kind),
            Change::Unknown(unknown) => Self {
                from: unknown.before.as_ref().map(|figure| plain(figure, kind)),
                to: unknown.after.as_ref().map(|figure| plain(figure, kind)),
                gap: Some(unknown.gap.name()),
                not_reported: match &unknown.gap {
                    ChangeGap::NotReported { before, after } => {
                        Some(NotReportedJson { from: codes(before), to: codes(after) })
                    }
                    _ => None,
                },
                ..blank
            },
        }
    }

    fn blank(form: &'a ComparedForm, index: CellIndex) -> Self {
        let (line, column) = ids(&form.comparison, index);
        let on_form = form.comparison.form.lines().get(index.line);
        Self {
            line,
            column,
            unit: on_form.map_or("", |line| line.unit.name()),
            from: None,
            to: None,
            change: None,
            change_min: None,
            change_max: None,
            percent: None,
            percent_exact: None,
            percent_min: None,
            percent_max: None,
            direction: None,
            grounds: None,
            gap: None,
            not_reported: None,
        }
    }

    fn with(self, shift: &Shift, kind: UnitKind) -> Self {
        let interval = shift.difference.interval();
        let ratio = shift.percent.as_ref();
        Self {
            from: Some(plain(&shift.before, kind)),
            to: Some(plain(&shift.after, kind)),
            change: given(difference(&shift.difference, kind)),
            change_min: given(limit(interval.low(), kind)),
            change_max: given(limit(interval.high(), kind)),
            percent: ratio.and_then(|ratio| given(percent(ratio))),
            percent_exact: ratio.and_then(exact_percent),
            percent_min: ratio
                .and_then(|ratio| given(limit(ratio.interval().low(), UnitKind::Share))),
            percent_max: ratio
                .and_then(|ratio| given(limit(ratio.interval().high(), UnitKind::Share))),
            direction: Some(shift.direction().name()),
            ..self
        }
    }
}

impl<'a> RankingJson<'a> {
    fn new(form: &'a ComparedForm, ranking: &'a Ranking) -> Self {
        let (line, column) = ids(&form.comparison, ranking.index);
        let kind = kind(form, ranking.index);
        Self {
            line,
            column,
            net: BalanceJson::new(&ranking.net(), kind),
            stated: BalanceJson::new(&ranking.as_stated(), kind),
            entries: ranking.entries.iter().map(|it| RankedJson::new(form, it, kind)).collect(),
            unknown: ranking.unknown.iter().map(|ground| codes(words::name_side(ground))).collect(),
        }
    }
}

impl BalanceJson {
    fn new(balance: &Balance, kind: UnitKind) -> Self {
        let sum = |figure: &Option<Figure>| {
            figure.as_ref().map_or_else(|| "0".to_owned(), |figure| plain(figure, kind))
        };
        Self {
            growth: balance.n_growth,
            decline: balance.n_decline,
            unchanged: balance.n_unchanged,
            uncertain: balance.n_uncertain,
            gains: sum(&balance.gains),
            losses: sum(&balance.losses),
        }
    }
}

impl<'a> RankedJson<'a> {
    fn new(form: &'a ComparedForm, entry: &'a Ranked, kind: UnitKind) -> Self {
        let losses = entry.hidden_losses.iter().map(|(index, loss)| LossJson {
            line: ids(&form.comparison, *index).0,
            change: plain(loss, kind),
        });
        Self {
            rank: entry.rank,
            rank_by_percent: entry.rank_by_percent,
            from_organizations: codes(&entry.ground.before),
            to_organizations: codes(&entry.ground.after),
            change: given(difference(&entry.net, kind)),
            percent: entry.percent.as_ref().and_then(|ratio| given(percent(ratio))),
            percent_exact: entry.percent.as_ref().and_then(exact_percent),
            direction: Direction::of(&entry.net).name(),
            stated: entry.stated.as_ref().map(|stated| plain(stated, kind)),
            hidden_losses: losses.collect(),
        }
    }
}

fn bands(banded: &Banded, side: fn(&Ground) -> &[OrganizationId]) -> Vec<BandJson> {
    let owned = |ground: &&Ground| side(ground).iter().map(ToString::to_string).collect();
    let bands = words::bands(banded).into_iter().map(|(band, grounds)| BandJson {
        band: band.to_owned(),
        organizations: grounds.iter().map(owned).collect(),
    });
    bands.collect()
}

fn codes(organizations: &[OrganizationId]) -> Vec<&str> {
    organizations.iter().map(OrganizationId::as_str).collect()
}

fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// A ratio in percent, exactly; nothing where there is an end to it on one side only.
fn exact_percent(ratio: &Figure) -> Option<String> {
    ratio.interval().radius()?;
    Some(Amount::new(ratio.value().clone(), 0, UnitKind::Share).exact())
}
