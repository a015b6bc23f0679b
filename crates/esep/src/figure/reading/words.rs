//! Words beside a figure: thousand, million, billion, trillion, currencies, and what is counted.
//!
//! A bare `k` or `m` is not among them: `m` is a thousand to some and a million to others.

use super::Expected;
use super::cursor::Cursor;
use crate::figure::Currency;

/// A word that belongs to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Times ten to this power.
    Scale(i32),
    /// A currency.
    Currency(Currency),
    /// What is counted, as the line says.
    Unit,
}

/// The longest word that is looked up, in bytes.
const MAX_WORD: usize = 48;

/// Endings of the cases and numbers of Russian masculine nouns.
const RU: &[&str] = &["", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"];
/// Endings of the cases of `тысяча`.
const RU_THOUSAND: &[&str] = &["", "а", "и", "е", "у", "ей", "ею", "ам", "ами", "ах"];
/// Endings of the cases of `рубль`.
const RU_RUBLE: &[&str] = &["ь", "я", "ю", "ем", "е", "и", "ей", "ям", "ями", "ях"];
/// Endings of the cases of Kazakh nouns in `н` and `ң`, bare, possessed and as `about`.
const KK_NASAL: &[&str] =
    &["ның", "ға", "ды", "да", "нан", "мен", "дай", "ы", "ын", "ына", "ында", "ынан"];
/// Endings of the cases of Kazakh nouns in `д`, bare, possessed and as `about`.
const KK_STOP: &[&str] =
    &["тың", "қа", "ты", "та", "тан", "пен", "тай", "ы", "ын", "ына", "ында", "ынан"];
/// Endings of the cases of `теңге`, bare and possessed.
const KK_TENGE: &[&str] = &["", "нің", "ге", "ні", "де", "ден", "мен", "сі", "сін", "сіне"];
/// Endings of English nouns.
const EN: &[&str] = &["", "s"];
/// A word that does not change.
const FIXED: &[&str] = &[""];

/// Stems of scale words, the exponent of ten, and the endings that may follow.
const SCALES: &[(&str, i32, &[&str])] = &[
    ("мың", 3, FIXED),
    ("мың", 3, KK_NASAL),
    ("тысяч", 3, RU_THOUSAND),
    ("тыс", 3, FIXED),
    ("thousand", 3, EN),
    ("млн", 6, FIXED),
    ("миллион", 6, RU),
    ("миллион", 6, KK_NASAL),
    ("million", 6, EN),
    ("mln", 6, FIXED),
    ("mn", 6, FIXED),
    ("млрд", 9, FIXED),
    ("миллиард", 9, RU),
    ("миллиард", 9, KK_STOP),
    ("billion", 9, EN),
    ("bln", 9, FIXED),
    ("bn", 9, FIXED),
    ("mlrd", 9, FIXED),
    ("трлн", 12, FIXED),
    ("триллион", 12, RU),
    ("триллион", 12, KK_NASAL),
    ("trillion", 12, EN),
    ("trln", 12, FIXED),
    ("trn", 12, FIXED),
    ("tn", 12, FIXED),
];

/// Stems of the words for currencies, their codes, and the endings that may follow.
const CURRENCIES: &[(&str, &str, &[&str])] = &[
    ("тг", "KZT", FIXED),
    ("теңге", "KZT", KK_TENGE),
    ("тенге", "KZT", KK_TENGE),
    ("tenge", "KZT", EN),
    ("kzt", "KZT", FIXED),
    ("\u{20B8}", "KZT", FIXED),
    ("$", "USD", FIXED),
    ("usd", "USD", FIXED),
    ("доллар", "USD", RU),
    ("dollar", "USD", EN),
    ("\u{20AC}", "EUR", FIXED),
    ("eur", "EUR", FIXED),
    ("евро", "EUR", FIXED),
    ("euro", "EUR", EN),
    ("\u{20BD}", "RUB", FIXED),
    ("rub", "RUB", FIXED),
    ("руб", "RUB", FIXED),
    ("рубл", "RUB", RU_RUBLE),
    ("ruble", "RUB", EN),
    ("rouble", "RUB", EN),
];

/// Stems of the words for what is counted, the units of lines, and the endings that may follow.
const UNITS: &[(&str, &str, &[&str])] = &[
    ("адам", "persons", FIXED),
    ("чел", "persons", FIXED),
    ("человек", "persons", &["", "а"]),
    ("person", "persons", EN),
    ("people", "persons", FIXED),
    ("күн", "days", FIXED),
    ("дн", "days", &["", "я", "ей", "и"]),
    ("день", "days", FIXED),
    ("day", "days", EN),
    ("сағат", "hours", FIXED),
    ("час", "hours", &["", "а", "ов", "ы"]),
    ("hour", "hours", EN),
];

impl Word {
    /// Reads the next word, with the point of an abbreviation; `None` where it is not known.
    /// The unit's own currency is known by its code, whichever it is.
    pub(super) fn read(cursor: &mut Cursor<'_>, expected: &Expected<'_>) -> Option<Self> {
        let start = cursor.at();
        if cursor.eat_while(char::is_alphabetic).is_empty() {
            cursor.bump();
        }
        let word = cursor.since(start);
        if word.len() > MAX_WORD {
            return None;
        }
        let lower = word.to_lowercase();
        let is_form = |stem: &str, endings: &[&str]| {
            lower.strip_prefix(stem).is_some_and(|ending| endings.contains(&ending))
        };
        let scale = SCALES.iter().find(|(stem, _, endings)| is_form(stem, endings));
        let mut units = UNITS.iter().filter(|(_, unit, _)| *unit == expected.unit.name());
        let known = if let Some((_, exponent, _)) = scale {
            Self::Scale(*exponent)
        } else if units.any(|(stem, _, endings)| is_form(stem, endings)) {
            Self::Unit
        } else {
            let code = CURRENCIES
                .iter()
                .find(|(stem, _, endings)| is_form(stem, endings))
                .map(|(_, code, _)| *code)
                .or_else(|| (word == expected.unit.name()).then_some(word))?;
            Self::Currency(Currency::new(code)?)
        };
        cursor.eat(".");
        Some(known)
    }
}
