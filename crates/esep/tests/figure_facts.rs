//! Facts of exact and rounded figures that were computed elsewhere.
//!
//! Where they come from:
//! - rounding intervals and rounded sums: the tests of Arelle (2.47.3) and of its `ixbrl-viewer`
//!   (`interval.test.js`, `calculation.test.js`), which follow Calculations 1.1 of XBRL
//!   International; one sum is from Scholtus (2008), table 5, divided by 1 000;
//! - excess digits: the tests of Arelle (`test_validatexbrlcalcs.py`);
//! - the unit of the last written digit: the tests of Beancount (`balance_test.py`);
//! - percentages: computed by hand for this project.

use esep::{
    Amount, Content, Convention, Count, Expected, Figure, Interval, Rational, Rounding, Share,
    Unit, UnitKind, read_figure,
};

/// A number written with a decimal point, read as exact.
fn number(text: &str) -> Rational {
    read(text, "number", Rounding::Exact).value().clone()
}

fn read(text: &str, unit: &str, rounding: Rounding) -> Figure {
    let unit = Unit::new(unit);
    let expected = Expected { rounding, ..Expected::of(&unit) };
    match read_figure(text, &Convention::machine(), &expected).map(|reading| reading.content) {
        Ok(Content::Figure(figure)) => figure,
        other => unreachable!("{text}: {other:?}"),
    }
}

fn rounded(text: &str, decimals: i32) -> Figure {
    Figure::rounded(number(text), &Rational::power_of_ten(-decimals), decimals)
}

fn interval(low: &str, high: &str) -> Interval {
    let radius = (number(high) - number(low)) * Rational::HALF;
    Interval::around(&(number(low) + &radius), &radius)
}

#[test]
fn a_rounded_figure_stands_for_half_a_unit_on_either_side() {
    for (value, decimals, low, high) in [
        ("-20.123", 3, "-20.1235", "-20.1225"),
        ("12300", -2, "12250", "12350"),
        ("10000", -3, "9500", "10500"),
        ("4000", -3, "3500", "4500"),
    ] {
        assert_eq!(rounded(value, decimals).interval(), &interval(low, high), "{value}");
    }
    assert_eq!(Figure::exact(number("20"), 0).interval(), &interval("20", "20"));
    assert_eq!(read("-20.123", "number", Rounding::Printed), rounded("-20.123", 3));
}

#[test]
fn sums_of_rounded_figures_hold_where_intervals_meet() {
    /// A weight, and a figure as stated once or more, each with its decimals.
    type Part = (i32, &'static [(&'static str, i32)]);
    let check = |total: (&str, i32), parts: &[Part], computed: Interval, holds: bool| {
        let sum = parts.iter().fold(Interval::point(Rational::ZERO), |sum, (weight, stated)| {
            let part = stated.iter().fold(Interval::EVERYTHING, |part, (value, decimals)| {
                part.meet(rounded(value, *decimals).interval()).unwrap()
            });
            sum.plus(&part.scaled(&Rational::from(*weight)))
        });
        assert_eq!(sum, computed, "{parts:?}");
        assert_eq!(sum.meet(rounded(total.0, total.1).interval()).is_some(), holds, "{parts:?}");
    };
    check(
        ("10000", -3),
        &[(1, &[("12000", -3)]), (-1, &[("2000", -3)])],
        interval("9000", "11000"),
        true,
    );
    check(
        ("10000", -3),
        &[(1, &[("12000", -3)]), (-1, &[("2000", -3), ("1990", -1)])],
        interval("9505", "10515"),
        true,
    );
    check(
        ("4000", -3),
        &[(2, &[("3000", -3)]), (-2, &[("1000", -3)])],
        interval("2000", "6000"),
        true,
    );
    check(("4085", 0), &[(1, &[("3148", 0)]), (1, &[("936", 0)])], interval("4083", "4085"), true);
    check(("11", 0), &[(1, &[("4", 0)]), (1, &[("5", 0)])], interval("8", "10"), false);
}

#[test]
fn a_percentage_holds_where_its_interval_has_the_ratio() {
    for (percentage, part, whole, holds) in [
        ("33.3", 1, 3, true),
        ("33.4", 1, 3, false),
        ("66.7", 2, 3, true),
        ("0.5", 1, 200, true),
        ("12.5", 1, 8, true),
        // 12.5 may have been rounded either way.
        ("13", 1, 8, true),
        ("12", 1, 8, true),
        ("57", 4, 7, true),
        ("57.2", 4, 7, false),
    ] {
        let figure = read(percentage, "percent", Rounding::Printed);
        let share = Share::new(Count::new(part), Count::new(whole)).unwrap();
        assert_eq!(figure.interval().contains(&share.ratio()), holds, "{percentage}");
        let quotient = Interval::point(Count::new(part).into())
            .divided_by(&Interval::point(Count::new(whole).into()))
            .unwrap();
        assert_eq!(figure.interval().meet(&quotient).is_some(), holds, "{percentage}");
    }
    let nought = Interval::point(Rational::ZERO);
    assert_eq!(nought.divided_by(&nought), None);
    assert_eq!(Share::new(Count::ZERO, Count::ZERO), None);
}

#[test]
fn digits_beyond_the_stated_decimals_are_told() {
    for (value, decimals, excess) in [
        ("1234", -1, "4"),
        ("1234", -5, "1234"),
        ("1234.5678", 0, "0.5678"),
        ("1234.5678", 5, "0"),
        ("1E-100", 0, "1E-100"),
    ] {
        let (value, unit) = (number(value), Rational::power_of_ten(-decimals));
        let units = value.checked_div(&unit).unwrap().floor();
        assert_eq!(value - units * unit, number(excess));
    }
}

#[test]
fn the_last_written_digit_gives_the_unit() {
    for (asserted, unit) in [("0", "1"), ("0.00", "0.01"), ("1", "1"), ("1.00", "0.01")] {
        let figure = read(asserted, "number", Rounding::Exact);
        assert_eq!(Rational::power_of_ten(-figure.decimals()), number(unit));
        assert_eq!(figure.interval().radius(), Some(Rational::ZERO));
        let shown = Amount::new(figure.value().clone(), figure.decimals(), UnitKind::Number);
        assert_eq!(shown.plain(), asserted);
    }
}

#[test]
fn no_single_total_explains_both_shares_of_the_example() {
    let total = |part: u64, percentage| {
        let share = read(percentage, "percent", Rounding::Printed);
        Interval::point(Count::new(part).into()).divided_by(share.interval()).unwrap()
    };
    let (students, women) = (total(97_702, "14.4"), total(510_188, "69.6"));
    let rounded = |interval: &Interval| {
        [interval.low(), interval.high()].map(|end| end.number().unwrap().round(0).to_string())
    };
    assert_eq!(rounded(&students), ["676138", "680850"]);
    assert_eq!(rounded(&women), ["732503", "733556"]);
    assert_eq!(students.meet(&women), None);
}
