//! Planted slips are found again: small samples of what `cargo xtask bench slips` measures.

use crate::planted::{Kind, Layout, Random, Shape, Tally, Union};

/// Plants so many slips of these kinds at once, as often as is said, and counts.
fn tally(layout: Layout, shape: Shape, slips: usize, times: usize, kinds: &[Kind]) -> Tally {
    let union = Union::new(layout, shape, true, 0xE5E9).unwrap();
    let mut book = union.book();
    let draw = |random: &mut Random| {
        (0..slips).filter_map(|_| random.pick(kinds).copied()).collect::<Vec<_>>()
    };
    let tally = Tally::of(&union, &mut book, times, &mut Random::new(1), draw);
    assert_eq!(tally.trials, times);
    tally
}

#[test]
fn one_wrong_figure_is_always_among_the_smallest_explanations() {
    let shapes = [(Shape::Apart(1), 100), (Shape::Tree(40), 40)];
    for (shape, times) in shapes {
        for layout in [Layout::Crossed, Layout::List] {
            let tally = tally(layout, shape, 1, times, &Kind::OF_ONE_FIGURE);
            assert_eq!(tally.offered, times, "{layout:?} {shape:?}: {tally:?}");
            assert_eq!((tally.fewer, tally.cut_short), (0, 0), "{layout:?} {shape:?}: {tally:?}");
        }
    }
}

#[test]
fn two_figures_exchanged_are_always_offered() {
    for layout in [Layout::Crossed, Layout::List] {
        let tally = tally(layout, Shape::Apart(1), 1, 200, &[Kind::Exchanged]);
        assert_eq!(tally.offered, 200, "{layout:?}: {tally:?}");
    }
}

#[test]
fn two_wrong_figures_are_nearly_always_where_figures_stand_in_two_sums() {
    for (shape, times) in [(Shape::Apart(1), 200), (Shape::Tree(40), 30)] {
        let tally = tally(Layout::Crossed, shape, 2, times, &Kind::OF_ONE_FIGURE);
        assert!(tally.offered * 100 >= times * 97, "{shape:?}: {tally:?}");
        // What is not offered is explained by fewer figures.
        assert_eq!(tally.offered_of_the_rest, times - tally.fewer, "{shape:?}: {tally:?}");
    }
}

#[test]
fn a_slip_of_a_whole_row_is_found_figure_by_figure() {
    for kind in Kind::OF_A_ROW {
        let tally = tally(Layout::List, Shape::Tree(40), 1, 5, &[kind]);
        assert_eq!(tally.offered, tally.trials, "{kind:?}: {tally:?}");
    }
}

#[test]
fn what_is_not_wrong_is_not_explained() {
    for layout in [Layout::Crossed, Layout::List] {
        let book = Union::new(layout, Shape::Tree(40), true, 7).unwrap().book();
        let findings = esep::check(&book).findings;
        assert!(findings.iter().all(|finding| finding.relations.is_empty()), "{findings:?}");
    }
}
