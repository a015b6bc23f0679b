//! Laws of exact numbers and intervals, and of reading what was written.

use std::ops::{Add, Mul, Sub};

use esep::{
    Amount, Content, Convention, End, Expected, Figure, Interval, Language, Rational, Rounding,
    Unit, read_figure,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

/// Whole numbers of every size, and many at the edges of 64 and 128 bits.
fn whole() -> impl Strategy<Value = i128> {
    let edge = |at: i128| (-3_i128..=3).prop_map(move |step| at.saturating_add(step));
    prop_oneof![
        4 => -1_000_i128..=1_000,
        2 => any::<i64>().prop_map(i128::from),
        2 => any::<i128>(),
        1 => edge(i128::MAX),
        1 => edge(i128::MIN),
        1 => edge(i128::from(i64::MAX)),
    ]
}

/// Digits of numbers far beyond 128 bits, with runs of nines and noughts.
fn digits() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof!["[0-9]{1,40}", "9{15,60}", "0{15,60}"], 1..6)
        .prop_map(|parts| parts.concat())
}

/// The same number as ours and as that of another library.
type Twins = (Rational, BigInt);

fn long() -> impl Strategy<Value = Twins> {
    (digits(), any::<bool>()).prop_map(|(digits, is_negative)| {
        let ours = Rational::from_digits(&digits, 0).unwrap_or_default();
        let theirs = digits.parse::<BigInt>().unwrap_or_default();
        if is_negative { (-ours, -theirs) } else { (ours, theirs) }
    })
}

/// Two equal numbers: ours, and that of another library.
fn pair() -> impl Strategy<Value = (Rational, BigRational)> {
    let twins =
        || prop_oneof![2 => whole().prop_map(|number| (number.into(), number.into())), 1 => long()];
    // What both have in common is to be divided out again.
    let common = prop_oneof![2 => Just((Rational::ONE, BigInt::from(1))), 1 => long()];
    (twins(), twins(), common, 0_u32..200).prop_filter_map("a denominator", |(a, b, by, twos)| {
        let twos = (0..twos).fold((Rational::ONE, BigInt::from(1)), |(ours, theirs), _| {
            (ours * Rational::from(2), theirs * 2)
        });
        let ours = |number: &Rational| number * &by.0 * &twos.0;
        let theirs = |number: &BigInt| number * &by.1 * &twos.1;
        Some((ours(&a.0).checked_div(&ours(&b.0))?, BigRational::new(theirs(&a.1), theirs(&b.1))))
    })
}

fn theirs(ours: &Rational) -> BigRational {
    let (numerator, denominator) = ours.to_fraction();
    let whole = |digits: &str| digits.parse::<BigInt>().unwrap_or_default();
    BigRational::new_raw(whole(&numerator), whole(&denominator))
}

fn ten_to(exponent: i32) -> BigRational {
    let power = BigRational::from_integer(BigInt::from(10).pow(exponent.unsigned_abs()));
    if exponent < 0 { power.recip() } else { power }
}

proptest! {
    #[test]
    fn rationals_compute_as_those_of_another_library((a, big_a) in pair(), (b, big_b) in pair()) {
        prop_assert_eq!(theirs(&a), big_a.clone());
        prop_assert_eq!(theirs(&(&a + &b)), (&big_a).add(&big_b));
        prop_assert_eq!(theirs(&(&a - &b)), (&big_a).sub(&big_b));
        prop_assert_eq!(theirs(&(&a * &b)), (&big_a).mul(&big_b));
        let zero = BigRational::from_integer(0.into());
        let quotient = (big_b != zero).then(|| &big_a / &big_b);
        prop_assert_eq!(a.checked_div(&b).as_ref().map(theirs), quotient);
        prop_assert_eq!(a.cmp(&b), big_a.cmp(&big_b));
        prop_assert_eq!(theirs(&-&a), -big_a.clone());
        prop_assert_eq!(theirs(&a.floor()), big_a.floor());
        prop_assert_eq!(theirs(&a.ceil()), big_a.ceil());
        prop_assert_eq!(a.is_negative(), big_a < zero);
        prop_assert_eq!(a.is_integer(), big_a.is_integer());
    }

    #[test]
    fn rationals_round_as_those_of_another_library((a, big_a) in pair(), decimals in -45..45_i32) {
        let rounded = (big_a * ten_to(decimals)).round() / ten_to(decimals);
        prop_assert_eq!(theirs(&a.round(decimals)), rounded);
    }

    #[test]
    fn equal_rationals_are_stored_alike((a, _) in pair(), (b, _) in pair()) {
        prop_assert_eq!(&(&a + &b) - &b, a.clone());
        if let Some(quotient) = a.checked_div(&b) {
            prop_assert_eq!(quotient * &b, a);
        }
    }

    #[test]
    fn rationals_come_back_from_decimals((a, _) in pair()) {
        if let Some(decimal) = a.to_decimal() {
            prop_assert_eq!(Rational::from(decimal), a);
        }
    }
}

