//! What is quick to answer stands beside the check that it stands for.

use proptest::prelude::*;

use super::*;

const WIDTH: usize = 5;

/// A screen that looks at units only.
fn screen() -> Screen {
    Screen {
        width: WIDTH,
        tests: Vec::new(),
        bounds: Vec::new(),
        equations: 0,
        balance: Vec::new(),
        common: None,
        skipped: 0,
        added_up: Vec::new(),
        proven: Vec::new(),
        compared: Vec::new(),
        amounts: (0..WIDTH).collect(),
        parts: Vec::new(),
        counts: Vec::new(),
        twins: Vec::new(),
        weights: Vec::new(),
    }
}

/// Whether units are suspected, by the quick way and by the check itself.
fn suspected(rows: &[[i64; WIDTH]]) -> (bool, bool) {
    let (screen, mut siblings) = (screen(), Siblings::default());
    siblings.rows_mut(rows.len(), WIDTH).copy_from_slice(rows.as_flattened());
    let quick = screen.compare(&[], &mut siblings) != Suspicion::Nothing;
    let family = Family { screen: &screen, figures: rows.as_flattened(), rows: rows.len() };
    (quick, family.differs_in_units())
}

/// Rows of different sizes whose figures scatter, and a few in other units.
fn rows() -> impl Strategy<Value = Vec<[i64; WIDTH]>> {
    let spread = prop::sample::select(vec![1_i64, 4, 30, 200]);
    let unit =
        || prop::sample::select(vec![0_i64, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1_000]);
    let row = (10_i64..400, prop::array::uniform5(1_i64..200), prop::array::uniform5(unit()));
    (spread, prop::collection::vec(row, 0..40)).prop_map(|(spread, rows)| {
        let row = |(size, by, units): (i64, [i64; WIDTH], [i64; WIDTH])| {
            std::array::from_fn(|column| size * (1 + by[column] % spread) * units[column])
        };
        rows.into_iter().map(row).collect()
    })
}

proptest! {
    #[test]
    fn no_unit_that_looks_wrong_is_passed_over(rows in rows()) {
        let (quick, exact) = suspected(&rows);
        prop_assert_eq!(quick, exact);
    }
}

#[test]
fn a_thousandfold_is_suspected_and_figures_far_apart_are_not() {
    let mut rows = [[40, 41, 42, 43, 44]; 9];
    assert_eq!(suspected(&rows), (false, false));
    rows[3] = [10, 150, 42, 43, 250];
    assert_eq!(suspected(&rows), (false, false));
    rows[5][2] = 42_000;
    assert_eq!(suspected(&rows), (true, true));
}
