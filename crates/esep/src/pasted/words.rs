//! What the label of a row or column says of its figures.

use crate::figure::Unit;

/// What the words of a label say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a label may say any of these at once")]
pub(super) struct Words {
    /// `всего`, `итого`, `барлығы`, `жиыны`, `total`.
    pub(super) is_total: bool,
    /// `из них`, `в том числе`, `оның ішінде`, `of which`: what follows are parts of what came
    /// before, perhaps not all.
    pub(super) is_part: bool,
    /// `изменение`, `өзгеріс`, `change`.
    pub(super) is_change: bool,
    /// `остаток`, `қалдық`, `balance`: perhaps one figure less another.
    pub(super) is_remainder: bool,
    /// `доля`, `үлесі`, `share`, `%`.
    pub(super) is_share: bool,
    /// `тыс.`, `млн`, `thousand`: figures are rounded.
    pub(super) is_scaled: bool,
}

const TOTALS: [&str; 17] = [
    "всего",
    "итого",
    "итог",
    "итоги",
    "барлығы",
    "барлық",
    "жиыны",
    "жиынтығы",
    "қорытынды",
    "қорытындысы",
    "бәрі",
    "total",
    "totals",
    "subtotal",
    "overall",
    "altogether",
    "total.",
];
/// Words that make a total of the word before them: `общее число`, `жалпы саны`.
const COMMON: [&str; 6] = ["общее", "общая", "общий", "жалпы", "aggregate", "combined"];
const NUMBERS: [&str; 10] = [
    "число",
    "количество",
    "численность",
    "объем",
    "сумма",
    "саны",
    "сомасы",
    "көлемі",
    "number",
    "amount",
];
const PARTS: [&str; 13] = [
    "из них",
    "в том числе",
    "в т.ч",
    "в т. ч",
    "оның ішінде",
    "соның ішінде",
    "олардың ішінде",
    "of which",
    "of whom",
    "of them",
    "including",
    "incl.",
    "thereof",
];
const CHANGES: [&str; 16] = [
    "изменени",
    "прирост",
    "отклонени",
    "разниц",
    "рост",
    "роста",
    "динамик",
    "өзгер",
    "айырма",
    "өсім",
    "өсу",
    "change",
    "differen",
    "growth",
    "increase",
    "decrease",
];
const REMAINDERS: [&str; 8] =
    ["остат", "сальдо", "қалды", "balance", "remain", "surplus", "прибыл", "profit"];
const SHARES: [&str; 9] =
    ["%", "процент", "пайыз", "percent", "pct", "дол", "үлес", "share", "удельн"];
const SCALES: [&str; 15] = [
    "тыс",
    "тысяч",
    "мың",
    "млн",
    "миллион",
    "млрд",
    "миллиард",
    "трлн",
    "thousand",
    "million",
    "billion",
    "trillion",
    "mln",
    "bn",
    "mn",
];
const CURRENCIES: [(&str, &str); 14] = [
    ("тенге", "KZT"),
    ("теңге", "KZT"),
    ("тг", "KZT"),
    ("tenge", "KZT"),
    ("kzt", "KZT"),
    ("₸", "KZT"),
    ("usd", "USD"),
    ("$", "USD"),
    ("доллар", "USD"),
    ("dollar", "USD"),
    ("eur", "EUR"),
    ("€", "EUR"),
    ("руб", "RUB"),
    ("₽", "RUB"),
];

impl Words {
    /// What a label says.
    pub(super) fn of(label: &str) -> Self {
        let lower = normal(label);
        let words = words(&lower);
        let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
        let begins =
            |known: &[&str]| words.iter().any(|word| known.iter().any(|it| word.starts_with(it)));
        let pairs = || words.iter().zip(words.iter().skip(1));
        let is_all = words.first().is_some_and(|word| *word == "all") || words == ["sum"];
        let is_common = pairs().any(|(a, b)| COMMON.contains(a) && NUMBERS.contains(b));
        Self {
            is_total: any(&TOTALS) || is_all || is_common,
            is_part: PARTS.iter().any(|part| holds_words(&lower, part)),
            is_change: begins(&CHANGES) || lower.contains("+/-") || lower.contains('±'),
            is_remainder: begins(&REMAINDERS),
            is_share: begins(&SHARES) || lower.contains('%'),
            is_scaled: any(&SCALES)
                || begins(&["тысяч", "миллион", "миллиард", "thousand", "million"])
                || words.last() == Some(&"k")
                || lower.contains("'000")
                || lower.contains("(000"),
        }
    }
}

