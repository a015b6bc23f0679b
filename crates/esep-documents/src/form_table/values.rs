//! What stands in a cell as the figure of a line.

use esep::{Code, Finding, Line, Message, Notation, Rounding, UnitKind, Written};

use crate::grids::{Cell, Content, is_bound};

/// The figure as written, or why there is none.
///
/// A number counts as precisely as it is shown where the line's figures are rounded; where they are
/// exact, as precisely as it is.
pub(super) fn of(
    cell: &Cell,
    line: &Line,
    scale: Option<&str>,
) -> Result<(Written, Notation), Box<Finding>> {
    let human = |text: String| Ok((Written::new(text, cell.place.clone()), Notation::Human));
    let machine = |text: &str| Ok((Written::new(text, cell.place.clone()), Notation::Machine));
    let exact = match &cell.content {
        Content::Text => {
            let has_words = cell.text.contains(char::is_alphabetic);
            return match scale.filter(|_| !has_words && has_digits(&cell.text)) {
                Some(scale) => human(format!("{} {scale}", cell.text)),
                None => Ok((cell.written(), Notation::Human)),
            };
        }
        Content::Number(exact) => exact,
        Content::Date => {
            return refused(cell, "unreadable-figure.date", Some("hint.number-format"));
        }
        Content::Error => return refused(cell, "unreadable-figure.error-cell", None),
        Content::NoValue => {
            return refused(cell, "unreadable-figure.no-value", Some("hint.save-again"));
        }
    };
    let shown = &*cell.text;
    if let Some(scale) = scale {
        return human(format!("{shown} {scale}"));
    }
    if says_more(shown) {
        return human(shown.to_owned());
    }
    if line.unit.kind() == UnitKind::Share {
        return if is_fraction(exact) {
            Err(Box::new(fraction(cell, exact)))
        } else {
            machine(shown)
        };
    }
    machine(if line.rounding == Rounding::Exact { exact } else { shown })
}

/// Whether a number is shown with a word, a percent sign or one that makes it a bound.
pub(super) fn says_more(shown: &str) -> bool {
    shown.contains(|letter: char| letter.is_alphabetic() || letter == '%' || is_bound(letter))
}

fn has_digits(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_digit())
}

/// Whether a number lies between nought and one, so that it may be a ratio.
fn is_fraction(exact: &str) -> bool {
    let number = exact.trim_start_matches('-');
    number == "1" || number.starts_with("0.")
}

fn fraction(cell: &Cell, exact: &str) -> Finding {
    let message = Message::new("ambiguous-figure.fraction").with("text", exact);
    Finding::new(Code::AmbiguousFigure, Some(cell.place.clone()), message)
        .with_hint(Message::new("hint.percent-format"))
}

fn refused<T>(
    cell: &Cell,
    key: &'static str,
    hint: Option<&'static str>,
) -> Result<T, Box<Finding>> {
    let message = Message::new(key).with("text", &*cell.text);
    let mut finding = Finding::new(Code::UnreadableFigure, Some(cell.place.clone()), message);
    finding.hints.extend(hint.map(Message::new));
    Err(Box::new(finding))
}