/// Small numbers, so that ends often coincide with each other and with 0.
fn small() -> impl Strategy<Value = Rational> {
    (-6_i128..=6, 1_i128..=3).prop_map(|(n, d)| Rational::new(n, d).unwrap_or_default())
}

fn interval() -> impl Strategy<Value = Interval> {
    let end = || {
        prop_oneof![
            1 => Just(End::Unbounded),
            2 => small().prop_map(End::Open),
            3 => small().prop_map(End::Closed),
        ]
    };
    (end(), end()).prop_filter_map("an interval", |(a, b)| {
        Interval::new(a.clone(), b.clone()).or_else(|| Interval::new(b, a))
    })
}

/// Numbers of an interval: its closed ends, close to its ends, and between them.
fn members(interval: &Interval) -> Vec<Rational> {
    let tiny = Rational::power_of_ten(-9);
    let huge = Rational::power_of_ten(9);
    let mut numbers = vec![Rational::ZERO, huge.clone(), -huge];
    for end in [interval.low(), interval.high()] {
        if let Some(number) = end.number() {
            numbers.extend([number.clone(), number + &tiny, number - &tiny]);
        }
    }
    if let (Some(low), Some(high)) = (interval.low().number(), interval.high().number()) {
        numbers.push((low + high) * Rational::HALF);
    }
    numbers.retain(|number| interval.contains(number));
    numbers
}

/// That `result` holds all pointwise results and is no wider than they are: a closed end is
/// attained, an open end is approached and not attained, and a missing end is outgrown.
fn check_hull(result: &Interval, results: &[Rational]) -> Result<(), TestCaseError> {
    for number in results {
        prop_assert!(result.contains(number), "{:?} lacks {}", result, number);
    }
    let near = Rational::power_of_ten(-6);
    let far = Rational::power_of_ten(7);
    let reached = |end: &End, beyond: &dyn Fn(&Rational) -> bool| match end {
        End::Closed(end) => results.contains(end),
        End::Open(end) => results.iter().any(|number| (number - end).abs() < near),
        End::Unbounded => results.iter().any(beyond),
    };
    let is_far_below = |number: &Rational| *number < -&far;
    let is_far_above = |number: &Rational| *number > far;
    prop_assert!(reached(result.low(), &is_far_below), "low end of {:?}", result);
    prop_assert!(reached(result.high(), &is_far_above), "high end of {:?}", result);
    Ok(())
}

fn pointwise(
    a: &Interval,
    b: &Interval,
    compute: impl Fn(&Rational, &Rational) -> Option<Rational>,
) -> Vec<Rational> {
    let right = members(b);
    members(a).iter().flat_map(|x| right.iter().filter_map(|y| compute(x, y))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn interval_sums_hold_all_sums_and_no_more(a in interval(), b in interval()) {
        check_hull(&a.plus(&b), &pointwise(&a, &b, |x, y| Some(x + y)))?;
        check_hull(&a.plus(&b.negated()), &pointwise(&a, &b, |x, y| Some(x - y)))?;
    }

    #[test]
    fn interval_products_hold_all_products_and_no_more(a in interval(), b in interval()) {
        check_hull(&a.times(&b), &pointwise(&a, &b, |x, y| Some(x * y)))?;
        prop_assert_eq!(a.times(&b), b.times(&a));
    }

    #[test]
    fn interval_quotients_hold_all_quotients_and_no_more(a in interval(), b in interval()) {
        let has_both_signs = members(&b).iter().any(Rational::is_negative)
            && members(&b).iter().any(|y| !y.is_negative() && !y.is_zero());
        let is_nought = b.as_point().is_some_and(Rational::is_zero);
        match a.divided_by(&b) {
            None => prop_assert!(has_both_signs || is_nought, "{:?}", b),
            Some(quotient) => {
                prop_assert!(!has_both_signs && !is_nought, "{:?}", b);
                check_hull(&quotient, &pointwise(&a, &b, Rational::checked_div))?;
            }
        }
    }

    #[test]
    fn scaling_is_multiplying_by_a_point(a in interval(), factor in small()) {
        prop_assert_eq!(a.scaled(&factor), a.times(&Interval::point(factor.clone())));
        check_hull(&a.scaled(&factor), &pointwise(&a, &Interval::point(factor), |x, y| Some(x * y)))?;
    }

    #[test]
    fn intervals_meet_where_both_hold(a in interval(), b in interval()) {
        let meet = a.meet(&b);
        for number in members(&a).iter().chain(&members(&b)) {
            let in_both = a.contains(number) && b.contains(number);
            prop_assert_eq!(meet.as_ref().is_some_and(|meet| meet.contains(number)), in_both);
        }
        prop_assert_eq!(meet, b.meet(&a));
    }
}

fn unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec!["persons", "KZT", "percent", "per-1000-workers", "number"])
        .prop_map(Unit::new)
}

