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

const LAYOUTS: [Layout; 2] = [Layout::Crossed, Layout::List];

/// Whatever one slip is, it is offered, and its kind is among those that it is said to look like.
fn is_always_offered(layout: Layout, shape: Shape, times: usize, kinds: &[Kind]) {
    for kind in kinds {
        let tally = tally(layout, shape, 1, times, &[*kind]);
        let is_offered = (tally.offered, tally.listed) == (times, times);
        assert!(is_offered, "{kind:?}, {layout:?} {shape:?}: {tally:?}");
    }
}

#[test]
fn one_slip_is_always_offered_by_its_kind() {
    for layout in LAYOUTS {
        for (shape, times) in [(Shape::Apart(1), 40), (Shape::Tree(40), 8)] {
            is_always_offered(layout, shape, times, &Kind::OF_ONE_FIGURE);
            is_always_offered(layout, shape, times, &[Kind::Exchanged]);
        }
    }
}

#[test]
fn one_wrong_figure_is_always_among_the_smallest_explanations() {
    for (shape, times) in [(Shape::Apart(1), 100), (Shape::Tree(40), 40)] {
        for layout in LAYOUTS {
            let tally = tally(layout, shape, 1, times, &Kind::OF_ONE_FIGURE);
            assert_eq!(tally.offered, times, "{layout:?} {shape:?}: {tally:?}");
            assert_eq!((tally.fewer, tally.cut_short), (0, 0), "{layout:?} {shape:?}: {tally:?}");
        }
    }
}

#[test]
fn two_figures_exchanged_are_always_named() {
    for layout in LAYOUTS {
        for (shape, times) in [(Shape::Apart(1), 200), (Shape::Tree(40), 40)] {
            let tally = tally(layout, shape, 1, times, &[Kind::Exchanged]);
            assert_eq!((tally.offered, tally.named), (times, times), "{layout:?}: {tally:?}");
        }
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
fn a_slip_of_a_whole_row_is_one_explanation_and_the_first() {
    for layout in LAYOUTS {
        for kind in Kind::OF_A_ROW {
            let tally = tally(layout, Shape::Tree(200), 1, 20, &[kind]);
            let found = [tally.offered, tally.first, tally.named, tally.in_one];
            assert_eq!(found, [20; 4], "{kind:?}, {layout:?}: {tally:?}");
        }
    }
}

#[test]
fn what_is_not_wrong_is_not_explained() {
    for layout in LAYOUTS {
        let book = Union::new(layout, Shape::Tree(40), true, 7).unwrap().book();
        let findings = esep::check(&book).findings;
        assert!(findings.iter().all(|finding| finding.relations.is_empty()), "{findings:?}");
    }
}
