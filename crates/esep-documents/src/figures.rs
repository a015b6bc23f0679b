//! Figures as people write them, with all that is known of them: bounds, changes, what rounding
//! leaves open.

use esep::{Amount, Content, Direction, End, Figure, Language, Rational, UnitKind, Wording};

/// What a cell says: a figure, or the sign that stands in its place.
pub(crate) fn content(content: &Content, kind: UnitKind, language: Language) -> Option<String> {
    Some(match content {
        Content::Figure(figure) => self::figure(figure, kind, language),
        Content::Nil => "\u{2013}".to_owned(),
        Content::NotApplicable => "x".to_owned(),
        Content::NotAvailable => "…".to_owned(),
        Content::Blank => return None,
    })
}

/// A figure as people write it: `> 2,000,000` where more is not known.
pub(crate) fn figure(figure: &Figure, kind: UnitKind, language: Language) -> String {
    let amount = Amount::new(figure.value().clone(), figure.decimals(), kind);
    let bound = match bound(figure) {
        "" => "",
        ">" => ">\u{a0}",
        "<" => "<\u{a0}",
        ">=" => "≥\u{a0}",
        _ => "≤\u{a0}",
    };
    format!("{bound}{}", amount.in_language(language))
}

/// The sign before a figure that is known on one side only.
pub(crate) fn bound(figure: &Figure) -> &'static str {
    match (figure.interval().low(), figure.interval().high()) {
        (End::Open(_), End::Unbounded) => ">",
        (End::Closed(_), End::Unbounded) => ">=",
        (End::Unbounded, End::Open(_)) => "<",
        (End::Unbounded, End::Closed(_)) => "<=",
        _ => "",
    }
}

/// A change with its sign and what rounding leaves open: `+67`, `+0.5 ±0.1 pp`; a mark where the
/// sign itself is open.
pub(crate) fn change(change: &Figure, kind: UnitKind, language: Language) -> String {
    let wording = Wording::in_language(language);
    let points =
        if kind == UnitKind::Share { format!(" {}", wording.word("pp")) } else { String::new() };
    let write = |value: &Rational, decimals: i32| {
        let is_share = kind == UnitKind::Share;
        let shown = if is_share { value * Rational::from(100) } else { value.clone() };
        let kind = if is_share { UnitKind::Number } else { kind };
        Amount::new(shown, decimals, kind).in_language(language)
    };
    let sign = |value: &Rational| if is_gain(value) { "+" } else { "" };
    let signed = |value: &Rational| format!("{}{}", sign(value), write(value, change.decimals()));
    let interval = change.interval();
    let mut text = match (interval.radius(), interval.low().number(), interval.high().number()) {
        (Some(radius), ..) if radius.is_zero() => signed(change.value()),
        (Some(radius), ..) => {
            let percent = if kind == UnitKind::Share { 100 } else { 1 };
            let needed = (&radius * Rational::from(percent)).decimals_needed(6).unwrap_or(6);
            let decimals = i32::try_from(needed).unwrap_or(6);
            format!("{} ±{}", signed(change.value()), write(&radius, decimals))
        }
        (None, Some(low), _) => format!("≥\u{a0}{}", signed(low)),
        (None, None, Some(high)) => format!("≤\u{a0}{}", signed(high)),
        (None, None, None) => String::new(),
    };
    if !text.is_empty() {
        text.push_str(&points);
    }
    if Direction::of(change) == Direction::Uncertain {
        text.push_str(if text.is_empty() { "?" } else { " ?" });
    }
    text
}

/// A change in percent with its sign; `≈` where rounding leaves it open.
pub(crate) fn percent(ratio: Option<&Figure>, language: Language) -> String {
    let Some(ratio) = ratio else { return String::new() };
    let Some(radius) = ratio.interval().radius() else { return String::new() };
    let about = if radius.is_zero() { "" } else { "≈\u{a0}" };
    let sign = if is_gain(ratio.value()) { "+" } else { "" };
    let amount = Amount::new(ratio.value().clone(), 1, UnitKind::Share);
    format!("{about}{sign}{}", amount.in_language(language))
}

fn is_gain(value: &Rational) -> bool {
    !value.is_negative() && !value.is_zero()
}
