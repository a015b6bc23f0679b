//! What tables for people and for programs have in common: names, bands, signed figures.

use esep::{
    Amount, Banded, Book, Direction, End, Figure, Ground, Language, OrganizationId, Rational,
    UnitKind, Wording,
};

/// Figures in no band, and those printed too roughly to tell.
pub(super) const OUTSIDE: &str = "outside";
pub(super) const UNCERTAIN: &str = "uncertain";

/// The bands of a period with who lies in them; those outside and uncertain only where there are
/// any.
pub(super) fn bands(banded: &Banded) -> Vec<(&str, Vec<&Ground>)> {
    let of_line =
        banded.bands.iter().map(|(band, grounds)| (band.text.as_str(), grounds.iter().collect()));
    let rest = [(OUTSIDE, &banded.outside), (UNCERTAIN, &banded.uncertain)];
    let rest = rest.into_iter().filter(|(_, grounds)| !grounds.is_empty());
    of_line.chain(rest.map(|(name, grounds)| (name, grounds.iter().collect()))).collect()
}

/// Those by whom a ground is called: who is there now, or was.
pub(super) fn name_side(ground: &Ground) -> &[OrganizationId] {
    if ground.after.is_empty() { &ground.before } else { &ground.after }
}

/// The codes of a ground for people.
pub(super) fn code(ground: &Ground) -> String {
    let codes: Vec<&str> = name_side(ground).iter().map(OrganizationId::as_str).collect();
    codes.join(" + ")
}

/// The name of a ground; blank where the book gives none.
pub(super) fn name(book: &Book, ground: &Ground, language: Language) -> String {
    let names: Vec<&str> = name_side(ground)
        .iter()
        .filter_map(|id| book.structure.get(id.as_str()))
        .map(|organization| organization.name.in_language(language))
        .collect();
    let name = names.join(" + ");
    if name == code(ground) { String::new() } else { name }
}

/// A figure as people write it: `> 2,000,000` where more is not known.
pub(super) fn figure(figure: &Figure, kind: UnitKind, language: Language) -> String {
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
pub(super) fn bound(figure: &Figure) -> &'static str {
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
pub(super) fn change(change: &Figure, kind: UnitKind, language: Language) -> String {
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
pub(super) fn percent(ratio: Option<&Figure>, language: Language) -> String {
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
