//! Single figures, read and written as people do.

use esep::{
    Amount, Content, Convention, End, Expected, Figure, Language, Message, Misreading, Rational,
    Refusal, Unit, UnitKind, Wording, read_figure as read,
};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::input;
use crate::refusal::{answer, done};

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct FigureRead {
    /// What it is; `unreadable` with a problem.
    #[tsify(
        type = "\"figure\" | \"blank\" | \"nil\" | \"not-applicable\" | \"not-available\" | \"unreadable\""
    )]
    pub content: &'static str,
    /// The figure, exact: a decimal, or a fraction where no short decimal says it; of a share, in
    /// percent.
    pub value: Option<String>,
    /// The lowest number that the figure can stand for; `null` where there is no bound.
    pub low: Option<String>,
    /// The highest.
    pub high: Option<String>,
    /// The figure as the language writes it.
    pub shown: Option<String>,
    /// Why the text could not be read.
    pub problem: Option<String>,
    /// What to do about it.
    pub hints: Vec<String>,
}

/// Reads a figure as people write it: with grouping, decimal comma, percent sign, scale words,
/// bounds, or what stands in its place.
#[wasm_bindgen(js_name = readFigure, unchecked_return_type = "FigureRead")]
pub fn read_figure(
    text: &str,
    #[wasm_bindgen(param_description = "what it counts: `persons`, `KZT`, `percent`, `number`")]
    unit: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        let unit = Unit::new(unit);
        let convention = Convention::of(&[language]);
        Ok(match read(text, &convention, &Expected::of(&unit)) {
            Ok(reading) => understood(&reading.content, unit.kind(), language),
            Err(misreading) => misread(text, &misreading, unit.kind(), language),
        })
    })
}

/// A number as the language writes it: grouped, with its decimal mark; a share, given in percent,
/// with its sign.
#[wasm_bindgen(js_name = formatFigure)]
pub fn format_figure(
    #[wasm_bindgen(param_description = "digits with `-` and `.`, as this package gives them")]
    value: &str,
    unit: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<String, JsValue> {
    let language = input::asked(language)?;
    done(language, || {
        let kind = Unit::new(unit).kind();
        let plain = decimal(value)
            .ok_or_else(|| Refusal::new(Message::new("unreadable-figure").with("text", value)))?;
        let (number, decimals) = plain;
        let number =
            if kind == UnitKind::Share { number * Rational::power_of_ten(-2) } else { number };
        Ok(Amount::new(number, decimals, kind).in_language(language))
    })
}

/// A number written with `-` and `.`, and how many decimals it has.
fn decimal(text: &str) -> Option<(Rational, i32)> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = !whole.is_empty()
        && whole.len() + fraction.len() <= 1_000
        && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    let decimals = i32::try_from(fraction.len()).ok().filter(|_| is_number)?;
    let number = Rational::from_digits(&format!("{whole}{fraction}"), -decimals)?;
    Some((if is_negative { -number } else { number }, decimals))
}

fn understood(content: &Content, kind: UnitKind, language: Language) -> FigureRead {
    let name = match content {
        Content::Figure(figure) => return figure_read(figure, kind, language),
        Content::Blank => "blank",
        Content::Nil => "nil",
        Content::NotApplicable => "not-applicable",
        Content::NotAvailable => "not-available",
    };
    FigureRead::without_figure(name)
}

fn figure_read(figure: &Figure, kind: UnitKind, language: Language) -> FigureRead {
    let exact = |number: &Rational| Amount::new(number.clone(), figure.decimals(), kind).exact();
    let bound = |end: &End| end.number().map(exact);
    let amount = Amount::new(figure.value().clone(), figure.decimals(), kind);
    FigureRead {
        value: Some(amount.exact()),
        low: bound(figure.interval().low()),
        high: bound(figure.interval().high()),
        shown: Some(amount.in_language(language)),
        ..FigureRead::without_figure("figure")
    }
}

fn misread(text: &str, misreading: &Misreading, kind: UnitKind, language: Language) -> FigureRead {
    let wording = Wording::in_language(language);
    let message = Message::of_misreading(text, misreading, kind);
    let hints = match misreading {
        Misreading::Ambiguous { .. } => {
            vec![wording.sentence(&Message::new("hint.type-ungrouped"))]
        }
        Misreading::Unreadable { .. } => Vec::new(),
    };
    let problem = Some(wording.sentence(&message));
    FigureRead { problem, hints, ..FigureRead::without_figure("unreadable") }
}

impl FigureRead {
    fn without_figure(content: &'static str) -> Self {
        Self {
            content,
            value: None,
            low: None,
            high: None,
            shown: None,
            problem: None,
            hints: Vec::new(),
        }
    }
}
