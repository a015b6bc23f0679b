//! What a cell takes, and what is said where something else is typed.

use esep::{Amount, Form, Line, Rational, Rounding, UnitKind};

/// A formula that holds where a cell takes what was typed: a number of its line, or a sign that
/// stands in its place.
pub(super) fn acceptable(form: &Form, line: &Line, name: &str) -> String {
    let mut number = vec![format!("ISNUMBER({name})")];
    if is_whole(form, line) {
        number.push(format!("N({name})=INT(N({name}))"));
    }
    let bound = |sign: &str, bound: &Option<Rational>| {
        let bound = Amount::new(bound.clone()?, 0, UnitKind::Number).exact();
        Some(format!("N({name}){sign}{bound}"))
    };
    number.extend(bound(">=", &line.min));
    number.extend(bound("<=", &line.max));
    let signs = ["-", "x", "х", "…", "..."].map(|sign| format!("{name}=\"{sign}\""));
    format!("=OR(AND({}),{})", number.join(","), signs.join(","))
}

/// The word for what is expected.
pub(super) fn expected(form: &Form, line: &Line) -> &'static str {
    let is_signed = line.can_be_negative();
    match line.unit.kind() {
        UnitKind::Share => "template-expected-share",
        _ if is_whole(form, line) && is_signed => "template-expected-whole",
        _ if is_whole(form, line) => "template-expected-count",
        _ if is_signed => "template-expected-number",
        _ => "template-expected-amount",
    }
}

fn is_whole(form: &Form, line: &Line) -> bool {
    line.unit.kind().is_whole() && line.rounding == Rounding::Exact && !form.scale_thousand
}
