//! What is read of every notation, and what is refused.

use super::*;
use crate::figure::{End, Interval};
use crate::language::Language;

const RU: &[Language] = &[Language::Ru];
const EN: &[Language] = &[Language::En];
const NONE: &[Language] = &[];

fn number(text: &str) -> Rational {
    match text.split_once('/') {
        Some((numerator, denominator)) => {
            Rational::new(numerator.parse().unwrap(), denominator.parse().unwrap()).unwrap()
        }
        None => Rational::from(text.parse::<i128>().unwrap()),
    }
}

fn read(text: &str, languages: &[Language], unit: &str) -> Result<Reading, Misreading> {
    read_figure(text, &Convention::of(languages), &Expected::of(&Unit::new(unit)))
}

fn figure(text: &str, languages: &[Language], unit: &str) -> Figure {
    match read(text, languages, unit) {
        Ok(Reading { content: Content::Figure(figure), .. }) => figure,
        other => panic!("{text:?}: {other:?}"),
    }
}

/// An exact figure of persons in a document of any language.
fn check_persons(text: &str, expected: &str) {
    for languages in [RU, EN, NONE] {
        let figure = figure(text, languages, "persons");
        assert_eq!(figure.value(), &number(expected), "{text:?}");
        assert_eq!(figure.interval(), &Interval::point(number(expected)), "{text:?}");
    }
}

/// Value, ends and decimals of a figure in a Russian document.
fn check(text: &str, unit: &str, value: &str, ends: [&str; 2], decimals: i32) {
    let figure = figure(text, RU, unit);
    assert_eq!(figure.value(), &number(value), "{text:?}");
    let [low, high] = ends.map(|end| match (end.strip_prefix('['), end.strip_prefix('(')) {
        (Some(at), _) => End::Closed(number(at)),
        (_, Some(at)) => End::Open(number(at)),
        _ => End::Unbounded,
    });
    assert_eq!(figure.interval(), &Interval::new(low, high).unwrap(), "{text:?}");
    assert_eq!(figure.decimals(), decimals, "{text:?}");
}

fn check_content(text: &str, content: &Content, note: Option<&str>) {
    let reading = read(text, RU, "persons").unwrap();
    assert_eq!(&reading.content, content, "{text:?}");
    assert_eq!(reading.note.as_deref(), note, "{text:?}");
}

fn check_refused(text: &str, unit: &str, at: usize, found: &str, obstacle: Obstacle) {
    let expected = Misreading::Unreadable {
        at,
        length: found.chars().count(),
        found: found.to_owned(),
        obstacle,
    };
    assert_eq!(read(text, RU, unit), Err(expected), "{text:?}");
}

#[test]
fn digits_are_grouped_by_any_of_the_marks() {
    for text in [
        "703070",
        "703 070",
        "703\u{A0}070",
        "703\u{202F}070",
        "703\u{2009}070",
        "703'070",
        "703\u{2019}070",
        "703,070",
        "703.070",
        "  703 070\u{A0}",
        "+703070",
    ] {
        check_persons(text, "703070");
    }
    check_persons("12,345,678", "12345678");
    check_persons("1.191.000,5", "2382001/2");
    check_persons("1,191,000.5", "2382001/2");
    check_persons("1'191'000,50", "2382001/2");
    check_persons("1,5", "3/2");
    check_persons("1\u{A0}093", "1093");
    check_persons("0", "0");
    check_persons("007", "7");
}

#[test]
fn digits_are_never_glued() {
    for text in ["1 23", "12 3456", "1234 567", "1,23,456", "12.05.2020", "0 123", "1 234,567,8"] {
        check_refused(text, "persons", 0, text, Obstacle::WrongGrouping);
    }
    check_refused("3,141 592", "number", 0, "3,141 592", Obstacle::WrongGrouping);
    check_refused("12  345", "persons", 4, "345", Obstacle::NotUnderstood);
    check_refused("10-15", "persons", 2, "-", Obstacle::NotUnderstood);
    check_refused("54 (3)", "persons", 3, "(", Obstacle::NotUnderstood);
}

#[test]
fn minus_is_a_hyphen_a_minus_sign_or_parentheses() {
    for text in ["-27232", "\u{2212}27 232", "(27 232)", "- 27232", "( 27,232 )"] {
        check_persons(text, "-27232");
    }
    check_refused("\u{2013}5", "persons", 0, "\u{2013}", Obstacle::DashForMinus);
    check_refused(" (5", "persons", 1, "(", Obstacle::UnclosedParenthesis);
    check_refused("5)", "persons", 1, ")", Obstacle::NotUnderstood);
    check_refused("--5", "persons", 1, "-", Obstacle::NotUnderstood);
    check_refused("-(5)", "persons", 1, "(", Obstacle::NotUnderstood);
}

