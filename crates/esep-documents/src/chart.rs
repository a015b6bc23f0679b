//! Charts: where each bar begins and ends, and drawings of that. Whoever draws them computes
//! nothing.

#[cfg(feature = "workbooks")]
mod svg;
#[cfg(feature = "workbooks")]
mod tiles;

use esep::Rational;

#[cfg(feature = "workbooks")]
pub use tiles::Tile;
#[cfg(feature = "workbooks")]
pub(crate) use tiles::oblast_of;

/// How many decimals of a percent a place on the scale has.
const DECIMALS: i32 = 2;

/// A bar on a scale whose ends are 0 and 100; always within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Where it begins: at nought, or at the figure itself where that is below nought.
    pub start: Rational,
    /// How long it is.
    pub length: Rational,
}

/// A chart, to be drawn.
#[cfg(feature = "workbooks")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// A name for links, unique on its page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// How it shows it.
    pub kind: ChartKind,
    /// What is shown, in order.
    pub items: Vec<ChartItem>,
}

/// How a chart shows figures.
#[cfg(feature = "workbooks")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Bars below each other, on one scale.
    Bars,
    /// Squares where the oblasts lie on the map, shaded.
    Tiles,
}

/// A figure of a chart.
#[cfg(feature = "workbooks")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartItem {
    /// What it is a figure of.
    pub label: String,
    /// The figure.
    pub value: Rational,
    /// The figure as the language writes it.
    pub shown: String,
    /// Where it stands among tiles.
    pub tile: Option<Tile>,
    /// How dark its tile is, from 0 to 5.
    pub shade: usize,
}

/// The bars of figures on one scale, which holds all of them and nought.
///
/// ```
/// use esep::Rational;
/// use esep_documents::bars;
/// let bars = bars(&[Rational::from(-10), Rational::from(30)]);
/// assert_eq!(bars[0].start, Rational::from(0));
/// assert_eq!((&bars[1].start, &bars[1].length), (&Rational::from(25), &Rational::from(75)));
/// ```
pub fn bars(figures: &[Rational]) -> Vec<Bar> {
    let nought = Rational::from(0);
    let lowest = figures.iter().min().filter(|figure| figure.is_negative()).unwrap_or(&nought);
    let highest = figures.iter().max().filter(|figure| !figure.is_negative()).unwrap_or(&nought);
    let span = highest - lowest;
    let on_scale = |figure: &Rational| {
        let whole = (figure - lowest) * Rational::from(100);
        whole.checked_div(&span).unwrap_or_default().round(DECIMALS)
    };
    let bar = |figure: &Rational| {
        let (figure, nought) = (on_scale(figure), on_scale(&nought));
        let (start, end) = if figure < nought { (figure, nought) } else { (nought, figure) };
        Bar { length: &end - &start, start }
    };
    figures.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(figures: &[i128], expected: &[(&str, &str)]) {
        let figures: Vec<_> = figures.iter().copied().map(Rational::from).collect();
        let found = bars(&figures);
        let found: Vec<_> =
            found.iter().map(|bar| (bar.start.to_string(), bar.length.to_string())).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(start, length)| (start.to_string(), length.to_string()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_longest_bar_fills_the_scale() {
        check(&[200, 100, 0], &[("0", "100"), ("0", "50"), ("0", "0")]);
    }

    #[test]
    fn losses_stand_on_the_other_side() {
        check(&[30, -10], &[("25", "75"), ("0", "25")]);
        check(&[-5, -20], &[("75", "25"), ("0", "100")]);
    }

    #[test]
    fn places_are_rounded() {
        check(&[1, 3], &[("0", "3333/100"), ("0", "100")]);
    }

    #[test]
    fn nothing_and_noughts_have_no_length() {
        check(&[], &[]);
        check(&[0, 0], &[("0", "0"), ("0", "0")]);
    }
}
