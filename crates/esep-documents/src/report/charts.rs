//! The charts of a report: bars of organizations and of kinds, a figure over time, the oblasts.

use esep::{Amount, CellIndex, Figure, Rational, Sheet, UnitKind};

use super::composer::{Composer, capitalized, kind};
use super::known::Known;
use super::model::Block;
use crate::chart::{Chart, ChartItem, ChartKind, oblast_of};

/// Of more figures there is only the table.
const MOST_BARS: usize = 40;

/// So many shades a tile can have, and none.
const SHADES: usize = 5;

impl Composer<'_> {
    /// Bars of figures as they are given; none of fewer than two, or of more than anybody looks at.
    pub(super) fn bars(
        &self,
        id: &str,
        title: &str,
        figures: impl IntoIterator<Item = (String, Figure)>,
    ) -> Option<Block> {
        self.chart(id, title, UnitKind::Count, figures)
    }

    fn chart(
        &self,
        id: &str,
        title: &str,
        kind: UnitKind,
        figures: impl IntoIterator<Item = (String, Figure)>,
    ) -> Option<Block> {
        let item = |(label, figure): (String, Figure)| {
            let shown = self.figure(&figure, kind);
            ChartItem { label, value: figure.value().clone(), shown, tile: None, shade: 0 }
        };
        let items: Vec<ChartItem> = figures.into_iter().map(item).collect();
        let id = format!("chart-{id}");
        let chart = Chart { id, title: title.to_owned(), kind: ChartKind::Bars, items };
        (2..=MOST_BARS).contains(&chart.items.len()).then_some(Block::Chart(chart))
    }

    /// A figure over the periods of which it is known.
    pub(super) fn trend(&self, known: &Known<'_>, line: &str) -> Option<Block> {
        let index = known.index(line)?;
        let figures = self.over_time(known, line).into_iter();
        let items =
            figures.map(|(period, figure)| (capitalized(&self.wording.period(period)), figure));
        let title = capitalized(&self.label(known, index));
        self.chart(&format!("{line}-over-time"), &title, kind(known, index), items)
    }

    /// A figure of the organizations below, the largest first.
    pub(super) fn bars_below(&self, known: &Known<'_>, line: &str, title: &str) -> Option<Block> {
        let index = known.index(line)?;
        let below = known.below(self.book);
        let figure = |sheet: &Sheet| sheet.figure(index).cloned();
        let mut figures: Vec<(String, Figure)> =
            below.iter().filter_map(|(id, sheet)| Some((self.name(id), figure(sheet)?))).collect();
        figures.sort_by(|(_, a), (_, b)| b.value().cmp(a.value()));
        self.bars(&format!("{line}-below"), title, figures)
    }

    /// The oblasts as tiles, shaded by a figure: by its bands where the line has any, otherwise by
    /// its part of the largest.
    pub(super) fn tiles(&self, known: &Known<'_>, line: &str) -> Option<Block> {
        let index = known.index(line)?;
        let mut items = Vec::new();
        for (id, sheet) in known.below(self.book) {
            let organization = self.book.structure.get(id.as_str());
            let tile = organization.and_then(|it| oblast_of(it, self.language()));
            let (Some(mut tile), Some(figure)) = (tile, sheet.figure(index)) else { continue };
            let kind = kind(known, index);
            let rounded = Amount::new(figure.value().clone(), figure.decimals().min(0), kind);
            tile.figure = rounded.in_language(self.language());
            items.push((
                tile,
                ChartItem {
                    label: self.name(&id),
                    value: figure.value().clone(),
                    shown: self.figure(figure, kind),
                    tile: None,
                    shade: 0,
                },
            ));
        }
        // Of two organizations in one place neither stands for it.
        let places: Vec<_> = items.iter().map(|(tile, _)| (tile.column, tile.row)).collect();
        let is_alone = |place| places.iter().filter(|other| **other == place).count() == 1;
        let figures = items.iter().map(|(_, item)| item.value.clone());
        let largest = figures.max()?;
        let items = items.into_iter().filter(|(tile, _)| is_alone((tile.column, tile.row)));
        let items: Vec<ChartItem> = items
            .map(|(tile, mut item)| {
                item.shade = shade(known, index, &item.value, &largest);
                item.tile = Some(tile);
                item
            })
            .collect();
        let title = format!("{}: {}", self.title("report.word.oblasts"), self.label(known, index));
        let id = format!("chart-{line}-tiles");
        let chart = Chart { id, title, kind: ChartKind::Tiles, items };
        (chart.items.len() > 1).then_some(Block::Chart(chart))
    }
}

/// How dark a tile is.
fn shade(known: &Known<'_>, index: CellIndex, value: &Rational, largest: &Rational) -> usize {
    let bands = known.form.lines().get(index.line).map_or(&[][..], |line| &line.bands);
    if !bands.is_empty() {
        let band = bands.iter().position(|band| band.contains(value));
        // The highest is the darkest.
        return band.map_or(0, |band| SHADES.saturating_sub(2 * band).max(1));
    }
    let part = (value * Rational::from(SHADES)).checked_div(largest);
    let part = part.and_then(|part| part.round(0).to_i128());
    part.and_then(|part| usize::try_from(part).ok()).unwrap_or_default().clamp(1, SHADES)
}
