//! Charts of what `cargo xtask bench rows` measured: both axes grow by factors.

use std::fmt::Write as _;
use std::fs;

use crate::process::root;

/// What was measured.
pub(crate) const MEASURED: &str = "docs/tally-rows.csv";

const WIDTH: u64 = 640;
const HEIGHT: u64 = 340;
const LEFT: u64 = 60;
const RIGHT: u64 = 130;
const TOP: u64 = 30;
const BOTTOM: u64 = 40;
/// Names stand so far below each other.
const LINE: u64 = 15;

/// One of the two charts: what a row of the table says of it.
struct Chart {
    title: &'static str,
    column: usize,
    ticks: &'static [(u64, &'static str)],
}

const TIME: Chart = Chart {
    title: "Wall time against rows",
    column: 2,
    ticks: &[
        (1, "1 ms"),
        (10, "10 ms"),
        (100, "100 ms"),
        (1_000, "1 s"),
        (10_000, "10 s"),
        (100_000, "100 s"),
    ],
};
const MEMORY: Chart = Chart {
    title: "Peak memory against rows",
    column: 3,
    ticks: &[(1, "1 MB"), (10, "10 MB"), (100, "100 MB"), (1_000, "1 GB"), (10_000, "10 GB")],
};
const ROWS: [(u64, &str); 5] = [
    (10_000, "10 000"),
    (100_000, "100 000"),
    (1_000_000, "1 million"),
    (10_000_000, "10 million"),
    (100_000_000, "100 million"),
];

/// What one program took: rows, and the figure.
type Line = (String, Vec<(u64, u64)>);

/// The charts of time and of memory.
pub(super) fn drawn() -> Result<[String; 2], String> {
    let text = fs::read_to_string(root().join(MEASURED));
    let text = text.map_err(|error| format!("{MEASURED}: {error}"))?;
    Ok([draw(&TIME, &text)?, draw(&MEMORY, &text)?])
}

fn draw(chart: &Chart, text: &str) -> Result<String, String> {
    let lines = lines(chart, text).ok_or_else(|| format!("{MEASURED}: expected whole numbers"))?;
    let all = || lines.iter().flat_map(|(_, points)| points);
    let across = Axis::over(&ROWS, all().map(|(rows, _)| *rows), LEFT, WIDTH - RIGHT);
    let upwards = Axis::over(chart.ticks, all().map(|(_, value)| *value), HEIGHT - BOTTOM, TOP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <style>{STYLE}</style>\n",
        chart.title,
        described(&lines, chart),
    );
    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"18\" class=\"title\">{}</text>", chart.title);
    for (value, name) in &upwards.ticks {
        let y = upwards.at(*value);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {y}H{}\"/><text x=\"{}\" y=\"{}\" \
             text-anchor=\"end\">{name}</text>",
            WIDTH - RIGHT,
            LEFT - 6,
            y + 4,
        );
    }
    for (value, name) in &across.ticks {
        let (x, bottom) = (across.at(*value), HEIGHT - BOTTOM);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{x} {TOP}V{bottom}\"/><text x=\"{x}\" y=\"{}\" \
             text-anchor=\"middle\">{name}</text>",
            bottom + 18,
        );
    }
    let mut ends: Vec<(u64, usize)> = Vec::new();
    for (number, (_, points)) in lines.iter().enumerate() {
        let places: Vec<String> = points
            .iter()
            .map(|(rows, value)| format!("{} {}", across.at(*rows), upwards.at(*value)))
            .collect();
        let _ = writeln!(svg, "<path class=\"line l{number}\" d=\"M{}\"/>", places.join("L"));
        ends.extend(points.last().map(|(_, value)| (upwards.at(*value), number)));
    }
    ends.sort_unstable();
    let mut free = 0;
    for (y, number) in ends {
        // Names do not stand on each other.
        let y = (y + 4).max(free);
        free = y + LINE;
        let name = lines.get(number).map_or("", |(name, _)| name);
        let x = WIDTH - RIGHT + 8;
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" class=\"t{number}\">{name}</text>");
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// The lines in the order of the table. `None` where it holds anything but whole numbers.
fn lines(chart: &Chart, text: &str) -> Option<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split(';').collect();
        let (rows, name) = (cells.first()?.parse().ok()?, *cells.get(1)?);
        let value = cells.get(chart.column)?.parse().ok()?;
        match lines.iter_mut().find(|(known, _)| known == name) {
            Some((_, points)) => points.push((rows, value)),
            None => lines.push((name.to_owned(), vec![(rows, value)])),
        }
    }
    Some(lines)
}

