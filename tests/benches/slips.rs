//! How often explanations hit on slips that were planted.

use esep_tests::planted::{Kind, Layout, Random, Shape, Tally, Union};

/// How often each number of slips is planted, and each kind.
const TRIALS: usize = 1_000;
const TRIALS_OF_A_KIND: usize = 200;
/// The same in a tree, each check of which takes longer.
const TREE_TRIALS: usize = 100;
const TREE_TRIALS_OF_A_KIND: usize = 40;
const ORGANIZATIONS: usize = 2_000;

fn main() {
    for layout in [Layout::Crossed, Layout::List] {
        measure(layout, Shape::Apart(1), [TRIALS, TRIALS_OF_A_KIND]);
    }
    for layout in [Layout::Crossed, Layout::List] {
        measure(layout, Shape::Tree(ORGANIZATIONS), [TREE_TRIALS, TREE_TRIALS_OF_A_KIND]);
    }
}

/// Plants one to four slips of mixed kinds, then one of each kind.
fn measure(layout: Layout, shape: Shape, [trials, of_a_kind]: [usize; 2]) {
    let Some(union) = Union::new(layout, shape, true, 0xE5E9) else { return };
    let mut book = union.book();
    let where_to = match shape {
        Shape::Apart(_) => "one form",
        Shape::Tree(_) | Shape::Families(_) => "2 000 organizations",
    };
    println!("\n{}, {where_to}\n", layout.name());
    println!(
        "| slips | trials | offered | first | named | listed | fewer | of the rest | cut short | unseen |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mixed: Vec<Kind> = Kind::OF_ONE_FIGURE.into_iter().chain([Kind::Exchanged]).collect();
    for slips in 1..=4_u8 {
        let mut random = Random::new(u64::from(slips));
        let kinds =
            |random: &mut Random| (0..slips).filter_map(|_| random.pick(&mixed).copied()).collect();
        row(&format!("{slips}"), Tally::of(&union, &mut book, trials, &mut random, kinds));
    }
    let of_a_row = if shape == Shape::Apart(1) { &[][..] } else { &Kind::OF_A_ROW };
    for kind in mixed.iter().chain(of_a_row) {
        let mut random = Random::new(5);
        let tally = Tally::of(&union, &mut book, of_a_kind, &mut random, |_| vec![*kind]);
        row(kind.name(), tally);
    }
}

fn row(name: &str, tally: Tally) {
    let Tally { trials, offered, offered_of_the_rest, .. } = tally;
    let Tally { first, named, listed, fewer, cut_short, invisible, .. } = tally;
    let of = |count: usize, all: usize| {
        let tenths = (count * 1_000 + all / 2).checked_div(all).unwrap_or_default();
        format!("{}.{} %", tenths / 10, tenths % 10)
    };
    // One slip in two figures may be offered although one figure explains it.
    let of_the_rest = of(offered_of_the_rest, trials - fewer);
    let [offered, first, named, listed, fewer, cut_short] =
        [offered, first, named, listed, fewer, cut_short].map(|count| of(count, trials));
    println!(
        "| {name} | {trials} | {offered} | {first} | {named} | {listed} | {fewer} | {of_the_rest} | {cut_short} | {invisible} |"
    );
}
