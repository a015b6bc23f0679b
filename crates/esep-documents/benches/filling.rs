//! How long it takes from a changed cell of a form to all that is to be shown.

use std::hint::black_box;
use std::time::Instant;

use esep::{Forms, Language};
use esep_documents::{Filling, When};

const RUNS: usize = 2_000;

fn main() {
    println!("{:>8} {:>8} {:>8}  of {RUNS} changed cells, in µs", "min", "median", "max");
    for form in Forms::built_in().iter() {
        let period = if form.periods.iter().any(|length| length.name() == "half-year") {
            "2024-H1"
        } else {
            "2024"
        };
        let Ok(period) = period.parse() else { continue };
        let id = form.id.as_str();
        let Some(mut filling) = Filling::new(Forms::built_in(), id, period, Language::Ru) else {
            continue;
        };
        let cells = filling.state().cells;
        let type_in = |filling: &mut Filling, when, position: usize, figure: usize| {
            let Some(cell) = cells.get(position % cells.len()) else { return };
            let column = cell.column.as_ref().map(esep::ColumnId::as_str);
            filling.set(when, cell.line.as_str(), column, &figure.to_string());
        };
        for position in 0..cells.len() {
            for when in [When::Now, When::Previous, When::YearAgo] {
                type_in(&mut filling, when, position, 1_000 + position * 7);
            }
        }
        let mut times = Vec::new();
        for run in 0..RUNS {
            let start = Instant::now();
            type_in(&mut filling, When::Now, run, 900 + run % 300);
            black_box(filling.state());
            times.push(start.elapsed().as_micros());
        }
        times.sort_unstable();
        let (min, median, max) = (times.first(), times.get(RUNS / 2), times.last());
        let [min, median, max] = [min, median, max].map(|time| time.copied().unwrap_or_default());
        println!("{min:>8} {median:>8} {max:>8}  {id}");
    }
}
