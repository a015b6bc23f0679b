//! A wide table and its form: one organization a row, right but for a known number of slips.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use super::random::Random;

/// Each whole of the form with its parts, by the numbers of the lines. `relations.py` has the same.
const SUMS: [(usize, &[usize]); 8] = [
    (1, &[2, 3]),
    (4, &[5, 6]),
    (7, &[8, 9]),
    (10, &[11, 12]),
    (13, &[14, 15]),
    (16, &[17, 18, 19]),
    (20, &[21, 22]),
    (23, &[24, 25]),
];
const LINES: usize = 25;
/// From this line on, figures are amounts of money.
const FIRST_MONEY: usize = 23;
/// How many organizations there are below one, on each level from the root down.
const BELOW: [usize; 3] = [20, 50, 99];
/// And on the lowest.
const LOWEST: usize = 9;

/// The figures of a row.
type Figures = [u64; LINES];

/// Writes a table of about so many organizations and its form; returns how many rows there are and
/// how many of their figures were changed.
pub(super) fn write(table: &Path, form: &Path, organizations: usize) -> io::Result<(usize, usize)> {
    let mut random = Random(0x0E5E_B000 + u64::try_from(organizations).unwrap_or_default());
    let mut rows = tree(organizations, &mut random);
    let slips = (rows.len() / 10_000).max(10);
    for _ in 0..slips {
        let row = random.below(rows.len());
        let (line, by) = (random.below(LINES), 1 + random.below(9));
        if let Some(figure) = rows.get_mut(row).and_then(|row| row.figures.get_mut(line)) {
            *figure += u64::try_from(by).unwrap_or_default();
        }
    }
    let mut order: Vec<usize> = (0..rows.len()).collect();
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
    let mut file = BufWriter::new(fs::File::create(table)?);
    write!(file, "code,parent_code")?;
    for line in 1..=LINES {
        write!(file, ",l{line}")?;
    }
    writeln!(file)?;
    for row in order.iter().filter_map(|place| rows.get(*place)) {
        let parent = row.parent.and_then(|parent| rows.get(parent));
        write!(file, "{},{}", row.code, parent.map_or("", |parent| &parent.code))?;
        for figure in row.figures {
            write!(file, ",{figure}")?;
        }
        writeln!(file)?;
    }
    file.flush()?;
    fs::write(form, form_toml())?;
    Ok((rows.len(), slips))
}

struct Row {
    code: String,
    /// Where the parent stands among the rows.
    parent: Option<usize>,
    figures: Figures,
}

/// A tree of four levels below its root, the lowest with nine organizations below each parent;
/// parents stand before their children.
fn tree(organizations: usize, random: &mut Random) -> Vec<Row> {
    let mut rows = vec![Row { code: "KZ".to_owned(), parent: None, figures: [0; LINES] }];
    let mut level = 0..1;
    for most in BELOW {
        // A small table has fewer branches, so that the lowest level keeps its nine.
        let room = (organizations / 10).saturating_sub(rows.len()).div_ceil(level.len().max(1));
        level = grow(&mut rows, level, most.min(room.max(1)));
    }
    for row in grow(&mut rows, level, LOWEST) {
        if let Some(row) = rows.get_mut(row) {
            row.figures = leaf(random);
        }
    }
    for place in (1..rows.len()).rev() {
        let Some((parent, figures)) = rows.get(place).map(|row| (row.parent, row.figures)) else {
            continue;
        };
        if let Some(parent) = parent.and_then(|parent| rows.get_mut(parent)) {
            parent.figures.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        }
    }
    rows
}

/// Adds so many organizations below each of a level; returns where they stand.
fn grow(rows: &mut Vec<Row>, level: Range<usize>, below: usize) -> Range<usize> {
    let first = rows.len();
    for parent in level {
        let Some(code) = rows.get(parent).map(|row| row.code.clone()) else { continue };
        rows.extend((1..=below).map(|child| Row {
            code: format!("{code}-{child:02}"),
            parent: Some(parent),
            figures: [0; LINES],
        }));
    }
    first..rows.len()
}

/// The figures of an organization with none below it. As in life, it has a size, most of its figures
/// follow from that, and no part is nought.
fn leaf(random: &mut Random) -> Figures {
    let size = 60 + random.below(340);
    let mut figures = [0; LINES];
    for (whole, parts) in SUMS {
        let mut sum = 0;
        for part in parts {
            let usual = size * (2 + part % 7) / 4;
            let unit = if whole >= FIRST_MONEY { 1_000 } else { 1 };
            // Between a half and one and a half of what is usual.
            let least = usual * unit / 2;
            let figure = 1 + least + random.below(2 * least + 1);
            let figure = u64::try_from(figure).unwrap_or_default();
            sum += figure;
            if let Some(place) = figures.get_mut(part - 1) {
                *place = figure;
            }
        }
        if let Some(place) = figures.get_mut(whole - 1) {
            *place = sum;
        }
    }
    figures
}

fn form_toml() -> String {
    let mut toml = "id = \"wide\"\ntitle = { kk = \"Кең кесте\", ru = \"Широкая таблица\", \
                    en = \"Wide table\" }\nsource = \"An example; no such form exists.\"\n"
        .to_owned();
    for line in 1..=LINES {
        let unit = if line >= FIRST_MONEY { "KZT" } else { "persons" };
        let _ = write!(
            toml,
            "\n[[line]]\nid = \"l{line}\"\nunit = \"{unit}\"\n\
             label = {{ kk = \"{line}-жол\", ru = \"Строка {line}\", en = \"Line {line}\" }}\n"
        );
    }
    for (whole, parts) in SUMS {
        let parts: Vec<String> = parts.iter().map(|part| format!("\"l{part}\"")).collect();
        let parts = parts.join(", ");
        let _ = write!(
            toml,
            "\n[[breakdown]]\nof = \"l{whole}\"\nparts = [{parts}]\ncomplete = true\n"
        );
    }
    toml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_have_the_size_asked_for() {
        for (organizations, expected) in [(10_000, 10_801), (100_000, 91_021), (1_000_000, 991_021)]
        {
            let rows = tree(organizations, &mut Random(1));
            assert_eq!(rows.len(), expected);
        }
    }
}