#[test]
fn shares_are_ratios_rounded_as_printed() {
    for text in ["14,4 %", "14,4%", "14.4 %", "14.4", "14,4\u{A0}%"] {
        check(text, "percent", "144/1000", ["[1435/10000", "[1445/10000"], 1);
    }
    check("69.6", "percent", "696/1000", ["[6955/10000", "[6965/10000"], 1);
    check("(12,50 %)", "percent", "-1/8", ["[-12505/100000", "[-12495/100000"], 2);
    check("14", "percent", "14/100", ["[135/1000", "[145/1000"], 0);
    check_refused("14 %", "persons", 3, "%", Obstacle::PercentOfNoShare);
    check_refused("14 % %", "percent", 5, "%", Obstacle::NotUnderstood);
    check_refused("14 млн", "percent", 3, "млн", Obstacle::ScaleOfShare);
}

#[test]
fn bounds_leave_one_side_open() {
    check("> 40 000", "persons", "40000", ["(40000", ""], 0);
    check(">=40000", "persons", "40000", ["[40000", ""], 0);
    check("\u{2265} 3", "persons", "3", ["[3", ""], 0);
    check("<5", "persons", "5", ["", "(5"], 0);
    check("<= 14,4 %", "percent", "144/1000", ["", "[144/1000"], 1);
    check("\u{2264} -3", "number", "-3", ["", "[-3"], 0);
}

#[test]
fn the_open_side_ends_where_figures_stop_making_sense() {
    let unit = Unit::new("persons");
    let (min, max) = (Rational::ZERO, Rational::from(10));
    let expected = Expected { min: Some(&min), max: Some(&max), ..Expected::of(&unit) };
    let interval = |text| match read_figure(text, &Convention::of(RU), &expected).unwrap().content {
        Content::Figure(figure) => figure.interval().clone(),
        other => panic!("{other:?}"),
    };
    let closed = |whole: i32| End::Closed(whole.into());
    let open = |whole: i32| End::Open(whole.into());
    assert_eq!(interval("<5"), Interval::new(closed(0), open(5)).unwrap());
    assert_eq!(interval(">=5"), Interval::new(closed(5), closed(10)).unwrap());
    assert_eq!(interval("<0"), Interval::new(End::Unbounded, open(0)).unwrap());
    assert_eq!(interval(">11"), Interval::new(open(11), End::Unbounded).unwrap());
}

#[test]
fn about_is_within_one_unit_of_the_last_digit_that_is_not_nought() {
    check("~40 000", "persons", "40000", ["[30000", "[50000"], 0);
    check("\u{2248} 14,4 %", "percent", "144/1000", ["[143/1000", "[145/1000"], 1);
    check("~ 24,9 млн", "persons", "24900000", ["[24800000", "[25000000"], -5);
    check("~0", "persons", "0", ["[-1", "[1"], 0);
    check("~14,40 %", "percent", "144/1000", ["[143/1000", "[145/1000"], 2);
}

#[test]
fn scale_words_round_to_the_last_digit_printed() {
    check("24.9 million", "persons", "24900000", ["[24850000", "[24950000"], -5);
    for text in ["4 тыс.", "4 мың", "4 тысячи", "4 thousand", "4тыс", "4 МЫҢНАН"]
    {
        check(text, "persons", "4000", ["[3500", "[4500"], -3);
    }
    for text in ["2 млрд", "2 миллиардов", "2 миллиардтан", "2 billion", "2 bn", "2 млрд."]
    {
        check(text, "persons", "2000000000", ["[1500000000", "[2500000000"], -9);
    }
    for text in ["3 млн", "3 миллиона", "3 миллионға", "3 mln", "3 Million"] {
        check(text, "persons", "3000000", ["[2500000", "[3500000"], -6);
    }
    check("1 трлн", "number", "1000000000000", ["[500000000000", "[1500000000000"], -12);
    check_refused("4 м", "persons", 2, "м", Obstacle::NotUnderstood);
    check_refused("4 тыс. млн", "persons", 7, "млн", Obstacle::NotUnderstood);
}

