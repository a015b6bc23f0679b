//! How long explanations take: of one form with a few wrong cells, of a wrong subtotal in a tree,
//! of ten thousand forms with one wrong cell each.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use esep::explain::{Answer, Cell, CellId, Explained, Limits, Outcome, Problem, Relation, explain};
use esep::{Book, Finding, Rational, check};
use esep_tests::planted::{LINES, Layout, Random, Shape, Union};

/// So many forms are tried, each so often; the least of a form's times is taken.
const FORMS: usize = 200;
const RUNS: usize = 15;
/// How often a whole book is explained.
const BOOK_RUNS: usize = 7;

fn main() {
    println!("forms of 25 cells and 8 relations, {FORMS} of each, in µs\n");
    println!("| form | wrong cells | median | least | most | sets, median | sets, most |");
    println!("|---|---|---|---|---|---|---|");
    for layout in [Layout::Crossed, Layout::List] {
        for wrong in 1..=4 {
            one_form(layout, wrong);
        }
    }
    println!("\nbooks, {BOOK_RUNS} runs, in ms, after the check\n");
    println!("| book | median | least | most | CPU, mean | groups | memory, KB |");
    println!("|---|---|---|---|---|---|---|");
    subtotal();
    for layout in [Layout::List, Layout::Crossed] {
        forms(layout);
    }
    for layout in [Layout::List, Layout::Crossed] {
        families(layout);
    }
}

/// Explains forms with so many wrong cells.
fn one_form(layout: Layout, wrong: usize) {
    let mut times = Vec::new();
    let mut sets = Vec::new();
    let mut random = Random::new(0xE5E9);
    for _ in 0..FORMS {
        let problem = problem(layout, wrong, &mut random);
        let mut least = Duration::MAX;
        for _ in 0..RUNS {
            let start = Instant::now();
            let answer = black_box(problem.smallest(&Limits::default()));
            least = least.min(start.elapsed());
            drop(answer);
        }
        times.push(least);
        sets.push(match problem.smallest(&Limits::default()) {
            Answer::Explained(explanation) => explanation.repairs.len(),
            _ => 0,
        });
    }
    sets.sort_unstable();
    println!(
        "| {} | {wrong} | {} | {} | {} |",
        layout.name(),
        spread(&mut times, 1),
        sets.get(FORMS / 2).copied().unwrap_or_default(),
        sets.last().copied().unwrap_or_default(),
    );
}

/// A form as a problem, with so many cells changed.
fn problem(layout: Layout, wrong: usize, random: &mut Random) -> Problem {
    let mut figures = layout.figures(random);
    let mut places: Vec<usize> = (0..LINES).collect();
    for _ in 0..wrong {
        let place = places.swap_remove(random.below(places.len()));
        if let Some(figure) = figures.get_mut(place) {
            *figure += 1 + random.figure();
        }
    }
    let mut problem = Problem::new();
    let cells: Vec<CellId> =
        figures.iter().map(|figure| problem.cell(Cell::count(&Rational::from(*figure)))).collect();
    for (total, parts) in layout.sums() {
        if let Some(total) = cells.get(*total) {
            problem.require(Relation::sum(
                *total,
                parts.iter().filter_map(|part| cells.get(*part)).copied(),
            ));
        }
    }
    problem
}

/// Explains a tree of 2 000 organizations in which the total of one is wrong.
fn subtotal() {
    let Some(union) = Union::new(Layout::List, Shape::Tree(2_000), false, 7) else { return };
    let mut book = union.book();
    union.state(&mut book, 5, 3, union.figure(5, 3).map(|figure| figure + 1_000));
    book_times("one wrong subtotal, 2 000 organizations", &book);
}

/// Explains 10 000 forms, a figure of each of which is wrong.
fn forms(layout: Layout) {
    let Some(union) = Union::new(layout, Shape::Apart(10_000), false, 8) else { return };
    let mut book = union.book();
    let mut random = Random::new(9);
    for organization in 0..union.len() {
        let line = random.below(LINES - 1);
        let figure = union.figure(organization, line).map(|figure| figure + 1 + random.figure());
        union.state(&mut book, organization, line, figure);
    }
    book_times(&format!("10 000 wrong forms, {}", layout.name()), &book);
}

/// Explains 100 000 organizations in families of 500, of which 240 have a wrong figure.
fn families(layout: Layout) {
    let Some(union) = Union::new(layout, Shape::Families(100_000), false, 10) else { return };
    let mut book = union.book();
    let mut random = Random::new(11);
    for _ in 0..240 {
        let (organization, line) = (random.below(union.len()), random.below(LINES));
        let figure = union.figure(organization, line).map(|figure| figure + 1 + random.figure());
        union.state(&mut book, organization, line, figure);
    }
    book_times(&format!("240 wrong figures in 100 000 organizations, {}", layout.name()), &book);
}

fn book_times(name: &str, book: &Book) {
    let findings: Vec<Finding> = check(book).findings;
    let before = forget_peak();
    let explained = explain(book, &findings, &Limits::default());
    let memory = peak().zip(before).map(|(peak, before)| peak.saturating_sub(before).to_string());
    let solved = |explained: &&Explained| matches!(explained.outcome, Outcome::Solved { .. });
    let groups = explained.iter().filter(solved).count();
    let before = cpu_nanos();
    let mut times: Vec<Duration> = (0..BOOK_RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(explain(book, &findings, &Limits::default()));
            start.elapsed()
        })
        .collect();
    let cpu = cpu_nanos().zip(before).map(|(after, before)| {
        let tenths = after.saturating_sub(before) / BOOK_RUNS as u64 / 100_000;
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    let (cpu, memory) = (cpu.unwrap_or_default(), memory.unwrap_or_default());
    println!("| {name} | {} | {cpu} | {groups} | {memory} |", spread(&mut times, 1_000));
}

/// How long this process was on a processor; where the system says so.
fn cpu_nanos() -> Option<u64> {
    fs::read_to_string("/proc/self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}

/// The median, the least and the most, in so many microseconds.
fn spread(times: &mut [Duration], unit: u128) -> String {
    times.sort();
    let last = times.len().saturating_sub(1);
    let shown = [times.len() / 2, 0, last].map(|at| {
        let tenths = times.get(at).copied().unwrap_or_default().as_nanos() / (unit * 100);
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    shown.join(" | ")
}

/// Lets the peak of memory begin anew, and tells how much there is; where the system can.
fn forget_peak() -> Option<u64> {
    fs::write("/proc/self/clear_refs", "5").ok()?;
    peak()
}

/// The most memory since then, in KB.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