/// What the chart shows, in words.
fn described(lines: &[Line], chart: &Chart) -> String {
    let unit = if chart.column == TIME.column { "ms" } else { "MB" };
    let of_line = |(name, points): &Line| {
        let (first, last) = (points.first()?, points.last()?);
        let ((few, small), (many, large)) = (first, last);
        Some(format!("{name}: {small} {unit} for {few} rows, {large} {unit} for {many}."))
    };
    lines.iter().filter_map(of_line).collect::<Vec<_>>().join(" ")
}

/// An axis on which equal distances are equal factors.
struct Axis {
    ticks: Vec<(u64, &'static str)>,
    from: u64,
    to: u64,
    low: u64,
    high: u64,
}

impl Axis {
    /// From the tick below all values to the one above them.
    fn over(
        ticks: &[(u64, &'static str)],
        values: impl Iterator<Item = u64> + Clone,
        from: u64,
        to: u64,
    ) -> Self {
        let (least, most) = (values.clone().min().unwrap_or(1), values.max().unwrap_or(1));
        let below = ticks.iter().rposition(|(tick, _)| *tick <= least).unwrap_or(0);
        let above = ticks.iter().position(|(tick, _)| *tick >= most).unwrap_or(ticks.len() - 1);
        let ticks = ticks.get(below..=above).unwrap_or(ticks).to_vec();
        let end = |tick: Option<&(u64, &str)>| log(tick.map_or(1, |(tick, _)| *tick));
        let (low, high) = (end(ticks.first()), end(ticks.last()));
        Self { ticks, from, to, low, high }
    }

    /// Where a value stands.
    fn at(&self, value: u64) -> u64 {
        let part = log(value).clamp(self.low, self.high) - self.low;
        let span = (self.high - self.low).max(1);
        if self.to > self.from {
            self.from + (self.to - self.from) * part / span
        } else {
            self.from - (self.from - self.to) * part / span
        }
    }
}

/// The logarithm to the base of two, in parts of 1024; that of nought is that of one.
fn log(value: u64) -> u64 {
    const BITS: u32 = 10;
    let value = value.max(1);
    let whole = value.ilog2();
    // Between one and two, with 32 bits behind the point.
    let mut rest = (u128::from(value) << 32) >> whole;
    let mut parts = u64::from(whole);
    for _ in 0..BITS {
        rest = (rest * rest) >> 32;
        let is_two = rest >> 33 > 0;
        rest >>= u32::from(is_two);
        parts = parts << 1 | u64::from(is_two);
    }
    parts
}

/// Colors that both a light and a dark page take; lines differ in their dashes as well.
const STYLE: &str = "\
text{font:12px system-ui,sans-serif;fill:#444}.title{font-weight:600}\
.grid{stroke:#ddd;fill:none}.line{fill:none;stroke-width:2.5}\
.l0{stroke:#0b6e4f}.t0{fill:#0b6e4f;font-weight:600}\
.l1{stroke:#0b6e4f;stroke-dasharray:7 4}.t1{fill:#0b6e4f}\
.l2{stroke:#777;stroke-dasharray:2 4}\
.l3{stroke:#b3541e;stroke-dasharray:10 3}.t3{fill:#b3541e}\
.l4{stroke:#3b5ba5;stroke-dasharray:10 3 2 3}.t4{fill:#3b5ba5}\
@media(prefers-color-scheme:dark){text{fill:#ccc}.grid{stroke:#444}\
.l0,.l1{stroke:#4fc79a}.t0,.t1{fill:#4fc79a}.l2{stroke:#999}\
.l3{stroke:#f0a06a}.t3{fill:#f0a06a}.l4{stroke:#8fa9ee}.t4{fill:#8fa9ee}}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_factors_are_equal_distances() {
        assert_eq!((log(0), log(1), log(2), log(1 << 20)), (0, 0, 1_024, 20 * 1_024));
        let of_ten = log(10);
        for (power, expected) in [(100, 2), (1_000_000, 6)] {
            assert!(log(power).abs_diff(of_ten * expected) < 10, "{power}");
        }
        let axis = Axis::over(
            &[(1, ""), (10, ""), (100, ""), (1_000, "")],
            [20, 90].into_iter(),
            300,
            100,
        );
        assert_eq!((axis.at(10), axis.at(100), axis.at(1)), (300, 100, 300));
        assert!(axis.at(32).abs_diff(200) < 3);
    }

    #[test]
    fn a_line_for_each_program() {
        let text = "rows;program;wall_ms;peak_mb\n1000;a;10;8\n1000;b;100;8\n10000;a;90;8\n10000;b;900;80\n";
        let svg = draw(&MEMORY, text).unwrap();
        assert_eq!(svg.matches("class=\"line").count(), 2);
        assert!(svg.contains("b: 8 MB for 1000 rows, 80 MB for 10000."));
        assert!(draw(&TIME, "rows;program;wall_ms;peak_mb\n1;a;x;8\n").is_err());
    }
}