/// A unit, a number printed with so many decimals in it, and how it was rounded.
fn printed() -> impl Strategy<Value = (Unit, Rational, i32, Rounding)> {
    let rounding = prop::sample::select(vec![Rounding::Exact, Rounding::Printed]);
    (unit(), whole(), 0..6_i32, rounding).prop_map(|(unit, digits, decimals, rounding)| {
        // What has more decimals than its unit allows is read as grouped: another law.
        let decimals = match unit.name() {
            "persons" => 0,
            "KZT" => decimals.min(2),
            _ => decimals,
        };
        let places = if unit.name() == "percent" { decimals + 2 } else { decimals };
        let value = Rational::from(digits) * Rational::power_of_ten(-places);
        (unit, value, decimals, rounding)
    })
}

fn figure_of(text: &str, convention: Convention, expected: &Expected<'_>) -> Option<Figure> {
    match read_figure(text, &convention, expected).ok()?.content {
        Content::Figure(figure) => Some(figure),
        _ => None,
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_the_same((unit, value, decimals, rounding) in printed()) {
        let expected = Expected { rounding, ..Expected::of(&unit) };
        let amount = Amount::new(value.clone(), decimals, unit.kind());
        let places = if unit.name() == "percent" { decimals + 2 } else { decimals };
        let figure = match rounding {
            Rounding::Exact => Figure::exact(value, decimals),
            Rounding::Printed => Figure::rounded(value, &Rational::power_of_ten(-places), decimals),
        };
        for language in Language::ALL {
            let text = amount.in_language(language);
            let read = figure_of(&text, Convention::of(&[language]), &expected);
            prop_assert_eq!(read.as_ref(), Some(&figure), "{}", text);
        }
        let text = amount.plain();
        let read = figure_of(&text, Convention::machine(), &expected);
        prop_assert_eq!(read.as_ref(), Some(&figure), "{}", text);
    }

    #[test]
    fn exact_decimals_are_read_back_as_the_same_number((unit, value, _, _) in printed()) {
        let text = Amount::new(value.clone(), 0, unit.kind()).exact();
        let read = figure_of(&text, Convention::machine(), &Expected::of(&unit));
        prop_assert_eq!(read.as_ref().map(Figure::value), Some(&value), "{}", text);
    }

    #[test]
    fn no_text_makes_reading_panic(text in any::<String>(), unit in unit()) {
        for convention in [Convention::of(&Language::ALL), Convention::machine()] {
            let _ = read_figure(&text, &convention, &Expected::of(&unit));
        }
    }

    #[test]
    fn no_text_that_looks_like_a_figure_makes_reading_panic(
        text in "[-−(<>~≈= \u{A0}\u{202F}$₸]{0,3}[0-9]{0,4}([ ,.'’\u{A0}_][0-9]{0,4}){0,4}( ?(%|млн|мың|тыс\\.|тг|\\)|\\*|¹|\\(5\\)|e9)){0,3}",
        unit in unit(),
        languages in prop::sample::subsequence(Language::ALL.to_vec(), 0..=3),
    ) {
        let min = Rational::ZERO;
        let expected = Expected { min: Some(&min), missing_codes: true, ..Expected::of(&unit) };
        for convention in [Convention::of(&languages), Convention::machine()] {
            match read_figure(&text, &convention, &expected) {
                Ok(reading) => if let Content::Figure(figure) = reading.content {
                    let closed = |end: &End| match end.number() {
                        Some(number) => End::Closed(number.clone()),
                        None => End::Unbounded,
                    };
                    let interval = figure.interval();
                    let closure = Interval::new(closed(interval.low()), closed(interval.high()));
                    prop_assert!(closure.is_some_and(|closure| closure.contains(figure.value())));
                },
                Err(esep::Misreading::Unreadable { at, length, found, .. }) => {
                    let part: String = text.chars().skip(at).take(length).collect();
                    prop_assert!(part.starts_with(&found), "{} {} {}", at, length, found);
                    prop_assert!(at + length <= text.chars().count());
                }
                Err(esep::Misreading::Ambiguous { readings }) => prop_assert_eq!(readings.len(), 2),
            }
        }
    }
}