#[test]
fn a_currency_belongs_to_money_of_that_currency() {
    for text in
        ["24 210 900 тг.", "24 210 900 тенге", "₸24 210 900", "KZT 24,210,900", "24210900 теңгені"]
    {
        check(text, "KZT", "24210900", ["[24210900", "[24210900"], 0);
    }
    check("2 млн тенге", "KZT", "2000000", ["[1500000", "[2500000"], -6);
    check("-$5.25", "USD", "-21/4", ["[-21/4", "[-21/4"], 2);
    check("5 CHF", "CHF", "5", ["[5", "[5"], 0);
    check_refused("$5", "KZT", 0, "$", Obstacle::OtherCurrency);
    check_refused("5 тг.", "persons", 2, "тг.", Obstacle::CurrencyOfNoMoney);
    check_refused("5 CHF", "KZT", 2, "CHF", Obstacle::NotUnderstood);
}

#[test]
fn what_stands_in_place_of_a_figure_is_told_apart() {
    for blank in ["", " ", "\u{A0}\t", "\u{FEFF}"] {
        check_content(blank, &Content::Blank, None);
    }
    for nil in ["-", "\u{2013}", "\u{2014}", " - ", "\u{2212}"] {
        check_content(nil, &Content::Nil, None);
    }
    for not_applicable in ["x", "X", "\u{445}", "\u{425}"] {
        check_content(not_applicable, &Content::NotApplicable, None);
    }
    for not_available in ["...", "\u{2026}", "..", "Нет данных", "н/д", " дерек жоқ "]
    {
        check_content(not_available, &Content::NotAvailable, None);
    }
    check_content("-*", &Content::Nil, Some("*"));
    check_refused(".", "persons", 0, ".", Obstacle::NotUnderstood);
    check_refused("xx", "persons", 0, "xx", Obstacle::NotUnderstood);
    check_refused("<", "persons", 1, "", Obstacle::NoDigits);
}

#[test]
fn what_is_counted_may_stand_beside_its_figure() {
    for text in ["1 234 чел.", "1 234 человека", "1 234 адам", "1 234 persons"] {
        assert_eq!(figure(text, RU, "persons").value(), &number("1234"), "{text}");
    }
    assert_eq!(figure("40,5 тыс. чел.", RU, "persons").value(), &number("40500"));
    assert_eq!(figure("12 дней", RU, "days").value(), &number("12"));
    check_refused("12 дней", "persons", 3, "дней", Obstacle::NotUnderstood);
    check_refused("12 чел. чел.", "persons", 8, "чел", Obstacle::NotUnderstood);
}

#[test]
fn codes_for_missing_figures_are_read_only_where_asked_for() {
    let unit = Unit::new("number");
    let asked = Expected { missing_codes: true, ..Expected::of(&unit) };
    for convention in [Convention::of(RU), Convention::machine()] {
        for text in ["-88", "-99"] {
            let reading = read_figure(text, &convention, &asked).unwrap();
            assert_eq!(reading.content, Content::NotAvailable);
            let reading = read_figure(text, &convention, &Expected::of(&unit)).unwrap();
            assert!(matches!(reading.content, Content::Figure(_)));
        }
    }
}

#[test]
fn footnote_marks_are_kept_as_a_note() {
    let persons = |whole: i32| Content::Figure(Figure::exact(whole.into(), 0));
    check_content("71225(5)", &persons(71_225), Some("(5)"));
    check_content("12*", &persons(12), Some("*"));
    check_content("12 **", &persons(12), Some("**"));
    check_content("12\u{B9}\u{B2}", &persons(12), Some("\u{B9}\u{B2}"));
    check_content("(12(a))", &persons(-12), Some("(a)"));
    let reading = read("36.7(5)", EN, "percent").unwrap();
    assert_eq!(reading.note.as_deref(), Some("(5)"));
    check_refused("12(345)", "persons", 2, "(", Obstacle::NotUnderstood);
}

#[test]
fn a_mark_that_can_be_both_is_decided_by_unit_then_bounds_then_language() {
    // Persons are whole, and tenge have two decimals.
    for languages in [RU, EN, NONE] {
        for text in ["1,191", "1.191"] {
            for unit in ["persons", "KZT"] {
                assert_eq!(figure(text, languages, unit).value(), &number("1191"), "{text}");
            }
        }
    }
    // A share beyond the whole falls away.
    let unit = Unit::new("percent");
    let one = Rational::ONE;
    let bounded = Expected { max: Some(&one), ..Expected::of(&unit) };
    let reading = read_figure("1,191 %", &Convention::of(NONE), &bounded).unwrap();
    assert!(matches!(reading.content, Content::Figure(f) if f.value() == &number("1191/100000")));
    // The language decides the rest.
    assert_eq!(figure("1,191", RU, "number").value(), &number("1191/1000"));
    assert_eq!(figure("1,191", EN, "number").value(), &number("1191"));
    assert_eq!(figure("1.191", EN, "number").value(), &number("1191/1000"));
    assert_eq!(figure("1,191 тыс.", RU, "persons").value(), &number("1191"));
    assert_eq!(figure("1,191 thousand", EN, "persons").value(), &number("1191000"));
    // Dinars of Kuwait have three decimals.
    assert_eq!(figure("1,191", RU, "KWD").value(), &number("1191/1000"));
}