/// The currency that a label names.
pub(super) fn currency(label: &str) -> Option<Unit> {
    let lower = normal(label);
    let words = words(&lower);
    let names = |known: &str| {
        let is_sign = !known.chars().any(char::is_alphabetic);
        if is_sign {
            lower.contains(known)
        } else {
            words.iter().any(|word| word.starts_with(known))
        }
    };
    CURRENCIES.iter().find(|(word, _)| names(word)).map(|(_, code)| Unit::new(code))
}

/// Whether a text is a year, with or without its word.
pub(super) fn is_year(text: &str) -> bool {
    let text = normal(text);
    let digits = text.get(..4).unwrap_or_default();
    let rest = text.get(4..).unwrap_or_default().trim().trim_end_matches('.');
    let is_word =
        matches!(rest, "" | "г" | "год" | "года" | "году" | "ж" | "жыл" | "жылы" | "жылғы");
    is_word && digits.parse().is_ok_and(|year: u16| (1_900..=2_100).contains(&year))
}

/// The number before a label, such as `4.1`, and the label without it.
pub(super) fn number_and_label(text: &str) -> (Vec<u32>, &str) {
    let text = text.trim();
    let end =
        text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end).unwrap_or(("", text));
    let label = rest.trim_start_matches([')', '.', ' ', '\u{a0}']);
    let is_apart = rest.starts_with([')', ' ', '\u{a0}']) || number.ends_with('.');
    let is_label = label.starts_with(|letter: char| letter.is_alphabetic() || letter == '«');
    if !is_apart || !is_label {
        return (Vec::new(), text);
    }
    numbering(number).map_or((Vec::new(), text), |number| (number, label))
}

/// The parts of a number such as `4.1` or `4.`.
pub(super) fn numbering(text: &str) -> Option<Vec<u32>> {
    let text = text.trim().trim_end_matches([')', '.']);
    let parts: Option<Vec<u32>> =
        text.split('.').map(|part| part.parse().ok().filter(|_| part.len() <= 3)).collect();
    parts.filter(|parts| !parts.is_empty())
}

fn normal(text: &str) -> String {
    text.trim().to_lowercase().replace('ё', "е").replace('\u{a0}', " ")
}

fn words(lower: &str) -> Vec<&str> {
    lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Whether a text holds a phrase between ends of words.
fn holds_words(text: &str, phrase: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + phrase.len()..).and_then(|after| after.chars().next());
        !is_letter(before) && !is_letter(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_three_languages() {
        for label in [
            "Всего по области",
            "ИТОГО:",
            "Барлығы",
            "жиыны",
            "Total, 16 years and over",
            "Grand total",
            "Жалпы саны",
            "Общее количество обращений",
            "All workers",
        ] {
            assert!(Words::of(label).is_total, "{label}");
        }
        for label in ["Общее среднее образование", "Totally new", "Small", "Сумма, тенге"]
        {
            assert!(!Words::of(label).is_total, "{label}");
        }
        for label in
            ["из них женщин", "в том числе:", "оның ішінде", "of which pay", "в т.ч. пенсионеры"]
        {
            assert!(Words::of(label).is_part, "{label}");
        }
        for label in ["Изменение", "өзгеріс, %", "Change", "+/-"] {
            assert!(Words::of(label).is_change, "{label}");
        }
        assert!(Words::of("доля, %").is_share && !Words::of("доля, %").is_change);
        for label in ["тыс. тенге", "members_k", "Revenue ($'000)", "мың адам"] {
            assert!(Words::of(label).is_scaled, "{label}");
        }
        assert_eq!(currency("Сумма, тенге"), Some(Unit::new("KZT")));
    }

    #[test]
    fn numbers_before_labels() {
        assert_eq!(number_and_label("4.1. по оплате труда"), (vec![4, 1], "по оплате труда"));
        assert_eq!(number_and_label("10) прочее"), (vec![10], "прочее"));
        assert_eq!(number_and_label("5-9 классы"), (vec![], "5-9 классы"));
        assert_eq!(number_and_label("2019 год"), (vec![], "2019 год"));
    }

    #[test]
    fn years() {
        assert!(is_year("2019") && is_year("2020 г.") && is_year("2020 жыл"));
        assert!(!is_year("20190") && !is_year("1 430"));
    }
}
