//! Figures as numbers of a workbook, and how they are shown.

use esep::{Amount, CellIndex, Figure, Form, Language, Line, Rational, Rounding, Stated, UnitKind};

use crate::sheet_writing::written;

/// A workbook knows so many digits of a number.
const MOST_DIGITS: usize = 15;

/// So many more decimals than usual are shown where a figure has them.
const MORE_DECIMALS: usize = 3;

/// What stands in a cell.
pub(crate) enum Numeral {
    Number(f64, String),
    Text(String),
}

/// What a cell says, as a number with its format where a number says the same.
pub(crate) fn numeral(
    form: &Form,
    index: CellIndex,
    stated: &Stated,
    language: Language,
) -> Option<Numeral> {
    let line = form.lines().get(index.line)?;
    let (text, is_number) = written(form, index, stated)?;
    let esep::Content::Figure(figure) = &stated.content else { return Some(Numeral::Text(text)) };
    let number = is_number.then(|| digits(line, figure)).flatten();
    Some(match number.and_then(|digits| digits.parse().ok()) {
        Some(number) => {
            let decimals = usize::try_from(figure.decimals()).unwrap_or_default();
            Numeral::Number(number, exactly(line, decimals, language, ""))
        }
        None => Numeral::Text(text),
    })
}

/// The digits of a figure as a workbook holds it, a share as a ratio; `None` where it has more than
/// a workbook keeps.
pub(crate) fn digits(line: &Line, figure: &Figure) -> Option<String> {
    let hundredth = if line.unit.kind() == UnitKind::Share { 2 } else { 0 };
    let value: Rational = figure.value().clone();
    let needed = value.decimals_needed(15).and_then(|it| i32::try_from(it).ok());
    let decimals = needed.unwrap_or_else(|| figure.decimals().saturating_add(hundredth));
    let text = Amount::new(value, decimals, UnitKind::Number).plain();
    let digits = text.trim_start_matches(['-', '0', '.']);
    (digits.bytes().filter(u8::is_ascii_digit).count() <= MOST_DIGITS).then_some(text)
}

/// How the figures of a line are shown while they are filled: with its own decimals, and more where
/// more are typed.
pub(crate) fn number_format(line: &Line, language: Language) -> String {
    let decimals = usize::try_from(line.decimals).unwrap_or_default();
    let locale = locale(language);
    let optional = "#".repeat(MORE_DECIMALS);
    match line.unit.kind() {
        UnitKind::Share => format!("{locale}0.{}{optional}%", "0".repeat(decimals.max(1))),
        UnitKind::Money if line.rounding == Rounding::Exact => format!("{locale}#,##0.00"),
        UnitKind::Count if line.rounding == Rounding::Exact => format!("{locale}#,##0"),
        _ if decimals > 0 => format!("{locale}#,##0.{}{optional}", "0".repeat(decimals)),
        _ => "General".to_owned(),
    }
}

/// A format with just so many decimals, and something before the number.
pub(crate) fn exactly(line: &Line, decimals: usize, language: Language, before: &str) -> String {
    let locale = format!("{}{before}", locale(language));
    let point = if decimals > 0 { "." } else { "" };
    let zeros = "0".repeat(decimals);
    match line.unit.kind() {
        UnitKind::Share => format!("{locale}0{point}{zeros}%"),
        _ => format!("{locale}#,##0{point}{zeros}"),
    }
}

/// What makes a program write numbers as a language does, where it heeds that.
fn locale(language: Language) -> &'static str {
    match language {
        Language::Kk => "[$-43F]",
        Language::Ru => "[$-419]",
        Language::En => "[$-409]",
    }
}
