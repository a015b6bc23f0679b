//! Charts as drawings of SVG that stand in a page: widths are parts of the page's own, so that the
//! letters keep their size on any screen; what they look like, the page says.

use std::fmt::Write as _;

use esep::{Amount, Rational, UnitKind};

use super::{Bar, Chart, ChartItem, ChartKind, bars};
use crate::html::escaped;

/// A label is broken behind so many letters.
const LABEL: usize = 38;

/// How high a line of a label is, a bar, and what is between two of them, in pixels.
const LINE: usize = 17;
const BAR: usize = 16;
const GAP: usize = 10;

/// How high a tile is, and how many there are in a row.
const TILE: usize = 52;
const COLUMNS: u8 = 6;

impl Chart {
    /// The chart as a drawing, with its title and figures in words.
    pub(crate) fn to_svg(&self) -> String {
        let (height, drawing) = match self.kind {
            ChartKind::Bars => self.bars(),
            ChartKind::Tiles => self.tiles(),
        };
        let class = match self.kind {
            ChartKind::Bars => "chart",
            ChartKind::Tiles => "chart tiles",
        };
        let (id, title) = (escaped(&self.id), escaped(&self.title));
        let figures = self.items.iter().map(|item| format!("{}: {}", item.label, item.shown));
        let description = escaped(&figures.collect::<Vec<_>>().join("; "));
        format!(
            "<svg class=\"{class}\" role=\"img\" aria-labelledby=\"{id}-title {id}-description\" \
             width=\"100%\" height=\"{height}\">\n<title id=\"{id}-title\">{title}</title>\n\
             <desc id=\"{id}-description\">{description}</desc>\n{drawing}</svg>\n"
        )
    }

    fn bars(&self) -> (usize, String) {
        let figures: Vec<Rational> = self.items.iter().map(|item| item.value.clone()).collect();
        let mut svg = String::new();
        let mut top = 0;
        for (item, bar) in self.items.iter().zip(bars(&figures)) {
            for line in broken(&item.label) {
                top += LINE;
                svg.extend([&text("label", "0", top - 4, &line), "\n"]);
            }
            svg.push_str(&drawn(item, &bar, top));
            top += BAR + GAP;
        }
        (top.saturating_sub(GAP), svg)
    }

    fn tiles(&self) -> (usize, String) {
        let tiles = || self.items.iter().filter_map(|item| Some((item, item.tile.as_ref()?)));
        let first = tiles().map(|(_, tile)| tile.row).min().unwrap_or_default();
        let last = tiles().map(|(_, tile)| tile.row).max().unwrap_or_default();
        let mut svg = String::new();
        for (item, tile) in tiles() {
            let top = usize::from(tile.row - first) * TILE;
            let part =
                |columns: Rational| percent(&(columns * Rational::from(100) * part_of(COLUMNS)));
            let left = part(Rational::from(tile.column));
            let middle = part(Rational::from(tile.column) + Rational::HALF);
            let width = part(Rational::new(19, 20).unwrap_or_default());
            let title = escaped(&format!("{}: {}", item.label, item.shown));
            let _ = writeln!(
                svg,
                "<g class=\"tile shade-{}\"><title>{title}</title><rect x=\"{left}\" y=\"{top}\" \
                 width=\"{width}\" height=\"{}\" rx=\"4\"/>{}{}</g>",
                item.shade,
                TILE - 3,
                text("short", &middle, top + 21, &tile.short),
                text("value", &middle, top + 39, &tile.figure),
            );
        }
        (usize::from(last - first + 1) * TILE, svg)
    }
}

/// A bar and the figure behind it.
fn drawn(item: &ChartItem, bar: &Bar, top: usize) -> String {
    let end = percent(&(&bar.start + &bar.length));
    format!(
        "<svg y=\"{top}\" width=\"78%\" height=\"{BAR}\" overflow=\"visible\"><rect class=\"bar\" \
         x=\"{}\" width=\"{}\" height=\"{BAR}\"/><text class=\"value\" x=\"{end}\" y=\"{}\" \
         dx=\"6\">{}</text></svg>\n",
        percent(&bar.start),
        percent(&bar.length),
        BAR - 3,
        escaped(&item.shown),
    )
}

fn text(class: &str, x: &str, y: usize, text: &str) -> String {
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(text))
}

fn part_of(whole: u8) -> Rational {
    Rational::new(1, i128::from(whole)).unwrap_or_default()
}

/// A part of the width, of a hundred.
fn percent(part: &Rational) -> String {
    let decimals = part.decimals_needed(2).and_then(|it| i32::try_from(it).ok()).unwrap_or(2);
    format!("{}%", Amount::new(part.clone(), decimals, UnitKind::Number).plain())
}

/// A label on lines that are not too long, broken between words.
fn broken(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LABEL => {
                line.extend([" ", word]);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Tile;

    fn item(label: &str, value: i32) -> ChartItem {
        let (value, shown) = (Rational::from(value), value.to_string());
        ChartItem { label: label.to_owned(), value, shown, tile: None, shade: 0 }
    }

    fn chart(kind: ChartKind, items: Vec<ChartItem>) -> String {
        Chart { id: "c".into(), title: "<t>".into(), kind, items }.to_svg()
    }

    #[test]
    fn a_bar_has_its_label_and_figure() {
        let expected = "\
<svg class=\"chart\" role=\"img\" aria-labelledby=\"c-title c-description\" width=\"100%\" height=\"76\">
<title id=\"c-title\">&lt;t&gt;</title>
<desc id=\"c-description\">a&amp;b: 30; c: 10</desc>
<text class=\"label\" x=\"0\" y=\"13\">a&amp;b</text>
<svg y=\"17\" width=\"78%\" height=\"16\" overflow=\"visible\"><rect class=\"bar\" x=\"0%\" width=\"100%\" height=\"16\"/><text class=\"value\" x=\"100%\" y=\"13\" dx=\"6\">30</text></svg>
<text class=\"label\" x=\"0\" y=\"56\">c</text>
<svg y=\"60\" width=\"78%\" height=\"16\" overflow=\"visible\"><rect class=\"bar\" x=\"0%\" width=\"33.33%\" height=\"16\"/><text class=\"value\" x=\"33.33%\" y=\"13\" dx=\"6\">10</text></svg>
</svg>
";
        assert_eq!(chart(ChartKind::Bars, vec![item("a&b", 30), item("c", 10)]), expected);
    }

    #[test]
    fn a_tile_stands_in_its_square() {
        let tile = Some(Tile { column: 3, row: 1, short: "АСТ".into(), figure: "90".into() });
        let drawn =
            chart(ChartKind::Tiles, vec![ChartItem { tile, shade: 5, ..item("Астана", 90) }]);
        assert!(drawn.contains("height=\"52\""), "{drawn}");
        let rect = "<g class=\"tile shade-5\"><title>Астана: 90</title><rect x=\"50%\" y=\"0\" \
                    width=\"15.83%\" height=\"49\" rx=\"4\"/>";
        assert!(drawn.contains(rect), "{drawn}");
        assert!(
            drawn.contains("<text class=\"short\" x=\"58.33%\" y=\"21\">АСТ</text>"),
            "{drawn}"
        );
    }

    #[test]
    fn a_long_label_is_broken_between_words() {
        let label = "Первичная организация Казахского университета технологии и бизнеса";
        assert_eq!(
            broken(label),
            ["Первичная организация Казахского", "университета технологии и бизнеса"]
        );
        assert_eq!(broken("я".repeat(60).as_str()).len(), 1);
    }
}