#[test]
fn what_nothing_decides_is_asked_back() {
    for (text, languages) in [("1,191", NONE), ("1.191", NONE), ("1.191", RU)] {
        let Err(Misreading::Ambiguous { readings }) = read(text, languages, "number") else {
            panic!("{text} is not ambiguous");
        };
        let values: Vec<_> = readings.iter().map(Figure::value).collect();
        assert_eq!(values, [&number("1191"), &number("1191/1000")]);
    }
    for (text, value) in
        [("0,191", "191/1000"), ("1,1915", "11915/10000"), ("1234,567", "1234567/1000")]
    {
        assert_eq!(figure(text, NONE, "number").value(), &number(value));
    }
}

#[test]
fn counts_in_thousands_are_rounded_to_what_is_printed() {
    let unit = Unit::new("persons");
    let expected = Expected { thousands: true, ..Expected::of(&unit) };
    let check = |text, value: &str, radius: &str, decimals| {
        let reading = read_figure(text, &Convention::of(EN), &expected).unwrap();
        let interval = Interval::around(&number(value), &number(radius));
        assert_eq!(
            reading.content,
            Content::Figure(Figure::within(number(value), interval, decimals)),
            "{text}"
        );
    };
    check("17717", "17717000", "500", -3);
    check("17,717", "17717000", "500", -3);
    check("17.7", "17700", "50", -2);
    check("2 million", "2000000", "500000", -6);
}

#[test]
fn machines_write_digits_and_a_point_only() {
    let read = |text: &str, unit: &str| {
        read_figure(text, &Convention::machine(), &Expected::of(&Unit::new(unit)))
    };
    let value = |text: &str, unit: &str| match read(text, unit).unwrap().content {
        Content::Figure(figure) => (figure.value().clone(), figure.decimals()),
        other => panic!("{other:?}"),
    };
    assert_eq!(value("703_070", "persons"), (number("703070"), 0));
    assert_eq!(value("1.191", "persons"), (number("1191/1000"), 3));
    assert_eq!(value("-14.40", "percent"), (number("-144/1000"), 2));
    assert_eq!(value("1.5e3", "number"), (number("1500"), -2));
    assert_eq!(value("25E-1", "number"), (number("5/2"), 1));
    for text in
        ["1,5", "1 000", "14 %", "0x1F", "nan", "1_", "_1", "1.", ".5", "e5", "1e", "-", "x"]
    {
        assert!(matches!(read(text, "number"), Err(Misreading::Unreadable { .. })), "{text}");
    }
    let too_long = read("1e1001", "number").unwrap_err();
    assert!(matches!(too_long, Misreading::Unreadable { obstacle: Obstacle::TooLong, .. }));
}

#[test]
fn places_count_characters() {
    check_refused(" 5 млнов", "persons", 3, "млнов", Obstacle::NotUnderstood);
    check_refused("шамамен 5", "persons", 0, "шамамен", Obstacle::NotUnderstood);
    check_refused("24 500 ағаш", "persons", 7, "ағаш", Obstacle::NotUnderstood);
    check_refused("٣٤", "persons", 0, "٣٤", Obstacle::NotUnderstood);
}

#[test]
fn long_texts_are_refused_quickly() {
    let digits = "1".repeat(1_000);
    let value = figure(&digits, RU, "number").value().to_string();
    assert_eq!(value, digits);
    for unit in ["1", "1 ", "1,", "я", "(", "-", "*", "1_", " ", "%", ".", "тг. "] {
        let long = unit.repeat(200_000);
        for convention in [Convention::of(RU), Convention::machine()] {
            let result =
                read_figure(&format!("7{long}"), &convention, &Expected::of(&Unit::new("KZT")));
            if let Err(Misreading::Unreadable { found, .. }) = result {
                assert!(found.chars().count() <= 40);
            }
        }
    }
}
